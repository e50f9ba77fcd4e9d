"""Under which forms a teller's name is compared: decisions on plain values.

A name is its words as they sound, in either script and any order (`rapport.language.names`). Two tellers count as one
if they are the same person of the register; where either is not known there, if two words of the name agree, or the
one word that each consists of. A family name alone is not taken for everybody who bears it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from rapport.language import names
from rapport.language.naming import parse

MOST_PAIRS, MOST_WORDS = 64, 24


@dataclass(frozen=True)
class NameForms:
    """`pairs` decide whether two tellers are one; `words` find the name again in a text."""

    pairs: frozenset[str]
    words: frozenset[str]


def forms_of(who: str) -> NameForms:
    """The forms of a name as it was typed: a whole name, a nickname, a name with an initial."""
    name = parse(who)
    parts = list(name.names)
    if len(parts) == 1 and name.father is not None:
        parts.append(name.father.word)
    keyed = [sorted(names.keys(part)) for part in parts[:3]]
    keyed = [keys for keys in keyed if keys]
    if len(keyed) == 1:
        pairs = {f"one {key}" for key in keyed[0]}
    else:
        pairs = {" ".join(sorted(two)) for one, other in combinations(keyed, 2) for two in product(one, other)}
    words = {key for keys in keyed for key in keys}
    return NameForms(frozenset(sorted(pairs)[:MOST_PAIRS]), frozenset(sorted(words)[:MOST_WORDS]))


def words_in(text: str) -> list[tuple[str, frozenset[str]]]:
    """The words of a text that may be a name, each with its forms: three letters at least."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in text)
    return [(word, names.keys(word)) for word in dict.fromkeys(spaced.split()) if len(word) > 2]


@dataclass(frozen=True)
class Marks:
    """What is compared of a teller, already hashed under the key: see `matching`."""

    named: bool
    person: bytes
    pairs: frozenset[bytes]
    words: frozenset[bytes]


def same_teller(one: Marks, other: Marks) -> bool:
    """Whether two tellers count as one. Nobody who was not named is anybody's equal."""
    if not (one.named and other.named):
        return False
    if one.person and other.person:
        return one.person == other.person
    return not one.pairs.isdisjoint(other.pairs)


def grouped(tellers: Iterable[tuple[str, Marks | None]]) -> list[frozenset[str]]:
    """Origins (reference, marks) put together where they come from one teller; in the order given.

    Marks that cannot be read (None) are put into one group: what cannot be shown to be two is not counted as two.
    """
    known = list(tellers)
    group = list(range(len(known)))

    def root(at: int) -> int:
        while group[at] != at:
            at = group[at]
        return at

    for (at, (_, one)), (beside, (_, other)) in combinations(enumerate(known), 2):
        if (one is None and other is None) or (one is not None and other is not None and same_teller(one, other)):
            group[root(beside)] = root(at)
    found: dict[int, list[str]] = {}
    for at, (ref, _) in enumerate(known):
        found.setdefault(root(at), []).append(ref)
    return [frozenset(refs) for refs in found.values()]
