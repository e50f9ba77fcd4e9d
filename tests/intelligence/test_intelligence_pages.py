"""The desk's pages as somebody at the desk uses them, without a script."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils.formats import date_format

from desk_at_northfield import Desk, body, browser
from rapport.intelligence import selectors, services
from rapport.intelligence.models import Item, Note
from rapport.reporting import selectors as reporting

TOLD = {"told": "That Orlov owes for two phone cards."}


def filled(desk: Desk, **other: str) -> dict[str, str]:
    """What a careful officer types into the form of an item."""
    return {
        "kind": "seen",
        "text": "A man was seen to take bread from another.",
        "source": "B",
        "source_reason": "Most of it held.",
        "information": "1",
        "information_reason": "Seen from three metres.",
        "handling": "H0",
        "obtained": "on_duty",
        "themes": "contraband",
        f"who_{desk.people[0]}": "other",
        **other,
    }


def note_filled(*item_refs: str, **other: object) -> dict[str, object]:
    """What one types into the form of a note."""
    return {
        "shown": "2",
        "title": "Bread on landing 1",
        "innocent": "He may share his bread.",
        "s0-text": "Bread changed hands.",
        "s0-kind": "fact",
        "s0-items": list(item_refs),
        "s1-text": "A debt is being paid.",
        "s1-kind": "judgement",
        "s1-likelihood": "likely",
        "s1-confidence": "low",
        "s1-items": list(item_refs),
        **other,
    }


def test_it_works(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    daria = browser(desk.daria)
    assert report in daria.get("/desk/").content.decode()
    page = daria.post(f"/desk/{report}/", filled(desk, keep=""), follow=True).content.decode()
    assert "A man was seen to take bread" in page
    assert Item.unfiltered.get().report.ref == report
    assert daria.post(f"/desk/{report}/finish/", {"phrase": "read_thanks"}).status_code == 302
    assert report not in daria.get("/desk/").content.decode().split("rap-sub", 1)[1]


def test_nothing_is_chosen_before_the_officer_chooses(desk: Desk) -> None:
    report = desk.report(desk.aigerim, seen="He took bread.", people=desk.people, **TOLD)
    page = browser(desk.daria).get(f"/desk/{report}/").content.decode()
    form = page[page.index('id="item"') : page.index('name="keep"')]
    assert len(re.findall(r'type="radio"', form)) == 2 + 4 + 4 + 4 + 5
    assert "checked" not in form
    assert re.findall(r'<option value="([^"]*)" selected', form) in ([], [""] * len(desk.people))
    assert "<textarea" in form
    assert re.search(r"<textarea[^>]*>\s*</textarea>", form)


def test_the_form_offers_only_what_the_report_holds(desk: Desk) -> None:
    page = browser(desk.daria).get(f"/desk/{desk.report(desk.aigerim, **TOLD)}/").content.decode()
    assert 'value="told"' in page
    assert 'value="seen"' not in page


def test_a_report_of_a_view_alone_offers_no_form(desk: Desk) -> None:
    page = (
        browser(desk.daria).get(f"/desk/{desk.report(desk.aigerim, view='He is up to something.')}/").content.decode()
    )
    assert 'name="keep"' not in page


@pytest.mark.parametrize("left_out", ["kind", "source", "information", "handling", "obtained", "source_reason", "text"])
def test_whatever_is_left_out_is_asked_for_and_nothing_typed_is_lost(desk: Desk, left_out: str) -> None:
    report = desk.report(desk.aigerim)
    answer = browser(desk.daria).post(f"/desk/{report}/", filled(desk, **{left_out: ""}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "govuk-error-summary" in page
    assert "Most of it held." in page or left_out == "source_reason"
    assert not Item.unfiltered.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"text": "Toktosunova saw him."}, "names the officer"),
        ({"information": "3"}, "independent origin"),
        ({"obtained": "pressed"}, "nothing is graded"),
        ({"handling": "H3"}, "conditions in words"),
        ({"source": "Z"}, "Choose one"),
        ({"source": "A' OR 1=1 --"}, "Choose one"),
        ({"text": "x" * 1001}, "too long"),
        ({"text": "\x00"}, "Null characters"),
        ({"kind": "told"}, "Choose one"),
    ],
)
def test_what_cannot_be_kept_is_answered_in_plain_words(desk: Desk, typed: dict[str, str], told: str) -> None:
    answer = browser(desk.daria).post(f"/desk/{desk.report(desk.aigerim)}/", filled(desk, **typed))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Item.unfiltered.exists()


def test_a_suspicion_asks_for_its_grounds_beside_the_name(desk: Desk) -> None:
    who = f"who_{desk.people[0]}"
    daria = browser(desk.daria)
    report = desk.report(desk.aigerim)
    assert (
        "grounds of the suspicion"
        in daria.post(f"/desk/{report}/", filled(desk, **{who: "suspected"})).content.decode()
    )
    grounds = {who: "suspected", f"grounds_{desk.people[0]}": "Took it by threat."}
    assert daria.post(f"/desk/{report}/", filled(desk, **grounds)).status_code == 302


def test_markup_in_a_report_is_shown_as_it_was_typed(desk: Desk) -> None:
    report = desk.report(desk.aigerim, seen="<script>alert(1)</script> & so on")
    daria = browser(desk.daria)
    page = daria.get(f"/desk/{report}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    daria.post(f"/desk/{report}/", filled(desk, text="<b>bread</b>"))
    assert "<b>bread" not in daria.get("/desk/items/").content.decode()


def test_other_items_about_the_same_people_say_whether_they_have_the_same_origin(desk: Desk) -> None:
    desk.item(desk.report(desk.aigerim))
    daria = browser(desk.daria)
    by_the_same = daria.get(f"/desk/{desk.report(desk.aigerim)}/").content.decode()
    by_another = daria.get(f"/desk/{desk.report(desk.bakyt)}/").content.decode()
    assert "same officer as what was seen here" in by_the_same
    assert "another origin" in by_another


@pytest.mark.parametrize("page", ["/desk/{report}/", "/desk/{report}/return/", "/desk/{report}/elsewhere/"])
def test_a_report_one_may_not_work_on_looks_like_one_that_never_was(desk: Desk, elsewhere: Desk, page: str) -> None:
    report = desk.report(desk.aigerim)
    for viewer in (elsewhere.daria, desk.aigerim, desk.asel):
        client = browser(viewer)
        hidden, never = (client.get(page.format(report=ref)) for ref in (report, "ZZZ-ZZZZ"))
        assert (hidden.status_code, never.status_code) == (404, 404)
        assert body(hidden, report) == body(never, "ZZZ-ZZZZ")


@pytest.mark.parametrize("act", ["take", "finish"])
def test_an_act_on_a_hidden_report_is_answered_as_on_none(desk: Desk, elsewhere: Desk, act: str) -> None:
    report = desk.report(desk.aigerim)
    client = browser(elsewhere.daria)
    hidden, never = (client.post(f"/desk/{ref}/{act}/", {"phrase": "read_thanks"}) for ref in (report, "ZZZ-ZZZZ"))
    assert (hidden.status_code, never.status_code) == (404, 404)
    assert body(hidden, report) == body(never, "ZZZ-ZZZZ")
    assert reporting.report(desk.daria, report).standing == "waiting"


def test_whoever_is_signed_out_is_sent_to_the_door(desk: Desk) -> None:
    from django.test import Client

    report = desk.report(desk.aigerim)
    for page in ("/desk/", f"/desk/{report}/", "/desk/items/", "/desk/notes/", "/desk/notes/new/", "/desk/items/link/"):
        assert Client().get(page)["Location"].startswith("/sign-in/")


def test_officers_have_no_queue_no_items_and_no_signposts_to_them(desk: Desk) -> None:
    aigerim = browser(desk.aigerim)
    for page in ("/desk/", "/desk/items/", "/desk/notes/new/", "/desk/items/link/"):
        assert aigerim.get(page).status_code == 403
    shown = aigerim.get("/reports/").content.decode()
    assert [one for one in ("/desk/", "/desk/items/", "/desk/notes/") if f'href="{one}"' in shown] == []


def test_a_question_goes_back_to_the_officer(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    daria = browser(desk.daria)
    assert daria.post(f"/desk/{report}/return/", {"question": " "}).status_code == 422
    assert daria.post(f"/desk/{report}/return/", {"question": "Which bench?"}).status_code == 302
    assert "Which bench?" in [event.question for event in reporting.became_of(desk.aigerim, report)]


def test_what_is_not_for_intelligence_leaves_the_queue(desk: Desk) -> None:
    report = desk.report(desk.aigerim, seen="The lamp on landing 1 is broken.")
    assert browser(desk.daria).post(f"/desk/{report}/elsewhere/").status_code == 422, "its author is told"
    told = {"leave": "", "go-phrase": "for_others"}
    assert browser(desk.daria).post(f"/desk/{report}/elsewhere/", told).status_code == 302
    assert selectors.queue(desk.daria) == []
    assert reporting.report(desk.aigerim, report).standing == "elsewhere"


def test_a_note_is_written_from_chosen_items_and_handed_over(desk: Desk) -> None:
    items = [desk.item(desk.report(desk.aigerim)), desk.item(desk.report(desk.bakyt))]
    daria = browser(desk.daria)
    address = "/desk/notes/new/?" + "&".join(f"items={one.ref}" for one in items)
    assert "2 independent origins" in daria.get(address).content.decode()
    written = daria.post(address, note_filled(*[one.ref for one in items]))
    assert written.status_code == 302
    note = Note.unfiltered.get()
    page = daria.get(written["Location"]).content.decode()
    assert "Judgement" in page
    assert "low confidence in the evidence" in page
    assert browser(desk.asel).get(f"/desk/notes/{note.ref}/").status_code == 404
    assert daria.post(f"/desk/notes/{note.ref}/hand/").status_code == 302
    assert browser(desk.asel).get(f"/desk/notes/{note.ref}/").status_code == 200


def test_room_for_another_statement_loses_nothing(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    page = (
        browser(desk.daria)
        .post(f"/desk/notes/new/?items={item.ref}", {**note_filled(item.ref), "more": ""})
        .content.decode()
    )
    assert "s2-text" in page
    assert "Bread changed hands." in page
    assert re.search(r'value="judgement"[^>]*checked', page)
    assert not Note.unfiltered.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"innocent": ""}, "Write something here"),
        ({"s1-likelihood": ""}, "how likely"),
        ({"s1-confidence": ""}, "how good the evidence"),
        ({"s0-items": []}, "rests on"),
        ({"s0-items": ["ZZZ-ZZZZ"]}, "Choose one"),
        ({"shown": "-1"}, ""),
        ({"shown": "99999999999999999999"}, ""),
        ({"shown": "²"}, ""),
    ],
)
def test_a_note_that_cannot_be_kept_says_why(desk: Desk, typed: dict[str, object], told: str) -> None:
    item = desk.item(desk.report(desk.aigerim))
    answer = browser(desk.daria).post(f"/desk/notes/new/?items={item.ref}", note_filled(item.ref, **typed))
    if told:
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert not Note.unfiltered.exists()
    else:
        assert answer.status_code in (302, 422)


def test_items_of_another_prison_cannot_be_brought_in_by_their_reference(desk: Desk, elsewhere: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    client = browser(elsewhere.daria)
    for page in ("/desk/notes/new/?items=", "/desk/items/link/?items="):
        hidden, never = (body(client.get(f"{page}{ref}"), ref) for ref in (item.ref, "ZZZ-ZZZZ"))
        assert hidden == never
        assert item.text not in hidden


def test_items_are_linked_on_a_page(desk: Desk) -> None:
    items = [desk.item(desk.report(desk.aigerim)), desk.item(desk.report(desk.bakyt))]
    daria = browser(desk.daria)
    address = "/desk/items/link/?items=" + ",".join(one.ref for one in items)
    assert daria.post(address, {"person": desk.people[0], "reason": ""}).status_code == 422
    assert daria.post(address, {"person": desk.people[0], "reason": "The same bench."}).status_code == 302
    assert "The same bench." in daria.get("/desk/items/").content.decode()


def test_no_number_stands_beside_a_name(desk: Desk) -> None:
    for _ in range(3):
        desk.item(desk.report(desk.aigerim))
    report = desk.report(desk.bakyt)
    daria = browser(desk.daria)
    for page in ("/desk/", f"/desk/{report}/", "/desk/items/", f"/desk/items/?person={desk.people[0]}"):
        text = re.sub(r"<[^>]+>", " ", daria.get(page).content.decode())
        assert "Lasko" in text
        assert not re.search(r"Lasko\s*(\(\s*\d|·?\s*\d+\s*(report|item)|×)", text)


def test_names_stay_out_of_the_titles_of_tabs(desk: Desk) -> None:
    desk.item(desk.report(desk.aigerim))
    note = desk.note(desk.item(desk.report(desk.aigerim)), title="Lasko and his bread")
    daria = browser(desk.daria)
    for page in (f"/desk/items/?person={desk.people[0]}", f"/desk/notes/{note.ref}/", "/desk/"):
        title = re.search(r"<title>(.*?)</title>", daria.get(page).content.decode(), re.DOTALL)
        assert title is not None
        assert "Lasko" not in title.group(1)


def test_a_rewritten_note_says_that_the_governor_has_the_earlier_one(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    daria = browser(desk.daria)
    assert (
        daria.post(f"/desk/notes/{note.ref}/write/", note_filled(item.ref, title="Second thoughts")).status_code == 302
    )
    assert "Hand to the governor" in daria.get(f"/desk/notes/{note.ref}/").content.decode()
    assert services.hand_to_governor(desk.daria, note.ref).title == "Second thoughts"


def test_an_item_says_when_it_was_seen_and_of_what_was_told_the_day_alone(desk: Desk) -> None:
    before = desk.aigerim.now() - timedelta(days=3, hours=2)
    report = desk.report(desk.aigerim, seen="He took bread.", people=desk.people, at=before, **TOLD)
    seen, told = desk.item(report), desk.item(report, kind="told", text="Told that a man owes for phone cards.")
    happened, graded = (one.astimezone(ZoneInfo(settings.TIME_ZONE)) for one in (before, desk.daria.now()))
    for one, when in ((seen, date_format(happened, "D j E Y, H:i")), (told, date_format(happened, "D j E Y"))):
        page = browser(desk.daria).get(f"/desk/items/{one.ref}/").content.decode()
        facts = page.split("rap-item__facts")[1]
        assert f"<li>{when}</li>" in facts
        assert f"graded {date_format(graded, 'j E Y')}" in facts
