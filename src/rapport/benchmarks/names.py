"""How fast somebody is found by name, on both engines: `rapport bench names`.

A prison service of 200,000 invented people in 31 establishments, asked by an analyst who may see them all and by an
officer who sees one establishment. Every look includes its entry in the ledger, as in use. Names are drawn unevenly:
the commonest are borne by thousands, and the rarest by one in each establishment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from time import perf_counter, process_time
from typing import Any

from django.db import connection

from rapport.access import services as access
from rapport.access.roles import Role
from rapport.access.viewers import Steward, Viewer, again, viewer_for
from rapport.benchmarks import Figure
from rapport.benchmarks.cluster import engines
from rapport.benchmarks.elsewhere import as_served, database_on
from rapport.language.sounds import ascii_letters
from rapport.language.tables import load
from rapport.ledger.clock import wall_now
from rapport.register import selectors, services
from rapport.register.values import NewPerson, NewPlace
from rapport.simulation.numbers import number_for

PEOPLE, PEOPLE_QUICK, ESTABLISHMENTS, CELLS = 200_000, 4_000, 31, 400
BAR_MS = 50.0
ANSWERS = 20
WARMING = 20
STEWARD = Steward(purpose="benchmark")


def measure(*, quick: bool) -> Sequence[Figure]:
    """Time looks by name. `quick`: a fiftieth of the people, which cannot judge the bar but shows what is far off."""
    return [figure for engine in engines() for figure in _on(engine, quick=quick)]


def _on(engine: str, *, quick: bool) -> Iterator[Figure]:
    """One engine: filled by its owner, asked as whoever serves."""
    size = PEOPLE_QUICK if quick else PEOPLE
    with database_on(engine):
        analyst, officer, speed = _populated(size)
        asked = list(_questions(size // ESTABLISHMENTS, 60 if quick else 300))
        with as_served():
            everywhere, computed, met = _times(again(analyst), asked)
        with as_served():
            here, _, _ = _times(again(officer), asked)
    yield from _figures(f"{engine}: {size:,} people, asked by an analyst", everywhere, judged=not quick)
    yield from _figures(f"{engine}: by an officer of one of {ESTABLISHMENTS} places", here, judged=not quick)
    yield Figure(f"{engine}: of the analyst's, processor time, p50", computed[len(computed) // 2], "ms", None, None)
    yield Figure(f"{engine}: the same, p95", computed[int(len(computed) * 0.95)], "ms", None, None)
    yield Figure(f"{engine}: the name meant is among the first {ANSWERS}", 100 * met, "% of looks", None, None)
    yield Figure(f"{engine}: people admitted and entered in the index", speed, "a second", None, None)


def _figures(name: str, times: list[float], *, judged: bool) -> list[Figure]:
    times.sort()
    half, most = times[len(times) // 2], times[int(len(times) * 0.95)]
    holds = most <= BAR_MS if judged else None
    return [
        Figure(f"{name}, p50", half, "ms", None, None),
        Figure(f"{name}, p95", most, "ms", f"≤ {BAR_MS:.0f} ms", holds),
    ]


def _times(viewer: Viewer, asked: Sequence[tuple[str, str]]) -> tuple[list[float], list[float], float]:
    """Milliseconds of each look, on the clock and on the processor, and how often somebody of the name was shown."""
    times, computed, met = [], [], 0
    for question, _ in asked[:WARMING]:
        selectors.people(viewer, question, limit=ANSWERS)  # tables of language and pages of the database are read
    for question, meant in asked:
        start, before = perf_counter(), process_time()
        found = selectors.people(viewer, question, limit=ANSWERS)
        times.append((perf_counter() - start) * 1000)
        computed.append((process_time() - before) * 1000)
        met += any(one.label == meant for one in found)
    return times, sorted(computed), met / len(asked)


def _populated(size: int) -> tuple[Viewer, Viewer, float]:
    """One establishment is filled as any is; the others hold as many people of the same names, copied by the database.

    Gives an analyst of the whole service, an officer of one establishment, and how many people were admitted a second.
    """
    service = access.open_service(STEWARD, "Benchmark", clock_now=wall_now())
    head = access.enrol(STEWARD, "Trainer")
    each, first, speed, officer = -(-size // ESTABLISHMENTS), 0, 0.0, None
    for at in range(ESTABLISHMENTS):
        place = access.open_establishment(STEWARD, service, f"Place {at + 1}")
        viewer = viewer_for(access.post(STEWARD, head, Role.TRAINER, service=service, establishment=place))
        cells = services.set_up_places(
            viewer, place.pk, [NewPlace(key=str(n), kind="cell", number=str(n)) for n in range(1, CELLS + 1)]
        )
        if at:
            _copied(first, place.pk, at)
            continue
        first, start = place.pk, perf_counter()
        services.admit(viewer, first, [_person(n, cells[str(n % CELLS + 1)]) for n in range(each)])
        speed = each / (perf_counter() - start)
        officer = viewer_for(access.post(STEWARD, head, Role.OFFICER, service=service, establishment=place))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its own housekeeping does within a minute
    analyst = access.post(STEWARD, access.enrol(STEWARD, "Analyst"), Role.ANALYST, service=service)
    if officer is None:
        raise AssertionError("there is an establishment")
    return viewer_for(analyst), officer, speed


def _copied(first: int, place: int, at: int) -> None:
    """The people of the first establishment again, in another: under other numbers, in cells of the same numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM register_person WHERE establishment_id = %s", [first])
        further = at * (cursor.fetchone()[0] + 1)
        own = {"id": f"one.id + {further}", "ref": f"'{at}-' || one.id", "number": f"one.number || '-{at}'"}
        _copy(cursor, "register_person", own | {"establishment_id": str(place)}, f"one.establishment_id = {first}")
        of_first = f"one.person_id IN (SELECT id FROM register_person WHERE establishment_id = {first})"  # noqa: S608
        there = (
            f"(SELECT new.id FROM register_place new JOIN register_place old ON old.number = new.number"  # noqa: S608
            f" WHERE old.id = one.cell_id AND new.establishment_id = {place})"
        )
        moved = {"person_id": f"one.person_id + {further}", "cell_id": there}
        _copy(cursor, "register_placement", own | moved, of_first, without=("id", "number"))
        _copy(cursor, "register_personkey", moved | {"establishment_id": str(place)}, of_first, without=("id",))


