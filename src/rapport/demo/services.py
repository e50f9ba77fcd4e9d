"""Seeding the demonstration: through the same services that staff use, so that it is recorded like everything else.

Who may: `rapport demo`, on a training instance.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.urls import reverse

from rapport.access import selectors as access_selectors
from rapport.access import services as access
from rapport.access.compartments import open_compartment
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.demo.administering import set_up
from rapport.demo.country import Say, country, open_country
from rapport.demo.fortnight import Northfield, fortnight, live_through
from rapport.demo.roads import (
    enter_the_source,
    give_custodians_a_key,
    lay_in_a_compartment,
    leave_something_to_review,
    write_on_every_road,
)
from rapport.register import services as register_services
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
    closed = {one: open_compartment(steward, service, one).ref for one in written["compartments"]}
    viewers: dict[str, Viewer] = {}
    for person in [written["newcomer"], *written["people"], *written["headquarters"]]:
        staff = access.enrol(steward, person["name"], number=person["number"], language=person.get("language", ""))
        place = None if person in written["headquarters"] else room if person is written["newcomer"] else northfield
        cleared = [closed[label] for label in person.get("cleared", ())]
        posting = access.post(
            steward,
            staff,
            person["role"],
            service=service,
            establishment=place,
            compartments=cleared,
            by_link=True,
        )
        viewers[person["key"]] = viewer_for(posting)
    if say is not None:
        trainer = next(viewers[one["key"]] for one in written["headquarters"] if one["role"] == "trainer")
        open_country(steward, trainer, service, regions, say=say)
    world = World.from_scenario(Scenario.load(SCENARIO), seed=written["seed"], nonce=NO_SECRET)
    desk, governor = (
        next(person["key"] for person in written["people"] if person["role"] == role)
        for role in ("intelligence", "governor")
    )
    prisoners = people_prison(viewers[governor], northfield.pk, world)
    for one in written["protected"]:
        register_services.note_protected_role(viewers[governor], northfield.pk, **one)
    _tell_of_two(viewers[governor], prisoners, written["ties"])
    for person in fortnight()["officers"]:
        staff = access.enrol(steward, person["name"], number=person["number"], language=person["language"])
        viewers[person["key"]] = viewer_for(
            access.post(steward, staff, person["role"], service=service, establishment=northfield)
        )
    give_custodians_a_key(viewers, written)
    leave_something_to_review(viewers, written["old"], prisoners)
    number = next(person["number"] for person in written["people"] if person["key"] == governor)
    northfield_lived = Northfield(viewers, desk=desk, governor=governor, governor_number=number, prisoners=prisoners)
    live_through(northfield_lived)
    write_on_every_road(viewers, written, prisoners)
    lay_in_a_compartment(viewers, written["closed"], prisoners, closed)
    enter_the_source(viewers, written, northfield_lived.reports)
    set_up(viewers, written["set_up"])


def _tell_of_two(governor: Viewer, prisoners: Sequence[str], ties: Sequence[dict[str, Any]]) -> None:
    """Say of pairs of people that they are to be kept apart, until a day."""
    for tie in ties:
        one, other = (prisoners[person] for person in tie["people"])
        register_services.associate(
            governor,
            one,
            other,
            kind="non_association",
            reason=tie["reason"],
            review_on=governor.now().date() + timedelta(days=tie["days"]),
        )
