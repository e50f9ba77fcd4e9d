"""The governor's pages, without a script."""

import re
from datetime import date, timedelta

import pytest

from desk_at_northfield import Desk, body, browser
from rapport.access.models import Role, Staff
from rapport.access.services import post
from rapport.access.viewers import Steward, viewer_for
from rapport.conference import selectors, services
from rapport.conference.models import Decision


def day(desk: Desk, number: int) -> date:
    """This many days from today in the prison."""
    return desk.asel.now().date() + timedelta(days=number)


def filled(desk: Desk, **other: str) -> dict[str, str]:
    """What a careful governor types."""
    return {
        "shown": "1",
        "outcome": "act",
        "grounds": "The note.",
        "necessity": "Talking did not end it.",
        "proportionality": "The mildest that helps.",
        "alternatives": "A talk.",
        "review_on": day(desk, 5).isoformat(),
        "ends_on": day(desk, 10).isoformat(),
        "m0-what": "Works at bench 1.",
        "m0-about": "person",
        "m0-person": desk.people[0],
        "m0-starts": day(desk, 0).isoformat(),
        "m0-ends": day(desk, 7).isoformat(),
        **other,
    }


def test_it_works(desk: Desk) -> None:
    note = desk.handed_note()
    asel = browser(desk.asel)
    assert note.ref in asel.get("/decisions/").content.decode()
    assert note.title in asel.get(f"/decisions/{note.ref}/").content.decode()
    assert asel.post(f"/decisions/{note.ref}/", filled(desk)).status_code == 302
    page = asel.get("/decisions/").content.decode()
    assert "Works at bench 1." in page
    assert "Nothing waits for you." in page


