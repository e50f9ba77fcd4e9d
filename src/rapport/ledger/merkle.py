"""The Merkle tree over the ledger: proof that an entry is in it, and that nothing was taken out or changed since.

Hashing and proofs as RFC 6962 (Certificate Transparency), section 2.1, with SHA-256; the verifiers follow RFC 9162,
sections 2.1.3.2 and 2.1.4.2. `leaves` are everywhere the leaf *data* (an entry's bytes), not their hashes. Leaf and
node hashes are prefixed apart, so that no node can be passed off as an entry. Hashes are 32 bytes.

Pure: the standard library only, so that a witness on another machine needs nothing else.
"""

from collections.abc import Sequence
from hashlib import sha256

HASH_SIZE = 32


class InvalidProof(Exception):
    """The proof does not show what it claims: it is wrong, too long, too short, or about no tree at all."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf: SHA-256(0x00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree's head over leaf data; of no leaves, the hash of the empty string."""
    if not leaves:
        return sha256(b"").digest()
    return _head(_hashes(leaves))


def head(hashes: Sequence[bytes]) -> bytes:
    """The tree's head over leaf *hashes*, for who keeps hashes and not the leaves; as `root` otherwise."""
    return _head(list(hashes)) if hashes else sha256(b"").digest()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of the leaf at `index`, nearest sibling first; leaf data. Raises `IndexError` outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    level, proof = _hashes(leaves), []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level, index = _parents(level), index // 2
    return proof


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """That the tree of the first `old_size` leaves is the beginning of this one; leaf data.

    Empty for equal sizes. Raises `ValueError` for size 0 (everything is consistent with nothing) or beyond the tree.
    """
    if not 0 < old_size <= len(leaves):
        raise ValueError(f"no consistency from size {old_size} in a tree of {len(leaves)}")
    return _subproof(_hashes(leaves), old_size, whole=True)


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with this *hash* stands at `index` in the tree of `size` leaves with this root.

    Size and root are those of one signed checkpoint: of a size with the root of another tree nothing follows.
    Raises `InvalidProof` otherwise; returns nothing.
    """
    if not 0 <= index < size:
        raise InvalidProof(f"no leaf {index} in a tree of {size}")
    _require_hashes(leaf_hash, root, *proof)
    place, last, computed = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise InvalidProof("the proof is too long")
        if place % 2 or place == last:
            computed = node_hash(sibling, computed)
            place, last = _up_to_a_right_child(place, last)
        else:
            computed = node_hash(computed, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise InvalidProof("the proof is too short")
    if computed != root:
        raise InvalidProof("the proof leads to another root")


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Check that the tree with `old_root` is the beginning of the tree with `new_root`.

    Raises `InvalidProof` otherwise, and from size 0, which proves nothing; returns nothing.
    """
    if not 0 < old_size <= new_size:
        raise InvalidProof(f"no consistency from size {old_size} to {new_size}")
    _require_hashes(old_root, new_root, *proof)
    if old_size == new_size:
        _verify_same(proof, old_root, new_root)
        return
    path = [old_root, *proof] if _is_power_of_two(old_size) else list(proof)
    if not path or not proof:
        raise InvalidProof("the proof is too short")
    place, last = old_size - 1, new_size - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise InvalidProof("the proof is too long")
        if place % 2 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            place, last = _up_to_a_right_child(place, last)
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise InvalidProof("the proof is too short")
    if old != old_root:
        raise InvalidProof("the proof leads to another old root")
    if new != new_root:
        raise InvalidProof("the proof leads to another new root")


def _hashes(leaves: Sequence[bytes]) -> list[bytes]:
    return [leaf_hash(data) for data in leaves]


def _parents(level: list[bytes]) -> list[bytes]:
    """One level up: neighbours paired, a last one alone carried up as it is (RFC 6962's split, from below)."""
    parents = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return parents + level[len(parents) * 2 :]


def _head(level: list[bytes]) -> bytes:
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def _subproof(hashes: list[bytes], old_size: int, *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962: `whole` while the old tree's own root is known to the verifier and need not be sent."""
    if old_size == len(hashes):
        return [] if whole else [_head(hashes)]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if old_size <= split:
        return [*_subproof(hashes[:split], old_size, whole=whole), _head(hashes[split:])]
    return [*_subproof(hashes[split:], old_size - split, whole=False), _head(hashes[:split])]


def _up_to_a_right_child(place: int, last: int) -> tuple[int, int]:
    """Skip the levels at which the path's last node is carried up without a sibling."""
    while place % 2 == 0 and place != 0:
        place, last = place >> 1, last >> 1
    return place, last


def _verify_same(proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    if proof:
        raise InvalidProof("the proof is too long")
    if old_root != new_root:
        raise InvalidProof("two trees of one size with different roots")


def _is_power_of_two(number: int) -> bool:
    return number & (number - 1) == 0


def _require_hashes(*values: bytes) -> None:
    if any(not isinstance(value, bytes) or len(value) != HASH_SIZE for value in values):
        raise InvalidProof(f"a hash that is not {HASH_SIZE} bytes long")
