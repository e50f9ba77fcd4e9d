"""The house in which the tests of this room play."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from access_house import MONDAY, STEWARD, Northfield
from django.utils import translation

from rapport.access import passphrases
from rapport.access.compartments import open_compartment
from rapport.access.models import Establishment, Posting, Role
from rapport.access.services import enrol, open_establishment, open_region, open_service, post


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page that a test before read in another language leaves that language behind in the process."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a passphrase costs is measured where that is the question; elsewhere it need not cost anything."""
    monkeypatch.setattr(passphrases.Argon2, "memory_cost", 64)
    monkeypatch.setattr(passphrases.Argon2, "time_cost", 1)


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Northfield:
    """Aigerim is a wing officer at Northfield, Bakyt at Southgate; Daria grades at Northfield; Tomas trains them."""
    request.getfixturevalue("db")
    service = open_service(STEWARD, "Steppe prison service", clock_now=MONDAY)
    north = open_region(STEWARD, service, "North")
    northfield = open_establishment(STEWARD, service, "Northfield", region=north)
    southgate = open_establishment(STEWARD, service, "Southgate")

    prison = open_compartment(STEWARD, service, "prison").ref

    def posted(name: str, role: Role, where: Establishment | None, *cleared: str) -> Posting:
        staff = enrol(STEWARD, name)
        return post(STEWARD, staff, role, service=service, establishment=where, compartments=cleared, by_link=True)

    return Northfield(
        service=service,
        north=north,
        northfield=northfield,
        southgate=southgate,
        aigerim=posted("Aigerim", Role.OFFICER, northfield),
        bakyt=posted("Bakyt", Role.OFFICER, southgate),
        daria=posted("Daria", Role.INTELLIGENCE, northfield, prison),
        tomas=posted("Tomas", Role.TRAINER, None),
    )
