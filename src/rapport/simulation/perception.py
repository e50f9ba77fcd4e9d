"""Perception: what could be seen, from where, and what was.

q = line of sight × reach(approach, channel) × salience ÷ (1 + present/12). *In sight*: q ≥ .05. *Shown*: a draw below
q. At anchors everybody is shown the same, drawn for the event alone. A page holds four passages: whatever is shown of
a case is always among them, and ordinary life fills the rest. Watching sees all that the post sees; the other
approaches only the post's own place; writing sees nothing.

Only what was shown to somebody can be missed by that somebody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Purpose
from rapport.simulation.plan import APPROACHES, Post
from rapport.simulation.rows import Event, Exposure
from rapport.simulation.scenario import Scenario

WATCH, WITH_PEOPLE, CHECK, WRITE = APPROACHES
ANCHOR = "anchor"
_PPM = 1_000_000
_MANNED = 4


@dataclass(frozen=True)
class Seat:
    """Where an officer stands and how he works."""

    officer: int
    post: str
    approach: str


@dataclass(frozen=True)
class Sight:
    """The best a post could offer for one event: chance in parts per million, post and approach (empty at anchors)."""

    q_ppm: int
    post: str
    approach: str
    in_sight: bool


def crowd(where: NDArray[np.int64], places: int) -> NDArray[np.int64]:
    """How many are present at each place."""
    return np.bincount(where, minlength=places).astype(np.int64)


def chance(scenario: Scenario, event: Event, post: Post, approach: str, *, present: int) -> int:
    """q of one event from one post, in parts per million; 0 when the post does not see its place."""
    if approach != WATCH and event.place != post.at:
        return 0
    sight = post.sees.get(event.place, 0)
    reach = scenario.seeing.reach[approach].get(event.channel, 0)
    size = scenario.seeing.crowd
    q = sight * reach * event.salience * size // ((size + present) * 1000)
    return min(q, scenario.seeing.most_ppm)


def at_anchor(
    scenario: Scenario, seed: int, events: Sequence[Event], *, twins: Mapping[int, int], read: set[str]
) -> list[Exposure]:
    """What everybody is shown at an anchor (officer -1: for each of them). Both of two twins are shown or neither."""
    if not events:
        return []
    day, slot = events[0].day, events[0].slot
    q = scenario.seeing.anchor_ppm
    shown_key, fill_key = draws.key(seed, Purpose.EXPOSURE), draws.key(seed, Purpose.FILL)
    seen = [
        draws.draw_one(shown_key, 10_000 + twins[e.event] if twins.get(e.event, -1) >= 0 else e.event) * _PPM >> 32 < q
        for e in events
    ]
    rank = [(e.act in read, draws.draw_one(fill_key, e.event)) for e in events]
    page = _page(scenario, seed, events, seen, rank, qs=[q] * len(events))
    return [
        Exposure(
            e.event,
            day,
            slot,
            -1,
            "",
            ANCHOR,
            q,
            q >= scenario.seeing.least_ppm,
            e.event in page,
            page.get(e.event, -1),
            e.wording,
        )
        for e in events
    ]


def at_post(
    scenario: Scenario,
    seed: int,
    events: Sequence[Event],
    seat: Seat,
    *,
    present: NDArray[np.int64],
    read: set[str],
) -> list[Exposure]:
    """What one officer is shown at the post where he stands. Events out of his sight (q = 0) have no row."""
    post = scenario.post(seat.post)
    able = [
        (e, q) for e in events if (q := chance(scenario, e, post, seat.approach, present=int(present[e.place]))) > 0
    ]
    if not able:
        return []
    day, slot = events[0].day, events[0].slot
    shown_key = draws.key(seed, Purpose.EXPOSURE, day, slot * 64 + seat.officer)
    drawn = [draws.draw_one(shown_key, e.event) * _PPM >> 32 for e, _ in able]
    seen = [d < q for d, (_, q) in zip(drawn, able, strict=True)]
    rank = [(e.act in read, not s, d) for d, s, (e, _) in zip(drawn, seen, able, strict=True)]
    qs = [q for _, q in able]
    page = _page(scenario, seed, [e for e, _ in able], seen, rank, qs=qs)
    least = scenario.seeing.least_ppm
    return [
        Exposure(
            e.event,
            day,
            slot,
            seat.officer,
            post.id,
            seat.approach,
            q,
            q >= least,
            e.event in page,
            page.get(e.event, -1),
            e.wording,
        )
        for e, q in able
    ]


def is_case(event: Event) -> bool:
    """Whether an event belongs to a case: its wording says so, and pages never show that."""
    return event.wording.startswith('{"form":"case"')


def _page(
    scenario: Scenario,
    seed: int,
    events: Sequence[Event],
    seen: Sequence[bool],
    rank: Sequence[tuple[int, ...]],
    *,
    qs: Sequence[int],
) -> dict[int, int]:
    """event -> position: every event of a case that is seen, then ordinary life until the page is full, in a drawn
    order.

    Nothing of ordinary life stands on it twice. What nobody wrote down before comes first, then what the draw shows,
    then the nearest of the rest: a page is never empty.
    """
    taken = [e for e, s in zip(events, seen, strict=True) if s and is_case(e)]
    least = scenario.seeing.least_ppm
    fillers = [((q < least, *r), e) for e, r, q in zip(events, rank, qs, strict=True) if not is_case(e)]
    fillers.sort(key=lambda pair: (pair[0], pair[1].event))
    first = {event.act: event.event for _, event in reversed(fillers)}
    fillers = [(rank, event) for rank, event in fillers if first[event.act] == event.event]
    taken += [event for _, event in fillers[: max(0, scenario.seeing.passages - len(taken))]]
    key = draws.key(seed, Purpose.POSITION)
    order = sorted(taken, key=lambda e: (draws.draw_one(key, e.event), e.event))
    return {event.event: position for position, event in enumerate(order)}


def manned(scenario: Scenario, present: NDArray[np.int64]) -> list[Post]:
    """The posts that are open: somebody stands there where at least four are present."""
    return [post for post in scenario.posts if present[post.at] >= _MANNED]


def best_sight(scenario: Scenario, event: Event, present: NDArray[np.int64]) -> Sight:
    """From which open post and with which approach an event of a slot with chosen posts could best be seen."""
    if scenario.slots[event.slot].anchor:
        q = scenario.seeing.anchor_ppm
        return Sight(q, "", ANCHOR, q >= scenario.seeing.least_ppm)
    best = Sight(0, "", "", False)
    for post in manned(scenario, present):
        for approach in APPROACHES:
            q = chance(scenario, event, post, approach, present=int(present[event.place]))
            if q > best.q_ppm:
                best = Sight(q, post.id, approach, q >= scenario.seeing.least_ppm)
    return best
