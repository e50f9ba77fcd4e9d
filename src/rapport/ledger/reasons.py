"""Why something was done: a code with its values where the software says it, words where a person typed them.

The two are told apart by a sign that stands on no keyboard and is taken out of whatever was typed, so that nobody can
pass words of their own off as the software's. Entries of earlier releases hold English sentences and stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SIGN = "\x1f"
LONGEST = 200


class Because(str):
    """A reason that the software gives: `because(…)` makes it, `told(…)` takes it apart again."""

    __slots__ = ()


@dataclass(frozen=True)
class Told:
    """A reason as it is read: a code with its values, or else `words` as they were kept."""

    code: str = ""
    values: dict[str, str] = field(default_factory=dict)
    words: str = ""


def because(code: str, **values: object) -> Because:
    """The reason with this code. What would not fit into an entry is cut from the last value.

    >>> told(because("intelligence.note_rewritten", version=3))
    Told(code='intelligence.note_rewritten', values={'version': '3'}, words='')
    """
    said = [f"{name}={typed(str(value))}" for name, value in values.items()]
    return Because(f"{SIGN}{SIGN.join([code, *said])}"[:LONGEST])


def typed(words: str) -> str:
    """Words of a person, which can be taken for nothing else."""
    return words.replace(SIGN, "")


def kept(reason: str) -> str:
    """The reason as an entry keeps it."""
    return reason if isinstance(reason, Because) else typed(reason)


def told(reason: str) -> Told:
    """The reason of an entry, taken apart."""
    if not reason.startswith(SIGN):
        return Told(words=reason)
    code, *said = reason[1:].split(SIGN)
    return Told(code=code, values=dict(one.split("=", 1) for one in said if "=" in one))
