"""A walk is played by the role that serves: whatever starts, peoples and runs an exercise stays within its walls."""

import pytest
from players import EveryPrayer, an_officer, begin_walk, play

from behind_walls import behind_walls
from rapport.access import walls
from rapport.training import selectors
from rapport.training.models import ActKind, Exercise, ExerciseAct

pytestmark = pytest.mark.django_db


def test_an_exercise_is_started_and_two_days_of_it_are_played_within_its_own_walls() -> None:
    with behind_walls():
        walls.forget()
        walk = begin_walk(an_officer(), seed=7)
        play(walk, EveryPrayer(), until=4)
        assert ExerciseAct.unfiltered.filter(exercise=walk.exercise, kind=ActKind.DAY_ENDED).count() == 2
        walls.forget()
        walls.admit(walk.viewer)
        assert selectors.walk_page(walk.viewer).morning
        assert Exercise.unfiltered.count() == 1
