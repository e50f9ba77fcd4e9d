"""Reading the daily briefing: its days, one of them in one version, and what of it the wings are shown.

A line that was drafted from what this reader may not read, or may not read any more, is not there; nothing says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from rapport.access import approvals
from rapport.access.algebra import Refused
from rapport.access.legal import WhyKept, why_kept
from rapport.access.viewers import Viewer
from rapport.intelligence import policy
from rapport.intelligence.asked_values import BriefingLineValue, BriefingRow, BriefingValue, Instruction
from rapport.intelligence.choices import Section
from rapport.intelligence.models import (
    Briefing,
    BriefingLine,
    BriefingSignature,
    BriefingVersion,
    Item,
    ItemTheme,
    LinePerson,
    LinePlace,
)
from rapport.intelligence.services.briefings import ACT, content_of
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import selectors as register

DAYS_LISTED = 31


@transaction.atomic
def briefings(viewer: Viewer) -> list[BriefingRow]:
    """The briefings of the last days, the newest first. Raises `Refused` for whoever is neither head nor desk."""
    policy.LIST_BRIEFINGS.require_acting(viewer)
    found = list(Briefing.objects.visible_to(viewer).order_by("-day", "-pk")[:DAYS_LISTED])
    last = dict(
        BriefingVersion.unfiltered.filter(briefing__in=found).values_list("briefing_id").annotate(last=Max("number"))
    )
    signed: dict[int, BriefingSignature] = {}
    for one in BriefingSignature.unfiltered.filter(version__briefing__in=found).select_related("version", "by"):
        known = signed.get(one.version.briefing_id)
        if known is None or known.version.number < one.version.number:
            signed[one.version.briefing_id] = one
    if found:
        record(viewer, Operation.CONSULTATION, *found, reason=because("intelligence.days_of_the_briefing"))
    return [
        BriefingRow(
            ref=one.ref,
            day=one.day,
            state=_state(last[one.pk], signed.get(one.pk)),
            version=last[one.pk],
            signed_by=signed[one.pk].by.name if one.pk in signed else "",
        )
        for one in found
    ]


def _state(last: int, signed: BriefingSignature | None) -> str:
    if signed is None:
        return "draft"
    return "signed" if signed.version.number == last else "correcting"


@transaction.atomic
def briefing(viewer: Viewer, ref: str, number: int | None = None) -> BriefingValue:
    """A briefing in its last version or in one of its versions. Raises `Refused` as for a missing one."""
    one = Briefing.objects.by_ref(viewer, ref, "establishment")
    versions = {
        each.number: each for each in BriefingVersion.unfiltered.filter(briefing=one).select_related("by", "briefing")
    }
    last = max(versions)
    version = versions.get(last if number is None else number)
    if version is None:
        raise Refused("no_such_record", one, exists=False)
    signatures = {
        each.version_id: each
        for each in BriefingSignature.unfiltered.filter(version__briefing=one).select_related("by")
    }
    given = signatures.get(version.pk)
    lines = _lines(viewer, version)
    people = sorted({person.entry for line in lines for person in line.people})
    items = [("intelligence.item", line.item_ref) for line in lines if line.item_ref]
    record(viewer, Operation.CONSULTATION, one, *items, *people)
    return BriefingValue(
        ref=one.ref,
        establishment_name=one.establishment.name,
        day=one.day,
        version=version.number,
        last=last,
        because=version.because,
        by_label=version.by.name,
        at=version.at,
        signed_by=given.by.name if given is not None else "",
        signed_at=given.at if given is not None else None,
        genuine=given is not None and _genuine(one, version, given),
        lines=tuple(lines),
        versions=tuple(
            (each.number, signatures[each.pk].at if each.pk in signatures else None)
            for each in sorted(versions.values(), key=lambda each: each.number)
        ),
    )


def briefing_kept(viewer: Viewer, ref: str) -> WhyKept:
    """Why this briefing is kept, and until when a copy of it is good. Raises `Refused` as for a missing one."""
    return why_kept(Briefing.objects.by_ref(viewer, ref))


def briefing_to_edit(viewer: Viewer, ref: str, number: int | None = None) -> BriefingValue:
    """The same for its desk. Raises `Refused` for the head, who signs and does not write."""
    policy.EDIT_BRIEFING.require(viewer, Briefing.objects.by_ref(viewer, ref))
    return briefing(viewer, ref, number)


def _genuine(briefing: Briefing, version: BriefingVersion, given: BriefingSignature) -> bool:
    """Whether the signature is its signer's own, over exactly these lines: a row forged in the table signs nothing."""
    alone = approvals.Alone(given.public, given.signature, given.signed_at)
    return approvals.signed_alone(alone, ACT, briefing, content_of(version), staff=given.by.ref)


