"""What if: one moment of a finished exercise lived on a hundred times, as it was and otherwise, side by side.

    found = what_if(world, at=24, instead=[acts.Support(person=12)], d_a=1.4, executor=pool)
    found.intervals()                       # of each measure: what it changed on average, and how sure that is

Both sides of a pair begin with the same morning and the same luck, and differ by what was done at that moment alone; a
hundred pairs have a hundred lucks. Whoever sat in the seat has gone home: a simulated officer of the skill that was
measured stands at the posts that were chosen. It says what this model does, and nothing of any real prison.

Source: design, simulated prison (determinism, last paragraph).
"""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rapport.simulation import acts, colleagues, draws, ensemble
from rapport.simulation.draws import Purpose
from rapport.simulation.rows import Event
from rapport.simulation.scenario import Scenario
from rapport.simulation.world import NO_NONCE, World

RUNS = 100
_AT_ONCE = 5
"""So many pairs are one task: enough that sending the world costs little, few enough that two cores end together."""
_FOR_LUCK = 1 << 40


@dataclass(frozen=True)
class StandIn:
    """Whoever plays on for a trainee: their seat, their posts from that moment on, and their skill."""

    officer: int
    d_a: float
    posts: tuple[acts.Logged, ...]


@dataclass(frozen=True, eq=False)
class WhatIf:
    """Two tables of one row a run, in the same order: `luck` and each measure. See `counted` for what they are."""

    as_it_was: pa.Table
    otherwise: pa.Table

    def intervals(self, *, confidence: float = 0.95) -> pa.Table:
        """Of each measure the difference (otherwise − as it was): columns measure, runs, mean, error, low, high."""
        columns = {"luck": self.as_it_was["luck"]}
        for name in self.as_it_was.column_names[1:]:
            columns[name] = pc.subtract(self.otherwise[name], self.as_it_was[name])
        return ensemble.intervals(pa.table(columns), confidence=confidence)


def what_if(
    world: World,
    *,
    at: int,
    instead: Iterable[acts.Act],
    d_a: float,
    executor: Executor,
    officer: int = 0,
    runs: int = RUNS,
) -> WhatIf:
    """Live on from the slot `at` to the end, `runs` times, with what was done at that moment and with `instead`.

    `d_a`: the skill of the officer who stands in for the seat `officer` from there on. Later acts of the exercise but
    for its posts are left out on both sides. Raises `Sealed` before the truth is open, `ActRefused` if something of
    `instead` cannot be done then, and `ValueError` for a moment outside the world, no runs, or a skill nobody has.
    """
    _ = world.truth
    if not 0 <= at < world.clock:
        raise ValueError(f"slot {at} is not one of the {world.clock} that were played")
    if runs < 1:
        raise ValueError("at least one run")
    colleagues.deviation(world.scenario, d_a_milli=round(d_a * 1000))
    before = [entry for entry in world.log if entry.at < at]
    start = World.replay(world.scenario, world.seed, before, slots=at)
    later = tuple(e for e in world.log if e.at >= at and isinstance(e.act, acts.TakePost) and e.act.officer == officer)
    stand_in = StandIn(officer, d_a, later)
    done = tuple(e.act for e in world.log if e.at == at and not isinstance(e.act, acts.TakePost))
    sides = []
    for moment in (done, tuple(instead)):
        side = start.branch()
        for act in moment:
            side.act(act)
        sides.append(side.snapshot())
    tasks = [
        executor.submit(_Lived(world.scenario, tuple(sides), stand_in, range(first, min(first + _AT_ONCE, runs))))
        for first in range(0, runs, _AT_ONCE)
    ]
    pairs = [pair for task in tasks for pair in task.result()]
    return WhatIf(*(pa.Table.from_pylist([pair[side] for pair in pairs]) for side in (0, 1)))


@dataclass(frozen=True)
class _Lived:
    """Some of the pairs, to be lived somewhere."""

    scenario: Scenario
    sides: tuple[bytes, ...]
    stand_in: StandIn
    lucks: range

    def __call__(self) -> list[tuple[dict[str, float], ...]]:
        worlds = [World.restore(self.scenario, side) for side in self.sides]
        return [
            tuple(
                counted(lived_on(world, self.stand_in, luck=luck), self.stand_in, since=world.clock, luck=luck)
                for world in worlds
            )
            for luck in self.lucks
        ]


def lived_on(world: World, stand_in: StandIn, *, luck: int) -> World:
    """A branch of this world, played to its end with this luck by whoever stands in. The posts that were chosen are
    taken again wherever they are open; where not, he stays where he stood.
    """
    branch = world.branch(luck=_FOR_LUCK + luck)
    chosen = list(stand_in.posts)
    while not branch.ended:
        while chosen and chosen[0].at <= branch.clock:
            try:
                branch.act(chosen.pop(0).act)
            except acts.ActRefused as refused:
                if refused.code != "post_closed":
                    raise
        until = chosen[0].at if chosen else branch.scenario.days * 7
        branch.step(slots=until - branch.clock)
    return branch


def counted(world: World, stand_in: StandIn, *, since: int, luck: int) -> dict[str, float]:
    """What happened from the slot `since` to the end of this world.

    signals, look_alikes: events of cases; *_shown: to anybody; *_reported: by the stand-in or a colleague. trust: the
    mean of everybody at the end, 0 … 1000. confined: days that people spent in their cells, one for each.
    """
    events = {event.event: event for event in since_then(world, since)}
    truth = world.unseal(NO_NONCE).events
    signal = dict(zip(truth["event"].to_pylist(), truth["signal"].to_pylist(), strict=True))
    shown = {
        (row["event"], row["officer"])
        for row in world.exposures.filter(world.exposures["shown"]).to_pylist()
        if row["event"] in events
    }
    reported = set(world.reports.filter(world.reports["reported"])["event"].to_pylist()) & events.keys()
    reported |= {
        number
        for number, officer in shown
        if officer == stand_in.officer and number in signal and _would_report(world, events[number], stand_in, luck)
    }
    found: dict[str, float] = {"luck": luck}
    for name, kind in (("signals", True), ("look_alikes", False)):
        of_kind = {number for number in events if signal.get(number) is kind}
        found |= {name: len(of_kind), f"{name}_shown": len(of_kind & {number for number, _ in shown})}
        found[f"{name}_reported"] = len(of_kind & reported)
    trust = [world.trust(person) for person in range(world.scenario.population)]
    return found | {"trust": sum(trust) / len(trust), "confined": world.confined_days(since=since)}


def since_then(world: World, since: int) -> list[Event]:
    """What happened from this slot on."""
    rows = world.events.filter(pc.greater_equal(world.events["day"], since // 7)).to_pylist()
    return [Event(**row) for row in rows if row["day"] * 7 + row["slot"] >= since]


def _would_report(world: World, event: Event, stand_in: StandIn, luck: int) -> bool:
    """Whether an officer of this skill, who was shown it, finds it worth a report."""
    sigma = colleagues.deviation(world.scenario, d_a_milli=round(stand_in.d_a * 1000))
    noise = draws.normal(draws.draw(draws.key(luck, Purpose.OFFICER, event.event), np.array([stand_in.officer])))
    felt = colleagues.evidence(world.scenario, world.seed, event) + int(noise[0]) * sigma // 1000
    return felt >= world.scenario.colleagues.criterion
