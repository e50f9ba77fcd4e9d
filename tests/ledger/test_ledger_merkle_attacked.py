"""The tree against somebody who knows it whole: every node, every size, every proof, every root.

Beside it stands the RFC's text turned into code word for word, slow and on slices; it shares nothing with the library.
Source: RFC 6962, section 2.1 (MTH, PATH, PROOF and SUBPROOF).
"""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.ledger.merkle import (
    InvalidProof,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)


def mth(d: list[bytes]) -> bytes:
    if not d:
        return sha256().digest()
    if len(d) == 1:
        return sha256(bytes([0]) + d[0]).digest()
    k = split(len(d))
    return sha256(bytes([1]) + mth(d[:k]) + mth(d[k:])).digest()


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    return max(2**power for power in range(n.bit_length()) if 2**power < n)


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = split(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = split(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def nodes(d: list[bytes]) -> set[bytes]:
    """Every hash in the tree."""
    if len(d) < 2:
        return {mth(d)}
    k = split(len(d))
    return {mth(d), *nodes(d[:k]), *nodes(d[k:])}


trees = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


@given(trees, st.data())
def test_roots_and_proofs_are_those_of_the_rfcs_own_text_also_where_entries_are_the_same(
    entries: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    old = data.draw(st.integers(1, len(entries)))
    assert root(entries) == mth(entries)
    assert inclusion_proof(entries, index) == path(index, entries)
    assert consistency_proof(entries, old) == subproof(old, entries, True)
    verify_inclusion(leaf_hash(entries[index]), index, len(entries), path(index, entries), mth(entries))
    verify_consistency(old, len(entries), subproof(old, entries, True), mth(entries[:old]), mth(entries))


distinct = st.lists(st.binary(min_size=1, max_size=3), min_size=1, max_size=24, unique=True)


@given(distinct, st.data())
def test_nothing_built_from_the_trees_own_nodes_proves_an_entry_where_it_does_not_stand(
    entries: list[bytes], data: st.DataObject
) -> None:
    """Real hashes and real proofs, put together wrongly, against the size and the root of one signed head.

    Of a size with the root of another tree nothing follows: whole branches then pass for leaves.
    """
    known = sorted(nodes(entries))
    index = data.draw(st.integers(-1, len(entries) + 1))
    size = data.draw(st.integers(0, len(entries)))
    leaf = data.draw(st.sampled_from(known))
    proof = data.draw(st.lists(st.sampled_from(known), max_size=7) | st.sampled_from([path(0, entries)]))
    head = mth(entries[:size])
    true = 0 <= index < size and leaf == leaf_hash(entries[index]) and proof == path(index, entries[:size])
    if true:
        verify_inclusion(leaf, index, size, proof, head)
    else:
        with pytest.raises(InvalidProof):
            verify_inclusion(leaf, index, size, proof, head)


@given(distinct, st.data())
def test_nothing_built_from_the_trees_own_nodes_proves_a_beginning_that_is_none(
    entries: list[bytes], data: st.DataObject
) -> None:
    known = sorted(nodes(entries))
    old = data.draw(st.integers(-1, len(entries) + 1))
    new = data.draw(st.integers(0, len(entries)))
    heads = [mth(entries[:n]) for n in range(len(entries) + 1)]
    proof = data.draw(st.lists(st.sampled_from(known), max_size=7))
    first, second = data.draw(st.sampled_from(heads)), heads[new]  # the later head is a signed one: its size is its own
    true = 0 < old <= new and first == heads[old] and proof == subproof(old, entries[:new], True)
    if true:
        verify_consistency(old, new, proof, first, second)
    else:
        with pytest.raises(InvalidProof):
            verify_consistency(old, new, proof, first, second)


@given(distinct, st.data())
def test_a_true_proof_with_one_thing_changed_proves_nothing(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    proof = path(index, entries)
    change = data.draw(st.sampled_from(["longer", "shorter", "bit", "order", "index", "size"]))
    at, size = index, len(entries)
    changed = list(proof)
    if change == "longer":
        changed.insert(data.draw(st.integers(0, len(proof))), data.draw(st.binary(min_size=32, max_size=32)))
    elif change == "shorter":
        changed = changed[:-1] if data.draw(st.booleans()) else changed[1:]
    elif change == "bit" and changed:
        place, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
        changed[place] = (int.from_bytes(changed[place], "big") ^ 1 << bit).to_bytes(32, "big")
    elif change == "order":
        changed.reverse()
    elif change == "index":
        at = data.draw(st.integers(0, len(entries) - 1))
    else:
        size = data.draw(st.integers(1, 2 * len(entries)))
    if (changed, at) == (proof, index) and size == len(entries):
        return
    if changed == proof and at == index and path_is_the_same(index, size, len(entries)):
        return  # another size whose path runs through the very same nodes: the root says how many there are
    with pytest.raises(InvalidProof):
        verify_inclusion(leaf_hash(entries[index]), at, size, changed, mth(entries))


def path_is_the_same(index: int, size: int, other: int) -> bool:
    """Whether the path of an entry turns the same way at every step in both trees."""

    def turns(n: int) -> list[bool]:
        place, found = index, []
        while n > 1:
            k = split(n)
            found.append(place < k)
            place, n = (place, k) if place < k else (place - k, n - k)
        return found

    return index < size and turns(size) == turns(other)
