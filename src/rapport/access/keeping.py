"""Kept for a reason, for a time: what the rooms declare of their records, and what goes when one is erased.

A room names a module on its AppConfig (`keeping = "rapport.reporting.keeping"`) with a list `KEPT`; it may also have

    reach(record_class, keys)        rows of its own that go too and hang on no foreign key: [(model, keys)]
    blocks(doomed, on)               why these may not go now: codes
    mend(viewer, doomed)             what stays and has to be put right, before they go
    files(doomed)                    files on the disk that go when the transaction is done

Whatever hangs on an erased row by a foreign key goes with it. A `WHOLE` key leads the other way: a note goes when one
of its citations does.

Who may: `oversight`, whose services look at rights, holds and two people. Source: safeguard 3.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from rapport.access import walls
from rapport.access.algebra import Rule
from rapport.access.models import Establishment, Marking, Posting, PrisonService
from rapport.access.models.marking import Mark
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.ledger import erasing, journal
from rapport.ledger.erasing import Gone, Why
from rapport.ledger.models import Held, Tombstone

MOST_STONES = 500


@dataclass(frozen=True)
class Kept:
    """A class of records that is reviewed on its own.

    `rule` says whose review it is, restricted or not; `through` leads from the record to the one that the rule is
    about, and whose page `url_name` then is. `readers` gives who could see a record and for whom it never existed;
    `parts` are classes that are reviewed with it, each with the key that leads here. `ends` names a day of the record
    on which something else about it runs out, and what: whoever answers for the review is told a week before.
    """

    model: str
    name: str | Promise
    answers: frozenset[str]
    rule: Rule
    through: str = ""
    url_name: str = ""
    readers: Callable[[Any], tuple[set[str], set[str]]] | None = None
    when: dict[str, Any] = field(default_factory=dict)
    parts: tuple[tuple[str, str], ...] = ()
    ends: tuple[str, str | Promise] = ("", "")

    @property
    def model_class(self) -> type[Held]:
        """The model itself."""
        return apps.get_model(self.model)

    def of(self, viewer: Viewer) -> QuerySet[Held]:
        """The records of this class of which the viewer answers for the review. None for who is in another role."""
        if self.answers.isdisjoint(viewer.roles):
            return self.model_class._base_manager.none()
        return self.seen_by(viewer)

    def seen_by(self, viewer: Viewer) -> QuerySet[Held]:
        """The records of this class that lie within the rule for this viewer."""
        found: QuerySet[Any] = self.model_class._base_manager.filter(**self.when)
        if not self.through:
            return found.filter(self.rule.filter(viewer))
        whole: Any = self.model_class._meta.get_field(self.through).related_model
        return found.filter(**{f"{self.through}__in": whole._base_manager.filter(self.rule.filter(viewer))})


@dataclass(frozen=True)
class HouseNow:
    """A prison service at this moment, by its own clock."""

    key: int
    ref: str
    now: datetime


def each_service() -> Iterator[HouseNow]:
    """Every prison service in turn, with the second wall opened to it and to what its staff have for themselves.

    For what the worker erases when its days are over: for nobody, so that it also goes where a posting has ended.
    """
    for one in PrisonService.unfiltered.order_by("pk"):
        walls.forget()
        everybody = Posting.unfiltered.filter(service=one).values_list("staff_id", flat=True)
        walls.admit_ids(services=[one.pk], staff=everybody)
        yield HouseNow(one.pk, one.ref, one.now())
    walls.forget()


def doomed_with(viewer: Viewer, record: Held) -> Doomed:
    """All that goes with a record, wherever in the prison service it lies: the second wall is opened that far."""
    within = Establishment.unfiltered.filter(service_id=viewer.service_id).values_list("pk", flat=True)
    walls.admit_ids(wide=[viewer.service_id], establishments=within)
    return Doomed(type(record), {record.pk})


class Doomed:
    """All that goes with a record: model → keys."""

    def __init__(self, model: type[Model], keys: Collection[int]) -> None:
        self.rows: dict[type[Model], set[int]] = defaultdict(set)
        self._waits: list[tuple[type[Model], set[int]]] = []
        self._add(model, keys)
        while self._waits:
            self._follow(*self._waits.pop())

    def keys(self, label: str) -> set[int]:
        """The keys of this model that go: `reporting.report`."""
        return self.rows.get(apps.get_model(label), set())

    def refs(self) -> dict[str, dict[str, int]]:
        """Class → reference → key, of what has a reference and a tombstone of its own."""
        found = {}
        for model, keys in self.rows.items():
            if issubclass(model, Held):
                pairs = model._base_manager.filter(pk__in=keys).values_list("ref", "pk")
                found[model._meta.label_lower] = dict(pairs)
        return found

    def _add(self, model: type[Model], keys: Iterable[int]) -> None:
        fresh = set(keys) - self.rows[model]
        if fresh:
            self.rows[model] |= fresh
            self._waits.append((model, fresh))

    def _follow(self, model: type[Model], keys: set[int]) -> None:
        for relation in model._meta.get_fields(include_hidden=True):
            if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
                part: Any = relation.related_model
                if part._meta.managed:
                    hanging = part._base_manager.filter(**{f"{relation.field.name}__in": keys})  # type: ignore[union-attr]
                    self._add(part, hanging.values_list("pk", flat=True))
        for room in _rooms():
            for whole in getattr(room, "WHOLE", ()):
                label, _dot, name = whole.rpartition(".")
                if apps.get_model(label) is model:
                    up: Any = model._meta.get_field(name)
                    found = model._base_manager.filter(pk__in=keys).values_list(up.attname, flat=True)
                    self._add(up.related_model, {key for key in found if key is not None})
            if hasattr(room, "reach"):
                for other, more in room.reach(model._meta.label_lower, keys):
                    self._add(other, more)


def kept() -> list[Kept]:
    """Every class that is reviewed on its own, lowest floor first."""
    return [one for room in _rooms() for one in getattr(room, "KEPT", ())]


def kept_as(record_class: str) -> Kept | None:
    """The class of this name; None if there is none that is reviewed on its own."""
    return next((one for one in kept() if one.model == record_class), None)


def blocks(doomed: Doomed, *, on: date) -> list[str]:
    """Why these records may not be erased now, as codes; empty when nothing stands against it."""
    return list(dict.fromkeys(code for room in _rooms() if hasattr(room, "blocks") for code in room.blocks(doomed, on)))


def goes_with(viewer: Viewer, doomed: Doomed, record: Held) -> list[tuple[str | Promise, int]]:
    """What goes besides the record itself, by class: only of what the viewer may see of it."""
    found = []
    for one in kept():
        keys = doomed.keys(one.model) - ({record.pk} if one.model == record._meta.label_lower else set())
        seen = one.seen_by(viewer).filter(pk__in=keys).count() if keys else 0
        if seen:
            found.append((one.name, seen))
    return found


def restrict(viewer: Viewer, doomed: Doomed) -> None:
    """Let nobody work with a record and all that goes with it, from now on."""
    _mark(viewer, doomed, Mark.RESTRICTED)


def free(viewer: Viewer, doomed: Doomed) -> None:
    """Lift the restriction of a record and of all that goes with it, from now on."""
    _mark(viewer, doomed, Mark.FREED)


def _mark(viewer: Viewer, doomed: Doomed, mark: Mark) -> None:
    """Set the flag where it is not yet so, each with its date: whoever was handed a copy is told from when on."""
    restricted = mark is Mark.RESTRICTED
    marked: list[Marking] = []
    for model, keys in doomed.rows.items():
        if issubclass(model, Held):
            changed = model._base_manager.filter(pk__in=keys, restricted=not restricted)
            marked += [
                Marking(
                    service_id=viewer.service_id,
                    record_class=model._meta.label_lower,
                    record_ref=ref,
                    mark=mark,
                    by_id=viewer.staff_id,
                    at=viewer.now(),
                )
                for ref in changed.values_list("ref", flat=True)
            ]
            changed.update(restricted=restricted)
    Marking.unfiltered.bulk_create(marked, batch_size=500)


def markings_of(record_class: str, refs: Collection[str]) -> dict[str, list[tuple[str, datetime]]]:
    """Of each of these records, when it was restricted or freed again, in order. Shows nothing of what it says."""
    found: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    rows = Marking.unfiltered.filter(record_class=record_class, record_ref__in=refs).order_by("pk")
    for ref, mark, at in rows.values_list("record_ref", "mark", "at"):
        found[ref].append((mark, at))
    return found


def erase(viewer: Viewer, record: Held, doomed: Doomed, *, why: Why) -> list[tuple[str, str]]:
    """Take a record out with all that hangs on it; returns class and reference of what has a tombstone now.

    In the caller's transaction, who looked at everything before. Files and journal follow when it is done.
    """
    for room in _rooms():
        if hasattr(room, "mend"):
            room.mend(viewer, doomed)
    gone = _erase(record, doomed, service=viewer.service_ref, on=viewer.now().date(), why=why)
    transaction.on_commit(journal.keep)
    return gone


@transaction.atomic
def erase_again(line: journal.Line) -> bool:
    """Erase what a journal says is gone, from a database that was restored; whether it was there.

    The tombstone comes back in any case. Nothing stands against it: it was decided before.
    """
    model = apps.get_model(line.record_class)
    record: Any = model._base_manager.filter(ref=line.ref).first()
    gone = Gone(line.record_class, line.ref, line.readers, line.unseen)
    stone = erasing.bury(gone, service=line.service, on=line.day, why=Why(line.why))
    if record is None:
        return False
    _take(stone, Doomed(model, {record.pk}))
    return True


def _erase(record: Held, doomed: Doomed, *, service: str, on: date, why: Why) -> list[tuple[str, str]]:
    root = record._meta.label_lower
    stones = {}
    for label, refs in doomed.refs().items():
        declared = kept_as(label)
        if declared is None:
            continue
        for ref, key in refs.items():
            readers, unseen = _audience(declared, key)
            gone = Gone(label, ref, tuple(readers), tuple(unseen))
            reason = why if (label, ref) == (root, record.ref) else Why.WITH
            stones[(label, ref)] = erasing.bury(gone, service=service, on=on, why=reason)
    _take(stones[(root, record.ref)], doomed)
    return sorted(stones)


def _take(stone: Any, doomed: Doomed) -> None:
    paths = [path for room in _rooms() if hasattr(room, "files") for path in room.files(doomed)]
    erasing.remove(doomed.rows, stone)
    transaction.on_commit(partial(_shred, paths))


def _audience(declared: Kept, key: int) -> tuple[set[str], set[str]]:
    if declared.readers is None:
        return set(), set()
    return declared.readers(declared.model_class._base_manager.get(pk=key))


def _shred(paths: list[Path]) -> None:
    """Write nothing over what a file held, then let go of it. A disk that writes elsewhere keeps its own copies."""
    for path in paths:
        try:
            with path.open("r+b") as file:
                file.write(b"\0" * path.stat().st_size)
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            continue


def _rooms() -> list[ModuleType]:
    """The rooms' modules, lowest floor first: the order in which they are installed."""
    named = [getattr(room, "keeping", "") for room in apps.get_app_configs()]
    return [import_module(name) for name in named if isinstance(name, str) and name]


