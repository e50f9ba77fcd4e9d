"""A slot is played once, a note is never lost, a clock counts only what was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from players import Silent, Walk, begin_walk, play

from rapport.access.viewers import Viewer
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.reporting import services as reports
from rapport.training import rules, selectors, services, worlds
from rapport.training.models import ExerciseAct, FieldReport, NotebookLine, Passage, Slot, WorldState
from rapport.training.rules import NotAllowed


@pytest.fixture
def walk(officer: Viewer) -> Walk:
    return begin_walk(officer, seed=7)


class Wall:
    """A wall clock that tests turn."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def turn(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wall]:
    clock = Wall()
    for module in ("scenes", "notebook", "writing", "closing", "lesson"):
        monkeypatch.setattr(f"rapport.training.services.{module}.wall_now", clock)
    return clock


def test_choosing_twice_plays_a_slot_once(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    shown = list(Passage.unfiltered.values_list("event", flat=True))

    services.choose(walk.viewer, 0)

    assert Slot.unfiltered.count() == 1
    assert list(Passage.unfiltered.values_list("event", flat=True)) == shown


def test_an_old_page_cannot_play_a_slot_out_of_turn(walk: Walk) -> None:
    with pytest.raises(NotAllowed):
        services.choose(walk.viewer, 3)


def test_noting_twice_notes_once_and_crossing_out_takes_it_away(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    services.note(walk.viewer, 0, 1)
    services.note(walk.viewer, 0, 1)
    assert NotebookLine.unfiltered.count() == 1

    services.unnote(walk.viewer, 0, 1)
    assert NotebookLine.unfiltered.count() == 0


def test_the_database_itself_refuses_a_second_open_slot_and_a_ninth_line(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    open_slot = Slot.unfiltered.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Slot.unfiltered.create(
            seat=walk.seat, n=1, day=0, slot=4, anchor=False, approach="watch", opened_at=open_slot.opened_at
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        NotebookLine.unfiltered.create(
            seat=walk.seat, day=0, order=9, passage=open_slot.passages.first(), noted_at=open_slot.opened_at
        )


def test_the_log_of_an_exercise_cannot_be_rewritten(walk: Walk) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ExerciseAct.unfiltered.filter(exercise=walk.exercise).update(payload={})
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ExerciseAct.unfiltered.filter(exercise=walk.exercise).delete()


def test_the_clock_counts_what_was_looked_at_and_not_the_night_between(walk: Walk, wall: Wall) -> None:
    services.choose(walk.viewer, 0)
    services.come_back(walk.viewer, 0)
    wall.turn(5)
    assert services.ping(walk.viewer, 0) == 35_000

    wall.turn(9 * 3600)  # the browser was closed, or the power was gone
    services.come_back(walk.viewer, 0)
    wall.turn(5)
    assert services.ping(walk.viewer, 0) == 30_000


def test_when_time_is_up_nothing_more_is_noted_and_what_was_noted_stays(walk: Walk, wall: Wall) -> None:
    services.choose(walk.viewer, 0)
    services.note(walk.viewer, 0, 0)
    services.come_back(walk.viewer, 0)
    for _ in range(8):
        wall.turn(5)
        services.ping(walk.viewer, 0)

    with pytest.raises(NotAllowed, match="time_is_up"):
        services.note(walk.viewer, 0, 1)
    page = selectors.walk_page(walk.viewer)
    assert page.time_is_up
    assert len(page.notebook) == 1
    services.close_slot(walk.viewer, 0)
    assert walk.phase() == (rules.Phase.CHOOSE, 1)


def test_who_needs_longer_walks_without_a_clock(officer: Viewer, wall: Wall) -> None:
    walk = begin_walk(officer, seed=7, pace="untimed")
    services.choose(walk.viewer, 0)
    services.come_back(walk.viewer, 0)
    for _ in range(20):
        wall.turn(8)
        services.ping(walk.viewer, 0)
    services.note(walk.viewer, 0, 0)
    assert not selectors.walk_page(walk.viewer).time_is_up


def test_a_check_needs_a_stated_ground(walk: Walk) -> None:
    play(walk, Silent(), until=1)
    post = walk.world.open_posts(*walk.world.scenario.played[1])[0]
    with pytest.raises(NotAllowed, match="no_ground"):
        services.choose(walk.viewer, 1, post=post, approach="check", ground="  ")
    services.choose(walk.viewer, 1, post=post, approach="check", ground="A colleague saw a parcel.")
    assert Slot.unfiltered.get(n=1).ground == "A colleague saw a parcel."


def test_somebody_who_is_not_there_cannot_be_talked_to(walk: Walk) -> None:
    play(walk, Silent(), until=1)
    post = walk.world.open_posts(*walk.world.scenario.played[1])[0]
    services.choose(walk.viewer, 1, post=post, approach="with_people")
    here = {person for _, person in Slot.unfiltered.get(n=1).sight["people"]}
    absent = next(person for person in range(60) if person not in here)
    with pytest.raises(NotAllowed, match="not_here"):
        services.talk(walk.viewer, 1, absent)


def test_a_talk_is_answered_at_once_and_raises_his_trust(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    person = Slot.unfiltered.get(n=0).sight["people"][0][1]
    before = walk.world.trust(person)

    services.talk(walk.viewer, 0, person)
    services.talk(walk.viewer, 0, person)

    assert walk.world.trust(person) > before
    told = selectors.walk_page(walk.viewer).told
    assert told is not None
    assert told.segments


def test_the_answer_that_was_read_is_the_one_that_the_world_remembers(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    person = Slot.unfiltered.get(n=0).sight["people"][0][1]
    services.talk(walk.viewer, 0, person)
    read = Slot.unfiltered.get(n=0).talk

    services.close_slot(walk.viewer, 0)
    post = walk.world.open_posts(*walk.world.scenario.played[1])[0]
    services.choose(walk.viewer, 1, post=post, approach="watch")

    happened = dict(zip(*(walk.world.events[name].to_pylist() for name in ("event", "channel")), strict=True))
    assert happened[read.event] == "told"


def test_a_walk_goes_on_where_it_stood_when_the_world_has_to_be_built_again(walk: Walk) -> None:
    play(walk, Silent(), until=5)
    before = walk.world.digest()

    WorldState.unfiltered.all().delete()

    assert walk.world.digest() == before
    play(walk, Silent(), until=7)
    assert services.replay(walk.exercise).same


def test_every_act_of_the_walk_is_remembered_under_the_name_of_who_did_it(walk: Walk) -> None:
    before = Entry.objects.count()
    services.choose(walk.viewer, 0)
    services.note(walk.viewer, 0, 0)
    entries = Entry.objects.order_by("pk")[before:]
    assert [entry.reason for entry in entries if entry.staff == walk.viewer.staff_ref] == [
        because("training.slot", slot=0, approach="watch"),
        because("training.noted"),
    ]


def test_a_report_begun_in_the_middle_of_a_day_is_written_in_the_next_slot_with_a_chosen_post(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    services.note(walk.viewer, 0, 0)
    line = NotebookLine.unfiltered.get()

    ref = services.begin_report(walk.viewer, [line.pk], after=1)
    assert services.begin_report(walk.viewer, [line.pk], after=1) == ref
    assert FieldReport.unfiltered.get().pays == 1

    reports.file_draft(walk.viewer, ref)
    services.notice_filed(walk.viewer)
    services.seal_card(walk.viewer, ref, 40)
    services.seal_card(walk.viewer, ref, 90)
    assert FieldReport.unfiltered.get().card == 40

    services.close_slot(walk.viewer, 0)
    assert walk.phase() == (rules.Phase.WRITING, 1)
    services.choose(walk.viewer, 1)
    assert Slot.unfiltered.get(n=1).passages.count() == 0


def test_a_slot_spent_in_the_office_pays_for_one_report(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    services.note(walk.viewer, 0, 0)
    services.close_slot(walk.viewer, 0)
    services.choose(walk.viewer, 1, approach="write")

    services.begin_report(walk.viewer, [NotebookLine.unfiltered.get().pk], after=2)

    assert FieldReport.unfiltered.get().pays == 1
    assert Slot.unfiltered.get(n=1).passages.count() == 0


def test_a_report_written_past_the_walk_on_the_desk_counts_and_costs_like_any_other(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    ref = reports.start_draft(walk.viewer, seen="Two men argue about a window.", about="worry")
    reports.file_draft(walk.viewer, ref)

    services.notice_filed(walk.viewer)

    assert FieldReport.unfiltered.get().report_ref == ref
    assert FieldReport.unfiltered.get().pays == 1
    assert walk.phase()[0] is rules.Phase.CARD


def test_a_line_that_is_in_a_report_is_not_crossed_out(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    services.note(walk.viewer, 0, 0)
    services.begin_report(walk.viewer, [NotebookLine.unfiltered.get().pk], after=1)
    with pytest.raises(NotAllowed, match="in_a_report"):
        services.unnote(walk.viewer, 0, 0)


def test_the_lines_of_a_report_stand_in_their_fields_with_their_people_named(walk: Walk) -> None:
    services.choose(walk.viewer, 0)
    services.note(walk.viewer, 0, 0)
    person = Slot.unfiltered.get(n=0).sight["people"][0][1]
    services.talk(walk.viewer, 0, person)
    services.note_talk(walk.viewer, 0)
    lines = list(NotebookLine.unfiltered.values_list("pk", flat=True))

    ref = services.begin_report(walk.viewer, lines, after=1)
    report = reports.file_draft(walk.viewer, ref)

    page = selectors.walk_page(walk.viewer)
    noted = "".join(segment.text for segment in page.passages[0].segments).replace("\u00a0", " ")
    assert report.seen == noted
    assert report.told
    assert report.people


def test_nobody_else_sees_the_seat(walk: Walk, officer: Viewer) -> None:
    from rapport.access.algebra import Refused

    with pytest.raises(Refused):
        selectors.walk_page(officer)
    assert worlds.clock_of(walk.exercise) == 0
