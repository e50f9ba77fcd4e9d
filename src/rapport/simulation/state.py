"""The state of a world between two slots, and its snapshot.

A snapshot holds all that a world needs to go on, and nothing that opens its truth without the nonce but the seed
itself, from which somebody with this program can draw everything again: whoever keeps snapshots keeps secrets.
"""

import copy
import io
import json
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation import rows
from rapport.simulation.acts import Logged

MAGIC = b"RAPPORT-WORLD-2\n"
_QUICKLY = 1  # compression: a sixth of the size for a few milliseconds, since a snapshot is written with every act
_ARRAYS = ("trust", "dawn", "ties")
_TABLES: tuple[tuple[str, type[Any]], ...] = (
    ("events", rows.Event),
    ("exposures", rows.Exposure),
    ("reports", rows.Report),
    ("changes", rows.Change),
    ("secrets", rows.Secret),
)


class SnapshotError(ValueError):
    """These bytes are not a snapshot that this engine and scenario can go on with."""


@dataclass
class State:
    """All that changes. `clock` counts simulated slots; seats map an officer to post, approach and ground for the
    next chosen post. `luck` is the seed of what a branch's future is drawn from, where it is not the world's own.
    """

    seed: int
    commitment: str
    marker_salt: int
    clock: int
    trust: NDArray[np.int64]
    dawn: NDArray[np.int64]
    ties: NDArray[np.int16]
    stages: list[int]
    seats: dict[int, tuple[str, str]]
    confined: list[tuple[int, int, int]] = field(default_factory=list)
    talks: list[tuple[int, int]] = field(default_factory=list)
    notes: list[tuple[str, int]] = field(default_factory=list)
    spoken: dict[str, list[int]] = field(default_factory=dict)
    written: dict[int, list[str]] = field(default_factory=dict)
    where: list[list[int]] = field(default_factory=list)
    log: list[Logged] = field(default_factory=list)
    events: list[pa.Table] = field(default_factory=list)
    exposures: list[pa.Table] = field(default_factory=list)
    reports: list[pa.Table] = field(default_factory=list)
    changes: list[pa.Table] = field(default_factory=list)
    secrets: list[pa.Table] = field(default_factory=list)
    luck: int | None = None

    @property
    def chance(self) -> int:
        """The seed of whatever is drawn as time goes on. Cases, casts, people and laws come from `seed` alone."""
        return self.seed if self.luck is None else self.luck

    def confined_at(self, count: int, clock: int) -> NDArray[np.bool_]:
        """Who, of so many people, is kept in his cell at this time."""
        confined = np.zeros(count, dtype=np.bool_)
        confined[[person for person, start, end in self.confined if start <= clock < end]] = True
        return confined

    def copied(self) -> "State":
        """A state of its own; the tables, which never change, are shared."""
        tables = {name: list(getattr(self, name)) for name, _ in _TABLES}
        other = copy.copy(self)
        for name, value in vars(self).items():
            setattr(other, name, tables[name] if name in tables else copy.deepcopy(value))
        return other

    def pack(self, *, engine: str, scenario_hash: str) -> bytes:
        """These bytes restore the state; the same state gives the same bytes."""
        head: dict[str, Any] = {"engine": engine, "scenario": scenario_hash}
        skipped = {*_ARRAYS, *(name for name, _ in _TABLES)}
        for name, value in vars(self).items():
            if name not in skipped:
                head[name] = [entry.to_dict() for entry in value] if name == "log" else _plain(value)
        sections = [json.dumps(head, sort_keys=True, separators=(",", ":")).encode()]
        sections += [np.ascontiguousarray(getattr(self, name), dtype="<i8").tobytes() for name in _ARRAYS]
        sections += [_to_ipc(rows.joined(kind, getattr(self, name))) for name, kind in _TABLES]
        whole = b"".join(len(section).to_bytes(8, "big") + section for section in sections)
        return MAGIC + zlib.compress(whole, _QUICKLY)

    @classmethod
    def unpack(cls, packed: bytes, *, engine: str, scenario_hash: str) -> "State":
        """The state of a snapshot. Raises `SnapshotError` for another engine, another scenario or damaged bytes."""
        if not packed.startswith(MAGIC):
            raise SnapshotError("these bytes are not a snapshot of a simulated prison")
        try:
            sections = _sections(zlib.decompress(packed[len(MAGIC) :]))
            head = json.loads(sections[0])
        except (zlib.error, ValueError, IndexError) as error:
            raise SnapshotError("this snapshot is damaged") from error
        if (head.pop("engine"), head.pop("scenario")) != (engine, scenario_hash):
            raise SnapshotError("this snapshot was made by another engine or from another scenario")
        return cls(**_revived(head), **_arrays(sections), **_tables(sections))


def _plain(value: Any) -> Any:
    return [[k, _plain(v)] for k, v in sorted(value.items())] if isinstance(value, dict) else value


def _revived(head: dict[str, Any]) -> dict[str, Any]:
    head["seats"] = {officer: tuple(seat) for officer, seat in head["seats"]}
    for name in ("spoken", "written"):
        head[name] = dict(head[name])
    for name in ("confined", "talks", "notes"):
        head[name] = [tuple(entry) for entry in head[name]]
    head["log"] = [Logged.from_dict(entry) for entry in head["log"]]
    return head


def _arrays(sections: list[bytes]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: np.frombuffer(sections[1 + k], dtype="<i8").astype(np.int64) for k, name in enumerate(_ARRAYS)
    }
    count = len(found["trust"])
    found["ties"] = found["ties"].reshape(count, count).astype(np.int16)
    return found


def _tables(sections: list[bytes]) -> dict[str, Any]:
    first = 1 + len(_ARRAYS)
    found = {name: pa.ipc.open_stream(sections[first + k]).read_all() for k, (name, _) in enumerate(_TABLES)}
    return {name: [table] if table.num_rows else [] for name, table in found.items()}


def _sections(packed: bytes) -> list[bytes]:
    sections, at = [], 0
    while at < len(packed):
        size = int.from_bytes(packed[at : at + 8], "big")
        if at + 8 + size > len(packed):
            raise ValueError("cut short")
        sections.append(packed[at + 8 : at + 8 + size])
        at += 8 + size
    return sections


def _to_ipc(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()
