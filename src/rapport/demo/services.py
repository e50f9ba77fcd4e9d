"""Seeding the demonstration: through the same services that staff use, so that it is recorded like everything else.

Who may: `rapport demo`, on a training instance.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from rapport.access import selectors as access_selectors
from rapport.access import services as access
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.demo.country import Say, country, open_country
from rapport.demo.desk import lay_before_the_governor, tell_of_two
from rapport.register import selectors as register
from rapport.register import services as register_services
from rapport.reporting import services as reporting
from rapport.simulation import Scenario, World
from rapport.training.peopling import people_prison

CAST = Path(__file__).with_name("cast.yaml")
SCENARIO = "exercise-b"
NO_SECRET = bytes(32)
"""Northfield is no exercise: nothing of it is sealed, so its nonce hides nothing."""


@cache
def cast() -> dict[str, Any]:
    """The cast as it is written down."""
    written: dict[str, Any] = yaml.safe_load(CAST.read_text(encoding="utf-8"))
    return written


def _silent(_line: str) -> None:
    """Says nothing."""


def seed(say: Say = _silent) -> list[tuple[str, str]]:
    """Make the prison service with its cast, once. Returns who can be signed in as, and by which path."""
    if not access_selectors.cast():
        _seed(say)
    return _ways_in()


def seed_small() -> list[tuple[str, str]]:
    """The same without any establishment but Northfield: where only its desk is wanted."""
    if not access_selectors.cast():
        _seed(None)
    return _ways_in()


def _ways_in() -> list[tuple[str, str]]:
    return [
        (f"{one.name}, {one.role_label.lower()}, {one.place}", reverse("access:enter", args=[one.token]))
        for one in access_selectors.cast()
    ]


@transaction.atomic
def _seed(say: Say | None) -> None:
    written = cast()
    steward = Steward(purpose="demonstration")
    service = access.open_service(steward, written["service"])
    regions = {one["name"]: access.open_region(steward, service, one["name"]) for one in country()["regions"]}
    region = regions[country()["northfield_region"]]
    room = access.open_establishment(steward, service, written["training_room"])
    northfield = access.open_establishment(steward, service, written["establishment"], region=region)
    viewers: dict[str, Viewer] = {}
    for person in [written["newcomer"], *written["people"], *written["headquarters"]]:
        staff = access.enrol(steward, person["name"], number=person["number"], language=person.get("language", ""))
        place = None if person in written["headquarters"] else room if person is written["newcomer"] else northfield
        posting = access.post(steward, staff, person["role"], service=service, establishment=place, by_link=True)
        viewers[person["key"]] = viewer_for(posting)
    if say is not None:
        trainer = next(viewers[one["key"]] for one in written["headquarters"] if one["role"] == "trainer")
        open_country(steward, trainer, service, regions, say=say)
    world = World.from_scenario(Scenario.load(SCENARIO), seed=written["seed"], nonce=NO_SECRET)
    governor = next(viewers[person["key"]] for person in written["people"] if person["role"] == "governor")
    prisoners = people_prison(governor, northfield.pk, world)
    filed = [_file(viewers[report["by"]], report, prisoners) for report in written["reports"]]
    for one in written["protected"]:
        register_services.note_protected_role(governor, northfield.pk, **one)
    tell_of_two(governor, prisoners, written["ties"])
    lay_before_the_governor(viewers[written["note"]["by"]], filed, prisoners, written["note"])


def _moment(author: Viewer, days: int, clock: str) -> datetime:
    """So many days ago at that time of the day, where the prison stands."""
    hour, minute = (int(part) for part in clock.split(":"))
    day = author.now().astimezone(ZoneInfo(settings.TIME_ZONE)) - timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _file(author: Viewer, report: dict[str, Any], prisoners: list[str]) -> str:
    """One report, written and filed by its author. Returns its reference."""
    refs = [prisoners[person] for person in report["people"]]
    named = {person.ref: person for person in register.person_values(author, refs)}
    names = [named[ref].label for ref in refs]
    where = next((place.ref for place in register.places(author) if place.kind == report["place"]), None)
    draft = reporting.start_draft(
        author,
        about=report["about"],
        at=_moment(author, report["days"], report["time"]),
        place=where,
        people=refs,
        **{text: report[text].format(*names) for text in ("seen", "told", "view") if text in report},
    )
    return reporting.file_draft(author, draft).ref
