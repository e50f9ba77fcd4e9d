"""What this room tells the search of its reports: by whom they are seen, what they are found and chosen by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.register import selectors as register
from rapport.register.kinds import place_label_in
from rapport.reporting import questions
from rapport.reporting.kinds import NO_LONGER_WAITING
from rapport.reporting.models import Addendum, Report, ReportEvent, ReportPerson
from rapport.reporting.selectors import values_of
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

    def facts(self, viewer: Viewer, keys: Sequence[int]) -> list[Fact]:
        """Place and state."""
        found = _facts(keys=keys)
        places = register.places_of(viewer, {place for _key, _at, place, _done in found if place is not None})
        return [
            Fact(
                key,
                at,
                {
                    **({"place": (places[place].ref, places[place].label)} if place in places else {}),
                    "state": (DONE, pgettext("state of a report", "Dealt with")) if done else (OPEN, _("At the desk")),
                },
            )
            for key, at, place, done in found
        ]

    def hits(self, viewer: Viewer, keys: Sequence[int]) -> list[Hit]:
        """The three texts apart, under their own names."""
        return [
            Hit(
                kind=KIND,
                ref=one.ref,
                at=one.filed_at,
                address=reverse("reporting:report", args=[one.ref]),
                label=_("Report"),
                parts=tuple(
                    Part(label, text)
                    for label, text in (
                        (_("Seen or heard"), one.seen),
                        (_("Told"), one.told),
                        (_("The author's view"), one.view),
                        *((_("Added"), added.text) for added in one.addenda),
                    )
                    if text
                ),
                notes=tuple(filter(None, (one.place_label, *(person.label for person in one.people)))),
                entries=((KIND, one.ref), *(person.entry for person in one.people)),
            )
            for one in values_of(viewer, questions.readable(viewer, keys=keys))
        ]

    def everything(self) -> Iterator[Indexing]:
        """Oldest first, a thousand at a time."""
        rows = Report.unfiltered.select_related("place").order_by("filed_at", "pk").iterator(chunk_size=1_000)
        some: list[Report] = []
        for one in rows:
            some.append(one)
            if len(some) == 1_000:
                yield from _indexing(some)
                some = []
        yield from _indexing(some)


def enter_new(reports: Sequence[Report]) -> None:
    """Enter reports that were filed in the index."""
    prefetch_related_objects(list(reports), "place")
    search.index_many(KIND, _indexing(reports))


def enter(report: Report) -> None:
    """Enter a report to which something was added in the index anew."""
    one = next(iter(_indexing([report])))
    search.index(KIND, one.record, *one.texts, people=one.people)


def _indexing(reports: Sequence[Report]) -> Iterator[Indexing]:
    keys = [one.pk for one in reports]
    named: dict[int, list[int]] = defaultdict(list)
    for report, person in ReportPerson.unfiltered.filter(report__in=keys).values_list("report_id", "person_id"):
        named[report].append(person)
    added: dict[int, list[str]] = defaultdict(list)
    for report, text in Addendum.unfiltered.filter(report__in=keys).values_list("report_id", "text"):
        added[report].append(text)
    for one in reports:
        yield indexing_of(one, people=named[one.pk], place=one.place, added=added[one.pk])


def indexing_of(one: Report, *, people: Sequence[int], place: Placed | None, added: Sequence[str] = ()) -> Indexing:
    """What one report is found by: its texts, what was added, the people it names, the place it is about."""
    where = _called(place.kind, place.number) if place is not None else ()
    record = Record(one.pk, one.ref, one.service_id, one.establishment_id, one.author_id)
    return Indexing(record, (one.seen, one.told, one.view, one.unsure, *added, *where), tuple(people))


class Placed(Protocol):
    """A place, as far as its name goes."""

    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> str: ...


@lru_cache(maxsize=4_096)
def _called(kind: str, number: str) -> tuple[str, ...]:
    """The place as each of the four languages calls it."""
    return tuple(place_label_in(kind, number, language=language) for language in ("en", "ru", "ky", "fr"))


@prepared
def _facts(*, keys: Collection[int]) -> QuerySet[Report, tuple[int, datetime, int | None, bool]]:
    rows = Report.unfiltered.filter(pk__in=keys).annotate(done=_done())
    return rows.values_list("pk", "filed_at", "place_id", "done")


def _done() -> Exists:
    return Exists(ReportEvent.unfiltered.filter(report=OuterRef("pk"), kind__in=NO_LONGER_WAITING))
