"""Words for likelihood, from one published yardstick, and confidence, which is about the evidence.

*Likely, with low confidence* is not a contradiction: how likely something is and how good the evidence is are two
questions, and a judgement answers both.

Source: named in schemes/yardstick.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "schemes" / "yardstick.yaml"


@dataclass(frozen=True)
class Likelihood:
    """A word for likelihood, and the percentages between which it is used."""

    code: str
    lowest: int
    highest: int
    words: Mapping[str, str]


@dataclass(frozen=True)
class Confidence:
    """How good the evidence is."""

    code: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Yardstick:
    """The words in their order, from the least likely to the most."""

    version: str
    likelihood: tuple[Likelihood, ...]
    confidence: tuple[Confidence, ...]


@cache
def yardstick() -> Yardstick:
    """The yardstick of this desk."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Yardstick(
        version=f"{content['yardstick']}@{content['version']}",
        likelihood=tuple(_likelihood(row) for row in content["likelihood"]),
        confidence=tuple(Confidence(code=row["code"], words=_words(row)) for row in content["confidence"]),
    )


def _likelihood(row: Mapping[str, Any]) -> Likelihood:
    lowest, highest = row["range"]
    return Likelihood(code=row["code"], lowest=lowest, highest=highest, words=_words(row))


def _words(row: Mapping[str, Any]) -> dict[str, str]:
    return {language: row[language] for language in ("en", "ru", "ky", "fr")}
