"""What makes an item or a note fit to be kept: pure decisions on plain values.

Source: field notes on grading ("corroborated" needs an independent origin); safeguards 1, 2, 5 and 15.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from anyascii import anyascii

from rapport.intelligence.choices import Category, Kind, Obtained, StatementKind
from rapport.intelligence.errors import Incomplete, NotCorroborated, Ungradable, Unsanitised
from rapport.intelligence.grading import Scheme
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.intelligence.yardstick import Yardstick
from rapport.reporting.kinds import LEFT_THE_PRISON

FINISHED = frozenset({"evaluated", "closed", "duplicate", "elsewhere", "prosecutor", *LEFT_THE_PRISON})
"""Where a report stands (see `reporting`) when the desk has done with it."""
AN_HOUR = 60
A_DAY = 24 * AN_HOUR
"""In minutes, as how long a report has waited is counted."""
LONGEST_TEXT = 1000
LONGEST_REASON = 300
LONGEST_TITLE = 120
LONGEST_LABEL = 60
LONGEST_QUESTION = 200
LONGEST_REQUIREMENT = 90
"""Days after which a question lapses at the latest."""
LONGEST_OFFICE = 80
LONGEST_LINE = 300
LONGEST_INSTRUCTION = 14
"""Days for which an instruction to the wings holds at most."""
LETTERS_IN_A_ROW = 78
"""Letters that stand beside each other on the printed page of a briefing, the wider letters of Russian counted in."""
ROWS_OF_A_PAGE = 48
"""Rows that a page of A4 holds beneath its head and above its signature."""
LONGEST_PASSAGE = 120
LONGEST_PERMISSION = 90
"""Days after which whoever provided an item is asked again."""
MOST_STATEMENTS = 12
SHORTEST_NAME = 4
"""A name shorter than this is looked for only together with the rest of the name."""
WORDS_OF_A_SEAT = frozenset(
    {"officer", "governor", "analyst", "trainer", "desk", "sotrudnik", "ofitser", "kyzmatker", "agent"}
)
"""Words of a part that somebody plays under no name of their own ("New officer", "Officer 3"), in Latin letters."""
LONGEST_ENDING = 3
"""Letters that an inflected name may have more than the name itself ("Токтосунова", "Токтосуновой")."""


class FromOrigin(Protocol):
    """An item, as far as its origin goes."""

    @property
    def origin(self) -> str: ...


class Heard(NamedTuple):
    """What is being made into an item, as far as its origin goes."""

    report_ref: str
    kind: str
    origin: str


class AboutPeople(FromOrigin, Protocol):
    """An item with the people it names."""

    @property
    def ref(self) -> str: ...

    @property
    def person_refs(self) -> Collection[str]: ...


def waited_as_said(minutes: int) -> int:
    """As many minutes as one says that a report has waited: up to an hour each, up to two days whole hours, then days.

    A queue in which nothing new is to be said is the same rows as a minute ago.
    """
    if minutes < AN_HOUR:
        return max(0, minutes)
    return minutes - minutes % (AN_HOUR if minutes < 2 * A_DAY else A_DAY)


def independent_origins(items: Iterable[FromOrigin]) -> int:
    """How many origins stand behind these items.

    Three officers who heard it from one prisoner are one. An origin nobody knows may be any of the others: it adds
    nothing, and counts as one only where it stands alone.
    """
    origins = [item.origin for item in items]
    known = {origin for origin in origins if origin}
    return len(known) or min(len(origins), 1)


def corroborating(items: Iterable[AboutPeople], *, origin: str, people: Collection[str]) -> list[str]:
    """References of the items of another, known origin about at least one of these people."""
    if not origin:
        return []
    wanted = set(people)
    return [
        item.ref for item in items if item.origin and item.origin != origin and not wanted.isdisjoint(item.person_refs)
    ]


def rows_of_a_page(sections: Iterable[Sequence[str]]) -> int:
    """How many rows these lines take on the printed page of a briefing, section by section, each under its heading."""
    return sum(2 + sum(max(1, -(-len(line) // LETTERS_IN_A_ROW)) for line in lines) for lines in sections)


def require_one_page(sections: Iterable[Sequence[str]]) -> None:
    """A briefing stands on one page. Raises `Incomplete`."""
    if rows_of_a_page(sections) > ROWS_OF_A_PAGE:
        raise Incomplete("more_than_a_page")


def one_compartment(compartments: Iterable[str], *, field: str) -> str:
    """The compartment in which something lies that rests on all this; "" for none. Raises `Incomplete` for two."""
    found = sorted({one for one in compartments if one})
    if len(found) > 1:
        raise Incomplete("several_compartments", field=field)
    return found[0] if found else ""


def require_open(standing: str) -> None:
    """Nothing more is made of a report once its evaluation is finished. Raises `Incomplete`."""
    if standing in FINISHED:
        raise Incomplete("finished")


def require_graded(scheme: Scheme, *, source: str, information: str, handling: str, conditions: str) -> None:
    """Each axis has one of its own codes, and a handling code that needs conditions has them. Raises `Incomplete`."""
    given = {"source": source, "information": information, "handling": handling}
    for axis in scheme.axes:
        if given[axis.name] not in axis:
            raise Incomplete("choose", field=axis.name)
        if given[axis.name] in axis.needs_conditions and not conditions.strip():
            raise Incomplete("state_conditions", field="conditions")
    if scheme.handling is None and handling:
        raise Incomplete("choose", field="handling")


def require_reasons(**reasons: str) -> None:
    """Each of these is said, and in a few words. Raises `Incomplete` for the first that is not."""
    for field, reason in reasons.items():
        require_said(reason, field=field, longest=LONGEST_REASON)


def require_said(text: str, *, field: str, longest: int) -> None:
    """The field says something and is not longer than that. Raises `Incomplete`."""
    if not text.strip():
        raise Incomplete("say", field=field)
    if len(text) > longest:
        raise Incomplete("too_long", field=field)


def require_kind(kind: str, *, seen: str, told: str) -> None:
    """An item is of what was seen or of what was told, and the report says such a thing. Raises `Incomplete`.

    The officer's view is no information: nothing is made of it.
    """
    texts = {Kind.SEEN.value: seen, Kind.TOLD.value: told}
    if kind not in texts:
        raise Incomplete("choose", field="kind")
    if not texts[kind].strip():
        raise Incomplete("nothing_of_this_kind", field="kind")


def require_rightly_obtained(obtained: str) -> None:
    """It is said how it was obtained, and not by force, threat or punishment. Raises `Incomplete`, `Ungradable`."""
    if obtained not in Obtained.values:
        raise Incomplete("choose", field="obtained")
    if obtained == Obtained.PRESSED.value:
        raise Ungradable("ill_treatment", field="obtained")


def require_necessity(mentions: Collection[object], necessity: str) -> None:
    """A wording that mentions worship, dress, diet, language or the like says why it must. Raises `Incomplete`.

    Leaving the mention out answers the question too.
    """
    if mentions and not necessity.strip():
        raise Incomplete("say_why_necessary", field="necessity")
    if len(necessity) > LONGEST_REASON:
        raise Incomplete("too_long", field="necessity")


def require_mentions_answered(asked: Collection[str], *, left_out: Collection[str]) -> None:
    """Of each report whose mention no item keeps, somebody says that it was left out. Raises `Incomplete`."""
    if not set(asked) <= set(left_out):
        raise Incomplete("answer_for_mention", field="mention")


def require_people(people: Sequence[PersonInput], *, reported: Collection[str]) -> None:
    """Each person is named in the report, once, with a category; who is suspected is so on stated grounds."""
    if len({person.person_ref for person in people}) != len(people):
        raise Incomplete("named_twice", field="people")
    for person in people:
        if person.person_ref not in reported:
            raise Incomplete("not_in_report", field="people")
        if person.category not in Category.values:
            raise Incomplete("choose", field="people")
        if person.category == Category.SUSPECTED.value and not person.grounds.strip():
            raise Incomplete("state_grounds", field="people")
        if len(person.grounds) > LONGEST_REASON:
            raise Incomplete("too_long", field="people")


def require_corroborated(scheme: Scheme, information: str, *, by: Sequence[str]) -> None:
    """A grade that says *corroborated* has an item of an independent origin behind it. Raises `NotCorroborated`."""
    if information in scheme.information.needs_independent_origin and not by:
        raise NotCorroborated("no_independent_origin", field="information")


def require_sanitised(text: str, *, author: Sequence[str], origin: str, people: Sequence[str]) -> None:
    """The wording names neither the officer who wrote nor the origin it came from. Raises `Unsanitised`.

    `author` are the words by which staff know the author, `people` the names the report is about: a
    family name that is one of theirs too does not give the author away by itself. Names are found in either script.
    """
    said = _plain(text)
    if any(_says(said, words, people) for words in author):
        raise Unsanitised("names_author", field="text")
    if origin and _squeezed(origin) in _squeezed(text):
        raise Unsanitised("names_origin", field="text")


def require_no_number(text: str, *, number: str) -> None:
    """The wording does not quote the author's staff number, however it is grouped. Raises `Unsanitised`.

    A number of fewer than four signs could be any cell's and shows nobody.
    """
    if len(_squeezed(number)) >= SHORTEST_NAME and _squeezed(number) in _squeezed(text):
        raise Unsanitised("names_author", field="text")


def _says(said: str, words: str, people: Sequence[str]) -> bool:
    whole = _plain(words)
    seat = not WORDS_OF_A_SEAT.isdisjoint(whole.split())
    numbered = any(letter.isdigit() for letter in whole)
    if not whole or (seat and not numbered):
        return False  # "New officer" is nobody's name
    if f" {whole} " in f" {said} ":
        return True
    if seat or numbered:
        return False  # the parts of "Officer 3" are everybody's
    others = {part for person in people for part in _plain(person).split()}
    names = [name for name in whole.split() if len(name) >= SHORTEST_NAME and name not in others]
    return any(_inflected(word, name) for word in said.split() for name in names)


def _inflected(word: str, name: str) -> bool:
    stem = name[:-1] if name[-1] in "aeiouy" else name
    return word.startswith(stem) and len(word) - len(name) <= LONGEST_ENDING


def _plain(text: str) -> str:
    """Small Latin letters and digits with single spaces: one form for both scripts."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower()))


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def require_statements(statements: Sequence[StatementInput], yardstick: Yardstick) -> None:
    """Each statement is a fact or a judgement and cites items; a judgement has both its words. Raises `Incomplete`."""
    if not statements:
        raise Incomplete("say", field="statements")
    if len(statements) > MOST_STATEMENTS:
        raise Incomplete("too_many", field="statements")
    for number, statement in enumerate(statements):
        _require_statement(statement, yardstick, field=f"statement_{number}")


def _require_statement(statement: StatementInput, yardstick: Yardstick, *, field: str) -> None:
    require_said(statement.text, field=field, longest=LONGEST_TEXT)
    if statement.kind not in StatementKind.values:
        raise Incomplete("choose", field=field)
    if not statement.item_refs:
        raise Incomplete("cite", field=field)
    words = (statement.likelihood, statement.confidence)
    if statement.kind == StatementKind.FACT.value:
        if any(words):
            raise Incomplete("fact_has_no_likelihood", field=field)
        return
    if words[0] not in {one.code for one in yardstick.likelihood}:
        raise Incomplete("say_how_likely", field=field)
    if words[1] not in {one.code for one in yardstick.confidence}:
        raise Incomplete("say_how_sure", field=field)
