"""The Merkle tree: the published vectors of RFC 6962, every size up to 200, and no proof that was touched."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.ledger.merkle import (
    InvalidProof,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The eight leaves of Certificate Transparency's reference implementation (merkle_tree_test), its roots and paths.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {  # (index, size) counted from 0
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old, new)
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
ENTRIES = [f"entry {number}".encode() for number in range(200)]
HEADS = [root(ENTRIES[:size]) for size in range(201)]


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert root([]) == sha256(b"").digest()


def test_an_entry_and_a_node_are_hashed_apart() -> None:
    left, right = b"l" * 32, b"r" * 32
    assert leaf_hash(b"\x01" + left + right) != node_hash(left, right)
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_come_out(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("place", "path"), PATHS.items())
def test_the_published_audit_paths_come_out(place: tuple[int, int], path: list[str]) -> None:
    index, size = place
    proof = inclusion_proof(LEAVES[:size], index)
    assert [node.hex() for node in proof] == path
    verify_inclusion(leaf_hash(LEAVES[index]), index, size, proof, root(LEAVES[:size]))


@pytest.mark.parametrize(("sizes", "path"), CONSISTENCY.items())
def test_the_published_consistency_proofs_come_out(sizes: tuple[int, int], path: list[str]) -> None:
    old, new = sizes
    proof = consistency_proof(LEAVES[:new], old)
    assert [node.hex() for node in proof] == path
    verify_consistency(old, new, proof, root(LEAVES[:old]), root(LEAVES[:new]))


def head_by_definition(leaves: list[bytes]) -> bytes:
    """MTH as the RFC defines it, top down; the library builds from below."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(head_by_definition(leaves[:split]), head_by_definition(leaves[split:]))


def test_every_tree_up_to_200_is_the_rfcs_own_and_proves_each_of_its_entries() -> None:
    for size in range(1, 201):
        assert HEADS[size] == head_by_definition(ENTRIES[:size])
    for size in (*range(1, 34), 63, 64, 65, 127, 128, 129, 200):
        for index in range(size):
            proof = inclusion_proof(ENTRIES[:size], index)
            verify_inclusion(leaf_hash(ENTRIES[index]), index, size, proof, HEADS[size])


def test_every_smaller_tree_is_proved_to_be_the_beginning_of_every_larger_one() -> None:
    for new in (*range(1, 34), 63, 64, 65, 127, 128, 129, 200):
        for old in range(1, new + 1):
            verify_consistency(old, new, consistency_proof(ENTRIES[:new], old), HEADS[old], HEADS[new])


sizes = st.integers(1, 200)


def touched(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    """The proof with one thing done to it: a node flipped, dropped, doubled, added, or two swapped."""
    kind = data.draw(st.sampled_from(["add", "flip", "drop", "double", "swap"] if proof else ["add"]))
    at = data.draw(st.integers(0, max(0, len(proof) - 1)))
    other = data.draw(st.integers(0, max(0, len(proof) - 1)))
    changed = list(proof)
    if kind == "flip":
        bit = data.draw(st.integers(0, 255))
        changed[at] = bytes(byte ^ (1 << bit % 8 if place == bit // 8 else 0) for place, byte in enumerate(proof[at]))
    elif kind == "drop":
        del changed[at]
    elif kind == "double":
        changed.insert(at, proof[at])
    elif kind == "swap":
        changed[at], changed[other] = changed[other], changed[at]
    else:
        changed.insert(data.draw(st.integers(0, len(proof))), data.draw(st.binary(min_size=32, max_size=32)))
    return changed


@settings(max_examples=300, deadline=None)
@given(sizes, st.data())
def test_an_inclusion_proof_holds_for_its_entry_and_for_nothing_else(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(ENTRIES[:size], index)
    leaf, head = leaf_hash(ENTRIES[index]), HEADS[size]
    verify_inclusion(leaf, index, size, proof, head)

    changed = touched(data, proof)
    if changed != proof:
        with pytest.raises(InvalidProof):
            verify_inclusion(leaf, index, size, changed, head)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        with pytest.raises(InvalidProof):
            verify_inclusion(leaf, other, size, proof, head)
        with pytest.raises(InvalidProof):
            verify_inclusion(leaf_hash(ENTRIES[other]), index, size, proof, head)
    with pytest.raises(InvalidProof):
        verify_inclusion(leaf, index, size, proof, HEADS[size - 1])


@settings(max_examples=300, deadline=None)
@given(sizes, st.data())
def test_a_consistency_proof_holds_for_its_two_trees_and_for_no_others(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(ENTRIES[:new], old)
    verify_consistency(old, new, proof, HEADS[old], HEADS[new])

    changed = touched(data, proof)
    if changed != proof:
        with pytest.raises(InvalidProof):
            verify_consistency(old, new, changed, HEADS[old], HEADS[new])
    with pytest.raises(InvalidProof):
        verify_consistency(old, new, proof, HEADS[old - 1], HEADS[new])
    with pytest.raises(InvalidProof):
        verify_consistency(old, new, proof, HEADS[old], HEADS[new - 1])


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 120), st.data())
def test_a_ledger_rewritten_before_the_old_head_can_prove_nothing_about_it(new: int, data: st.DataObject) -> None:
    """The adversary rebuilds the whole tree over changed entries and proves honestly from there."""
    old = data.draw(st.integers(1, new))
    at = data.draw(st.integers(0, old - 1))
    rewritten = [*ENTRIES[:at], b"nobody looked", *ENTRIES[at + 1 : new]]
    with pytest.raises(InvalidProof):
        verify_consistency(old, new, consistency_proof(rewritten, old), HEADS[old], root(rewritten))


def test_one_leaf_and_equal_sizes_verify_with_an_empty_proof() -> None:
    verify_inclusion(leaf_hash(b"only"), 0, 1, [], root([b"only"]))
    for size in (1, 2, 7, 64, 200):
        verify_consistency(size, size, [], HEADS[size], HEADS[size])


def test_equal_sizes_with_other_roots_or_a_proof_are_refused() -> None:
    with pytest.raises(InvalidProof):
        verify_consistency(7, 7, [], HEADS[7], HEADS[8])
    with pytest.raises(InvalidProof):
        verify_consistency(7, 7, [HEADS[7]], HEADS[7], HEADS[7])


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (-1, 5), (6, 5)])
def test_nothing_is_consistent_from_size_zero_or_backwards(old: int, new: int) -> None:
    for proof in ([], [HEADS[1]]):
        with pytest.raises(InvalidProof):
            verify_consistency(old, new, proof, HEADS[max(old, 0)], HEADS[new])
    with pytest.raises(ValueError, match="no consistency"):
        consistency_proof(ENTRIES[:new], old)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4), (4, 4)])
