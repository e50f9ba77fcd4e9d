"""How a written name sounds: Cyrillic and Latin, as four languages spell it, meet in one small alphabet.

A Latin word has several readings (French *Charchenov* and English *Sharshenov* are one man); two words
sound alike when any reading of one is a reading of the other. The tables are `tables/letters.yaml`.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from unicodedata import normalize

from anyascii import anyascii

from rapport.language.tables import load

READINGS = ("english", "french", "german", "uzbek")


def is_cyrillic(word: str) -> bool:
    """Whether any letter is Cyrillic: Latin look-alikes typed among them are taken for Cyrillic too."""
    return any("\u0400" <= letter <= "\u052f" for letter in word)


def folded(word: str) -> str:
    """Lower case, without the hyphens; in Cyrillic о у н for ө ү ң, е for ё."""
    word = normalize("NFC", word).lower().replace("-", "")
    if not is_cyrillic(word):
        return word
    table = _letters()
    cyrillic = "".join(table["lookalikes"].get(letter, letter) for letter in word)
    return "".join(table["folded"].get(letter, letter) for letter in cyrillic)


@lru_cache(maxsize=65_536)
def readings(word: str) -> tuple[str, ...]:
    """Every way the word can sound, without repetition; empty when nothing in it sounds."""
    word = folded(word)
    if is_cyrillic(word):
        heard = [_spell(word, _letters()["cyrillic"])]
    else:
        heard = [_latin(word, reading) for reading in READINGS]
    return tuple(dict.fromkeys(sound for sound in map(_merge, heard) if sound))


@lru_cache(maxsize=65_536)
def ascii_letters(word: str) -> str:
    """The word as a plain keyboard would have it, for slips of the finger across scripts."""
    return "".join(letter for letter in anyascii(folded(word)).lower() if letter.isalpha())


def _latin(word: str, reading: str) -> str:
    table = _letters()
    marked = "".join(table["marked"].get(letter, letter) for letter in word)
    plain = "".join(letter for letter in anyascii(marked).lower() if letter.isalpha())
    spelled = _spell(plain, _latin_table(reading))
    if reading == "french" and len(plain) > 4 and plain.endswith("e") and plain[-2] not in "aeiouy":
        return spelled[:-1]
    return spelled


def _spell(word: str, table: Mapping[str, str]) -> str:
    """Greedy, longest spelling first; what is in no table sounds as its plain letter."""
    longest = max(map(len, table))
    sound, at = "", 0
    while at < len(word):
        for length in range(min(longest, len(word) - at), 0, -1):
            part = word[at : at + length]
            if part in table:
                sound += table[part]
                at += length
                break
        else:
            sound += word[at] if word[at].isascii() else anyascii(word[at]).lower()
            at += 1
    return sound


def _merge(sound: str) -> str:
    """Doubled letters and the two ways of writing е after и are one sound."""
    sound = _single(sound)
    for written, heard in _letters()["alike"].items():
        sound = sound.replace(written, heard)
    sound = _single(sound)
    for written, heard in _letters()["finals"].items():
        if len(sound) > 4 and sound.endswith(written):
            sound = sound[: -len(written)] + heard
    return sound


def _single(sound: str) -> str:
    return "".join(letter for at, letter in enumerate(sound) if at == 0 or letter != sound[at - 1])


@cache
def _letters() -> dict[str, Any]:
    table: dict[str, Any] = load("letters")
    return table


@cache
def _latin_table(reading: str) -> dict[str, str]:
    latin = _letters()["latin"]
    spellings = {written: heard for written, heard in latin[reading].items() if " " not in written}
    return {**latin["common"], **spellings}
