"""An export of the ledger: files from which anyone can verify it, on another machine, without this server.

    entries.jsonl     one leaf a line, in their places: the bytes that the tree commits to
    leaves.txt        the hash of each leaf, as it was when the entry got its place
    checkpoint.txt    the signed (and perhaps cosigned) checkpoint of exactly these entries
    log.vkey          the server's public key

A cosignature counts when its key is the one that was pinned by then, as the entries themselves tell (`pins`).

A **witness** keeps on its stick what it saw last: the leaf hashes and the checkpoint. It refuses an export that does
not begin with all of that, names the first entry that does not fit, and otherwise cosigns.
"""

import base64
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapport.ledger.merkle import HASH_SIZE, head, leaf_hash
from rapport.ledger.notes import (
    COSIGNATURE,
    BadNote,
    Checkpoint,
    Signer,
    Verifier,
    cosignatures,
    cosigned_at,
    is_by,
    note,
    opened,
    parse,
)
from rapport.ledger.pins import Pin, pins_in, standing_at

ENTRIES, LEAVES, CHECKPOINT, LOG_KEY = "entries.jsonl", "leaves.txt", "checkpoint.txt", "log.vkey"
SEEN, WITNESS_KEY, WITNESS_PUBLIC = "seen.txt", "witness.key", "witness.vkey"


class DoesNotFit(Exception):
    """The export is not what it claims to be. `position` is the first entry that does not fit, if one can be named."""

    def __init__(self, message: str, *, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


@dataclass(frozen=True)
class Verified:
    """What a verification found: entries under this checkpoint, of which the first `witnessed` were seen before.

    `pins` are the witnesses' keys that the entries tell of, with the requests that two people signed.
    """

    checkpoint: Checkpoint
    witnessed: int
    pins: tuple[Pin, ...] = ()


def read_leaves(folder: Path) -> list[bytes]:
    """The leaves of an export. Raises `DoesNotFit` when they cannot be read."""
    try:
        content = (folder / ENTRIES).read_bytes()
    except OSError as error:
        raise DoesNotFit(f"the export cannot be read: {error}") from None
    if content and not content.endswith(b"\n"):
        raise DoesNotFit("the last entry is cut off", position=content.count(b"\n"))
    return content.split(b"\n")[:-1]


def verify(folder: Path, *, log: Verifier | None = None, stick: Path | None = None) -> Verified:
    """Verify an export from its files alone, and against what the stick saw before.

    `log` is the server's key as known from elsewhere; without it the stick's, or else the export's own, is believed.
    Raises `DoesNotFit`.
    """
    seen = Seen.read(stick) if stick is not None else Seen.nothing()
    try:
        claimed = Verifier.parse((folder / LOG_KEY).read_text())
        known = log or seen.log or claimed
        text = (folder / CHECKPOINT).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, BadNote) as error:
        raise DoesNotFit(f"the export cannot be read: {error}") from None
    leaves = read_leaves(folder)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    for position, (before, now) in enumerate(zip(seen.hashes, hashes, strict=False)):
        if before != now:
            raise DoesNotFit(f"entry {position} is not the one that was witnessed", position=position)
    if len(hashes) < len(seen.hashes):
        raise DoesNotFit(
            f"{len(seen.hashes) - len(hashes)} witnessed entries are missing, from entry {len(hashes)} on",
            position=len(hashes),
        )
    try:
        checkpoint = opened(text, known)
    except BadNote as error:
        raise DoesNotFit(f"the checkpoint is not this server's: {error}") from None
    if seen.checkpoint is not None and checkpoint.origin != seen.checkpoint.origin:
        raise DoesNotFit(f"this is the ledger of {checkpoint.origin}, not of {seen.checkpoint.origin}")
    if checkpoint.size != len(hashes):
        raise DoesNotFit(
            f"the checkpoint speaks of {checkpoint.size} entries, the export has {len(hashes)}", position=len(hashes)
        )
    if checkpoint.root != head(hashes):
        raise _misfit(folder, hashes, checkpoint)
    pins = pins_in(leaves)
    pinned = standing_at(pins, checkpoint.size)
    _require_pinned(text, known, pinned.verifier if pinned is not None else seen.witness, seen)
    return Verified(checkpoint, len(seen.hashes), tuple(pins))


def _require_pinned(text: str, log: Verifier, pinned: Verifier | None, seen: "Seen") -> None:
    """Every word under the checkpoint but the server's own is the pinned witness's; a stick's holder is that witness.

    Before any key is pinned, a stick knows its own word, and nobody else's counts.
    """
    if seen.witness is not None and pinned != seen.witness:
        raise DoesNotFit(f"another witness than you is pinned in this ledger: {pinned}. Ask who signed for it")
    others = [line for line in parse(text)[1] if not is_by(line, log)]
    for line in others:
        if pinned is None or not is_by(line, pinned):
            raise DoesNotFit(f"it is cosigned by a key that was not pinned by then: {line.split()[1]}")
    try:
        if pinned is not None and others:
            cosignatures(text, pinned)
    except BadNote as error:
        raise DoesNotFit(f"the cosignature is not the witness's: {error}") from None


