"""Behaviours: how likely an act and its cues are, given only whether a case is harmful and how far it has come.

For every seed the likelihoods are drawn anew, in wide bands: what stands out in one world means nothing in the next,
so that no list of weights can be learned or carried to a real prison. The innocent share one law; the harmful law
differs by at most a factor of four for an act, and by exactly four for a cue (with .8 and .2). An act's ratio holds
at every kind of place where the act can happen.

Units: weights are integers; evidence is the log-likelihood ratio in micro-nats. Source of the form: rapport's own
design; all values are assumptions and predict nothing about anyone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Purpose
from rapport.simulation.scenario import Scenario, ScenarioError
from rapport.simulation.tables import ONE, log_ratio, power_steps
from rapport.simulation.words import CUES

WIDEST = 4
_STEPS = 64
_ATTEMPTS = 64
_UNIT = 1_000_000


@dataclass(frozen=True, eq=False)
class PlaceLaw:
    """The law at one kind of place. `acts` are act indexes; the tables run over them.

    `benign` and `harmful[stage]` are cumulative thresholds (0 … 2**32); `weights_*` the integers behind them, each
    summing to about a million; `evidence` is what a colleague who knows no stage takes from each act.
    """

    acts: tuple[int, ...]
    benign: NDArray[np.int64]
    harmful: tuple[NDArray[np.int64], ...]
    weights_benign: tuple[int, ...]
    weights_harmful: tuple[tuple[int, ...], ...]
    evidence: Mapping[int, int]

    def act(self, drawn: int, *, harmful: bool, stage: int) -> int:
        """The act that a uint32 draw stands for."""
        table = self.harmful[stage] if harmful else self.benign
        return self.acts[int(np.searchsorted(table, drawn, side="right"))]


@dataclass(frozen=True, eq=False)
class SeedLaw:
    """The law of one world: a `PlaceLaw` for each kind of place, and what a cue's presence or absence weighs."""

    places: Mapping[str, PlaceLaw]
    cue_present: int
    cue_absent: int

    def evidence(self, kind: str, act: int, cues: tuple[bool, ...]) -> int:
        """The log-likelihood ratio of one event for somebody who knows the law but not the stage."""
        weighed = sum(self.cue_present if cue else self.cue_absent for cue in cues)
        return self.places[kind].evidence[act] + weighed


@lru_cache(maxsize=512)
def law(scenario: Scenario, seed: int) -> SeedLaw:
    """The likelihoods of this world. They are never shown on a page and never exported."""
    benign = _benign_weights(scenario, seed)
    harmful = [_harmful_weights(scenario, seed, stage, benign) for stage in range(scenario.law.stages)]
    reach = stage_shares(scenario)
    places = {kind: _place_law(acts, benign, harmful, reach) for kind, acts in _acts_by_kind(scenario).items()}
    return SeedLaw(places, *cue_evidence(scenario))


def cue_evidence(scenario: Scenario) -> tuple[int, int]:
    """What the presence and the absence of one cue weigh, in micro-nats."""
    with_harm, without = scenario.law.cue_harmful_milli, scenario.law.cue_benign_milli
    return log_ratio(with_harm, without), log_ratio(1000 - with_harm, 1000 - without)