def _lines(viewer: Viewer, version: BriefingVersion) -> list[BriefingLineValue]:
    found = list(BriefingLine.unfiltered.filter(version=version).order_by("number"))
    keys = {one.item_id for one in found if one.item_id is not None}
    readable = dict(
        Item.unfiltered.filter(policy.BRIEF_ITEM.filter(viewer), pk__in=keys).values_list("pk", "ref") if keys else ()
    )
    shown = [one for one in found if one.item_id is None or one.item_id in readable]
    themes: dict[int, list[str]] = defaultdict(list)
    for item_id, theme in ItemTheme.unfiltered.filter(item__in=readable).order_by("pk").values_list("item_id", "theme"):
        themes[item_id].append(theme)
    named, posted = _parts(shown)
    people = register.people_of(viewer, {key for some in named.values() for key in some})
    places = register.places_of(viewer, {key for some in posted.values() for key in some})
    return [
        BriefingLineValue(
            number=one.number,
            section=one.section,
            text=one.text,
            more=one.more,
            grade=one.grade,
            item_ref=readable[one.item_id] if one.item_id is not None else "",
            themes=tuple(themes[one.item_id]) if one.item_id is not None else (),
            places=tuple(places[key] for key in posted[one.pk] if key in places),
            people=tuple(people[key] for key in named[one.pk] if key in people),
            ends_on=one.ends_on,
        )
        for one in shown
    ]


def _parts(lines: Sequence[BriefingLine]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Whom each line names, and at which posts it is shown."""
    named: dict[int, list[int]] = defaultdict(list)
    for line_id, person_id in (
        LinePerson.unfiltered.filter(line__in=lines).order_by("pk").values_list("line_id", "person_id")
    ):
        named[line_id].append(person_id)
    posted: dict[int, list[int]] = defaultdict(list)
    for line_id, place_id in (
        LinePlace.unfiltered.filter(line__in=lines).order_by("pk").values_list("line_id", "place_id")
    ):
        posted[line_id].append(place_id)
    return named, posted


def instructions(viewer: Viewer, there: Collection[int] | None) -> list[Instruction]:
    """What the signed briefings tell the wings and what still holds, of these posts or all; who is named is entered.

    Of each day the version that was signed last: a correction takes the place of what it corrects.
    """
    policy.ANSWER_QUESTIONS.require_acting(viewer)
    if viewer.establishment_id is None:
        return []
    today = viewer.now().date()
    signed = (
        BriefingSignature.unfiltered.filter(
            version__briefing__service_id=viewer.service_id,
            version__briefing__establishment_id=viewer.establishment_id,
            version__briefing__restricted=False,
            version__briefing__day__gte=today - timedelta(days=DAYS_LISTED),
        )
        .order_by("version__briefing_id", "version__number")
        .values_list("version__briefing_id", "version_id")
    )
    standing = dict(signed)
    holding = BriefingLine.unfiltered.filter(
        version__in=list(standing.values()), section=Section.WING.value, ends_on__gte=today
    )
    found = list(holding.order_by("ends_on", "pk"))
    named, posted = _parts(found)
    if there is not None:
        found = [one for one in found if not posted[one.pk] or not set(there).isdisjoint(posted[one.pk])]
    places = register.places_of(viewer, {key for some in posted.values() for key in some})
    people = register.people_of(viewer, {key for one in found for key in named[one.pk]})
    if found:
        said = Briefing.unfiltered.filter(versions__lines__in=found).distinct().order_by("pk")
        shown = sorted({one.entry for one in people.values()})
        record(viewer, Operation.CONSULTATION, *said, *shown, reason=because("intelligence.wing_edition"))
    return [
        Instruction(
            text=one.text,
            places=tuple(places[key].label for key in posted[one.pk] if key in places),
            ends_on=one.ends_on,
        )
        for one in found
        if one.ends_on is not None
    ]
