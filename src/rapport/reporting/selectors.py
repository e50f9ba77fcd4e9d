"""Reading reports and drafts. Each answer that shows content is one consultation in the ledger, with whom it showed.

`values_of` is for services of this room, whose own entry names what they show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db.models import Exists, OuterRef

from rapport.access.algebra import Refused
from rapport.access.legal import WhyKept, why_kept
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import is_reference, normalise
from rapport.ledger.services import answering, record
from rapport.register import selectors as register
from rapport.register.speaking import language_of
from rapport.register.values import PersonValue
from rapport.reporting import policy, questions
from rapport.reporting.attachment_files import read
from rapport.reporting.kinds import ROAD_AFTER, EventKind
from rapport.reporting.models import (
    Attachment,
    AuthorRead,
    Draft,
    Report,
    RoadEvent,
    SlipConfirmed,
)
from rapport.reporting.phrases import phrase
from rapport.reporting.rules import road_due, standing
from rapport.reporting.values import (
    AddendumValue,
    AttachmentValue,
    DraftValue,
    EventValue,
    NamedValue,
    ReportValue,
    RoadEventValue,
    SideValue,
)
from rapport.sources.selectors import named_among, teller_repeated


def report(viewer: Viewer, ref: str) -> ReportValue:
    """A report as filed, with what was added and what became of it. Raises `Refused` as for a missing record."""
    return reports(viewer, [ref])[0]


@answering
def reports(viewer: Viewer, refs: Sequence[str]) -> list[ReportValue]:
    """These reports, each once, in the order given. Raises `Refused` for the first that is missing for the viewer."""
    wanted = list(dict.fromkeys(normalise(ref) for ref in refs))
    if not wanted:
        return []
    values = {one.ref: one for one in values_of(viewer, questions.readable_of(viewer, refs=wanted))}
    _require_all(wanted, values)
    return _entered(viewer, [values[ref] for ref in wanted])


def report_kept(viewer: Viewer, ref: str) -> WhyKept:
    """Why this report is kept, for the page that shows it. Raises `Refused` as for a missing record."""
    return why_kept(Report.objects.by_ref(viewer, ref))


@dataclass(frozen=True)
class Belonging:
    """Where a report belongs, and nothing of what it says."""

    service_id: int
    establishment_id: int


def belonging(viewer: Viewer, refs: Sequence[str]) -> list[Belonging]:
    """Where these reports belong. Shows nothing of them, so enters nothing. Raises `Refused` for a missing one."""
    wanted = list(dict.fromkeys(normalise(ref) for ref in refs))
    if not wanted:
        return []
    found = {ref: Belonging(*keys) for ref, *keys in questions.belonging(viewer, refs=wanted)}
    _require_all(wanted, found)
    return [found[ref] for ref in wanted]


def _require_all(wanted: Iterable[str], found: Container[str]) -> None:
    for ref in wanted:
        if ref not in found:
            raise Refused("no_such_record", *([("reporting.report", ref)] if is_reference(ref) else []), exists=False)


def report_for_author(viewer: Viewer, ref: str) -> ReportValue | None:
    """One's own report if this draft was filed meanwhile; None while it was not."""
    return report(viewer, ref) if questions.is_filed_by(viewer, ref=normalise(ref)) else None


@answering
def my_reports(viewer: Viewer, *, limit: int = 100, skip: int = 0) -> list[ReportValue]:
    """The viewer's own reports, newest first."""
    return _shown(viewer, questions.filed_by(viewer, limit, skip))


@answering
def own_page(viewer: Viewer, *, limit: int, skip: int) -> tuple[list[DraftValue], list[ReportValue]]:
    """One's own drafts, on the first page alone, and reports: two entries, left with one statement."""
    return drafts(viewer) if not skip else [], my_reports(viewer, limit=limit, skip=skip)


@answering
def waiting(viewer: Viewer, *, limit: int = 100) -> list[ReportValue]:
    """The desk's queue: filed and not yet evaluated, closed or passed elsewhere; oldest first."""
    found: list[Report] = []
    for skip in count(0, limit):  # on and on, until there are enough that the viewer may read
        keys = questions.waiting_at(viewer.establishments, limit, skip)
        found += questions.at_the_desk(viewer, keys=keys)
        if len(keys) < limit or len(found) >= limit:
            break
    return _shown(viewer, found[:limit])


