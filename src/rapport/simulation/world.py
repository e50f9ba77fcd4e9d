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
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation import (
    acting,
    acts,
    cases,
    colleagues,
    contacts,
    hindsight,
    mornings,
    perception,
    regime,
    rows,
)
from rapport.simulation import truth as seal
from rapport.simulation.acts import Logged
from rapport.simulation.opening import loaded, services
from rapport.simulation.population import Population, populate, usual_trust
from rapport.simulation.rows import Step
from rapport.simulation.scenario import Scenario
from rapport.simulation.service import Service
from rapport.simulation.slots import SLOTS, play_slot
from rapport.simulation.state import State

if TYPE_CHECKING:
    from rapport.simulation.service_world import ServiceWorld

NO_NONCE = bytes(32)


class World:
    """One wing in one exercise. Make it with `from_scenario`, `restore`, `replay` or `branch`."""

    def __init__(self, scenario: Scenario, state: State) -> None:
        self.scenario = scenario
        self._state = state
        self._truth: seal.Truth | None = None

    # ---- beginning -----------------------------------------------------------------------------------------

    @overload
    @classmethod
    def from_scenario(cls, scenario: Scenario, *, seed: int, nonce: bytes, marker_salt: int = 0) -> "World": ...

    @overload
    @classmethod
    def from_scenario(cls, scenario: Service, *, seed: int, nonce: bytes, marker_salt: int = 0) -> "ServiceWorld": ...

    @overload
    @classmethod
    def from_scenario(
        cls, scenario: str | Path, *, seed: int, nonce: bytes, marker_salt: int = 0
    ) -> "World | ServiceWorld": ...

    @classmethod
    def from_scenario(
        cls, scenario: Scenario | Service | str | Path, *, seed: int, nonce: bytes, marker_salt: int = 0
    ) -> "World | ServiceWorld":
        """A new world before its first morning, of one wing or of a whole service: `scenario` is loaded, or the name
        of one that ships, or a file. `nonce`: 32 random bytes, kept by whoever will open the truth.

        `marker_salt` is for tests: another salt draws other markers and changes nothing else. Raises `ScenarioError`.
        """
        scenario = loaded(scenario)
        if isinstance(scenario, Service):
            return services().from_scenario(scenario, seed=seed, nonce=nonce, marker_salt=marker_salt)
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

    @overload
    @classmethod
    def restore(cls, scenario: Scenario, snapshot: bytes) -> "World": ...

    @overload
    @classmethod
    def restore(cls, scenario: Service, snapshot: bytes) -> "ServiceWorld": ...

    @overload
    @classmethod
    def restore(cls, scenario: str | Path, snapshot: bytes) -> "World | ServiceWorld": ...

    @classmethod
    def restore(cls, scenario: Scenario | Service | str | Path, snapshot: bytes) -> "World | ServiceWorld":
        """The world of a snapshot. Raises `SnapshotError` for another engine or scenario."""
        scenario = loaded(scenario)
        if isinstance(scenario, Service):
            return services().restore(scenario, snapshot)
        return cls(scenario, State.unpack(snapshot, engine=seal.ENGINE, scenario_hash=scenario.hash))

    @overload
    @classmethod
    def replay(
        cls,
        scenario: Scenario,
        seed: int,
        acts: Iterable[Logged],
        *,
        nonce: bytes = NO_NONCE,
        slots: int | None = None,
    ) -> "World": ...

    @overload
    @classmethod
    def replay(
        cls,
        scenario: Service | str | Path,
        seed: int,
        acts: Iterable[Logged],
        *,
        nonce: bytes = NO_NONCE,
        slots: int | None = None,
    ) -> "World | ServiceWorld": ...

    @classmethod
    def replay(
        cls,
        scenario: Scenario | Service | str | Path,
        seed: int,
        acts: Iterable[Logged],
        *,
        nonce: bytes = NO_NONCE,
        slots: int | None = None,
    ) -> "World | ServiceWorld":
        """The world after these acts, and after so many slots (by default up to the last act): the same bytes as the
        first time. Its commitment is the published one if the nonce is.
        """
        world = cls.from_scenario(loaded(scenario), seed=seed, nonce=nonce)
        for entry in acts:
            world.step(slots=entry.at - world.clock)
            world.act(entry.act)
        if slots is not None:
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
        acting.require(self.scenario, self._state, act, open_posts=self._chosen_posts)
        acting.do(self.scenario, self._state, act)

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
        secret = rows.joined(rows.Secret, self._require_open().secrets)["event"].to_pylist()
        return hindsight.best_sights(self.scenario, hindsight.events(self.events, set(secret)), self.present)

    def reported_shares(self, *, officer: int = 0, d_a: float = 1.5, officers: int = 200) -> pa.Table:
        """Of so many simulated officers of this skill, standing where this one stood, the share that would have
        reported each passage shown.

        Columns event, share. For the debrief: raises `Sealed` before the truth is open.
        """
        state = self._require_open()
        seen = hindsight.seen_by(officer, self.exposures, self.events)
        return colleagues.reported_shares(self.scenario, state.seed, seen, d_a=d_a, officers=officers)

    # ---- inside --------------------------------------------------------------------------------------------

    def _require_open(self) -> State:
        _ = self.truth
        return self._state

    def _chosen_posts(self) -> list[str]:
        """The posts that can be taken in the next slot for which a post is chosen."""
        slots, now = self.scenario.slots, (self.day, self.slot)
        chosen = next((at for at in self.scenario.played if at >= now and not slots[at[1]].anchor), None)
        return self.open_posts(*chosen) if chosen else []

    def _places(self, day: int, slot: int) -> NDArray[np.int64]:
        confined = self._state.confined_at(len(self.population), day * SLOTS + slot)
        called = cases.called(self._agenda, self.population, confined, day=day, slot=slot)
        return regime.places(
            self.scenario, self.population, self.seed, day=day, slot=slot, confined=confined, called=called
        )


__all__: Sequence[str] = ("SLOTS", "Step", "World")
