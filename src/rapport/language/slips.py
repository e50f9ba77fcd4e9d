"""Slips of finger and ear: what it costs to take one word for the other.

Built on rapidfuzz: the edits between two words, each priced, by sound and by the letters as typed. A letter for one
that sounds near, or a doubled one, costs half; a neighbour on the keyboard a little less than one; a letter that is
neither a little more, because nobody's hand or ear makes it; the first letter costs extra, because hands seldom miss
it. How much is forgiven goes by the length of the word *without* a family name's ending: -алиев and -баев tell nobody
apart.
Units: one dropped letter is 1.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import OSA, Levenshtein

from rapport.language.lexicon import length_that_tells
from rapport.language.sounds import ascii_letters, folded, is_cyrillic, readings
from rapport.language.tables import load

NEVER = 99.0
FARTHEST = 3
SHORTEST_WORD = 3
NEAR, NEIGHBOUR, ROUNDED, FAR, DROPPED, DOUBLED = 0.5, 0.9, 1.0, 1.3, 1.0, 0.5
FIRST_LETTER = 1.5
VOWELS = frozenset("aeiouyаеиоуыэюя")
# Kyrgyz ө and ү as those write them who do not hear them.
_ROUNDED = frozenset(map(frozenset, ("eo", "eu", "ео", "еу")))


def slip_cost(first: str, second: str) -> float:
    """The cheapest way from one word to the other, by sound in any reading or by the letters typed."""
    by_sound = sound_cost(readings(first), readings(second))
    if is_cyrillic(first) and is_cyrillic(second):
        return min(by_sound, _priced(folded(first), folded(second)))
    return min(by_sound, _priced(ascii_letters(first), ascii_letters(second)))


def sound_cost(first: Sequence[str], second: Sequence[str]) -> float:
    """The cheapest way from any sound of one word to any of the other."""
    return min((_priced(a, b) for a in first for b in second), default=NEVER)


def spoken_cost(first: str, second: str) -> float:
    """Between two names written by ear: a vowel for another, or one more or less, is half; near consonants half too."""
    cost = 0.0
    for edit in Levenshtein.editops(first, second):
        here, there = first[edit.src_pos : edit.src_pos + 1], second[edit.dest_pos : edit.dest_pos + 1]
        pair = {"replace": here + there, "delete": here, "insert": there}[edit.tag]
        near = frozenset(pair) <= VOWELS or (edit.tag == "replace" and frozenset(pair) in _near())
        cost += NEAR if near else NEVER
    return cost


def derived_apart(first: str, second: str) -> bool:
    """Whether one family is made from the other's word by a suffix: Хромов, Хромцов; Петров, Петрин, Петровский.

    A letter dropped there is a slip too, but of all letters that one tells two families apart.
    """
    return any(_derived(a, b) or _derived(b, a) for a in readings(first)[:1] for b in readings(second)[:1])


def _derived(short: str, long: str) -> bool:
    table = load("names")
    for end in table["made_from_a_word"]:
        if short.endswith(end):
            word = short.removesuffix(end)
            if len(word) >= SHORTEST_WORD and word[-1] not in VOWELS and long.startswith(word):
                return long[len(word) :] in table["made_from_a_word"][end]
    return False


def allowed(first: str, second: str) -> float:
    """How much a slip may cost in words this long: three sounds forgive nothing, eight forgive two letters."""
    return _forgiven(min(length_that_tells(first), length_that_tells(second)))


def allowed_between(first: Sequence[str], second: Sequence[str]) -> float:
    """`allowed` for words already heard."""
    return _forgiven(min(map(len, (*first, *second)), default=0))


def alike(first: str, second: str) -> float:
    """0 nothing in common … 1 the same, for ranking what is not the same."""
    return max(
        (Levenshtein.normalized_similarity(a, b) for a in readings(first) for b in readings(second)), default=0.0
    )


def _forgiven(length: int) -> float:
    if length <= 3:
        return 0.4
    return 1.2 if length <= 7 else 2.2


def _priced(a: str, b: str) -> float:
    """The price of the edits, two letters changed round being one edit."""
    if not a or not b or abs(len(a) - len(b)) > FARTHEST:
        return NEVER
    price = 0.0
    for edit in Levenshtein.editops(a, b):
        if edit.tag == "replace":
            price += _substitution(a[edit.src_pos], b[edit.dest_pos])
        elif edit.tag == "delete":
            price += _dropped(a, edit.src_pos)
        else:
            price += _dropped(b, edit.dest_pos)
    swapped = float(OSA.distance(a, b)) if OSA.distance(a, b) < Levenshtein.distance(a, b) else NEVER
    return min(price, swapped) + _first_letter(a, b)


def _dropped(word: str, at: int) -> float:
    return DOUBLED if word[at] in (word[at - 1 : at], word[at + 1 : at + 2]) else DROPPED


def _first_letter(a: str, b: str) -> float:
    return 0.0 if a[0] == b[0] or frozenset((a[0], b[0])) in _near() else FIRST_LETTER


def _substitution(a: str, b: str) -> float:
    pair = frozenset((a, b))
    if pair in _near():
        return NEAR
    if pair in _neighbours():
        return NEIGHBOUR
    return ROUNDED if pair in _ROUNDED else FAR


@cache
def _near() -> frozenset[frozenset[str]]:
    table = load("letters")
    return frozenset(frozenset(pair) for pair in (*table["near"], *table["near_cyrillic"]))


@cache
def _neighbours() -> frozenset[frozenset[str]]:
    """Letters side by side on a keyboard, or one below the other."""
    pairs: set[frozenset[str]] = set()
    for rows in load("letters")["keyboards"]:
        for row in rows:
            pairs.update(frozenset(pair) for pair in pairwise(row))
        for upper, lower in pairwise(rows):
            pairs.update(frozenset(pair) for pair in zip(upper, lower, strict=False))
            pairs.update(frozenset(pair) for pair in zip(upper[1:], lower, strict=False))
    return frozenset(pairs)
