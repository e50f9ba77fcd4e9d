"""How somebody is looked up by name: the written forms of a name, and the keys under which they lie in the index.

Pure. Keys are the words as officers type them and as they sound (`language.names.keys`); a slip of one letter is
found by leaving out one letter on both sides.
"""

from collections.abc import Iterable
from functools import lru_cache

from rapport.language import names
from rapport.language.sounds import is_cyrillic, readings
from rapport.language.tables import load
from rapport.register.rules import words_of

LONGEST_KEY = 40
SHORTEST_SLIPPED = 4
CELL_DIGITS = 2


def written_forms(family_name: str, given_names: str, initial: str, nickname: str = "") -> tuple[str, ...]:
    """Every way in which this name is written out, for comparing: "Lasko Viktor", and the nickname by itself."""
    given = given_names or (f"{initial}." if initial else "")
    forms = (f"{family_name} {given}".strip(), nickname)
    return tuple(form for form in forms if form)


def keys_of_person(forms: Iterable[str], number: str) -> frozenset[str]:
    """Every key under which somebody with these written forms and this service number is found."""
    found = {word[:LONGEST_KEY] for word in words_of(number)}
    return frozenset(found.union(*map(keys_of_form, forms)))


@lru_cache(maxsize=16_384)
def keys_of_form(form: str) -> frozenset[str]:
    """Every key under which one written form of a name is found. Many people bear one name."""
    return frozenset(key[:LONGEST_KEY] for key in (*names.keys(form), *words_of(form)) if key)


@lru_cache(maxsize=4_096)
def keys_of_word(word: str) -> frozenset[str]:
    """The keys under which a typed word is looked up as a whole."""
    return frozenset(key[:LONGEST_KEY] for key in (*names.keys(word), *words_of(word)) if _tells(key, word))


@lru_cache(maxsize=4_096)
def beginnings(word: str) -> frozenset[str]:
    """What a key may begin with if this word is the beginning of a name: as typed, and as it sounds."""
    return frozenset(start for start in (word, *readings(word)) if _tells(start, word))


def _tells(key: str, word: str) -> bool:
    """A longer word that sounds like one letter (*aaaa*) means nobody; two digits are a cell, no service number."""
    if word.isdecimal():
        return len(word) > CELL_DIGITS
    return bool(key) and (len(key) > 1 or len(word) == 1)


def without_a_letter(key: str) -> frozenset[str]:
    """The key as it is and with any one letter left out; nothing for what is too short for a slip, or no sound."""
    if len(key) < SHORTEST_SLIPPED or not key.isascii() or not key.isalpha():
        return frozenset()
    return frozenset([key, *(key[:at] + key[at + 1 :] for at in range(len(key)))])


def is_particle(word: str) -> bool:
    """Whether the word stands between father and child (*уулу*, *kyzy*): it tells nobody apart."""
    return any(word in particles for particles in load("names")["child_of"].values())


def same_script(one: str, other: str) -> bool:
    """Whether both are written in Cyrillic, or neither is."""
    return is_cyrillic(one) == is_cyrillic(other)
