"""Desks that several officers share: registered by address, so that one person's wrong tries do not shut out the rest.

Who may: an administrator over the desks of their service; a steward at the command line. Wrong tries still count
against the number that is typed there.
"""

from __future__ import annotations

from ipaddress import IPv4Network, ip_network

from django.db import IntegrityError, transaction

from rapport.access import policy
from rapport.access.models import Desk, Establishment, PrisonService
from rapport.access.viewers import Steward, Viewer
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record

WIDEST = {4: 24, 6: 64}
"""No desk is a wider range than this: a room of computers, not a town."""

Who = Viewer | Steward


class BadNetwork(ValueError):
    """The address will not do; `code` says why: unreadable, wide, twice."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadName(ValueError):
    """The name bears a protected word (safeguard 4)."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@transaction.atomic
def register(
    who: Who, service: PrisonService, name: str, network: str, *, establishment: Establishment | None = None
) -> Desk:
    """Register a desk under an address (192.0.2.17) or a range. Raises `BadNetwork`, `BadName`."""
    made = Desk(
        service=service,
        establishment=establishment,
        name=" ".join(name.split())[:80],
        network=_network(network),
        registered_at=wall_now(),
    )
    if isinstance(who, Viewer):
        policy.ADMINISTERS.require(who, made)
    for mention in protected.found(made.name):
        raise BadName(mention.word)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise BadNetwork("twice") from None
    record(who, Operation.COLLECTION, made, reason=because("access.desk_registered"))
    return made


@transaction.atomic
def remove(who: Who, desk: Desk) -> None:
    """Take a desk off the list. Removing it again changes nothing."""
    if isinstance(who, Viewer):
        policy.ADMINISTERS.require(who, desk)
    if Desk.unfiltered.filter(pk=desk.pk, removed_at__isnull=True).update(removed_at=wall_now()):
        record(who, Operation.ALTERATION, desk, reason=because("access.desk_removed"))


def _network(text: str) -> str:
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        raise BadNetwork("unreadable") from None
    if network.prefixlen < WIDEST[4 if isinstance(network, IPv4Network) else 6]:
        raise BadNetwork("wide")
    return str(network)
