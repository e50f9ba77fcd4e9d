"""Every author hears back within seven days, in words that tell nothing of anybody else."""

from datetime import timedelta

import pytest
from django.test import Client

from desk_at_northfield import Desk, body, browser, desk_at, later
from rapport.access.algebra import Refused
from rapport.access.models import PrisonService
from rapport.intelligence import services as desk_services
from rapport.reporting import owing, selectors, services
from rapport.reporting.kinds import EventKind
from rapport.reporting.models import Report, ReportSubject
from rapport.reporting.phrases import LANGUAGES, agreed, phrase
from rapport.reporting.rules import hears_by
from small_prison import Prison

TELLS = ("others wrote", "grade", "source", "другие", "источник", "оцен", "башкалар", "булак", "d’autres", "cotation")
"""Words that would say that somebody else wrote, how much was believed, or who told it."""


@pytest.fixture
def desk(service: PrisonService, northfield: Prison) -> Desk:
    return desk_at(northfield)


def test_no_agreed_phrase_tells_of_others_of_a_grade_or_of_a_source() -> None:
    for one in agreed().values():
        assert set(one.words) == set(LANGUAGES)
        told = " ".join(one.words.values()).lower()
        assert not [word for word in TELLS if f" {word}" in told], one.code
    old = phrase("compared_with_others@1")
    assert (old.version, old.code in agreed()) == (1, False), "what was said before is read in the words of then"
    assert phrase("read_thanks@1").kept_as == "read_thanks@2"


def test_the_clock_of_an_answer_runs_a_week_from_filing_and_again_from_what_was_added(desk: Desk) -> None:
    ref = desk.report(desk.aigerim)
    filed = Report.unfiltered.get(ref=ref).filed_at

    def due() -> object:
        return hears_by(Report.unfiltered.get(ref=ref).events.order_by("pk"))

    assert due() == filed + timedelta(days=7)
    services.return_for_more(desk.daria, ref, "Which door?")
    assert due() is None
    after = later(desk.aigerim, days=3)
    services.add_addendum(after, ref, "The one of the workshop.")
    assert due() == filed + timedelta(days=10)
    desk_services.take(desk.daria, ref)
    assert due() == filed + timedelta(days=10)
    services.tell_author(desk.daria, ref, "read_thanks")
    assert due() is None


def test_what_is_overdue_is_the_desks_to_answer_and_the_heads_to_know(desk: Desk) -> None:
    ref, other = desk.report(desk.aigerim), desk.report(desk.bakyt)
    about_the_head = desk.report(desk.bakyt, seen="The governor took bread.")
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=about_the_head), staff_id=desk.asel.staff_id)
    services.tell_author(desk.daria, other, "read_thanks")
    assert [(one.ref, one.overdue) for one in owing.owed(desk.daria)] == [(ref, False), (about_the_head, False)]
    assert owing.waited(desk.asel).count == 0
    week = later(desk.daria, days=8)
    assert all(one.overdue for one in owing.owed(week))
    head = later(desk.asel, days=8)
    assert owing.waited(head).count == 1, "what is about the head is not counted for the head"
    with pytest.raises(Refused):
        owing.owed(desk.aigerim)
    page = browser(desk.asel).get("/reports/owed/").content.decode()
    assert ref not in page
    client = browser(desk.daria)
    assert ref in client.get("/reports/owed/").content.decode()
    assert "its author hears by" in client.get("/desk/").content.decode()
    assert client.post(f"/reports/owed/{ref}/", {"phrase": "read_thanks"}).status_code == 302
    assert [one.ref for one in owing.owed(desk.daria)] == [about_the_head]


def test_an_author_sees_what_is_new_until_it_is_read(desk: Desk) -> None:
    ref = desk.report(desk.aigerim)
    client = browser(desk.aigerim)
    assert "New answer" not in client.get("/reports/").content.decode()
    services.tell_author(desk.daria, ref, "helped_us_see")
    page = client.get("/reports/").content.decode()
    assert "New answer" in page
    assert "It helped us to see more clearly." in page
    assert not selectors.report(desk.daria, ref).news
    client.get(f"/reports/{ref}/")
    assert "New answer" not in client.get("/reports/").content.decode()
    services.return_for_more(desk.daria, ref, "Which door?")
    assert "New answer" in client.get("/reports/").content.decode()


def test_an_author_cannot_tell_a_duplicate_from_a_report_that_was_closed(desk: Desk) -> None:
    first, closed, twice = (desk.report(by) for by in (desk.bakyt, desk.aigerim, desk.aigerim))
    services.close(desk.daria, closed)
    services.tell_author(desk.daria, closed, "read_thanks")
    desk_services.duplicate_of(desk.daria, twice, other_ref=first, phrase="read_thanks")
    client = browser(desk.aigerim)
    assert told(client, closed) == told(client, twice)
    assert selectors.report(desk.daria, twice).events[-1].kind == EventKind.DUPLICATE


def told(client: Client, ref: str) -> list[str]:
    """What became of it, as its author reads it, in whatever order it was written."""
    page = body(client.get(f"/reports/{ref}/"), ref)
    story = page.split("rap-story", 1)[1].split("</ol>", 1)[0]
    return sorted(line.strip() for line in story.split("<li>"))
