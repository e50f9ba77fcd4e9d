"""Signed notes and checkpoints: what the ledger says of itself, so that any implementation can check it.

A checkpoint is three lines (origin, size, root) under signatures. The server signs it; a witness, on a machine of
another authority, cosigns it with the time at which it was still consistent with all that the witness had seen.
Source: C2SP signed-note, tlog-checkpoint and tlog-cosignature (cosignature/v1), with Ed25519.
"""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rapport.ledger.merkle import HASH_SIZE

SIGNATURE, COSIGNATURE = b"\x01", b"\x04"
DASH = "\u2014"
MOST_SIGNATURES = 100
"""More under one note are not read; the specification asks for 16 at least."""
LAST_TIME = 2**63 - 1


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
            content = _decoded(encoded)
        except ValueError:
            raise BadNote("this is not a verifier key") from None
        if not _is_key_name(name) or content[:1] not in (SIGNATURE, COSIGNATURE):
            raise BadNote("this is not a verifier key")
        verifier = cls(name, content[:1], content[1:])
        if len(verifier.public) != 32 or verifier.key_hash.hex() != key_hash:
            raise BadNote("this verifier key does not fit its own hash")
        return verifier

    def require(self, kind: bytes) -> None:
        """Raise `BadNote` unless this key is of that kind: a log never passes as its own witness."""
        if self.kind != kind:
            use = "cosignatures" if kind == COSIGNATURE else "checkpoints"
            raise BadNote(f"the key of {self.name} is not for {use}")


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
    """A published note as its checkpoint and signature lines; nothing is verified. Raises `BadNote`.

    Extension lines, which the specification advises against, are not accepted: no witness could speak for them.
    """
    body, blank, signatures = text.partition("\n\n")
    if any(letter < " " and letter != "\n" for letter in text):
        raise BadNote("this is not a checkpoint")
    try:
        origin, size, root = body.split("\n")
        checkpoint = Checkpoint(origin, int(size), _decoded(root))
    except ValueError:
        raise BadNote("this is not a checkpoint") from None
    *lines, rest = signatures.split("\n")
    exact = checkpoint.text() == body + "\n" and len(checkpoint.root) == HASH_SIZE and bool(origin)
    if not blank or not exact or checkpoint.size < 0 or rest or not lines or not all(map(_is_signature_line, lines)):
        raise BadNote("this is not a checkpoint")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote(f"more than {MOST_SIGNATURES} signatures are under this checkpoint")
    return checkpoint, [f"{line}\n" for line in lines]


def opened(text: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint of a note that this log signed. Raises `BadNote` when it did not, or a signature of its fails."""
    verifier.require(SIGNATURE)
    checkpoint, lines = parse(text)
    found = _signatures(lines, verifier)
    for signature in found:
        if not _holds(verifier, signature, checkpoint.text().encode()):
            raise BadNote(f"not signed by {verifier.name}: a signature under its name does not hold")
    if not found:
        raise BadNote(f"not signed by {verifier.name}")
    return checkpoint


def cosigned_at(text: str, verifier: Verifier) -> int:
    """When this witness cosigned the note (seconds since 1970); its latest word. Raises `BadNote` when it did not."""
    return max(at for at, _line in cosignatures(text, verifier))


def cosignatures(text: str, verifier: Verifier) -> list[tuple[int, str]]:
    """Every time at which this witness cosigned the note, with its line. Raises `BadNote` for none, or a false one."""
    verifier.require(COSIGNATURE)
    checkpoint, lines = parse(text)
    found = []
    for line in lines:
        for signature in _signatures([line], verifier):
            at = int.from_bytes(signature[:8], "big")
            if at > LAST_TIME or not _holds(verifier, signature[8:], _cosigned(checkpoint, at)):
                raise BadNote(f"not cosigned by {verifier.name}: a cosignature under its name does not hold")
            found.append((at, line))
    if not found:
        raise BadNote(f"not cosigned by {verifier.name}")
    return found


def key_fingerprint(verifier: Verifier) -> str:
    """A witness's key as people read it to each other: eight groups of four letters."""
    digits = hashlib.sha256(verifier.public).hexdigest()[:32].upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def is_by(line: str, verifier: Verifier) -> bool:
    """Whether a signature line says that it is this key's. Nothing is verified."""
    return bool(_signatures([line], verifier))


def _cosigned(checkpoint: Checkpoint, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{checkpoint.text()}".encode()


def _line(verifier: Verifier, signature: bytes) -> str:
    return f"{DASH} {verifier.name} {base64.b64encode(verifier.key_hash + signature).decode()}\n"


def _signatures(lines: list[str], verifier: Verifier) -> list[bytes]:
    """The signatures under this verifier's name and key hash; those of others are passed over."""
    found = []
    for line in lines:
        name, content = _split(line)
        if name == verifier.name and content[:4] == verifier.key_hash:
            found.append(content[4:])
    return found


def _split(line: str) -> tuple[str, bytes]:
    name, _space, encoded = line.rstrip("\n").removeprefix(f"{DASH} ").rpartition(" ")
    return name, _decoded(encoded)


def _is_signature_line(line: str) -> bool:
    try:
        name, content = _split(line)
    except ValueError:
        return False
    return line.startswith(f"{DASH} ") and _is_key_name(name) and len(content) > 4


def _is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def _decoded(encoded: str) -> bytes:
    """Standard base64, of which every value has one spelling. Raises `ValueError`."""
    content = base64.b64decode(encoded, validate=True)
    if base64.b64encode(content).decode() != encoded:
        raise ValueError("base64 in an unusual spelling")
    return content


def _holds(verifier: Verifier, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
