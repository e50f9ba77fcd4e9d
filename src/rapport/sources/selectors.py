"""Reading about sources: which origins are one teller's, the register, who asked to open what.

`same_origin_groups` and `teller_repeated` open nothing and show nothing of anybody; the caller's own entry covers them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from rapport.access import approvals
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.sources import matching, policy
from rapport.sources.models import CustodianKey, Opening, Origin, OriginGrade, SealedDraft, Source, SourceEvent
from rapport.sources.rules import Marks, grouped, same_teller, words_in
from rapport.sources.services.opening import ACT
from rapport.sources.services.sealing import standing
from rapport.sources.values import DoneValue, GradeValue, KeyValue, OpeningValue, SourcePage, SourceValue


def same_origin_groups(origin_refs: Sequence[str]) -> list[frozenset[str]]:
    """These origin references, put together where they come from one teller; in the order given.

    Opens nothing. An origin without a name, or one that this room does not have, is a group of its own; those whose
    marks cannot be read here are one group together: what cannot be shown to be two is not counted as two.
    """
    return same_origin_groups_each([origin_refs])[0]


def same_origin_groups_each(sets: Sequence[Sequence[str]]) -> list[list[frozenset[str]]]:
    """The same for each of these sets of references by itself, in one question however many they are."""
    wanted = [list(dict.fromkeys(filter(None, one))) for one in sets]
    asked = {ref for one in wanted for ref in one}
    kept = dict(_marks(refs=asked)) if asked else {}
    unknown = matching.marks_of_nobody()
    marks = {ref: matching.read(kept[ref], ref=ref) if ref in kept else unknown for one in wanted for ref in one}
    return [grouped((ref, marks[ref]) for ref in one) for one in wanted]


def seals_here(viewer: Viewer) -> bool:
    """Whether somebody keeps a key to which a teller can be sealed."""
    return standing(viewer.service_id) is not None


def is_named(draft_ref: str) -> bool:
    """Whether somebody is named in the sealed part of this draft: for its author, who named them."""
    return normalise(draft_ref) in named_among([draft_ref])


def named_among(draft_refs: Collection[str]) -> frozenset[str]:
    """Those of these drafts in whose sealed part somebody is named: for their author."""
    if not draft_refs:
        return frozenset()
    sealed = _sealed(refs=[normalise(ref) for ref in draft_refs])
    read = {ref: matching.read(marks, ref=ref) for ref, marks in sealed}
    return frozenset(ref for ref, marks in read.items() if marks is not None and marks.named)


def teller_repeated(draft_ref: str, text: str) -> list[str]:
    """The words of a text that are words of the name that was sealed into this draft. Opens nothing."""
    marks = _drafted(draft_ref)
    return _words_of_teller(marks, text) if marks is not None else []


def teller_named_in(origin_ref: str, text: str) -> bool:
    """Whether a text has a word of the name that is sealed in this origin. Opens nothing."""
    kept = Origin.unfiltered.filter(ref=origin_ref).values_list("marks", flat=True).first() if origin_ref else None
    marks = matching.read(kept, ref=origin_ref) if kept is not None else None
    return marks is not None and bool(_words_of_teller(marks, text))


def _words_of_teller(marks: Marks, text: str) -> list[str]:
    if not marks.words:
        return []
    found = words_in(text)
    return [word for word, keys in found if any(matching.mark(f"word {key}") in marks.words for key in keys)]


def may_be_tasked(viewer: Viewer, ref: str, *, establishment_id: int, until: date) -> bool:
    """Whether a source of this prison, known by the reference of its entry, may be asked until that day.

    Opens nothing and shows nothing but yes or no: unknown, of another prison, ended and not authorised long enough are
    one answer. An entry of the register may be of somebody who was never named, so yes says nothing of a name.
    """
    return Source.unfiltered.filter(
        ref=normalise(ref),
        service_id=viewer.service_id,
        establishment_id__in=viewer.establishments & {establishment_id},
        ended_at__isnull=True,
        authorised_until__gte=until,
    ).exists()


@transaction.atomic
def key_of_service(viewer: Viewer) -> KeyValue | None:
    """The key that counts now, for a custodian. Raises `Refused` for anybody else."""
    policy.CUSTODIAN.require_acting(viewer)
    key = CustodianKey.objects.visible_to(viewer).filter(replaced_at__isnull=True)
    held = key.select_related("first", "second").first()
    return KeyValue(held.first.name, held.second.name, held.made_at) if held is not None else None


@transaction.atomic
def register(viewer: Viewer) -> list[SourceValue]:
    """The register of sources, whoever is to be looked after next first. Raises `Refused` for who is no custodian."""
    policy.CUSTODIAN.require_acting(viewer)
    found = list(Source.objects.visible_to(viewer).order_by("ended_at", "review_on", "pk"))
    if found:
        record(viewer, Operation.CONSULTATION, *found, reason=because("sources.register_of_sources"))
    return [_source(viewer, one) for one in found]


@transaction.atomic
def source(viewer: Viewer, ref: str) -> SourcePage:
    """One entry whole. Raises `Refused` as for a missing one."""
    one = Source.objects.by_ref(viewer, ref)
    marks = matching.read(one.marks, ref=one.ref)
    origins = []
    for pk, origin_ref, closed in Origin.objects.visible_to(viewer).order_by("pk").values_list("pk", "ref", "marks"):
        theirs = matching.read(closed, ref=origin_ref)
        if marks is not None and theirs is not None and same_teller(marks, theirs):
            origins.append((pk, origin_ref))
    grades = OriginGrade.unfiltered.filter(origin__in=[pk for pk, _ in origins], withdrawn__isnull=True)
    grades = grades.filter(compartment__in=viewer.compartments | {""})
    grades = grades.order_by("at", "pk")
    done = SourceEvent.unfiltered.filter(source=one).select_related("by").order_by("pk")
    record(viewer, Operation.CONSULTATION, one, *(("sources.origin", ref) for _, ref in origins))
    return SourcePage(
        source=_source(viewer, one),
        origins=tuple(ref for _, ref in origins),
        grades=tuple(GradeValue(each.at, each.scheme, each.source, each.information) for each in grades),
        done=tuple(DoneValue(each.kind, each.at, each.by.name, each.until) for each in done),
    )


@transaction.atomic
def origin(viewer: Viewer, ref: str) -> tuple[str, list[OpeningValue]]:
    """An origin's reference and who asked to open it, of what the viewer may see. Raises `Refused` as if missing.

    Never whether anybody was named.
    """
    one = Origin.objects.by_ref(viewer, ref)
    record(viewer, Operation.CONSULTATION, one, reason=because("sources.origin_asked_about"))
    return one.ref, openings(viewer, Q(origin=one))


@transaction.atomic
def opening(viewer: Viewer, ref: str) -> OpeningValue:
    """One asking. Raises `Refused` as if missing."""
    one = Opening.objects.by_ref(viewer, ref, "origin", "requester")
    record(viewer, Operation.CONSULTATION, one, reason=because("sources.opening_looked_at"))
    return _opening(viewer, one)


def openings(viewer: Viewer, which: Q | None = None) -> list[OpeningValue]:
    """Who asked to open what, the last first."""
    found = Opening.objects.visible_to(viewer).filter(which if which is not None else Q())
    return [_opening(viewer, one) for one in found.select_related("origin", "requester").order_by("-pk")[:50]]


def _drafted(draft_ref: str) -> Marks | None:
    found = _sealed(refs=[normalise(draft_ref)])
    return matching.read(found[0][1], ref=normalise(draft_ref)) if found else None


@prepared
def _sealed(*, refs: Collection[str]) -> QuerySet[SealedDraft, tuple[str, bytes | memoryview]]:
    return SealedDraft.unfiltered.filter(ref__in=refs).values_list("ref", "marks")


@prepared
def _marks(*, refs: Collection[str]) -> QuerySet[Origin, tuple[str, bytes | memoryview]]:
    return Origin.unfiltered.filter(ref__in=refs).values_list("ref", "marks")


def _source(viewer: Viewer, one: Source) -> SourceValue:
    today = viewer.now().date()
    return SourceValue(
        ref=one.ref,
        pseudonym=one.pseudonym,
        welfare_on=one.review_on,
        due=one.ended_at is None and one.review_on <= today,
        authorised_until=one.authorised_until,
        authorised=one.authorised_until is not None and one.authorised_until >= today,
        ended_at=one.ended_at,
    )


def _opening(viewer: Viewer, one: Opening) -> OpeningValue:
    now = wall_now()
    request = approvals.standing_request(ACT, one)
    if one.until is not None:
        state = "open" if one.until > now else "over"
    elif request is not None and approvals.declined(request) is not None:
        state = "declined"
    else:
        state = "allowed" if request is not None and approvals.judgement(request, on=now).released else "asked"
    return OpeningValue(
        ref=one.ref,
        origin=one.origin.ref,
        requester=one.requester.name,
        own=one.requester_id == viewer.staff_id,
        reason=one.reason,
        asked_at=one.asked_at,
        until=one.until,
        state=state,
        request=request.ref if request is not None else "",
    )


__all__ = [
    "is_named",
    "key_of_service",
    "may_be_tasked",
    "opening",
    "openings",
    "origin",
    "register",
    "same_origin_groups",
    "same_origin_groups_each",
    "source",
]
