"""Reading the file of a prison service: the schema, what no service may be, and the file it builds on, each fault with
its line.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from rapport.simulation.author_file import AuthorFile, Finding, ScenarioError, calendar_findings, schema_findings

FOLDER = Path(__file__).parent / "scenarios" / "services"
MOST_PEOPLE = 20_000_000
_SCHEMA = Path(__file__).parent / "service.schema.json"


def names() -> list[str]:
    """The services that ship, by file name."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def path_of(name_or_path: str | Path) -> Path:
    """The file of a service that ships, or the path itself."""
    return FOLDER / f"{name_or_path}.yaml" if str(name_or_path) in names() else Path(name_or_path)


def is_service(name_or_path: str | Path) -> bool:
    """Whether this names a service and not one wing: by its first lines, for an author's own file."""
    path = path_of(name_or_path)
    if path.parent == FOLDER:
        return True
    try:
        raw = AuthorFile(path).raw
    except ScenarioError:
        return False
    return isinstance(raw, dict) and ("establishments" in raw or "extends" in raw)


def read(path: Path) -> Mapping[str, Any]:
    """The checked content of a service's file. Raises `ScenarioError`, one line per fault."""
    file = AuthorFile(path)
    if not isinstance(file.raw, dict):
        raise ScenarioError(f"{path.name}, line 1: the file: this is not a group of named lines")
    raw = file.raw
    if "extends" in raw:
        base = str(raw["extends"])
        if base not in names() or base == path.stem:
            file.refuse([(("extends",), f"there is no service {base!r} to build on: {', '.join(names())}")])
        raw = {**read(path_of(base)), **raw}
    file.refuse(check(raw))
    return {key: value for key, value in raw.items() if key != "extends"}


def check(raw: Any) -> list[Finding]:
    """What is wrong with the content of a file, in plain words."""
    return list(schema_findings(_validator(), raw)) or list(_meaning_findings(raw))


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def _meaning_findings(raw: Mapping[str, Any]) -> Iterator[Finding]:
    yield from calendar_findings(raw, "starts")
    groups = raw["establishments"]["groups"]
    people = sum(group["count"] * group["beds"] for group in groups)
    if people > MOST_PEOPLE:
        yield (
            ("establishments", "groups"),
            f"{people:,} people are more than the {MOST_PEOPLE:,} that fit: make fewer or smaller establishments",
        )
    for i, group in enumerate(groups):
        if group["wings"] * 4 > group["beds"]:
            yield ("establishments", "groups", i), f"{group['beds']} beds do not make {group['wings']} wings of four"
    if abs(sum(kind["share"] for kind in raw["kinds"]["of"]) - 1) > 1e-9:
        yield ("kinds", "of"), "the shares of the kinds of cases do not sum to 1"
    if raw["trust"]["low"]["value"] > raw["trust"]["high"]["value"]:
        yield ("trust", "low"), "the lowest usual trust is above the highest"
    if sum(value for work, value in raw["work"].items() if work != "source") == 0:
        yield ("work",), "nobody has any work: give at least one kind a share"
    for name, lever in raw["levers"].items():
        if not lever["low"] <= lever["value"] <= lever["high"] or lever["low"] == lever["high"]:
            yield ("levers", name), f"{lever['value']} does not lie within its range {lever['low']} … {lever['high']}"
    rates = raw["influence"]
    for leaves, crosses in (("drawn_in_leaves", "begins_recruiting"), ("recruiter_leaves", "ceases_recruiting")):
        if sum(rates[name]["value"] for name in ("turnover", leaves, crosses)) > 3.5:
            yield ("influence", leaves), "these rates together are too fast for seven slots a day: at most 3.5 a day"