@answering
def filed_since(viewer: Viewer, since: datetime) -> list[ReportValue]:
    """The reports that the viewer may read and that were filed at this moment or later; oldest first."""
    found = Report.objects.visible_to(viewer).filter(filed_at__gte=since).select_related("author")
    return _shown(viewer, found.order_by("filed_at", "pk"))


@answering
def on_a_road(viewer: Viewer, *, limit: int = 100) -> list[ReportValue]:
    """What does not go to the desk and leads to the viewer; what was received last, longest waiting first."""
    mine = Report.unfiltered.filter(policy.HANDLE.filter(viewer)).select_related("author", "keyed_by")
    received = Exists(RoadEvent.unfiltered.filter(report=OuterRef("pk")))
    return _shown(viewer, mine.annotate(received=received).order_by("received", "filed_at", "pk")[:limit])


def to_confirm(viewer: Viewer) -> list[str]:
    """References of reports that a colleague keyed from the viewer's slip and that wait for their word."""
    return questions.slips_to_confirm(viewer)


def teller_repeats(viewer: Viewer, ref: str) -> list[str]:
    """The words of one's own draft that name whoever was sealed into it. Nothing for a draft that is not one's own."""
    one = Draft.objects.visible_to(viewer).filter(ref=normalise(ref)).first()
    return teller_repeated(one.ref, "\n".join((one.seen, one.told, one.view, one.unsure))) if one is not None else []


def usual_place(viewer: Viewer) -> str | None:
    """Where the viewer is likely to write about: the only wing there is, or where their last report happened."""
    wings = register.places(viewer, "wing")
    if len(wings) == 1:
        return wings[0].ref
    last = Report.objects.visible_to(viewer).filter(author_id=viewer.staff_id, road="", place__isnull=False)
    place_id = last.order_by("-filed_at", "-pk").values_list("place_id", flat=True).first()
    place = register.places_of(viewer, [place_id]).get(place_id) if place_id is not None else None
    return place.ref if place is not None and not place.protected else None


def filed_at_the_desk(viewer: Viewer, refs: Collection[str]) -> frozenset[str]:
    """Which of these references are reports that lie at the viewer's desk. Shows nothing else, so enters nothing."""
    if not refs:
        return frozenset()
    found = Report.unfiltered.filter(policy.DESK.filter(viewer), ref__in=list(refs))
    return frozenset(found.values_list("ref", flat=True))


def named_to(viewer: Viewer, refs: Collection[str]) -> frozenset[str]:
    """Of these reports, from which items were made that the viewer reads, those whose reference may stand beside one.

    Whoever works on reports is told of none that was closed to them: it would say that something lies in a compartment.
    An analyst, who reads no report at all, can tell nothing by a reference. Nothing of a report is shown.
    """
    if not refs or not viewer.holds(Role.INTELLIGENCE):
        return frozenset(refs)
    mine = Report.objects.visible_to(viewer).filter(ref__in=refs)
    return frozenset(mine.values_list("ref", flat=True))


def became_of(viewer: Viewer, ref: str) -> list[EventValue]:
    """What became of a report, in order. Raises `Refused` as for a missing record."""
    return list(report(viewer, ref).events)


@answering
def draft(viewer: Viewer, ref: str) -> DraftValue:
    """One's own draft. Raises `Refused` as for a missing record."""
    value = _draft_values(viewer, [Draft.objects.by_ref(viewer, ref)])[0]
    record(viewer, Operation.CONSULTATION, ("reporting.draft", value.ref), *(one.entry for one in value.people))
    return value


@answering
def drafts(viewer: Viewer) -> list[DraftValue]:
    """One's own drafts, the one saved last first."""
    values = _draft_values(viewer, questions.drafts_of(viewer))
    if values:
        people = {one.entry for value in values for one in value.people}
        record(viewer, Operation.CONSULTATION, *(("reporting.draft", one.ref) for one in values), *sorted(people))
    return values