def test_nothing_is_chosen_before_the_governor_chooses(desk: Desk) -> None:
    page = browser(desk.asel).get(f"/decisions/{desk.handed_note().ref}/").content.decode()
    sheet = page[page.index('name="shown"') :]
    assert 'value="no_action"' in sheet
    assert "checked" not in sheet
    assert not re.search(r'<option value="[^"]+" selected', sheet)
    assert not re.search(r'type="date"[^>]*value="\d', sheet)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"outcome": ""}, "Choose one"),
        ({"grounds": " "}, "Write something here"),
        ({"necessity": ""}, "Write something here"),
        ({"ends_on": "2099-01-01"}, "within 90 days"),
        ({"ends_on": "tomorrow"}, "Write a day"),
        ({"review_on": "2020-01-01"}, "This day is over"),
        ({"m0-ends": "2099-01-01"}, "with its decision at the latest"),
        ({"m0-person": "ZZZ-ZZZZ"}, "Choose one"),
        ({"m0-person": ""}, "whom the note names"),
        ({"m0-about": "place"}, "Choose one"),
        ({"m0-about": "", "m0-what": "", "m0-person": "", "m0-starts": "", "m0-ends": ""}, "at least one measure"),
        ({"grounds": "x" * 1001}, "too long"),
    ],
)
def test_what_is_no_decision_yet_is_answered_in_plain_words_and_nothing_typed_is_lost(
    desk: Desk, typed: dict[str, str], told: str
) -> None:
    note = desk.handed_note()
    answer = browser(desk.asel).post(f"/decisions/{note.ref}/", filled(desk, **typed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert "The mildest that helps." in page
    assert not Decision.unfiltered.exists()


def test_measures_typed_before_deciding_not_to_act_are_let_go(desk: Desk) -> None:
    note = desk.handed_note()
    answer = browser(desk.asel).post(f"/decisions/{note.ref}/", filled(desk, outcome="no_action"))
    assert answer.status_code == 302
    assert selectors.decisions(desk.asel)[0].measures == ()


def test_room_for_another_measure_loses_nothing(desk: Desk) -> None:
    note = desk.handed_note()
    page = browser(desk.asel).post(f"/decisions/{note.ref}/", filled(desk, more="")).content.decode()
    assert 'name="m1-what"' in page
    assert "Works at bench 1." in page
    assert re.search(r'value="act"[^>]*checked', page)
    assert not Decision.unfiltered.exists()


def test_a_note_that_does_not_lie_before_one_looks_like_none(desk: Desk, elsewhere: Desk) -> None:
    kept_back = desk.note(desk.item(desk.report(desk.aigerim)))
    handed = desk.handed_note()
    for viewer, ref in ((desk.asel, kept_back.ref), (elsewhere.asel, handed.ref), (desk.aigerim, handed.ref)):
        client = browser(viewer)
        hidden, never = (client.get(f"/decisions/{one}/") for one in (ref, "ZZZ-ZZZZ"))
        assert (hidden.status_code, never.status_code) == (404, 404)
        assert body(hidden, ref) == body(never, "ZZZ-ZZZZ")


def test_the_desk_has_no_list_of_decisions_and_cannot_open_the_sheet(desk: Desk) -> None:
    note = desk.handed_note()
    daria = browser(desk.daria)
    assert daria.get("/decisions/").status_code == 403
    assert daria.get(f"/decisions/{note.ref}/").status_code == 404
    assert daria.post(f"/decisions/{note.ref}/", filled(desk)).status_code == 404
    assert not Decision.unfiltered.exists()


def test_whoever_wrote_the_note_is_told_that_somebody_else_decides(desk: Desk) -> None:
    note = desk.handed_note()
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    daria = Staff.unfiltered.get(ref=desk.daria.staff_ref)
    as_governor = browser(viewer_for(post(Steward("test"), daria, Role.GOVERNOR, **here, by_link=True)))
    page = as_governor.get(f"/decisions/{note.ref}/").content.decode()
    assert "Somebody else decides on it." in page
    assert 'name="keep"' not in page
    assert as_governor.post(f"/decisions/{note.ref}/", filled(desk)).status_code == 403


def test_a_decision_is_ended_on_the_page_of_its_note_with_a_reason(desk: Desk) -> None:
    asel = browser(desk.asel)
    note = desk.handed_note()
    asel.post(f"/decisions/{note.ref}/", filled(desk))
    ref = selectors.decisions(desk.asel)[0].ref
    assert "It stands until then." in asel.post(f"/decisions/{ref}/end/", {"reason": ""}, follow=True).content.decode()
    page = asel.post(f"/decisions/{ref}/end/", {"reason": "He owed nothing."}, follow=True).content.decode()
    assert "He owed nothing." in page
    assert selectors.decisions(desk.asel) == []


def test_a_hidden_decision_is_ended_by_nobody_elsewhere(desk: Desk, elsewhere: Desk) -> None:
    asel = browser(desk.asel)
    asel.post(f"/decisions/{desk.handed_note().ref}/", filled(desk))
    ref = selectors.decisions(desk.asel)[0].ref
    client = browser(elsewhere.asel)
    hidden, never = (client.post(f"/decisions/{one}/end/", {"reason": "x"}) for one in (ref, "ZZZ-ZZZZ"))
    assert (hidden.status_code, body(hidden, ref)) == (never.status_code, body(never, "ZZZ-ZZZZ"))
    assert len(selectors.decisions(desk.asel)) == 1


def test_asking_for_more_shows_on_the_page_of_the_note_at_the_desk(desk: Desk) -> None:
    note = desk.handed_note()
    fields = {"outcome": "ask_for_more", "grounds": "Who saw it?", "review_on": day(desk, 1), "ends_on": day(desk, 2)}
    services.decide(desk.asel, note_ref=note.ref, **fields)  # type: ignore[arg-type]
    page = browser(desk.daria).get(f"/desk/notes/{note.ref}/").content.decode()
    assert "The governor asks for more" in page
    assert "Who saw it?" in page


def test_markup_in_grounds_is_shown_as_it_was_typed(desk: Desk) -> None:
    note = desk.handed_note()
    asel = browser(desk.asel)
    asel.post(f"/decisions/{note.ref}/", filled(desk, grounds="<img src=x onerror=alert(1)>"))
    assert "<img src=x" not in asel.get(f"/decisions/{note.ref}/").content.decode()
