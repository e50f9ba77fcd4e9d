"""Compartments: who is not in one sees nothing of what lies in it, anywhere, as if it did not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Q

from behind_walls import behind_walls
from desk_at_northfield import Desk, body, browser, later, posted
from rapport.access import compartments, walls
from rapport.access.algebra import Refused
from rapport.access.models import Posting, Role
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.conference import services as conference
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import StatementInput
from rapport.intelligence.models import Item, Moving
from rapport.intelligence.values import ItemValue, NoteValue
from rapport.reporting import corrections, owing
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.search.models import Entry
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
    hits = {one.kind: one for one in find(inside, Search("driver")).hits}
    assert hits.keys() == {"reporting.report", "intelligence.item"}
    assert "only in Gate" in hits["intelligence.item"].notes
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
    counted = owing.late(later(inside, days=9), readers=()), owing.waited(later(desk.asel, days=9)).count
    assert (counted, owing.waited(later(closed.head, days=9)).count) == ((1, 1), 2)
    Posting.unfiltered.filter(pk=closed.head.posting_id).update(compartments=[])
    again = replace(desk, daria=inside).note(closed.item, by=inside)
    with pytest.raises(Incomplete) as nobody:
        services.hand_to_governor(inside, again.ref)
    assert nobody.value.code == "no_head_cleared"


def test_only_whoever_is_in_a_compartment_puts_an_item_there_or_takes_it_out(
    closed: Closed,
) -> None:
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


def alone(viewer: Viewer) -> Viewer:
    """The same viewer, of whom alone the second wall knows from now on."""
    walls.forget()
    walls.admit(viewer)
    return viewer


def decided(desk: Desk, note: NoteValue) -> None:
    day = desk.asel.now().date()
    conference.decide(
        desk.asel,
        note_ref=note.ref,
        outcome="no_action",
        grounds="The note, items 1 and 2.",
        necessity="Talking to both did not end it.",
        proportionality="The mildest.",
        alternatives="A talk.",
        review_on=day + timedelta(days=5),
        ends_on=day + timedelta(days=10),
    )


def seen_outside(closed: Closed) -> dict[str, object]:
    """All that the desk, the analyst and the governor who are in no compartment are shown."""
    desk = closed.desk
    seen: dict[str, object] = {}
    for viewer in (desk.daria, desk.nurlan, desk.asel):
        who = viewer.staff_ref
        alone(viewer)
        seen[f"{who} notes"] = selectors.notes(viewer)
        seen[f"{who} found"] = find(viewer, Search("driver"))
        if viewer.holds(Role.GOVERNOR):
            seen[f"{who} handed"] = selectors.handed(viewer)
            seen[f"{who} decisions"] = [body(browser(viewer).get("/decisions/"))]
            seen[f"{who} waited for"] = owing.waited(later(alone(viewer), days=9))
            continue
        items = selectors.items(viewer)
        seen[f"{who} items"] = items
        seen[f"{who} links"] = selectors.links_of(viewer, [one.ref for one in items])
        seen[f"{who} shelf"] = selectors.shelf(viewer, desk.people[0])
        for address in ("/desk/items/", f"/desk/items/{closed.open_item.ref}/", "/desk/notes/", "/desk/labels/"):
            seen[f"{who} {address}"] = body(browser(viewer).get(address))
    seen["queue"] = [one.ref for one in reporting.waiting(alone(desk.daria))]
    return seen


def as_if_never(closed: Closed, note: NoteValue) -> dict[str, object]:
    """What they are shown, but for this: the governor, who was handed the note, is told that it was closed to them."""
    seen = seen_outside(closed)
    key = f"{closed.desk.asel.staff_ref} decisions"
    (page,) = seen[key]  # type: ignore[misc]
    assert page.count("It lies where you are not cleared any more.") == 1
    assert note.ref in page
    assert not any(words in page for words in ("driver", "The note, items 1 and 2.", "Bread on landing 1"))
    return {**seen, key: []}


def in_the_index(closed: Closed, item: ItemValue) -> set[str]:
    """In which compartment the entries of an item and of its report lie, that the second wall compares."""
    alone(closed.inside)
    keys = Item.unfiltered.filter(ref=item.ref).values_list("pk", "report_id").get()
    entries = Entry.unfiltered.filter(
        Q(kind="intelligence.item", record_id=keys[0]) | Q(kind="reporting.report", record_id=keys[1])
    )
    found = list(entries.values_list("compartment", flat=True))
    assert len(found) == 2
    return set(found)


def test_an_item_that_is_put_into_a_compartment_later_is_as_if_it_had_never_been_made(closed: Closed) -> None:
    """With its report, its link, the note before the governor and what was decided on it; and it all comes back."""
    desk, inside = closed.desk, closed.inside
    never = seen_outside(closed)
    report = desk.report(desk.bakyt, seen="Lasko asked the driver for a day, at the second door.")
    item = desk.item(report, text="He asked a driver for a day.", kind="seen")
    link = services.link(desk.daria, [closed.open_item.ref, item.ref], person_ref=desk.people[0], reason="One man.")
    note = desk.handed_note(closed.open_item, item)
    decided(desk, note)
    in_the_open = seen_outside(closed)
    assert {key for key in never if never[key] != in_the_open[key]} >= {
        f"{desk.daria.staff_ref} found",
        f"{desk.daria.staff_ref} items",
        f"{desk.daria.staff_ref} links",
        f"{desk.asel.staff_ref} handed",
        f"{desk.asel.staff_ref} decisions",
    }
    with behind_walls():
        services.move(alone(inside), item.ref, compartment=closed.ref, reason="The driver is looked at by others too.")
        assert as_if_never(closed, note) == {**never, f"{desk.asel.staff_ref} decisions": []}
        assert in_the_index(closed, item) == {closed.ref}
        for act in (selectors.item, selectors.item_page):
            with pytest.raises(Refused) as refused:
                act(alone(desk.daria), item.ref)
            assert not refused.value.exists
        with pytest.raises(Refused):
            reporting.report(desk.daria, report)
        assert reporting.report(alone(desk.bakyt), report).ref == report
        assert {one.kind for one in find(desk.bakyt, Search("driver")).hits} == {"reporting.report"}
        assert selectors.item(alone(inside), item.ref).compartment == "Gate"
        assert [one.ref for one in selectors.links_of(inside, [item.ref])] == [link.ref]
        assert [one.ref for one in selectors.handed(alone(closed.head))] == [note.ref]
        page = browser(inside).get(f"/desk/items/{item.ref}/").content.decode()
        assert "The driver is looked at by others too." in page
        services.move(alone(inside), item.ref, compartment="", reason="Nothing came of it.")
        assert seen_outside(closed) == in_the_open
        assert in_the_index(closed, item) == {""}
        page = browser(desk.daria).get(f"/desk/items/{item.ref}/").content.decode()
        assert not [said for said in ("Gate", "looked at by others", "Nothing came of it") if said in page]
    kept = Moving.unfiltered.filter(item__ref=item.ref).order_by("pk").values_list("before", "compartment", "reason")
    assert [(one[0], one[1]) for one in kept] == [("", closed.ref), (closed.ref, "")]


def test_whoever_was_handed_a_note_is_told_each_time_that_it_was_closed_and_not_where_it_went_from_there(
    closed: Closed,
) -> None:
    desk = closed.desk
    other = compartments.open_compartment(Steward(purpose="test"), desk.prison.service, "Roof").ref
    both = posted(
        "Timur Sadykov", Role.INTELLIGENCE, service=desk.prison.service, establishment=desk.prison.establishment
    )
    Posting.unfiltered.filter(pk=both.posting_id).update(compartments=[closed.ref, other])
    both = viewer_for(Posting.unfiltered.get(pk=both.posting_id))
    Posting.unfiltered.filter(pk=closed.head.posting_id).update(compartments=[closed.ref, other])
    note = desk.handed_note(closed.open_item)

    def told(hours: int) -> list[tuple[str, timedelta]]:
        """What the governor has to read by now, with how long after the handing it was; then it is read."""
        asel = later(desk.asel, hours=hours)
        found = [one for one in corrections.to_read(asel) if one.ref == note.ref]
        for one in found:
            reports.acknowledge(asel, "intelligence.note", one.ref, changes={each.key for each in one.changes})
        return [(str(each).split(".")[0], each.at - one.at) for one in found for each in one.changes]

    def move(hours: int, compartment: str) -> None:
        services.move(later(both, hours=hours), closed.open_item.ref, compartment=compartment, reason="The driver.")

    move(1, closed.ref)
    is_closed = "It lies where you are not cleared any more"
    assert told(5) == [(is_closed, timedelta(hours=1))], "when it was closed, not when it was looked at"
    move(6, other)
    assert told(7) == []
    move(8, "")
    assert {words.partition(" ")[0] for words, _ in told(9)} == {"Who"}
    move(10, other)
    assert told(11) == [(is_closed, timedelta(hours=10))]
    deputy = later(viewer_for(Posting.unfiltered.get(pk=closed.head.posting_id)), hours=12)
    [copy] = [one for one in corrections.to_read(deputy) if one.ref == note.ref]
    assert copy.address, "who is cleared for both reads the note still, and is told each time that its readers changed"
    assert [each.at - copy.at for each in copy.changes] == [timedelta(hours=hour) for hour in (1, 6, 8, 10)]
    assert {str(each).partition(":")[0] for each in copy.changes} == {
        f"Who may read item {closed.open_item.ref} has changed"
    }
    reports.acknowledge(deputy, "intelligence.note", note.ref, changes={each.key for each in copy.changes})
    assert corrections.to_read(deputy) == []


def test_what_rests_on_two_compartments_is_read_by_who_is_in_both_and_refused_for_the_sake_of_neither(
    closed: Closed,
) -> None:
    desk, inside = closed.desk, closed.inside
    other = compartments.open_compartment(Steward(purpose="test"), desk.prison.service, "Roof").ref
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    in_roof = cleared(posted("Roza Ilieva", Role.INTELLIGENCE, **here), other)
    both = posted("Timur Sadykov", Role.INTELLIGENCE, **here)
    Posting.unfiltered.filter(pk=both.posting_id).update(compartments=[closed.ref, other])
    both = viewer_for(Posting.unfiltered.get(pk=both.posting_id))
    link = services.link(inside, [closed.open_item.ref, closed.item.ref], person_ref=desk.people[0], reason="One.")
    note = replace(desk, daria=inside).note(closed.open_item, closed.item, by=inside)
    with behind_walls():
        services.move(alone(in_roof), closed.open_item.ref, compartment=other, reason="He is watched on the roof.")
        assert [one.ref for one in selectors.items(alone(desk.daria))] == []
        for viewer, items in ((inside, [closed.item.ref]), (in_roof, [closed.open_item.ref])):
            assert [one.ref for one in selectors.items(alone(viewer))] == items
            assert (selectors.links_of(viewer, items), selectors.notes(viewer)) == ([], [])
            assert [one.kind for one in find(viewer, Search("bread")).hits if one.kind == "intelligence.note"] == []
        assert [one.ref for one in selectors.links_of(alone(both), [closed.item.ref])] == [link.ref]
        assert [one.ref for one in selectors.notes(both)] == [note.ref]
        services.move(alone(both), closed.item.ref, compartment=other, reason="One matter.")
        assert {one.ref for one in selectors.items(alone(in_roof))} == {closed.item.ref, closed.open_item.ref}
        assert selectors.items(alone(inside)) == []
        with pytest.raises(Refused):
            reporting.report(inside, closed.report)
        assert reporting.report(alone(in_roof), closed.report).ref == closed.report


def test_who_moves_an_item_is_cleared_for_both_says_why_and_leaves_no_decision_without_a_reader(closed: Closed) -> None:
    desk, inside = closed.desk, closed.inside
    other = compartments.open_compartment(Steward(purpose="test"), desk.prison.service, "Roof").ref
    for compartment, reason, code in ((other, "Why.", "choose"), (closed.ref, " ", "say"), ("", "Why.", "lies_there")):
        with pytest.raises(Incomplete) as unfit:
            services.move(inside, closed.open_item.ref, compartment=compartment, reason=reason)
        assert unfit.value.code == code
    for viewer, ref in ((desk.daria, closed.item.ref), (desk.nurlan, closed.open_item.ref)):
        with pytest.raises(Refused):
            services.move(viewer, ref, compartment="", reason="Why.")
    note = desk.handed_note(closed.open_item)
    decided(desk, note)
    Posting.unfiltered.filter(pk=closed.head.posting_id).update(compartments=[])
    with pytest.raises(Incomplete) as nobody:
        services.move(inside, closed.open_item.ref, compartment=closed.ref, reason="Why.")
    assert nobody.value.code == "no_head_cleared"
    item = Item.unfiltered.filter(ref=closed.item.ref)
    made = {"before": closed.ref, "compartment": "", "reason": "Forged.", "by_id": inside.staff_id, "at": inside.now()}
    with pytest.raises(DatabaseError), transaction.atomic():
        item.update(compartment=other)
    Moving.unfiltered.create(item=item.get(), **made)
    for forged in (item.update, Moving.unfiltered.all().update):
        with pytest.raises(DatabaseError), transaction.atomic():
            forged(compartment=other)


def test_the_page_of_an_item_lets_whoever_is_in_a_compartment_change_who_knows_of_it(closed: Closed) -> None:
    desk, inside = closed.desk, closed.inside
    address = f"/desk/items/{closed.open_item.ref}/"
    assert "compartment/" not in browser(desk.daria).get(address).content.decode()
    page = browser(inside).get(address).content.decode()
    assert ("Change who knows of it" in page, "checked" in page) == (True, False)
    empty = browser(inside).post(f"{address}compartment/", {"compartment": closed.ref, "reason": ""})
    assert (empty.status_code, "Say what" in empty.content.decode() or "error" in empty.content.decode()) == (422, True)
    kept = browser(inside).post(f"{address}compartment/", {"compartment": closed.ref, "reason": "Others look too."})
    assert kept.status_code == 302
    assert browser(desk.daria).get(address).status_code == 404
    assert browser(desk.daria).post(f"{address}compartment/", {"compartment": "none", "reason": "x"}).status_code == 404


def test_an_open_item_names_no_report_that_was_closed_to_its_reader(closed: Closed) -> None:
    """To an analyst every report is closed: for them nothing differs, so that nothing is told."""
    desk, inside = closed.desk, closed.inside
    report = desk.report(desk.aigerim, seen="Lasko took bread at bench 4. He asked for the key of the gate.")
    bread = desk.item(report)
    read = {who: selectors.item_page(who, bread.ref).report_ref for who in (desk.daria, desk.nurlan)}
    assert set(read.values()) == {report}
    replace(desk, daria=inside).item(report, text="He asked for a key.", compartment=closed.ref)
    assert selectors.item_page(desk.daria, bread.ref).report_ref == ""
    assert selectors.item_page(desk.nurlan, bread.ref).report_ref == report
    assert selectors.item_page(inside, bread.ref).report_ref == report
    assert report not in browser(desk.daria).get(f"/desk/items/{bread.ref}/").content.decode()
    near = desk.report(desk.bakyt)
    assert report not in browser(desk.daria).get(f"/desk/{near}/").content.decode()


def test_the_form_asks_for_a_compartment_only_whoever_is_in_one_and_chooses_none_beforehand(closed: Closed) -> None:
    report = closed.desk.report(closed.desk.aigerim)
    outside, inside = (
        browser(viewer).get(f"/desk/{report}/").content.decode() for viewer in (closed.desk.daria, closed.inside)
    )
    assert 'name="compartment"' not in outside
    assert inside.count('name="compartment"') == 2
    assert "checked" not in inside
