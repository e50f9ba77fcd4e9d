"""How fast a file is brought in, on both engines: 30,000 people with their cells, from the bytes of a CSV to the end.

Bar: at most 60 seconds from reading the file to its last row, with the look through every row before it is confirmed
(issue of the house, "register and language"). What the job worker does is done here in its own slices.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from time import perf_counter

from django.db import transaction

from rapport.access import services as access
from rapport.access.roles import Role
from rapport.access.viewers import Steward, Viewer, again, viewer_for
from rapport.benchmarks import Figure
from rapport.benchmarks.cluster import engines
from rapport.benchmarks.elsewhere import as_served, database_on
from rapport.language.sounds import ascii_letters
from rapport.language.tables import load
from rapport.register import selectors, services, sheets
from rapport.register.services.carrying import carry_out
from rapport.register.values import NewPlace
from rapport.simulation.numbers import number_for

ROWS, ROWS_QUICK, CELLS = 30_000, 1_000, 600
BAR_SECONDS = 60.0
STEWARD = Steward(purpose="benchmark")


def measure(*, quick: bool) -> Sequence[Figure]:
    """Seconds of reading, looking through, taking over, and of bringing the same file in again."""
    return [figure for engine in engines() for figure in _on(engine, quick=quick)]


def _on(engine: str, *, quick: bool) -> Iterator[Figure]:
    rows = ROWS_QUICK if quick else ROWS
    content = _file(rows)
    with database_on(engine):
        trainer, place = _prison()
        with as_served():
            trainer = again(trainer)
            began = perf_counter()
            ref = _mapped(trainer, place, content)
            read = perf_counter()
            selectors.import_preview(trainer, ref)
            looked = perf_counter()
            _taken_over(trainer, ref)
            done = perf_counter()
            _taken_over(trainer, _mapped(trainer, place, content))
            repeated = perf_counter()
    whole = done - began
    holds = None if quick else whole <= BAR_SECONDS
    yield Figure(f"{engine}: import of {rows:,} people with cells, whole", whole, "s", f"≤ {BAR_SECONDS:g} s", holds)
    yield Figure(f"{engine}: of which reading the file and mapping", read - began, "s", None, None)
    yield Figure(f"{engine}: of which looking through every row", looked - read, "s", None, None)
    yield Figure(f"{engine}: of which taking it over", done - looked, "s", None, None)
    yield Figure(f"{engine}: the same file again, which changes nothing", repeated - done, "s", None, None)


def _prison() -> tuple[Viewer, int]:
    service = access.open_service(STEWARD, "Benchmark")
    place = access.open_establishment(STEWARD, service, "Place")
    trainer = access.post(STEWARD, access.enrol(STEWARD, "Trainer"), Role.TRAINER, service=service, establishment=place)
    viewer = viewer_for(trainer)
    services.set_up_places(
        viewer, place.pk, [NewPlace(key=str(n), kind="cell", number=str(n)) for n in range(1, CELLS + 1)]
    )
    return viewer, place.pk


def _file(rows: int) -> bytes:
    families = [name for name in load("family_names")["known"].split() if not name.isascii()]
    given = list(load("given_names")["ky"])
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(["number", "surname", "first name", "family name in cyrillic", "given names in cyrillic", "cell"])
    for n in range(rows):
        family, first = families[n * 7 % len(families)], given[n * 11 % len(given)]
        latin = (ascii_letters(family).capitalize(), ascii_letters(first).capitalize())
        table.writerow([number_for(n), *latin, family, first, 1 + n % CELLS])
    return text.getvalue().encode()


def _mapped(viewer: Viewer, place: int, content: bytes) -> str:
    ref = services.bring(viewer, place, kind="people", file_name="people.csv", sheet=sheets.read(content))
    services.map_columns(viewer, ref, selectors.import_file(viewer, ref).mapping)
    return ref


def _taken_over(viewer: Viewer, ref: str) -> None:
    services.confirm(viewer, ref)
    cursor: int | None = 0
    while cursor is not None:
        with transaction.atomic():  # as the job does it
            cursor = carry_out(viewer, cursor, ref).cursor
