"""A name typed with the keyboard set to the other script: *Fktrcfylh* is Александр, *Ышдмф* is Silva."""

from functools import cache, lru_cache

from rapport.language.tables import load

VOWELS = frozenset("aeiouаеёиоуыэюя")
SPOKEN_LATIN, SPOKEN_CYRILLIC = 0.26, 0.34
"""Vowels among the letters, beyond which a text is what somebody meant to type."""


@lru_cache(maxsize=4_096)
def retyped(text: str) -> str:
    """The text as the same keys would have written it on the other keyboard; "" where there is none such.

    A text in both scripts was typed with a mind to both; one with as many vowels as names have was meant as it stands.
    """
    letters = [letter for letter in text if letter.isalpha()]
    cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in letters)
    if not letters or cyrillic not in (0, len(letters)):
        return ""
    vowels = sum(letter in VOWELS for letter in text.lower())
    if vowels > len(letters) * (SPOKEN_CYRILLIC if cyrillic else SPOKEN_LATIN):
        return ""
    keys = _keys()[1 if cyrillic else 0]
    return "".join(keys.get(letter, letter) for letter in text)


@cache
def _keys() -> tuple[dict[str, str], dict[str, str]]:
    """From Latin keys to Cyrillic letters, and back."""
    table = load("letters")["same_keys"]
    to_cyrillic: dict[str, str] = {}
    for latin, cyrillic in zip(table["latin"], table["cyrillic"], strict=True):
        to_cyrillic |= dict(zip(latin, cyrillic, strict=True))
    return to_cyrillic, {cyrillic: latin for latin, cyrillic in to_cyrillic.items()}
