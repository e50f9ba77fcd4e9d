"""Texts that stand as data, every language beside the others: the simulated prison's words, schemes, the glossary.

A correction replaces one text where it stands. Comments, order and every other byte of the file stay as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SOURCE = Path(__file__).resolve().parent.parent
FILES = (
    "simulation/words/*.yaml",
    "simulation/scenarios/*.yaml",
    "intelligence/schemes/*.yaml",
    "language/glossary.yaml",
)
# reporting/feedback.yaml is not here: what an author was told is kept under the version of its words, so that a change
# there is a new version made by hand.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGUAGES = frozenset({"en", "ru", "ky", "fr"})


@dataclass(frozen=True)
class Said:
    """One text in one language, and where it stands: file, path within, and the characters it takes."""

    file: Path
    path: str
    english: str
    text: str
    begins: int
    ends: int


def wordings(language: str, *, source: Path = SOURCE) -> Iterator[Said]:
    """Every text of the data files that is written in English and in this language."""
    for pattern in FILES:
        for file in sorted(source.glob(pattern)):
            root = yaml.compose(file.read_text(encoding="utf-8"), Loader=_LOADER)
            if root is not None:
                yield from _within(root, "", file, language)


def _within(node: yaml.Node, path: str, file: Path, language: str) -> Iterator[Said]:
    if isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield from _within(child, f"{path}/{_name(child) or number}", file, language)
    elif isinstance(node, yaml.MappingNode):
        parts = {key.value: value for key, value in node.value}
        english, text = parts.get("en"), parts.get(language)
        if _is_text(english) and _is_text(text) and english is not None and text is not None:
            yield Said(file, path.lstrip("/"), english.value, text.value, text.start_mark.index, text.end_mark.index)
        for key, child in parts.items():
            if key not in LANGUAGES:
                yield from _within(child, f"{path}/{key}", file, language)


def _is_text(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"


def _name(node: yaml.Node) -> str:
    """How a list's entry calls itself, so that a key survives another entry put before it."""
    if not isinstance(node, yaml.MappingNode):
        return ""
    named = {key.value: value.value for key, value in node.value if key.value in {"id", "code"}}
    return str(named.get("id") or named.get("code") or "")


def rewrite(changed: Mapping[Said, str]) -> int:
    """Put these texts in place of the old ones and touch nothing else. Returns how many changed."""
    by_file: dict[Path, list[tuple[Said, str]]] = {}
    for said, text in changed.items():
        if text != said.text:
            by_file.setdefault(said.file, []).append((said, text))
    for file, pieces in by_file.items():
        whole = file.read_text(encoding="utf-8")
        for said, text in sorted(pieces, key=lambda piece: -piece[0].begins):
            whole = whole[: said.begins] + _quoted(text) + whole[said.ends :]
        file.write_text(whole, encoding="utf-8")
    return sum(len(pieces) for pieces in by_file.values())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
