"""What of a record stands in the list: the words around what was asked for, under the name of the text they are
from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.language.analysis import Asked, pieces
from rapport.search.kinds import Hit, Part

LONGEST = 220
BEFORE = 60
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Line:
    """A hit as the page lists it: up to two of its texts, each in pieces of which some are what was asked for."""

    hit: Hit
    texts: tuple[tuple[str, Pieces], ...]

    @classmethod
    def of(cls, hit: Hit, asked: Sequence[Asked]) -> Line:
        """The texts in which a word stands, or else the first."""
        told = [(part, pieces(part.text, asked)) for part in hit.parts]
        with_words = [(part, found) for part, found in told if any(is_word for _, is_word in found)]
        shown = with_words[:2] or told[:1]
        return cls(hit, tuple((part.label, _around(part, found)) for part, found in shown))


def _around(part: Part, found: Sequence[tuple[str, bool]]) -> Pieces:
    """As much of the text as fits, from shortly before the first word that was asked for."""
    if len(part.text) <= LONGEST:
        return tuple(found)
    before, shown, room = True, [], LONGEST
    for text, is_word in found:
        piece = text
        if before and not is_word and len(text) > BEFORE and len(found) > 1:
            piece = "… " + text[-BEFORE:].partition(" ")[2]
        before = False
        if len(piece) > room:
            piece = piece[:room].rpartition(" ")[0] + " …"
        shown.append((piece, is_word))
        room -= len(piece)
        if room <= 0 or piece.endswith(" …"):
            break
    return tuple(shown)
