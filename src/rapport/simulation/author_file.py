"""A file that an author wrote: YAML read with the line of every part, and each fault said in plain words.

Refused before anything is built from it: what is not UTF-8, what is too long or nested too deep, references (`*name`)
to a part within itself or by which a few lines stand for a thousand million, a name given twice, a number that is none.
"""

import math
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

LONGEST_BYTES, DEEPEST, MOST_PARTS = 1_000_000, 30, 100_000
_MARKER_WORDS = ("marker", "marked", "occasion", "twin")
_LONGEST_QUOTE = 60
_TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of named lines",
}
_BOUNDS = {
    "maximum": "more than",
    "minimum": "less than",
    "exclusiveMinimum": "not more than",
    "minItems": "at least",
    "maxItems": "at most",
}
_LONG_NUMBER = re.compile(r"[0-9_]{4000,}")
_TEXT = "tag:yaml.org,2002:str"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Where = tuple[str | int, ...]
Finding = tuple[Where, str]


class ScenarioError(ValueError):
    """A scenario that cannot be played. The message is a sentence for its author, one line per fault, with the line
    number.
    """


class _NoDates(_LOADER):  # type: ignore[misc]
    """Dates stay text: the schema checks them."""


_NoDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in _NoDates.yaml_implicit_resolvers.items()
}


class AuthorFile:
    """The content of a file (`raw`), and where each part of it stands. Raises `ScenarioError` if it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        text = _text(path)
        try:
            _require_shallow(self.name, text)
            self._root = yaml.compose(text, Loader=_LOADER)
            _require_finite(self.name, self._root)
            self.raw: Any = yaml.load(text, Loader=_NoDates)  # noqa: S506 - a safe loader, see above
        except yaml.YAMLError as error:
            raise ScenarioError(_not_yaml(self.name, text, error)) from error
        except ScenarioError:
            raise
        except ValueError as error:
            raise ScenarioError(_too_long_a_number(self.name, text, error)) from error
        self.refuse([*_doubled(self._root), *_not_numbers(self.raw)])

    def refuse(self, findings: list[Finding]) -> None:
        """Raise `ScenarioError` with a line for each fault, if there is any."""
        if findings:
            lines = (f"{self.name}, line {self.line(where)}: {what}" for where, what in findings)
            raise ScenarioError("\n".join(lines))

    def line(self, where: Where) -> int:
        """The line (from 1) of the deepest part of this path that stands in the file."""
        node, line = self._root, 1
        for part in where:
            child = _child(node, part)
            if child is None:
                break
            node, line = child
        return line


def schema_findings(validator: Draft202012Validator, raw: Any) -> Iterator[Finding]:
    """Where the content is not of the form that it must have."""
    for error in sorted(validator.iter_errors(raw), key=lambda e: [str(part) for part in e.absolute_path]):
        where = tuple(error.absolute_path)
        yield where, f"{' › '.join(str(part) for part in where) or 'the file'}: {_sentence(error)}"


def calendar_findings(raw: Any, name: str) -> Iterator[Finding]:
    """A day that no calendar has."""
    try:
        date.fromisoformat(raw[name])
    except ValueError:
        yield (name,), f"{name}: {raw[name]!r} is no day of the calendar"


def _text(path: Path) -> str:
    try:
        data = path.read_bytes() if path.stat().st_size <= LONGEST_BYTES else b""
        if path.stat().st_size > LONGEST_BYTES:
            raise ScenarioError(f"{path.name}: the file is longer than {LONGEST_BYTES:,} bytes; a scenario is not")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ScenarioError(
            f"{path.name}, line {line}: this is not a text file in UTF-8: save it with this encoding"
        ) from None
    except OSError as error:
        raise ScenarioError(f"{path}: this cannot be read ({error.strerror or error})") from None


def _require_shallow(name: str, text: str) -> None:
    """No more levels than a scenario can have."""
    deep = 0
    for event in yaml.parse(text, Loader=_LOADER):
        deep += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if deep > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ScenarioError(f"{name}, line {line}: this is nested more than {DEEPEST} levels deep")


def _require_finite(name: str, root: Any) -> None:
    """With every reference written out, no more parts than a scenario can have, and none within itself."""
    sizes: dict[int, int] = {}

    def size(node: Any, within: frozenset[int]) -> int:
        if id(node) in within:
            line = node.start_mark.line + 1
            raise ScenarioError(f"{name}, line {line}: this refers to itself: write out what is meant")
        if id(node) not in sizes:
            inner: list[Any] = []
            if isinstance(node, yaml.MappingNode):
                inner = [value for _, value in node.value]
            elif isinstance(node, yaml.SequenceNode):
                inner = node.value
            sizes[id(node)] = 1 + sum(size(child, within | {id(node)}) for child in inner)
            if sizes[id(node)] > MOST_PARTS:
                line = node.start_mark.line + 1
                raise ScenarioError(f"{name}, line {line}: with its references written out this is too long")
        return sizes[id(node)]

    size(root, frozenset())


def _not_yaml(name: str, text: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        line, what = mark.line + 1, getattr(error, "problem", None) or str(error)
    else:
        at = getattr(error, "position", None)
        line = text[:at].count("\n") + 1 if isinstance(at, int) else 1
        what = getattr(error, "reason", None) or str(error).replace("\n", " ")
    return f"{name}, line {line}: this is not readable as YAML: {what}"


def _too_long_a_number(name: str, text: str, error: ValueError) -> str:
    found = _LONG_NUMBER.search(text)
    if found is None:
        return f"{name}: this is not readable as YAML: {error}"
    return f"{name}, line {text[: found.start()].count(chr(10)) + 1}: a number of {len(found[0]):,} digits is too long"


def _doubled(node: Any, where: Where = ()) -> Iterator[Finding]:
    """Names given twice in one group, of which only the last would count, and names that are no texts (`yes`, `3`)."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            own = (*where, str(key.value))
            if str(key.value) in seen:
                yield own, f"{_short(key.value)} is there twice; again on line {key.start_mark.line + 1}"
            if key.tag != _TEXT:
                yield own, f"{key.value} is not a name: write it in quotation marks"
            seen.add(str(key.value))
            yield from _doubled(value, own)
    elif isinstance(node, yaml.SequenceNode):
        for k, value in enumerate(node.value):
            yield from _doubled(value, (*where, k))


