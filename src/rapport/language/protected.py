"""Protected words: what no label that a unit makes may say about people, in four languages and all their forms.

One list (`protected.yaml`) for religion, ethnicity, politics, health and orientation (safeguard 4). A word is met by
how it begins, or by its stem. Finding a word says nothing about anybody: it says that a label must not carry it.

Source: Directive (EU) 2016/680, article 10.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import combining, normalize

import yaml

from rapport.language.sounds import is_cyrillic
from rapport.language.stems import LANGUAGES, UnknownLanguage, stem

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = frozenset({"ru", "ky"})
_PLAIN = str.maketrans({"ө": "о", "ү": "у", "ң": "н", "ё": "е", "œ": "oe", "æ": "ae"})


@dataclass(frozen=True)
class Mention:
    """A protected word as it was written, and what it is about: religion, ethnicity, politics, health, orientation."""

    word: str
    about: str


@dataclass(frozen=True)
class _Listed:
    """The words of one subject in one language: how they begin, their stems, or as they stand."""

    about: str
    beginnings: tuple[str, ...]
    stems: frozenset[str]
    as_they_stand: frozenset[str]


def found(text: str, language: str | None = None) -> list[Mention]:
    """The protected words of a text in the order written, each once; in one of ky, ru, en, fr, or in all of them.

    Raises `UnknownLanguage` for any other.
    """
    if language is not None and language not in LANGUAGES:
        raise UnknownLanguage(language)
    mentions = (_mention(word, language) for word in _WORD.findall(normalize("NFC", text)))
    return list(dict.fromkeys(mention for mention in mentions if mention is not None))


@lru_cache(maxsize=16_384)
def _mention(word: str, language: str | None) -> Mention | None:
    script = [one for one in LANGUAGES if (one in _CYRILLIC) == is_cyrillic(word)]
    plain = _plain(word)
    for one in script if language is None else [language]:
        for listed in _lists(one):
            if plain in listed.as_they_stand or plain.startswith(listed.beginnings):
                return Mention(word, listed.about)
            if _plain(stem(word, one)) in listed.stems:
                return Mention(word, listed.about)
    return None


def _plain(word: str) -> str:
    """Small, with plain letters: no accents on Latin ones, Latin look-alikes in a Cyrillic word made Cyrillic."""
    word = word.lower()
    if is_cyrillic(word):
        return word.translate(_LOOKALIKES).translate(_PLAIN)
    return "".join(letter for letter in normalize("NFKD", word.translate(_PLAIN)) if not combining(letter))


_LOOKALIKES = str.maketrans("aceopxyk", "асеорхук")


@cache
def _lists(language: str) -> tuple[_Listed, ...]:
    text = (files("rapport.language") / "protected.yaml").read_text(encoding="utf-8")
    return tuple(_listed(about, language, words[language].split()) for about, words in yaml.safe_load(text).items())


def _listed(about: str, language: str, words: Iterable[str]) -> _Listed:
    entries = list(words)
    beginnings = (_plain(one[:-1]) for one in entries if one.endswith("*"))
    stems = (_plain(stem(one, language)) for one in entries if one.isalpha())
    exact = (_plain(one[1:]) for one in entries if one.startswith("="))
    return _Listed(about, tuple(beginnings), frozenset(stems), frozenset(exact))
