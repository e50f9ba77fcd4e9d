"""Slips of finger and ear: what it costs to take one word for the other.

Built on rapidfuzz: the edits between two sounds, each priced; a letter for one that sounds near costs half, the first
letter costs one more, because hands seldom miss it. Units: one wrong letter is 1.
"""

from collections.abc import Sequence
from functools import cache

from rapidfuzz.distance import OSA, Levenshtein

from rapport.language.sounds import ascii_letters, readings
from rapport.language.tables import load

NEVER = 99.0
FARTHEST = 3


def slip_cost(first: str, second: str) -> float:
    """The cheapest way from one word to the other, by sound in any reading or by the letters typed."""
    by_sound = sound_cost(readings(first), readings(second))
    return min(by_sound, _typed(ascii_letters(first), ascii_letters(second)))


def sound_cost(first: Sequence[str], second: Sequence[str]) -> float:
    """The cheapest way from any sound of one word to any of the other."""
    return min((_priced(a, b) for a in first for b in second), default=NEVER)


def allowed(first: str, second: str) -> float:
    """How much a slip may cost in words this long: short ones forgive next to nothing, eight sounds two letters."""
    return allowed_between(readings(first), readings(second))


def allowed_between(first: Sequence[str], second: Sequence[str]) -> float:
    """`allowed` for words already heard."""
    shorter = min(map(len, (*first, *second)), default=0)
    if shorter <= 3:
        return 0.5
    return 1.2 if shorter <= 7 else 2.1


def alike(first: str, second: str) -> float:
    """0 nothing in common … 1 the same, for ranking what is not the same."""
    return max(
        (Levenshtein.normalized_similarity(a, b) for a in readings(first) for b in readings(second)), default=0.0
    )


def _priced(a: str, b: str) -> float:
    if abs(len(a) - len(b)) > FARTHEST:
        return NEVER
    price = 0.0
    for edit in Levenshtein.editops(a, b):
        price += _substitution(a[edit.src_pos], b[edit.dest_pos]) if edit.tag == "replace" else 1.0
    return min(price, float(OSA.distance(a, b))) + _first_letter(a, b)


def _typed(a: str, b: str) -> float:
    if not a or not b or abs(len(a) - len(b)) > FARTHEST:
        return NEVER
    return float(OSA.distance(a, b)) + _first_letter(a, b)


def _first_letter(a: str, b: str) -> float:
    return 0.0 if a[0] == b[0] or frozenset((a[0], b[0])) in _near() else 1.0


def _substitution(a: str, b: str) -> float:
    return 0.5 if frozenset((a, b)) in _near() else 1.0


@cache
def _near() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in load("letters")["near"])
