"""A prison service the size of a small country: regions, establishments, cells, and about eleven thousand people.

All of it is invented and drawn by hashes, so that every demonstration has the same one. It is set up by a trainer of
the service through the register's own services: one entry in the ledger for each act, however many people it admits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

from rapport.access import services as access
from rapport.access.viewers import Steward, Viewer, again
from rapport.language.sounds import ascii_letters
from rapport.language.tables import load
from rapport.register import services as register
from rapport.register.values import NewPerson, NewPlace
from rapport.simulation.numbers import number_for
from rapport.simulation.words import vocabulary

COUNTRY = Path(__file__).with_name("country.yaml")
FIRST_SERIAL = 1_000_000
"""Far from the numbers of any exercise."""
CELLS_PER_LANDING = 20

Say = Callable[[str], None]


@cache
def country() -> dict[str, Any]:
    """The prison service as it is written down."""
    written: dict[str, Any] = yaml.safe_load(COUNTRY.read_text(encoding="utf-8"))
    return written


@dataclass(frozen=True)
class Prison:
    """One establishment as it is written down, with the serial of its first service number."""

    name: str
    region: str
    people: int
    wings: int
    women: bool
    remand: bool
    serial: int


def prisons() -> list[Prison]:
    """All establishments but Northfield."""
    found, serial = [], FIRST_SERIAL
    for region in country()["regions"]:
        for one in region["establishments"]:
            found.append(
                Prison(
                    name=one["name"],
                    region=region["name"],
                    people=one["people"],
                    wings=one["wings"],
                    women=one.get("women", False),
                    remand=one.get("remand", False),
                    serial=serial,
                )
            )
            serial += one["people"]
    return found


def open_country(steward: Steward, trainer: Viewer, service: Any, regions: dict[str, Any], *, say: Say) -> None:
    """Open every establishment, set up its places and admit its people, as the trainer of the whole service."""
    known = prisons()
    for number, prison in enumerate(known, start=1):
        place = access.open_establishment(steward, service, prison.name, region=regions[prison.region])
        keeper = again(trainer)
        places = register.set_up_places(keeper, place.pk, _places(prison))
        cells = [places[key] for key in _cell_keys(prison)]
        days = country()["admitted_days_ago"]
        new = list(_people(prison, cells, keeper.now().date()))
        for turn, ago in enumerate(days):
            then = replace(keeper, clock_now=keeper.now() - timedelta(days=ago))
            register.admit(then, place.pk, new[turn :: len(days)])
        say(f"{number}/{len(known)} {prison.name}")


def _places(prison: Prison) -> list[NewPlace]:
    """Wings with landings and cells, and the rooms that every establishment has. The plan is laid out when drawn."""
    found = []
    for wing in _wings(prison):
        found.append(NewPlace(key=wing, kind="wing", number=wing))
        for landing in range(1, country()["landings"] + 1):
            key = f"{wing}{landing}"
            found.append(NewPlace(key=key, kind="landing", number=str(landing), within=wing))
            first = (landing - 1) * CELLS_PER_LANDING
            found += [
                NewPlace(key=f"{key}-{n}", kind="cell", number=str(first + n), within=key)
                for n in range(1, CELLS_PER_LANDING + 1)
            ]
    found += [NewPlace(key=kind, kind=kind) for kind in country()["rooms"]]
    return found


def _wings(prison: Prison) -> str:
    return "ABCDEFGH"[: prison.wings]


def _cell_keys(prison: Prison) -> list[str]:
    return [
        f"{wing}{landing}-{n}"
        for wing in _wings(prison)
        for landing in range(1, country()["landings"] + 1)
        for n in range(1, CELLS_PER_LANDING + 1)
    ]


def _people(prison: Prison, cells: Sequence[str], today: date) -> Iterator[NewPerson]:
    beds = [cell for cell in cells for _ in range(country()["beds"])]
    for n in range(prison.people):
        serial = prison.serial + n
        family, cyrillic = _family(serial, women=prison.women)
        given = _given(serial, women=prison.women)
        remand = _drawn(serial, "status", 100) < (85 if prison.remand else 4)
        months = 2 + _drawn(serial, "months", 110)
        ends = None if remand else today + timedelta(days=30 * months)
        yield NewPerson(
            number=number_for(serial),
            family_name=family,
            given_names=_latin(given),
            family_name_cyrillic=cyrillic,
            given_names_cyrillic=given,
            nickname=_nickname(serial),
            legal_status="remand" if remand else "sentenced",
            sentence_ends=ends,
            expected_release=None if ends is None else ends - timedelta(days=10 * _drawn(serial, "early", months)),
            cell=beds[_drawn(serial, "bed", 1 << 30) % len(beds)],
        )


def _family(serial: int, *, women: bool) -> tuple[str, str]:
    known = _families()
    latin, cyrillic = known[_drawn(serial, "family", len(known))]
    if women and cyrillic.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return latin + "a", cyrillic + "а"
    return latin, cyrillic


def _given(serial: int, *, women: bool) -> str:
    first = _names("women" if women else "men")
    name = first[_drawn(serial, "given", len(first))]
    if _drawn(serial, "father", 100) >= 70:
        return name
    fathers = _names("fathers")
    father = fathers[_drawn(serial, "whose", len(fathers))]
    return f"{name} {father.removesuffix('ич') + 'на' if women else father}"


@cache
def _families() -> tuple[tuple[str, str], ...]:
    """Plain family names: those of the simulated wing, and those that the tables of language know."""
    wing = [(one.latin, one.forms["ru"]["nom"]) for one in vocabulary().surnames]
    known = [name for name in load("family_names")["known"].split() if not name.isascii()]
    return (*wing, *((_latin(name), name) for name in known))


@cache
def _names(which: str) -> tuple[str, ...]:
    return tuple(country()[which].split())


@cache
def _latin(name: str) -> str:
    return " ".join(ascii_letters(word).capitalize() for word in name.split())


def _nickname(serial: int) -> str:
    if _drawn(serial, "nicknamed", 100) >= country()["nicknamed_percent"]:
        return ""
    known = list(vocabulary().nicknames.values())
    return str(known[_drawn(serial, "nickname", len(known))]["en"])


def _drawn(serial: int, what: str, below: int) -> int:
    """A number below `below`: the same for the same person and thing each time."""
    return int.from_bytes(blake2b(f"{what} {serial}".encode(), digest_size=8).digest()) % below