def values_of(viewer: Viewer, found: Iterable[Report]) -> list[ReportValue]:
    """These records as values, in five queries however many they are. The caller enters them in the ledger."""
    reports = list(found)
    if not reports:
        return []
    keys = [one.pk for one in reports]
    namings = {(report, person): (ref, until) for report, person, ref, until in questions.named_in(reports=keys)}
    named = named_where(viewer, namings)
    places = register.place_labels(viewer, {one.place_id for one in reports if one.place_id is not None})
    events: dict[int, list[EventValue]] = defaultdict(list)
    own = {one.pk for one in reports if one.author_id == viewer.staff_id}
    answered: dict[int, int] = {}
    labels: dict[str, str] = {}
    for pk, key, kind, at, said, question in questions.happened_to(reports=keys):
        told = _as_told(viewer, kind) if key in own else kind
        labels[told] = labels.get(told) or str(EventKind(told).label)
        events[key].append(_event_value(viewer, told, labels[told], at, said, question))
        if key in own and kind in {EventKind.FEEDBACK, EventKind.RETURNED}:
            answered[key] = pk
    unread = _unread(answered) if answered else frozenset()
    addenda: dict[int, list[AddendumValue]] = defaultdict(list)
    for added in questions.added_to(reports=keys):
        addenda[added.report_id].append(AddendumValue(ref=added.ref, added_at=added.added_at, text=added.text))
    on_the_road: dict[int, list[RoadEventValue]] = defaultdict(list)
    roads = {one.pk: _road(one, events[one.pk]) for one in reports}
    if any(road for road, _since in roads.values()):
        for event in RoadEvent.unfiltered.filter(report__in=keys).order_by("pk"):
            on_the_road[event.report_id].append(RoadEventValue(event.kind, event.at, event.text))
    files: dict[int | None, list[AttachmentValue]] = defaultdict(list)
    for attached in questions.attached_to(reports=keys):
        files[attached.report_id].append(attachment_value(attached))
    alarms = dict(questions.alarms_about(reports=keys))
    confirmed: dict[int, bool] = {}
    if any(one.keyed_by_id is not None for one in reports):
        confirmed = dict(SlipConfirmed.unfiltered.filter(report__in=keys).values_list("report_id", "theirs"))
    return [
        ReportValue(
            id=one.pk,
            ref=one.ref,
            service_id=one.service_id,
            establishment_id=one.establishment_id,
            author_id=one.author_id,
            author_ref=one.author.ref,
            author_label=one.author.name,
            filed_at=one.filed_at,
            happened_at=one.happened_at,
            place_id=one.place_id,
            place_label=places.get(one.place_id or 0, ""),
            seen=one.seen,
            told=one.told,
            told_origin=one.told_origin,
            view=one.view,
            people=tuple(named[one.pk]),
            named=tuple(NamedValue(person, *namings[one.pk, person.id]) for person in named[one.pk]),
            unsure=one.unsure,
            about=one.about,
            addenda=tuple(addenda[one.pk]),
            events=tuple(events[one.pk]),
            standing=standing(event.kind for event in events[one.pk]),
            road=roads[one.pk][0],
            road_due=road_due(roads[one.pk][1]) if roads[one.pk][0] else None,
            road_events=tuple(on_the_road[one.pk]),
            necessity_asked=one.necessity_asked,
            keyed_by=one.keyed_by.name if one.keyed_by is not None else "",
            confirmed=confirmed.get(one.pk),
            attachments=tuple(files[one.pk]),
            alarm=alarms.get(one.pk, ""),
            news=one.pk in unread,
        )
        for one in reports
    ]


def _road(one: Report, events: Iterable[EventValue]) -> tuple[str, datetime]:
    """On which road it is, and since when: the one it was filed on, or onto which the desk sent it."""
    sent = next((event for event in events if event.kind in ROAD_AFTER), None)
    return (one.road, one.filed_at) if sent is None else (ROAD_AFTER[sent.kind], sent.at)


@answering
def attachment(viewer: Viewer, ref: str) -> tuple[AttachmentValue, bytes]:
    """A file with what it is, for the author of its draft and for whoever reads its report. Raises `Refused`."""
    found = Attachment.unfiltered.filter(ref=normalise(ref)).select_related("draft", "report").first()
    if found is None or not _may_read_file(viewer, found):
        about = [("reporting.attachment", found.ref)] if found is not None else []
        raise Refused("no_such_record", *about, exists=False)
    record(viewer, Operation.CONSULTATION, found, reason=because("reporting.file_downloaded"))
    return attachment_value(found), read(found)


