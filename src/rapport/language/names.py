"""Can two written names be one person's? An answer with its reasons, for a human to accept or refuse.

Across Cyrillic and Latin, in any order, with initials, case endings, short forms and slips; a father's name left out is
forgiven, one contradicted is not. It says what is written alike, never who someone is: joining two records is a
person's judgement.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations

from rapport.language.layouts import retyped
from rapport.language.lexicon import full_names, has_family_ending, is_given, without_case
from rapport.language.naming import Father, WrittenName, father_in, parse
from rapport.language.slips import allowed_between, sound_cost
from rapport.language.sounds import folded, is_cyrillic, readings
from rapport.language.tables import load
from rapport.language.words import GUESSED, LEFT_OUT, PARTICLE, PER_SLIP, Match, laid_together, sounds_shared
from rapport.language.words import Reason as Reason

THRESHOLD = 0.7
# What one difference leaves of the score; those of single words stand with them.
INITIAL = 0.9
WRONG_LAYOUT = 0.97
OTHER_GENERATION = 0.6
DIFFERENT, CONTRADICTED, TOO_LITTLE = 0.5, 0.4, 0.6


@dataclass(frozen=True)
class Comparison:
    """`score` 0..1, `same` at the shipped threshold, `reasons` as codes, what speaks for it first."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        return self.score >= THRESHOLD


def compare(a: str, b: str) -> Comparison:
    """Compare two written names, symmetrically. One word beside a whole name (*Иванов*, *Иванов Иван*) is too little to
    be *same*; one word beside one word is compared as it stands.
    """
    likest = _compared(a, b)
    if not likest.same:
        for one, other in ((a, b), (b, a)):
            anew = retyped(one)
            if anew and not keys(anew).isdisjoint(keys(other)) and (result := _compared(anew, other)).same:
                return Comparison(round(result.score * WRONG_LAYOUT, 4), result.reasons)
    return likest


def _compared(a: str, b: str) -> Comparison:
    first, second = sorted((parse(a), parse(b)), key=lambda name: (len(name.names), name.names))
    if first.parts < 1 or second.parts < 1:
        return Comparison(0.0, (Reason.NOTHING,))
    return _Weighing(first, second).result()


