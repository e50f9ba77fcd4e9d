"""The word under its endings, so that a search for one form finds the others: Kyrgyz, Russian, English, French.

Russian, English and French through Snowball (PyStemmer). Snowball has no Kyrgyz: a suffix stripper whose endings follow
vowel harmony and the last consonant, written as a table (`tables/stems_ky.yaml`). A stem is a key for looking up, not a
word to show.
"""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any
from unicodedata import normalize

import Stemmer

from rapport.language.tables import load

SNOWBALL = {"ru": "russian", "en": "english", "fr": "french"}
LANGUAGES = ("ky", *SNOWBALL)


class UnknownLanguage(ValueError):
    """There is no stemmer for this language."""


def stem(word: str, language: str) -> str:
    """The stem of one word, in lower case; `language` one of ky, ru, en, fr. Raises `UnknownLanguage` for another."""
    word = normalize("NFC", word).lower()
    if language == "ky":
        return _kyrgyz(word)
    if language not in SNOWBALL:
        raise UnknownLanguage(language)
    if language == "ru":
        word = word.replace("ё", "е")
    return _snowball(language)(word)


@cache
def _snowball(language: str) -> Callable[[str], str]:
    stemmer = Stemmer.Stemmer(SNOWBALL[language])
    return lambda word: str(stemmer.stemWord(word))


@lru_cache(maxsize=65_536)
def _kyrgyz(word: str) -> str:
    """Strip the longest ending that fits the word before it, again and again; then undo what the ending had changed."""
    word = _written_out(_regular(word))
    while (shorter := _shorter(word)) != word:
        word = shorter
    return word


def _shorter(word: str) -> str:
    table = _table()
    if word in table["keep"]:
        return word
    stripped = [
        word[:at]
        for at in range(table["shortest"]["stem"], len(word))
        if _is_stem(word[:at]) and word[at:] in _endings(_last_vowel(word[:at]), word[at - 1])
    ]
    if not stripped:
        return _without_long_infinitive(word)
    return next((before for before in stripped if before in table["keep"]), _hardened(stripped[0]))


def _regular(word: str) -> str:
    for written, regular in sorted(_table()["irregular"].items(), key=lambda item: -len(item[0])):
        if word.startswith(written):
            return str(regular) + word[len(written) :]
    return word


def _written_out(word: str) -> str:
    """*коюп* is кой and an ending: я ю ё after a vowel as й and the vowel."""
    out = ""
    for letter in word:
        if letter in _IOTATED and out and out[-1] in _vowels():
            front = _last_vowel(out) in _FRONT
            out += "й" + (_IOTATED[letter][1] if front else _IOTATED[letter][0])
        else:
            out += letter
    return out


def _without_long_infinitive(word: str) -> str:
    """*иштөө* is иште: the long vowel at the end stands for the stem's own."""
    for long, short in _table()["long_infinitive"].items():
        before = word.removesuffix(long)
        if before != word and len(before) >= _table()["shortest"]["stem"] and _last_vowel(before) in short:
            return before + str(short[_last_vowel(before)])
    return word


def _is_stem(word: str) -> bool:
    """Whether a word can end so: it has a vowel, is long enough, and does not break off between two consonants."""
    vowels = _vowels()
    if not any(letter in vowels for letter in word):
        return False
    if word[-1] in vowels and len(word) < _table()["shortest"]["open_stem"]:
        return word in _table()["open_stems"]
    if len(word) > 1 and word[-1] not in vowels and word[-2] not in vowels:
        return word[-2:] in _table()["clusters"] or word[-1] == word[-2]
    return True


def _hardened(word: str) -> str:
    return word[:-1] + str(_table()["softened"].get(word[-1], word[-1]))


def _last_vowel(word: str) -> str:
    return next((letter for letter in reversed(word) if letter in _vowels()), "")


def _endings(vowel: str, last: str) -> frozenset[str]:
    """Every ending that may follow a word with this last vowel and this last letter."""
    return _endings_after(vowel, _like(last))


