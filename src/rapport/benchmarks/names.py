"""How fast somebody is found by name: `rapport bench names`.

A prison service of 200,000 invented people in 31 establishments, asked by an analyst who may see them all and by an
officer who sees one establishment. Every look includes its entry in the ledger, as in use. Names are drawn unevenly:
the commonest are borne by thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from time import perf_counter, process_time

from django.db import connection

from rapport.access import services as access
from rapport.access.roles import Role
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.benchmarks import Figure
from rapport.benchmarks.elsewhere import throwaway_database
from rapport.language.sounds import ascii_letters
from rapport.language.tables import load
from rapport.ledger.clock import wall_now
from rapport.register import selectors, services
from rapport.register.values import NewPerson, NewPlace
from rapport.simulation.numbers import number_for

PEOPLE, PEOPLE_QUICK, ESTABLISHMENTS, CELLS = 200_000, 4_000, 31, 400
BAR_MS = 50.0
ANSWERS = 20
STEWARD = Steward(purpose="benchmark")


def measure(*, quick: bool) -> Sequence[Figure]:
    """Time looks by name. `quick`: a fiftieth of the people, which cannot judge the bar but shows what is far off."""
    size = PEOPLE_QUICK if quick else PEOPLE
    with throwaway_database() as engine:
        start = perf_counter()
        analyst, officer = _populated(size)
        built = perf_counter() - start
        asked = list(_questions(size, 60 if quick else 300))
        for question, _ in asked[:20]:
            selectors.people(analyst, question, limit=ANSWERS)  # tables of language and pages of the database are read
        before = process_time()
        everywhere, met = _times(analyst, asked)
        computed = (process_time() - before) * 1000 / len(asked)
        here, _ = _times(officer, asked)
    return [
        *_figures(f"{size:,} people, asked by an analyst ({engine})", everywhere, judged=not quick),
        *_figures(f"the same, by an officer of one of {ESTABLISHMENTS} places", here, judged=not quick),
        Figure("of which computing, in the mean of the analyst's", computed, "ms", None, None),
        Figure(f"the name meant is among the first {ANSWERS}", 100 * met, "% of looks", None, None),
        Figure("people admitted and entered in the index", size / built, "a second", None, None),
    ]


def _figures(name: str, times: list[float], *, judged: bool) -> list[Figure]:
    times.sort()
    half, most = times[len(times) // 2], times[int(len(times) * 0.95)]
    holds = most <= BAR_MS if judged else None
    return [
        Figure(f"{name}, p50", half, "ms", None, None),
        Figure(f"{name}, p95", most, "ms", f"≤ {BAR_MS:.0f} ms", holds),
    ]


def _times(viewer: Viewer, asked: Sequence[tuple[str, str]]) -> tuple[list[float], float]:
    """Milliseconds of each look, and the share in which somebody of the name meant was shown."""
    times, met = [], 0
    for question, meant in asked:
        start = perf_counter()
        found = selectors.people(viewer, question, limit=ANSWERS)
        times.append((perf_counter() - start) * 1000)
        met += any(one.label == meant for one in found)
    return times, met / len(asked)


def _populated(size: int) -> tuple[Viewer, Viewer]:
    service = access.open_service(STEWARD, "Benchmark", clock_now=wall_now())
    head = access.enrol(STEWARD, "Trainer")
    officers = []
    for at in range(ESTABLISHMENTS):
        place = access.open_establishment(STEWARD, service, f"Place {at + 1}")
        viewer = viewer_for(access.post(STEWARD, head, Role.TRAINER, service=service, establishment=place))
        cells = services.set_up_places(
            viewer, place.pk, [NewPlace(key=str(n), kind="cell", number=str(n)) for n in range(1, CELLS + 1)]
        )
        new = [_person(n, cells[str(n // ESTABLISHMENTS % CELLS + 1)]) for n in range(at, size, ESTABLISHMENTS)]
        services.admit(viewer, place.pk, new)
        officers.append(access.post(STEWARD, head, Role.OFFICER, service=service, establishment=place))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its own housekeeping does within a minute
    analyst = access.post(STEWARD, access.enrol(STEWARD, "Analyst"), Role.ANALYST, service=service)
    return viewer_for(analyst), viewer_for(officers[0])


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
        person = n * (size // count)
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
