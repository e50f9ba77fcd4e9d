"""Wrong tries are few: so many against one number, so many from one address, and then a rest.

A try is counted before it is judged, so that many at once are not free. A registered desk, which eight officers share,
does not count by address. The tables hold keyed hashes: whoever reads them learns neither numbers nor addresses.
Source: OWASP Application Security Verification Standard 4, V2.2.1; NIST SP 800-63B, 5.2.2.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from rapport.access.models import Desk, Tries
from rapport.ledger.clock import wall_now
from rapport.ledger.keys import key

PER_NUMBER, PER_ADDRESS = 5, 25
WITHIN = REST = timedelta(minutes=15)
KEPT = timedelta(days=1)

Address = IPv4Address | IPv6Address


class Resting(Exception):
    """Too many wrong tries: the next may come at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many tries")
        self.until = until

    @property
    def minutes(self) -> int:
        """How many minutes are left, at least one."""
        return max(1, -int((wall_now() - self.until).total_seconds() // 60))


def address_of(request: HttpRequest) -> Address | None:
    """From where somebody comes. Behind our own TLS proxy, which stands on this machine, what the proxy says last."""
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if settings.TLS and near.is_loopback and said:
        try:
            return ip_address(said)
        except ValueError:
            return near
    return near


def take(request: HttpRequest, number: str) -> bool:
    """Count one try against this number from here, before it is judged. True if a rest begins with it.

    Raises `Resting` when there were too many.
    """
    now = wall_now()
    begins = False
    with transaction.atomic():
        rows = [(_row(who, now), limit) for who, limit in _counted(request, number)]
        for row, _limit in rows:
            if row.until is not None and row.until > now:
                raise Resting(row.until)
        for row, limit in rows:
            if now - row.since > WITHIN or row.until is not None:
                row.wrong, row.since, row.until = 0, now, None
            row.wrong += 1
            if row.wrong >= limit:
                row.until, begins = now + REST, True
            row.save(update_fields=["wrong", "since", "until"])
    return begins


def forgive(request: HttpRequest, number: str) -> None:
    """The try was right: nothing counts against the number, and this one not against the address."""
    with transaction.atomic():
        Tries.unfiltered.filter(who=_who("number", number)).delete()
        for who, limit in _counted(request, number)[1:]:
            Tries.unfiltered.filter(who=who, wrong__gte=limit).update(until=None)
            Tries.unfiltered.filter(who=who, wrong__gt=0).update(wrong=F("wrong") - 1)
    _sweep()


@transaction.atomic
def _sweep() -> None:
    """Forget what is long past; a row that somebody is counting in at this moment is left for the next time."""
    old = Tries.unfiltered.select_for_update(skip_locked=True).filter(since__lt=wall_now() - KEPT)
    Tries.unfiltered.filter(pk__in=list(old.values_list("pk", flat=True)[:100])).delete()


def forget(number: str) -> None:
    """Nothing counts against this number any more: for a reset. The caller's transaction."""
    Tries.unfiltered.filter(who=_who("number", number)).delete()


def at_a_desk(address: Address | None) -> bool:
    """Whether somebody registered this address as a desk that several share."""
    if address is None:
        return False
    networks = Desk.unfiltered.filter(removed_at__isnull=True).values_list("network", flat=True)
    return any(address in ip_network(one) for one in networks)


def _counted(request: HttpRequest, number: str) -> list[tuple[str, int]]:
    """Against what a try counts, and how many are too many: always the number, and the address unless it is a desk."""
    counted = [(_who("number", number), PER_NUMBER)]
    address = address_of(request)
    if not at_a_desk(address):
        counted.append((_who("address", _near(address)), PER_ADDRESS))
    return counted


def _near(address: Address | None) -> str:
    """The address; of IPv6 the part that one household or office has."""
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)


def _row(who: str, now: datetime) -> Tries:
    Tries.unfiltered.bulk_create([Tries(who=who, since=now)], ignore_conflicts=True)
    return Tries.unfiltered.select_for_update().get(who=who)


def _who(kind: str, what: str) -> str:
    plain = f"{kind}:{what.strip().casefold()[:80]}"
    return hmac.new(key("tries"), plain.encode(), hashlib.sha256).hexdigest()
