"""Replaying an exercise: from scenario, seed, nonce and logged acts the same world, to the byte.

Who may: whoever may open its debrief; it writes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from rapport.simulation import World
from rapport.simulation.rows import TALK
from rapport.training import worlds
from rapport.training.models import Exercise, Passage


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


def replay(exercise: Exercise, again: World | None = None) -> Replayed:
    """Build the world of an exercise again, or take it as it was built `again`, and compare it with what was kept."""
    again = worlds.rebuilt(exercise) if again is None else again
    kept = worlds.opened(exercise)
    shown = {
        (row["officer"], row["day"], row["slot"], row["position"]): (row["event"], json.loads(row["wording"]))
        for row in again.exposures.to_pylist()
        if row["shown"] and row["approach"] != TALK
    }
    differing = set()
    for passage in Passage.unfiltered.filter(slot__seat__exercise=exercise).select_related("slot__seat"):
        slot = passage.slot
        key = (slot.seat.officer, slot.day, slot.slot, passage.position)
        if shown.get(key) != (passage.event, passage.wording):
            differing.add((slot.day, slot.slot))
    return Replayed(again.digest(), kept.digest(), again.truth_commitment, tuple(sorted(differing)))
