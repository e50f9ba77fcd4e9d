"""The marks that a record bears in the index beside its words: whose it is, where it belongs, whom it names, and what
it may be chosen by.

They let the engine propose fewer records than the rules would throw away again. A mark begins with 0 and a letter,
which no typed word does (`rapport.language.analysis`). They only narrow: what is seen, the rules decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase, digits

from rapport.access.viewers import Viewer
from rapport.ledger.references import is_reference, normalise
from rapport.search.kinds import Bounds, Indexing

_PLAIN = frozenset(ascii_lowercase + digits)
LONGEST_CODE = 60
MOST_ESTABLISHMENTS = 6
"""For somebody posted to more, the whole service is the quicker question."""


def of_record(kind: str, one: Indexing) -> frozenset[str]:
    """All marks of one record."""
    record, name = one.record, _name(kind)
    whose = {
        f"0k{name}{record.service_id}",
        f"0e{name}{record.establishment_id}",
        f"0a{name}{record.made_by}",
        reference(record.ref),
    }
    return frozenset(whose | people(one.people) | {facet(*chosen) for chosen in one.facets})


def bounds(kind: str, viewer: Viewer, reach: Bounds) -> frozenset[str]:
    """The marks of which a record must have one for this viewer to be able to see it."""
    name = _name(kind)
    if reach.establishments is None or len(reach.establishments) > MOST_ESTABLISHMENTS:
        return frozenset([f"0k{name}{viewer.service_id}"])
    here = {f"0e{name}{one}" for one in reach.establishments}
    own = set() if reach.staff is None else {f"0a{name}{reach.staff}"}
    return frozenset(here | own) or frozenset([f"0e{name}0"])


def people(keys: Iterable[int]) -> set[str]:
    """The marks of these people."""
    return {f"0p{key}" for key in keys}


def is_person(token: str) -> bool:
    """Whether a token is the mark of somebody."""
    return token.startswith("0p")


def people_in(tokens: Iterable[str]) -> frozenset[int]:
    """The keys of the people whose marks are among these."""
    return frozenset(int(one[2:]) for one in tokens if is_person(one))


def facet(name: str, code: str) -> str:
    """The mark of being chosen by this code of a facet. Two codes that differ in signs alone share it."""
    return "0f" + name + "".join(filter(_PLAIN.__contains__, code.lower()))[:LONGEST_CODE]


def reference(ref: str) -> str:
    """The mark of a record's own reference."""
    return "0x" + ref.replace("-", "").lower()


def asked_reference(words: str) -> str:
    """The mark of the reference that somebody typed and nothing else; "" for anything else."""
    return reference(normalise(words)) if is_reference(words) else ""


def _name(kind: str) -> str:
    """A kind between two marks: letters only, and none of the digits that follow."""
    return "".join(filter(str.isalpha, kind))
