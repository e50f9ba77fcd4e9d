"""The pages: an officer without scripts writes, files, and reads what became of it; nothing typed is lost."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from rapport.access.models import Role
from rapport.ledger.models import Entry
from rapport.reporting import selectors, services
from rapport.reporting.models import Draft, Report
from small_prison import NOON, Browser


@pytest.fixture
def officer(northfield) -> Browser:
    return northfield.browser(Role.OFFICER)


@pytest.fixture
def ref(officer) -> str:
    officer.post("/reports/new/")
    return Draft.unfiltered.get().ref


def form(officer: Browser, ref: str, do: str = "save", **typed: str) -> dict[str, str]:
    """What a browser sends when this is typed into the page as it stands now."""
    page = officer.get(f"/reports/{ref}/write/")
    fields = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    fields |= {name: str(page.context[name]) for name in ("version", "window", "next")}
    for name, value in fields.items():
        fields[name] = value.strftime("%H:%M") if hasattr(value, "hour") and not hasattr(value, "day") else str(value)
    return {**fields, "do": do, **typed}


def submit(officer: Browser, ref: str, do: str = "save", **typed: str):
    return officer.post(f"/reports/{ref}/write/", form(officer, ref, do, **typed), follow=True)


def without_what_differs(answer, ref: str) -> str:
    """A page without its CSRF token, which is random on every page, and the reference that was asked for."""
    return re.sub(r'(?<=")[A-Za-z0-9]{64}(?=")', "token", answer.text).replace(ref, "ref")


FULL = {"seen": "He gave his bread away.", "about": "good"}


def test_what_everybody_asks_for_all_day_long_asks_the_database_little(
    officer, ref, northfield, django_assert_max_num_queries
):
    """A ratchet. One's own reports, what somebody's record says, and what is typed, kept every few seconds."""
    submit(officer, ref, "file", **FULL)
    officer.post("/reports/new/")
    draft = Draft.unfiltered.get().ref
    asked = {
        "/reports/": (31, officer.get),
        f"/register/people/{northfield.people[0]}/": (14, officer.get),
        f"/reports/{draft}/save/": (9, partial(officer.post, data={"seen": "He gave his bread away again."})),
    }
    for address, (most, ask) in asked.items():
        with django_assert_max_num_queries(most):
            assert ask(address).status_code == 200


def test_an_officer_writes_files_and_reads_a_report(officer, ref, northfield):
    page = submit(officer, ref, "find", **FULL, find="lasko")
    assert [one.label for one in page.context["matches"]] == ["V. Lasko"]
    submit(officer, ref, f"add:{northfield.people[0]}")
    page = submit(officer, ref, "file", place=northfield.places["workshop"])
    assert page.redirect_chain[-1][0] == f"/reports/{ref}/"
    assert "He gave his bread away." in page.text
    assert "V. Lasko" in page.text
    assert "Workshop 2" in page.text
    assert "He gave his bread away." in officer.get("/reports/").text


def test_when_is_filled_in_from_the_clock_of_the_prison(officer, ref):
    initial = officer.get(f"/reports/{ref}/write/").context["form"].initial
    assert (str(initial["happened_on"]), initial["happened_time"].hour) == ("2030-03-05", 12)  # 06:00 UTC in Bishkek


def test_neither_worry_nor_good_news_is_preselected(officer, ref):
    page = officer.get(f"/reports/{ref}/write/").text
    assert page.count('name="about"') == 2
    assert "checked" not in page


def test_the_form_does_not_ask_who_told_it_where_nobody_could_keep_it_sealed(officer, ref):
    names = set(officer.get(f"/reports/{ref}/write/").context["form"].fields)
    aside = {"road", "colleague", "protected_role", "behalf_of", "danger", "file"}
    assert names - aside == {"about", "seen", "told", "view", "find", "unsure", "happened_on", "happened_time", "place"}


def test_filing_an_empty_report_says_what_is_missing_and_loses_nothing(officer, ref):
    page = submit(officer, ref, "file", unsure="Tall, from landing 1")
    assert page.status_code == 200
    assert "One of the three texts is enough." in page.text
    assert "Choose one: worry or good news." in page.text
    assert "Tall, from landing 1" in page.text
    assert not Report.unfiltered.exists()


def test_submitting_twice_files_once(officer, ref):
    sent = form(officer, ref, "file", **FULL)
    first = officer.post(f"/reports/{ref}/write/", sent)
    second = officer.post(f"/reports/{ref}/write/", sent)
    assert first.url == second.url == f"/reports/{ref}/"
    assert Report.unfiltered.count() == 1


def test_after_filing_one_goes_where_one_came_from_if_that_is_a_page_of_ours(officer, ref):
    page = officer.get(f"/reports/{ref}/write/?next=/reports/%3Fx=1")
    assert page.context["next"] == "/reports/?x=1"
    answer = officer.post(f"/reports/{ref}/write/", form(officer, ref, "file", **FULL, next=page.context["next"]))
    assert answer.url == "/reports/?x=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"]
)
def test_after_filing_one_is_never_sent_to_another_site(officer, ref, elsewhere):
    answer = officer.post(f"/reports/{ref}/write/", form(officer, ref, "file", **FULL, next=elsewhere))
    assert answer.url == f"/reports/{ref}/"


def test_where_one_came_from_survives_the_buttons_of_the_form(officer, ref):
    answer = officer.post(f"/reports/{ref}/write/?next=/reports/", form(officer, ref, "find", next="/reports/"))
    assert answer.url == f"/reports/{ref}/write/?next=%2Freports%2F"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"happened_on": "31.02.2030"}, "This is no day of the calendar."),
        ({"happened_on": "0000-00-00"}, "This is no day of the calendar."),
        ({"happened_time": "25:99"}, "This is no time of day."),
        ({"happened_on": "", "happened_time": "10:00"}, "Say on which day and at what time it happened."),
        ({"happened_on": "2031-01-01"}, "This time is still to come."),
        ({"happened_on": "1999-01-01"}, "This is more than a year ago."),
        ({"happened_on": "0001-01-01", "happened_time": "00:00"}, "Say on which day and at what time it happened."),
        ({"happened_on": "9999-12-31", "happened_time": "23:59"}, "This time is still to come."),
        ({"place": "222-22222"}, "This is not one of the choices."),
        ({"about": "revenge"}, "This is not one of the choices."),
        ({"seen": "x" * 4001}, "This is 4001 letters long; 4000 can be filed."),
        ({"seen": "x" * 30_000}, "This is too long to keep: 30000 letters."),
        ({"unsure": "y" * 401}, "400"),
    ],
)
def test_what_cannot_be_filed_is_said_in_plain_words_and_stays_on_the_page(officer, ref, typed, said):
    page = submit(officer, ref, "file", **{**FULL, **typed})
    assert page.status_code == 200
    assert said in page.text
    assert (typed.get("seen") or "He gave his bread away.") in page.text
    assert not Report.unfiltered.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {"seen": "null\x00byte"},
        {"unsure": "\x00"},
        {"find": "\x00"},
        {"version": "-1"},
        {"version": "9" * 400},
        {"window": "<script>" * 100},
        {"do": "add:222-22222"},
        {"do": "add:\x00"},
        {"do": "remove:"},
        {"do": "dance"},
        {"happened_on": "١٢٣"},
        {"happened_time": "\x00"},
        {"place": "\x00"},
        {"next": "\x00"},
        {"seen": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"seen": "x" * 900_000},
    ],
)
def test_hostile_input_is_answered_calmly(officer, ref, hostile):
    for page in ("write", "save", "settle"):
        answer = officer.post(f"/reports/{ref}/{page}/", {**form(officer, ref, "find", **FULL), **hostile})
        assert answer.status_code in (200, 302)


@pytest.mark.parametrize("typed", ["\x00", "..", "222-22222", "S5D-34RYT%00", "%F0%9F%98%80"])
def test_an_address_that_leads_nowhere_says_so(officer, typed):
    for page in ("", "write/", "people/?find=a", "discard/"):
        assert officer.get(f"/reports/{typed}/{page}").status_code == 404


def test_more_than_the_server_takes_is_refused_politely(officer, ref):
    answer = officer.post(f"/reports/{ref}/write/", {**form(officer, ref), "seen": "x" * 1_100_000})
    assert answer.status_code == 400


def test_what_was_typed_is_there_after_everything_else_is_gone(officer, ref, northfield):
    submit(officer, ref, "save", told="He said so.", view="I wonder.")
    officer.session.flush()
    back = northfield.browser(Role.OFFICER)
    assert back.get(f"/reports/{ref}/write/").status_code == 404  # another officer at the same desk
    kept = selectors.draft(officer.viewer, ref)
    assert (kept.told, kept.view) == ("He said so.", "I wonder.")


def test_a_pause_in_typing_saves_and_says_when(officer, ref):
    answer = officer.post(
        f"/reports/{ref}/save/", form(officer, ref, seen="Half a sent"), headers={"HX-Request": "true"}
    )
    assert "Saved at 12:00" in answer.text
    assert 'value="2"' in answer.text
    assert selectors.draft(officer.viewer, ref).seen == "Half a sent"


def test_two_windows_keep_both_texts_and_the_writer_chooses(officer, ref):
    left, right = form(officer, ref, seen="Left."), form(officer, ref, seen="Right.")
    officer.post(f"/reports/{ref}/save/", left)
    answer = officer.post(f"/reports/{ref}/save/", right)
    assert "both texts are kept" in answer.text
    officer.post(f"/reports/{ref}/write/", {**right, "do": "file", "about": "worry"})
    officer.post(f"/reports/{ref}/write/", {**left, "version": "2", "do": "file", "about": "worry"})
    assert not Report.unfiltered.exists()
    page = officer.get(f"/reports/{ref}/write/")
    assert "Left." in page.text
    assert "Right." in page.text
    side = page.context["draft"].sides[0].ref
    officer.post(f"/reports/{ref}/settle/", {"side": side, "keep": "both"})
    assert selectors.draft(officer.viewer, ref).seen == "Left.\nRight."


def test_what_was_typed_after_filing_in_another_window_is_offered_as_an_addition(officer, ref):
    stale = form(officer, ref, "file", **{**FULL, "seen": "He gave his bread away. Twice."})
    submit(officer, ref, "file", **FULL)
    page = officer.post(f"/reports/{ref}/write/", stale)
    assert "This report is filed already." in page.text
    assert "He gave his bread away. Twice." in page.text
    assert Report.unfiltered.get().seen == "He gave his bread away."


def test_the_author_adds_to_a_filed_report(officer, ref):
    submit(officer, ref, "file", **FULL)
    page = officer.post(f"/reports/{ref}/", {"text": "He did it again."}, follow=True)
    assert "He did it again." in page.text
    assert "He gave his bread away." in page.text
    empty = officer.post(f"/reports/{ref}/", {"text": "  "})
    assert "Nothing is written yet." in empty.text


def test_the_list_says_what_became_of_each_report(officer, ref, northfield):
    submit(officer, ref, "file", **FULL)
    desk = northfield.viewer(Role.INTELLIGENCE)
    services.mark_evaluated(desk, ref)
    services.tell_author(desk, ref, "no_concern_good_news")
    page = officer.get("/reports/").text
    assert "Good news matters too" in page
    assert "Graded" in page


def test_no_name_of_a_prisoner_stands_in_a_title(officer, ref, northfield):
    submit(officer, ref, "save", **FULL)
    submit(officer, ref, f"add:{northfield.people[0]}")
    addresses = ["/reports/", f"/reports/{ref}/write/", f"/reports/{ref}/discard/"]
    for address in addresses:
        page = officer.get(address).text
        assert "Lasko" not in page.split("</title>")[0]


def test_a_blank_draft_is_gone_on_with_instead_of_piling_up(officer, ref):
    assert officer.post("/reports/new/").url == f"/reports/{ref}/write/"
    assert Draft.unfiltered.count() == 1


def test_looking_at_the_address_for_a_new_report_starts_none(officer):
    assert officer.get("/reports/new/").status_code == 302
    assert not Draft.unfiltered.exists()


def test_a_draft_is_thrown_away_only_after_a_second_question(officer, ref):
    submit(officer, ref, "save", **FULL)
    assert "He gave his bread away." in officer.get(f"/reports/{ref}/discard/").text
    assert Draft.unfiltered.exists()
    officer.post(f"/reports/{ref}/discard/")
    assert not Draft.unfiltered.exists()


def test_another_establishments_report_is_answered_byte_for_byte_as_a_missing_one(officer, ref, southgate):
    submit(officer, ref, "file", **FULL)
    stranger = southgate.browser(Role.INTELLIGENCE)
    for page in ("", "write/", "people/?find=las", "discard/"):
        hidden, missing = stranger.get(f"/reports/{ref}/{page}"), stranger.get(f"/reports/222-22222/{page}")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without_what_differs(hidden, ref) == without_what_differs(missing, "222-22222")
        assert hidden.headers == missing.headers


def test_a_stranger_learns_nothing_by_writing_either(officer, ref, southgate):
    stranger = southgate.browser(Role.OFFICER)
    for page, data in (
        ("write/", FULL),
        ("save/", FULL),
        ("settle/", {"keep": "side"}),
        ("discard/", {}),
        ("", {"text": "x"}),
    ):
        hidden = stranger.post(f"/reports/{ref}/{page}", data)
        missing = stranger.post(f"/reports/222-22222/{page}", data)
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without_what_differs(hidden, ref) == without_what_differs(missing, "222-22222")


def test_signed_out_one_is_sent_to_the_sign_in_page(client, db):
    for page in ("", "new/", "222-22222/", "222-22222/write/"):
        assert client.get(f"/reports/{page}").url.startswith(reverse("access:sign_in"))


def test_every_page_that_shows_a_report_is_remembered(officer, ref):
    submit(officer, ref, "file", **FULL)
    for address in ("/reports/", f"/reports/{ref}/"):
        before = Entry.objects.filter(operation="consultation").count()
        officer.get(address)
        assert Entry.objects.filter(operation="consultation").count() == before + 1


def test_the_page_speaks_russian_and_writes_names_in_cyrillic(northfield):
    officer = northfield.browser(Role.OFFICER, language="ru")
    ref = services.start_draft(officer.viewer, seen="x", people=northfield.people[:1], at=NOON - timedelta(hours=1))
    assert "В. Ласко" in officer.get(f"/reports/{ref}/write/").text


def test_a_window_that_saves_while_another_one_files_loses_nothing_and_is_not_told_that_there_is_no_such_draft(
    officer, ref, monkeypatch
):
    """The other window files after this one has looked whether it did."""
    looked = selectors.report_for_author

    def looked_and_filed(viewer, wanted):
        found = looked(viewer, wanted)
        monkeypatch.setattr(selectors, "report_for_author", looked)
        services.save_draft(viewer, wanted, **FULL)
        services.file_draft(viewer, wanted)
        return found

    typed = form(officer, ref, "file", **FULL, view="He has changed.")
    monkeypatch.setattr(selectors, "report_for_author", looked_and_filed)
    late = officer.post(f"/reports/{ref}/write/", typed)
    assert (late.status_code, "He has changed." in late.text) == (200, True)
    assert Report.unfiltered.get(ref=ref).view == ""
    officer.post("/reports/new/")
    ref = Draft.unfiltered.get().ref
    monkeypatch.setattr(selectors, "report_for_author", looked_and_filed)
    assert officer.post(f"/reports/{ref}/save/", {"seen": "He gave"}).status_code == 204
    assert officer.post("/reports/AAA-AAAAA/save/", {"seen": "He gave"}).status_code == 404
