"""What an ideal observer may know of a world: what anybody on the wing knows, and one officer's own exposures.

The notebook holds casts, the tables of likelihoods, crowds, the trust of casts and the logged acts' effects. It holds
neither seed nor kind nor stage. A sheet holds what one officer was shown, sealed by its world: a keyed hash over it
and over every act so far, so that nobody can slip in another world's sheet, nor one of a branch, nor one with a line
taken out. Like every seal here it keeps honest people honest; the key is no secret to this program.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from rapport.simulation import behaviours, cases, perception
from rapport.simulation.scenario import Scenario
from rapport.simulation.slots import SLOTS
from rapport.simulation.truth import ENGINE
from rapport.simulation.words import CUES
from rapport.simulation.world import World

_SEALING = b"rapport exposures"


class NotOurs(ValueError):
    """This sheet was not sealed by the world that is being observed, or something in it was changed."""


@dataclass(frozen=True)
class Seen:
    """One shown event of a case: when, where (a place index), its act (an index) and cues, who acts towards whom."""

    event: int
    day: int
    slot: int
    place: int
    act: int
    cues: tuple[bool, ...]
    people: tuple[int, int]


@dataclass(frozen=True)
class Stand:
    """Where an officer stood in a slot with a chosen post, and how he worked."""

    day: int
    slot: int
    post: str
    approach: str


@dataclass(frozen=True)
class Sheet:
    """What one officer was shown up to a time (`slots` simulated), and from where he looked. `seal` is the world's."""

    officer: int
    slots: int
    seen: tuple[Seen, ...]
    stood: tuple[Stand, ...]
    seal: str

    def message(self) -> bytes:
        """What the seal is made over."""
        rows = [[list(vars(row).values()) for row in part] for part in (self.seen, self.stood)]
        return json.dumps([self.officer, self.slots, *rows], separators=(",", ":")).encode()


@dataclass(frozen=True)
class Moment:
    """A played slot as everybody knows it: men by place, and by case the trust level of its cast (0 … 2) afterwards
    and whether two of the cast were free to act.
    """

    day: int
    slot: int
    crowd: NDArray[np.int64]
    trust: tuple[int, ...]
    free: tuple[bool, ...]


@dataclass(eq=False)
class Notebook:
    """Common knowledge of one world, noted slot by slot: make one of a world before its first slot and `note` after
    each, or let `replayed` do it afterwards.
    """

    scenario: Scenario
    casts: tuple[tuple[int, ...], ...]
    tables: Mapping[str, behaviours.PlaceLaw]
    key: bytes = b""
    slots: int = 0
    moments: list[Moment] = field(default_factory=list)

    @classmethod
    def of(cls, world: World) -> "Notebook":
        """An empty notebook for a world before its first slot."""
        if world.clock:
            raise ValueError("a notebook begins with the first slot; use Notebook.replayed for a world under way")
        tables = behaviours.law(world.scenario, world.seed).places
        return cls(world.scenario, tuple(cases.casts_of(world.scenario, world.seed)), tables, _key(world))

    @classmethod
    def replayed(cls, world: World) -> "Notebook":
        """The notebook of a world under way: everything is played again from its log. Raises `ValueError` for a branch
        with a luck of its own, which no log can play again.
        """
        if world.luck is not None:
            raise ValueError("a branch with a luck of its own cannot be played again from its log")
        again = World.from_scenario(world.scenario, seed=world.seed, nonce=bytes(32))
        notebook, log = cls.of(again), list(world.log)
        while again.clock < world.clock:
            while log and log[0].at == again.clock:
                again.act(log.pop(0).act)
            again.step(slots=1)
            notebook.note(again)
        notebook.key = _key(world)
        return notebook

    def note(self, world: World) -> None:
        """Note the slot that was just simulated. Every slot in turn, or `ValueError`."""
        if world.clock != self.slots + 1:
            raise ValueError("a notebook is kept slot by slot")
        day, slot = divmod(self.slots, SLOTS)
        self.slots, self.key = world.clock, _key(world)
        if not self.scenario.is_played(day, slot):
            return
        where, levels = world.present(day, slot), self.scenario.trust
        cells = {cell.place for cell in self.scenario.cells}
        trust = tuple(levels.level(sum(world.trust(man) for man in cast) // len(cast)) for cast in self.casts)
        free = tuple(sum(int(where[man]) not in cells for man in cast) > 1 for cast in self.casts)
        self.moments.append(Moment(day, slot, perception.crowd(where, len(self.scenario.plan)), trust, free))


def sealed_sheet(world: World, officer: int) -> Sheet:
    """What this officer was shown of cases so far, and from where he looked, under his world's seal."""
    mine = world.exposures.filter(pc.equal(world.exposures["officer"], officer)).to_pylist()
    shown = {row["event"] for row in mine if row["shown"]}
    acts = {act.id: index for index, act in enumerate(world.scenario.vocabulary.acts)}
    seen = tuple(
        Seen(
            row["event"],
            row["day"],
            row["slot"],
            row["place"],
            acts[row["act"]],
            tuple(row[cue] for cue in CUES),
            (row["actor"], row["other"]),
        )
        for row in world.events.to_pylist()
        if row["event"] in shown and row["act"] in acts
    )
    stood = {(row["day"], row["slot"]): row for row in mine if row["post"]}
    sheet = Sheet(
        officer,
        world.clock,
        seen,
        tuple(Stand(day, slot, row["post"], row["approach"]) for (day, slot), row in sorted(stood.items())),
        "",
    )
    return Sheet(officer, sheet.slots, sheet.seen, sheet.stood, _seal(_key(world), sheet))


def require_ours(notebook: Notebook, sheet: Sheet) -> None:
    """Raise `NotOurs` unless this sheet was sealed by the notebook's world, at the same time, and left as it was."""
    if not hmac.compare_digest(_seal(notebook.key, sheet), sheet.seal):
        raise NotOurs("these exposures were not sealed by this world")
    if sheet.slots != notebook.slots:
        raise NotOurs("sheet and notebook do not end at the same time")


def _key(world: World) -> bytes:
    """The world's key: a one-way hash of its seed, its commitment and every act so far."""
    parts: list[Any] = [ENGINE, world.scenario.hash, world.seed, world.truth_commitment]
    parts += [entry.to_dict() for entry in world.log]
    return hashlib.sha256(_SEALING + json.dumps(parts, sort_keys=True).encode()).digest()


def _seal(key: bytes, sheet: Sheet) -> str:
    return hmac.new(key, sheet.message(), hashlib.sha256).hexdigest()