@cache
def _like(letter: str) -> str:
    """The first letter after which endings are the same as after this one."""
    kind, vowel = _kind(letter), letter in _vowels()
    alike = (one for one in (kind or {}).get("letters", "") if _kind(one) is kind and (one in _vowels()) == vowel)
    return next(alike, letter)


@lru_cache(maxsize=2_048)
def _endings_after(vowel: str, last: str) -> frozenset[str]:
    table = _table()
    harmonies = [table[name] for name in ("harmony", "harmony_typed") if vowel in table[name]]
    if not harmonies or _kind(last) is None:
        return frozenset()
    found = set()
    for template in _templates():
        for harmony in harmonies:
            ending = _realised(template, vowel, last, {**table["harmony"], vowel: harmony[vowel]})
            found.add(ending)
            if _your_long_form(template):
                found.add(ending.replace("ң", "н"))
    return frozenset(found - {""})


def read_endings() -> None:
    """Work out what may follow any vowel and letter: a tenth of a second, which somebody's first search would pay."""
    for vowel in _vowels():
        for last in "".join(row["letters"] for row in _table()["letters"].values()):
            _endings(vowel, last)


def _your_long_form(template: str) -> bool:
    """*-ңыз, -ңар* are known also with н; a bare -н would be taken for half of all words."""
    return "ңI" in template or "ңA" in template


@cache
def _templates() -> tuple[str, ...]:
    return tuple(dict.fromkeys([*_noun_templates(), *_verb_templates()]))


def _noun_templates() -> Iterator[str]:
    noun = _table()["noun"]
    yield from noun["more"]
    for plural in noun["plural"]:
        for own in noun["own"]:
            for case in noun["case_after"].get(own, noun["case"]):
                yield plural + own + case


def _verb_templates() -> Iterator[str]:
    verb = _table()["verb"]
    yield from verb["infinitive"]
    for together in verb["together"]:
        for question in verb["question"]:
            for ending in verb["ending"]:
                # What an ending asks of the letter before it is said first, whatever stands between.
                asked, bare = (ending[:2], ending[2:]) if ending[1:2] == ":" else ("", ending)
                if not asked or not together:
                    yield asked + together + bare + question
                if asked != "C:":
                    yield together + "BA" + bare + question
            for ending in verb["only_not"]:
                yield together + "BA" + ending + question


def _realised(template: str, vowel: str, last: str, harmony: dict[str, list[str]]) -> str:
    """The ending as it is written after this vowel and letter; empty where it may not stand there."""
    if template[1:2] == ":":
        if (template[0] == "V") != (last in _vowels()):
            return ""
        template = template[2:]
    out = ""
    for sign in template:
        after_vowel = (out[-1:] or last) in _vowels()
        if sign in "iS" and after_vowel == (sign == "i"):
            continue
        letter = _letter(sign, vowel, out[-1:] or last, harmony)
        out += letter
        if letter in _vowels():
            vowel = letter
    return out


def _letter(sign: str, vowel: str, last: str, harmony: dict[str, list[str]]) -> str:
    if sign == "S":
        return "с"
    if sign == "Y" and last in _vowels():
        return "й"
    if sign in "AYIiU":
        return harmony[vowel]["AYIiU".index(sign) // 2]
    kind = _kind(last) or {}
    return str(kind.get(sign, sign))


@cache
def _kind(letter: str) -> dict[str, str] | None:
    return next((row for row in _table()["letters"].values() if letter in row["letters"]), None)


@cache
def _vowels() -> frozenset[str]:
    return frozenset(_table()["harmony"])


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = load("stems_ky")
    return {**table, "keep": frozenset(table["keep"]), "clusters": frozenset(table["clusters"])}


_IOTATED = {"я": ("а", "е"), "ю": ("у", "ү"), "ё": ("о", "ө")}
_FRONT = frozenset("еэиөү")
