"""Drafts: saved as they are typed, and never lost to a second window.

Who may: whoever meets prisoners starts one (policy.WRITE); only its author reads or changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, TypedDict, Unpack

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import is_reference, normalise
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.register.recognising import the_one_meant
from rapport.reporting import policy, questions
from rapport.reporting.attachment_files import forget_attachments
from rapport.reporting.colleagues import colleague_key, slip_writer_key
from rapport.reporting.kinds import MOST_LETTERS_IN_DRAFT, TEXTS, About
from rapport.reporting.models import Draft, DraftPerson, DraftSide
from rapport.reporting.rules import NotSaved, tidied
from rapport.reporting.values import Saved
from rapport.reporting.written_to import CHOSEN, ProtectedRole
from rapport.sources import services as sources

TYPED = (*TEXTS, "unsure")
MOST_LETTERS_UNSURE = 400


class DraftFields(TypedDict, total=False):
    """What can be said in a draft. `people` and `place` are references; `people` replaces all that were named.

    `colleague` is a reference of staff, `behalf_of` one of a posting; "" is nobody. `told_by` and `told_how` are sealed
    as they are kept and never read again; an empty `told_by` changes nothing.
    """

    seen: str
    told: str
    view: str
    unsure: str
    about: str
    people: Sequence[str]
    place: str | None
    at: datetime | None
    told_by: str
    told_how: str
    road: str
    protected_role: str
    colleague: str
    behalf_of: str


@transaction.atomic
def start_draft(viewer: Viewer, **fields: Unpack[DraftFields]) -> str:
    """Start a report and return its reference. When it happened is now, unless `at` says otherwise.

    What it is about (worry or good news) has to be said before it is filed: neither is the usual one.

    Raises `Refused` for a role that does not write or a posting without an establishment, `NotSaved` for a text that
    is too long or an unknown person, place or kind of report.
    """
    draft = new_draft(viewer, fields, law=basis_of(viewer))
    draft.save(force_insert=True)
    sources.prepare_draft(viewer, draft.ref)
    _seal(viewer, draft, fields)
    _name(viewer, draft, fields.get("people", ()))
    record(viewer, Operation.COLLECTION, draft, reason=because("reporting.draft_started"))
    return draft.ref


def new_draft(viewer: Viewer, fields: DraftFields, *, law: str) -> Draft:
    """A draft with what is said in it, not kept yet. Errors as for `start_draft`; for other services of this room."""
    policy.WRITE.require_acting(viewer)
    if viewer.establishment_id is None:
        raise Refused("establishment")
    now = viewer.now()
    draft = Draft(
        **Draft.held(on=now.date(), purpose=viewer.purpose, legal_basis=law),
        service_id=viewer.service_id,
        establishment_id=viewer.establishment_id,
        author_id=viewer.staff_id,
        posting_id=viewer.posting_id,
        happened_at=now,
        started_at=now,
        saved_at=now,
    )
    _put(viewer, draft, fields)
    return draft


def laws_of(writers: Iterable[Viewer]) -> dict[Viewer, str]:
    """On which law what each of them writes rests: asked once for each purpose of a prison service."""
    found: dict[tuple[int, str], str] = {}
    laws = {}
    for one in dict.fromkeys(writers):
        key = (one.service_id, one.purpose)
        found[key] = laws[one] = found.get(key) or basis_of(one)
    return laws


@transaction.atomic
def save_draft(
    viewer: Viewer, ref: str, *, version: int | None = None, window: str = "", **fields: Unpack[DraftFields]
) -> Saved:
    """Keep what is typed. A save that changes nothing writes nothing.

    `version` is the one that the window began from. If another window has saved since and the texts differ, the draft
    stays as it is and this window's texts are kept beside it, until the writer chooses (`settle`).
    Raises `Refused` as for a missing record, `NotSaved`.
    """
    draft = _mine(viewer, ref)
    stale = version is not None and version != draft.version and window != draft.window
    before = _state(draft)
    texts = tuple(getattr(draft, name) for name in TYPED)
    _put(viewer, draft, fields)
    typed = tuple(getattr(draft, name) for name in TYPED)
    if stale and typed != texts:
        _keep_beside(viewer, draft, window, dict(zip(TYPED, typed, strict=True)))
        _seal(viewer, draft, fields)
        # Its own old version again: with the new one its next save would pass for an answer to the other text.
        return Saved(version=version or draft.version, saved_at=viewer.now(), beside=True)
    named = _name(viewer, draft, fields["people"]) if "people" in fields else False
    sealed = _seal(viewer, draft, fields)
    if _state(draft) == before and not named and not sealed:
        return Saved(version=draft.version, saved_at=draft.saved_at, beside=False)
    if typed != texts:
        draft.version += 1
        draft.window = window
    draft.saved_at = viewer.now()
    changed = [name for name, was, now in zip(STATED, before, _state(draft), strict=True) if was != now]
    draft.save(update_fields=[*changed, "necessity_asked", "version", "window", "saved_at"])
    record(viewer, Operation.ALTERATION, draft, reason=because("reporting.draft_saved"))
    return Saved(version=draft.version, saved_at=draft.saved_at, beside=False)


@transaction.atomic
def name_person(viewer: Viewer, ref: str, person_ref: str) -> None:
    """Name somebody in a draft. Naming him again changes nothing. Raises `NotSaved` for somebody one may not see."""
    draft = _mine(viewer, ref)
    ids = _people(viewer, [person_ref])
    DraftPerson.unfiltered.bulk_create((DraftPerson(draft=draft, person_id=one) for one in ids), ignore_conflicts=True)
    record(
        viewer, Operation.ALTERATION, draft, ("register.person", person_ref), reason=because("reporting.named_in_draft")
    )


@transaction.atomic
def unname_person(viewer: Viewer, ref: str, person_ref: str) -> None:
    """Take somebody out of a draft."""
    draft = _mine(viewer, ref)
    if DraftPerson.unfiltered.filter(draft=draft, person__ref=normalise(person_ref)).delete()[0]:
        record(viewer, Operation.ALTERATION, draft, reason=because("reporting.taken_out_of_draft"))


@transaction.atomic
def unname_teller(viewer: Viewer, ref: str) -> None:
    """Take whoever told it out of a draft again. The same entry whether anybody was named or not."""
    draft = _mine(viewer, ref)
    sources.seal_teller(viewer, draft.ref, who="", how="")
    record(viewer, Operation.ALTERATION, draft, reason=because("reporting.draft_saved"))


@transaction.atomic
def settle(viewer: Viewer, ref: str, side_ref: str, keep: Literal["draft", "side", "both"]) -> None:
    """Choose between the draft and what was typed in a second window, or keep both, one after the other.

    Does nothing if the choice was made already.
    """
    draft = _mine(viewer, ref)
    side = DraftSide.unfiltered.filter(draft=draft, ref=normalise(side_ref)).first()
    if side is None:
        return
    for name in TYPED if keep != "draft" else ():
        here, there = getattr(draft, name), getattr(side, name)
        joined = "\n".join(dict.fromkeys(filter(None, (here, there)))) if keep == "both" else there
        setattr(draft, name, joined[:MOST_LETTERS_UNSURE] if name == "unsure" else joined)
    side.delete()
    draft.version += 1
    draft.window = ""
    draft.saved_at = viewer.now()
    draft.save()
    record(viewer, Operation.ALTERATION, draft, reason=because("reporting.two_windows", kept=keep))


@transaction.atomic
def discard_draft(viewer: Viewer, ref: str) -> None:
    """Throw a draft away: its author's to decide, since nobody else has seen it."""
    draft = _mine(viewer, ref)
    record(viewer, Operation.ERASURE, draft, reason=because("reporting.draft_thrown_away"))
    sources.forget_draft(draft.ref)
    forget_attachments(draft)
    draft.delete()