def test_an_entry_outside_the_tree_is_refused(index: int, size: int) -> None:
    with pytest.raises(InvalidProof):
        verify_inclusion(leaf_hash(ENTRIES[0]), index, size, [], leaf_hash(ENTRIES[0]))
    with pytest.raises(IndexError):
        inclusion_proof(ENTRIES[:size], index)


def test_an_empty_proof_between_different_sizes_is_too_short() -> None:
    for old, new in ((1, 2), (4, 5), (3, 8)):
        with pytest.raises(InvalidProof):
            verify_consistency(old, new, [], HEADS[old], HEADS[new])


def test_what_is_not_32_bytes_is_refused() -> None:
    proof = inclusion_proof(ENTRIES[:4], 1)
    for broken in ([proof[0][:-1], proof[1]], [proof[0] + b"\x00", proof[1]], [proof[0].hex(), proof[1]]):
        with pytest.raises(InvalidProof):
            verify_inclusion(leaf_hash(ENTRIES[1]), 1, 4, broken, HEADS[4])  # type: ignore[arg-type]


def test_a_node_cannot_pass_for_an_entry() -> None:
    """An inner node offered as an entry, with the rest of its path, against the same root."""
    inner = node_hash(leaf_hash(ENTRIES[0]), leaf_hash(ENTRIES[1]))
    sibling = node_hash(leaf_hash(ENTRIES[2]), leaf_hash(ENTRIES[3]))
    with pytest.raises(InvalidProof):
        verify_inclusion(inner, 0, 4, [sibling], HEADS[4])
    data = leaf_hash(ENTRIES[0]) + leaf_hash(ENTRIES[1])
    with pytest.raises(InvalidProof):
        verify_inclusion(leaf_hash(data), 0, 2, [sibling], HEADS[4])


def test_a_proof_of_the_wrong_length_is_refused_even_where_the_sums_come_out() -> None:
    """The adversary who also forged the root: the sums fit, the tree of that size does not."""
    leaf, extra = leaf_hash(ENTRIES[0]), leaf_hash(ENTRIES[1])
    for forged in (node_hash(leaf, extra), node_hash(extra, leaf)):
        with pytest.raises(InvalidProof, match="too long"):
            verify_inclusion(leaf, 0, 1, [extra], forged)
    with pytest.raises(InvalidProof, match="too short"):
        verify_inclusion(leaf, 0, 2, [], leaf)
    for forged in (node_hash(HEADS[2], extra), node_hash(extra, HEADS[2])):
        with pytest.raises(InvalidProof, match="too long"):
            verify_consistency(1, 2, [extra, extra], leaf, forged)
    with pytest.raises(InvalidProof, match="too short"):
        verify_consistency(2, 5, [extra], HEADS[2], node_hash(HEADS[2], extra))
