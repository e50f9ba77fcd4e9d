"""Viewers who are alike: for whom a question reads the same, and of whom only values are filled in.

Two officers of two prisons differ in numbers and names. A question that only hands those on is put together once for
both: for a viewer of their kind whose numbers are stand-ins (`access.stand_ins`). What may decide a wording is part of
the kind and stands as it is: roles, purpose, how a prison service is run, how many establishments and
compartments there are, whether one is posted to an establishment, and whether a clock of an exercise goes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from rapport.access.stand_ins import Handful, key_stand_in, stand_in
from rapport.access.viewer import Viewer

KEYS = ("staff_id", "posting_id", "service_id", "establishment_id")
TEXTS = ("staff_ref", "name", "posting_ref", "service_ref", "service_name", "establishment_name", "language")
SEVERAL: dict[str, Callable[[], Any]] = {"establishments": key_stand_in, "compartments": lambda: stand_in(str)}
CLOCK = "clock_now"

Where = tuple[int, str, int]
"""Whose value it is (the place before the star), which of theirs, and the how manieth of several."""


@dataclass(frozen=True)
class ForViewer:
    """Something before the star that is looked at for a viewer, and for each as it is for every other."""

    viewer: Viewer


@dataclass(frozen=True)
class StandingIn(Viewer):
    """A viewer of a kind, with stand-ins for all that is their own."""


def viewer_of(one: Any) -> Viewer | None:
    """The viewer that stands there, or for whom it is looked at."""
    if isinstance(one, Viewer):
        return one
    return one.viewer if isinstance(one, ForViewer) else None


def seen_by(one: Any, viewer: Viewer) -> Any:
    """The same for this viewer."""
    return viewer if isinstance(one, Viewer) else replace(one, viewer=viewer)


def kind_of(viewer: Viewer) -> Hashable:
    """What viewers have to have in common to be alike."""
    return (
        *(viewer.mode, viewer.roles, viewer.purpose),
        *(len(viewer.establishments), len(viewer.compartments)),
        *(viewer.establishment_id is None, viewer.clock_now is None),
    )


def kinds_of(fixed: tuple[Any, ...]) -> tuple[Any, ...]:
    """What stands before the star, with kinds in place of viewers."""
    kinds: list[Any] = []
    for one in fixed:
        viewer = viewer_of(one)
        if isinstance(one, ForViewer):
            beside = tuple(
                getattr(one, field.name) for field in fields(one) if field.compare and field.name != "viewer"
            )
            kinds.append((type(one), kind_of(one.viewer), beside))
        else:
            kinds.append(one if viewer is None else (Viewer, kind_of(viewer)))
    return tuple(kinds)


def stand_ins_for(fixed: tuple[Any, ...]) -> tuple[tuple[Any, ...], dict[Any, Where]]:
    """What stands before the star with stand-ins for its viewers, and for what each of those stands in."""
    made, where = [], dict[Any, Where]()
    for place, one in enumerate(fixed):
        viewer = viewer_of(one)
        if viewer is None:
            made.append(one)
            continue
        drawn: dict[str, Any] = {name: key_stand_in() for name in KEYS if getattr(viewer, name) is not None}
        drawn |= {name: stand_in(str) for name in TEXTS}
        drawn |= {CLOCK: stand_in(datetime)} if viewer.clock_now is not None else {}
        where |= {it: (place, name, 0) for name, it in drawn.items()}
        for name, draw in SEVERAL.items():
            some = sorted(draw() for _ in getattr(viewer, name))
            where |= {it: (place, name, nth) for nth, it in enumerate(some)}
            drawn[name] = Handful(some)
        whole = {field.name: getattr(viewer, field.name) for field in fields(Viewer)} | drawn
        made.append(seen_by(one, StandingIn(**whole)))
    return tuple(made), where


def value_at(fixed: tuple[Any, ...], where: Where) -> Any:
    """The value of these viewers that belongs there."""
    place, name, nth = where
    value = getattr(viewer_of(fixed[place]), name)
    return sorted(value)[nth] if name in SEVERAL else value
