"""A day ends soon: everybody is read once, entries are written together; and a world is built again once."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from players import EveryPrayer, Walk, begin_walk, play

from rapport.access.viewers import Viewer
from rapport.ledger.models import Entry
from rapport.register.reading import everybody
from rapport.simulation import World
from rapport.training import services
from rapport.training.services import replaying

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(officer: Viewer) -> Walk:
    return begin_walk(officer, seed=7)


def test_the_end_of_a_day_reads_everybody_once_and_writes_its_entries_with_one_statement(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[Counter[str]] = []
    entries: list[int] = []
    end_day = services.end_day

    def counted(viewer: Viewer, day: int) -> None:
        before = Entry.objects.count()
        with CaptureQueriesContext(connection) as asked:
            end_day(viewer, day)
        ends.append(Counter(_about(query["sql"]) for query in asked.captured_queries))
        entries.append(Entry.objects.count() - before)

    monkeypatch.setattr(services, "end_day", counted)
    play(walk, EveryPrayer(), until=6)
    assert max(entries) > 40, "a day worth ending"
    assert [one["INSERT ledger_entry"] for one in ends] == [1, 1, 1]
    assert max(one["SELECT register_placement"] for one in ends) <= 12
    assert max(one.total() for one in ends) <= 900  # far from the 60 that are aimed at: each act still reads for itself
    assert everybody(walk.viewer, dict) is None, "nobody is remembered after the day"


def _about(statement: str) -> str:
    words = statement.replace('"', " ").split()
    table = next((words[at + 1] for at, word in enumerate(words[:-1]) if word in {"FROM", "INTO", "UPDATE"}), "")
    return f"{words[0]} {table.partition('.')[0]}"


def test_a_world_that_was_built_again_once_is_not_built_a_second_time_to_be_compared(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[World] = []
    replay = World.replay

    def counted(*about: Any, **more: Any) -> World:
        built.append(replay(*about, **more))
        return built[-1]

    play(walk, EveryPrayer(), until=2)
    monkeypatch.setattr(World, "replay", counted)
    assert replaying.replay(walk.exercise).same
    assert len(built) == 1
    assert replaying.replay(walk.exercise, built[0]).same
    other = built[0].branch()
    other.step(slots=1)
    assert not replaying.replay(walk.exercise, other).same
    assert len(built) == 1
