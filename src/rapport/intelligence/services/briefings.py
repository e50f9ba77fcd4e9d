"""The daily briefing: drafted and edited by the desk, signed by the head of the prison, corrected by a further version.

Who may: the desk of the prison drafts and edits (policy.EDIT_BRIEFING); its head signs with a key of their own
(policy.SIGN_BRIEFING). What was signed never changes. The wing edition says what to do and until when: no reason, no
grade, no source, and no name that the instruction can do without.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from rapport.access import approvals
from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.intelligence import policy, rules
from rapport.intelligence.choices import Section
from rapport.intelligence.drafting import Drafted, drafted, in_order, rows_of
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.models import (
    Briefing,
    BriefingLine,
    BriefingSignature,
    BriefingVersion,
    LinePerson,
    LinePlace,
)
from rapport.language import protected
from rapport.ledger import reasons
from rapport.ledger.acting import Operation
from rapport.ledger.references import is_reference, normalise
from rapport.ledger.services import record
from rapport.register import mentions
from rapport.register import selectors as register
from rapport.register.values import PersonValue

ACT = "intelligence.briefing"
DAY = timedelta(days=1)
_PERHAPS_A_REFERENCE = re.compile(r"\b[0-9A-Za-z]{3}[ -]?[0-9A-Za-z]{5}\b")


@dataclass(frozen=True)
class LineInput:
    """A line to write: one that stood before under number `keeps`, with what it rests on, or a new one.

    `posts` and `people` are references, for a line for the wings: where it is shown, and whom it cannot do without.
    """

    section: str
    text: str
    keeps: int | None = None
    ends_on: date | None = None
    posts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@transaction.atomic
def draft_briefing(viewer: Viewer) -> str:
    """Draft today's briefing, of what happened since the one before; returns its reference. Again returns the same."""
    policy.LIST_BRIEFINGS.require_acting(viewer)
    if viewer.establishment_id is None:
        raise Refused("establishment")
    policy.EDIT_BRIEFING.require(viewer, Briefing(establishment_id=viewer.establishment_id))
    today = viewer.now().date()
    before = Briefing.objects.visible_to(viewer).order_by("-day").first()
    if before is not None and before.day == today:
        return before.ref
    briefing = Briefing.unfiltered.create(
        **Briefing.held(on=today, purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=viewer.service_id,
        establishment_id=viewer.establishment_id,
        day=today,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    since = max(before.at, viewer.now() - 7 * DAY) if before is not None else viewer.now() - DAY
    _write(viewer, briefing, 1, drafted(viewer, since=since))
    record(viewer, Operation.COMBINATION, briefing, reason=reasons.because("intelligence.briefing_drafted"))
    return briefing.ref


@transaction.atomic
def write_briefing(viewer: Viewer, ref: str, lines: Sequence[LineInput], *, version: int, because: str = "") -> int:
    """Write a briefing anew, from the version that was in front of one; returns the number of the new one.

    A line without text is struck. After the signature `because` says what is corrected. Raises `Refused`, and
    `Incomplete` with the place of the line where one is unfit ("line_3"), for more than a page, and for a version that
    somebody has written meanwhile.
    """
    briefing = _locked(viewer, ref)
    policy.EDIT_BRIEFING.require(viewer, briefing)
    last = BriefingVersion.unfiltered.filter(briefing=briefing).order_by("-number").first()
    if last is None or last.number != version:
        raise Incomplete("changed_meanwhile")
    signed = BriefingSignature.unfiltered.filter(version__briefing=briefing).exists()
    if signed and not because.strip():
        raise Incomplete("say_what_changed", field="because")
    if len(because) > rules.LONGEST_REASON:
        raise Incomplete("too_long", field="because")
    before = {one.number: one for one in BriefingLine.unfiltered.filter(version=last).select_related("item__report")}
    said = [
        _line(viewer, one, before, field=f"line_{place}")
        for place, one in enumerate(lines)
        if one.text.strip() or (one.keeps in before and before[one.keeps].more)
    ]
    rules.require_one_page(rows_of(said))
    _write(viewer, briefing, version + 1, in_order(said), because=because.strip() if signed else "")
    record(
        viewer,
        Operation.ALTERATION,
        briefing,
        reason=reasons.because("intelligence.briefing_corrected")
        if signed
        else reasons.because("intelligence.briefing_edited"),
    )
    return version + 1


@transaction.atomic
def sign_briefing(viewer: Viewer, ref: str, *, version: int, passphrase: str) -> None:
    """Sign the version that was in front of one, with one's own key: from now on its wing edition is shown.

    Raises `Refused`, `Incomplete` if another version was written meanwhile or this one is signed, and what
    `approvals.sign_alone` raises.
    """
    briefing = _locked(viewer, ref)
    policy.SIGN_BRIEFING.require(viewer, briefing)
    last = BriefingVersion.unfiltered.filter(briefing=briefing).order_by("-number").first()
    if last is None or last.number != version:
        raise Incomplete("changed_meanwhile")
    if BriefingSignature.unfiltered.filter(version=last).exists():
        raise Incomplete("signed_before")
    given = approvals.sign_alone(viewer, ACT, briefing, content_of(last), passphrase)
    BriefingSignature.unfiltered.create(
        version=last,
        by_id=viewer.staff_id,
        at=viewer.now(),
        signed_at=given.at,
        public=given.public,
        signature=given.signature,
    )
    record(
        viewer,
        Operation.DISCLOSURE,
        briefing,
        reason=reasons.because("intelligence.briefing_signed", version=version),
        to=reasons.because("to.wings"),
    )


def content_of(version: BriefingVersion) -> str:
    """The hash of what is signed: every line of this version, with what it rests on and until when it holds."""
    lines = [
        [one.number, one.section, one.text, one.more, one.grade, one.ends_on.isoformat() if one.ends_on else ""]
        for one in BriefingLine.unfiltered.filter(version=version).order_by("number")
    ]
    day = version.briefing.day.isoformat()
    return approvals.content_hash({"day": day, "version": version.number, "because": version.because, "lines": lines})


def _locked(viewer: Viewer, ref: str) -> Briefing:
    seen = Briefing.objects.by_ref(viewer, ref)
    return Briefing.unfiltered.select_for_update().get(pk=seen.pk)


def _line(viewer: Viewer, one: LineInput, before: Mapping[int, BriefingLine], *, field: str) -> Drafted:
    if one.section not in Section.values:
        raise Incomplete("choose", field=field)
    kept = before.get(one.keeps) if one.keeps is not None else None
    if kept is not None and kept.more:
        return Drafted(kept.section, more=kept.more)
    text = " ".join(one.text.split())
    if len(text) > rules.LONGEST_LINE:
        raise Incomplete("too_long", field=field)
    if one.section == Section.WING:
        return _for_the_wings(viewer, replace(one, text=text), field=field)
    if kept is None:
        found = [person.id for mention in mentions.people_in(viewer, text) for person in mention.people]
        return Drafted(Section.REMARK, text, people=tuple(dict.fromkeys(found)))
    if kept.item is not None:
        people = [str(one) for one in _labels(viewer, kept)]
        rules.require_sanitised(
            text, author=[kept.item.report.author.name], origin=kept.item.report.told_origin, people=people
        )
    people_ids = tuple(LinePerson.unfiltered.filter(line=kept).order_by("pk").values_list("person_id", flat=True))
    return Drafted(kept.section, text, item_id=kept.item_id, grade=kept.grade, people=people_ids)


def _labels(viewer: Viewer, line: BriefingLine) -> list[str]:
    named = LinePerson.unfiltered.filter(line=line).values_list("person_id", flat=True)
    return [one.label for one in register.people_of(viewer, set(named)).values()]


def _for_the_wings(viewer: Viewer, one: LineInput, *, field: str) -> Drafted:
    """An instruction: what to do and until when, and no name that was not said to be needed."""
    today = viewer.now().date()
    if one.ends_on is None or not today <= one.ends_on <= today + timedelta(days=rules.LONGEST_INSTRUCTION):
        raise Incomplete("ends_of_instruction", field=field)
    if protected.found(one.text):
        raise Incomplete("protected_word", field=field)
    if any(is_reference(found) for found in _PERHAPS_A_REFERENCE.findall(one.text)):
        raise Incomplete("shows_a_reference", field=field)
    meant = {person.ref: person.id for person in named_in(viewer, one.text)}
    needed = {normalise(ref) for ref in one.people}
    if not meant.keys() <= needed:
        raise Incomplete("names_beyond_need", field=field)
    known = {place.ref: place.id for place in register.places(viewer) if not place.protected}
    posts = [normalise(ref) for ref in one.posts]
    if not known.keys() >= set(posts):
        raise Incomplete("choose", field=field)
    return Drafted(
        Section.WING,
        one.text,
        people=tuple(meant.values()),
        places=tuple(known[ref] for ref in dict.fromkeys(posts)),
        ends_on=one.ends_on,
    )


def named_in(viewer: Viewer, text: str) -> list[PersonValue]:
    """Whom a line names, each once. Shows nobody whom the one who wrote it did not write down."""
    found = [person for one in mentions.people_in(viewer, text) if one.how != "cell" for person in one.people]
    return list({one.ref: one for one in found}.values())


def _write(viewer: Viewer, briefing: Briefing, number: int, lines: Sequence[Drafted], *, because: str = "") -> None:
    version = BriefingVersion.unfiltered.create(
        briefing=briefing, number=number, because=because, by_id=viewer.staff_id, at=viewer.now()
    )
    for place, one in enumerate(lines, start=1):
        line = BriefingLine.unfiltered.create(
            version=version,
            number=place,
            section=one.section,
            text=one.text,
            more=one.more,
            item_id=one.item_id,
            grade=one.grade,
            ends_on=one.ends_on,
        )
        LinePerson.unfiltered.bulk_create(LinePerson(line=line, person_id=key) for key in dict.fromkeys(one.people))
        LinePlace.unfiltered.bulk_create(LinePlace(line=line, place_id=key) for key in one.places)
