"""The rows a world writes, and the Arrow tables they become: events, exposures, reports of colleagues, changes, and
the secret ones.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

CASE, ORDINARY, TALK, MORNING, REST = "case", "ordinary", "talk", "morning", "rest_of_day"
TOLD = "told"
NO_OCCASION = -1
HIMSELF = -1


class Event(NamedTuple):
    """Something that happened. `salience` is in thousandths; `occasion` is twice the pair plus one if marked, or -1;
    `other` may be -1.
    """

    event: int
    day: int
    slot: int
    place: int
    act: str
    kept_away: bool
    asked_return: bool
    hidden: bool
    actor: int
    other: int
    channel: str
    salience: int
    occasion: int
    wording: str


class Exposure(NamedTuple):
    """What one officer could see of one event. `q_ppm` is a chance in parts per million; `position` is 0 … on the
    page, or -1.
    """

    event: int
    day: int
    slot: int
    officer: int
    post: str
    approach: str
    q_ppm: int
    in_sight: bool
    shown: bool
    position: int
    wording: str


class Report(NamedTuple):
    """What a simulated colleague made of a passage. `evidence` is in micro-nats, his noise included.

    `reported`: he handed something in. `forgotten`: he meant to and did not. `heard_from`: the officer who told him, or
    -1 if he was shown it himself; then `evidence` is what that officer made of it. `quality`: how much of it his report
    holds (`words.QUALITIES`); `people`: whom it names.
    """

    day: int
    slot: int
    officer: int
    event: int
    evidence: int
    reported: bool
    forgotten: bool
    heard_from: int
    quality: str
    people: list[int]


class Change(NamedTuple):
    """A line of the morning: what yesterday's acts changed. `person` may be -1."""

    day: int
    code: str
    person: int
    wording: str


class Secret(NamedTuple):
    """What is true of one event of a case."""

    event: int
    case: int
    kind: str
    stage: int
    signal: bool
    look_alike: bool
    twin: int
    marked: bool
    family: str


@dataclass(frozen=True, eq=False)
class Step:
    """What was stepped, as Arrow tables: `events` (server only), `exposures`, `reports` of colleagues, `changes` of
    mornings.
    """

    events: pa.Table
    exposures: pa.Table
    reports: pa.Table
    changes: pa.Table


_SCHEMAS: dict[type[Any], pa.Schema] = {
    Event: pa.schema(
        [
            ("event", pa.int64()),
            ("day", pa.int32()),
            ("slot", pa.int32()),
            ("place", pa.int32()),
            ("act", pa.string()),
            ("kept_away", pa.bool_()),
            ("asked_return", pa.bool_()),
            ("hidden", pa.bool_()),
            ("actor", pa.int32()),
            ("other", pa.int32()),
            ("channel", pa.string()),
            ("salience", pa.int32()),
            ("occasion", pa.int32()),
            ("wording", pa.string()),
        ]
    ),
    Exposure: pa.schema(
        [
            ("event", pa.int64()),
            ("day", pa.int32()),
            ("slot", pa.int32()),
            ("officer", pa.int32()),
            ("post", pa.string()),
            ("approach", pa.string()),
            ("q_ppm", pa.int32()),
            ("in_sight", pa.bool_()),
            ("shown", pa.bool_()),
            ("position", pa.int32()),
            ("wording", pa.string()),
        ]
    ),
    Report: pa.schema(
        [
            ("day", pa.int32()),
            ("slot", pa.int32()),
            ("officer", pa.int32()),
            ("event", pa.int64()),
            ("evidence", pa.int64()),
            ("reported", pa.bool_()),
            ("forgotten", pa.bool_()),
            ("heard_from", pa.int32()),
            ("quality", pa.string()),
            ("people", pa.list_(pa.int32())),
        ]
    ),
    Change: pa.schema([("day", pa.int32()), ("code", pa.string()), ("person", pa.int32()), ("wording", pa.string())]),
    Secret: pa.schema(
        [
            ("event", pa.int64()),
            ("case", pa.int32()),
            ("kind", pa.string()),
            ("stage", pa.int32()),
            ("signal", pa.bool_()),
            ("look_alike", pa.bool_()),
            ("twin", pa.int32()),
            ("marked", pa.bool_()),
            ("family", pa.string()),
        ]
    ),
}


def table(kind: type[Any], rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """The rows as an Arrow table with the columns and types of their kind."""
    schema = _SCHEMAS[kind]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def joined(kind: type[Any], tables: Sequence[pa.Table]) -> pa.Table:
    """All tables of one kind as one, in order."""
    return pa.concat_tables(tables).combine_chunks() if tables else table(kind, [])


def canonical(tables: Sequence[pa.Table]) -> bytes:
    """The contents as bytes that do not depend on the release of Arrow."""
    return json.dumps([t.to_pydict() for t in tables], separators=(",", ":"), ensure_ascii=True).encode()


def case_wording(
    act: str, variant: int, cues: Sequence[tuple[str, int]], occasion: tuple[int, int], a: int, b: int
) -> str:
    """The wording of an event of a case, as JSON."""
    cue_list = ",".join(f'["{cue}",{k}]' for cue, k in cues)
    return (
        f'{{"form":"case","act":"{act}","variant":{variant},"cues":[{cue_list}],'
        f'"occasion":[{occasion[0]},{occasion[1]}],"a":{a},"b":{b}}}'
    )


def plain_wording(form: str, act: str, variant: int, a: int, b: int) -> str:
    """The wording of talk, a morning line or the rest of a day, as JSON."""
    return f'{{"form":"{form}","act":"{act}","variant":{variant},"a":{a},"b":{b}}}'


def ordinary_wording(act: str, occasion: int, a: int, b: int, *, movement: str = "") -> str:
    """The wording of an ordinary happening, as JSON; an occasion of -1 is none."""
    begin = f'"occasion":[{occasion >> 1},{occasion & 1}],' if occasion >= 0 else ""
    named = f',"m":"{movement}"' if movement else ""
    return f'{{"form":"ordinary","act":"{act}","variant":0,{begin}"a":{a},"b":{b}{named}}}'
