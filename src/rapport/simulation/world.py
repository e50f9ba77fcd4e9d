"""The world: one simulated prison wing, stepped slot by slot, changed by acts, with its truth under seal.

    scenario = Scenario.load("exercise-b")
    world = World.from_scenario(scenario, seed=7, nonce=nonce)      # publish world.truth_commitment now
    world.act(acts.TakePost(0, "yard", "with_people"))
    step = world.play()                                             # up to and with the next played slot
    step.exposures                                                  # what each officer could see, and was shown
    world.unseal(nonce).verify(published)                           # when it is over

Same scenario, seed and acts: the same bytes, whole or resumed. It trains people. It predicts nothing about anyone.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rapport.simulation import acts, cases, colleagues, contacts, mornings, perception, regime, rows
from rapport.simulation import truth as seal
from rapport.simulation.population import Population, populate, usual_trust
from rapport.simulation.scenario import Scenario
from rapport.simulation.slots import SLOTS, play_slot
from rapport.simulation.state import State


@dataclass(frozen=True, eq=False)
class Step:
    """What was stepped, as Arrow tables: `events` (server only), `exposures`, `reports` of colleagues, `changes` of
    mornings.
    """

    events: pa.Table
    exposures: pa.Table
    reports: pa.Table
    changes: pa.Table


class World:
    """One wing in one exercise. Make it with `from_scenario`, `restore`, `replay` or `branch`."""

    def __init__(self, scenario: Scenario, state: State) -> None:
        self.scenario = scenario
        self._state = state
        self._truth: seal.Truth | None = None

    # ---- beginning -----------------------------------------------------------------------------------------

    @classmethod
    def from_scenario(cls, scenario: Scenario, *, seed: int, nonce: bytes, marker_salt: int = 0) -> "World":
        """A new world before its first morning. `nonce`: 32 random bytes, kept by whoever will open the truth.

        `marker_salt` is for tests: another salt draws other markers and changes nothing else.
        """
        agenda = cases.agenda(scenario, seed, marker_salt=marker_salt)
        sealed = seal.commitment(
            scenario_hash=scenario.hash, seed=seed, nonce=nonce, kinds=agenda.kinds, markers=agenda.markers
        )
        usual = usual_trust(scenario, seed)
        home = scenario.posts[0].id
        state = State(
            seed=seed,
            commitment=sealed,
            marker_salt=marker_salt,
            clock=0,
            trust=usual.copy(),
            dawn=usual.copy(),
            ties=contacts.first_ties(scenario.ties, seed, scenario.population),
            stages=[0] * scenario.cases.count,
            seats={man.index: (home, perception.WATCH) for man in scenario.officers if not man.simulated},
        )
        return cls(scenario, state)

    @classmethod
    def restore(cls, scenario: Scenario, snapshot: bytes) -> "World":
        """The world of a snapshot. Raises `SnapshotError` for another engine or scenario."""
        return cls(scenario, State.unpack(snapshot, engine=seal.ENGINE, scenario_hash=scenario.hash))

    @classmethod
    def replay(cls, scenario: Scenario, *, seed: int, nonce: bytes, log: Iterable[acts.Logged], slots: int) -> "World":
        """The world after so many simulated slots in which these acts were done: the same bytes as the first time."""
        world = cls.from_scenario(scenario, seed=seed, nonce=nonce)
        for entry in log:
            world.step(slots=entry.at - world.clock)
            world.act(entry.act)
        world.step(slots=slots - world.clock)
        return world

    # ---- where we are --------------------------------------------------------------------------------------

    @property
    def seed(self) -> int:
        """The seed: with it and this program anybody can draw the truth again. Keep it off pages."""
        return self._state.seed

    @property
    def clock(self) -> int:
        """How many slots, of seven a day, have been simulated."""
        return self._state.clock

    @property
    def day(self) -> int:
        """The day of the next slot to be simulated, from 0."""
        return self._state.clock // SLOTS

    @property
    def slot(self) -> int:
        """The next slot of that day to be simulated, 0 … 6."""
        return self._state.clock % SLOTS

    @property
    def ended(self) -> bool:
        """Whether the last day is over."""
        return self.day >= self.scenario.days

    @property
    def next_played(self) -> tuple[int, int] | None:
        """(day, slot) of the next slot that the trainee plays, or None when there is none left."""
        return next((at for at in self.scenario.played if at >= (self.day, self.slot)), None)

    @property
    def log(self) -> tuple[acts.Logged, ...]:
        """Every act that was done, with its time: with seed and scenario all that a replay needs."""
        return tuple(self._state.log)

    @property
    def truth_commitment(self) -> str:
        """The commitment to the truth (SHA-256, hexadecimal), to be published at the start."""
        return self._state.commitment

    @cached_property
    def population(self) -> Population:
        """The people with their cells and work."""
        return populate(self.scenario, self._state.seed)

    @cached_property
    def _agenda(self) -> cases.Agenda:
        return cases.agenda(self.scenario, self._state.seed, marker_salt=self._state.marker_salt)

    # ---- what can be seen of it ----------------------------------------------------------------------------

    @property
    def people(self) -> pa.Table:
        """Who lives here: person, surname, initial, number, cell, landing, workplace, nickname, born, arrived,
        expected_release.
        """
        return self.population.table

    @property
    def events(self) -> pa.Table:
        """Everything that happened so far. For the server only: an officer sees his exposures."""
        return rows.joined(rows.Event, self._state.events)

    @property
    def exposures(self) -> pa.Table:
        """What each officer could see so far, and what he was shown."""
        return rows.joined(rows.Exposure, self._state.exposures)

    @property
    def reports(self) -> pa.Table:
        """What the simulated colleagues made of what they were shown."""
        return rows.joined(rows.Report, self._state.reports)

    @property
    def changes(self) -> pa.Table:
        """The lines of every morning so far."""
        return rows.joined(rows.Change, self._state.changes)

    def present(self, day: int, slot: int) -> NDArray[np.int64]:
        """The place index of every man in this slot: as it was, or, for the next slots, as it will be if nobody
        acts.
        """
        at = day * SLOTS + slot
        if at < self._state.clock:
            return np.array(self._state.where[at], dtype=np.int64)
        return self._places(day, slot)

    def open_posts(self, day: int, slot: int) -> list[str]:
        """The posts that can be taken in this slot, those with at least four men; none at an anchor, where
        everybody sees the same.
        """
        if self.scenario.slots[slot].anchor:
            return []
        present = perception.crowd(self.present(day, slot), len(self.scenario.plan))
        return [post.id for post in perception.manned(self.scenario, present)]

    def seat(self, officer: int) -> tuple[str, str]:
        """Where a trainee's seat stands and how it works (post, approach) in the next slot with a chosen post."""
        return self._state.seats[officer]

    def trust(self, person: int) -> int:
        """A man's trust in staff, 0 … 1000: a function of logged acts alone."""
        return int(self._state.trust[person])

    def ties(self, person: int) -> list[int]:
        """The people a man holds on to now, at most eight, the closest first."""
        return contacts.closest(self.scenario.ties, self._state.ties, person)

    def rest_of_day(self, day: int) -> str:
        """The wording of the one line that tells the rest of this day."""
        return mornings.rest_of_day(self.scenario, self._state.seed, day)

    # ---- acting and stepping -------------------------------------------------------------------------------

    def act(self, act: acts.Act) -> None:
        """Do something to the world. Raises `ActRefused` (with a code) if it cannot be done; then nothing has
        changed.
        """
        self._require(act)
        state = self._state
        state.log.append(acts.Logged(state.clock, act))
        if isinstance(act, acts.TakePost):
            state.seats[act.officer] = (act.post, act.approach)
        elif isinstance(act, acts.Talk):
            if (act.officer, act.person) not in state.talks:
                state.talks.append((act.officer, act.person))
                self._trust(act.person, self.scenario.trust.talk)
                state.notes.append(("talk_remembered", act.person))
        elif isinstance(act, acts.Restrict):
            self._restrict(act)
        else:
            self._release(act.person)
            self._trust(act.person, self.scenario.trust.supported)
            state.notes.append(("support_given", act.person))

    def step(self, *, slots: int = 0, days: int = 0) -> Step:
        """Simulate so many slots, or days of seven slots. Past the last day nothing happens any more."""
        first = {name: len(getattr(self._state, name)) for name in ("events", "exposures", "reports", "changes")}
        for _ in range(slots + days * SLOTS):
            if self.ended:
                break
            play_slot(
                self.scenario, self._state, self._agenda, self.population, where=self._places(self.day, self.slot)
            )
        new = {name: getattr(self._state, name)[start:] for name, start in first.items()}
        return Step(
            rows.joined(rows.Event, new["events"]),
            rows.joined(rows.Exposure, new["exposures"]),
            rows.joined(rows.Report, new["reports"]),
            rows.joined(rows.Change, new["changes"]),
        )

    def play(self) -> Step:
        """Simulate up to and with the next played slot. When none is left, the rest of the last day."""
        at = self.next_played
        end = self.scenario.days * SLOTS if at is None else at[0] * SLOTS + at[1] + 1
        return self.step(slots=end - self.clock)

    # ---- keeping and comparing -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Bytes from which `restore` goes on as if nothing had been interrupted. They hold the seed: keep them as
        secret as the truth.
        """
        return self._state.pack(engine=seal.ENGINE, scenario_hash=self.scenario.hash)

    def branch(self) -> "World":
        """Another world that is the same up to now. What is done to one does not reach the other."""
        return World(self.scenario, self._state.copied())

    def digest(self) -> str:
        """SHA-256 over everything that happened, was seen and is true so far: two equal digests, two equal worlds."""
        secret = [seal.case_table(self._agenda), rows.joined(rows.Secret, self._state.secrets)]
        tables = [
            self.people.drop_columns(["born", "arrived", "expected_release"]),
            self.events,
            self.exposures,
            *secret,
        ]
        return hashlib.sha256(rows.canonical(tables)).hexdigest()

    # ---- truth ---------------------------------------------------------------------------------------------

    @property
    def truth(self) -> seal.Truth:
        """The truth, once unsealed. Raises `Sealed` before."""
        if self._truth is None:
            raise seal.Sealed("the truth is sealed until the exercise is over")
        return self._truth

    def unseal(self, nonce: bytes) -> seal.Truth:
        """Open the truth. Raises `WrongNonce` for any other nonce than the one it was sealed with."""
        agenda = self._agenda
        if not seal.verify_commitment(
            self._state.commitment,
            scenario_hash=self.scenario.hash,
            seed=self._state.seed,
            nonce=nonce,
            kinds=agenda.kinds,
            markers=agenda.markers,
        ):
            raise seal.WrongNonce("this nonce does not open this world")
        secrets = rows.joined(rows.Secret, self._state.secrets)
        channel = dict(zip(*(self.events[name].to_pylist() for name in ("event", "channel")), strict=True))
        self._truth = seal.Truth(
            level=agenda.level,
            cases=seal.case_table(agenda),
            events=seal.with_right_answers(secrets, [channel[event] for event in secrets["event"].to_pylist()]),
            commitment=self._state.commitment,
            scenario_hash=self.scenario.hash,
            seed=self._state.seed,
            kinds=agenda.kinds,
            markers=agenda.markers,
            nonce=nonce,
        )
        return self._truth

    verify_commitment = staticmethod(seal.verify_commitment)

    def sights(self) -> dict[int, perception.Sight]:
        """For each event of a case so far, from where it could best be seen: whether it was in sight of any post at
        all.
        """
        _ = self.truth
        found = {}
        secret = set(rows.joined(rows.Secret, self._state.secrets)["event"].to_pylist())
        for event in self._rows(secret):
            present = perception.crowd(self.present(event.day, event.slot), len(self.scenario.plan))
            found[event.event] = perception.best_sight(self.scenario, event, present)
        return found

    def reported_shares(self, *, officer: int = 0, d_a: float = 1.5, officers: int = 200) -> pa.Table:
        """Of so many simulated officers of this skill, standing where this one stood, the share that would have
        reported each passage shown.

        Columns event, share. For the debrief: raises `Sealed` before the truth is open.
        """
        _ = self.truth
        mine = self.exposures.filter(pc.and_(pc.equal(self.exposures["officer"], officer), self.exposures["shown"]))
        events = [e for e in self._rows(set(mine["event"].to_pylist())) if e.channel != rows.TOLD]
        return colleagues.reported_shares(self.scenario, self._state.seed, events, d_a=d_a, officers=officers)

    # ---- inside --------------------------------------------------------------------------------------------

    def _rows(self, wanted: set[int]) -> list[rows.Event]:
        return [event for event in map(_event, self.events.to_pylist()) if event.event in wanted]

    def _places(self, day: int, slot: int) -> NDArray[np.int64]:
        state, at = self._state, day * SLOTS + slot
        confined = state.confined_at(len(self.population), at)
        called: dict[int, int] = {}
        for planned in self._agenda.at(day, slot):
            men = cases.acting(self._agenda, planned, confined)
            if men is not None:
                place = int(self.population.landing[men[0]]) if planned.place < 0 else planned.place
                called.update(dict.fromkeys(men, place))
        return regime.places(
            self.scenario, self.population, state.seed, day=day, slot=slot, confined=confined, called=called
        )

    def _trust(self, person: int, by: int) -> None:
        self._state.trust[person] = min(1000, max(0, int(self._state.trust[person]) + by))

    def _restrict(self, act: acts.Restrict) -> None:
        state, rules = self._state, self.scenario.trust
        state.confined.append((act.person, state.clock, state.clock + act.days * SLOTS))
        self._trust(act.person, rules.restricted)
        for friend in self.ties(act.person):
            self._trust(friend, rules.restricted_friends)
        state.notes.append(("restricted", act.person))

    def _release(self, person: int) -> None:
        state = self._state
        state.confined = [
            (who, start, min(end, state.clock) if who == person else end) for who, start, end in state.confined
        ]

    def _require(self, act: acts.Act) -> None:
        if self.ended:
            raise acts.ActRefused("ended", "the last day is over")
        person = getattr(act, "person", 0)
        if not 0 <= person < len(self.population):
            raise acts.ActRefused("nobody", f"there is no person {person}")
        if not 0 <= getattr(act, "officer", 0) < len(self.scenario.officers):
            raise acts.ActRefused("no_officer", "there is no such officer")
        if isinstance(act, acts.Restrict) and act.days < 1:
            raise acts.ActRefused("no_days", "a restriction lasts one day at least")
        if isinstance(act, acts.TakePost):
            self._require_post(act)

    def _require_post(self, act: acts.TakePost) -> None:
        if act.officer not in self._state.seats:
            raise acts.ActRefused("not_a_seat", "a simulated colleague stands where the roster puts him")
        if act.approach not in self.scenario.seeing.reach:
            raise acts.ActRefused("no_approach", f"there is no approach {act.approach!r}")
        if act.approach == perception.CHECK and not act.ground.strip():
            raise acts.ActRefused("no_ground", "a check needs a stated ground")
        chosen = next(
            (
                at
                for at in self.scenario.played
                if at >= (self.day, self.slot) and not self.scenario.slots[at[1]].anchor
            ),
            None,
        )
        if chosen is None or act.post not in self.open_posts(*chosen):
            raise acts.ActRefused(
                "post_closed", f"nobody is at the post {act.post!r} in the next slot for which a post is chosen"
            )


def _event(raw: dict[str, Any]) -> rows.Event:
    return rows.Event(**raw)


__all__: Sequence[str] = ("SLOTS", "Step", "World")
