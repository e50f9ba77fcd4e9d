"""Do two texts tell one thing? Passages that both have, side by side, for a human to judge.

Words are compared by how they begin, in Latin letters, so that endings and scripts do not hide a copy. *Copied* is a
long run of the same words; *retold* is most of the telling words of the shorter text, in whatever order. Pure: it knows
texts, never people, and says nothing of truth.
Source: field notes on grading (circular reporting: what is told on comes back as corroboration).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from anyascii import anyascii

_WORD = re.compile(r"[^\W_]+")
KEY_LETTERS = 4
SHORTEST_TELLING = 3
"""Words of so few letters tell nothing by themselves."""
SHINGLE = 3
COPIED_WORDS = 7
"""So many words in one run are no accident."""
RETOLD_WORDS = 5
RETOLD_SHARE = 0.6
SHORTEST_PASSAGE = 3


@dataclass(frozen=True)
class Passage:
    """A run of words that both texts have: where it stands in each."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True)
class Likeness:
    """Why two texts look like one telling ("copied", "retold"), and the passages that both have."""

    how: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class _Keyed:
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    shingles: frozenset[tuple[str, ...]]

    @property
    def telling(self) -> dict[str, int]:
        """Each word that tells something, with where it first stands."""
        return {key: at for at, key in reversed(list(enumerate(self.keys))) if len(key) > SHORTEST_TELLING}


def alike(one: str, other: str) -> Likeness | None:
    """How these two texts look like one telling, or None if they do not."""
    first, second = _keyed(one), _keyed(other)
    if not first.keys or not second.keys:
        return None
    if first.shingles & second.shingles:
        passages = _passages(first, second, shortest=SHORTEST_PASSAGE)
        if any(_words(passage, first) >= COPIED_WORDS for passage in passages):
            return Likeness("copied", passages)
    shared = first.telling.keys() & second.telling.keys()
    shorter = min(len(first.telling), len(second.telling))
    if len(shared) >= max(RETOLD_WORDS, RETOLD_SHARE * shorter):
        return Likeness("retold", _shared_words(first, second, shared))
    return None


def _shared_words(first: _Keyed, second: _Keyed, shared: Collection[str]) -> tuple[Passage, ...]:
    pairs = [(*first.spans[first.telling[key]], *second.spans[second.telling[key]]) for key in shared]
    return tuple(Passage(*pair) for pair in sorted(pairs))


def _words(passage: Passage, text: _Keyed) -> int:
    return sum(passage.start <= start and end <= passage.end for start, end in text.spans)


def _passages(first: _Keyed, second: _Keyed, *, shortest: int) -> tuple[Passage, ...]:
    blocks = SequenceMatcher(None, first.keys, second.keys, autojunk=False).get_matching_blocks()
    return tuple(
        Passage(
            first.spans[block.a][0],
            first.spans[block.a + block.size - 1][1],
            second.spans[block.b][0],
            second.spans[block.b + block.size - 1][1],
        )
        for block in blocks
        if block.size >= shortest
        and any(len(key) > SHORTEST_TELLING for key in first.keys[block.a : block.a + block.size])
    )


@lru_cache(maxsize=1_024)
def _keyed(text: str) -> _Keyed:
    found = [(one.group(), one.start(), one.end()) for one in _WORD.finditer(text)]
    keys = tuple(anyascii(word).lower()[:KEY_LETTERS] for word, _, _ in found)
    shingles = frozenset(keys[at : at + SHINGLE] for at in range(len(keys) - SHINGLE + 1))
    return _Keyed(keys, tuple((start, end) for _, start, end in found), shingles)


def marked(text: str, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text in pieces, in order: each with whether it lies within one of these spans."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(words, inside) for words, inside in [*pieces, (text[at:], False)] if words]