def _may_read_file(viewer: Viewer, found: Attachment) -> bool:
    if found.report is not None:
        return policy.READ_REPORT.allows(viewer, found.report)
    return policy.READ_DRAFT.allows(viewer, found.draft)


def attachment_value(one: Attachment) -> AttachmentValue:
    """A file as pages name it."""
    return AttachmentValue(one.ref, one.name, one.kind, max(1, one.size // 1000))


def _shown(viewer: Viewer, found: Iterable[Report]) -> list[ReportValue]:
    return _entered(viewer, values_of(viewer, found))


def _entered(viewer: Viewer, values: list[ReportValue]) -> list[ReportValue]:
    if values:
        people = sorted({one.entry for value in values for one in value.people})
        record(viewer, Operation.CONSULTATION, *(("reporting.report", one.ref) for one in values), *people)
    return values


def named_where(viewer: Viewer, pairs: Iterable[tuple[int, int]]) -> dict[int, list[PersonValue]]:
    """Who is named where: only those whom the viewer may see, in order of name."""
    rows = list(pairs)
    people = register.people_of(viewer, {person_id for _, person_id in rows})
    order = {person_id: place for place, person_id in enumerate(people)}
    named: dict[int, list[PersonValue]] = defaultdict(list)
    for where, person_id in sorted(rows, key=lambda row: order.get(row[1], -1)):
        if person_id in people:
            named[where].append(people[person_id])
    return named


def _as_told(viewer: Viewer, kind: str) -> str:
    """An author is not told that the desk had it already: that would say that somebody else wrote."""
    desk = Role.INTELLIGENCE in viewer.roles
    return EventKind.CLOSED.value if kind == EventKind.DUPLICATE and not desk else kind


def _unread(answered: Mapping[int, int]) -> frozenset[int]:
    """Those among one's own reports, each with the last answer of the desk, that one has not read since."""
    read = dict(AuthorRead.unfiltered.filter(report__in=answered).values_list("report_id", "upto_id"))
    return frozenset(key for key, event in answered.items() if event > read.get(key, 0))


def _event_value(viewer: Viewer, kind: str, label: str, at: datetime, said: str, question: str) -> EventValue:
    return EventValue(
        kind=kind,
        at=at,
        label=label,
        phrase_code=said.partition("@")[0],
        phrase=phrase(said).in_language(language_of(viewer)) if said else "",
        question=question,
    )


def _draft_values(viewer: Viewer, found: Iterable[Draft]) -> list[DraftValue]:
    records = list(found)
    keys = [one.pk for one in records]
    named = named_where(viewer, questions.named_in_drafts(drafts=keys))
    places = register.places_of(viewer, {one.place_id for one in records if one.place_id is not None})
    sealed = named_among([one.ref for one in records])
    sides: dict[int, list[SideValue]] = defaultdict(list)
    files: dict[int | None, list[AttachmentValue]] = defaultdict(list)
    for attached in questions.attached_to_drafts(drafts=keys):
        files[attached.draft_id].append(attachment_value(attached))
    for side in questions.sides_of(drafts=keys):
        kept = SideValue(side.ref, side.saved_at, side.seen, side.told, side.view, side.unsure)
        sides[side.draft_id].append(kept)
    return [
        DraftValue(
            ref=one.ref,
            version=one.version,
            started_at=one.started_at,
            saved_at=one.saved_at,
            happened_at=one.happened_at,
            place=places.get(one.place_id) if one.place_id is not None else None,
            about=one.about,
            seen=one.seen,
            told=one.told,
            view=one.view,
            unsure=one.unsure,
            people=tuple(named[one.pk]),
            sides=tuple(sides[one.pk]),
            teller_named=one.ref in sealed,
            road=one.road,
            protected_role=one.protected_role,
            colleague=one.colleague.ref if one.colleague is not None else "",
            behalf_of=one.behalf_of.ref if one.behalf_of is not None else "",
            necessity_asked=one.necessity_asked,
            attachments=tuple(files[one.pk]),
        )
        for one in records
    ]
