"""What a text is found by: one analyser for the words of four languages, for what is kept and for what is asked alike.

A Cyrillic word may be Russian, Kyrgyz, or a Russian word with a Kyrgyz ending (*камерадан*); a Latin one English or
French: each gives the stems of all it can be, with о у н for ө ү ң and without accents. A word with a capital may be a
name: it is found by its sound too, in either script. A token is a key for looking up, not a word to show.

Tokens are of letters, of digits, or begin with 0 and a letter that says what they are; only words written here can
make the first two, so that nothing typed passes for a mark that a room made (`search`).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import combining, normalize

from rapport.language.names import keys
from rapport.language.sounds import folded, is_cyrillic
from rapport.language.stems import read_endings, stem
from rapport.language.tables import load

MOST_ASKED = 12
LONGEST = 40
SHORTEST_BORROWED = (
    5  # of a Russian word with a Kyrgyz ending; a shorter one is Kyrgyz, and Russian endings would eat it
)
SHORTEST_PLURAL = 4  # Snowball leaves the s of *détenus*
_WORD = re.compile(r"[^\W_]+")
NAME, MIXED = "0n", "0w"


@dataclass(frozen=True)
class Asked:
    """A word of a search: as it was typed, and the tokens of which a text must have one."""

    word: str
    tokens: frozenset[str]


def tokens(*texts: str) -> frozenset[str]:
    """Everything that these texts are found by."""
    found: set[str] = set()
    for text in texts:
        for word in words(text):
            if word.lower() not in _stops():
                found.update(_written(word))
    return frozenset(found)


def asked(text: str) -> list[Asked]:
    """The words of a search, at most twelve, each once. Words that tell nothing count only where there are no
    others.
    """
    typed = list(dict.fromkeys(words(text)))
    telling = [word for word in typed if word.lower() not in _stops()] or typed
    found = (Asked(word, stems(word) | sounds(word)) for word in telling[:MOST_ASKED])
    return list({one.tokens: one for one in found if one.tokens}.values())


def words(text: str) -> list[str]:
    """The words of a text, as they stand."""
    return [word[:LONGEST] for word in _WORD.findall(normalize("NFC", text))]


@lru_cache(maxsize=200_000)
def _written(word: str) -> tuple[str, ...]:
    """A tuple of texts: what is no longer used is looked for in as many sets, in a tuple of texts never."""
    return tuple(stems(word) | sounds(word) if word[0].isupper() else stems(word))


def stems(word: str) -> frozenset[str]:
    """What one word is found by, whichever of the four languages it is in."""
    if word.isdecimal():
        return frozenset([word])
    plain = _bare(folded(word))
    if not plain.isalpha():
        return frozenset([f"{MIXED}{plain}"])
    return _cyrillic(word) if is_cyrillic(word) else _latin(word, plain)


def _cyrillic(word: str) -> frozenset[str]:
    found = set()
    for written in {word, folded(word)}:
        kyrgyz = stem(written, "ky")
        found |= {stem(written, "ru"), kyrgyz}
        found |= {stem(kyrgyz, "ru")} if len(kyrgyz) >= SHORTEST_BORROWED else set()
    return frozenset(filter(str.isalpha, map(folded, found)))


def _latin(word: str, plain: str) -> frozenset[str]:
    plain = _irregular().get(plain, plain)
    one = plain[:-1] if len(plain) > SHORTEST_PLURAL and plain.endswith("s") else plain
    found = {stem(written, language) for written in (word, plain, one) for language in ("en", "fr")}
    return frozenset(filter(str.isalpha, map(_bare, found)))


def sounds(word: str) -> frozenset[str]:
    """What a name is found by: how it sounds, without the ending that it may carry."""
    if len(word) < 2 or not word.isalpha():
        return frozenset()
    heard = (_bare(folded(key)) for key in keys(word))
    return frozenset(f"{NAME}{one[:LONGEST]}" for one in heard if len(one) > 1 and one.isalnum())


def pieces(text: str, wanted: Collection[Asked]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word that was asked for."""
    sought = frozenset[str]().union(*(one.tokens for one in wanted))
    found: list[tuple[str, bool]] = []
    at = 0
    text = normalize("NFC", text)
    for match in _WORD.finditer(text):
        if not sought.isdisjoint(_written(match.group()[:LONGEST])):
            found += [(text[at : match.start()], False), (match.group(), True)]
            at = match.end()
    return [(piece, hit) for piece, hit in [*found, (text[at:], False)] if piece]


def get_ready() -> None:
    """Read the tables by which words are found: before anybody searches (`interface.warming`)."""
    read_endings()
    for word in ("Lasko", "Ласко"):
        tokens(word)


def _bare(word: str) -> str:
    """Without accents on Latin letters; й stays a letter of its own."""
    if word.isascii() or is_cyrillic(word):
        return word.lower()
    return "".join(letter for letter in normalize("NFKD", word.lower()) if not combining(letter))


@cache
def _irregular() -> dict[str, str]:
    found: dict[str, str] = load("irregular")["en"]
    return found


@cache
def _stops() -> frozenset[str]:
    return frozenset(word for listed in load("stops").values() for word in str(listed).split())
