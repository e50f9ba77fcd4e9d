"""Believable reports in four languages: sentences of the simulated prison's own words, with names put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

LANGUAGES = ("ru", "ky", "en", "fr")
SHARES = (40, 30, 15, 15)
_HOLE = re.compile(r"\{[^}]*\}")


@cache
def sentences() -> dict[str, list[str]]:
    """Every sentence of the prison's words, by language."""
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    folder = files("rapport.simulation") / "words"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            for language, text in _wordings(yaml.safe_load(file.read_text(encoding="utf-8"))):
                if len(text.split()) > 2:
                    found[language].append(text)
    return found


def _wordings(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in LANGUAGES and isinstance(value, str):
                yield name, value
            else:
                yield from _wordings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _wordings(value)


class Writer:
    """Writes one text after another; the same seed, the same texts."""

    def __init__(self, seed: int, names: list[tuple[str, str]]) -> None:
        self.draw = Random(seed)
        self.names = names

    def text(self) -> str:
        """Two to four sentences; in one report of ten Russian and Kyrgyz stand in one."""
        language = self.draw.choices(LANGUAGES, SHARES)[0]
        mixed = language in {"ru", "ky"} and self.draw.random() < 0.1
        said = []
        for _ in range(self.draw.randint(2, 4)):
            spoken = self.draw.choice(("ru", "ky")) if mixed else language
            said.append(self._filled(self.draw.choice(sentences()[spoken]), cyrillic=spoken in {"ru", "ky"}))
        return " ".join(said)

    def _filled(self, sentence: str, *, cyrillic: bool) -> str:
        return _HOLE.sub(lambda _hole: self.draw.choice(self.names)[cyrillic], sentence)
