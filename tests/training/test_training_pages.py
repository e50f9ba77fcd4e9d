"""The pages of a walk, as a browser without scripts would see them."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from players import Silent, Walk, play

from rapport.access.links import sign_in_link
from rapport.access.models import Posting
from rapport.access.viewers import Viewer
from rapport.reporting import services as reports
from rapport.training import rules, scenery
from rapport.training.models import Exercise, FieldReport, LastLookAnswer, NotebookLine, Passage, Seat, Slot

HOME = "/walk/"


@pytest.fixture
def browser(officer: Viewer) -> Client:
    """Aigerim's browser, signed in."""
    client = Client()
    client.get(sign_in_link(Posting.with_all().get(pk=officer.posting_id)))
    return client


def post(browser: Client, name: str, *args: object, **typed: object) -> str:
    """Press a button, follow it to the page that is next, and return that page."""
    answer = browser.post(reverse(f"training:{name}", args=args), typed, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def page(browser: Client, address: str = HOME) -> str:
    answer = browser.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def begun(browser: Client) -> Walk:
    """A walk whose first five minutes are over."""
    post(browser, "start", pace="timed")
    post(browser, "leave_lesson")
    return Walk(Seat.unfiltered.get())


def test_a_newcomer_comes_through_the_first_five_minutes_to_the_first_morning(browser: Client) -> None:
    assert "Start" in page(browser)
    assert "Note what you would tell a colleague" in post(browser, "start", pace="timed")
    assert "Noted" in post(browser, "lesson_note", 0, noted="yes")
    assert "where will you stand?" in post(browser, "lesson", "notes")
    assert "Say what makes you search" in post(browser, "lesson", "post", post="yard", approach="check")
    assert "Now the report" in post(browser, "lesson", "post", post="yard", approach="with_people")

    form = browser.post(reverse("training:lesson", args=["report"]))
    draft = FieldReport.unfiltered.get()
    assert draft.report_ref in form["Location"]
    written = page(browser, form["Location"])
    assert "which words to use" in written
    reports.file_draft(Walk(Seat.unfiltered.get()).viewer, draft.report_ref)

    answered = page(browser, reverse("training:filed"))
    assert "The analyst answers" in answered
    assert "graded B2" in answered
    assert "Side by side" in post(browser, "lesson", "answer")
    assert "Everybody is on the landings" in post(browser, "lesson", "reveal")
    assert not FieldReport.unfiltered.get().counts


def test_pressed_twice_on_two_tabs_a_slot_is_played_once(browser: Client, begun: Walk) -> None:
    post(browser, "choose", 0)
    shown = page(browser)
    post(browser, "choose", 0)
    assert Slot.unfiltered.count() == 1
    assert [one in page(browser) for one in re.findall(r'id="passage-\d"', shown)] == [
        True
    ] * Passage.unfiltered.count()
    assert begun.phase() == (rules.Phase.SCENE, 0)


def test_going_back_to_an_old_page_and_pressing_its_button_changes_nothing(browser: Client, begun: Walk) -> None:
    post(browser, "choose", 0)
    post(browser, "note", 0, 1, noted="yes")
    post(browser, "next", 0)
    said = post(browser, "note", 0, 2, noted="yes")
    assert "The walk has gone on" in said
    post(browser, "next", 0)
    assert NotebookLine.unfiltered.count() == 1
    assert begun.phase() == (rules.Phase.CHOOSE, 1)


def test_refreshing_the_page_never_loses_a_note(browser: Client, begun: Walk) -> None:
    post(browser, "choose", 0)
    post(browser, "note", 0, 1, noted="yes")
    for _ in range(3):
        assert 'aria-pressed="true"' in page(browser)
    assert begun.phase() == (rules.Phase.SCENE, 0)


def test_a_note_is_taken_without_scripts_and_crossed_out_again(browser: Client, begun: Walk) -> None:
    post(browser, "choose", 0)
    assert 'aria-pressed="true"' in post(browser, "note", 0, 0, noted="yes")
    assert 'aria-pressed="true"' not in post(browser, "note", 0, 0, noted="no")
    assert begun.phase() == (rules.Phase.SCENE, 0)


def test_a_search_without_a_ground_is_sent_back_with_what_was_chosen(browser: Client, begun: Walk) -> None:
    play(begun, Silent(), until=1)
    post_id = begun.world.open_posts(*begun.world.scenario.played[1])[0]
    sent = post(browser, "choose", 1, post=post_id, approach="check", ground="")
    assert "Say what makes you search" in sent
    assert re.search(rf'value="{post_id}"[^>]*checked', sent)


def test_a_post_on_the_plan_is_chosen_by_its_link_without_scripts(browser: Client, begun: Walk) -> None:
    play(begun, Silent(), until=1)
    post_id = begun.world.open_posts(*begun.world.scenario.played[1])[0]
    assert re.search(rf'value="{post_id}"[^>]*checked', page(browser, f"{HOME}?post={post_id}"))


def test_the_card_asks_one_number_and_nothing_is_preselected(browser: Client, begun: Walk) -> None:
    post(browser, "choose", 0)
    post(browser, "note", 0, 0, noted="yes")
    line = NotebookLine.unfiltered.get()
    begin = browser.post(reverse("training:report"), {"lines": [line.pk], "after": "1"})
    ref = FieldReport.unfiltered.get().report_ref
    assert ref in begin["Location"]
    reports.file_draft(begun.viewer, ref)

    card = page(browser, reverse("training:filed"))
    assert "One number, sealed until the end" in card
    assert "checked" not in card.partition("<main")[2]
    post(browser, "card", ref, percent="80")
    assert FieldReport.unfiltered.get().card == 80


def test_no_page_before_the_debrief_tells_the_title_or_the_truth(browser: Client, begun: Walk) -> None:
    story = scenery.scenario(begun.exercise.scenario)
    titles = [*story.title.values(), *(text for names in story.cases.names.values() for text in names.values())]
    seen = []
    while (now := begun.phase())[0] is not rules.Phase.CLOSED:
        play_on(browser, begun, now)
        seen.append(page(browser))
        if len(seen) > 14:
            break
    exercise = Exercise.unfiltered.get()
    for text in seen:
        told = text.replace("belongs to recruitment, coercion or preparation", "")
        assert not [title for title in titles if title.lower() in told.lower()]
        assert str(exercise.seed) not in text
        assert bytes(exercise.nonce).hex() not in text


@pytest.mark.long
def test_one_may_choose_among_six_wings_by_their_letter_and_reads_the_story_only_in_the_debrief(
    browser: Client,
) -> None:
    start = page(browser)
    assert [letter for letter in "BDEKLM" if f">{letter} wing</option>" in start] == list("BDEKLM")
    post(browser, "start", pace="timed", wing="exercise-l")
    post(browser, "leave_lesson")
    walk = Walk(Seat.unfiltered.get())
    story = scenery.scenario(walk.exercise.scenario)
    assert (story.name, walk.exercise.label[:2]) == ("exercise-l", "L-")
    assert page(browser).count("Landing") >= 3
    secret = [story.title["en"], *(text["en"] for text in (*story.objectives, *story.notes))]
    before = [start, page(browser)]
    for n in range(rules.SLOTS):
        phase, about = walk.phase()
        play_on(browser, walk, (phase, about))
        if n % 5 == 0:
            before.append(page(browser))
    assert not [text for text in secret for seen in before if escape(text) in seen]
    play(walk, Silent(), until=rules.SLOTS - 1)
    the_last_look_is_answered_word_by_word_to_the_close(browser, walk)
    shown = [slot.passages.count() for slot in Slot.unfiltered.filter(seat=walk.seat)]
    assert len(shown) == 20, "a walk has twenty scenes, of four passages at most"
    assert max(shown) <= 4
    assert sum(shown) >= 70
    answered = page(browser, reverse("training:debrief"))
    assert not [text for text in secret if escape(text) not in answered]


def the_last_look_is_answered_word_by_word_to_the_close(browser: Client, walk: Walk) -> None:
    while walk.phase()[0] is not rules.Phase.LOOK:
        play_on(browser, walk, walk.phase())
    assert "look once more" in page(browser)
    post(browser, "look", 0)
    for number in range(1, rules.LAST_LOOK + 1):
        said = post(browser, "look", number, percent="20")
    assert "That was the last one" in said
    assert "The walk is over" in post(browser, "close")
    answers = LastLookAnswer.unfiltered.filter(seat=walk.seat).values_list("percent", flat=True)
    assert list(answers) == [20] * 24


def test_a_wing_that_is_not_there_is_refused_and_the_pace_is_kept(browser: Client) -> None:
    answer = browser.post(reverse("training:start"), {"pace": "untimed", "wing": "exercise-z"})
    assert answer.status_code == 422
    assert Seat.unfiltered.count() == 0
    assert 'value="untimed"' in answer.content.decode()


def play_on(browser: Client, walk: Walk, now: tuple[rules.Phase, int]) -> None:
    phase, about = now
    if phase is rules.Phase.SCENE:
        post(browser, "next", about)
    elif phase is rules.Phase.EVENING:
        post(browser, "end_day", about)
    elif phase is rules.Phase.CHOOSE:
        post_id = walk.world.open_posts(*walk.world.scenario.played[about])[0]
        post(browser, "choose", about, post=post_id, approach="watch")
    else:
        post(browser, "choose", about)


def test_a_russian_reader_reads_names_and_passages_in_russian(browser: Client, begun: Walk) -> None:
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    post(browser, "choose", 0)
    seen = re.findall(r'id="passage-\d">(.*?)</span>', page(browser), flags=re.DOTALL)
    words = re.sub("<[^>]+>", "", " ".join(seen))
    assert begun.phase() == (rules.Phase.SCENE, 0)
    assert re.search("[а-я]{4}", words)
    assert not re.search("[A-Za-z]{3}", words)


def test_pages_hold_no_inline_script_or_style(browser: Client, begun: Walk) -> None:
    post(browser, "choose", 0)
    shown = page(browser)
    assert begun.phase() == (rules.Phase.SCENE, 0)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", shown)


def test_who_is_signed_out_is_sent_to_sign_in(db: None) -> None:
    assert Client().get(HOME)["Location"].startswith("/sign-in/")
    assert Client().post(reverse("training:choose", args=[0]))["Location"].startswith("/sign-in/")