def own_draft(viewer: Viewer, ref: str) -> Draft:
    """One's own draft, locked until the end of this transaction; for other services of this room."""
    return _mine(viewer, ref)


def _mine(viewer: Viewer, ref: str) -> Draft:
    """The draft, locked until the end of this transaction."""
    policy.WRITE.require_acting(viewer)
    kept = normalise(ref)
    locked = next(iter(questions.held_draft(viewer, ref=kept)), None)
    if locked is None:  # filed or thrown away, perhaps at this very moment
        raise Refused("no_such_record", *([("reporting.draft", kept)] if is_reference(kept) else []), exists=False)
    return locked


def _put(viewer: Viewer, draft: Draft, fields: DraftFields) -> None:
    """Write the fields onto the draft, texts tidied."""
    texts: dict[str, str] = {name: value for name, value in fields.items() if name in TYPED and isinstance(value, str)}
    for name, value in texts.items():
        kept = tidied(value)
        if len(kept) > (MOST_LETTERS_UNSURE if name == "unsure" else MOST_LETTERS_IN_DRAFT):
            raise NotSaved("far_too_long", name)
        setattr(draft, name, kept)
    if "about" in fields:
        if fields["about"] not in ("", *About.values):
            raise NotSaved("unknown", "about")
        draft.about = fields["about"]
    if "at" in fields:
        draft.happened_at = fields["at"]
    if "road" in fields:
        draft.road = _one_of(fields["road"], CHOSEN, "road")
    if "protected_role" in fields:
        draft.protected_role = _one_of(fields["protected_role"], ProtectedRole.values, "protected_role")
    if "colleague" in fields:
        draft.colleague_id = colleague_key(viewer, fields["colleague"])
    if "behalf_of" in fields:
        draft.behalf_of_id = slip_writer_key(viewer, fields["behalf_of"])
    if texts and not draft.necessity_asked:
        draft.necessity_asked = any(protected.found(getattr(draft, name)) for name in TEXTS)
    if "place" in fields:
        draft.place_id = _place(viewer, fields["place"])


