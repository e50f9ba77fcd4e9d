"""Statements that are put together once for a viewer: right as time goes by, and for everybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk_at_northfield import Desk
from rapport.access.models import Posting
from rapport.access.viewers import viewer_for
from rapport.reporting import services as reporting
from rapport.reporting.models import Report, ReportSubject
from rapport.search import engine, kinds, marks
from rapport.search.engine import Among
from rapport.search.kinds import Wanted
from rapport.search.models import SavedSearch
from rapport.search.selectors import find
from rapport.search.services import save_search
from rapport.search.values import Search


def test_a_report_that_comes_to_be_about_the_reader_is_gone_with_the_next_search(desk: Desk) -> None:
    """The statement is the same as before; what it is asked of is not."""
    officer = desk.aigerim
    ref = reporting.file_draft(officer, reporting.start_draft(officer, seen="A ladder.", about="worry")).ref
    assert [one.ref for one in find(officer, Search("ladder")).hits] == [ref]
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=ref), staff_id=officer.staff_id)
    assert find(officer, Search("ladder")).hits == ()


def test_each_viewer_has_a_statement_of_their_own(desk: Desk) -> None:
    reports = kinds.answers("rapport.reporting.searchable.Reports")
    elsewhere = replace(desk.aigerim, staff_id=desk.aigerim.staff_id + 999, establishment_id=None)
    ref = reporting.file_draft(desk.aigerim, reporting.start_draft(desk.aigerim, seen="A ladder.", about="worry")).ref
    key = Report.unfiltered.get(ref=ref).pk
    for viewer, sees in ((desk.aigerim, [key]), (elsewhere, []), (desk.aigerim, [key])):
        among = Among(viewer, ("a test",), lambda viewer: reports.visible(viewer, Wanted()))
        groups = [marks.bounds("reporting.report", desk.aigerim, reports.bounds(desk.aigerim)), {"ladder"}]
        assert engine.candidates("reporting.report", groups, among=among, most=9) == sees


def test_a_saved_search_ends_by_the_clock_for_a_viewer_who_was_remembered(desk: Desk) -> None:
    staying = viewer_for(Posting.with_all().get(pk=desk.aigerim.posting_id))
    now = staying.now()
    assert list(SavedSearch.objects.visible_to(staying)) == []
    save_search(staying, "ladders", Search("ladder"))
    assert SavedSearch.objects.visible_to(staying).count() == 1
    later = replace(staying, clock_now=now + timedelta(days=91))
    assert SavedSearch.objects.visible_to(later).count() == 0
