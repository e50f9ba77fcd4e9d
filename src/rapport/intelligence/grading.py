"""Grading schemes, as data: one file each, checked when it is read.

A letter means nothing without its scheme: 5x5x5 E is *untested*, Admiralty E is *unreliable*. So a grade is kept
with `scheme@version`, the axes are graded apart, and nothing is ever reckoned with grades. Unknown is not low.

Source: Regulation (EU) 2016/794, article 29, and the other schemes as each file names them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from rapport.intelligence.choices import Reach

FOLDER = Path(__file__).parent / "schemes"
IN_USE = "4x4@2017"
"""The scheme of an establishment that has not chosen one (`assembling.scheme_of`)."""

MARKS = ("unassessable", "needs_independent_origin", "needs_conditions", "stays_here", "stays_in_service")
"""What an axis may say of some of its codes."""

SPOKEN = "en"


class UnsoundScheme(ValueError):
    """A scheme file does not say what a scheme must say."""


class NoSuchScheme(LookupError):
    """No scheme of this name and version is kept."""


Words = Mapping[str, str]


def said_in(words: Words, language: str) -> str:
    """The words in this language ("ru", also "ru-kg"), in English where they are not there."""
    return words.get(language.split("-")[0], words[SPOKEN])


@dataclass(frozen=True)
class Code:
    """One code of an axis with what it means, in a few words and in full."""

    code: str
    short: Words
    long: Words


@dataclass(frozen=True)
class Axis:
    """One axis: its codes, whether their order means anything, and which of them say *unknown*."""

    name: str
    ordered: bool
    codes: tuple[Code, ...]
    unassessable: frozenset[str]
    needs_independent_origin: frozenset[str]
    needs_conditions: frozenset[str]
    stays_here: frozenset[str] = frozenset()
    stays_in_service: frozenset[str] = frozenset()

    def __contains__(self, code: object) -> bool:
        return any(one.code == code for one in self.codes)

    def code(self, code: str) -> Code:
        """The code of this letter or digit. Raises `KeyError` for one that the axis does not have."""
        for one in self.codes:
            if one.code == code:
                return one
        raise KeyError(code)


@dataclass(frozen=True)
class Scheme:
    """A grading scheme of one version. `handling` is None where the scheme has none."""

    scheme: str
    version: str
    name: Words
    origin: str
    source: Axis
    information: Axis
    handling: Axis | None

    @property
    def id(self) -> str:
        """How a grade names its scheme: "4x4@2017"."""
        return f"{self.scheme}@{self.version}"

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes in the order in which one grades."""
        return tuple(axis for axis in (self.source, self.information, self.handling) if axis is not None)

    def reach(self, handling: str) -> str:
        """How far an item of this handling code goes unasked. Without a code it stays in its prison service."""
        if self.handling is None or not handling:
            return Reach.SERVICE.value
        if handling in self.handling.stays_here:
            return Reach.HERE.value
        return Reach.SERVICE.value if handling in self.handling.stays_in_service else Reach.PARTNERS.value


def scheme(named: str) -> Scheme:
    """The scheme of this "name@version". Raises `NoSuchScheme`."""
    try:
        return schemes()[named]
    except KeyError:
        raise NoSuchScheme(named) from None


def scheme_in_use() -> Scheme:
    """The scheme by which new items are graded where none was chosen."""
    return scheme(IN_USE)


@cache
def schemes() -> dict[str, Scheme]:
    """All schemes, each under its "name@version"."""
    read = [read_scheme(path) for path in sorted(FOLDER.glob("*x*.yaml"))]
    return {one.id: one for one in read}


def read_scheme(path: Path) -> Scheme:
    """A scheme from its file. Raises `UnsoundScheme` if the file is not as `schema.json` asks or contradicts itself."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    complaint = next(iter(_schema().iter_errors(content)), None)
    if complaint is not None:
        raise UnsoundScheme(f"{path.name}, {complaint.json_path}: {complaint.message}")
    axes = {name: _axis(name, axis, path) for name, axis in content["axes"].items()}
    return Scheme(
        scheme=content["scheme"],
        version=content["version"],
        name=content["name"],
        origin=content["origin"],
        source=axes["source"],
        information=axes["information"],
        handling=axes.get("handling"),
    )


def _axis(name: str, content: Mapping[str, Any], path: Path) -> Axis:
    codes = tuple(Code(**code) for code in content["codes"])
    known = {code.code for code in codes}
    marks = {mark: frozenset(content.get(mark, ())) for mark in MARKS}
    strangers = frozenset().union(*marks.values()) - known
    if len(known) != len(codes) or strangers:
        raise UnsoundScheme(
            f"{path.name}: axis {name} has a code twice, or marks codes it does not have: {sorted(strangers)}"
        )
    return Axis(name=name, ordered=content["scale"] == "ordered", codes=codes, **marks)


@cache
def _schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / "schema.json").read_text(encoding="utf-8")))