def _not_numbers(raw: Any, where: Where = ()) -> Iterator[Finding]:
    """Numbers that are none: `.nan`, `.inf`."""
    if isinstance(raw, float) and not math.isfinite(raw):
        yield where, f"{' › '.join(map(str, where))}: {raw} is not a number"
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from _not_numbers(value, (*where, key))
    elif isinstance(raw, list):
        for k, value in enumerate(raw):
            yield from _not_numbers(value, (*where, k))


def _sentence(error: Any) -> str:
    """What is wrong, in words for somebody who does not program."""
    is_, must = error.instance, error.validator_value
    match error.validator:
        case "required":
            missing = sorted(set(must) - set(is_))
            languages = [word for word in missing if word in {"en", "ru", "ky", "fr"}]
            return (
                f"a translation is missing: {', '.join(languages)}" if languages else f"missing: {', '.join(missing)}"
            )
        case "maximum" | "minimum" | "exclusiveMinimum":
            return f"{_short(is_)} is {_BOUNDS[error.validator]} {must}"
        case "type":
            return f"{_short(is_)} is not {_TYPES.get(must, must)}"
        case "enum":
            return f"{_short(is_)} is none of: {', '.join(map(str, must))}"
        case "minItems" | "maxItems":
            return f"{len(is_)} are given; there must be {_BOUNDS[error.validator]} {must}"
        case "additionalProperties" if any(word in error.message for word in _MARKER_WORDS):
            return f"a marker may depend on nothing and nothing on a marker: {error.message}"
        case "additionalProperties":
            return f"nothing of this name belongs here: {error.message.partition('(')[2].rstrip(')') or error.message}"
        case "pattern":
            return f"{_short(is_)} is not written as it must be ({must})"
    return _short(str(error.message))


def _short(value: Any) -> str:
    text = "nothing" if value is None else repr(value) if not isinstance(value, int | float) else str(value)
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"


def _child(node: Any, part: str | int) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark.line + 1
    return None