def _misfit(folder: Path, hashes: list[bytes], checkpoint: Checkpoint) -> DoesNotFit:
    """Which entry is not the one that was signed, by the hashes that were: if those are the checkpoint's."""
    try:
        signed = [base64.b64decode(line, validate=True) for line in (folder / LEAVES).read_text().splitlines()]
    except (OSError, ValueError):
        signed = []
    if len(signed) == len(hashes) and head(signed) == checkpoint.root:
        at = next(place for place, (one, other) in enumerate(zip(signed, hashes, strict=True)) if one != other)
        return DoesNotFit(f"entry {at} is not the one that was signed", position=at)
    return DoesNotFit("the entries do not have the checkpoint's root, and nothing says which of them changed")


@dataclass(frozen=True)
class Seen:
    """What a witness saw last."""

    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint | None
    log: Verifier | None
    witness: Verifier | None = None

    @classmethod
    def nothing(cls) -> "Seen":
        """Before the first visit."""
        return cls((), None, None)

    @classmethod
    def read(cls, stick: Path) -> "Seen":
        """What the stick holds: nothing on the first visit. Raises `DoesNotFit` when it was damaged."""
        if not (stick / SEEN).exists():
            return cls.nothing()
        try:
            hashes = tuple(base64.b64decode(line, validate=True) for line in (stick / SEEN).read_text().splitlines())
            log = Verifier.parse((stick / LOG_KEY).read_text())
            checkpoint = opened((stick / CHECKPOINT).read_text(encoding="utf-8"), log)
        except (OSError, ValueError) as error:
            raise DoesNotFit(f"the stick is damaged: {error}") from None
        if (
            checkpoint.size != len(hashes)
            or checkpoint.root != head(hashes)
            or any(len(one) != HASH_SIZE for one in hashes)
        ):
            raise DoesNotFit("the stick is damaged: what it holds does not fit its own checkpoint")
        own = _signer_of(stick).verifier if (stick / WITNESS_KEY).exists() else None
        return cls(hashes, checkpoint, log, own)


def witness(folder: Path, stick: Path, *, at: int) -> str:
    """Verify an export, cosign its checkpoint at this time (seconds since 1970), and remember it on the stick.

    The stick's key never leaves it; the server's key is believed on the first visit and must stay the same. Once a
    witness is pinned in the ledger, no other cosigns it. Returns the cosigned note, which is also written into the
    export. Raises `DoesNotFit`.
    """
    public = witness_key(stick)
    verified = verify(folder, stick=stick)
    pinned = standing_at(verified.pins, verified.checkpoint.size)
    if pinned is not None and pinned.verifier != public:
        raise DoesNotFit(f"another witness than you is pinned in this ledger: {pinned.verifier}. Ask who signed for it")
    signer = _signer_of(stick)
    text = (folder / CHECKPOINT).read_text(encoding="utf-8")
    log = Verifier.parse((folder / LOG_KEY).read_text())
    _checkpoint, lines = parse(text)
    ours = [line for line in lines if f" {log.name} " in line]
    cosigned = note(verified.checkpoint, *ours, signer.cosign(verified.checkpoint, at=at))
    hashes = [base64.b64encode(leaf_hash(leaf)).decode() for leaf in read_leaves(folder)]
    _write(stick / LOG_KEY, f"{log}\n")
    _write(stick / CHECKPOINT, cosigned)
    _write(stick / SEEN, "".join(f"{one}\n" for one in hashes))
    _write(folder / CHECKPOINT, cosigned)
    _write(folder / WITNESS_PUBLIC, f"{signer.verifier}\n")
    return cosigned


def witnessed_at(folder: Path, verifier: Verifier) -> int:
    """When this witness cosigned the export's checkpoint (seconds since 1970). Raises `BadNote`."""
    return cosigned_at((folder / CHECKPOINT).read_text(encoding="utf-8"), verifier)


def write(folder: Path, leaves: Iterator[bytes], hashes: Iterator[bytes], text: str, log: Verifier) -> None:
    """Write an export into a new or empty folder. Raises `FileExistsError` for one that holds something."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name a new folder")
    with (folder / ENTRIES).open("wb") as file:
        for leaf in leaves:
            file.write(leaf + b"\n")
    _write(folder / LEAVES, "".join(f"{base64.b64encode(one).decode()}\n" for one in hashes))
    _write(folder / CHECKPOINT, text)
    _write(folder / LOG_KEY, f"{log}\n")


def witness_key(stick: Path) -> Verifier:
    """The public key of this stick, to be pinned where the ledger is kept; made, with its private half, when new."""
    path = stick / WITNESS_KEY
    if not path.exists():
        stick.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    public = _signer_of(stick).verifier
    _write(stick / WITNESS_PUBLIC, f"{public}\n")
    return public


def _signer_of(stick: Path) -> Signer:
    return Signer("rapport-witness", COSIGNATURE, (stick / WITNESS_KEY).read_bytes())


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a stick pulled out half-way keeps what it held."""
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
