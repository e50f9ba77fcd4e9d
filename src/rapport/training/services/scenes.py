"""A slot: choosing a post, looking, talking, going on. The clock of a scene runs only while its page is open.

Who may: the officer whose seat it is (policy.PLAY).
"""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from rapport.access import services as access
from rapport.access.viewers import Steward, Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.simulation import ActRefused, Step, World, acts, words
from rapport.simulation.rows import TALK
from rapport.training import log, rules, scenery, worlds
from rapport.training.models import ActKind, Approach, Exercise, Passage, Seat, Slot, Talk
from rapport.training.rules import NotAllowed, Phase
from rapport.training.seats import playing, require_phase
from rapport.training.services.starting import PURPOSE

BEFORE_A_SLOT = (Phase.CHOOSE, Phase.ANCHOR, Phase.WRITING)


@transaction.atomic
def choose(viewer: Viewer, n: int, *, post: str = "", approach: str = "", ground: str = "") -> None:
    """Take a post for the played slot n and see what it shows. Asking again changes nothing: a slot is played once.

    At an anchor there is nothing to choose; a slot promised to a report is spent writing. Raises `NotAllowed` for a
    slot whose turn it is not, a post where nobody is, an unknown approach, a check without a ground.
    """
    seat = playing(viewer)
    if Slot.unfiltered.filter(seat=seat, n=n).exists():
        return
    phase, turn = require_phase(seat, *BEFORE_A_SLOT)
    if turn != n:
        raise NotAllowed("not_now")
    exercise = seat.exercise
    world = worlds.opened(exercise)
    if phase is Phase.WRITING:
        post, approach, ground = "", Approach.WRITE, ""
    elif phase is Phase.ANCHOR:
        post, approach, ground = "", Approach.WATCH, ""
    _take_post(exercise, seat, world, n, phase, post=post, approach=approach, ground=ground.strip())
    step = world.play()
    slot = _open_slot(seat, world, n, post=post, approach=approach, ground=ground.strip())
    _keep_passages(slot, step, seat.officer)
    log.write(
        exercise,
        ActKind.SLOT_CHOSEN,
        seat=seat,
        payload={"n": n, "post": post, "approach": str(approach), "clock": world.clock},
        once=f"slot:{n}",
    )
    worlds.keep(exercise, world)
    set_clock(exercise, *scenery.played(exercise.scenario, n))
    record(viewer, Operation.COLLECTION, exercise, reason=because("training.slot", slot=n, approach=approach))


def _take_post(
    exercise: Exercise, seat: Seat, world: World, n: int, phase: Phase, *, post: str, approach: str, ground: str
) -> None:
    if phase is Phase.ANCHOR:
        return
    if approach == Approach.WRITE:
        post = post or next(
            iter(worlds.outlook(world, n).open_posts), ""
        )  # the world wants a post even of one who writes
    if not post:
        raise NotAllowed("post_closed")
    act = acts.TakePost(seat.officer, post, approach, ground)
    try:
        world.act(act)
    except ActRefused as refusal:
        raise NotAllowed(refusal.code) from None
    log.write(exercise, ActKind.POST_TAKEN, seat=seat, world=act.to_dict(), clock=world.clock, once=f"post:{n}")


def _open_slot(seat: Seat, world: World, n: int, *, post: str, approach: str, ground: str) -> Slot:
    day, slot = world.scenario.played[n]
    anchor = world.scenario.slots[slot].anchor
    writing = approach == Approach.WRITE
    seen = [] if writing else worlds.in_sight(world, n, post=post, wide=approach == Approach.WATCH)
    colleagues = [] if anchor else list(worlds.outlook(world, n).colleagues)
    return Slot.unfiltered.create(
        seat=seat,
        n=n,
        day=day,
        slot=slot,
        anchor=anchor,
        post="" if writing else post,
        approach=approach,
        ground=ground,
        sight={"people": seen, "colleagues": colleagues},
        opened_at=wall_now(),
    )


def _keep_passages(slot: Slot, step: Step, officer: int) -> None:
    Passage.unfiltered.bulk_create(
        Passage(
            slot=slot,
            position=row["position"],
            event=row["event"],
            wording=json.loads(row["wording"]),
            channel=row["channel"],
            people=words.persons(row["wording"]),
        )
        for row in shown_to(step, officer, slot.day, slot.slot)
    )


