"""Can two written names be one person's? An answer with its reasons, for a human to accept or refuse.

Across Cyrillic and Latin, in any order, with initials, case endings, short forms and slips; a father's name left out is
forgiven, one contradicted is not. It says what is written alike, never who someone is: joining two records is a
person's judgement.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import permutations

from rapport.language.lexicon import full_names, is_given, known_apart, spelled_apart, without_case
from rapport.language.naming import Father, WrittenName, parse
from rapport.language.slips import alike, allowed, allowed_between, slip_cost, sound_cost
from rapport.language.sounds import folded, is_cyrillic, readings
from rapport.language.tables import load

THRESHOLD = 0.7
# What one difference leaves of the score.
INFLECTED, SHORT_FORM, INITIAL, LEFT_OUT, PARTICLE, PER_SLIP = 0.96, 0.93, 0.9, 0.95, 0.94, 0.1
DIFFERENT, CONTRADICTED, TOO_LITTLE = 0.5, 0.4, 0.6


class Reason(StrEnum):
    """Why two names are alike or not; pages say it in the reader's language."""

    SAME_LETTERS = "same_letters"
    OTHER_SCRIPT = "other_script"
    OTHER_SPELLING = "other_spelling"
    OTHER_ORDER = "other_order"
    INFLECTED = "inflected"
    SHORT_FORM = "short_form"
    INITIAL = "initial"
    SLIP = "slip"
    PART_LEFT_OUT = "part_left_out"
    PARTICLE_LEFT_OUT = "particle_left_out"
    FATHER_LEFT_OUT = "father_left_out"
    FATHER_CONTRADICTED = "father_contradicted"
    CHILD_CONTRADICTED = "child_contradicted"
    INITIAL_CONTRADICTED = "initial_contradicted"
    OTHER_NAME = "other_name"
    TOO_LITTLE = "too_little"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Comparison:
    """`score` 0..1, `same` at the shipped threshold, `reasons` as codes, what speaks for it first."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        return self.score >= THRESHOLD


@dataclass(frozen=True)
class _Match:
    quality: float
    reason: Reason

    @property
    def holds(self) -> bool:
        return self.reason is not Reason.OTHER_NAME


def compare(a: str, b: str) -> Comparison:
    """Compare two written names, symmetrically. One word beside a whole name (*Иванов*, *Иванов Иван*) is too little to
    be *same*; one word beside one word is compared as it stands.
    """
    first, second = sorted((parse(a), parse(b)), key=lambda name: (len(name.names), name.names))
    if not first.names or not second.names:
        return Comparison(0.0, (Reason.NOTHING,))
    return _Weighing(first, second).result()


def keys(text: str) -> frozenset[str]:
    """Sounds and known names under which to look a written name up before comparing: two names that are the same share
    at least one, unless a slip changed every word.
    """
    name = parse(text)
    words = [*name.names, *([name.father.word] if name.father and name.father.particle else [])]
    return frozenset(key for word in words for key in _word_keys(word))


@lru_cache(maxsize=65_536)
def _word_keys(word: str) -> frozenset[str]:
    written = (word, *(base for base, _ in without_case(word)))
    return frozenset([*(sound for one in written for sound in readings(one)), *full_names(word)])


class _Weighing:
    """One comparison: the shorter name's words find their place in the longer's, then the fathers are laid together."""

    def __init__(self, shorter: WrittenName, longer: WrittenName) -> None:
        self.shorter, self.longer = shorter, longer
        self.score = 1.0
        self.evidence = 0
        self.reasons: list[Reason] = []

    def result(self) -> Comparison:
        matches, places = _best_places(self.shorter.names, self.longer.names)
        rest_short = [w for w, m in zip(self.shorter.names, matches, strict=True) if not m.holds]
        rest_long = [w for at, w in enumerate(self.longer.names) if at not in _held(matches, places)]
        for match in matches:
            if match.holds:
                self._accept(match.quality, match.reason)
        if _hers_and_his(self.shorter.names, self.longer.names, matches, places):
            self._refuse(CONTRADICTED, Reason.OTHER_NAME)
        if list(_held(matches, places)) != sorted(_held(matches, places)):
            self.reasons.append(Reason.OTHER_ORDER)
        self._initials(rest_short, rest_long)
        father_used = self._fathers_in_the_rest(rest_short, rest_long)
        self._rest(rest_short, rest_long, matches)
        if not father_used:
            self._fathers()
        if self.evidence < min(2, max(self.shorter.parts, self.longer.parts)) and self.score > TOO_LITTLE:
            self.score = TOO_LITTLE * self.score
            self.reasons.append(Reason.TOO_LITTLE)
        return Comparison(round(self.score, 4), tuple(reason for reason in Reason if reason in self.reasons))

    def _accept(self, quality: float, reason: Reason) -> None:
        self.score *= quality
        self.evidence += 1
        self.reasons.append(reason)

    def _refuse(self, factor: float, reason: Reason) -> None:
        self.score *= factor
        self.reasons.append(reason)

    def _initials(self, rest_short: list[str], rest_long: list[str]) -> None:
        """An initial stands for a name the other writes out, or for the same initial."""
        one, other = self.shorter.initial, self.longer.initial
        if one and other:
            if _starts(one, other) or _starts(other, one):
                self._accept(INITIAL, Reason.INITIAL)
            else:
                self._refuse(CONTRADICTED, Reason.INITIAL_CONTRADICTED)
            return
        for initial, rest in ((one, rest_long), (other, rest_short)):
            if initial and rest:
                word = next((word for word in rest if _starts(initial, word)), None)
                if word is None:
                    self._refuse(CONTRADICTED, Reason.INITIAL_CONTRADICTED)
                    rest.pop(0)
                else:
                    self._accept(INITIAL, Reason.INITIAL)
                    rest.remove(word)

    def _fathers_in_the_rest(self, rest_short: list[str], rest_long: list[str]) -> bool:
        """*Асан Бакыт* for *Асан уулу Бакыт*; a patronymic too misspelt to be seen as one."""
        if (self.shorter.father is None) == (self.longer.father is None):
            return False
        father = self.shorter.father or self.longer.father
        rest = rest_long if self.shorter.father else rest_short
        if father is None:
            return False
        for word in rest:
            match = _match(word, father.word)
            if match.holds:
                rest.remove(word)
                self._accept(min(match.quality, PARTICLE), Reason.PARTICLE_LEFT_OUT)
                return True
        return False

    def _rest(self, rest_short: list[str], rest_long: list[str], matches: Sequence[_Match]) -> None:
        if rest_short and rest_long:
            likeness = max(match.quality for match in matches if not match.holds)
            self._refuse(DIFFERENT * likeness, Reason.OTHER_NAME)
        elif rest_short or rest_long:
            for _ in (*rest_short, *rest_long):
                self._refuse(LEFT_OUT, Reason.PART_LEFT_OUT)

    def _fathers(self) -> None:
        one, other = self.shorter.father, self.longer.father
        if one and other:
            self._both_fathers(one, other)
        elif one or other:
            father = one or other
            initial = self.longer.father_initial if one else self.shorter.father_initial
            self._father_initial(father.word if father else "", initial)
        elif self.shorter.father_initial and self.longer.father_initial:
            self._father_initial(self.shorter.father_initial, self.longer.father_initial)
        elif self.shorter.father_initial or self.longer.father_initial:
            self._refuse(LEFT_OUT, Reason.FATHER_LEFT_OUT)

    def _father_initial(self, father: str, initial: str) -> None:
        if not initial:
            self._refuse(LEFT_OUT, Reason.FATHER_LEFT_OUT)
        elif _starts(initial, father):
            self._accept(LEFT_OUT, Reason.INITIAL)
        else:
            self._refuse(CONTRADICTED, Reason.FATHER_CONTRADICTED)

    def _both_fathers(self, one: Father, other: Father) -> None:
        if one.child != other.child:
            self._refuse(CONTRADICTED, Reason.CHILD_CONTRADICTED)
        if not set(one.sounds).isdisjoint(other.sounds):
            self.evidence += 1
            return
        if _fathers_alike(one, other):
            self._accept(1 - PER_SLIP, Reason.SLIP)
        else:
            self._refuse(CONTRADICTED, Reason.FATHER_CONTRADICTED)


def _hers_and_his(
    shorter: Sequence[str], longer: Sequence[str], matches: Sequence[_Match], places: Sequence[int]
) -> bool:
    """*Чубакова Жаныл* is a woman's name: for *of Чубаков Жаныл* the given name would have an ending too."""
    pairs = [
        (word.lower(), longer[place].lower())
        for word, place, match in zip(shorter, places, matches, strict=True)
        if match.holds
    ]
    families = [pair for pair in pairs if {pair[0] + "а", pair[1] + "а"} & set(pair) and _FAMILY.search(min(pair))]
    given = [pair for pair in pairs if pair not in families]
    return bool(families and given) and all(a == b and a[-1] in _CONSONANTS for a, b in given)


