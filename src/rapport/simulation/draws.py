"""Draws keyed by identity: who or what is drawn for decides the number, never a position in a stream.

A draw is a hash of (seed, purpose, day, slot, identity). Taking one man away therefore leaves every draw of every
other man as it was, and a branch differs only where its cause reaches. Hash: the finaliser of SplitMix64 (Steele,
Lea, Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014), folded over the parts of the key.

All kernels are pure functions on whole arrays: unsigned integers, shifts and products only; `kernels.hashing`
holds the same functions compiled. Shapes: identities int64 of any shape in, the same shape out.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.tables import normal_quantiles

_MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
PAIR = 1 << 21

Identities = NDArray[np.int64]
Draws = NDArray[np.uint32]


class Purpose(IntEnum):
    """What a draw is for: two purposes never share a number."""

    TRUTH = 1
    KINDS = 2
    CAST = 3
    SCHEDULE = 4
    TWINS = 5
    MARKER = 6
    LAW = 7
    ACT = 8
    CUE = 9
    STAGE = 10
    SPOT = 11
    WORDING = 12
    OCCASION = 13
    EVENT = 14
    PEOPLE = 20
    WORK = 21
    PLACE = 22
    TIE = 23
    MEETING = 24
    HAPPENING = 25
    TEMPLATE = 26
    TRUST = 27
    TALK = 28
    MORNING = 29
    REST = 30
    EXPOSURE = 40
    POSITION = 41
    FILL = 42
    ROSTER = 43
    EVIDENCE = 44
    OFFICER = 45
    FORGETS = 46
    QUALITY = 47
    HEARSAY = 48
    INFLUENCE = 60
    INFLUENCE_START = 61
    CORNER = 70
    HABIT = 71
    STAFF = 72
    TREATED = 73
    CONVINCED = 74
    LIFE = 75
    CASE = 76
    SEARCH = 77
    CANCELLED = 78
    SMALL_PLACE = 79
    SMALL_CHANGE = 80
    SMALL_CONVINCED = 81


def _mix(x: int) -> int:
    x = ((x ^ (x >> 30)) * FIRST) & _MASK
    x = ((x ^ (x >> 27)) * SECOND) & _MASK
    return x ^ (x >> 31)


def key(seed: int, purpose: Purpose, day: int = 0, slot: int = 0) -> int:
    """The 64-bit key of one purpose in one slot."""
    folded = 0
    for part in (seed, int(purpose), day, slot):
        folded = _mix((folded + STEP + (part & _MASK)) & _MASK)
    return folded


def within(key_: int, establishment: int) -> int:
    """The key of the same purpose in one establishment of many."""
    return _mix((key_ + STEP + establishment) & _MASK)


def words64(key_: int, identities: Identities) -> NDArray[np.uint64]:
    """64 hashed bits for each identity."""
    x = identities.astype(np.uint64) * np.uint64(STEP) + np.uint64(key_)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(FIRST)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(SECOND)
    return x ^ (x >> np.uint64(31))


def draw(key_: int, identities: Identities) -> Draws:
    """A uint32 for each identity."""
    return (words64(key_, identities) >> np.uint64(32)).astype(np.uint32)


def draw_one(key_: int, identity: int) -> int:
    """The same number as `draw` gives this identity, without an array."""
    return _mix(((identity & _MASK) * STEP + key_) & _MASK) >> 32


def pick_one(key_: int, identity: int, choices: int) -> int:
    """One of 0 … choices-1."""
    return (draw_one(key_, identity) * choices) >> 32


def pick(draws: Draws, choices: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each draw one of 0 … choices-1."""
    return ((draws.astype(np.uint64) * choices.astype(np.uint64)) >> np.uint64(32)).astype(np.int64)


def shuffled(key_: int, identities: Identities) -> Identities:
    """The identities in an order drawn for each of them (ties by identity, so that the order never hangs on the
    machine).
    """
    return identities[np.lexsort((identities, draw(key_, identities)))]


def pairs(first: Identities, second: Identities) -> Identities:
    """One identity for an unordered pair."""
    return np.minimum(first, second) * PAIR + np.maximum(first, second)


def normal(draws: Draws) -> NDArray[np.int64]:
    """Standard normal numbers in millionths, by quantile table."""
    drawn: NDArray[np.int64] = normal_quantiles()[draws >> np.uint32(20)]
    return drawn
