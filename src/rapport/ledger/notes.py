"""Signed notes and checkpoints: what the ledger says of itself, so that any implementation can check it.

A checkpoint is three lines (origin, size, root) under signatures. The server signs it; a witness, on a machine of
another authority, cosigns it with the time at which it was still consistent with all that the witness had seen.
Source: C2SP signed-note, tlog-checkpoint and tlog-cosignature (cosignature/v1), with Ed25519.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rapport.ledger.merkle import HASH_SIZE

SIGNATURE, COSIGNATURE = b"\x01", b"\x04"
DASH = "\u2014"


class BadNote(ValueError):
    """A note or key that is malformed, or not signed by whom it should be. The message says which."""


@dataclass(frozen=True)
class Checkpoint:
    """The state of a ledger: so many entries, with this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Verifier:
    """A public key with its name and what it may sign: checkpoints, or cosignatures."""

    name: str
    kind: bytes
    public: bytes

    @property
    def key_hash(self) -> bytes:
        """The four bytes by which a signature line says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_hash.hex()}+{base64.b64encode(self.kind + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """A verifier key as files hold it. Raises `BadNote`."""
        try:
            name, key_hash, encoded = text.strip().split("+", 2)
            content = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise BadNote("this is not a verifier key") from None
        verifier = cls(name, content[:1], content[1:])
        if len(verifier.public) != 32 or verifier.key_hash.hex() != key_hash:
            raise BadNote("this verifier key does not fit its own hash")
        return verifier


@dataclass(frozen=True)
class Signer:
    """A private key (32 bytes) with the name it signs under."""

    name: str
    kind: bytes
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.kind, self._key().public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The signature line of a log."""
        return _line(self.verifier, self._key().sign(checkpoint.text().encode()))

    def cosign(self, checkpoint: Checkpoint, *, at: int) -> str:
        """The signature line of a witness, at this time (seconds since 1970)."""
        return _line(self.verifier, at.to_bytes(8, "big") + self._key().sign(_cosigned(checkpoint, at)))

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def note(checkpoint: Checkpoint, *lines: str) -> str:
    """A checkpoint under its signature lines, as it is published."""
    return checkpoint.text() + "\n" + "".join(lines)


def parse(text: str) -> tuple[Checkpoint, list[str]]:
    """A published note as its checkpoint and signature lines; nothing is verified. Raises `BadNote`."""
    body, blank, signatures = text.partition("\n\n")
    try:
        origin, size, root = body.split("\n")
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except (ValueError, binascii.Error):
        raise BadNote("this is not a checkpoint") from None
    lines = signatures.splitlines(keepends=True)
    exact = (
        checkpoint.text() == body + "\n" and len(checkpoint.root) == HASH_SIZE and checkpoint.size >= 0 and bool(origin)
    )
    if not blank or not exact or not all(line.startswith(f"{DASH} ") and line.endswith("\n") for line in lines):
        raise BadNote("this is not a checkpoint")
    return checkpoint, lines


def opened(text: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint of a note that this log signed. Raises `BadNote` when it did not."""
    checkpoint, lines = parse(text)
    for signature in _signatures(lines, verifier):
        if len(signature) == 64 and _holds(verifier, signature, checkpoint.text().encode()):
            return checkpoint
    raise BadNote(f"not signed by {verifier.name}")


def cosigned_at(text: str, verifier: Verifier) -> int:
    """When this witness cosigned the note (seconds since 1970). Raises `BadNote` when it did not."""
    checkpoint, lines = parse(text)
    for signature in _signatures(lines, verifier):
        at = int.from_bytes(signature[:8], "big")
        if len(signature) == 72 and _holds(verifier, signature[8:], _cosigned(checkpoint, at)):
            return at
    raise BadNote(f"not cosigned by {verifier.name}")


def _cosigned(checkpoint: Checkpoint, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{checkpoint.text()}".encode()


def _line(verifier: Verifier, signature: bytes) -> str:
    return f"{DASH} {verifier.name} {base64.b64encode(verifier.key_hash + signature).decode()}\n"


def _signatures(lines: list[str], verifier: Verifier) -> list[bytes]:
    """The signatures under this verifier's name and key hash."""
    found = []
    for line in lines:
        _dash, _space, rest = line.rstrip("\n").partition(" ")
        name, _space, encoded = rest.rpartition(" ")
        try:
            content = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        if name == verifier.name and content[:4] == verifier.key_hash:
            found.append(content[4:])
    return found


def _holds(verifier: Verifier, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
