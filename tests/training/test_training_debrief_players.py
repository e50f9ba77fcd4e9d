"""Two players, two debriefs: who sees what matters, and who reports every prayer."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from players import EveryPrayer, Perfect, Walk, begin_walk, play

from rapport.access.algebra import Refused
from rapport.access.links import sign_in_link
from rapport.access.models import Posting
from rapport.access.viewers import Viewer
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.simulation import Scenario, seed_with
from rapport.training.debrief import judging, lines
from rapport.training.debrief.lines import Ending, Step
from rapport.training.debrief.page import page
from rapport.training.debrief.selectors import Findings, findings
from rapport.training.models import Exercise
from rapport.training.worlds import OtherVersion

pytestmark = [pytest.mark.django_db, pytest.mark.long]

STORY = Scenario.load("exercise-b")
FULL = seed_with(STORY, "full", start=7)
"""A seed whose truth is full: two true cases, six signals."""


def debriefed(walk: Walk) -> Findings:
    return findings(walk.viewer)


def _the_perfect_player_reports_every_signal_shown_and_suspects_nobody_innocent(perfect: Walk) -> None:
    found = debriefed(perfect)
    signals = lines.signal_lines(found.happenings, found.attention, found.accounts)
    shown = [one for one in signals if found.attention.get(one.happening.event, lines.Attention()).shown]
    assert len(signals) == 6
    assert len(shown) >= 3
    assert all(one.reached >= Step.REPORTED for one in shown)
    assert any(one.reached == Step.DECIDED for one in shown)
    assert lines.suspicion_lines(found.happenings, found.accounts) == []
    assert judging.twins(lines.twin_pairs(found.happenings, found.attention, found.accounts)).only_marked == 0


def _who_reports_every_prayer_draws_the_red_lines_and_the_pairs_say_so(suspicious: Walk) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = debriefed(suspicious)
    assert len(found.accounts) > 10
    assert len(asked) <= 75, "no question is asked for each report by itself"
    suspicions = lines.suspicion_lines(found.happenings, found.accounts)
    assert len(suspicions) >= 5
    assert any(one.reached >= Step.IN_PRODUCT for one in suspicions)
    twins = judging.twins(lines.twin_pairs(found.happenings, found.attention, found.accounts))
    assert twins.shown == 4
    assert (twins.only_marked, twins.only_plain) == (4, 0)
    for line in suspicions:
        assert all(one.marked for one in line.happenings), "only what bore a sign of practice was reported"


def _the_debrief_opens_only_when_the_walk_is_over(walk: Walk) -> None:
    with pytest.raises(Refused) as refusal:
        debriefed(walk)
    assert refusal.value.exists is False


def _the_seal_holds_and_the_acts_lead_to_the_same_world(suspicious: Walk) -> None:
    seal = debriefed(suspicious).seal
    assert seal.holds
    assert seal.replays


def _a_changed_nonce_seed_or_commitment_breaks_the_seal(suspicious: Walk) -> None:
    exercise = suspicious.exercise
    Exercise.unfiltered.filter(pk=exercise.pk).update(commitment="0" * 64)
    assert not debriefed(suspicious).seal.holds


def _looking_at_the_debrief_leaves_its_trace(perfect: Walk) -> None:
    before = Entry.objects.filter(reason=because("training.debrief")).count()
    debriefed(perfect)
    assert Entry.objects.filter(reason=because("training.debrief")).count() == before + 1


def _the_page_says_in_words_what_the_pictures_draw(suspicious: Walk, language: str) -> None:
    with translation.override(language):
        shown = page(suspicious.viewer, debriefed(suspicious), language=language, look=None)
    assert len(shown["signal_table"]) == len(shown["signals"]) == 6
    assert len(shown["suspicion_table"]) == len(shown["suspicions"])
    assert shown["story"] is not None
    assert all(len(row) == len(shown["signal_head"]) for row in shown["signal_table"])
    assert all(len(row) == len(shown["suspicion_head"]) for row in shown["suspicion_table"])


def _a_signal_that_was_never_in_sight_says_from_where_it_could_be_seen(suspicious: Walk) -> None:
    found = debriefed(suspicious)
    unseen = [
        one
        for one in lines.signal_lines(found.happenings, found.attention, found.accounts)
        if one.ending is Ending.OUT_OF_SIGHT
    ]
    assert unseen, "this player does not look for signals and misses some"
    for one in unseen:
        assert found.sights[one.happening.event].in_sight


def _an_exercise_of_another_version_is_not_played_differently(perfect: Walk) -> None:
    Exercise.unfiltered.filter(pk=perfect.exercise.pk).update(scenario_hash="0" * 64)
    with pytest.raises(OtherVersion):
        debriefed(perfect)
    client = Client()
    client.cookies["rapport_language"] = "en"
    client.get(sign_in_link(Posting.with_all().get(staff=perfect.seat.staff, by_link=True)))
    client.post("/posting/", {"posting": perfect.seat.posting.ref})
    answer = client.get("/walk/debrief/")
    assert answer.status_code == 409
    assert "belongs to another version" in answer.content.decode()


def test_the_perfect_player_gets_the_debrief_of_one(officer: Viewer) -> None:
    walk = begin_walk(officer, seed=FULL)
    play(walk, Perfect(), until=2)
    _the_debrief_opens_only_when_the_walk_is_over(walk)
    play(walk, Perfect())
    _the_perfect_player_reports_every_signal_shown_and_suspects_nobody_innocent(walk)
    _looking_at_the_debrief_leaves_its_trace(walk)


def test_who_reports_every_prayer_gets_the_debrief_of_one(officer: Viewer) -> None:
    walk = begin_walk(officer, seed=FULL)
    play(walk, EveryPrayer())
    _who_reports_every_prayer_draws_the_red_lines_and_the_pairs_say_so(walk)
    _the_seal_holds_and_the_acts_lead_to_the_same_world(walk)
    for language in ("en", "ru"):
        _the_page_says_in_words_what_the_pictures_draw(walk, language)
    _a_signal_that_was_never_in_sight_says_from_where_it_could_be_seen(walk)
    _a_changed_nonce_seed_or_commitment_breaks_the_seal(walk)
    _an_exercise_of_another_version_is_not_played_differently(walk)
