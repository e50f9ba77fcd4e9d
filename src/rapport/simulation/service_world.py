"""A whole service, or the world: many establishments, stepped together by compiled kernels, changed by acts, with its
truth under seal. The same verbs as `World`, which makes one of these for the name or file of a service:

    world = World.from_scenario("service", seed=7, nonce=nonce)
    world.step(days=30).days                        # day by day what was counted
    world.exposures                                 # what officers could see, where rows are kept

Same service, seed and acts: the same bytes, in one thread or several, whole or resumed. It predicts nothing about
anyone.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation import acts, draws, establishments, service_rows
from rapport.simulation import truth as seal
from rapport.simulation.draws import Purpose
from rapport.simulation.establishments import COUNTERS, Everybody
from rapport.simulation.kernels.columns import BED, BED_BITS, EMPTY, Cases, Men
from rapport.simulation.service import SLOTS, Service
from rapport.simulation.state import SnapshotError

ENGINE = "rapport-kernels/1"
MAGIC = b"RAPPORT-SERVICE-1\n"
ROWS_UP_TO = 20_000
LIFE, CONTACTS = "life", "contacts"
_TABLES = {LIFE: ("events", "exposures"), CONTACTS: ("contacts",)}
_MARKERS_SEALED = 256
_QUICKLY = 1


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


@dataclass(frozen=True, eq=False)
class ServiceTruth:
    """What was true. `cases`: those that run now. `events`: of every kept event of a case, its kind. `days`: the
    counters that were sealed.
    """

    cases: pa.Table
    events: pa.Table
    days: pa.Table
    commitment: str
    scenario_hash: str
    seed: int
    kinds: tuple[str, ...]
    markers: tuple[bool, ...]
    nonce: bytes

    def verify(self, published: str) -> bool:
        """Check this truth against the commitment that was published at the start."""
        return seal.verify_commitment(
            published,
            scenario_hash=self.scenario_hash,
            seed=self.seed,
            nonce=self.nonce,
            kinds=self.kinds,
            markers=self.markers,
            engine=ENGINE,
        )


@dataclass(eq=False)
class _State:
    """All that changes. `rows` holds, by table, the clock and the rows of each slot; `kinds` the kind of each event."""

    seed: int
    salt: int
    keep: tuple[str, ...]
    commitment: str
    everybody: Everybody
    clock: int = 0
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, len(COUNTERS)), dtype=np.int64))
    log: list[acts.Logged] = field(default_factory=list)
    rows: dict[str, list[tuple[int, NDArray[Any]]]] = field(default_factory=dict)


class ServiceWorld:
    """Many establishments. Make it with `from_scenario`, `restore`, `replay` or `branch`."""

    def __init__(self, scenario: Service, state: _State, *, threads: int = 1) -> None:
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
        sealed = seal.commitment(
            scenario_hash=scenario.hash,
            seed=seed,
            nonce=nonce,
            kinds=_first_kinds(scenario, seed),
            markers=_markers(scenario, seed, marker_salt),
            engine=ENGINE,
        )
        return cls(scenario, _State(seed, marker_salt, kept, sealed, everybody), threads=threads)

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
        return service_rows.events(self.scenario, self._rows("events", 15))

    @property
    def exposures(self) -> pa.Table:
        """What officers could see so far, and what they were shown. Raises `NotKept` where rows are not kept."""
        return service_rows.exposures(self._rows("exposures", 9))

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
        first_day, written = self.day, {name: len(rows) for name, rows in state.rows.items()}
        kept = frozenset(name for group in state.keep for name in _TABLES[group])
        if kept:
            for _ in range(wanted):
                self._write_slot(kept)
        elif wanted:
            counts = establishments.count_days(
                self.scenario, self._given, state.everybody, clock=state.clock, slots=wanted, threads=self.threads
            )
            self._count(counts, state.clock // SLOTS)
            state.clock += wanted
        new = {name: rows[written.get(name, 0) :] for name, rows in state.rows.items()}
        table = service_rows.days(state.counts[first_day:], COUNTERS, secret=False)
        table = table.set_column(0, "day", pa.array(np.arange(first_day, first_day + table.num_rows, dtype=np.int32)))
        return ServiceStep(
            table,
            service_rows.events(self.scenario, _joined(new.get("events", []), 15)),
            service_rows.exposures(_joined(new.get("exposures", []), 9)),
            service_rows.contacts(new.get("contacts", [])),
        )

    # ---- keeping and comparing -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Bytes from which `restore` goes on as if nothing had been interrupted. They hold the seed."""
        state = self._state
        tables = {name: [clock for clock, _ in rows] for name, rows in sorted(state.rows.items())}
        head: dict[str, Any] = {
            "engine": ENGINE,
            "scenario": self.scenario.hash,
            "seed": str(state.seed),
            "salt": state.salt,
            "keep": list(state.keep),
            "commitment": state.commitment,
            "clock": state.clock,
            "log": [entry.to_dict() for entry in state.log],
            "tables": tables,
        }
        whole = [json.dumps(head, sort_keys=True, separators=(",", ":")).encode()]
        whole += [_bytes(column) for column in [*state.everybody.columns(), state.counts]]
        whole += [_bytes(rows) for name in tables for _, rows in state.rows[name]]
        return MAGIC + zlib.compress(b"".join(len(part).to_bytes(8, "big") + part for part in whole), _QUICKLY)

    @classmethod
    def restore(cls, scenario: Service, snapshot: bytes, *, threads: int = 1) -> "ServiceWorld":
        """The world of a snapshot. Raises `SnapshotError` for another engine or service, or damaged bytes."""
        if not snapshot.startswith(MAGIC):
            raise SnapshotError("these bytes are not a snapshot of a simulated service")
        try:
            parts = _parts(zlib.decompress(snapshot[len(MAGIC) :]))
            head = json.loads(parts.pop(0))
            if (head["engine"], head["scenario"]) != (ENGINE, scenario.hash):
                raise SnapshotError("this snapshot was made by another engine or from another service")
            like = establishments.empty(scenario)
            columns = [
                np.frombuffer(parts.pop(0), dtype=column.dtype).reshape(column.shape).copy()
                for column in like.columns()
            ]
            counts = np.frombuffer(parts.pop(0), dtype=np.int64).reshape(-1, len(COUNTERS)).copy()
            rows = {
                name: [(clock, _revived(name, parts.pop(0))) for clock in clocks]
                for name, clocks in sorted(head["tables"].items())
            }
        except SnapshotError:
            raise
        except (zlib.error, ValueError, IndexError, KeyError, TypeError) as error:
            raise SnapshotError("this snapshot is damaged") from error
        split = len(Men._fields)
        everybody = Everybody(Men(*columns[:split]), Cases(*columns[split:-1]), columns[-1])
        state = _State(
            int(head["seed"]),
            head["salt"],
            tuple(head["keep"]),
            head["commitment"],
            everybody,
            head["clock"],
            counts,
            [acts.Logged.from_dict(entry) for entry in head["log"]],
            rows,
        )
        return cls(scenario, state, threads=threads)

    def branch(self) -> "ServiceWorld":
        """Another world that is the same up to now. What is done to one does not reach the other."""
        state = replace(
            self._state,
            everybody=self._state.everybody.copied(),
            counts=self._state.counts.copy(),
            log=list(self._state.log),
            rows={name: list(rows) for name, rows in self._state.rows.items()},
        )
        return ServiceWorld(self.scenario, state, threads=self.threads)

    def digest(self) -> str:
        """SHA-256 over everybody, all that was counted and every row kept: two equal digests, two equal worlds."""
        whole = hashlib.sha256(f"{ENGINE} {self.scenario.hash} {self.seed} {self.clock}".encode())
        for column in [*self._state.everybody.columns(), self._state.counts]:
            whole.update(_bytes(column))
        for name, rows in sorted(self._state.rows.items()):
            whole.update(name.encode())
            for _, one in rows:
                whole.update(_bytes(one))
        return whole.hexdigest()

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
        kinds = _first_kinds(self.scenario, state.seed)
        markers = _markers(self.scenario, state.seed, state.salt)
        if not seal.verify_commitment(
            state.commitment,
            scenario_hash=self.scenario.hash,
            seed=state.seed,
            nonce=nonce,
            kinds=kinds,
            markers=markers,
            engine=ENGINE,
        ):
            raise seal.WrongNonce("this nonce does not open this world")
        rows = _joined(state.rows.get("events", []), 15)
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
            markers=markers,
            nonce=nonce,
        )
        return self._truth

    # ---- inside --------------------------------------------------------------------------------------------

    @cached_property
    def _given(self) -> establishments.Given:
        return establishments.given(self.scenario, self._state.seed, salt=self._state.salt)

    def _write_slot(self, kept: frozenset[str]) -> None:
        state = self._state
        counts, rows = establishments.write_slot(
            self.scenario, self._given, state.everybody, kept=kept, clock=state.clock, threads=self.threads
        )
        for name, one in rows.items():
            state.rows.setdefault(name, []).append((state.clock, one))
        self._count(counts[None, :], state.clock // SLOTS)
        state.clock += 1

    def _count(self, counts: NDArray[np.int64], day: int) -> None:
        """Add to the days from this one on; a day already begun goes on."""
        state, end = self._state, day + len(counts)
        if end > len(state.counts):
            more = np.zeros((end - len(state.counts), len(COUNTERS)), dtype=np.int64)
            state.counts = np.concatenate([state.counts, more])
        state.counts[day:end] += counts

    def _trust(self, person: int, why: str) -> None:
        men = self._state.everybody.men
        men.trust[person] = min(1000, max(0, int(men.trust[person]) + int(self.scenario.value("trust", why))))

    def _require_kept(self, name: str) -> None:
        group = CONTACTS if name == "contacts" else LIFE
        if group not in self._state.keep:
            raise NotKept(f"this world counts and keeps no {name}: make it with keep=[{group!r}]")

    def _rows(self, name: str, columns: int) -> NDArray[Any]:
        self._require_kept(name)
        return _joined(self._state.rows.get(name, []), columns)


def _kept(scenario: Service, keep: Iterable[str] | None) -> tuple[str, ...]:
    if keep is None:
        return (LIFE,) if scenario.population <= ROWS_UP_TO else ()
    kept = tuple(sorted(set(keep)))
    if not set(kept) <= set(_TABLES):
        raise ValueError(f"what can be kept is {', '.join(_TABLES)}, not {', '.join(sorted(set(kept) - set(_TABLES)))}")
    return kept


def _first_kinds(scenario: Service, seed: int) -> tuple[str, ...]:
    """The kinds with which the cases of the first morning begin, establishment by establishment."""
    found: list[str] = []
    key = draws.key(seed, Purpose.KINDS)
    for e, count in enumerate(np.diff(scenario.first_case).tolist()):
        drawn = draws.draw(draws.within(key, e), np.arange(count, dtype=np.int64))
        which = np.searchsorted(scenario.kind_bounds, drawn.astype(np.int64), side="right")
        found += [scenario.kinds[k] for k in which.tolist()]
    return tuple(found)


def _markers(scenario: Service, seed: int, salt: int) -> tuple[bool, ...]:
    """The first markers of the first establishment's first morning: enough that no other salt fits them."""
    key = draws.within(draws.key(seed, Purpose.MARKER, 0, SLOTS * salt), 0)
    drawn = draws.draw(key, np.arange(_MARKERS_SEALED, dtype=np.int64))
    return tuple((drawn < np.uint64(int(scenario.value("cases", "marked") * (1 << 32)))).tolist())


def _joined(slots: list[tuple[int, NDArray[Any]]], columns: int) -> NDArray[Any]:
    return np.concatenate([rows for _, rows in slots], axis=1) if slots else np.zeros((columns, 0), dtype=np.int64)


def _bytes(column: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(column).astype(column.dtype.newbyteorder("<"), copy=False).tobytes()


def _revived(name: str, part: bytes) -> NDArray[Any]:
    columns, dtype = {"contacts": (4, np.int32), "events": (15, np.int64), "exposures": (9, np.int64)}[name]
    return np.frombuffer(part, dtype=dtype).reshape(columns, -1)


def _parts(whole: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(whole):
        size = int.from_bytes(whole[at : at + 8], "big")
        if at + 8 + size > len(whole):
            raise ValueError("cut short")
        found.append(whole[at + 8 : at + 8 + size])
        at += 8 + size
    return found