_FAMILY = re.compile("(?:ов|ев|ёв|ин|ын)$")
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")


def _fathers_alike(one: Father, other: Father) -> bool:
    """As written where both have the same form; beside an уулу, by what the patronymic leaves of the father's name."""
    if one.particle == other.particle:
        match = _match(one.word, other.word)
        return match.holds and match.reason is not Reason.SHORT_FORM
    return sound_cost(one.sounds, other.sounds) <= allowed_between(one.sounds, other.sounds)


def _held(matches: Sequence[_Match], places: Sequence[int]) -> list[int]:
    return [place for match, place in zip(matches, places, strict=True) if match.holds]


def _best_places(shorter: Sequence[str], longer: Sequence[str]) -> tuple[list[_Match], tuple[int, ...]]:
    """The placing of the shorter name's words among the longer's that matches most; the order written wins ties."""
    table = [[_match(word, other) for other in longer] for word in shorter]

    def worth(places: tuple[int, ...]) -> float:
        return sum(table[row][place].quality + table[row][place].holds for row, place in enumerate(places))

    best = max(_placings(len(shorter), len(longer)), key=worth)
    return [table[row][place] for row, place in enumerate(best)], best


def _placings(short: int, long: int) -> Iterator[tuple[int, ...]]:
    return permutations(range(long), short)


