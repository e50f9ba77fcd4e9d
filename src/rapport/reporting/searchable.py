"""What this room tells the search of its reports: by whom they are seen, what they are found and chosen by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.interface.addresses import address
from rapport.register import selectors as register
from rapport.register.kinds import place_label_in
from rapport.reporting import questions
from rapport.reporting.kinds import NO_LONGER_WAITING
from rapport.reporting.models import Enclosure, Report, ReportEvent, ReportPerson
from rapport.reporting.selectors import named_where
from rapport.search import services as search
from rapport.search.days import between
from rapport.search.kinds import Bounds, Fact, Hit, Indexing, Part, Record, Wanted

KIND = "reporting.report"
OPEN, DONE = "open", "done"


class Reports:
    """See `rapport.search.kinds.Answers`."""

    def visible(self, viewer: Viewer, wanted: Wanted) -> QuerySet[Report]:
        """By the place and all that lies in it, by when it happened, by whether the desk is done with it."""
        found = Report.objects.visible_to(viewer)
        for name, code in wanted.facets.items():
            if name == "place":
                found = found.filter(
                    Q(place__ref=code) | Q(place__parent__ref=code) | Q(place__parent__parent__ref=code)
                )
            elif name == "state":
                found = found.filter(_done() if code == DONE else ~_done())
            else:
                return found.none()
        return between(found, wanted, "happened_at")

    def bounds(self, viewer: Viewer) -> Bounds:
        """The desk reads its establishments' reports; everybody their own."""
        here = viewer.establishments if viewer.holds(Role.INTELLIGENCE) else frozenset[int]()
        return Bounds(here, viewer.staff_id)

    def marked(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:
        """The place; and that the desk is not done with it, which is said of few."""
        return tuple(one for one in wanted.facets.items() if one[0] == "place" or one == ("state", OPEN))

    def never_marked(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:
        """What the desk is done with does not bear that it is not."""
        return (("state", OPEN),) if wanted.facets.get("state") == DONE else ()

    def facts(self, viewer: Viewer, keys: Sequence[int]) -> list[Fact]:
        """Place and state."""
        found = _facts(keys=keys)
        places = register.places_to_pick(viewer, {place for _key, _at, place, _done in found if place is not None})
        states = {
            True: (DONE, pgettext("state of a report", "Dealt with")),
            False: (OPEN, _("At the desk")),
        }
        return [
            Fact(
                key, at, {"place": places[place], "state": states[done]} if place in places else {"state": states[done]}
            )
            for key, at, place, done in found
        ]

    def hits(self, viewer: Viewer, keys: Sequence[int]) -> list[Hit]:
        """The three texts apart, under their own names."""
        found = questions.said_in(viewer, keys=keys)
        shown = [key for key, *_rest in found]
        people = named_where(viewer, questions.people_in(reports=shown))
        places = register.places_to_pick(viewer, {one[4] for one in found if one[4] is not None})
        added: dict[int, list[str]] = defaultdict(list)
        for report, text in questions.texts_added_to(reports=shown):
            added[report].append(text)
        names, beside, label = (_("Seen or heard"), _("Told"), _("The author's view")), _("Added"), _("Report")
        return [
            Hit(
                kind=KIND,
                ref=ref,
                happened_at=happened_at,
                at=filed_at,
                address=address("reporting:report", ref),
                label=label,
                parts=(
                    *(Part(name, text) for name, text in zip(names, texts, strict=True) if text),
                    *(Part(beside, text) for text in added[key]),
                ),
                notes=(
                    *((places[place][1],) if place in places else ()),
                    *(person.label for person in people[key]),
                ),
                entries=((KIND, ref), *(person.entry for person in people[key])),
            )
            for key, ref, happened_at, filed_at, place, *texts in found
        ]

    def everything(self) -> Iterator[Indexing]:
        """Oldest first."""
        for some in search.pieces(Report.unfiltered.order_by("filed_at", "pk").iterator(chunk_size=1_000)):
            yield from _indexing(some)


def enter_new(reports: Sequence[Report]) -> None:
    """Enter reports that were filed this moment: nothing was added to any, and all are still to be dealt with."""
    named, where = _named(reports), where_of(reports)
    search.index_many(
        KIND,
        (indexing_of(one, people=named[one.pk], where=where.get(one.place_id, NOWHERE), done=False) for one in reports),
    )


def enter_again(reports: Sequence[Report]) -> None:
    """Enter reports to which something was added, or with which the desk is done, anew."""
    search.index_again(KIND, _indexing(reports))


class Where(NamedTuple):
    """The place that a report is about, with those that it lies in, from within."""

    kind: str
    number: str
    refs: tuple[str, ...]


NOWHERE = Where("", "", ())


def enter_without(reports: Sequence[Report], namings: Collection[int]) -> None:
    """Enter reports anew that do not name these any more: rows that are about to go."""
    search.index_again(KIND, _indexing(reports, without=namings))


def enter_in(report: Report, compartment: str) -> None:
    """The same, in this compartment: one that the viewer may write in, for the wall lets no other be written."""
    one = next(iter(_indexing([report])))
    search.index_again(KIND, [replace(one, record=replace(one.record, compartment=compartment))])


def compartments_of(report: Report) -> list[str]:
    """The compartments that close a report at the desk, in the order in which they did."""
    return [compartment for _report, compartment in reversed(_closed_by(keys=[report.pk]))]


def _indexing(reports: Sequence[Report], *, without: Collection[int] = ()) -> Iterator[Indexing]:
    if not reports:
        return
    keys = [one.pk for one in reports]
    added: dict[int, list[str]] = defaultdict(list)
    for report, text in questions.texts_added_to(reports=keys):
        added[report].append(text)
    named, where = _named(reports, without), where_of(reports)
    done, closed = set(_dealt_with(keys=keys)), dict(_closed_by(keys=keys))
    for one in reports:
        yield indexing_of(
            one,
            people=named[one.pk],
            where=where.get(one.place_id, NOWHERE),
            done=one.pk in done,
            added=added[one.pk],
            compartment=closed.get(one.pk, ""),
        )


def _named(reports: Sequence[Report], without: Collection[int] = ()) -> dict[int, list[int]]:
    named: dict[int, list[int]] = defaultdict(list)
    for key, report, person in _namings(keys=[one.pk for one in reports]):
        if key not in without:
            named[report].append(person)
    return named


@prepared
def _namings(*, keys: Collection[int]) -> QuerySet[ReportPerson, tuple[int, int, int]]:
    return ReportPerson.unfiltered.filter(report__in=keys).values_list("pk", "report_id", "person_id")


@prepared
def _dealt_with(*, keys: Collection[int]) -> QuerySet[Report, int]:
    return Report.unfiltered.filter(_done(), pk__in=keys).values_list("pk", flat=True)


@prepared
def _closed_by(*, keys: Collection[int]) -> QuerySet[Enclosure, tuple[int, str]]:
    """(report, compartment that closes it), the first of them last."""
    standing = Enclosure.unfiltered.filter(report__in=keys, ended_at__isnull=True)
    return standing.order_by("-pk").values_list("report_id", "compartment")


def where_of(reports: Sequence[Report]) -> dict[int | None, Where]:
    """The place of each of these reports, by its key."""
    steps = ("place__kind", "place__number", "place__ref", "place__parent__ref", "place__parent__parent__ref")
    places = {one.place_id: one.pk for one in reports if one.place_id is not None}
    rows = Report.unfiltered.filter(pk__in=places.values()).values_list("place_id", *steps) if places else ()
    return {place: Where(kind, number, tuple(filter(None, refs))) for place, kind, number, *refs in rows}


def indexing_of(
    one: Report,
    *,
    people: Sequence[int],
    where: Where,
    done: bool,
    added: Sequence[str] = (),
    compartment: str = "",
) -> Indexing:
    """What one report is found by: its texts, what was added, the people it names, the place it is about.

    `compartment` is the first of those that close it: what the wall compares. The rule asks of all.
    """
    record = Record(one.pk, one.ref, one.service_id, one.establishment_id, one.author_id, compartment)
    return Indexing(
        record,
        (one.seen, one.told, one.view, one.unsure, *added, *_called(where.kind, where.number)),
        tuple(people),
        (*(("place", ref) for ref in where.refs), *(() if done else (("state", OPEN),))),
    )


@lru_cache(maxsize=4_096)
def _called(kind: str, number: str) -> tuple[str, ...]:
    """The place as each of the four languages calls it."""
    if not kind:
        return ()
    return tuple(place_label_in(kind, number, language=language) for language in ("en", "ru", "ky", "fr"))


@prepared
def _facts(*, keys: Collection[int]) -> QuerySet[Report, tuple[int, datetime, int | None, bool]]:
    rows = Report.unfiltered.filter(pk__in=keys).annotate(done=_done())
    return rows.values_list("pk", "filed_at", "place_id", "done")


def _done() -> Exists:
    return Exists(ReportEvent.unfiltered.filter(report=OuterRef("pk"), kind__in=NO_LONGER_WAITING))
