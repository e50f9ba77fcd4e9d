"""Tables of numbers, made once with `decimal` so that every machine holds the same integers.

Kernels use integers only; whatever needs a logarithm, a power or the normal distribution is looked up here. `decimal`
rounds every operation correctly by its standard (General Decimal Arithmetic), so that the tables do not depend on
processor, libm or Python release.

Units: probabilities are thresholds in 0 … 2**32 (a uint32 draw below the threshold is a yes); logarithms are
micro-nats; normal quantiles are millionths of a standard deviation; Φ is in parts per billion.
"""

from decimal import Decimal, localcontext
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

ONE = 1 << 32
MICRO = 1_000_000
BILLION = 1_000_000_000
QUANTILES = 4096
PHI_STEP_MILLI = 5
PHI_END_MILLI = 8_000
_DIGITS = 30
_NOTHING = Decimal("1e-18")
_CLOSE = Decimal("1e-5")
_PI = Decimal("3.14159265358979323846264338328")


def threshold(probability: str | int | float | Decimal) -> int:
    """The number below which a uint32 draw falls with this probability (0 … 1, as written: `0.2` is taken as
    "0.2").
    """
    value = Decimal(str(probability))
    if not 0 <= value <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {value}")
    return int((value * ONE).to_integral_value())


def milli(value: str | int | float | Decimal) -> int:
    """A factor in thousandths, rounded half to even."""
    return int((Decimal(str(value)) * 1000).to_integral_value())


def log_ratio(numerator: int, denominator: int) -> int:
    """ln(numerator / denominator) in micro-nats; both are positive integers."""
    with localcontext() as context:
        context.prec = _DIGITS
        return int(((Decimal(numerator) / Decimal(denominator)).ln() * MICRO).to_integral_value())


@lru_cache(maxsize=8)
def power_steps(base: Decimal, steps: int) -> tuple[int, ...]:
    """base**(k/steps) for k = -steps … steps, in parts per million: an even ladder of ratios."""
    with localcontext() as context:
        context.prec = _DIGITS
        return tuple(int((base ** (Decimal(k) / steps) * MICRO).to_integral_value()) for k in range(-steps, steps + 1))


def _density(x: Decimal) -> Decimal:
    return (-x * x / 2).exp() / (2 * _PI).sqrt()


def _phi_decimal(x: Decimal) -> Decimal:
    """Φ(x) by Marsaglia's series Φ = ½ + φ(x)(x + x³/3 + x⁵/15 + …) (Journal of Statistical Software 11/4, 2004)."""
    if x < 0:
        return 1 - _phi_decimal(-x)
    total, term, n = x, x, 1
    while abs(term) > _NOTHING:
        n += 2
        term = term * x * x / n
        total += term
    return Decimal("0.5") + _density(x) * total


@lru_cache(maxsize=1)
def normal_quantiles() -> NDArray[np.int64]:
    """Φ⁻¹ at the 4,096 midpoints (k+½)/4096, in millionths: a normal draw is one look-up. Standard deviation .9997."""
    half: list[int] = []
    with localcontext() as context:
        context.prec = 25
        x = Decimal(0)
        for k in range(QUANTILES // 2, QUANTILES):
            aim = (Decimal(k) + Decimal("0.5")) / QUANTILES
            off = Decimal(1)
            while abs(off) > _CLOSE:  # Halley's method from the neighbour: each turn triples the correct digits
                off = (_phi_decimal(x) - aim) / _density(x)
                x -= off / (1 + x * off / 2)
            half.append(int((x * MICRO).to_integral_value()))
    table = np.array([-value for value in reversed(half)] + half, dtype=np.int64)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=1)
def phi_table() -> NDArray[np.int64]:
    """Φ at 0, .005, .010 … 8, in parts per billion."""
    with localcontext() as context:
        context.prec = 25
        values = [
            int((_phi_decimal(Decimal(k * PHI_STEP_MILLI) / 1000) * BILLION).to_integral_value())
            for k in range(PHI_END_MILLI // PHI_STEP_MILLI + 1)
        ]
    table = np.array(values, dtype=np.int64)
    table.setflags(write=False)
    return table


def phi(x_milli: NDArray[np.int64]) -> NDArray[np.int64]:
    """Φ of whole arrays, argument in thousandths, answer in parts per billion, to the nearest tabled point."""
    place = np.minimum((np.abs(x_milli) + PHI_STEP_MILLI // 2) // PHI_STEP_MILLI, PHI_END_MILLI // PHI_STEP_MILLI)
    upper = phi_table()[place]
    answer: NDArray[np.int64] = np.where(x_milli < 0, BILLION - upper, upper)
    return answer


def phi_inverse(parts_per_billion: int) -> int:
    """Φ⁻¹ in thousandths for a probability in parts per billion, by bisection between tabled points and a straight
    line.
    """
    if not 0 < parts_per_billion < BILLION:
        raise ValueError("Φ⁻¹ exists strictly between 0 and 1")
    if parts_per_billion < BILLION // 2:
        return -phi_inverse(BILLION - parts_per_billion)
    table = phi_table()
    right = int(np.searchsorted(table, parts_per_billion, side="left"))
    if right == 0:
        return 0
    low, high = int(table[right - 1]), int(table[min(right, len(table) - 1)])
    part = 0 if high == low else (parts_per_billion - low) * PHI_STEP_MILLI / (high - low)
    return int(((right - 1) * PHI_STEP_MILLI) + part + 0.5)
