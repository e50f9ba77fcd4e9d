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


class TellingInput(NamedTuple):
    """That what this report says of one kind is what another says of one kind."""

    kind: str
    other_ref: str
    other_kind: str
