"""What the parts of a scenario are called in four languages: places, slots, acts, levers …, for pictures and commands.

The sentences of an exercise stand in `words` and in the scenario's own file; here are only labels, in `naming.yaml`.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rapport.simulation.words import LANGUAGES, Text

_FILE = Path(__file__).parent / "naming.yaml"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def called(group: str, name: str) -> Text:
    """What something is called, by language. What an author has added is called as its id says, in each.

    Raises `KeyError` for a group that is not in `naming.yaml`.
    """
    found = _names()[group].get(name)
    return dict.fromkeys(LANGUAGES, name.replace("_", " ")) if found is None else found


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Mapping[str, Text]]:
    written = _FILE.read_text(encoding="utf-8")
    names: Mapping[str, Mapping[str, Text]] = yaml.load(written, Loader=_LOADER)  # noqa: S506 - safe
    return names