@lru_cache(maxsize=16_384)
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
        self.shorter, self.longer = _put_together(shorter, longer)
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
        if self._guessed(matches, places):
            self._refuse(DIFFERENT, Reason.OTHER_NAME)
        if self._hers_and_his(matches, places):
            self._refuse(CONTRADICTED, Reason.OTHER_NAME)
        if self.shorter.generation != self.longer.generation:
            self._refuse(OTHER_GENERATION, Reason.OTHER_NAME)
        if list(_held(matches, places)) != sorted(_held(matches, places)):
            self.reasons.append(Reason.OTHER_ORDER)
        self._initials(rest_short, rest_long)
        self._second_initial(rest_short, rest_long)
        father_used = self._fathers_in_the_rest(rest_short, rest_long)
        self._rest(rest_short, rest_long, matches)
        if not father_used:
            self._fathers()
        if self.evidence < min(2, max(self.shorter.parts, self.longer.parts)) and self.score > TOO_LITTLE:
            self.score = TOO_LITTLE * self.score
            self.reasons.append(Reason.TOO_LITTLE)
        return Comparison(round(self.score, 4), tuple(reason for reason in Reason if reason in self.reasons))

    def _guessed(self, matches: Sequence[Match], places: Sequence[int]) -> bool:
        """*Harris Tom* is not short for *Harrison Tom*: of a name nobody has listed, what is cut is the given one."""
        others = [
            self.longer.names[place]
            for match, place in zip(matches, places, strict=True)
            if match.holds and match.quality != GUESSED
        ]
        return any(match.quality == GUESSED for match in matches) and any(map(is_given, others))

    def _hers_and_his(self, matches: Sequence[Match], places: Sequence[int]) -> bool:
        """*Чубакова Жаныл* is a woman's name: for *of Чубаков Жаныл* the given name would have an ending too. *Валерия
        Котова* is one as well, whatever *of Валерий Котов* is like, unless a father says whose child is meant.
        """
        pairs = [
            (self.shorter.names[row].lower(), self.longer.names[place].lower())
            for row, (place, match) in enumerate(zip(places, matches, strict=True))
            if match.holds
        ]
        inflected = [m.reason is Reason.INFLECTED for m in matches if m.holds]
        families = [pair for pair in pairs if {pair[0] + "а", pair[1] + "а"} & set(pair) and _FAMILY.search(min(pair))]
        given = [pair for pair in pairs if pair not in families]
        if families and given and all(a == b and a[-1] in _CONSONANTS for a, b in given):
            return True
        if any({a, b} == {one, one + "e"} for a, b in pairs for one in (a, b) if one.endswith("in")):
            return not any(map(has_family_ending, (*self.shorter.names, *self.longer.names)))
        doubtful = [pair for pair, ended in zip(pairs, inflected, strict=True) if ended and _is_hers(*pair)]
        if not doubtful:
            return False
        fathers = [name.father.child for name in (self.shorter, self.longer) if name.father]
        agreed = len(fathers) == 2 and len(set(fathers)) == 1
        others = [pair for pair, ended in zip(pairs, inflected, strict=True) if ended and pair not in doubtful]
        return not agreed and (bool(families) or not others)

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

    def _second_initial(self, rest_short: list[str], rest_long: list[str]) -> None:
        """*John F.* beside *John Robert*: the initial after a name is the next one's, where no father is named."""
        for own, other, rest in (
            (self.shorter, self.longer, rest_long),
            (self.longer, self.shorter, rest_short),
        ):
            if own.father_initial and rest and not other.father and not other.father_initial:
                word = next((word for word in rest if _starts(own.father_initial, word)), None)
                if word is None and is_given(rest[0]):
                    self._refuse(CONTRADICTED, Reason.INITIAL_CONTRADICTED)
                elif word is not None:
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
            match = laid_together(word, father.word)
            own = father_in(word)
            if own and own.child == father.child and _fathers_alike(own, father):
                rest.remove(word)
                self._accept(1.0, Reason.OTHER_ORDER)
                return True
            if match.holds:
                rest.remove(word)
                self._accept(min(match.quality, PARTICLE), Reason.PARTICLE_LEFT_OUT)
                return True
        return False

    def _rest(self, rest_short: list[str], rest_long: list[str], matches: Sequence[Match]) -> None:
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


def _is_hers(hers: str, his: str) -> bool:
    """Whether both are in the list of given names, and the one with an ending is a woman's: *Валерия*, *Валерий*."""
    return is_given(hers) and is_given(his) and full_names(hers).isdisjoint(full_names(his))


_FAMILY = re.compile("(?:ов|ев|ёв|ин|ын)$")
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")


def _put_together(shorter: WrittenName, longer: WrittenName) -> tuple[WrittenName, WrittenName]:
    """*Бек Болот* where the other writes *Бекболот*: two words are one that the other has."""
    if len(longer.names) == len(shorter.names):
        return shorter, longer
    return shorter, replace(longer, names=_joined_where_whole(longer.names, shorter.names))


def _joined_where_whole(words: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    for at in range(len(words) - 1):
        joined = words[at] + words[at + 1].lower()
        if any(_begins_alike(words[at], other) and sounds_shared(joined, other) for other in others):
            return (*words[:at], joined, *words[at + 2 :])
    return tuple(words)


def _begins_alike(start: str, word: str) -> bool:
    return any(whole.startswith(sound[:2]) for sound in readings(start)[:1] for whole in readings(word)[:1])


def _fathers_alike(one: Father, other: Father) -> bool:
    """As written where both have the same form; beside an уулу, by what the patronymic leaves of the father's name."""
    if one.particle == other.particle:
        match = laid_together(one.word, other.word)
        return match.holds and match.reason is not Reason.SHORT_FORM
    return sound_cost(one.sounds, other.sounds) <= allowed_between(one.sounds, other.sounds)


def _held(matches: Sequence[Match], places: Sequence[int]) -> list[int]:
    return [place for match, place in zip(matches, places, strict=True) if match.holds]


def _best_places(shorter: Sequence[str], longer: Sequence[str]) -> tuple[list[Match], tuple[int, ...]]:
    """The placing of the shorter name's words among the longer's that matches most; the order written wins ties."""
    table = [[laid_together(word, other) for other in longer] for word in shorter]

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
