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
from pathlib import Path
from typing import TYPE_CHECKING, overload

import pyarrow as pa

from rapport.simulation import (
    acting,
    acts,
    cases,
    colleagues,
    contacts,
    hindsight,
    perception,
    rows,
)
from rapport.simulation import truth as seal
from rapport.simulation.acts import Logged
from rapport.simulation.opening import loaded, services
from rapport.simulation.population import usual_trust
from rapport.simulation.rows import Step
from rapport.simulation.scenario import Scenario
from rapport.simulation.service import Service
from rapport.simulation.slots import SLOTS, play_slot
from rapport.simulation.state import State
from rapport.simulation.view import View

if TYPE_CHECKING:
    from rapport.simulation.service_world import ServiceWorld

NO_NONCE = bytes(32)


class World(View):
    """One wing in one exercise. Make it with `from_scenario`, `restore`, `replay` or `branch`."""

    def __init__(self, scenario: Scenario, state: State) -> None:
        super().__init__(scenario, state)
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

    def branch(self, *, luck: int | None = None) -> "World":
        """Another world that is the same up to now. What is done to one does not reach the other.

        With `luck`, a seed, its future is drawn anew: the same people, cases and laws, other days. Two branches of the
        same luck differ only by what is done to them. No observer reads such a world, and no log replays it.
        """
        other = self._state.copied()
        other.luck = self._state.luck if luck is None else luck
        return World(self.scenario, other)

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


__all__: Sequence[str] = ("SLOTS", "Step", "World")