def stones_of(viewer: Viewer, record_class: str, *, since: date) -> list[Tombstone]:
    """The tombstones of this class, since a day, of what the viewer could have seen; the last first."""
    words = _words(viewer)
    return [
        one
        for one in _stones(record_class, viewer.service_ref, since)
        if not words.isdisjoint(one.readers) and viewer.staff_ref not in one.unseen
    ]


@prepared
def _stones(record_class: str, service: str, since: date) -> QuerySet[Tombstone]:
    found = Tombstone.objects.filter(record_class=record_class, service=service, on__gte=since)
    return found.order_by("-pk")[:MOST_STONES]


@prepared
def _refs(establishments: frozenset[int]) -> QuerySet[Establishment, tuple[int, str]]:
    return Establishment.unfiltered.filter(pk__in=establishments).values_list("pk", "ref")


def stone_for(viewer: Viewer, about: Iterable[tuple[str, str]]) -> Tombstone | None:
    """The tombstone of what was asked for, if there is one and the viewer could have seen what it stands for."""
    return erasing.tombstone_for(_words(viewer), viewer.staff_ref, viewer.service_ref, *about)


def _words(viewer: Viewer) -> frozenset[str]:
    """What may stand among the readers of a tombstone for this viewer."""
    places = dict(_refs(viewer.establishments))
    words = {f"staff:{viewer.staff_ref}"}
    for role in viewer.roles:
        words |= {f"role:{role}@{place}" for place in places.values()}
        words.add(f"posted:{role}@{places.get(viewer.establishment_id or 0, '')}")
        if viewer.establishment_id is None:
            words.add(f"role:{role}@")
    words |= {f"{word}+{one}" for word in words for one in viewer.compartments}  # what lay in one they are cleared for
    return frozenset(words)