def _copy(cursor: Any, table: str, anew: Mapping[str, str], where: str, *, without: Sequence[str] = ()) -> None:
    columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    kept = [one for one in columns if one not in without]
    values = ", ".join(anew.get(one, f"one.{one}") for one in kept)
    names = ", ".join(kept)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} one WHERE {where}")  # noqa: S608


def _drawn(n: int, what: str, below: int) -> int:
    """A number below `below`, small ones oftener: the same for the same person and thing each time."""
    share = int.from_bytes(blake2b(f"{what} {n}".encode(), digest_size=8).digest()) / 2**64
    return int(below * share * share)


@cache
def _families() -> list[str]:
    known = [family for family in load("family_names")["known"].split() if not family.isascii()]
    endings = ("ов", "баев", "беков", " уулу", "алиев")
    return [*known, *(f"{name}{ending}" for ending in endings for name in load("given_names")["ky"])]


@cache
def _given() -> list[str]:
    return [*load("given_names")["ky"], *load("given_names")["ru"]]


def _name(n: int) -> tuple[str, str]:
    families, given = _families(), _given()
    return families[_drawn(n, "family", len(families))], given[_drawn(n, "given", len(given))]


def _latin(name: str) -> str:
    return " ".join(ascii_letters(word).capitalize() for word in name.split())


def _person(n: int, cell: str) -> NewPerson:
    family, given = _name(n)
    return NewPerson(
        number=number_for(n),
        family_name=_latin(family),
        given_names=_latin(given),
        family_name_cyrillic=family,
        given_names_cyrillic=given,
        cell=cell,
    )


def _questions(size: int, count: int) -> Iterator[tuple[str, str]]:
    """(what is typed, the label of whoever is meant): as officers type, right and wrong."""
    for n in range(count):
        person = n * size // count
        family, given = _name(person)
        first = family.split()[0]
        typed = (
            f"{family} {given}",
            f"{given} {family}",
            f"{_latin(family)} {_latin(given)}",
            family,
            f"{family} {given[0]}.",
            f"{first[:5]} {given[:3]}",
            first[:3],
            f"{_slip(first, n)} {given}",
            _slip(_latin(first), n),
            f"{first}у",
            f"{family} {given} Асанович".translate(str.maketrans("өүң", "оун")),
            number_for(person),
        )
        yield typed[n % len(typed)], f"{_latin(given)[0]}. {_latin(family)}"


def _slip(word: str, n: int) -> str:
    """Two letters changed round, or one left out."""
    at = 1 + n % max(len(word) - 2, 1)
    return word[:at] + word[at + 1 : at + 2] + word[at] * (n % 2) + word[at + 2 :]
