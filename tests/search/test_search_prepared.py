"""Statements that are put together once for a viewer: right as time goes by, and for everybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db.models import Q

from desk_at_northfield import Desk
from rapport.access.models import Posting
from rapport.access.viewers import viewer_for
from rapport.ledger.clock import wall_now
from rapport.reporting import services as reporting
from rapport.reporting.models import Report, ReportSubject
from rapport.search import engine, kinds, marks, prepared
from rapport.search.kinds import Wanted
from rapport.search.models import SavedSearch
from rapport.search.prepared import Among, Gap, statement
from rapport.search.selectors import find
from rapport.search.services import save_search
from rapport.search.values import Search


def test_what_looked_at_the_clock_or_into_the_database_is_put_together_anew(desk: Desk) -> None:
    made: list[str] = []

    def timeless():  # type: ignore[no-untyped-def]
        made.append("timeless")
        return Report.unfiltered.filter(road="")

    def until_now():  # type: ignore[no-untyped-def]
        made.append("until now")
        return Report.unfiltered.filter(filed_at__lte=wall_now())

    def by_what_there_is():  # type: ignore[no-untyped-def]
        made.append("by what there is")
        return Report.unfiltered.filter(pk__in=list(Report.unfiltered.values_list("pk", flat=True)))

    for _ in range(3):
        for rows in (timeless, until_now, by_what_there_is):
            statement(("a test", rows.__name__), lambda rows=rows: rows().values_list("pk"))
    assert sorted(made) == ["by what there is"] * 3 + ["timeless"] + ["until now"] * 3


def test_rows_of_which_there_can_be_none_are_none(desk: Desk) -> None:
    never = statement(("a test", "never"), lambda: Report.unfiltered.filter(Q(pk__in=())).values_list("pk"))
    assert never.answers({Gap("unused"): 0}) == []


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
        among = Among(("a test", viewer), lambda viewer=viewer: reports.visible(viewer, Wanted()))
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
    assert len(prepared._kept) <= prepared.MOST_KEPT
