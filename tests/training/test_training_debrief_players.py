"""Two players, two debriefs: who sees what matters, and who reports every prayer."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from players import EveryPrayer, Perfect, Walk, begin_walk, filed, play

from rapport.access.algebra import Refused
from rapport.access.links import sign_in_link
from rapport.access.models import Posting
from rapport.access.viewers import Viewer
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.simulation import Scenario, World, seed_with
from rapport.training import services, worlds
from rapport.training.debrief import judging, lines
from rapport.training.debrief.lines import Ending, Step
from rapport.training.debrief.page import Teller, page
from rapport.training.debrief.selectors import Findings, findings
from rapport.training.models import Exercise, ExerciseAct, Passage, WorldState
from rapport.training.worlds import OtherVersion

pytestmark = [pytest.mark.django_db, pytest.mark.long]

STORY = Scenario.load("exercise-b")
FULL = seed_with(STORY, "full", start=7)
"""A seed whose truth is full: two true cases, six signals."""


def debriefed(walk: Walk) -> Findings:
    return findings(walk.viewer)


def signed_in(walk: Walk) -> Client:
    client = Client()
    client.cookies["rapport_language"] = "en"
    client.get(sign_in_link(Posting.with_all().get(staff=walk.seat.staff, by_link=True)))
    client.post("/posting/", {"posting": walk.seat.posting.ref})
    return client


def built_from_acts(monkeypatch: pytest.MonkeyPatch) -> list[World]:
    """Every world that is built again from here on."""
    built: list[World] = []
    replay = World.replay

    def noted(*about: Any, **more: Any) -> World:
        built.append(replay(*about, **more))
        return built[-1]

    monkeypatch.setattr(World, "replay", noted)
    return built


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


def _the_perfect_player_reported_what_was_shown_of_every_true_case_and_nothing_else(perfect: Walk) -> None:
    truth = perfect.world.unseal(bytes(perfect.exercise.nonce))
    signals = {
        e for e, s in zip(truth.events["event"].to_pylist(), truth.events["signal"].to_pylist(), strict=True) if s
    }
    shown = set(Passage.unfiltered.filter(slot__seat=perfect.seat).values_list("event", flat=True))
    reported = {line.passage.event for report in filed(perfect) for line in report.lines.all() if line.passage}
    assert reported == signals & shown


def _who_reports_every_prayer_draws_the_red_lines_and_the_pairs_say_so(suspicious: Walk) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = debriefed(suspicious)
    assert len(found.accounts) > 10
    assert len(asked) <= 64, "no question is asked for each report by itself"
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
    assert not ExerciseAct.unfiltered.filter(payload__has_key="digest").exists(), "nor is anything of it in the log"


def _the_seal_holds_and_the_acts_lead_to_the_same_world(suspicious: Walk, built: list[World]) -> None:
    assert len(built) == 1, "the end built the world again from its acts"
    seal = debriefed(suspicious).seal
    assert seal.holds
    assert seal.replays
    assert len(built) == 1, "whoever looks back does not wait for that"
    assert services.replay(suspicious.exercise).same
    assert len(built) == 2


def _a_page_asks_no_question_for_each_report_that_it_shows(suspicious: Walk) -> None:
    client = signed_in(suspicious)
    client.get("/walk/debrief/")  # what a process asks once, it has asked
    found = debriefed(suspicious)
    suspected = [one.person for one in lines.suspicion_lines(found.happenings, found.accounts)]
    looks = []
    for man in suspected[:3]:
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(f"/walk/debrief/?man={man}")
        assert Teller(found, "en").name(man) in shown.context["debrief"]["story"].title, "each has a story of his own"
        looks.append(len(asked))
    assert max(looks) <= 66, looks  # a ratchet


def _what_was_changed_after_the_end_is_found(suspicious: Walk, built: list[World]) -> None:
    exercise, before = suspicious.exercise, len(built)
    kept = bytes(WorldState.unfiltered.get(exercise=exercise).snapshot)
    WorldState.unfiltered.update(snapshot=worlds.fresh(exercise.scenario, 8, bytes(exercise.nonce)).snapshot())
    assert not debriefed(suspicious).seal.replays, "another world was put in its place"
    assert len(built) == before + 1, "so that the acts were played again"
    WorldState.unfiltered.update(snapshot=kept)
    assert debriefed(suspicious).seal.replays
    shown = Passage.unfiltered.earliest("pk")
    Passage.unfiltered.filter(pk=shown.pk).update(wording={})
    assert not debriefed(suspicious).seal.replays, "a passage does not say any more what was shown"
    Passage.unfiltered.filter(pk=shown.pk).update(wording=shown.wording)


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
        shown = page(debriefed(suspicious), language=language)
    assert len(shown["signal_table"]) == len(shown["signals"]) == 6
    assert len(shown["suspicion_table"]) == len(shown["suspicions"])
    assert shown["story"] is not None
    assert len(shown["twins_by_name"]) == 4, "who was suspected for praying is told by name, beside his twin"
    assert all(row.practice for row in shown["suspicions"])
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
    played = Exercise.unfiltered.filter(pk=perfect.exercise.pk)
    engine = played.get().engine
    played.update(engine="another")
    with pytest.raises(OtherVersion):
        debriefed(perfect)
    played.update(engine=engine, scenario_hash="0" * 64)
    with pytest.raises(OtherVersion):
        debriefed(perfect)
    answer = signed_in(perfect).get("/walk/debrief/")
    assert answer.status_code == 409
    assert "belongs to another version" in answer.content.decode()


def test_the_perfect_player_gets_the_debrief_of_one(officer: Viewer) -> None:
    walk = begin_walk(officer, seed=FULL)
    play(walk, Perfect(), until=2)
    _the_debrief_opens_only_when_the_walk_is_over(walk)
    play(walk, Perfect())
    _the_perfect_player_reports_every_signal_shown_and_suspects_nobody_innocent(walk)
    _the_perfect_player_reported_what_was_shown_of_every_true_case_and_nothing_else(walk)
    _looking_at_the_debrief_leaves_its_trace(walk)


def test_who_reports_every_prayer_gets_the_debrief_of_one(officer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    built = built_from_acts(monkeypatch)
    walk = begin_walk(officer, seed=FULL)
    play(walk, EveryPrayer())
    _who_reports_every_prayer_draws_the_red_lines_and_the_pairs_say_so(walk)
    _the_seal_holds_and_the_acts_lead_to_the_same_world(walk, built)
    _a_page_asks_no_question_for_each_report_that_it_shows(walk)
    _what_was_changed_after_the_end_is_found(walk, built)
    for language in ("en", "ru"):
        _the_page_says_in_words_what_the_pictures_draw(walk, language)
    _a_signal_that_was_never_in_sight_says_from_where_it_could_be_seen(walk)
    _a_changed_nonce_seed_or_commitment_breaks_the_seal(walk)
    _an_exercise_of_another_version_is_not_played_differently(walk)
