"""The themes an item can have: one versioned list, kept as data. None names a belief (safeguards 4 and 6).

What is stored is `code@version`, so that an old item is read under the list by which it was laid.
Source: UNODC, Handbook on the Management of Violent Extremist Prisoners (2016), and field notes on conduct; our words.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from rapport.intelligence.errors import Incomplete
from rapport.intelligence.grading import Words
from rapport.language import protected

LIST = Path(__file__).with_name("themes.yaml")


class UnsoundThemes(ValueError):
    """A theme bears a protected word: no label says what somebody believes or is."""


@dataclass(frozen=True)
class Theme:
    """One theme. `never_alone`: it means nothing without another one beside it."""

    code: str
    version: int
    words: Words
    never_alone: bool

    @property
    def kept_as(self) -> str:
        """How it is stored with an item."""
        return f"{self.code}@{self.version}"


@cache
def themes() -> dict[str, Theme]:
    """The themes of the list in force, by code, in its order. Raises `UnsoundThemes`."""
    return read_themes(LIST)


def read_themes(path: Path) -> dict[str, Theme]:
    """A list from its file. Raises `UnsoundThemes` for a label with a protected word in it."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {
        one["code"]: Theme(one["code"], int(listed["version"]), one["words"], bool(one.get("never_alone")))
        for one in listed["themes"]
    }
    for theme in found.values():
        for label in theme.words.values():
            if mentions := protected.found(label):
                raise UnsoundThemes(f"{theme.code}: {mentions[0].word}")
    return found


def theme(kept_as: str) -> Theme | None:
    """The theme that was stored so; None for one that no list of this release knows."""
    return themes().get(kept_as.partition("@")[0])


def require_themes(codes: Collection[str]) -> tuple[str, ...]:
    """How these themes are stored. Raises `Incomplete` for an unknown one, and for one that means nothing alone."""
    known = themes()
    chosen = list(dict.fromkeys(codes))
    if any(code not in known for code in chosen):
        raise Incomplete("choose", field="themes")
    if chosen and all(known[code].never_alone for code in chosen):
        raise Incomplete("theme_never_alone", field="themes")
    return tuple(known[code].kept_as for code in chosen)