@lru_cache(maxsize=8)
def stage_shares(scenario: Scenario) -> tuple[int, ...]:
    """How many of a case's events, in thousandths, fall in each stage when its people's trust is middling."""
    shares = [0] * scenario.law.stages
    at = [ONE] + [0] * (scenario.law.stages - 1)
    moves = scenario.law.moves_on[1]
    for _ in range(scenario.cases.events):
        shares = [share + now for share, now in zip(shares, at, strict=True)]
        after = list(at)
        for stage in range(scenario.law.stages - 1):
            moved = at[stage] * moves // ONE
            after[stage] -= moved
            after[stage + 1] += moved
        at = after
    return tuple(share * 1000 // (ONE * scenario.cases.events) for share in shares)


@lru_cache(maxsize=8)
def _acts_by_kind(scenario: Scenario) -> Mapping[str, tuple[int, ...]]:
    kinds = {scenario.plan[place].kind for post in scenario.posts for place in post.sees}
    acts = scenario.vocabulary.acts
    by_kind = {kind: tuple(i for i in scenario.acts if kind in acts[i].places) for kind in sorted(kinds)}
    for kind, able in by_kind.items():
        if len(able) < 2:
            raise ScenarioError(f"fewer than two acts can happen at a place of the kind {kind!r}")
    return by_kind


def _benign_weights(scenario: Scenario, seed: int) -> list[int]:
    ladder = power_steps(Decimal(scenario.law.act_spread).sqrt(), _STEPS)
    acts = np.arange(len(scenario.vocabulary.acts), dtype=np.int64)
    steps = draws.pick(draws.draw(draws.key(seed, Purpose.LAW), acts), np.full(len(acts), len(ladder)))
    return [ladder[step] for step in steps.tolist()]


def _harmful_weights(scenario: Scenario, seed: int, stage: int, benign: list[int]) -> list[int]:
    ladder = power_steps(Decimal(scenario.law.act_band_milli) / 1000, _STEPS)
    acts = np.arange(len(benign), dtype=np.int64)
    for attempt in range(_ATTEMPTS):
        drawn = draws.draw(draws.key(seed, Purpose.LAW, stage + 1, attempt), acts)
        steps = draws.pick(drawn, np.full(len(acts), len(ladder)))
        weights = [weight * ladder[step] // _UNIT for weight, step in zip(benign, steps.tolist(), strict=True)]
        if all(_within_band(able, benign, weights) for able in _acts_by_kind(scenario).values()):
            return weights
    raise ScenarioError(
        f"law: with a band of {scenario.law.act_band_milli / 1000} an act's ratio does not stay within 1/4 … 4"
    )


def _within_band(able: tuple[int, ...], benign: list[int], harmful: list[int]) -> bool:
    all_benign, all_harmful = sum(benign[a] for a in able), sum(harmful[a] for a in able)
    return all(
        harmful[a] * all_benign <= WIDEST * benign[a] * all_harmful
        and benign[a] * all_harmful <= WIDEST * harmful[a] * all_benign
        for a in able
    )


def _place_law(able: tuple[int, ...], benign: list[int], harmful: list[list[int]], reach: tuple[int, ...]) -> PlaceLaw:
    innocent = _scaled([benign[a] for a in able])
    guilty = tuple(_scaled([weights[a] for a in able]) for weights in harmful)
    evidence = {
        act: log_ratio(
            sum(share * stage[k] for share, stage in zip(reach, guilty, strict=True)), sum(reach) * innocent[k]
        )
        for k, act in enumerate(able)
    }
    return PlaceLaw(able, _cumulative(innocent), tuple(map(_cumulative, guilty)), innocent, guilty, evidence)


def _scaled(weights: list[int]) -> tuple[int, ...]:
    total = sum(weights)
    return tuple(weight * _UNIT // total for weight in weights)


def _cumulative(weights: tuple[int, ...]) -> NDArray[np.int64]:
    total = sum(weights)
    return np.array([sum(weights[: k + 1]) * ONE // total for k in range(len(weights))], dtype=np.int64)


def outcomes(scenario: Scenario, seed: int, kind: str, *, stage: int | None) -> tuple[NDArray[np.float64], ...]:
    """Every act with every number of cues at one kind of place: (P harmful, P innocent, evidence in micro-nats).

    With a `stage`, as somebody sees it who knows the stage (the ideal of `check`); with None, as a simulated
    colleague does.
    """
    place = law(scenario, seed).places[kind]
    present, absent = cue_evidence(scenario)
    cues = len(CUES)
    with_harm, without = scenario.law.cue_harmful_milli / 1000, scenario.law.cue_benign_milli / 1000
    ways = (1, 3, 3, 1)
    shares = stage_shares(scenario)
    rows: list[tuple[float, float, float]] = []
    for k, act in enumerate(place.acts):
        innocent = place.weights_benign[k]
        if stage is None:
            guilty = sum(s * w[k] for s, w in zip(shares, place.weights_harmful, strict=True)) / sum(shares)
            weighed = place.evidence[act]
        else:
            guilty = float(place.weights_harmful[stage][k])
            weighed = log_ratio(place.weights_harmful[stage][k], innocent)
        for n in range(cues + 1):
            rows.append(
                (
                    guilty / _UNIT * ways[n] * with_harm**n * (1 - with_harm) ** (cues - n),
                    innocent / _UNIT * ways[n] * without**n * (1 - without) ** (cues - n),
                    weighed + n * present + (cues - n) * absent,
                )
            )
    table = np.array(rows, dtype=np.float64)
    return table[:, 0], table[:, 1], table[:, 2]
