"""Who looked at what, when, in which role and why: for the inspector, who is looked at too."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from desk_at_northfield import Desk, browser, posted
from rapport.access.algebra import Refused
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.ledger.clock import wall_now
from rapport.ledger.looks import Asked
from rapport.ledger.models import Entry
from rapport.oversight import selectors, words
from rapport.oversight.selectors.looks import PAGE
from rapport.reporting import selectors as reporting
from rapport.search import selectors as search
from rapport.search import services
from rapport.search.values import Search


def test_it_says_who_read_what_in_which_role_and_why(desk: Desk, inspector: Viewer) -> None:
    ref = desk.report(desk.aigerim)
    reporting.report(desk.daria, ref)
    row = selectors.who_looked(inspector, Asked()).rows[0]
    assert (row.who, row.role, row.what) == (desk.daria.name, "Intelligence officer", "Read")
    assert ("Report", ref) in row.records
    assert row.purpose == "Prison intelligence"


def test_it_is_narrowed_by_who_by_record_by_day_and_by_what_was_done(desk: Desk, inspector: Viewer) -> None:
    ref, other = desk.report(desk.aigerim), desk.report(desk.bakyt)
    reporting.report(desk.daria, ref)
    reporting.report(desk.daria, other)
    by_daria = selectors.who_looked(inspector, Asked(staff=desk.daria.staff_ref)).rows
    assert {row.who for row in by_daria} == {desk.daria.name}
    about = selectors.who_looked(inspector, Asked(record=ref)).rows
    assert about
    assert all(any(one == ref for _kind, one in row.records) for row in about)
    # The wall's day, which is the ledger's: not the prison's own, which an exercise sets.
    today = wall_now().astimezone().date()
    days = {
        row.at
        for day in (today, today - timedelta(days=1), today + timedelta(days=1))
        for row in selectors.who_looked(inspector, Asked(day=day, record=ref)).rows
    }
    assert days >= {row.at for row in about}
    assert selectors.who_looked(inspector, Asked(day=today - timedelta(days=9))).rows == ()
    written = selectors.who_looked(inspector, Asked(record=ref, operation="collection")).rows
    assert {row.what for row in written} == {"Written"}


def test_the_inspectors_own_looks_are_recorded(desk: Desk, inspector: Viewer) -> None:
    selectors.who_looked(inspector, Asked(staff=desk.daria.staff_ref))
    row = selectors.who_looked(inspector, Asked()).rows[0]
    assert row.who == inspector.name
    assert ("Member of staff", desk.daria.staff_ref) in row.records
    assert row.reason == "Who looked"


def test_nobody_inside_sees_who_looked(desk: Desk) -> None:
    for viewer in (desk.aigerim, desk.daria, desk.nurlan, desk.asel, desk.prison.trainer):
        with pytest.raises(Refused):
            selectors.who_looked(viewer, Asked())


def test_an_inspector_sees_their_own_prison_service_and_no_other(desk: Desk) -> None:
    from small_prison import build, open_simulated_service

    ref = desk.report(desk.aigerim)
    elsewhere = build(open_simulated_service(), "Eastfield", serial=700).viewer("inspector")
    rows = selectors.who_looked(elsewhere, Asked()).rows
    assert not any(one == ref for row in rows for _kind, one in row.records)
    assert selectors.who_looked(elsewhere, Asked(record=ref)).rows == ()
    assert desk.daria.name not in {one.name for one in selectors.who_looked(elsewhere, Asked()).staff}


def test_no_member_of_staff_is_counted_or_compared(desk: Desk, inspector: Viewer) -> None:
    """Who did most stands where the alphabet puts them, with nothing beside the name; rows go by time alone."""
    page, address = browser(inspector), reverse("oversight:looks")

    def staff() -> list[str]:
        return re.findall(
            r"<option[^>]*>\s*([^<]+?)\s*</option>", page.get(address).content.decode().partition("</select>")[0]
        )

    before = staff()
    for _ in range(3):
        reporting.report(desk.daria, desk.report(desk.bakyt))
    assert staff() == before
    assert before[1:] == sorted(before[1:])
    assert {desk.daria.name, desk.bakyt.name} <= set(before)
    found = selectors.who_looked(inspector, Asked()).rows
    assert [row.number for row in found] == sorted((row.number for row in found), reverse=True)


def test_content_is_read_from_there_only_for_a_recorded_reason(desk: Desk, inspector: Viewer) -> None:
    stated = services.state_reason(desk.daria, "мечеть", case="14/2030", reason="It stands in the judgment.")
    search.find(desk.daria, Search("мечеть"), stated=stated)
    rows = selectors.who_looked(inspector, Asked(operation=words.PROTECTED)).rows
    assert [row.protected for row in rows] == [stated, stated]
    page = browser(inspector)
    address = reverse("oversight:searched", args=[stated])
    assert "мечеть" not in page.get(reverse("oversight:looks")).content.decode()
    assert "мечеть" not in page.get(address).content.decode()
    before = Entry.objects.count()
    assert page.post(address, {"reason": "because"}).status_code == 422
    assert Entry.objects.count() == before
    answer = page.post(address, {"reason": "Whether the search was lawful."})
    assert "мечеть" in answer.content.decode()
    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.reason, entry.records) == (
        "Whether the search was lawful.",
        [["search.protectedsearch", stated]],
    )


def test_a_search_shows_its_commitment_to_nobody(desk: Desk, inspector: Viewer) -> None:
    search.find(desk.daria, Search("bread"))
    row = selectors.who_looked(inspector, Asked()).rows[0]
    assert row.reason == "Searched"


@pytest.mark.parametrize(
    "typed", ["record=%00%27", "record=" + "x" * 40, "day=yesterday", "operation=all", "staff=me", "before=-1"]
)
def test_bad_input_gets_an_answer_that_says_what_to_do(desk: Desk, inspector: Viewer, typed: str) -> None:
    answer = browser(inspector).get(f"{reverse('oversight:looks')}?{typed}")
    assert answer.status_code in {200, 422}


def test_pages_follow_one_another_without_gap_or_repetition(desk: Desk, inspector: Viewer) -> None:
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    reader = posted("Reader", Role.INTELLIGENCE, **here)
    ref = desk.report(desk.aigerim)
    for _ in range(PAGE + 7):
        reporting.report(reader, ref)
    asked = Asked(staff=reader.staff_ref)
    first = selectors.who_looked(inspector, asked)
    assert first.older is not None
    second = selectors.who_looked(inspector, replace(asked, before=first.older))
    numbers = [row.number for row in (*first.rows, *second.rows)]
    assert len(first.rows) == PAGE
    assert numbers == sorted(set(numbers), reverse=True)
    assert second.older is None
