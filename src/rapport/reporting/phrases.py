"""The agreed phrases in which the desk answers an author, from a versioned list.

What is stored is `code@version`, so that an old answer is read in the words in which it was given.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

LIST = Path(__file__).with_name("feedback.yaml")
LANGUAGES = ("en", "ru", "ky", "fr")


class UnknownPhrase(ValueError):
    """No such phrase is agreed."""


@dataclass(frozen=True)
class Phrase:
    """One agreed phrase in every language."""

    code: str
    version: int
    words: dict[str, str]

    @property
    def kept_as(self) -> str:
        """How the phrase is stored with a report."""
        return f"{self.code}@{self.version}"

    def in_language(self, language: str) -> str:
        """The phrase in this language, or in English."""
        return self.words.get(language) or self.words["en"]


@lru_cache(maxsize=1)
def _listed() -> dict[str, Any]:
    listed: dict[str, Any] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return listed


def _phrases(version: int, listed: list[dict[str, str]]) -> dict[str, Phrase]:
    return {
        one["code"]: Phrase(one["code"], version, {language: one[language] for language in LANGUAGES}) for one in listed
    }


@lru_cache(maxsize=1)
def agreed() -> dict[str, Phrase]:
    """The phrases agreed now, by code, in the order of the list."""
    return _phrases(int(_listed()["version"]), _listed()["phrases"])


@lru_cache(maxsize=1)
def _earlier() -> dict[str, Phrase]:
    """What was agreed before and is said no more, as it was kept."""
    return {
        one.kept_as: one
        for version, listed in _listed()["earlier"].items()
        for one in _phrases(version, listed).values()
    }


def phrase(code: str) -> Phrase:
    """The phrase of this code: as agreed now or, with an earlier version, in its words then. Raises `UnknownPhrase`."""
    if code in _earlier():
        return _earlier()[code]
    try:
        return agreed()[code.partition("@")[0]]
    except KeyError:
        raise UnknownPhrase(code) from None
