"""A small prison for tests: one wing, ten cells, a workshop and three people, built through services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

from rapport.access import services as access
from rapport.access.links import link_token
from rapport.access.models import Establishment, PrisonService, Role
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.register import services
from rapport.register.values import NewPerson, NewPlace
from rapport.simulation.numbers import number_for

NOON = datetime(2030, 3, 5, 6, 0, tzinfo=UTC)


def open_simulated_service() -> PrisonService:
    """A simulated prison service with a clock of its own."""
    return access.open_service(Steward(purpose="test"), "Simulated service", clock_now=NOON)


@dataclass(frozen=True)
class Prison:
    """One establishment with its trainer's viewer and the references of its places and people."""

    service: PrisonService
    establishment: Establishment
    trainer: Viewer
    places: dict[str, str]
    people: list[str]

    def viewer(self, role: str, *, language: str = "en", everywhere: bool = False) -> Viewer:
        """Somebody newly posted here in this role."""
        steward = Steward(purpose="test")
        staff = access.enrol(steward, f"{role} of {self.establishment.name}", language=language)
        posting = access.post(
            steward, staff, role, service=self.service, establishment=None if everywhere else self.establishment
        )
        return viewer_for(posting)

    def browser(self, role: str, *, language: str = "en") -> Browser:
        """A browser at which somebody newly posted here in this role is signed in."""
        steward = Steward(purpose="test")
        staff = access.enrol(steward, f"{role} of {self.establishment.name}", language=language)
        posting = access.post(
            steward, staff, role, service=self.service, establishment=self.establishment, by_link=True
        )
        browser = Browser()
        answer = browser.get(reverse("access:enter", args=[link_token(posting)]))
        assert answer.status_code == 302
        browser.viewer = viewer_for(posting)
        return browser


class Browser(Client):
    """Django's test client that knows who is signed in."""

    viewer: Viewer


def build(service: PrisonService, name: str, *, serial: int) -> Prison:
    """An establishment of this service with three people in cells 1 to 3."""
    steward = Steward(purpose="test")
    establishment = access.open_establishment(steward, service, name)
    staff = access.enrol(steward, f"Trainer of {name}")
    trainer = viewer_for(access.post(steward, staff, Role.TRAINER, service=service, establishment=establishment))
    cells = [
        NewPlace(key=f"cell-{n}", kind="cell", number=str(n), within="landing-1", x=20 * n, y=0, w=20, h=20)
        for n in range(1, 11)
    ]
    places = services.set_up_places(
        trainer,
        establishment.pk,
        [
            NewPlace(key="wing", kind="wing", number="B", w=400, h=300),
            NewPlace(key="landing-1", kind="landing", number="1", within="wing", w=300, h=100),
            *cells,
            NewPlace(key="workshop", kind="workshop", number="2", within="wing", x=0, y=100, w=150, h=100),
            NewPlace(key="worship", kind="worship", within="wing"),
        ],
    )
    people = services.admit(
        trainer,
        establishment.pk,
        [
            NewPerson(number_for(serial), "Lasko", "V", "Ласко", "В", nickname="Шахматист", cell=places["cell-1"]),
            NewPerson(number_for(serial + 1), "Orlov", "T", "Орлов", "Т", cell=places["cell-2"]),
            NewPerson(number_for(serial + 2), "Ömürov", "A", "Өмүров", "А", nickname="Long", cell=places["cell-3"]),
        ],
    )
    return Prison(service, establishment, trainer, places, people)
