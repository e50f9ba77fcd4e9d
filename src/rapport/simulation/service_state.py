"""The state of a service's world between two slots, its snapshot and its digest.

A snapshot holds the seed, from which somebody with this program can draw the truth again: whoever keeps snapshots
keeps secrets.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import acts, establishments
from rapport.simulation.establishments import COUNTERS, Everybody
from rapport.simulation.kernels.columns import Cases, Men
from rapport.simulation.service import Service
from rapport.simulation.service_truth import ENGINE
from rapport.simulation.state import SnapshotError

MAGIC = b"RAPPORT-SERVICE-1\n"
COLUMNS = {"contacts": (4, np.int32), "events": (15, np.int64), "exposures": (9, np.int64)}
_QUICKLY = 1


@dataclass(eq=False)
class ServiceState:
    """All that changes. `rows` holds, by table, clock and rows (columns × rows), part by part of each slot; `rolled`,
    by table, a hash over the rows that were let go.
    """

    seed: int
    salt: int
    keep: tuple[str, ...]
    commitment: str
    everybody: Everybody
    clock: int = 0
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, len(COUNTERS)), dtype=np.int64))
    log: list[acts.Logged] = field(default_factory=list)
    rows: dict[str, list[tuple[int, NDArray[Any]]]] = field(default_factory=dict)
    rolled: dict[str, str] = field(default_factory=dict)

    def add_rows(self, name: str, parts: Sequence[NDArray[Any]]) -> None:
        """Keep the rows of the slot that is being simulated."""
        self.rows.setdefault(name, []).extend((self.clock, part) for part in parts)

    def forget_rows(self) -> None:
        """Let go of the rows; the digest still covers them."""
        self.rolled = self._rolled()
        self.rows = {}

    def _rolled(self) -> dict[str, str]:
        """By table, a hash over all its rows, those too that were let go."""
        found = dict(self.rolled)
        for name, parts in self.rows.items():
            for _, part in parts:
                found[name] = hashlib.sha256(found.get(name, "").encode() + _bytes(part)).hexdigest()
        return found

    def add_counts(self, counts: NDArray[np.int64], day: int) -> None:
        """Add to the days from this one on; a day already begun goes on."""
        end = day + len(counts)
        if end > len(self.counts):
            more = np.zeros((end - len(self.counts), len(COUNTERS)), dtype=np.int64)
            self.counts = np.concatenate([self.counts, more])
        self.counts[day:end] += counts

    def copied(self) -> "ServiceState":
        """A state of its own; rows, which never change, are shared."""
        return replace(
            self,
            everybody=self.everybody.copied(),
            counts=self.counts.copy(),
            log=list(self.log),
            rows={name: list(rows) for name, rows in self.rows.items()},
            rolled=dict(self.rolled),
        )

    def digest(self, scenario: Service) -> str:
        """SHA-256 over everybody, all that was counted and every row ever kept."""
        head = [ENGINE, scenario.hash, str(self.seed), self.clock, sorted(self._rolled().items())]
        whole = hashlib.sha256(json.dumps(head).encode())
        for column in [*self.everybody.columns(), self.counts]:
            whole.update(_bytes(column))
        return whole.hexdigest()

    def pack(self, scenario: Service) -> bytes:
        """These bytes restore the state; the same state gives the same bytes."""
        tables = {name: [clock for clock, _ in rows] for name, rows in sorted(self.rows.items())}
        head: dict[str, Any] = {
            "engine": ENGINE,
            "scenario": scenario.hash,
            "seed": str(self.seed),
            "salt": self.salt,
            "keep": list(self.keep),
            "commitment": self.commitment,
            "clock": self.clock,
            "log": [entry.to_dict() for entry in self.log],
            "tables": tables,
            "rolled": self.rolled,
        }
        whole = [json.dumps(head, sort_keys=True, separators=(",", ":")).encode()]
        whole += [_bytes(column) for column in [*self.everybody.columns(), self.counts]]
        whole += [_bytes(rows) for name in tables for _, rows in self.rows[name]]
        return MAGIC + zlib.compress(b"".join(len(part).to_bytes(8, "big") + part for part in whole), _QUICKLY)

    @classmethod
    def unpack(cls, scenario: Service, snapshot: bytes) -> "ServiceState":
        """The state of a snapshot. Raises `SnapshotError` for another engine or service, or damaged bytes."""
        if not snapshot.startswith(MAGIC):
            raise SnapshotError("these bytes are not a snapshot of a simulated service")
        try:
            parts = _parts(zlib.decompress(snapshot[len(MAGIC) :]))
            head = json.loads(parts.pop(0))
            if (head["engine"], head["scenario"]) != (ENGINE, scenario.hash):
                raise SnapshotError("this snapshot was made by another engine or from another service")
            return cls._revived(scenario, head, parts)
        except SnapshotError:
            raise
        except (zlib.error, ValueError, IndexError, KeyError, TypeError) as error:
            raise SnapshotError("this snapshot is damaged") from error

    @classmethod
    def _revived(cls, scenario: Service, head: dict[str, Any], parts: list[bytes]) -> "ServiceState":
        columns = [
            np.frombuffer(parts.pop(0), dtype=like.dtype).reshape(like.shape).copy()
            for like in establishments.empty(scenario).columns()
        ]
        counts = np.frombuffer(parts.pop(0), dtype=np.int64).reshape(-1, len(COUNTERS)).copy()
        rows = {}
        for name, clocks in sorted(head["tables"].items()):
            wide, dtype = COLUMNS[name]
            rows[name] = [(clock, np.frombuffer(parts.pop(0), dtype=dtype).reshape(wide, -1)) for clock in clocks]
        split = len(Men._fields)
        return cls(
            seed=int(head["seed"]),
            salt=head["salt"],
            keep=tuple(head["keep"]),
            commitment=head["commitment"],
            everybody=Everybody(Men(*columns[:split]), Cases(*columns[split:-1]), columns[-1]),
            clock=head["clock"],
            counts=counts,
            log=[acts.Logged.from_dict(entry) for entry in head["log"]],
            rows=rows,
            rolled=head["rolled"],
        )


def _bytes(column: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(column).astype(column.dtype.newbyteorder("<"), copy=False).tobytes()


def _parts(whole: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(whole):
        size = int.from_bytes(whole[at : at + 8], "big")
        if at + 8 + size > len(whole):
            raise ValueError("cut short")
        found.append(whole[at + 8 : at + 8 + size])
        at += 8 + size
    return found
