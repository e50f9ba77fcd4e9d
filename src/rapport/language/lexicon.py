"""Names that are known, their short forms, and names found under a case ending.

Two known names are two names however alike they look; a word that is no known name may be a slip of the pen.
The tables are `tables/given_names.yaml`, `tables/family_names.yaml` and `tables/names.yaml`.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any
from unicodedata import combining, normalize

from rapport.language.sounds import folded, is_cyrillic, readings
from rapport.language.tables import load

SHORTEST_BASE = 3
LONG = 6


@lru_cache(maxsize=65_536)
def full_names(word: str) -> frozenset[str]:
    """The given names this word can stand for, itself or as a short form; empty when it is not a known name."""
    known = _given_names()
    found = frozenset(name for sound in readings(word) for name in known.get(sound, ()))
    return found or frozenset(name for plain in _without_endearment(word) for name in known.get(plain, ()))


def _without_endearment(word: str) -> Iterator[str]:
    """*Санька* is Саня said fondly: the sounds of the short form it comes from."""
    for sound in readings(word):
        for fond, plain in _endearments():
            if sound.endswith(fond) and len(sound) - len(fond) >= SHORTEST_BASE - 1:
                yield sound.removesuffix(fond) + plain


@lru_cache(maxsize=65_536)
def roots(word: str) -> frozenset[str]:
    """What a known family name is made from: its entry in the list, or the given name under its ending."""
    families, given = _families(), _given_names()
    found = {f"family {families[sound]}" for sound in readings(word) if sound in families}
    for sound in readings(word):
        for ending in _family_endings():
            if sound.endswith(ending) and len(sound) - len(ending) >= SHORTEST_BASE:
                found.update(f"root {name}" for name in given.get(sound[: -len(ending)], ()))
    return frozenset(found)


@lru_cache(maxsize=65_536)
def length_that_tells(word: str) -> int:
    """How many sounds the word has without a family name's ending; the shortest reading, at least three where it is."""
    lengths = [len(sound) for sound in readings(word)]
    for sound in readings(word):
        bare = next((sound.removesuffix(end) for end in _family_endings() if sound.endswith(end)), sound)
        lengths.append(max(len(bare), min(SHORTEST_BASE + 1, len(sound))))
    return min(lengths, default=0)


def known_apart(first: str, second: str) -> bool:
    """Whether both words are known, as given or as family names, and have nothing in common.

    Long names that differ by one voiced sound (Улугбек, Улукбек) are one name in two offices.
    """
    for known in (full_names, roots):
        one, other = known(first), known(second)
        if one and other and one.isdisjoint(other):
            return not (known is full_names and _voiced_alike(first, second))
    return False


def spelled_apart(first: str, second: str) -> bool:
    """Whether both words are written in the list as they stand, for two names: Michèle is no other way to write
    Michel, though one may hear no difference.
    """
    one, other = _spelled().get(_plain(first)), _spelled().get(_plain(second))
    return one is not None and other is not None and one.isdisjoint(other)


def is_given(word: str) -> bool:
    """Whether the list has the word just as it stands."""
    return _plain(word) in _spelled()


def _voiced_alike(first: str, second: str) -> bool:
    return any(
        len(a) == len(b) >= LONG
        and [frozenset(pair) for pair in zip(a, b, strict=True) if pair[0] != pair[1]] in _VOICED
        and a[0] == b[0]
        for a in readings(first)
        for b in readings(second)
    )


_VOICED = [[frozenset(pair)] for pair in ("gk", "bp", "dt", "zs")]


def _plain(word: str) -> str:
    return "".join(letter for letter in normalize("NFD", folded(word)) if not combining(letter))


@cache
def _spelled() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for names in load("given_names").values():
        for full, others in names.items():
            for written in (full, *others):
                found[_plain(written)].add(full)
    return {written: frozenset(names) for written, names in found.items()}


@lru_cache(maxsize=65_536)
def without_case(word: str) -> frozenset[tuple[str, str]]:
    """(nominative, language) for every case ending the word may carry; Cyrillic only."""
    word = folded(word)
    if not is_cyrillic(word):
        return frozenset()
    fleeting = _names()["fleeting"]
    found: set[tuple[str, str]] = set()
    for language, ending, instead in _case_endings():
        base = word.removesuffix(ending) + instead
        if word.endswith(ending) and base != word and len(base) >= SHORTEST_BASE:
            found.add((fleeting.get(base, base), language))
    return frozenset(found)


@cache
def _case_endings() -> tuple[tuple[str, str, str], ...]:
    """(language, ending, what the nominative has instead), folded as words are."""
    return tuple(
        (language, folded(ending), folded(instead))
        for language, endings in _names()["cases"].items()
        for ending, instead in endings
    )


@cache
def _given_names() -> dict[str, frozenset[str]]:
    """Sound → full names. A reading that only a foreign spelling gives (French *Michel*) counts like any other."""
    by_sound: defaultdict[str, set[str]] = defaultdict(set)
    for names in load("given_names").values():
        for full, others in names.items():
            for written in (full, *others):
                for sound in readings(written):
                    by_sound[sound].add(full)
    return {sound: frozenset(names) for sound, names in by_sound.items()}


@cache
def _families() -> dict[str, str]:
    """Sound → family, women's forms included. The English reading only: French and German ones collide."""
    by_sound: dict[str, str] = {}
    for family in load("family_names")["known"].split():
        sound = readings(family)[0]
        by_sound[sound] = family
        if sound.endswith(("ov", "ev", "in")):
            by_sound.setdefault(sound + "a", family)
        elif sound.endswith("ski"):
            by_sound.setdefault(sound[:-1] + "aia", family)
    return by_sound


@cache
def _family_endings() -> tuple[str, ...]:
    """As sounds, longest first."""
    endings = {readings(ending)[0] for ending in _names()["family_endings"]}
    return tuple(sorted(endings, key=lambda ending: (-len(ending), ending)))


@cache
def _endearments() -> tuple[tuple[str, str], ...]:
    return tuple((readings(fond)[0], readings(plain)[0]) for fond, plain in _names()["endearments"])


@cache
def _names() -> dict[str, Any]:
    table: dict[str, Any] = load("names")
    return table
