"""A day ends soon: everybody is read once, entries are written together."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from players import EveryPrayer, Walk, begin_walk, play

from rapport.access import statements
from rapport.access.viewers import Viewer
from rapport.ledger.models import Entry
from rapport.register import selectors as register
from rapport.register.reading import everybody
from rapport.reporting import services as reports
from rapport.training import selectors, services
from rapport.training.models import ActKind, ExerciseAct
from rapport.training.rehearsing import rehearse
from rapport.training.seats import colleagues

pytestmark = pytest.mark.django_db

WITH_A_NUMBER = {
    "access.holders._posted",
    "intelligence.services.notes._lying_before",
    "reporting.questions.waiting_at",
}
"""Questions of a prison or of whoever reads for another, which nobody can put together before there is one."""


@pytest.fixture
def walk(officer: Viewer) -> Walk:
    return begin_walk(officer, seed=7)


def test_a_day_of_fifty_reports_ends_with_as_many_questions_as_one_of_five(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[Counter[str]] = []
    entries: list[int] = []
    pages: list[int] = []
    made: list[str] = []
    put_together: list[set[str]] = []
    prepare = statements._prepare

    def noticed(build: Any, *more: Any) -> Any:
        made.append(f"{build.__module__.removeprefix('rapport.')}.{build.__name__}")
        return prepare(build, *more)

    monkeypatch.setattr(statements, "_prepare", noticed)
    for question in statements.questions():
        for shelf in (question.kept.asked, question.kept.of_kind, question.kept.at_any_time):
            shelf.clear()
    rehearse()
    end_day = services.end_day
    more = iter((0, 5, 50))

    def counted(viewer: Viewer, day: int) -> None:
        hand_in_for_colleagues(walk, next(more))
        with CaptureQueriesContext(connection) as asked:
            selectors.walk_page(viewer)
        pages.append(len(asked))
        before = Entry.objects.count()
        made.clear()
        with CaptureQueriesContext(connection) as asked:
            end_day(viewer, day)
        put_together.append({*made})
        ends.append(Counter(_about(query["sql"] or "kept question") for query in asked.captured_queries))
        entries.append(Entry.objects.count() - before)

    monkeypatch.setattr(services, "end_day", counted)
    play(walk, EveryPrayer(), until=6)
    few, many = ends[1:]
    assert set().union(*put_together) <= WITH_A_NUMBER, "all else was put together before the first day ended"
    read = [len(act.payload["read"]) for act in ExerciseAct.unfiltered.filter(kind=ActKind.DAY_ENDED).order_by("n")]
    assert read[1] >= 5
    assert read[2] >= 50
    assert entries[2] > 3 * 50, "each report leaves its own entries: taken, evaluated, answered"
    # a ratchet: a report of hearsay and two records of one person ask a few more; references are drawn in savepoints,
    # also those of the names in a report
    assert many.total() <= 258
    # SQLite takes so many values at once: what is written of fifty reports goes in a few pieces
    assert many.total() - few.total() <= 16, many - few
    assert max(pages) <= 11, "the page of the evening asks no more after a day of fifty reports"
    assert ends[0]["INSERT ledger_entry"] == 1, "entries are written together"
    assert max(one["SELECT register_placement"] for one in ends) <= 4, "everybody is read once by each who reads"
    assert everybody(walk.viewer, dict) is None, "nobody is remembered after the day"


def hand_in_for_colleagues(walk: Walk, count: int) -> None:
    """So many reports more, by all the simulated officers in turn: of something seen, and told of by a prisoner."""
    officers = list(colleagues(walk.exercise).officers.values())
    men = register.people(officers[0])
    pairs = [(men[n % len(men)], men[(n * 7 + 1) % len(men)]) for n in range(count)]
    reports.hand_in(
        [
            reports.Written(
                officers[n % len(officers)],
                "worry",
                officers[0].now(),
                seen=f"{one.label} passed {other.label} a bag of sugar at bench {n}.",
                told=f"{other.label} is said to owe {one.label} for it.",
                people=[one.ref, other.ref],
            )
            for n, (one, other) in enumerate(pairs)
        ]
    )


def _about(statement: str) -> str:
    words = statement.replace('"', " ").split()
    table = next((words[at + 1] for at, word in enumerate(words[:-1]) if word in {"FROM", "INTO", "UPDATE"}), "")
    return f"{words[0]} {table.partition('.')[0]}"
