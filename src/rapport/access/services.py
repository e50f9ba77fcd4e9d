"""Setting up prison services and posting staff. Each is one transaction and one entry in the ledger.

Who may: a trainer, over simulated services; a steward (the command line, an exercise building its own prison), but in
a live service only until somebody is posted there; an administrator, over their own service. Privileged work takes two
people outside training (`granting`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from rapport.access import granting, keys, legal, policy, walls
from rapport.access.algebra import Refused, Rule
from rapport.access.compartments import require_open
from rapport.access.models import AccountEvent, Establishment, Posting, PrisonService, Region, Role, Staff
from rapport.access.viewers import Steward, Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Mode
from rapport.ledger.reasons import because
from rapport.ledger.references import new_reference
from rapport.ledger.selectors import instance
from rapport.ledger.services import record

Who = Viewer | Steward


class NotFounded(RuntimeError):
    """The database does not say which kind of instance it is."""


@transaction.atomic
def open_service(who: Who, name: str, *, clock_now: datetime | None = None) -> PrisonService:
    """Open a prison service: in training and rehearsal a simulated one, whose clock may be its own."""
    here = instance()
    if here is None:
        raise NotFounded("run `rapport init` first")
    _allow(who, policy.SET_UP, None)
    service = PrisonService.unfiltered.create(
        name=name, mode=here, simulated=here.mode != Mode.LIVE, clock_now=clock_now
    )
    if service.simulated:
        legal.name_invented_laws(service)
    walls.admit_ids(services=[service.pk])  # nobody is posted there yet who could be admitted
    record(who, Operation.COLLECTION, service, reason=because("access.service_opened"))
    return service


@transaction.atomic
def open_region(who: Who, service: PrisonService, name: str) -> Region:
    """Open a region of a service."""
    _allow(who, policy.KEEP_SERVICE, service)
    region = Region.unfiltered.create(service=service, name=name)
    record(who, Operation.COLLECTION, region, reason=because("access.region_opened"))
    return region


@transaction.atomic
def open_establishment(who: Who, service: PrisonService, name: str, *, region: Region | None = None) -> Establishment:
    """Open an establishment, in a region or right under its service. Raises `ValueError` for another's region."""
    _allow(who, policy.KEEP_SERVICE, service)
    _within(service, region)
    establishment = Establishment.unfiltered.create(service=service, region=region, name=name)
    record(who, Operation.COLLECTION, establishment, reason=because("access.establishment_opened"))
    return establishment


@transaction.atomic
def enrol(who: Who, name: str, *, number: str = "", language: str = "") -> Staff:
    """Enrol somebody as staff; without a service number of their own they get a random one. They may do nothing yet."""
    _allow(who, policy.SET_UP, None)
    staff = Staff.unfiltered.create(name=name, number=number or new_reference(), language=_spoken(language))
    keys.note_event(who, AccountEvent.Kind.ENROLLED, staff)
    record(who, Operation.COLLECTION, staff, reason=because("access.enrolled"))
    return staff


@transaction.atomic
def post(
    who: Who,
    whom: Staff | Viewer,
    role: str,
    *,
    service: PrisonService,
    region: Region | None = None,
    establishment: Establishment | None = None,
    compartments: Iterable[str] = (),
    starts: datetime | None = None,
    ends: datetime | None = None,
    by_link: bool = False,
) -> Posting:
    """Post somebody in a role, from now or from `starts` by the clock of the service. A viewer stands for their person.

    `by_link` is for the cast of a demonstration (see `rapport.access.links`) and refused in live. Raises `ValueError`
    for a region or an establishment of another service, for an unknown role, and for a compartment that the service
    has not opened.
    """
    _allow(who, policy.RUN, service)
    _within(service, region)
    _within(service, establishment)
    if by_link and not service.simulated:
        raise Refused("links_in_live", service)
    cleared = sorted(set(compartments))
    require_open(service, cleared)
    staff = Staff.unfiltered.get(pk=whom.staff_id) if isinstance(whom, Viewer) else whom
    place = establishment or region
    granting.release_post(who, staff, role, service=service, place=place, compartments=cleared)
    posting = Posting.unfiltered.create(
        staff=staff,
        service=service,
        region=region,
        establishment=establishment,
        role=Role(role),
        compartments=cleared,
        starts=starts or service.now(),
        ends=ends,
        by_link=by_link,
    )
    record(who, Operation.COLLECTION, posting, staff, reason=because("access.posted", role=posting.role))
    return posting


@transaction.atomic
def end_posting(who: Who, posting: Posting, *, reason: str = "") -> None:
    """Withdraw a posting: whoever used it is signed out at the next request. Ending it again changes nothing.

    Raises `Refused("last_inspector")` for the last one of a service outside training.
    """
    _allow(who, policy.RUN, posting.service)
    ending = Posting.unfiltered.select_for_update().get(pk=posting.pk)
    if ending.withdrawn_at is not None:
        return
    granting.keep_an_inspector(posting)
    now = posting.service.now()
    ending.withdrawn_at = wall_now()
    if now > ending.starts and (ending.ends is None or now < ending.ends):
        ending.ends = now
    ending.save(update_fields=["withdrawn_at", "ends"])
    posting.withdrawn_at, posting.ends = ending.withdrawn_at, ending.ends
    record(who, Operation.ALTERATION, posting, posting.staff, reason=because("access.posting_ended", said=reason))


@transaction.atomic
def set_clock(who: Who, service: PrisonService, at: datetime | None) -> None:
    """Set a simulated service's clock; None gives it the wall's. A live service's is always the wall's (a constraint).

    A viewer made before keeps the old time: see `viewers.again`.
    """
    _allow(who, policy.RUN_CLOCK, service)
    PrisonService.unfiltered.filter(pk=service.pk).update(clock_now=at)
    service.clock_now = at
    record(who, Operation.ALTERATION, service, reason=because("access.clock_set"))


@transaction.atomic
def choose_language(viewer: Viewer, language: str) -> None:
    """Keep the viewer's own language; empty for none. Raises `ValueError` for one that this instance does not speak."""
    Staff.unfiltered.filter(pk=viewer.staff_id).update(language=_spoken(language))
    record(viewer, Operation.ALTERATION, ("access.staff", viewer.staff_ref), reason=because("access.language_chosen"))


def _allow(who: Who, rule: Rule, service: PrisonService | None) -> None:
    if isinstance(who, Viewer):
        rule.require(who, service)
    elif service is not None and not service.simulated and Posting.unfiltered.filter(service=service).exists():
        raise Refused("steward_in_live", service)


def _within(service: PrisonService, place: Region | Establishment | None) -> None:
    if place is not None and place.service_id != service.pk:
        raise ValueError(f"{place.name} belongs to another prison service")


def _spoken(language: str) -> str:
    if language and language not in dict(settings.LANGUAGES):
        raise ValueError(f"this instance does not speak {language!r}")
    return language
