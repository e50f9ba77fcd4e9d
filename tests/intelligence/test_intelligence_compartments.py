"""Compartments: who is not in one sees nothing of what lies in it, anywhere, as if it did not exist."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest
from django.db import DatabaseError, transaction

from desk_at_northfield import Desk, body, browser, posted
from rapport.access import compartments
from rapport.access.algebra import Refused
from rapport.access.models import Posting, Role
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import StatementInput
from rapport.intelligence.models import Item
from rapport.intelligence.values import ItemValue
from rapport.reporting import selectors as reporting
from rapport.search.selectors import find
from rapport.search.values import Search


class Closed(NamedTuple):
    """A compartment, who of the desk is in it, and two items of one man: one open, one in it."""

    desk: Desk
    ref: str
    inside: Viewer
    head: Viewer
    open_item: ItemValue
    item: ItemValue
    report: str


def cleared(viewer: Viewer, ref: str) -> Viewer:
    """The same person, with a posting that is cleared for this compartment."""
    posting = Posting.unfiltered.get(pk=viewer.posting_id)
    posting.compartments = [ref]
    posting.save(update_fields=["compartments"])
    return viewer_for(posting)


@pytest.fixture
def closed(desk: Desk) -> Closed:
    made = compartments.open_compartment(Steward(purpose="test"), desk.prison.service, "Gate")
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    inside = cleared(posted("Erlan Kasymov", Role.INTELLIGENCE, **here), made.ref)
    open_item = desk.item(desk.report(desk.aigerim))
    report = desk.report(desk.bakyt, seen="Lasko spoke to the driver at the gate, twice.")
    item = replace(desk, daria=inside).item(
        report, text="He spoke to a driver twice at one door.", compartment=made.ref
    )
    return Closed(
        desk, made.ref, inside, cleared(posted("Deputy", Role.GOVERNOR, **here), made.ref), open_item, item, report
    )


def test_who_is_not_in_a_compartment_finds_nothing_of_what_lies_in_it_anywhere(closed: Closed) -> None:
    desk, daria, inside = closed.desk, closed.desk.daria, closed.inside
    assert closed.item.compartment == "Gate"
    both = [closed.open_item.ref, closed.item.ref]
    link = services.link(inside, both, person_ref=desk.people[0], reason="One man.")
    note = replace(desk, daria=inside).note(closed.open_item, closed.item, by=inside)
    for viewer in (daria, desk.nurlan):
        assert [one.ref for one in selectors.items(viewer)] == [closed.open_item.ref]
        assert [one.ref for one in selectors.shelf(viewer, desk.people[0]).items] == [closed.open_item.ref]
        assert selectors.links_of(viewer, [closed.open_item.ref]) == []
        assert selectors.notes(viewer) == []
        fates = selectors.fates_of(viewer, [closed.open_item.report_ref, closed.report])
        assert ([one.ref for one in fates.items], fates.links, fates.notes) == ([closed.open_item.ref], {}, {})
        found = find(viewer, Search("driver"))
        assert (found.hits, found.total) == ((), 0)
        for act in (
            lambda who: selectors.item(who, closed.item.ref),
            lambda who: selectors.note(who, note.ref),
            lambda who: selectors.origins(who, both),
            lambda who: services.link(who, both, person_ref=desk.people[0], reason="One man."),
        ):
            with pytest.raises(Refused) as refused:
                act(viewer)
            assert not refused.value.exists
    with pytest.raises(Refused) as gone:
        reporting.report(daria, closed.report)
    assert not gone.value.exists
    assert selectors.items_of_report(daria, closed.report) == []
    assert {one.ref for one in selectors.items(inside)} == set(both)
    assert selectors.origins(inside, both) == 2
    assert [one.ref for one in selectors.links_of(inside, [closed.item.ref])] == [link.ref]
    fates = selectors.fates_of(inside, [closed.open_item.report_ref, closed.report])
    assert (fates.links, fates.notes) == ({link.ref: set(both)}, {note.ref: set(both)})
    assert {one.kind for one in find(inside, Search("driver")).hits} == {"reporting.report", "intelligence.item"}
    page = browser(inside).get(f"/desk/items/{closed.item.ref}/")
    assert "Gate" in page.content.decode()
    hidden, missing = (browser(daria).get(f"/desk/items/{ref}/") for ref in (closed.item.ref, "222-22222"))
    assert (hidden.status_code, body(hidden, closed.item.ref)) == (404, body(missing, "222-22222"))


def test_what_lies_in_a_compartment_reaches_no_head_who_is_not_in_it_and_no_briefing(closed: Closed) -> None:
    desk, inside = closed.desk, closed.inside
    note = replace(desk, daria=inside).note(closed.item, by=inside)
    services.hand_to_governor(inside, note.ref)
    assert [one.ref for one in selectors.handed(closed.head)] == [note.ref]
    assert selectors.handed(desk.asel) == []
    with pytest.raises(Refused):
        selectors.note(desk.asel, note.ref)
    briefing = selectors.briefing(inside, services.draft_briefing(inside))
    said = [line.item_ref for line in briefing.lines]
    assert closed.open_item.ref in said
    assert closed.item.ref not in said
    Posting.unfiltered.filter(pk=closed.head.posting_id).update(compartments=[])
    again = replace(desk, daria=inside).note(closed.item, by=inside)
    with pytest.raises(Incomplete) as nobody:
        services.hand_to_governor(inside, again.ref)
    assert nobody.value.code == "no_head_cleared"


def test_only_whoever_is_in_a_compartment_puts_an_item_there_and_it_is_not_taken_out(closed: Closed) -> None:
    desk, ref = closed.desk, closed.ref
    with pytest.raises(Incomplete):
        desk.item(desk.report(desk.aigerim), compartment=ref)
    with pytest.raises(Incomplete) as two:
        open_note = desk.note(closed.open_item)
        in_it = viewer_for(Posting.unfiltered.get(pk=closed.inside.posting_id))
        services.rewrite_note(
            in_it,
            open_note.ref,
            title="Bread",
            statements=[StatementInput("fact", "He spoke to a driver.", [closed.item.ref])],
            innocent="He may know him.",
        )
    assert two.value.code == "another_compartment"
    with pytest.raises(DatabaseError), transaction.atomic():
        Item.unfiltered.filter(ref=closed.item.ref).update(compartment="")
    Posting.unfiltered.filter(service=desk.prison.service).update(compartments=[])
    made = compartments.Compartment.unfiltered.get(ref=ref)
    with pytest.raises(compartments.StillUsed):
        compartments.close_compartment(Steward(purpose="test"), made)


def test_the_form_asks_for_a_compartment_only_whoever_is_in_one_and_chooses_none_beforehand(closed: Closed) -> None:
    report = closed.desk.report(closed.desk.aigerim)
    outside, inside = (
        browser(viewer).get(f"/desk/{report}/").content.decode() for viewer in (closed.desk.daria, closed.inside)
    )
    assert 'name="compartment"' not in outside
    assert inside.count('name="compartment"') == 2
    assert "checked" not in inside
