"""The texts of the first five minutes, about a few men who are in no case and in no scene afterwards."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rapport.simulation import Scenario, World, words
from rapport.simulation.numbers import SERIALS, number_for
from rapport.training import scenery
from rapport.training.people import Segment, split

_PLACEHOLDER = re.compile(r"\{([ab])(?::(\w+))?\}")
Cast = Mapping[str, Sequence[str]]


def cast(world: World) -> Cast:
    """The men of the lesson, by column as in `World.people`: surnames and numbers that nobody on the wing bears."""
    return _cast(world.scenario, world.people, world.seed)


def cast_of(scenario: str, seed: int, people: Any) -> Cast:
    """The same men again, from the people of the world."""
    return _cast(scenery.scenario(scenario), people, seed)


def _cast(story: Scenario, people: Any, seed: int) -> Cast:
    vocabulary = story.vocabulary
    taken = set(people["surname"].to_pylist())
    numbers = set(people["number"].to_pylist())
    free = sorted(
        (name.id for name in vocabulary.surnames if name.id not in taken),
        key=lambda name: _hash(seed, f"surname {name}"),
    )
    count = 1 + max(actor for passage in story.lesson["passages"] for actor in passage["actors"])
    drawn = (number_for(_hash(seed, f"number {k}") % SERIALS) for k in range(count + len(numbers)))
    own = list(dict.fromkeys(number for number in drawn if number not in numbers))[:count]
    initials = [latin for latin, _ in vocabulary.initials]
    return {
        "surname": free[:count],
        "initial": [initials[_hash(seed, f"initial {k}") % len(initials)] for k in range(count)],
        "number": own,
        "nickname": [""] * count,
    }


def _hash(seed: int, what: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:lesson:{what}".encode()).digest()[:8], "big")


def filled(text: Mapping[str, str], actors: Sequence[int], men: Cast, language: str) -> str:
    """A text of the lesson with its men named."""
    used = next(one for one in (*words.NEAREST[language], "en") if one in text)
    who = dict(zip("ab", actors, strict=False))
    return _PLACEHOLDER.sub(lambda m: words.person_name(men, who[m[1]], used, case=m[2] or "nom"), text[used])


def passage(name: str, position: int, men: Cast, language: str) -> tuple[Segment, ...]:
    """One of the three passages, names apart."""
    one = scenery.scenario(name).lesson["passages"][position]
    return split(filled(one["wordings"][0], one["actors"], men, language), one["actors"], men, language)


def position_of(name: str, passage_id: str) -> int:
    """Where the passage of this id stands."""
    return next(k for k, one in enumerate(scenery.scenario(name).lesson["passages"]) if one["id"] == passage_id)


def report(name: str, men: Cast, language: str) -> dict[str, str]:
    """The lines that stand in the report's fields already."""
    lesson = scenery.scenario(name).lesson
    worry = lesson["passages"][position_of(name, "worry")]
    return {field: filled(text, worry["actors"], men, language) for field, text in lesson["report"].items()}


def said(name: str, part: str, language: str) -> dict[str, str]:
    """The sentences of the analyst, or of the reveal."""
    return {key: filled(text, (), {}, language) for key, text in scenery.scenario(name).lesson[part].items()}
