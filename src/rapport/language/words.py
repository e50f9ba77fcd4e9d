"""Can two written words be one name? Across scripts and spellings, with case endings, short forms and slips.

What `names` does with whole names stands on this: a word is told from another here, a person's name there.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapport.language.fond import is_short_for
from rapport.language.lexicon import full_names, has_family_ending, is_given, known_apart, spelled_apart, without_case
from rapport.language.naming import without_particle
from rapport.language.slips import alike, allowed, derived_apart, slip_cost, spoken_cost
from rapport.language.sounds import folded, is_cyrillic, readings, spoken

# What one difference leaves of the likeness.
INFLECTED, SHORT_FORM, GUESSED, BY_EAR, SPELLED = 0.96, 0.93, 0.92, 0.97, 0.99
LEFT_OUT, PARTICLE, PER_SLIP = 0.95, 0.94, 0.1
NEARLY = 0.9
# Wrong vowels in a name written by ear, half for each.
SAID_WRONG = 1.0
MOST_CUT = 2


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
class Match:
    """How alike two words are, and why."""

    quality: float
    reason: Reason

    @property
    def holds(self) -> bool:
        return self.reason is not Reason.OTHER_NAME


def laid_together(word: str, other: str) -> Match:
    """How alike two words are as names, whichever comes first."""
    return _match_sorted(*sorted((word, other)))


@lru_cache(maxsize=262_144)
def _match_sorted(word: str, other: str) -> Match:
    if word.lower() == other.lower():
        return Match(1.0, Reason.SAME_LETTERS)
    if _is_hers_in_latin(word, other):
        return Match(NEARLY * alike(word, other), Reason.OTHER_NAME)
    if "-" in word + other and (parts := _match_in_parts(word, other)):
        return parts
    if sounds_shared(word, other):
        if spelled_apart(word, other):
            return Match(NEARLY * alike(word, other), Reason.OTHER_NAME)
        crossed = is_cyrillic(word) != is_cyrillic(other)
        return Match(SPELLED, Reason.OTHER_SCRIPT if crossed else Reason.OTHER_SPELLING)
    apart = known_apart(word, other) or derived_apart(word, other)
    language = _inflected(word, other)
    if language == "ru" or (language and not apart):
        return Match(INFLECTED, Reason.INFLECTED)
    if full_names(word) & full_names(other):
        return Match(SHORT_FORM, Reason.SHORT_FORM)
    for short, full in ((word, other), (other, word)):
        if is_short_for(short, full) and (is_given(full) or len(short) + MOST_CUT <= len(full)):
            return Match(SHORT_FORM if is_given(full) else GUESSED, Reason.SHORT_FORM)
    cost = slip_cost(word, other)
    if not apart and cost <= allowed(word, other):
        return Match(1 - PER_SLIP * max(cost, 0.5), Reason.SLIP)
    if not apart and is_cyrillic(word) != is_cyrillic(other) and _said_alike(word, other):
        return Match(BY_EAR, Reason.OTHER_SPELLING)
    return Match(NEARLY * alike(word, other), Reason.OTHER_NAME)


def _match_in_parts(word: str, other: str) -> Match | None:
    """Words with hyphens: part by part, with one part left out, or without the *al-* and *de la* before them."""
    bare = without_particle(word), without_particle(other)
    if bare != (word, other):
        own = laid_together(*bare)
        return Match(own.quality * PARTICLE, Reason.PARTICLE_LEFT_OUT) if own.holds else None
    one, two = word.split("-"), other.split("-")
    if len(one) == len(two):
        matches = [laid_together(a, b) for a, b in zip(one, two, strict=True)]
        worst = min(matches, key=lambda match: (match.holds, match.quality))
        return worst if worst.holds else Match(NEARLY * alike(word, other), Reason.OTHER_NAME)
    parts, whole = (one, other) if len(one) > len(two) else (two, word)
    if len(one) + len(two) > PARTS_WITH_ONE_LEFT or sounds_shared(word, other):
        return None
    if not all(map(is_given, parts)) and any(
        laid_together(part, whole).reason in _WHOLE for part in parts if len(part) > 2
    ):
        return Match(LEFT_OUT, Reason.PART_LEFT_OUT)
    return None


_WHOLE = {Reason.SAME_LETTERS, Reason.OTHER_SCRIPT, Reason.INFLECTED}
PARTS_WITH_ONE_LEFT, SHORTEST_PART = 3, 2


def _said_alike(word: str, other: str) -> bool:
    """*Гийом*, *Guillaume*: the ear writes vowels as it likes, consonants as they are."""
    latin, cyrillic = (other, word) if is_cyrillic(word) else (word, other)
    if has_family_ending(latin):
        return False
    return any(
        spoken_cost(said, written) <= min(SAID_WRONG, (len(written) - 1) // 3 * 0.5)
        for said in spoken(latin)
        for written in readings(cyrillic)
    )


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


def sounds_shared(word: str, other: str) -> bool:
    return not set(readings(word)).isdisjoint(readings(other))


def _is_hers_in_latin(word: str, other: str) -> bool:
    """*Marcelle*, *Marcel*; *Mariana*, *Mariano*; *Stéphanie*, *Stéphane*: a woman's name made from a man's."""
    if is_cyrillic(word) or is_cyrillic(other):
        return False
    his, hers = sorted((folded(word), folded(other)), key=lambda one: (one.endswith(("a", "e")), len(one)))
    if hers in (his.removesuffix("o") + "a", his + "a") and len(his) >= SHORTEST_HIS:
        return True
    if his.endswith("in") and hers == his + "e":
        return False  # French offices write Эркин so: see the family
    made = (his + "e", his + his[-1:] + "e", his.removesuffix("e") + "ie", his.removesuffix("c") + "que")
    return bool(full_names(word) or full_names(other)) and hers in made


SHORTEST_HIS = 4
