"""What the desk gives to the services of this room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class PersonInput(NamedTuple):
    """A person named in an item, and who the person is to it. *Suspected* is so on grounds, and they are stated."""

    person_ref: str
    category: str
    grounds: str = ""


@dataclass(frozen=True)
class StatementInput:
    """A sentence of a note with the items it rests on. A judgement says how likely, and how good the evidence is."""

    kind: str
    text: str
    item_refs: Sequence[str]
    likelihood: str = ""
    confidence: str = ""


class GradeInput(NamedTuple):
    """A grade on each axis with its reasons. A handling code that needs conditions has them in words."""

    source: str
    source_reason: str
    information: str
    information_reason: str
    handling: str = ""
    conditions: str = ""


@dataclass(frozen=True)
class ItemInput:
    """What is to be made into one item of a report, and how it is graded: see `services.evaluate`."""

    report_ref: str
    kind: str
    text: str
    grade: GradeInput
    obtained: str
    people: Sequence[PersonInput] = ()
    themes: Sequence[str] = ()
    necessity: str = ""
    scheme_id: str = ""
    compartment: str = ""


@dataclass(frozen=True)
class NoteInput:
    """A note with its statements, the innocent explanations that were considered, and what is not known."""

    title: str
    statements: Sequence[StatementInput]
    innocent: str
    gaps: str = ""


class LinkInput(NamedTuple):
    """Items that name one and the same person, and why they belong together."""

    item_refs: Sequence[str]
    person_ref: str
    reason: str


class TellingInput(NamedTuple):
    """That what this report says of one kind is what another says of one kind."""

    kind: str
    other_ref: str
    other_kind: str
