"""How a written name sounds: Cyrillic and Latin, as four languages spell it, meet in one small alphabet.

A Latin word has several readings (French *Charchenov* and English *Sharshenov* are one man); two words
sound alike when any reading of one is a reading of the other. The tables are `tables/letters.yaml`.
"""

import re
from functools import cache, lru_cache
from typing import Any
from unicodedata import normalize

from anyascii import anyascii

from rapport.language.tables import load

READINGS = ("english", "french", "german", "uzbek", "scholarly", "polish", "turkish")


@lru_cache(maxsize=65_536)
def is_cyrillic(word: str) -> bool:
    """Whether the word is Cyrillic: letters of the other script that only look alike are taken for its own."""
    letters = [letter for letter in word.lower() if letter.isalpha()]
    cyrillic = [letter for letter in letters if "\u0400" <= letter <= "\u052f"]
    if not cyrillic or len(cyrillic) == len(letters):
        return bool(cyrillic)
    surely = sum(letter not in _latin_lookalikes() for letter in cyrillic)
    return surely >= sum(letter.isascii() and letter not in _letters()["lookalikes"] for letter in letters)


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Lower case, without the hyphens; in Cyrillic о у н for ө ү ң, е for ё."""
    word = normalize("NFC", word).lower().replace("-", "")
    if not is_cyrillic(word):
        return "".join(_latin_lookalikes().get(letter, letter) for letter in word)
    table = _letters()
    cyrillic = "".join(table["lookalikes"].get(letter, letter) for letter in word)
    return "".join(table["folded"].get(letter, letter) for letter in cyrillic)


@lru_cache(maxsize=65_536)
def readings(word: str) -> tuple[str, ...]:
    """Every way the word can sound, without repetition; empty when nothing in it sounds."""
    word = folded(word)
    heard = [_spell(word, "cyrillic")] if is_cyrillic(word) else [_latin(word, reading) for reading in READINGS]
    return tuple(dict.fromkeys(sound for sound in map(_merge, heard) if sound))


@lru_cache(maxsize=65_536)
def spoken(word: str) -> tuple[str, ...]:
    """How speakers of four languages say a name that Cyrillic writes by ear (*Guillaume* is Гийом); Latin only."""
    word = folded(word)
    if is_cyrillic(word):
        return ()
    plain = "".join(letter for letter in word if letter.isalpha())
    return tuple(dict.fromkeys(filter(None, (_merge(_said(plain, language)) for language in load("spoken")))))


def _said(word: str, language: str) -> str:
    """Each rule is tried in its order at each letter, one pass; what no rule knows is said as its plain letter."""
    rules, heard = _rules_of_speech(language)
    said = rules.sub(lambda found: heard[int(found.lastindex or 1) - 1], word)
    return anyascii(said)


@cache
def _rules_of_speech(language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    rules = load("spoken")[language]
    return re.compile("|".join(f"({pattern})" for pattern, _ in rules)), tuple(sound for _, sound in rules)


@lru_cache(maxsize=65_536)
def ascii_letters(word: str) -> str:
    """The word as a plain keyboard would have it, for slips of the finger across scripts."""
    return "".join(letter for letter in anyascii(folded(word)).lower() if letter.isalpha())


def _latin(word: str, reading: str) -> str:
    plain = "".join(letter for letter in anyascii(word.translate(_marked(reading))).lower() if letter.isalpha())
    spelled = _spell(plain, reading)
    if reading == "french" and len(plain) > 4 and plain.endswith("e") and plain[-2] not in "aeiouy":
        return spelled[:-1]
    return spelled


def _spell(word: str, reading: str) -> str:
    """Greedy, longest spelling first; what is in no table sounds as its plain letter."""
    spellings, sounds = _spellings(reading)
    sound = spellings.sub(lambda found: sounds[found[0]], word)
    return sound if sound.isascii() else "".join(one if one.isascii() else anyascii(one).lower() for one in sound)


def _merge(sound: str) -> str:
    """Doubled letters and the two ways of writing е after и are one sound."""
    sound = _DOUBLED.sub(r"\1", sound)
    for written, heard in _letters()["alike"].items():
        sound = sound.replace(written, heard)
    sound = _DOUBLED.sub(r"\1", sound)
    for written, heard in _letters()["finals"].items():
        if len(sound) > 4 and sound.endswith(written):
            sound = sound[: -len(written)] + heard
    return sound


_DOUBLED = re.compile(r"(.)\1+")


@cache
def _spellings(reading: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What is looked for in a word, the longest spelling first, and how each sounds."""
    table = _letters()
    latin = table["latin"]
    sounds = table["cyrillic"] if reading == "cyrillic" else {**latin["common"], **latin[reading]}
    return re.compile("|".join(map(re.escape, sorted(sounds, key=len, reverse=True)))), sounds


@cache
def _marked(reading: str) -> dict[int, str]:
    """Letters with a mark, as this reading hears them."""
    table = _letters()
    return str.maketrans({**table["marked"], **table["marked_in"].get(reading, {})})


@cache
def _letters() -> dict[str, Any]:
    table: dict[str, Any] = load("letters")
    return table


@cache
def _latin_lookalikes() -> dict[str, str]:
    """Cyrillic letters that are typed among Latin ones."""
    return {cyrillic: latin for latin, cyrillic in _letters()["lookalikes"].items()}
