"""What imports cannot show: questions about the house, asked of its sources and models.

Each function returns the violations it finds as sentences, so that a test can show both that the house has none and
that a planted one is seen.
"""

import ast
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import grimp
from django.apps import apps
from django.db import models
from django.db.migrations import Migration

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "rapport"
LONGEST_FILE = 420


def floors() -> dict[str, int]:
    """Room → floor, the ground floor being 0, as the import linter's layers have it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(contract for contract in settings["contracts"] if contract["type"] == "layers")["layers"]
    return {room.strip(): floor for floor, layer in enumerate(reversed(layers)) for room in layer.split("|")}


def may_use(room: str, other: str) -> bool:
    """Whether `room` may lean on `other`: its own, or one on a lower floor."""
    return room == other or floors()[other] < floors()[room]


def keys_that_point_up(kinds: Iterable[type[models.Model]]) -> list[str]:
    """Foreign keys to a room that is not below, and keys across rooms that cascade or are seen from the other side."""
    found = []
    for kind in kinds:
        room = kind._meta.app_label
        for field in kind._meta.get_fields():
            if not isinstance(field, (models.ForeignKey, models.ManyToManyField)) or room not in floors():
                continue
            other = field.related_model._meta.app_label  # type: ignore[union-attr]
            where = f"{kind._meta.label}.{field.name}"
            if other == room:
                continue
            if other not in floors() or not may_use(room, other):
                found.append(f"{where} points up, to {other}")
            if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT:
                found.append(f"{where} crosses rooms and is not PROTECT")
            if not field.remote_field.hidden:
                found.append(f"{where} crosses rooms and can be seen from {other}")
    return found


def migrations_that_point_up(migrations: Iterable[tuple[str, Migration]]) -> list[str]:
    """Migrations that wait for a room that is not below."""
    return [
        f"{room}.{migration.name} waits for {other}"
        for room, migration in migrations
        for other, _name in migration.dependencies
        if room in floors() and other in floors() and not may_use(room, other)
    ]


def templates_that_point_up(templates: Iterable[tuple[str, str]]) -> list[str]:
    """Templates (room, source) that extend or include one of a room that is not below."""
    used = re.compile(r"""{%\s*(?:extends|include)\s+["']([a-z]+)/""")
    return [
        f"a template of {room} uses one of {other}"
        for room, source in templates
        for other in used.findall(source)
        if other in floors() and not may_use(room, other)
    ]


def strangers_among_models(sources: Iterable[tuple[str, str, str]]) -> list[str]:
    """Imports of a room's models (room, file, source) by files of other rooms, `Held` and choices apart."""
    found = []
    for room, name, source in sources:
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("rapport."):
                continue
            parts = (node.module or "").split(".")
            if len(parts) < 3 or parts[2] != "models" or parts[1] == room:
                continue
            strange = [alias.name for alias in node.names if alias.name not in SHARED_NAMES]
            if strange:
                found.append(f"{room}/{name} imports {', '.join(strange)} from the models of {parts[1]}")
    return found


SHARED_NAMES = {"Held", "Mode", "Role", "Tombstone"}
"""What a room's models offer to others: an abstract record, vocabularies, and what an erased record leaves behind."""


def clocks_in_models(kinds: Iterable[type[models.Model]]) -> list[str]:
    """Fields that read the wall's clock by themselves instead of asking the prison service what time it is."""
    return [
        f"{kind._meta.label}.{field.name} reads the wall's clock"
        for kind in kinds
        for field in kind._meta.get_fields()
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]


FORBIDDEN_FIELDS = re.compile(
    r"relig|faith|belie|ethnic|nationalit|race|politic|health|diagnos|medical|score|rank|risk_level|tag|custom|extra",
    re.IGNORECASE,
)


def fields_that_must_not_be(kinds: Iterable[type[models.Model]]) -> list[str]:
    """Fields for religion, ethnicity, politics or health, for a score of a person, and open doors to them."""
    return [
        f"{kind._meta.label}.{field.name}"
        for kind in kinds
        for field in kind._meta.get_fields()
        if FORBIDDEN_FIELDS.search(field.name)
    ]


def our_models() -> list[type[models.Model]]:
    """All models of the house's rooms."""
    return [kind for kind in apps.get_models() if kind.__module__.startswith("rapport.")]


def python_files() -> list[tuple[str, str, str]]:
    """(room, file, source) of all Python in the house."""
    return [
        (path.relative_to(SOURCE).parts[0], str(path.relative_to(SOURCE)), path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if len(path.relative_to(SOURCE).parts) > 1
    ]


def templates() -> list[tuple[str, str]]:
    """(room, source) of all templates in the house."""
    return [
        (path.relative_to(SOURCE).parts[0], path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.glob("*/templates/**/*.html"))
    ]


def names_of_two_looks(sheets: Iterable[tuple[str, str]]) -> list[str]:
    """Blocks of style (`.rap-name`) that two rooms define, from (room, sheet): one would change the other's pages."""
    owners: dict[str, set[str]] = {}
    for room, sheet in sheets:
        for name in re.findall(r"^\.(rap-[a-z0-9]+(?:-[a-z0-9]+)*)[^\s{,]*\s*[{,]", sheet, re.MULTILINE):
            owners.setdefault(name, set()).add(room)
    return [
        f"{name} is defined by {' and '.join(sorted(rooms))}"
        for name, rooms in sorted(owners.items())
        if len(rooms) > 1
    ]


def sheets() -> list[tuple[str, str]]:
    """(room, source) of all style sheets in the house."""
    return [
        (path.relative_to(SOURCE).parts[0], path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.glob("*/sass/*.scss"))
    ]


def circles(room: str) -> list[list[str]]:
    """Modules of a room that need each other in a circle, also where only a type checker looks."""
    graph = grimp.build_graph("rapport")
    inside = {name for name in graph.modules if name == f"rapport.{room}" or name.startswith(f"rapport.{room}.")}
    needs = {name: graph.find_modules_directly_imported_by(name) & inside for name in inside}
    return [sorted(part) for part in _tied(needs) if len(part) > 1]


def _tied(needs: dict[str, set[str]]) -> Iterable[set[str]]:
    """The parts of a graph in which everything leads to everything."""
    reached = {name: _reached(name, needs) for name in needs}
    seen: set[str] = set()
    for name in sorted(needs):
        if name not in seen:
            part = {other for other in reached[name] if name in reached[other]} | {name}
            seen |= part
            yield part


def _reached(start: str, needs: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in needs[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found
