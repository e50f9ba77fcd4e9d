"""What may be searched for, kept, and with which words: decisions on plain values, as codes."""

from __future__ import annotations

from rapport.language import protected

MOST_LETTERS = 200
MOST_NAME = 60
SHORTEST_REASON = 15
SEARCHED, PROTECTED_WORD = "search.searched", "search.protected_word"
"""Why, as the ledger keeps it: the second is what an inspector looks for."""
PROTECTED_WORD_BEFORE = "searched with a protected word"
"""How entries of earlier releases say it."""


class NotSaved(ValueError):
    """A search cannot be kept. `code`: empty, no_name, long_name, watches_somebody, protected_word, protected_name."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoReason(ValueError):
    """A search with a protected word lacks what it needs: `fields` are case, reason."""

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def is_protected(words: str) -> bool:
    """Whether a search has a word about religion, ethnicity, politics, health or orientation."""
    return bool(protected.found(words))


def require_savable(name: str, words: str, *, names_somebody: bool) -> None:
    """Raises `NotSaved`."""
    if not name:
        raise NotSaved("no_name")
    if len(name) > MOST_NAME:
        raise NotSaved("long_name")
    if protected.found(name):
        raise NotSaved("protected_name")
    if is_protected(words):
        raise NotSaved("protected_word")
    if names_somebody:
        raise NotSaved("watches_somebody")


def require_reason(*, case: str, reason: str) -> None:
    """Raises `NoReason`."""
    missing = [*([] if case.strip() else ["case"]), *([] if len(reason.strip()) >= SHORTEST_REASON else ["reason"])]
    if missing:
        raise NoReason(*missing)
