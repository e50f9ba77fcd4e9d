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
LONGEST_ENDING = 6


@lru_cache(maxsize=65_536)
def full_names(word: str) -> frozenset[str]:
    """The given names this word can stand for, itself or as a short form; empty when it is not a known name."""
    known = _given_names()
    return _listed(word) or frozenset(name for plain in _without_endearment(word) for name in known.get(plain, ()))


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

    Long names that differ by one voiced sound (Улугбек, Улукбек), or by а and о, are one name in two offices.
    """
    one, other = _listed(first), _listed(second)
    if one and other and one.isdisjoint(other):
        return not _voiced_alike(first, second)
    one, other = roots(first), roots(second)
    cyrillic = is_cyrillic(first) or is_cyrillic(second)
    return bool(one and other and one.isdisjoint(other)) and not (cyrillic and _voiced_alike(first, second))


def _listed(word: str) -> frozenset[str]:
    """The given names that this word writes: as the list spells it, in the other script as well, or else by sound."""
    heard = frozenset(name for sound in readings(word) for name in _given_names().get(sound, ()))
    spelled = _spelled().get(_plain(word))
    if spelled is None:
        return heard
    return spelled | {
        name
        for name in heard
        if is_cyrillic(name) != is_cyrillic(word) and not set(readings(name)).isdisjoint(readings(word))
    }


def spelled_apart(first: str, second: str) -> bool:
    """Whether both words are written in the list as they stand, for two names: Michèle is no other way to write
    Michel, though one may hear no difference.
    """
    if is_cyrillic(first) or is_cyrillic(second):
        return False  # two offices write Исмаил and Ысмайыл
    one, other = _spelled().get(_plain(first)), _spelled().get(_plain(second))
    return one is not None and other is not None and one.isdisjoint(other)


def is_given_sound(sound: str) -> bool:
    """Whether a given name of the list sounds so."""
    return sound in _given_names()


def is_given(word: str) -> bool:
    """Whether the list has the word just as it stands."""
    return _plain(word) in _spelled()


@lru_cache(maxsize=65_536)
def is_family(word: str) -> bool:
    """Whether the word has a family name's ending, or is a listed family."""
    return has_family_ending(word) or any(sound in _families() for sound in readings(word)[:1])


def has_family_ending(word: str) -> bool:
    """Whether the word ends as family names of the region do."""
    return not is_given(word) and any(
        sound.endswith(end) and len(sound) - len(end) >= SHORTEST_BASE - 1
        for sound in readings(word)[:1]
        for end in _family_endings()
    )


def _voiced_alike(first: str, second: str) -> bool:
    return any(
        len(a) == len(b) >= LONG
        and [frozenset(pair) for pair in zip(a, b, strict=True) if pair[0] != pair[1]] in _VOICED
        and a[0] == b[0]
        for a in readings(first)
        for b in readings(second)
    )


_VOICED = [[frozenset(pair)] for pair in ("gk", "bp", "dt", "zs", "ao", "hk", "fp")]


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    """Without accents and soft signs: Элдар is Эльдар."""
    plain = folded(word)
    if not plain.isascii():
        plain = "".join(letter for letter in normalize("NFD", plain) if not combining(letter) and letter not in "ьъ")
    return plain


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
    found: set[tuple[str, str]] = set()
    endings = _case_endings()
    for length in range(1, min(LONGEST_ENDING, len(word) - 1) + 1):
        for language, instead in endings.get(word[-length:], ()):
            base = word[:-length] + instead
            if base != word and len(base) >= SHORTEST_BASE:
                found.add((base, language))
                if language == "ru":
                    found.update((whole, language) for whole in _with_fleeting_vowel(base))
    return frozenset(found)


def _with_fleeting_vowel(base: str) -> Iterator[str]:
    """*Павла*, *Льва*, *Кравца*, *Зайца*: the vowel before the last consonant comes back without an ending."""
    if len(base) < SHORTEST_BASE or base[-1] in _NO_CONSONANT or base[-2] in _VOWELS:
        return
    before = base[:-2] if base[-2] in "ьй" else base[:-1]
    if base[-2] == "й":
        yield base[:-2] + "я" + base[-1]
    for vowel in ("е", "о"):
        yield before + vowel + base[-1]


_VOWELS = frozenset("аеиоуыэюя")
_NO_CONSONANT = _VOWELS | frozenset("ьъй")


@cache
def _case_endings() -> dict[str, list[tuple[str, str]]]:
    """Ending → (language, what the nominative has instead), folded as words are."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for language, endings in _names()["cases"].items():
        for ending, instead in endings:
            found[folded(ending)].append((language, folded(instead)))
    return dict(found)


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
