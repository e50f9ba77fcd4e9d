"""A prison with source custodians: their key, officers who are told things, and whoever wants to know by whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from desk_at_northfield import posted
from rapport.access import approvals, keys, signing
from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.reporting import services as reporting
from rapport.reporting.values import ReportValue
from rapport.sources import sealing, services
from small_prison import Prison

FIRST, SECOND = "seven slow herons at dusk", "a copper kettle and nine stones"
SIGNS = "four quiet words of {}"


@contextmanager
def quick_keys() -> Iterator[None]:
    """Stretch passphrases with little memory: what is tested is not how long it takes."""
    costs = sealing.MEMORY_BYTES, sealing.PASSES, signing.MEMORY_KIB, signing.PASSES
    sealing.MEMORY_BYTES, sealing.PASSES, signing.MEMORY_KIB, signing.PASSES = 16384, 3, 256, 1
    try:
        yield
    finally:
        sealing.MEMORY_BYTES, sealing.PASSES, signing.MEMORY_KIB, signing.PASSES = costs


@dataclass(frozen=True)
class Custody:
    """Two custodians, two officers, the desk, the governor, and another prison's desk is not here."""

    prison: Prison
    gulnara: Viewer
    timur: Viewer
    aigerim: Viewer
    bakyt: Viewer
    daria: Viewer
    asel: Viewer

    def told(
        self, by: Viewer, who: str = "", how: str = "", told: str = "A phone lies behind the oven."
    ) -> ReportValue:
        """A report of what somebody told, its teller sealed."""
        ref = reporting.start_draft(by, about="worry", told=told, told_by=who, told_how=how)
        return reporting.file_draft(by, ref)

    def signed(self, opening: str, *signers: Viewer) -> None:
        """These people sign the request that waits for this opening."""
        from rapport.sources import selectors

        for signer in signers:
            request = selectors.opening(signer, opening).request
            approvals.approve(signer, request, SIGNS.format(signer.name))


def custody_at(prison: Prison) -> Custody:
    """Build it through services; the custodians and the governor have signatures of their own."""
    here = {"service": prison.service, "establishment": prison.establishment}
    custody = Custody(
        prison=prison,
        gulnara=posted("Gulnara Saparova", Role.CUSTODIAN, **here),
        timur=posted("Timur Beishenov", Role.CUSTODIAN, **here),
        aigerim=posted("Aigerim Toktosunova", Role.OFFICER, **here),
        bakyt=posted("Bakyt Asanov", Role.OFFICER, **here),
        daria=posted("Daria Weber", Role.INTELLIGENCE, **here),
        asel=posted("Asel Osmonova", Role.GOVERNOR, **here),
    )
    services.found_key(custody.gulnara, second=custody.timur.staff_ref, passphrase=FIRST, second_passphrase=SECOND)
    for signer in (custody.gulnara, custody.timur, custody.asel):
        keys.make_key(signer, SIGNS.format(signer.name))
    return custody
