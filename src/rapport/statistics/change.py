"""Change in one person's programme: more than the instrument's own noise, or nearer the person's own goals?

Source: Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19; Kiresuk and Sherman (1968),
Community Mental Health Journal 4, 443-453.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from rapport.statistics.errors import Impossible

RELIABLE = 1.96


class OtherPopulation(Impossible):
    """A reliability found in one population says nothing about a change in another."""


@dataclass(frozen=True)
class Norm:
    """An instrument's standard deviation (raw points) and reliability (0..1), in the population where both were
    found.
    """

    population: str
    sd: float
    reliability: float

    def __post_init__(self) -> None:
        if not (isfinite(self.sd) and self.sd > 0):
            raise Impossible(f"a standard deviation of {self.sd}")
        if not 0 <= self.reliability < 1:
            raise Impossible(f"a reliability of {self.reliability}")
        if not self.population.strip():
            raise Impossible("a norm without its population")


@dataclass(frozen=True)
class Goal:
    """One agreed goal: `weight` above 0, `level` −2 (much less than expected) … 0 (as expected) … +2 (much more)."""

    weight: float
    level: int

    def __post_init__(self) -> None:
        if not (isfinite(self.weight) and self.weight > 0):
            raise Impossible(f"a goal of weight {self.weight}")
        if self.level not in (-2, -1, 0, 1, 2):
            raise Impossible(f"a goal at level {self.level}")


def reliable_change(before: float, after: float, *, norm: Norm, population: str) -> float:
    """RCI = (x₂ − x₁)/(SD·√2·√(1−r)), in standard errors of a difference; beyond ±1.96 chance alone is unlikely.

    Raises `OtherPopulation` unless the norm was found in this person's `population`.
    """
    if norm.population != population:
        raise OtherPopulation(f"norm of {norm.population!r} for a person of {population!r}")
    if not (isfinite(before) and isfinite(after)):
        raise Impossible("scores must be finite")
    return (after - before) / (norm.sd * sqrt(2) * sqrt(1 - norm.reliability))


def is_reliable(index: float) -> bool:
    """Whether a change exceeds what the instrument's noise alone makes in 95 of 100."""
    return abs(index) > RELIABLE


def goal_attainment(goals: Sequence[Goal], *, correlation: float = 0.3) -> float:
    """T = 50 + 10·Σwx/√[(1−ρ)Σw² + ρ(Σw)²]: 50 is *as expected*, 10 a standard deviation.

    Raises `Impossible` without goals or with ρ outside 0..1.
    """
    if not goals:
        raise Impossible("no goal was agreed")
    if not 0 <= correlation <= 1:
        raise Impossible(f"goals correlated {correlation}")
    weighted = sum(goal.weight * goal.level for goal in goals)
    squares = sum(goal.weight**2 for goal in goals)
    total = sum(goal.weight for goal in goals)
    return 50 + 10 * weighted / sqrt((1 - correlation) * squares + correlation * total**2)
