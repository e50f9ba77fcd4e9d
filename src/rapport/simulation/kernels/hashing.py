"""Keyed draws as compiled functions: the same numbers as `rapport.simulation.draws`, one at a time.

`within` folds one part more into a key, the establishment, so that two establishments share no number.
"""

import numpy as np

from rapport.simulation.draws import FIRST, SECOND, STEP
from rapport.simulation.kernels.compiled import kernel

_STEP, _FIRST, _SECOND = np.uint64(STEP), np.uint64(FIRST), np.uint64(SECOND)
_30, _27, _31, _32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)
_LOW = np.uint64((1 << 32) - 1)


@kernel
def mix(x: np.uint64) -> np.uint64:
    """The finaliser of SplitMix64."""
    x = (x ^ (x >> _30)) * _FIRST
    x = (x ^ (x >> _27)) * _SECOND
    return x ^ (x >> _31)


@kernel
def key_of(seed: np.uint64, purpose: int, day: int, slot: int) -> np.uint64:
    """The key of one purpose in one slot, as `draws.key`."""
    folded = mix(_STEP + seed)
    folded = mix(folded + _STEP + np.uint64(purpose))
    folded = mix(folded + _STEP + np.uint64(day))
    return mix(folded + _STEP + np.uint64(slot))


@kernel
def within(key: np.uint64, establishment: int) -> np.uint64:
    """The key of the same purpose in one establishment."""
    return mix(key + _STEP + np.uint64(establishment))


@kernel
def word(key: np.uint64, identity: int) -> np.uint64:
    """64 hashed bits for an identity, as `draws.words64`."""
    return mix(np.uint64(identity) * _STEP + key)


@kernel
def high(bits: np.uint64) -> int:
    """The upper half as a draw in 0 … 2**32 - 1, as `draws.draw`."""
    return np.int64(bits >> _32)


@kernel
def low(bits: np.uint64) -> int:
    """The lower half, an independent draw."""
    return np.int64(bits & _LOW)


@kernel
def pick(draw: int, choices: int) -> int:
    """One of 0 … choices-1."""
    return (draw * choices) >> 32