def _starts(initial: str, word: str) -> bool:
    """Whether the word can begin so: by its letter, and across scripts by sound (*Y.* for Евгений)."""
    if is_cyrillic(word) == is_cyrillic(initial) and folded(word).startswith(folded(initial)):
        return True
    if is_cyrillic(word) and is_cyrillic(initial):
        return False
    starts = {*readings(initial), *load("letters")["initials"].get(folded(initial), ())}
    return any(sound.startswith(start) for sound in readings(word) for start in starts)


def _match(word: str, other: str) -> _Match:
    return _match_sorted(*sorted((word, other)))


@lru_cache(maxsize=262_144)
def _match_sorted(word: str, other: str) -> _Match:
    if word.lower() == other.lower():
        return _Match(1.0, Reason.SAME_LETTERS)
    if not set(readings(word)).isdisjoint(readings(other)):
        if spelled_apart(word, other):
            return _Match(0.9 * alike(word, other), Reason.OTHER_NAME)
        crossed = is_cyrillic(word) != is_cyrillic(other)
        return _Match(0.99, Reason.OTHER_SCRIPT if crossed else Reason.OTHER_SPELLING)
    apart = known_apart(word, other)
    language = _inflected(word, other)
    if language == "ru" or (language and not apart):
        return _Match(INFLECTED, Reason.INFLECTED)
    if full_names(word) & full_names(other):
        return _Match(SHORT_FORM, Reason.SHORT_FORM)
    cost = slip_cost(word, other)
    if not apart and cost <= allowed(word, other):
        return _Match(1 - PER_SLIP * max(cost, 0.5), Reason.SLIP)
    return _Match(0.9 * alike(word, other), Reason.OTHER_NAME)


def _inflected(word: str, other: str) -> str:
    """The language of a case ending that makes the two words one, or nothing."""
    for bare, ended in ((word, other), (other, word)):
        for base, language in sorted(without_case(ended), key=lambda found: found[1] != "ru"):
            if language == "ky" and is_given(ended) and not is_given(bare):
                continue  # Айзада is a name, and not where Айза is
            if not set(readings(bare)).isdisjoint(readings(base)):
                return language
    both = {base for base, _ in without_case(word)} & {base for base, _ in without_case(other)}
    return "ky" if any(len(base) > 4 for base in both) else ""