def shown_to(step: Step, officer: int, day: int, slot: int) -> list[dict[str, Any]]:
    """The rows of what one officer was shown in a slot, answers to talk apart, each with its event's channel."""
    channel = dict(zip(*(step.events[name].to_pylist() for name in ("event", "channel")), strict=True))
    rows = [
        row | {"channel": channel[row["event"]]}
        for row in step.exposures.to_pylist()
        if row["shown"] and row["officer"] == officer and (row["day"], row["slot"]) == (day, slot)
    ]
    return sorted((row for row in rows if row["approach"] != TALK), key=lambda row: int(row["position"]))


@transaction.atomic
def ping(viewer: Viewer, n: int) -> int:
    """The scene's page is still open. Returns how many milliseconds are left. Not remembered: it changes no record."""
    slot = _open(playing(viewer), n)
    now = wall_now()
    if slot.pinged_at is not None:
        since = int((now - slot.pinged_at).total_seconds() * 1000)
        slot.spent = min(rules.SCENE_MS, rules.spent_after(slot.spent, since))
    slot.pinged_at = now
    slot.save(update_fields=["spent", "pinged_at"])
    return rules.SCENE_MS - slot.spent


@transaction.atomic
def come_back(viewer: Viewer, n: int) -> int:
    """The scene's page was opened again: the time in between counts for nothing. Returns the milliseconds left."""
    slot = _open(playing(viewer), n)
    slot.pinged_at = wall_now()
    slot.save(update_fields=["pinged_at"])
    return rules.SCENE_MS - slot.spent


@transaction.atomic
def talk(viewer: Viewer, n: int, person: int) -> None:
    """Have a word with somebody who can be seen here, once a slot. Asking again changes nothing.

    Raises `NotAllowed("not_here")` for somebody who cannot be seen.
    """
    seat = playing(viewer)
    slot = _open(seat, n)
    if Talk.unfiltered.filter(slot=slot).exists():
        return
    require_time(seat, slot)
    if person not in {who for _, who in slot.sight["people"]}:
        raise NotAllowed("not_here")
    exercise = seat.exercise
    world = worlds.opened(exercise)
    what = acts.Talk(seat.officer, person)
    asked = worlds.act(world, what, ActKind.TALKED, seat=seat, payload={"n": n, "person": person}, once=f"talk:{n}")
    log.write_all(exercise, [asked])
    answer = _answer(world, seat.officer, person)
    Talk.unfiltered.create(
        slot=slot, person=person, event=answer["event"], wording=json.loads(answer["wording"]), at=wall_now()
    )
    worlds.keep(exercise, world)
    record(viewer, Operation.COLLECTION, exercise, reason=because("training.talked", slot=n))


def _answer(world: World, officer: int, person: int) -> dict[str, Any]:
    """What he will answer: it is said in the next slot, so a branch of the world looks one slot ahead."""
    said = world.branch().step(slots=1).exposures.to_pylist()
    mine = (row for row in said if row["approach"] == TALK and row["officer"] == officer)
    return next(row for row in mine if words.persons(row["wording"])[:1] in ([person], []))


@transaction.atomic
def close_slot(viewer: Viewer, n: int) -> None:
    """Go on: the scene is over. Asking again changes nothing."""
    seat = playing(viewer)
    slot = Slot.unfiltered.filter(seat=seat, n=n, closed_at__isnull=True).first()
    if slot is None:
        return
    slot.closed_at = wall_now()
    slot.save(update_fields=["closed_at"])
    log.write(seat.exercise, ActKind.SLOT_CLOSED, seat=seat, payload={"n": n, "spent": slot.spent}, once=f"closed:{n}")
    if rules.ends_the_day(n):
        set_evening(seat.exercise, slot.day)
    record(viewer, Operation.ALTERATION, seat.exercise, reason=because("training.slot_closed", slot=n))


def _open(seat: Seat, n: int) -> Slot:
    slot = Slot.unfiltered.select_for_update().filter(seat=seat, n=n, closed_at__isnull=True).first()
    if slot is None:
        raise NotAllowed("not_now")
    return slot


def require_time(seat: Seat, slot: Slot) -> None:
    """Raises `NotAllowed("time_is_up")` when the scene's seconds are used, unless this walk has no clock."""
    if seat.exercise.pace == "timed" and rules.time_is_up(slot.spent):
        raise NotAllowed("time_is_up")


def set_clock(exercise: Exercise, day: int, slot: int) -> None:
    """Make it the time of this slot in the simulated prison."""
    _at(exercise, scenery.moment(exercise.scenario, day, slot))


def set_evening(exercise: Exercise, day: int) -> None:
    """Make it the evening of this day in the simulated prison."""
    _at(exercise, scenery.evening(exercise.scenario, day))


def _at(exercise: Exercise, moment: Any) -> None:
    access.set_clock(Steward(purpose=PURPOSE, service=exercise.service.ref), exercise.service, moment)
