"""Who lives on the wing: people as columns, drawn without looking at anything that is secret.

There is no column for religion, ethnicity, politics or health, and surnames are handed out by a shuffle: names and
truth know nothing of each other.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Purpose
from rapport.simulation.numbers import SERIALS, number_for
from rapport.simulation.scenario import Scenario

_NICKNAMED_IN_TEN = 4
_YOUNGEST_DAYS, _OLDEST_DAYS = 26 * 365, 62 * 365
_LONGEST_HERE_DAYS, _LONGEST_TO_GO_DAYS = 6 * 365, 8 * 365
_APART = 7919  # a prime that does not divide the number of serials: neighbours get numbers far apart


@dataclass(frozen=True, eq=False)
class Population:
    """`table` as in `World.people`; `cell` and `landing` are place indexes, `work` names, all by person."""

    table: pa.Table
    cell: NDArray[np.int64]
    landing: NDArray[np.int64]
    work: NDArray[np.str_]

    def __len__(self) -> int:
        """How many men live here."""
        return len(self.cell)


def populate(scenario: Scenario, seed: int) -> Population:
    """Fill the beds. The same scenario and seed give the same people."""
    count = scenario.population
    people = np.arange(count, dtype=np.int64)
    beds = [cell for cell in scenario.cells for _ in range(cell.beds)]
    where = np.empty(count, dtype=np.int64)
    where[draws.shuffled(_key(seed, 0), people)] = np.arange(count)
    cell = np.array([beds[k].place for k in where], dtype=np.int64)
    landing = np.array([beds[k].landing for k in where], dtype=np.int64)
    works = [work for work, number in scenario.work.items() for _ in range(number)]
    work = np.empty(count, dtype=f"<U{max(map(len, works))}")
    work[draws.shuffled(draws.key(seed, Purpose.WORK), people)] = works
    table = _table(scenario, seed, cell=cell, landing=landing, work=work)
    return Population(table, cell, landing, work)


def _key(seed: int, part: int) -> int:
    return draws.key(seed, Purpose.PEOPLE, part)


def _table(
    scenario: Scenario, seed: int, *, cell: NDArray[np.int64], landing: NDArray[np.int64], work: NDArray[np.str_]
) -> pa.Table:
    words, people = scenario.vocabulary, np.arange(len(cell), dtype=np.int64)
    if len(words.surnames) < len(people):
        raise ValueError("there are fewer surnames than people: two men would bear one name")
    surnames = draws.shuffled(_key(seed, 1), np.arange(len(words.surnames), dtype=np.int64))
    known = draws.shuffled(_key(seed, 2), np.arange(len(words.nicknames), dtype=np.int64))
    nicknamed = draws.shuffled(_key(seed, 3), people)[: min(len(known), len(people) * _NICKNAMED_IN_TEN // 10)]
    nicknames = [""] * len(people)
    for person, which in zip(nicknamed.tolist(), known.tolist(), strict=False):
        nicknames[person] = list(words.nicknames)[which]
    start = draws.pick_one(_key(seed, 4), 0, SERIALS)
    born = _YOUNGEST_DAYS + _spread(seed, 5, people, _OLDEST_DAYS - _YOUNGEST_DAYS)
    arrived = 1 + _spread(seed, 6, people, _LONGEST_HERE_DAYS)
    release = scenario.days + 1 + _spread(seed, 7, people, _LONGEST_TO_GO_DAYS)
    initials = _spread(seed, 8, people, len(words.initials))
    return pa.table(
        {
            "person": pa.array(people, pa.int32()),
            "surname": [words.surnames[int(surnames[p])].id for p in people],
            "initial": [words.initials[k][0] for k in initials],
            "number": [number_for((start + _APART * int(p)) % SERIALS) for p in people],
            "cell": pa.array(cell, pa.int32()),
            "landing": pa.array(landing, pa.int32()),
            "workplace": [str(w) for w in work],
            "nickname": nicknames,
            "born": pa.array([scenario.starts - timedelta(days=int(d)) for d in born], pa.date32()),
            "arrived": pa.array([scenario.starts - timedelta(days=int(d)) for d in arrived], pa.date32()),
            "expected_release": pa.array([scenario.starts + timedelta(days=int(d)) for d in release], pa.date32()),
        }
    )


def _spread(seed: int, part: int, people: NDArray[np.int64], choices: int) -> NDArray[np.int64]:
    return draws.pick(draws.draw(_key(seed, part), people), np.full(len(people), choices, dtype=np.int64))


def usual_trust(scenario: Scenario, seed: int) -> NDArray[np.int64]:
    """Each man's usual trust in staff (0 … 1000), to which he returns when nothing happens."""
    people = np.arange(scenario.population, dtype=np.int64)
    width = np.full(len(people), scenario.trust.start_high - scenario.trust.start_low + 1, dtype=np.int64)
    return scenario.trust.start_low + draws.pick(draws.draw(draws.key(seed, Purpose.TRUST), people), width)
