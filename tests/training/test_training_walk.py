"""A walk from its first morning to its close, through services."""

from __future__ import annotations

import pytest
from players import Perfect, Restless, Silent, Walk, begin_walk, filed, play

from rapport.access.viewers import Viewer
from rapport.training import rules, services
from rapport.training.models import LastLookAnswer, Passage, Slot


@pytest.fixture
def walk(officer: Viewer) -> Walk:
    return begin_walk(officer, seed=7)


def test_a_walk_has_twenty_slots_of_four_passages_at_most_and_a_last_look_at_twenty_four(walk: Walk) -> None:
    play(walk, Silent())

    assert walk.phase()[0] is rules.Phase.CLOSED
    assert Slot.unfiltered.filter(seat=walk.seat).count() == 20
    shown = [slot.passages.count() for slot in Slot.unfiltered.filter(seat=walk.seat)]
    assert max(shown) <= 4
    assert sum(shown) >= 70
    assert LastLookAnswer.unfiltered.filter(seat=walk.seat).count() == 24


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


@pytest.mark.long
def test_the_perfect_player_reports_what_was_shown_of_every_true_case(walk: Walk) -> None:
    play(walk, Perfect())

    truth = walk.world.unseal(bytes(walk.exercise.nonce))
    signals = {
        e for e, s in zip(truth.events["event"].to_pylist(), truth.events["signal"].to_pylist(), strict=True) if s
    }
    shown = set(Passage.unfiltered.filter(slot__seat=walk.seat).values_list("event", flat=True))
    reported = {line.passage.event for report in filed(walk) for line in report.lines.all() if line.passage}
    assert reported == signals & shown
