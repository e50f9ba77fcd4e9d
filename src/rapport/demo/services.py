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
from rapport.register import selectors as register
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


def seed() -> list[tuple[str, str]]:
    """Make the small prison and its cast, once. Returns who can be signed in as, and by which path."""
    if not access_selectors.cast():
        _seed()
    return [
        (f"{one.name}, {one.role_label.lower()}, {one.place}", reverse("access:enter", args=[one.token]))
        for one in access_selectors.cast()
    ]


@transaction.atomic
def _seed() -> None:
    written = cast()
    steward = Steward(purpose="demonstration")
    service = access.open_service(steward, written["service"])
    room = access.open_establishment(steward, service, written["training_room"])
    northfield = access.open_establishment(steward, service, written["establishment"])
    viewers: dict[str, Viewer] = {}
    for place, person in [(room, written["newcomer"]), *((northfield, person) for person in written["people"])]:
        staff = access.enrol(steward, person["name"], number=person["number"], language=person.get("language", ""))
        posting = access.post(steward, staff, person["role"], service=service, establishment=place, by_link=True)
        viewers[person["key"]] = viewer_for(posting)
    world = World.from_scenario(Scenario.load(SCENARIO), seed=written["seed"], nonce=NO_SECRET)
    governor = next(viewers[person["key"]] for person in written["people"] if person["role"] == "governor")
    prisoners = people_prison(governor, northfield.pk, world)
    for report in written["reports"]:
        _file(viewers[report["by"]], report, prisoners)


def _moment(author: Viewer, days: int, clock: str) -> datetime:
    """So many days ago at that time of the day, where the prison stands."""
    hour, minute = (int(part) for part in clock.split(":"))
    day = author.now().astimezone(ZoneInfo(settings.TIME_ZONE)) - timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _file(author: Viewer, report: dict[str, Any], prisoners: list[str]) -> None:
    """One report, written and filed by its author."""
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
    reporting.file_draft(author, draft)
