"""Replaying an exercise: from scenario, seed, nonce and logged acts the same world, to the byte.

Who may: whoever may open its debrief; it writes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import pyarrow.compute as pc

from rapport.simulation.rows import TALK
from rapport.training import worlds
from rapport.training.models import Exercise, Passage
from rapport.training.worlds import Lived


@dataclass(frozen=True)
class Replayed:
    """What a replay found: both digests, and the slots whose kept passages are not those that were shown again."""

    digest: str
    kept_digest: str
    commitment: str
    differing: tuple[tuple[int, int], ...]

    @property
    def same(self) -> bool:
        return self.digest == self.kept_digest and not self.differing


def replay(exercise: Exercise, lived: Lived | None = None) -> Replayed:
    """Build the world of an exercise again, or take it as it was `lived` through, and compare it with what was kept."""
    if lived is None:
        again, kept = worlds.rebuilt(exercise), worlds.opened(exercise)
        lived = Lived(again, again.digest(), kept.digest())
    seen = lived.world.exposures
    shown = {
        (row["officer"], row["day"], row["slot"], row["position"]): (row["event"], json.loads(row["wording"]))
        for row in seen.filter(pc.and_(seen["shown"], pc.not_equal(seen["approach"], TALK))).to_pylist()
    }
    passages = Passage.unfiltered.filter(slot__seat__exercise=exercise).values_list(
        "slot__seat__officer", "slot__day", "slot__slot", "position", "event", "wording"
    )
    differing = {
        (day, slot)
        for officer, day, slot, position, event, wording in passages
        if shown.get((officer, day, slot, position)) != (event, wording)
    }
    return Replayed(lived.digest, lived.kept_digest, lived.world.truth_commitment, tuple(sorted(differing)))
