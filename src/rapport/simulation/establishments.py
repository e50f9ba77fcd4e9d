"""Everybody in every establishment, as columns, and how the kernels let them live: in one thread or several.

This is the only module that imports what is compiled.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.kernels import columns
from rapport.simulation.kernels.looking import look
from rapport.simulation.kernels.prison import found, live
from rapport.simulation.service import SLOTS, Service
from rapport.simulation.tables import milli, threshold

COUNTERS = columns.COUNTERS

Counts = NDArray[np.int64]
Rows = NDArray[Any]
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Given:
    """What a service and a seed give the kernels; none of it changes."""

    rules: columns.Rules
    tables: columns.Tables
    prisons: columns.Prisons
    seed: np.uint64
    salt: int


@dataclass(eq=False)
class Everybody:
    """All that changes: by bed, by case. `lonely` holds how many meetings with friends a man had today."""

    men: columns.Men
    cases: columns.Cases
    lonely: NDArray[np.int16]

    def copied(self) -> "Everybody":
        """Columns of its own."""
        return Everybody(
            columns.Men(*(column.copy() for column in self.men)),
            columns.Cases(*(column.copy() for column in self.cases)),
            self.lonely.copy(),
        )

    def columns(self) -> list[NDArray[np.generic]]:
        """Every column, in a fixed order."""
        return [*self.men, *self.cases, self.lonely]


def given(service: Service, seed: int, *, salt: int = 0) -> Given:
    """The service as the kernels read it."""
    benign, harmful = service.law(seed)
    tables = columns.Tables(
        service.bounds,
        service.work_bounds,
        service.staffed,
        service.reach,
        benign,
        harmful,
        *service.channels("acts"),
        *service.channels("ordinary"),
        service.kind_bounds,
        np.array(service.harmful, dtype=np.int64),
    )
    prisons = columns.Prisons(
        service.first_bed,
        service.instances.astype(np.int32),
        service.corners.astype(np.int32),
        service.first_case,
    )
    return Given(_rules(service), tables, prisons, np.uint64(seed & ((1 << 64) - 1)), salt)


def _rules(service: Service) -> columns.Rules:
    def number(group: str, name: str) -> int:
        return int(service.value(group, name))

    def chance(group: str, name: str) -> int:
        return threshold(service.value(group, name))

    def weight(group: str, name: str) -> int:
        return milli(service.value(group, name))

    def a_slot(name: str) -> int:
        return threshold(service.value("influence", name) / SLOTS)

    lever = {name: threshold(lever.value) for name, lever in service.levers.items()}
    return columns.Rules(
        beds_in_a_cell=number("cell", "beds"),
        habit=chance("contacts", "habit"),
        meeting=chance("contacts", "meeting"),
        meeting_tied=chance("contacts", "meeting_tied"),
        tie_first=number("ties", "first"),
        tie_grows=number("ties", "grows"),
        tie_fades=number("ties", "fades"),
        tie_friend=number("ties", "friend"),
        conversion=chance("influence", "conversion"),
        reinforcement=number("influence", "reinforcement"),
        recruits_at_once=chance("influence", "recruits_at_once"),
        turnover=a_slot("turnover"),
        drawn_in_leaves=a_slot("drawn_in_leaves"),
        recruiter_leaves=a_slot("recruiter_leaves"),
        begins_recruiting=a_slot("begins_recruiting"),
        ceases_recruiting=a_slot("ceases_recruiting"),
        by_grievance=weight("influence", "by_grievance"),
        by_need=weight("influence", "by_need"),
        by_trust=weight("influence", "by_trust"),
        by_ties=weight("influence", "by_ties"),
        by_friendship=weight("influence", "by_friendship"),
        leaving_by_trust=weight("influence", "leaving_by_trust"),
        trust_low=number("trust", "low"),
        trust_high=number("trust", "high"),
        trust_with_people=number("trust", "with_people"),
        trust_reaches=number("trust", "reaches"),
        trust_search=number("trust", "search"),
        trust_insult=number("trust", "insult"),
        trust_cancelled=number("trust", "visit_cancelled"),
        trust_returns=weight("trust", "returns"),
        talking=lever["talking"],
        search=lever["searches"],
        insult=lever["insults"],
        cancelled=lever["visits_cancelled"],
        grievance_usual=number("grievance", "usual"),
        grievance_by_need=weight("grievance", "by_need"),
        grievance_by_trust=weight("grievance", "by_trust"),
        grievance_moves=weight("grievance", "moves"),
        grievance_search=number("grievance", "search"),
        grievance_insult=number("grievance", "insult"),
        grievance_cancelled=number("grievance", "visit_cancelled"),
        need_usual=number("need", "usual"),
        need_relief=number("need", "relief"),
        need_locked=number("need", "locked"),
        need_idle=number("need", "idle"),
        need_lonely=number("need", "lonely"),
        happening=chance("ordinary_life", "rate"),
        crowd=number("seeing", "crowd"),
        sight=weight("seeing", "sight"),
        least_ppm=weight("seeing", "least") * 1000,
        most_ppm=weight("seeing", "most") * 1000,
        case_pace=chance("cases", "pace"),
        cue_harmful=chance("cases", "cue_harmful"),
        cue_benign=chance("cases", "cue_benign"),
        stages=number("cases", "stages"),
        on_low=chance("cases", "on_low"),
        on_middle=chance("cases", "on_middle"),
        on_high=chance("cases", "on_high"),
        middle_from=number("trust", "middle_from"),
        high_from=number("trust", "high_from"),
        marked=chance("cases", "marked"),
    )


def empty(service: Service) -> Everybody:
    """Columns for everybody, with nobody in them yet."""
    beds, cases = service.population, int(service.first_case[-1])
    return Everybody(
        columns.Men(
            turn=np.zeros(beds, dtype=np.int32),
            wing=np.zeros(beds, dtype=np.int16),
            work=np.zeros(beds, dtype=np.int8),
            state=np.zeros(beds, dtype=np.int8),
            trust=np.zeros(beds, dtype=np.int16),
            grievance=np.zeros(beds, dtype=np.int16),
            need=np.zeros(beds, dtype=np.int16),
            confined_until=np.zeros(beds, dtype=np.int32),
            convinced=np.zeros((beds, columns.MEMORY), dtype=np.int64),
            ties=np.zeros((beds, columns.EACH), dtype=np.int32),
        ),
        columns.Cases(
            turn=np.zeros(cases, dtype=np.int32),
            kind=np.zeros(cases, dtype=np.int8),
            stage=np.zeros(cases, dtype=np.int8),
            cast=np.zeros((cases, columns.CAST), dtype=np.int64),
        ),
        np.zeros(beds, dtype=np.int16),
    )


def first_morning(service: Service, what: Given, *, threads: int = 1) -> Everybody:
    """Everybody on the first morning."""
    everybody = empty(service)
    everybody.men.wing[:] = _wings(service)
    in_threads(lambda part: _fill(service, what, everybody, part), parts_of(service, _for(threads)), threads)
    return everybody


def some_on_the_first_morning(service: Service, what: Given, which: Sequence[int]) -> Everybody:
    """The same first morning with people in these establishments alone, which live without the others."""
    everybody = empty(service)
    everybody.men.wing[:] = _wings(service)
    for e in which:
        _fill(service, what, everybody, range(e, e + 1))
    return everybody


def _fill(service: Service, what: Given, everybody: Everybody, part: range) -> None:
    recruiting = threshold(service.value("influence", "recruiting_at_first"))
    drawn_in = threshold(service.value("influence", "drawn_in_at_first"))
    men, cases = everybody.men, everybody.cases
    found(what.rules, what.tables, what.prisons, men, cases, recruiting, drawn_in, what.seed, part.start, part.stop)


def look_at(what: Given, everybody: Everybody, e: int, *, clock: int) -> tuple[Rows, Rows]:
    """Where everybody of one establishment is in the slot that comes next, by bed, and how an officer works at each of
    its places: as `kernels.looking.look` says.
    """
    first = what.prisons.first
    where = np.empty(first[e + 1] - first[e], dtype=np.int32)
    staff = np.empty(what.prisons.instances[e, : columns.CELL].sum(), dtype=np.int8)
    count = np.zeros(len(COUNTERS), dtype=np.int64)
    look(what.rules, what.tables, what.prisons, everybody.men, what.seed, e, clock, where, staff, count)
    return where, staff


def _wings(service: Service) -> NDArray[np.int16]:
    wings = np.empty(service.population, dtype=np.int16)
    for beds, count in sorted(set(zip(service.beds.tolist(), service.wings.tolist(), strict=True))):
        row = (np.arange(beds, dtype=np.int64) * count // beds).astype(np.int16)
        for e in np.flatnonzero((service.beds == beds) & (service.wings == count)).tolist():
            wings[service.first_bed[e] : service.first_bed[e + 1]] = row
    return wings


def parts_of(service: Service, parts: int) -> list[range]:
    """All establishments, neighbours together, in so many parts of about the same number of beds."""
    bounds = np.searchsorted(service.first_bed, np.arange(1, parts) * service.population // parts).tolist()
    edges = sorted({0, *bounds, len(service.beds)})
    return [range(first, last) for first, last in pairwise(edges)]


def _for(threads: int) -> int:
    """A few parts for every thread, so that none waits long for another."""
    return threads * 8 if threads > 1 else 1


def in_threads(work: Callable[[Task], Result], tasks: Sequence[Task], threads: int) -> list[Result]:
    """The results in the order of the tasks, which so many threads share."""
    if threads == 1 or len(tasks) == 1:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, tasks))


def count_days(
    service: Service, what: Given, everybody: Everybody, *, clock: int, slots: int, threads: int = 1
) -> Counts:
    """Let everybody live for so many slots without writing rows. Gives day × counter, over all establishments."""
    days = (clock + slots - 1) // SLOTS - clock // SLOTS + 1
    log = columns.no_log()

    def run(part: range) -> Counts:
        counts = np.zeros((days, 1, len(COUNTERS)), dtype=np.int64)
        live_on(what, everybody, log, counts, part, clock=clock, slots=slots)
        return counts[:, 0, :]

    found: Counts = np.sum(in_threads(run, parts_of(service, _for(threads)), threads), axis=0)
    return found


def live_on(
    what: Given,
    everybody: Everybody,
    log: columns.Log,
    counts: Counts,
    part: range,
    *,
    clock: int,
    slots: int,
) -> int:
    """Let a part of the establishments live for so many slots. Gives the first that has not, for want of room in the
    log (then `slots` must be 1), or the end of the part.
    """
    return live(
        what.rules,
        what.tables,
        what.prisons,
        everybody.men,
        everybody.cases,
        everybody.lonely,
        log,
        counts,
        0,
        what.seed,
        what.salt,
        part.start,
        part.stop,
        clock,
        slots,
    )
