"""What somebody looked for, held in the session under a random reference, so that no address tells it.

The way back from a record to the list leads to the same search. It goes with the session, and no other posting sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rapport.access.algebra import Refused
from rapport.access.viewers import SignedInRequest
from rapport.ledger.references import is_reference, new_reference, normalise
from rapport.search.values import Search

MOST_HELD = 12
SHELF = "searches"


@dataclass(frozen=True)
class Held:
    """A search that was asked in this session. `stated` is the reference of the reason given for a protected word."""

    ref: str
    search: Search
    stated: str


def hold(request: SignedInRequest, search: Search, *, ref: str = "", stated: str = "") -> str:
    """Hold a search; returns its reference. The oldest of too many goes."""
    ref = ref or new_reference()
    kept = {"words": search.words, "kept": search.as_json(), "stated": stated, "posting": request.viewer.posting_ref}
    shelf: dict[str, Any] = {**request.session.get(SHELF, {}), ref: kept}
    request.session[SHELF] = dict(list(shelf.items())[-MOST_HELD:])
    return ref


def held(request: SignedInRequest, ref: str) -> Held:
    """The search of this reference. Raises `Refused` as for a missing record."""
    wanted = normalise(ref)
    kept = request.session.get(SHELF, {}).get(wanted)
    if kept is None or kept["posting"] != request.viewer.posting_ref:
        about = [("search.search", wanted)] if is_reference(wanted) else []
        raise Refused("no_such_record", *about, exists=False)
    return Held(wanted, Search.of(kept["words"], kept["kept"]), kept["stated"])
