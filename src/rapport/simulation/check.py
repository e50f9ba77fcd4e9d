"""Checking a scenario before anybody plays it: is it neither too easy nor hopeless, and can a good post see what
happens?

The ideal observer of one event knows the law and the stage, not the kind. Its d_a = √2·Φ⁻¹(AUC), averaged over 200
seeds, must lie between 2.2 and 2.8: below, nobody could learn to tell; above, nobody would have to.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import behaviours, cases, ordinary, perception, regime, rows
from rapport.simulation.population import populate
from rapport.simulation.scenario import Scenario, ScenarioError
from rapport.simulation.scenario_file import line_of
from rapport.simulation.tables import BILLION, phi_inverse

LEAST, MOST = 2.2, 2.8
SEEDS = 200
_SEEDS_OF_PAGES = 50
_ROOT_TWO = 2**0.5
_LANDING = "landing"


@dataclass(frozen=True)
class Findings:
    """What `check` measured: the ideal d_a, and the mean chance that the best post and approach are shown a case's
    event.
    """

    ideal_d_a: float
    best_chance: float


def check(scenario: Scenario, *, file: Path | None = None) -> Findings:
    """Measure a scenario. Raises `ScenarioError` if its ideal d_a lies outside 2.2 … 2.8 or the stock does not fill its
    pages, with the line in its `file` if there is one.
    """
    measured = ideal_d_a(scenario)
    if not LEAST <= measured <= MOST:
        where = f"{file.name}, line {line_of(file, 'law', 'act_band')}" if file else scenario.name
        raise ScenarioError(
            f"{where}: law: the ideal d_a of a single event is {measured:.2f} "
            f"and must lie between {LEAST} and {MOST}; change law.act_band"
        )
    for seed in range(_SEEDS_OF_PAGES):
        if short := ordinary.unfilled(scenario, seed):
            where = f"{file.name}, line {line_of(file, 'played')}" if file else scenario.name
            pages = ", ".join(f"day {day + 1} {scenario.slots[slot].id}" for day, slot in short)
            raise ScenarioError(
                f"{where}: played: the common stock of ordinary life does not fill every page without telling "
                f"something twice ({pages}); play other slots, or open fewer places in them"
            )
    return Findings(measured, best_chance(scenario))


def ideal_d_a(scenario: Scenario, *, seeds: int = SEEDS) -> float:
    """d_a of one event for somebody who knows the law and the stage: the mean over so many seeds, on a landing."""
    return float(np.mean([_d_a_of_seed(scenario, seed) for seed in range(seeds)]))


def area(harmful: NDArray[np.float64], innocent: NDArray[np.float64], evidence: NDArray[np.float64]) -> float:
    """The area under the curve of discrete evidence: P(harmful above innocent), ties half. Weights need not sum to
    one.
    """
    order = np.argsort(evidence, kind="stable")
    _, group = np.unique(evidence[order], return_inverse=True)
    above = np.bincount(group, harmful[order]) / harmful.sum()
    below = np.bincount(group, innocent[order]) / innocent.sum()
    return float((above * (np.cumsum(below) - below / 2)).sum())


def d_a(under_curve: float) -> float:
    """√2·Φ⁻¹ of an area under the curve."""
    return _ROOT_TWO * phi_inverse(round(under_curve * BILLION)) / 1000


def _d_a_of_seed(scenario: Scenario, seed: int) -> float:
    shares = behaviours.stage_shares(scenario)
    tables = [behaviours.outcomes(scenario, seed, _LANDING, stage=stage) for stage in range(scenario.law.stages)]
    harmful, innocent = (
        np.concatenate([share * table[k] for share, table in zip(shares, tables, strict=True)]) for k in (0, 1)
    )
    return d_a(area(harmful, innocent, np.concatenate([table[2] for table in tables])))


def best_chance(scenario: Scenario, *, seeds: int = 50) -> float:
    """The mean of q at the best post with the best approach, over the events of cases in slots with a chosen post.

    Acts are taken as equally likely among those that can happen at the place; nobody is confined.
    """
    chances = []
    for seed in range(seeds):
        people = populate(scenario, seed)
        for planned in cases.agenda(scenario, seed).planned:
            if planned.place < 0:
                continue
            men = regime.places(
                scenario,
                people,
                seed,
                day=planned.day,
                slot=planned.slot,
                confined=np.zeros(len(people), dtype=np.bool_),
                called={},
            )
            present = perception.crowd(men, len(scenario.plan))
            kind = scenario.plan[planned.place].kind
            chances += [
                perception.best_sight(scenario, _event(planned, act.channel, act.salience_milli), present).q_ppm
                for act in (scenario.vocabulary.acts[k] for k in scenario.acts)
                if kind in act.places
            ]
    return float(np.mean(chances)) / 1_000_000


def _event(planned: cases.Planned, channel: str, salience: int) -> rows.Event:
    nothing = (False, False, False)
    return rows.Event(
        planned.event, planned.day, planned.slot, planned.place, "", *nothing, -1, -1, channel, salience, -1, ""
    )
