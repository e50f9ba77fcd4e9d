"""Could somebody guess from this wording who it comes from? Findings with what shows it, for whoever writes to weigh.

What names the author or the origin outright is refused elsewhere (`rules.require_sanitised`). Here are the softer
ways in which a source shows: a pseudonym, a place where few were, a post, the minute, the very words in which it was
told, and how the teller is related to whom it is about. A finding is a code with its evidence; whoever writes may keep
the wording after reading it.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), on protecting sources.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapport.intelligence.choices import Kind
from rapport.intelligence.tellings import alike
from rapport.ledger.references import ALPHABET

FEW = 6
"""A place where no more people than this sleep or were named shows the source."""
_MINUTE = re.compile(r"\b([01]?\d|2[0-3])[:.][0-5]\d\b")
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(rf"\b(?=[\w-]*[A-Z])(?:[{ALPHABET}]{{3}}-?[{ALPHABET}]{{5}}|[{ALPHABET}]{{5}})\b")
"""What has the shape of a source's pseudonym or of a reference, whether there is one or not: a warning about those that
exist would tell which do."""
VERBATIM_WORDS = 6

RELATIONS = {
    "en": "cellmate cellmates neighbour neighbor brother sister wife mother father cousin bunkmate informant source",
    "ru": "сокамерник* сосед* брат* сестр* жен* мать матер* отец отц* информатор* источник* земляк*",
    "ky": "камералаш* кошуна* бир тууган агас* иниси аял* апас* атас* маалымат берүүчү булак* жердеш*",
    "fr": "codétenu* voisin* frère* sœur* épouse mère père cousin* informateur* source",
}
"""Words that say how the teller stands to somebody. A star: every word that begins so."""

POSTS = {
    "en": "officer guard foreman instructor post tower shift",
    "ru": "сотрудник* инспектор* мастер* дежурн* пост пост* вышк* смен*",
    "ky": "кызматкер* инспектор* мастер* нөөмөт* пост* мунара* смена*",
    "fr": "surveillant* agent* instructeur* poste mirador équipe",
}
"""Words that say from which post something was seen."""


@dataclass(frozen=True)
class Guess:
    """One way in which the source could be guessed, and the words that let it."""

    code: str
    words: str


@dataclass(frozen=True)
class Surroundings:
    """What is known of where it was seen or told. `few_in`: labels of places where few sleep. `named`: how many people
    the report names, whose number is theirs alone who were there."""

    place: str
    few_in: Collection[str]
    named: int


def guesses(text: str, *, kind: str, raw: str, around: Surroundings) -> list[Guess]:
    """All that could show the source of this wording, in the order in which one would mend it."""
    found = [Guess("only_few_there", words) for words in around.few_in]
    if around.place and around.place.casefold() in text.casefold() and around.named <= FEW:
        found.append(Guess("place_of_few", around.place))
    if code := _CODE.search(text):
        found.append(Guess("says_a_code", code.group()))
    if minute := _MINUTE.search(text):
        found.append(Guess("exact_minute", minute.group()))
    if post := _first_of(text, POSTS):
        found.append(Guess("says_the_post", post))
    if kind == Kind.TOLD.value:
        if relation := _first_of(text, RELATIONS):
            found.append(Guess("says_the_relation", relation))
        if words := _verbatim(text, raw):
            found.append(Guess("words_as_told", words))
    return list({(one.code, one.words): one for one in found}.values())


def _first_of(text: str, lists: dict[str, str]) -> str:
    listed = [word for words in lists.values() for word in words.split()]
    whole = {word for word in listed if not word.endswith("*")}
    beginnings = tuple(word[:-1] for word in listed if word.endswith("*"))
    return next((word for word in _WORD.findall(text) if _meets(word.lower(), whole, beginnings)), "")


def _meets(word: str, whole: Iterable[str], beginnings: tuple[str, ...]) -> bool:
    return word in set(whole) or word.startswith(beginnings)


def _verbatim(text: str, raw: str) -> str:
    likeness = alike(text, raw)
    if likeness is None:
        return ""
    longest = max(likeness.passages, key=lambda one: one.end - one.start, default=None)
    if longest is None:
        return ""
    words = text[longest.start : longest.end]
    return words if len(_WORD.findall(words)) >= VERBATIM_WORDS else ""