def _seal(viewer: Viewer, draft: Draft, fields: DraftFields) -> bool:
    """Seal who told it, if that was typed; whether it was. Nothing of it stays with the draft."""
    who = tidied(fields.get("told_by", "")).strip()
    if not who:
        return False
    how = tidied(fields.get("told_how", "")).strip()
    try:
        sources.seal_teller(viewer, draft.ref, who=who, how=how, person=the_one_meant(viewer, who))
    except sources.TooLong as refusal:
        raise NotSaved("far_too_long", refusal.field) from None
    return True


STATED = (*TYPED, "about", "happened_at", "place_id", "road", "protected_role", "colleague_id", "behalf_of_id")


def _state(draft: Draft) -> tuple[object, ...]:
    return tuple(getattr(draft, name) for name in STATED)


def _one_of(value: str, values: Sequence[str], field: str) -> str:
    if value not in values:
        raise NotSaved("unknown", field)
    return value


def _place(viewer: Viewer, ref: str | None) -> int | None:
    if not ref:
        return None
    try:
        return register.place(viewer, ref).id
    except Refused:
        raise NotSaved("unknown", "place") from None


def _people(viewer: Viewer, refs: Sequence[str]) -> list[int]:
    """The keys of these people. Raises `NotSaved` for one that the viewer may not see."""
    return sorted(keys_of_people(viewer, refs).values())


def keys_of_people(viewer: Viewer, refs: Sequence[str]) -> dict[str, int]:
    """The keys of these people. One that the viewer may not see is answered as one that does not exist."""
    wanted = set(refs)
    found = register.keys_of(viewer, wanted)
    if len(found) != len(wanted):
        raise NotSaved("unknown", "people")
    return found


def _name(viewer: Viewer, draft: Draft, refs: Sequence[str]) -> bool:
    """Make these the people of the draft; whether that changed anything."""
    wanted = set(_people(viewer, refs))
    named = set(DraftPerson.unfiltered.filter(draft=draft).values_list("person_id", flat=True))
    DraftPerson.unfiltered.filter(draft=draft, person_id__in=named - wanted).delete()
    DraftPerson.unfiltered.bulk_create(DraftPerson(draft=draft, person_id=one) for one in sorted(wanted - named))
    return wanted != named


def _keep_beside(viewer: Viewer, draft: Draft, window: str, typed: dict[str, str]) -> None:
    DraftSide.unfiltered.update_or_create(
        draft_id=draft.pk, window=window, defaults={**typed, "saved_at": viewer.now()}
    )
    record(viewer, Operation.ALTERATION, draft, reason=because("reporting.second_window_kept"))
