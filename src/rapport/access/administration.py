"""Looking after the staff of one's prison service: who works where, who can come in, which desks are shared.

Who may: an administrator, over their own service. Shows accounts and postings, never what anybody reads or writes.
Source: Council of Europe, European Prison Rules (2020 revision), rules 71 to 91; safeguard 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from rapport.access import policy, second_factor, services
from rapport.access.algebra import Refused
from rapport.access.models import (
    Account,
    Compartment,
    Desk,
    Establishment,
    LegalBasis,
    Posting,
    PrisonService,
    Region,
    Staff,
)
from rapport.access.purposes import PURPOSES, Purpose
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.language.sounds import folded, readings
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import is_reference, normalise
from rapport.ledger.services import record

PAGE = 50


class Narrowed(TypedDict, total=False):
    """A posting's place, as `services.post` takes it."""

    region: Region | None
    establishment: Establishment | None


class NumberTaken(ValueError):
    """Somebody has this staff number already."""


@dataclass(frozen=True)
class PostingRow:
    """One posting of a member of staff."""

    ref: str
    role_label: str
    place: str
    starts: datetime
    ends: datetime | None
    in_force: bool


@dataclass(frozen=True)
class MemberRow:
    """One member of staff as their administrator sees them."""

    ref: str
    number: str
    name: str
    works: tuple[str, ...]
    state: str
    second: bool
    own: bool


@dataclass(frozen=True)
class MemberList:
    """A page of the staff; how many to leave out for the page before and the page after, None where there is none."""

    rows: tuple[MemberRow, ...]
    before: int | None
    after: int | None


@dataclass(frozen=True)
class PurposeRow:
    """A purpose, and the law named for it."""

    purpose: Purpose
    law: str


def members(viewer: Viewer, asked: str = "", *, skip: int = 0) -> MemberList:
    """Whoever is or was posted where the administrator is, by name, fifty at a time; the look at them is kept.

    `asked`: each of its words begins a word of the name, as written or as it sounds in either script, or the number.
    """
    _require(viewer)
    with transaction.atomic():
        found = [pk for pk, name, number in _named(viewer) if not asked or _answers(name, number, asked)]
        skip = skip if skip < len(found) else 0
        shown = found[skip : skip + PAGE]
        staff = list(_at_hand(viewer).filter(pk__in=shown).order_by("name", "pk"))
        record(viewer, Operation.CONSULTATION, *staff, reason=because("access.staff_listed"))
        return MemberList(
            rows=tuple(_rows(viewer, staff)),
            before=max(skip - PAGE, 0) if skip else None,
            after=skip + PAGE if len(found) > skip + PAGE else None,
        )


def member(viewer: Viewer, ref: str) -> tuple[MemberRow, list[PostingRow]]:
    """One member of staff and their postings in the viewer's service; the look is kept."""
    staff = staff_of(viewer, ref)
    with transaction.atomic():
        record(viewer, Operation.CONSULTATION, staff, reason=because("access.staff_looked_at"))
        postings = Posting.with_all().filter(staff=staff, service_id=viewer.service_id).order_by("-pk")
        return _rows(viewer, [staff])[0], [_posting(one) for one in postings]


def staff_of(viewer: Viewer, ref: str) -> Staff:
    """One of them. Raises `Refused` as if there were none for anybody else."""
    _require(viewer)
    kept = normalise(ref)
    found = _at_hand(viewer).filter(ref=kept).first()
    if found is None:
        raise Refused("no_such_record", *([("access.staff", kept)] if is_reference(kept) else []), exists=False)
    return found


@transaction.atomic
def take_on(viewer: Viewer, name: str, number: str, *, language: str, role: str, place: str) -> Staff:
    """Enrol somebody and post them for the first time. Raises `NumberTaken`, and `Refused` for work that takes two."""
    service, where = _where(viewer, place)
    try:
        with transaction.atomic():
            staff = services.enrol(viewer, name, number=number, language=language)
    except IntegrityError:
        raise NumberTaken(number) from None
    services.post(viewer, staff, role, service=service, **_narrowed(where))
    return staff


def post_member(viewer: Viewer, staff: Staff, *, role: str, place: str, compartments: list[str]) -> Posting:
    """Post somebody of the service in more work. Raises `Refused` where it takes two people who have not signed."""
    service, where = _where(viewer, place)
    return services.post(viewer, staff, role, service=service, compartments=compartments, **_narrowed(where))


def end_posting(viewer: Viewer, staff: Staff, ref: str) -> None:
    """End one of this person's postings, now."""
    posting = Posting.objects.by_ref(viewer, ref, *Posting.WHOLE)
    if posting.staff_id != staff.pk:
        raise Refused("no_such_record", exists=False)
    policy.KEEP_POSTING.require_sight(viewer, posting)
    services.end_posting(viewer, posting)


def place_of(viewer: Viewer, ref: str) -> Region | Establishment | None:
    """The region or establishment of this reference; None for the whole service, which has none."""
    return _where(viewer, ref)[1]


