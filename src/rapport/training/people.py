"""The people of an exercise: what they are called in a language, and which record of the register is whose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from rapport.access.statements import prepared
from rapport.simulation import words
from rapport.training.models import Exercise, Inhabitant

NO_BREAK = "\u00a0"
CASES = ("nom", "gen", "dat", "acc", "ins", "pre", "loc", "abl")

Wording = Mapping[str, Any]


@dataclass(frozen=True)
class Segment:
    """A piece of a passage; `name` if it is a person's name."""

    text: str
    name: bool = False


def segments(wording: Wording, people: Any, language: str) -> tuple[Segment, ...]:
    """A passage in this language, its names apart so that a page can set them in bold."""
    return split(words.render(wording, people, language), words.persons(wording), people, language)


def split(text: str, persons: Sequence[int], people: Any, language: str) -> tuple[Segment, ...]:
    """A text in pieces: the names of these people, in whatever case they stand, and what is between them."""
    forms = {words.person_name(people, person, language, case=case) for person in persons for case in CASES}
    if not forms:
        return (Segment(text),)
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    pieces = re.split(f"({pattern})", text)
    return tuple(
        Segment(piece.replace(" ", NO_BREAK), name=True) if piece in forms else Segment(piece)
        for piece in pieces
        if piece
    )


def refs_of(exercise: Exercise) -> dict[int, str]:
    """The register's references by index in the world."""
    return dict(_refs(exercise=exercise.pk))


@prepared
def _refs(*, exercise: int) -> QuerySet[Inhabitant, tuple[int, str]]:
    return Inhabitant.unfiltered.filter(exercise=exercise).values_list("person", "person_ref")


@lru_cache(maxsize=32)
def table(scenario: str, seed: int, nonce: bytes) -> Any:
    """The people of the world of this seed. The same for ever, so kept in memory."""
    from rapport.training.worlds import fresh

    return fresh(scenario, seed, nonce).people


def people_of(exercise: Exercise) -> Any:
    """The table of people of an exercise."""
    return table(exercise.scenario, exercise.seed, bytes(exercise.nonce))
