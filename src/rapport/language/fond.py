"""Short and fond forms that no list has: the beginning of a name, with an ending or none (*Тимоша*, *Нуке*, *Danny*).

A rule, not a proof: it joins two words only where the rest of two names agrees. What the list of given names knows is
left to the list: Эркин is a name of its own and no short form of Эркинбек, which begins so.
"""

from functools import cache, lru_cache

from rapport.language.lexicon import full_names, is_family, is_given
from rapport.language.sounds import is_cyrillic, readings
from rapport.language.tables import load

SHORTEST_NAME = 4
LONG_ENDING = 3


@lru_cache(maxsize=65_536)
def is_short_for(short: str, full: str) -> bool:
    """Whether the first word can be made of the second by cutting it and giving it an ending. Both in one script."""
    if is_cyrillic(short) != is_cyrillic(full) or is_given(short) or is_family(short):
        return False
    if is_family(full) and not is_given(full):
        return False
    return any(
        _is_made_of(said, name, language)
        for language in _languages_of(full)
        for said in readings(short)
        for name in readings(full)
        if len(name) >= SHORTEST_NAME
    )


def _is_made_of(said: str, name: str, language: str) -> bool:
    for ending, least in _endings(language):
        stem = said.removesuffix(ending)
        whole = len(name) + (len(ending) >= LONG_ENDING)
        if said.endswith(ending) and least <= len(stem) < whole and name.startswith(stem):
            return True
    clipped = load("fond")["cut_at_the_front"].get(language, 0)
    return bool(clipped) and clipped <= len(said) < len(name) and name.endswith(said)


def _languages_of(full: str) -> tuple[str, ...]:
    """Whose endings to try: a name that several languages have may be shortened as in any of them."""
    listed = {_table_of(name) for name in full_names(full)}
    return tuple(sorted(listed)) or ("ky" if is_cyrillic(full) else "western",)


@cache
def _tables() -> dict[str, str]:
    return {full: language for language, names in load("given_names").items() for full in names}


def _table_of(name: str) -> str:
    language = _tables()[name]
    if language == "other":
        return "ky" if is_cyrillic(name) else "western"
    return language


@cache
def _endings(language: str) -> tuple[tuple[str, int], ...]:
    """(ending as a sound, how many sounds of the name are left before it)."""
    return tuple(
        ((readings(ending) or ("",))[0], least)
        for least, endings in load("fond")["endings"][language].items()
        for ending in endings
    )