def places(viewer: Viewer) -> list[tuple[str, str]]:
    """Where somebody can be posted: the whole service, a region, or an establishment, as far as the viewer reaches."""
    found = list(Establishment.objects.visible_to(viewer).order_by("name").values_list("ref", "name"))
    if viewer.establishment_id is not None:
        return found
    regions = Region.objects.visible_to(viewer).order_by("name").values_list("ref", "name")
    return [("", viewer.service_name), *regions, *found]


def compartments(viewer: Viewer) -> list[Compartment]:
    """The open compartments of the viewer's service."""
    return list(Compartment.objects.visible_to(viewer).filter(closed_at__isnull=True).order_by("label"))


def desks(viewer: Viewer) -> list[Desk]:
    """The registered desks of the viewer's service."""
    _require(viewer)
    found = Desk.objects.visible_to(viewer).filter(removed_at__isnull=True)
    return list(found.select_related("establishment").order_by("name", "pk"))


def desk(viewer: Viewer, ref: str) -> Desk:
    """One desk of the viewer's service."""
    _require(viewer)
    return Desk.objects.by_ref(viewer, ref)


def compartment(viewer: Viewer, ref: str) -> Compartment:
    """One compartment of the viewer's service."""
    _require(viewer)
    return Compartment.objects.by_ref(viewer, ref, "service")


def laws(viewer: Viewer) -> list[PurposeRow]:
    """Every purpose, and the law on which the viewer's service rests it."""
    _require(viewer)
    named = LegalBasis.objects.visible_to(viewer).filter(replaced_at__isnull=True)
    by_purpose = dict(named.values_list("purpose", "law"))
    return [PurposeRow(one, by_purpose.get(one.code, "")) for one in PURPOSES.values()]


def service_of(viewer: Viewer) -> PrisonService:
    """The viewer's own prison service."""
    _require(viewer)
    return PrisonService.objects.visible_to(viewer).get()


def _require(viewer: Viewer) -> None:
    if not viewer.holds(Role.ADMINISTRATOR):
        raise Refused(f"role.{Role.ADMINISTRATOR}")


def _at_hand(viewer: Viewer) -> QuerySet[Staff]:
    """Whoever is or was posted where the administrator is."""
    return Staff.objects.visible_to(viewer).filter(policy.KEEP_ACCOUNTS.filter(viewer))


def _named(viewer: Viewer) -> list[tuple[int, str, str]]:
    """Their keys, names and numbers, in the order of names."""
    return list(_at_hand(viewer).order_by("name", "pk").values_list("pk", "name", "number"))


def _answers(name: str, number: str, asked: str) -> bool:
    """Whether each word that was asked for begins a word of the name, the number, or a part of the number."""
    words = [heard for word in (*name.split(), number, *number.split("-")) if (heard := _heard(word))]
    return all(any(_begins(start, word) for word in words) for one in asked.split() if (start := _heard(one)))


def _begins(start: frozenset[str], word: frozenset[str]) -> bool:
    return any(whole.startswith(beginning) for beginning in start for whole in word)


def _heard(word: str) -> frozenset[str]:
    """A word as it is written, without dots and dashes, and as it sounds if it is no number; nothing of these alone."""
    plain = "".join(letter for letter in folded(word) if letter.isalnum())
    return frozenset((plain, *readings(word))) if plain.isalpha() else frozenset(filter(None, [plain]))


def _where(viewer: Viewer, place: str) -> tuple[PrisonService, Region | Establishment | None]:
    service = service_of(viewer)
    if not place:
        return service, None
    region = Region.objects.visible_to(viewer).filter(ref=normalise(place)).first()
    return service, region or Establishment.objects.by_ref(viewer, place)


def _narrowed(where: Region | Establishment | None) -> Narrowed:
    """How a posting is narrowed to this place."""
    if isinstance(where, Region):
        return {"region": where}
    return {"establishment": where}


def _rows(viewer: Viewer, staff: list[Staff]) -> list[MemberRow]:
    ids = [one.pk for one in staff]
    accounts = {one.staff_id: one for one in Account.unfiltered.filter(staff_id__in=ids)}
    works: dict[int, list[str]] = {}
    for posting in Posting.with_all().filter(staff_id__in=ids, service_id=viewer.service_id).order_by("pk"):
        if posting.in_force():
            works.setdefault(posting.staff_id, []).append(
                _posting(posting).role_label + " · " + _posting(posting).place
            )
    second = second_factor.holders(accounts[one.pk].pk for one in staff if one.pk in accounts)
    return [
        MemberRow(
            ref=one.ref,
            number=one.number,
            name=one.name,
            works=tuple(works.get(one.pk, ())),
            state=_state(accounts.get(one.pk)),
            second=one.pk in accounts and accounts[one.pk].pk in second,
            own=one.pk == viewer.staff_id,
        )
        for one in staff
    ]


def _state(account: Account | None) -> str:
    if account is None:
        return "none"
    if account.closed_at is not None:
        return "closed"
    return "waiting" if account.owes_passphrase else "open"


def _posting(one: Posting) -> PostingRow:
    place = one.establishment or one.region
    return PostingRow(
        ref=one.ref,
        role_label=str(Role(one.role).label),
        place=place.name if place is not None else one.service.name,
        starts=one.starts,
        ends=one.ends,
        in_force=one.in_force(),
    )
