"""What an administrator does at the console, by names and numbers instead of references.

Who may: whoever types commands on the server, as a steward: sets up, posts and opens accounts, and reads no record.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from rapport.access import accounts, services
from rapport.access.models import Account, Establishment, Posting, PrisonService, Region, Staff
from rapport.access.roles import Role
from rapport.access.viewers import Steward
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record


class Unfit(ValueError):
    """It cannot be done; the message says what to type instead."""


def open_service(steward: Steward, name: str) -> None:
    """Open a prison service."""
    try:
        services.open_service(steward, name)
    except services.NotFounded:
        raise Unfit("This instance is not founded yet. Type: rapport init --mode rehearsal") from None


def open_region(steward: Steward, name: str, *, service: str | None) -> None:
    """Open a region, which answers for several establishments."""
    within = _service(service)
    if Region.unfiltered.filter(service=within, name=name).exists():
        raise Unfit(f"{within.name} has the region {name} already.")
    services.open_region(steward, within, name)


def open_establishment(steward: Steward, name: str, *, service: str | None, region: str | None = None) -> None:
    """Open an establishment, in a region or right under its service."""
    within = _service(service)
    if Establishment.unfiltered.filter(service=within, name=name).exists():
        raise Unfit(f"{within.name} has {name} already.")
    services.open_establishment(steward, within, name, region=_region(within, region))


@transaction.atomic
def listed(steward: Steward) -> list[tuple[str, str, list[str], str]]:
    """Everybody: number, name, work, and whether they can come in. The look is kept."""
    staff = list(Staff.unfiltered.order_by("number"))
    record(
        steward,
        Operation.CONSULTATION,
        *staff[:200],
        reason=because("access.staff_listed_at_the_console", number=len(staff)),
    )
    held = {one.staff_id: one for one in Account.unfiltered.all()}
    works: dict[int, list[str]] = {}
    for one in Posting.with_all().filter(withdrawn_at__isnull=True).order_by("pk"):
        if one.in_force():
            place = one.establishment or one.region or one.service
            works.setdefault(one.staff_id, []).append(f"{one.role}, {place.name}")
    return [(one.number, one.name, works.get(one.pk, []), _state(held.get(one.pk))) for one in staff]


@transaction.atomic
def add(
    steward: Steward,
    name: str,
    *,
    number: str,
    role: str,
    service: str | None,
    establishment: str | None,
    language: str,
    region: str | None = None,
) -> str | None:
    """Enrol, post and open an account: the one-time code; None for somebody who has an account already."""
    within = _service(service)
    if region and establishment:
        raise Unfit("Somebody is posted to a region or to an establishment, not to both.")
    place, part = _establishment(within, establishment), _region(within, region)
    staff = Staff.unfiltered.filter(number=number).first()
    try:
        if staff is None:
            staff = services.enrol(steward, name, number=number, language=language)
        elif staff.name != name:
            raise Unfit(f"{number} is {staff.name}, not {name}.")
        services.post(steward, staff, Role(role), service=within, establishment=place, region=part)
    except IntegrityError:
        raise Unfit(f"Somebody has the number {number} already.") from None
    except ValueError as unfit:
        raise Unfit(str(unfit)) from None
    if Account.unfiltered.filter(staff=staff, closed_at__isnull=True).exists():
        return None
    return accounts.open_account(steward, staff)


def reset(steward: Steward, number: str) -> str:
    """A new one-time code."""
    return _with_account(number, lambda staff: accounts.reset(steward, staff))


def reset_whole(steward: Steward, number: str) -> str:
    """A new one-time code, and no second factor."""
    return _with_account(number, lambda staff: accounts.reset_whole(steward, staff))


def close(steward: Steward, number: str) -> None:
    """Close the account."""
    accounts.close_account(steward, _staff(number))


def _with_account(number: str, act: Callable[[Staff], str]) -> str:
    try:
        return act(_staff(number))
    except accounts.NoAccount:
        raise Unfit(f"{number} has no account. Type: rapport staff add") from None


def _staff(number: str) -> Staff:
    found = Staff.unfiltered.filter(number=number).first()
    if found is None:
        raise Unfit(f"Nobody has the number {number}. Type: rapport staff list")
    return found


def _service(name: str | None) -> PrisonService:
    found = list(PrisonService.unfiltered.filter(**({"name": name} if name else {}))[:2])
    if len(found) == 1:
        return found[0]
    if name:
        raise Unfit(f"There is no prison service {name}." if not found else f"Two services are called {name}.")
    raise Unfit("Say which prison service: --service" if found else "Type first: rapport service open NAME")


def _establishment(service: PrisonService, name: str | None) -> Establishment | None:
    if name is None:
        return None
    found = Establishment.unfiltered.filter(service=service, name=name).first()
    if found is None:
        raise Unfit(f"{service.name} has no establishment {name}. Type: rapport service establishment {name!r}")
    return found


def _region(service: PrisonService, name: str | None) -> Region | None:
    if name is None:
        return None
    found = Region.unfiltered.filter(service=service, name=name).first()
    if found is None:
        raise Unfit(f"{service.name} has no region {name}. Type: rapport service region {name!r}")
    return found


def _state(account: Account | None) -> str:
    if account is None:
        return "no account"
    if account.closed_at is not None:
        return "closed"
    return "one-time" if account.owes_passphrase else "open"
