"""The colleagues whom a report can name: whom it is about, and whose slip is keyed.

Only whoever is posted at the writer's own establishment; anybody else is answered as if there were no such person.
"""

from __future__ import annotations

from rapport.access.holders import Holder, holders_of
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.reporting.rules import NotSaved

WRITERS = (Role.OFFICER, Role.INTELLIGENCE, Role.GOVERNOR)


def colleagues(viewer: Viewer) -> list[Holder]:
    """Everybody posted at the viewer's establishment but the viewer, once each, in order of name."""
    here = holders_of(viewer, *Role.values, establishment_id=viewer.establishment_id)
    return list({one.id: one for one in reversed(here) if one.id != viewer.staff_id}.values())[::-1]


def slip_writers(viewer: Viewer) -> list[Holder]:
    """Those of them who write reports, and may have written a slip."""
    here = holders_of(viewer, *WRITERS, establishment_id=viewer.establishment_id)
    return [one for one in here if one.id != viewer.staff_id]


def colleague_key(viewer: Viewer, ref: str) -> int | None:
    """The key of this colleague; None for "". Raises `NotSaved` for somebody who does not work here."""
    return _key(ref, {one.ref: one.id for one in colleagues(viewer)} if ref else {}, "colleague")


def slip_writer_key(viewer: Viewer, ref: str) -> int | None:
    """The key of the posting whose slip is keyed; None for "". Raises `NotSaved`."""
    return _key(ref, {one.posting_ref: one.posting_id for one in slip_writers(viewer)} if ref else {}, "behalf_of")


def _key(ref: str, known: dict[str, int], field: str) -> int | None:
    if ref and ref not in known:
        raise NotSaved("unknown", field)
    return known.get(ref)
