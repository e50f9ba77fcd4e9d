"""A simulated prison in the register: the plan's places, and everybody who lives in its world.

Who may: whoever keeps the register of that establishment (its head).
"""

from __future__ import annotations

from datetime import date

from django.utils import translation

from rapport.access.viewers import Viewer
from rapport.register import services as register
from rapport.register.values import NewPerson, NewPlace
from rapport.simulation import World, words

PLAN_UNITS = 10


def people_prison(keeper: Viewer, establishment_id: int, world: World) -> list[str]:
    """Set up the places of a world and admit its people. Returns their references, by index in the world."""
    story = world.scenario
    places = register.set_up_places(
        keeper,
        establishment_id,
        [
            NewPlace(
                key=place.id,
                kind=place.kind,
                number=_number(place.id, place.kind, story.code),
                within=story.plan[place.parent].id if place.parent >= 0 else "",
                x=round(place.x * PLAN_UNITS),
                y=round(place.y * PLAN_UNITS),
                w=round(place.w * PLAN_UNITS),
                h=round(place.h * PLAN_UNITS),
            )
            for place in story.plan
        ],
    )
    columns = (world.people[name].to_pylist() for name in ("number", "cell", "expected_release"))
    return register.admit(
        keeper,
        establishment_id,
        [
            new_person(world.people, person, number=number, cell=places[story.plan[cell].id], release=release)
            for person, (number, cell, release) in enumerate(zip(*columns, strict=True))
        ],
    )


def new_person(
    people: words.People, person: int, *, number: str, cell: str = "", release: date | None = None
) -> NewPerson:
    """Somebody of a world as the register admits him, named in both scripts."""
    latin_initial, latin = words.person_name(people, person, "en").split(". ")
    cyrillic_initial, cyrillic = words.person_name(people, person, "ru").split(". ")
    return NewPerson(
        number=number,
        family_name=latin,
        initial=latin_initial,
        family_name_cyrillic=cyrillic,
        initial_cyrillic=cyrillic_initial,
        nickname=words.nickname(people, person, translation.get_language() or "en"),
        expected_release=release,
        cell=cell,
    )


def _number(place_id: str, kind: str, code: str) -> str:
    """The number by which people know a place: of a landing or cell what follows its kind, of the wing its letter."""
    if kind == "wing":
        return code
    return place_id.removeprefix(f"{kind}_") if place_id.startswith(f"{kind}_") else ""
