"""The end of a day: what colleagues saw, what the desk did by the book, what the morning tells."""

from __future__ import annotations

import pytest
from players import EveryPrayer, Silent, Walk, begin_walk, play

from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.conference import selectors as conference
from rapport.intelligence import selectors as intelligence
from rapport.reporting import selectors as reporting
from rapport.simulation import World
from rapport.training import selectors, services
from rapport.training.models import ActKind, ColleagueReport, ExerciseAct, FieldReport
from rapport.training.rules import NotAllowed
from rapport.training.seats import colleague_viewer


@pytest.fixture
def walk(officer: Viewer) -> Walk:
    return begin_walk(officer, seed=7)


def test_a_day_ends_once(walk: Walk) -> None:
    play(walk, Silent(), until=1)
    with pytest.raises(NotAllowed):
        services.end_day(walk.viewer, 0)
    play(walk, Silent(), until=2)
    acts = ExerciseAct.unfiltered.count()

    services.end_day(walk.viewer, 0)

    assert ExerciseAct.unfiltered.count() == acts


def test_colleagues_report_what_they_were_shown_and_the_desk_reads_all_of_it(walk: Walk) -> None:
    play(walk, Silent(), until=8)
    assert ColleagueReport.unfiltered.count() > 0
    assert reporting.waiting(colleague_viewer(walk.exercise, Role.INTELLIGENCE)) == []


def test_a_report_is_graded_and_its_author_is_answered_in_an_agreed_phrase(walk: Walk) -> None:
    play(walk, EveryPrayer(), until=2)
    report = FieldReport.unfiltered.get()

    desk = colleague_viewer(walk.exercise, Role.INTELLIGENCE)
    item = intelligence.items_of_report(desk, report.report_ref)[0]
    assert (item.grade.source, item.grade.information) == ("B", "2")
    assert {named.category for named in item.people} == {"other"}
    assert any(event.phrase_code for event in reporting.became_of(walk.viewer, report.report_ref))


def test_a_suspicion_comes_to_cost_a_man_days_away_from_work_and_nothing_of_it_opens_the_truth(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(_world: World, _nonce: bytes) -> None:
        raise AssertionError("the truth was opened before the exercise was over")

    monkeypatch.setattr(World, "unseal", opened)
    play(walk, EveryPrayer(), until=8)
    assert ExerciseAct.unfiltered.filter(exercise=walk.exercise, kind=ActKind.DAY_ENDED).count() == 4

    governor = colleague_viewer(walk.exercise, Role.GOVERNOR)
    acted = [one for one in conference.decisions(governor) if one.outcome == "act"]
    assert acted
    assert all(measure.ends <= decision.ends_on for decision in acted for measure in decision.measures)
    restricted = ExerciseAct.unfiltered.filter(exercise=walk.exercise, kind=ActKind.MEASURE)
    assert restricted.exists()
    assert {act.world["kind"] for act in restricted if act.world} == {"restrict"}


def test_each_morning_tells_in_three_lines_what_yesterday_changed(walk: Walk) -> None:
    play(walk, Silent(), until=2)
    page = selectors.walk_page(walk.viewer)
    assert len(page.morning) == 3
    assert page.rest_of_day


def test_a_third_report_of_a_day_waits_for_tomorrow(walk: Walk) -> None:
    from rapport.reporting import services as reports

    play(walk, Silent(), until=1)
    refs = []
    for text in ("One.", "Two.", "Three."):
        ref = reports.start_draft(walk.viewer, seen=text, about="worry")
        reports.file_draft(walk.viewer, ref)
        services.notice_filed(walk.viewer)
        services.seal_card(walk.viewer, ref, 50)
        refs.append(ref)
    play(walk, Silent(), until=2)

    waiting = [one.ref for one in reporting.waiting(colleague_viewer(walk.exercise, Role.INTELLIGENCE))]
    assert [ref for ref in refs if ref in waiting] == refs[2:]
