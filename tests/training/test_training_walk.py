"""A walk from its first morning to its close, through services."""

from __future__ import annotations

import pytest
from players import Restless, Walk, begin_walk, play

from rapport.access.viewers import Viewer
from rapport.training import services
from rapport.training.models import Slot


@pytest.fixture
def walk(officer: Viewer) -> Walk:
    return begin_walk(officer, seed=7)


def _somewhere(walk: Walk, n: int) -> dict[str, str]:
    post, approach = Restless().post(walk, n)
    return {"post": post, "approach": approach}


@pytest.mark.long
def test_an_exercise_replays_to_the_byte(walk: Walk) -> None:
    play(walk, Restless(), until=1)
    services.choose(walk.viewer, 1, **_somewhere(walk, 1))
    services.talk(walk.viewer, 1, Slot.unfiltered.get(n=1).sight["people"][0][1])
    play(walk, Restless())

    again = services.replay(walk.exercise)

    assert again.same
    assert again.commitment == walk.exercise.commitment
