"""The journal of erasures: a file beside the database that a restored backup is held against.

A backup made before an erasure still has what was erased. Each line says the class and the reference of a record that
is gone, when and why, and no content; it is authenticated, so that a forged line erases nothing. The file follows from
the tombstones: `keep` writes those that it lacks. Keep a copy where the backups are not.

Source: safeguard 3; docs/operating.md.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from rapport.ledger.keys import key
from rapport.ledger.models import Tombstone
from rapport.ledger.selectors import instance


class BadJournal(ValueError):
    """A line that this instance did not write. The message says which."""


@dataclass(frozen=True)
class Line:
    """One record that is gone."""

    record_class: str
    ref: str
    service: str
    on: str
    why: str
    readers: tuple[str, ...]
    unseen: tuple[str, ...]

    @property
    def day(self) -> date:
        """The day of the erasure, by the clock of its prison service."""
        return date.fromisoformat(self.on)


def journal_file() -> Path:
    """Where the journal lies: in the instance's home, beside the keys."""
    return Path(settings.RAPPORT_HOME) / "erasures.jsonl"


def keep() -> int:
    """Write every tombstone that the journal lacks, and let it reach the disk; how many those were."""
    path = journal_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.fchmod(file.fileno(), 0o600)
        known = {(line.record_class, line.ref) for line in read(path)}
        stones = Tombstone.objects.order_by("pk")
        fresh = [_line(stone) for stone in stones if (stone.record_class, stone.ref) not in known]
        if fresh:
            _drop_half_a_line(path)
            file.writelines(_written(one) for one in fresh)
            file.flush()
            os.fsync(file.fileno())
    return len(fresh)


def _drop_half_a_line(path: Path) -> None:
    """What a power cut left of a line that was being written."""
    raw = path.read_bytes()
    os.truncate(path, raw.rfind(b"\n") + 1)


def read(path: Path) -> Iterator[Line]:
    """The lines of a journal of this instance; a last one that a power cut left half-written is passed over.

    Raises `BadJournal` for one that this instance did not write.
    """
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, text in enumerate(lines, start=1):
        if number == len(lines) and not text.endswith("\n"):
            return
        try:
            found = json.loads(text)
            mac = found.pop("mac")
            line = Line(**{**found, "readers": tuple(found["readers"]), "unseen": tuple(found["unseen"])})
        except (ValueError, KeyError, TypeError):
            raise BadJournal(f"line {number} is no line of a journal") from None
        if not hmac.compare_digest(mac, _mac(line)):
            raise BadJournal(f"line {number} was not written by this instance")
        yield line


def _line(stone: Tombstone) -> Line:
    return Line(
        stone.record_class,
        stone.ref,
        stone.service,
        stone.on.isoformat(),
        stone.why,
        tuple(stone.readers),
        tuple(stone.unseen),
    )


def _written(line: Line) -> str:
    return json.dumps({**asdict(line), "mac": _mac(line)}, ensure_ascii=False) + "\n"


def _mac(line: Line) -> str:
    here = instance()
    said = json.dumps([here.stamp if here is not None else "", asdict(line)], sort_keys=True)
    return hmac.new(key("erasures"), said.encode(), hashlib.sha256).hexdigest()
