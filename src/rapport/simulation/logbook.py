"""Rows of many establishments, written for one day at most at a time.

Establishments are written in units small enough for threads to share the work evenly, each into room that is used again
the next day; then the rows of a slot are put together in parts. Neither hangs on the number of threads, so that the
bytes do not.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.establishments import COUNTERS, Counts, Everybody, Given, in_threads, live_on, parts_of
from rapport.simulation.kernels.columns import Log, log_for
from rapport.simulation.service import Service

Rows = NDArray[Any]
Written = dict[str, list[Rows]]

_BEDS_TOGETHER, _BEDS_A_UNIT = 12_500, 2_500
_TABLES = ("contacts", "events", "exposures")


class Logbook:
    """What is kept of one service: `kept` names `contacts` (establishment, place, one, other), `events`,
    `exposures`. With `parts` only these establishments live, and each part has rows of its own.
    """

    def __init__(self, service: Service, kept: frozenset[str], *, parts: Sequence[range] | None = None) -> None:
        self._first_bed = service.first_bed
        self._kept = [name for name in _TABLES if name in kept]
        self._parts = parts or parts_of(service, service.population // _BEDS_TOGETHER + 1)
        self._room: dict[tuple[int, int], Log] = {}

    def write(
        self, what: Given, everybody: Everybody, *, clock: int, slots: int, threads: int = 1
    ) -> tuple[Counts, list[Written]]:
        """Let everybody live for so many slots of one day. Gives what was counted in them together, and for each slot
        and table its rows (columns × rows), part by part, in the order of establishments.
        """
        units = [unit for part in self._parts for unit in self._units(part)]

        def run(unit: range) -> tuple[Counts, list[Written]]:
            counts = np.zeros((1, 1, len(COUNTERS)), dtype=np.int64)
            times = range(clock, clock + slots)
            return counts[0, 0], [self._write_unit(what, everybody, counts, unit, at, at - clock) for at in times]

        done = in_threads(run, units, threads)
        by_unit = {unit: written for unit, (_, written) in zip(units, done, strict=True)}

        def put_together(task: tuple[int, str, range]) -> Rows:
            slot, name, part = task
            return _joined([rows for unit in self._units(part) for rows in by_unit[unit][slot][name]])

        tasks = [(slot, name, part) for slot in range(slots) for name in self._kept for part in self._parts]
        rows: list[Written] = [{name: [] for name in self._kept} for _ in range(slots)]
        for (slot, name, _), found in zip(tasks, in_threads(put_together, tasks, threads), strict=True):
            rows[slot][name].append(found)
        counts: Counts = np.sum([counted for counted, _ in done], axis=0)
        return counts, rows

    def _units(self, part: range) -> list[range]:
        """Neighbouring establishments of a part, a few together if they are small."""
        units, first = [], part.start
        for e in part:
            if self._first_bed[e + 1] - self._first_bed[first] >= _BEDS_A_UNIT or e + 1 == part.stop:
                units.append(range(first, e + 1))
                first = e + 1
        return units

    def _write_unit(
        self, what: Given, everybody: Everybody, counts: Counts, unit: range, clock: int, slot: int
    ) -> Written:
        """One slot of a unit. Its rows lie in room that the next day writes over."""
        rows: Written = {name: [] for name in self._kept}
        place, first = (unit.start, slot), unit.start
        log = self._room.get(place) or self._make_room(unit, place, least=0)
        while True:
            log.rows[:] = 0
            first = live_on(what, everybody, log, counts, range(first, unit.stop), clock=clock, slots=1)
            for name, count in zip(_TABLES, log.rows.tolist(), strict=True):
                if name in rows:
                    rows[name].append(getattr(log, name)[:, :count])
            if first == unit.stop:
                return rows
            log = self._make_room(unit, place, least=2 * max(getattr(log, name).shape[1] for name in self._kept))

    def _make_room(self, unit: range, place: tuple[int, int], *, least: int) -> Log:
        """Room for twice the rows that one slot usually has, or for so many at least."""
        beds = int(self._first_bed[unit.stop] - self._first_bed[unit.start])
        usual = {"contacts": beds * 6, "events": beds * 2, "exposures": beds * 2}
        self._room[place] = log_for(**{name: max(least, usual[name]) if name in self._kept else 0 for name in _TABLES})
        return self._room[place]


def _joined(pieces: list[Rows]) -> Rows:
    """Rows of their own. (One array for a whole day was slower: a machine takes long to find pages so large.)"""
    whole = np.empty((pieces[0].shape[0], sum(piece.shape[1] for piece in pieces)), dtype=pieces[0].dtype)
    at = 0
    for piece in pieces:
        whole[:, at : at + piece.shape[1]] = piece
        at += piece.shape[1]
    return whole
