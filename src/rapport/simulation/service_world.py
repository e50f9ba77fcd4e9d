"""A whole service, or the world: many establishments, stepped together by compiled kernels, changed by acts, with its
truth under seal. The same verbs as `World`, which makes one of these for the name or file of a service:

    world = World.from_scenario("service", seed=7, nonce=nonce)
    world.step(days=30).days                        # day by day what was counted
    world.exposures                                 # what officers could see, where rows are kept

Same service, seed and acts: the same bytes, in one thread or several, whole or resumed. It predicts nothing about
anyone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation import acts, establishments, service_rows
from rapport.simulation import truth as seal
from rapport.simulation.establishments import COUNTERS
from rapport.simulation.kernels.columns import BED, BED_BITS, EMPTY
from rapport.simulation.logbook import Logbook
from rapport.simulation.service import MOST_DAYS, SLOTS, Service
from rapport.simulation.service_state import COLUMNS, ServiceState
from rapport.simulation.service_truth import ServiceTruth, commitment, first_kinds, markers

ROWS_UP_TO = 20_000
LIFE, CONTACTS = "life", "contacts"
_TABLES = {LIFE: ("events", "exposures"), CONTACTS: ("contacts",)}


class NotKept(RuntimeError):
    """These rows were not kept in this world. The message says how to keep them."""


@dataclass(frozen=True, eq=False)
class ServiceStep:
    """What was stepped, as Arrow tables: `days` (counted), and where rows are kept `events`, `exposures`,
    `contacts`.
    """

    days: pa.Table
    events: pa.Table
    exposures: pa.Table
    contacts: pa.Table


class ServiceWorld:
    """Many establishments. Make it with `from_scenario`, `restore`, `replay` or `branch`."""

    def __init__(self, scenario: Service, state: ServiceState, *, threads: int = 1) -> None:
        self.scenario = scenario
        self.threads = threads
        self._state = state
        self._truth: ServiceTruth | None = None

    # ---- beginning -----------------------------------------------------------------------------------------

    @classmethod
    def from_scenario(
        cls,
        scenario: Service,
        *,
        seed: int,
        nonce: bytes,
        marker_salt: int = 0,
        threads: int = 1,
        keep: Iterable[str] | None = None,
    ) -> "ServiceWorld":
        """A new world before its first morning. `nonce`: 32 random bytes, kept by whoever will open the truth.

        `keep` names the rows to keep: `life` (events and exposures) and `contacts`; by default life for up to 20,000
        people and nothing above. `marker_salt` is for tests: another salt draws other markers and changes nothing else.
        """
        kept = _kept(scenario, keep)
        what = establishments.given(scenario, seed, salt=marker_salt)
        everybody = establishments.first_morning(scenario, what, threads=threads)
        sealed = commitment(scenario, seed=seed, salt=marker_salt, nonce=nonce)
        return cls(scenario, ServiceState(seed, marker_salt, kept, sealed, everybody), threads=threads)

    @classmethod
    def replay(
        cls,
        scenario: Service,
        *,
        seed: int,
        nonce: bytes,
        log: Iterable[acts.Logged],
        slots: int,
        threads: int = 1,
        keep: Iterable[str] | None = None,
    ) -> "ServiceWorld":
        """The world after so many slots in which these acts were done: the same bytes as the first time."""
        world = cls.from_scenario(scenario, seed=seed, nonce=nonce, threads=threads, keep=keep)
        for entry in log:
            world.step(slots=entry.at - world.clock)
            world.act(entry.act)
        world.step(slots=slots - world.clock)
        return world

    # ---- where we are --------------------------------------------------------------------------------------

    @property
    def seed(self) -> int:
        """The seed: with it and this program anybody can draw the truth again."""
        return self._state.seed

    @property
    def clock(self) -> int:
        """How many slots, of seven a day, have been simulated."""
        return self._state.clock

    @property
    def day(self) -> int:
        """The day of the next slot, from 0."""
        return self._state.clock // SLOTS

    @property
    def log(self) -> tuple[acts.Logged, ...]:
        """Every act that was done, with its time."""
        return tuple(self._state.log)

    @property
    def truth_commitment(self) -> str:
        """The commitment to the truth (SHA-256, hexadecimal), to be published at the start."""
        return self._state.commitment

    # ---- what can be seen of it ----------------------------------------------------------------------------

    @property
    def people(self) -> pa.Table:
        """Who lives here now: person (his bed among all), establishment, wing, cell, work, occupant (how many had the
        bed before him), trust, grievance and need (0 … 1000), confined.
        """
        men, first = self._state.everybody.men, self.scenario.first_bed
        beds = np.arange(self.scenario.population)
        establishment = np.searchsorted(first, beds, side="right") - 1
        here = np.flatnonzero(men.state != EMPTY)
        return pa.table(
            {
                "person": pa.array(here, pa.int32()),
                "establishment": pa.array(establishment[here], pa.int32()),
                "wing": pa.array(men.wing[here], pa.int16()),
                "cell": pa.array(
                    (here - first[establishment[here]]) // self.scenario.value("cell", "beds"), pa.int32()
                ),
                "work": pa.array(men.work[here], pa.int8()),
                "occupant": pa.array(men.turn[here], pa.int32()),
                "trust": pa.array(men.trust[here], pa.int16()),
                "grievance": pa.array(men.grievance[here], pa.int16()),
                "need": pa.array(men.need[here], pa.int16()),
                "confined": pa.array(men.confined_until[here] > self.clock),
            }
        )

    @property
    def days(self) -> pa.Table:
        """Day by day what was counted and may be known: meetings, happenings, exposures, trust …"""
        return service_rows.days(self._state.counts, COUNTERS, secret=False)

    @property
    def events(self) -> pa.Table:
        """Everything that happened so far. Raises `NotKept` where rows are not kept."""
        return service_rows.events(self.scenario, self._rows("events"))

    @property
    def exposures(self) -> pa.Table:
        """What officers could see so far, and what they were shown. Raises `NotKept` where rows are not kept."""
        return service_rows.exposures(self._rows("exposures"))

    @property
    def contacts(self) -> pa.Table:
        """Who met whom so far. Raises `NotKept` where rows are not kept."""
        self._require_kept("contacts")
        return service_rows.contacts(self._state.rows.get("contacts", []))

    def ties(self, person: int) -> list[tuple[int, int]]:
        """The people a man holds on to now, at most eight, the closest first: (person, strength 0 … 1000)."""
        establishment = int(np.searchsorted(self.scenario.first_bed, person, side="right")) - 1
        first = int(self.scenario.first_bed[establishment])
        held = sorted((int(tie) for tie in self._state.everybody.men.ties[person] if tie), reverse=True)
        return [(first + (tie & BED) - 1, tie >> BED_BITS) for tie in held]

    # ---- acting and stepping -------------------------------------------------------------------------------

    def act(self, act: acts.Act) -> None:
        """Do something to the world: `Talk`, `Restrict` or `Support` of a person. Raises `ActRefused` with a code."""
        men = self._state.everybody.men
        if isinstance(act, acts.TakePost):
            raise acts.ActRefused("not_a_seat", "in a whole service the roster puts officers to their posts")
        if not 0 <= act.person < self.scenario.population or men.state[act.person] == EMPTY:
            raise acts.ActRefused("nobody", f"there is no person {act.person}")
        if isinstance(act, acts.Restrict) and act.days < 1:
            raise acts.ActRefused("no_days", "a restriction lasts one day at least")
        self._state.log.append(acts.Logged(self.clock, act))
        if isinstance(act, acts.Talk):
            self._trust(act.person, "talk")
        elif isinstance(act, acts.Restrict):
            men.confined_until[act.person] = self.clock + act.days * SLOTS
            self._trust(act.person, "restricted")
            for friend, _ in self.ties(act.person):
                self._trust(friend, "restricted_friends")
        else:
            men.confined_until[act.person] = min(int(men.confined_until[act.person]), self.clock)
            self._trust(act.person, "supported")

    def step(self, *, slots: int = 0, days: int = 0) -> ServiceStep:
        """Simulate so many slots, or days of seven slots."""
        state, wanted = self._state, slots + days * SLOTS
        if wanted < 0:
            raise ValueError("time goes forwards: a world steps by no fewer than 0 slots")
        if self.clock + wanted > MOST_DAYS * SLOTS:
            raise ValueError(f"a service is simulated for {MOST_DAYS:,} days at most")
        first_day, written = self.day, {name: len(rows) for name, rows in state.rows.items()}
        if state.keep:
            end = self.clock + wanted
            while self.clock < end:
                self._write(slots=min(end - self.clock, SLOTS - self.clock % SLOTS))
        elif wanted:
            counts = establishments.count_days(
                self.scenario, self._given, state.everybody, clock=state.clock, slots=wanted, threads=self.threads
            )
            state.add_counts(counts, state.clock // SLOTS)
            state.clock += wanted
        new = {name: rows[written.get(name, 0) :] for name, rows in state.rows.items()}
        table = service_rows.days(state.counts[first_day:], COUNTERS, secret=False)
        table = table.set_column(0, "day", pa.array(np.arange(first_day, first_day + table.num_rows, dtype=np.int32)))
        return ServiceStep(
            table,
            service_rows.events(self.scenario, _joined("events", new.get("events", []))),
            service_rows.exposures(_joined("exposures", new.get("exposures", []))),
            service_rows.contacts(new.get("contacts", [])),
        )

    # ---- keeping and comparing -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Bytes from which `restore` goes on as if nothing had been interrupted. They hold the seed."""
        return self._state.pack(self.scenario)

    @classmethod
    def restore(cls, scenario: Service, snapshot: bytes, *, threads: int = 1) -> "ServiceWorld":
        """The world of a snapshot. Raises `SnapshotError` for another engine or service, or damaged bytes."""
        return cls(scenario, ServiceState.unpack(scenario, snapshot), threads=threads)

    def branch(self) -> "ServiceWorld":
        """Another world that is the same up to now. What is done to one does not reach the other."""
        return ServiceWorld(self.scenario, self._state.copied(), threads=self.threads)

    def forget_rows(self) -> None:
        """Let go of the rows kept so far, which were written elsewhere; the digest still covers them."""
        self._state.forget_rows()

    def digest(self) -> str:
        """SHA-256 over everybody, all that was counted and every row ever kept: two equal digests, two equal worlds."""
        return self._state.digest(self.scenario)

    # ---- truth ---------------------------------------------------------------------------------------------

    @property
    def truth(self) -> ServiceTruth:
        """The truth, once unsealed. Raises `Sealed` before."""
        if self._truth is None:
            raise seal.Sealed("the truth is sealed until the exercise is over")
        return self._truth

    def unseal(self, nonce: bytes) -> ServiceTruth:
        """Open the truth as it now stands. Raises `WrongNonce` for any other nonce than the one it was sealed with."""
        state = self._state
        kinds = first_kinds(self.scenario, state.seed)
        sealed = markers(self.scenario, state.seed, state.salt)
        now = commitment(self.scenario, seed=state.seed, salt=state.salt, nonce=nonce) if len(nonce) == 32 else ""
        if now != state.commitment:
            raise seal.WrongNonce("this nonce does not open this world")
        rows = _joined("events", state.rows.get("events", []))
        self._truth = ServiceTruth(
            cases=service_rows.case_table(
                self.scenario, self.scenario.first_case, list(state.everybody.cases), BED_BITS
            ),
            events=service_rows.event_truth(self.scenario, rows, rows[14]),
            days=service_rows.days(state.counts, COUNTERS, secret=True),
            commitment=state.commitment,
            scenario_hash=self.scenario.hash,
            seed=state.seed,
            kinds=kinds,
            markers=sealed,
            nonce=nonce,
        )
        return self._truth

    # ---- inside --------------------------------------------------------------------------------------------

    @cached_property
    def _given(self) -> establishments.Given:
        return establishments.given(self.scenario, self._state.seed, salt=self._state.salt)

    @cached_property
    def _logbook(self) -> Logbook:
        return Logbook(self.scenario, frozenset(name for group in self._state.keep for name in _TABLES[group]))

    def _write(self, *, slots: int) -> None:
        """Simulate so many slots of one day, and keep their rows."""
        state = self._state
        counts, rows = self._logbook.write(
            self._given, state.everybody, clock=state.clock, slots=slots, threads=self.threads
        )
        state.add_counts(counts[None, :], state.clock // SLOTS)
        for written in rows:
            for name, parts in sorted(written.items()):
                state.add_rows(name, parts)
            state.clock += 1

    def _trust(self, person: int, why: str) -> None:
        men = self._state.everybody.men
        men.trust[person] = min(1000, max(0, int(men.trust[person]) + int(self.scenario.value("trust", why))))

    def _require_kept(self, name: str) -> None:
        group = CONTACTS if name == "contacts" else LIFE
        if group not in self._state.keep:
            raise NotKept(f"this world counts and keeps no {name}: make it with keep=[{group!r}]")

    def _rows(self, name: str) -> NDArray[Any]:
        self._require_kept(name)
        return _joined(name, self._state.rows.get(name, []))


def _kept(scenario: Service, keep: Iterable[str] | None) -> tuple[str, ...]:
    if keep is None:
        return (LIFE,) if scenario.population <= ROWS_UP_TO else ()
    kept = tuple(sorted(set(keep)))
    if not set(kept) <= set(_TABLES):
        raise ValueError(f"what can be kept is {', '.join(_TABLES)}, not {', '.join(sorted(set(kept) - set(_TABLES)))}")
    return kept


def _joined(name: str, slots: list[tuple[int, NDArray[Any]]]) -> NDArray[Any]:
    wide, dtype = COLUMNS[name]
    return np.concatenate([rows for _, rows in slots], axis=1) if slots else np.zeros((wide, 0), dtype=dtype)
