"""Noticing and judging, from notes, cards and the last look. Counts only: a walk is too short to measure a person.

Source: measures of the field, "sensitivity", "calibration" and "differential over-reporting": at six signals the
standard error of d′ is about .7, so none is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapport.statistics.calibration import brier
from rapport.statistics.twins import exact_mcnemar
from rapport.training.debrief.lines import Attention, Happening, TwinPair


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    some: int
    all: int


@dataclass(frozen=True)
class Noticing:
    """What was noted of what was shown: true signals, look-alikes of innocent cases, and the rest of life."""

    signals: Share
    look_alikes: Share
    rest: Share


@dataclass(frozen=True)
class Judgement:
    """One probability that the player gave, and whether the event belonged to a harmful case."""

    event: int
    said: float
    harmful: bool


@dataclass(frozen=True)
class Judging:
    """How the probabilities fared, as Brier scores (0 is perfect); `always_base_rate`: of saying the true share."""

    answers: int
    brier: float
    always_base_rate: float
    said_of_signals: float | None
    said_of_others: float | None


@dataclass(frozen=True)
class Twins:
    """Pairs of which both men were shown, and how they were treated. `chance` is the exact two-sided p."""

    shown: int
    only_marked: int
    only_plain: int
    chance: float


def noticing(
    happenings: Iterable[Happening], attention: Mapping[int, Attention], *, shown_in_all: int, noted_in_all: int
) -> Noticing:
    """Shares noted among the passages shown; `shown_in_all` and `noted_in_all` count ordinary life too."""
    known = {one.event: one for one in happenings}
    signals, look_alikes = [0, 0], [0, 0]
    for event, seen in attention.items():
        if not seen.shown or event not in known:
            continue
        pair = signals if known[event].signal else look_alikes
        pair[0] += seen.noted
        pair[1] += 1
    return Noticing(
        signals=Share(*signals),
        look_alikes=Share(*look_alikes),
        rest=Share(noted_in_all - signals[0] - look_alikes[0], shown_in_all - signals[1] - look_alikes[1]),
    )


def judging(judgements: Sequence[Judgement]) -> Judging | None:
    """How the player's probabilities fared; None when none was given."""
    if not judgements:
        return None
    outcomes = [float(one.harmful) for one in judgements]
    base_rate = sum(outcomes) / len(outcomes)
    return Judging(
        answers=len(judgements),
        brier=brier([one.said for one in judgements], outcomes),
        always_base_rate=brier([base_rate] * len(outcomes), outcomes),
        said_of_signals=_mean(one.said for one in judgements if one.harmful),
        said_of_others=_mean(one.said for one in judgements if not one.harmful),
    )


def twins(pairs: Iterable[TwinPair]) -> Twins:
    """Pairs side by side: only those of which both men were shown count."""
    shown = [pair for pair in pairs if pair.both_shown]
    only_marked = sum(pair.marked_suspected and not pair.plain_suspected for pair in shown)
    only_plain = sum(pair.plain_suspected and not pair.marked_suspected for pair in shown)
    return Twins(len(shown), only_marked, only_plain, exact_mcnemar(only_marked, only_plain))


def _mean(values: Iterable[float]) -> float | None:
    kept = list(values)
    return sum(kept) / len(kept) if kept else None
