"""Copies carry their conditions: whoever was handed something is told what changed since, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from desk_at_northfield import Desk, body, browser, later, posted
from rapport.access import copies
from rapport.access.algebra import Refused
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.conference import selectors as conference
from rapport.conference import services as deciding
from rapport.intelligence import selectors, services
from rapport.intelligence.inputs import GradeInput, TellingInput
from rapport.intelligence.models import HandedTo, Item
from rapport.ledger.models import Entry
from rapport.oversight import services as oversight
from rapport.reporting import corrections, queueing
from rapport.reporting import services as reporting
from rapport.reporting.models import Acknowledgement

WEAKER = GradeInput("C", "He wrote of another day.", "4", "The light was poor.", "H0")
HERE = GradeInput("B", "As before.", "1", "As before.", "H2", "Ask the desk first")


def told(viewer: Viewer) -> list[str]:
    """What stands on this reader's first page of what changed, one line each, without references."""
    return [str(change) for one in corrections.to_read(viewer) for change in one.changes]


def test_a_governor_is_told_what_changed_in_a_note_and_the_desk_sees_who_read_it(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    assert told(desk.asel) == []
    asel, daria = later(desk.asel, hours=2), later(desk.daria, hours=1)
    services.regrade(daria, item.ref, WEAKER, why="He was asked again.")
    assert told(asel) == [f"Item {item.ref} was graded anew: B1 (4x4) before, now C4 (4x4)."]
    mine = selectors.note_corrected(later(desk.daria, hours=2), note.ref)
    assert mine is not None
    assert [(one.name, one.at) for each in mine.told for one in each.reads] == [("Asel Osmonova", None)]

    keys = [change.key for change in corrections.to_read(asel)[0].changes]
    assert reporting.acknowledge(asel, "intelligence.note", note.ref, changes=keys) == 1
    assert reporting.acknowledge(asel, "intelligence.note", note.ref, changes=keys) == 0
    assert told(asel) == []
    assert [(one.name, one.at) for each in selectors.note_corrected(daria, note.ref).told for one in each.reads] == [  # type: ignore[union-attr]
        ("Asel Osmonova", asel.now())
    ]
    entered = Entry.objects.filter(operation="collection", staff=asel.staff_ref).last()
    assert entered is not None
    assert ["intelligence.note", note.ref] in entered.records

    reporting.add_addendum(later(desk.aigerim, hours=3), item.report_ref, "It was Tuesday.")
    assert told(later(desk.asel, hours=4)) == [
        f"The officer added to the report behind item {item.ref}. The desk says whether that changes the item."
    ]


def test_only_what_stood_on_the_page_is_acknowledged_and_only_by_whoever_has_the_copy(
    desk: Desk, elsewhere: Desk
) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    services.regrade(later(desk.daria, hours=1), item.ref, WEAKER, why="He was asked again.")
    asel = later(desk.asel, hours=2)
    keys = [change.key for change in corrections.to_read(asel)[0].changes]
    services.regrade(later(desk.daria, hours=3), item.ref, GradeInput("B", "a", "1", "b", "H0"), why="Heard again.")
    asel = later(desk.asel, hours=4)
    reporting.acknowledge(asel, "intelligence.note", note.ref, changes=keys)
    assert told(asel) == [f"Item {item.ref} was graded anew: C4 (4x4) before, now B1 (4x4)."]
    for other, ref in ((elsewhere.asel, note.ref), (desk.nurlan, note.ref), (asel, "ZZZ-ZZZZ")):
        with pytest.raises(Refused) as missing:
            reporting.acknowledge(other, "intelligence.note", ref, changes=keys)
        assert (missing.value.code, missing.value.exists) == ("no_such_record", False)


def test_what_was_acknowledged_is_never_changed_and_never_taken_away(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    services.regrade(later(desk.daria, hours=1), item.ref, WEAKER, why="He was asked again.")
    asel = later(desk.asel, hours=2)
    keys = [change.key for change in corrections.to_read(asel)[0].changes]
    reporting.acknowledge(asel, "intelligence.note", note.ref, changes=keys)
    made = Acknowledgement.unfiltered.get()
    for act in (
        lambda: Acknowledgement.unfiltered.filter(pk=made.pk).update(change="0" * 16),
        lambda: Acknowledgement.unfiltered.filter(pk=made.pk).update(by=desk.daria.staff_id),
        lambda: Acknowledgement.unfiltered.filter(pk=made.pk)._raw_delete("default"),
        lambda: HandedTo.unfiltered.update(staff=desk.daria.staff_id),
        lambda: connection.cursor().execute("UPDATE access_marking SET mark = 'freed'"),
    ):
        oversight_marks(desk, item.ref)
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            act()
    assert Acknowledgement.unfiltered.filter(pk=made.pk, change=keys[0], by=asel.staff_id).exists()


def oversight_marks(desk: Desk, item_ref: str) -> None:
    """Let there be a dated restriction to be tampered with."""
    if not Item.unfiltered.get(ref=item_ref).restricted:
        oversight.restrict(desk.daria, "intelligence.item", item_ref, reason="To be looked into.")


def test_what_is_restricted_withdrawn_or_erased_is_told_and_says_nothing_of_why(desk: Desk) -> None:
    first, second = (desk.item(desk.report(by)) for by in (desk.aigerim, desk.bakyt))
    note, other = desk.handed_note(first), desk.handed_note(first, second)
    daria, asel = later(desk.daria, hours=1), later(desk.asel, hours=2)
    oversight.restrict(daria, "intelligence.note", note.ref, reason="He disputes it.")
    services.pass_on(daria, second.report_ref, road="outside", words="He had a broken finger.")
    said = {one.ref: [str(change) for change in one.changes] for one in corrections.to_read(asel)}
    assert said[note.ref] == ["It is restricted: nobody works with it, nor with copies of it, until that is lifted."]
    assert said[other.ref] == [
        f"A statement rested on what may not be used any more (item {second.ref}). It says nothing any more."
    ]
    assert "finger" not in str(said)
    assert {one.ref: one.address for one in corrections.to_read(asel)}[note.ref] == ""
    oversight.free(later(desk.daria, hours=3), "intelligence.note", note.ref, reason="It was looked into.")
    again = {one.ref: [str(change) for change in one.changes] for one in corrections.to_read(later(desk.asel, hours=4))}
    assert again[note.ref] == [*said[note.ref], "The restriction is lifted: it may be worked with again."]
    due = later(desk.daria, days=200)
    oversight.erase_at_review(due, "intelligence.item", first.ref)
    gone = [one for one in corrections.to_read(later(desk.asel, days=201)) if one.ref in {note.ref, other.ref}]
    assert [(one.address, [str(change) for change in one.changes]) for one in gone] == [
        ("", ["It was erased with all that it rested on. Destroy every copy and note that you made of it."])
    ] * 2


def test_two_items_found_to_be_one_telling_are_told_as_fewer_origins(desk: Desk) -> None:
    told_twice = {"told": "That Orlov owes for two phone cards."}
    reports = [desk.report(by, **told_twice) for by in (desk.aigerim, desk.bakyt)]
    items = [desk.item(ref, kind="told", information="4") for ref in reports]
    for one in items:
        assert one.origin
    note = desk.handed_note(*items)
    third = desk.item(desk.report(desk.aigerim))
    lone = desk.handed_note(third)
    _one_telling(later(desk.daria, hours=1), reports)
    asel = later(desk.asel, hours=2)
    assert [(one.ref, [str(each) for each in one.changes]) for one in corrections.to_read(asel)] == [
        (note.ref, ["It counted 2 independent origins. They are 1: two items are one telling."])
    ]
    assert lone.ref not in {one.ref for one in copies.received(asel)}


def _one_telling(viewer: Viewer, reports: list[str]) -> None:
    services.judge_one_telling(viewer, reports[1], [TellingInput("told", reports[0], "told")], reason="Same words.")


def test_nobody_is_told_of_a_note_that_rests_on_a_report_about_themselves(desk: Desk) -> None:
    from rapport.reporting.models import Report, ReportSubject

    report = desk.report(desk.aigerim)
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=report), staff_id=desk.asel.staff_id)
    item = desk.item(report)
    note = desk.handed_note(item)
    assert not HandedTo.unfiltered.filter(handing__note__ref=note.ref).exists()
    services.regrade(later(desk.daria, hours=1), item.ref, WEAKER, why="He was asked again.")
    assert copies.received(later(desk.asel, hours=2)) == []


def test_a_hidden_report_changes_nobodys_corrections(desk: Desk) -> None:
    """What the note does not cite, and what its reader may not see, leaves their pages as they were, to the byte."""
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    services.regrade(later(desk.daria, hours=1), item.ref, WEAKER, why="He was asked again.")
    client = browser(desk.asel)
    pages = ("/decisions/", f"/decisions/{note.ref}/", "/reports/handed-on/")
    before = [body(client.get(page)) for page in pages]  # type: ignore[arg-type]
    hidden = desk.item(desk.report(desk.bakyt, seen="Lasko gave Orlov a card at the gate."))
    services.regrade(later(desk.daria, hours=2), hidden.ref, WEAKER, why="He was asked again.")
    reporting.add_addendum(later(desk.bakyt, hours=2), hidden.report_ref, "It was Tuesday.")
    assert [body(client.get(page)) for page in pages] == before  # type: ignore[arg-type]


def test_a_decision_shows_what_changed_in_its_note_since(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    today = desk.asel.now().date()
    fields = {"grounds": "The note.", "review_on": today, "ends_on": today + timedelta(days=1)}
    made = deciding.decide(later(desk.asel, hours=1), note_ref=note.ref, outcome="no_action", measures=[], **fields)  # type: ignore[arg-type]
    assert made.corrections == ()
    services.regrade(later(desk.daria, hours=2), item.ref, HERE, why="Its provider asked for it.")
    asel = later(desk.asel, hours=3)
    assert [str(one) for one in conference.decision(asel, made.ref).corrections] == [
        f"How far item {item.ref} may go has changed. Now: Stays in this prison; ask first (Ask the desk first). "
        "Before: May go to partners by law."
    ]


def test_an_item_that_was_opened_to_analysts_tells_them_when_it_changes(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim), handling="H2", conditions="Ask the desk first.")
    services.permit(desk.daria, item.ref, reach="service", reason="The region asks.", days=30)
    services.regrade(
        later(desk.daria, hours=1), item.ref, GradeInput("C", "a", "4", "b", "H2", "Ask the desk first."), why="Asked."
    )
    nurlan = later(desk.nurlan, hours=2)
    assert told(nurlan) == [f"Item {item.ref} was graded anew: B1 (4x4) before, now C4 (4x4)."]
    keys = [change.key for change in corrections.to_read(nurlan)[0].changes]
    reporting.acknowledge(nurlan, "intelligence.item", item.ref, changes=keys)
    given = corrections.handed_on(later(desk.daria, hours=3)).given
    assert [(one.name, one.at) for each in given[0].told for one in each.reads] == [("Nurlan Kim", nurlan.now())]
    oversight.restrict(later(desk.daria, hours=4), "intelligence.item", item.ref, reason="He disputes it.")
    assert told(later(desk.nurlan, hours=5)) == [
        "It is restricted: nobody works with it, nor with copies of it, until that is lifted."
    ]


def test_a_matter_passed_on_tells_its_reader_what_was_added_and_nobody_inside_of_what_left(
    desk: Desk,
) -> None:
    outside = posted("Ines Duval", Role.COMPLAINTS, service=desk.prison.service)
    refs = {
        road: (report, services.pass_on(desk.daria, report, road=road, words="The tap of cell 3 drips."))
        for road in ("maintenance", "outside")
        for report in [desk.report(desk.aigerim)]
    }
    for report, _passing in refs.values():
        reporting.add_addendum(later(desk.aigerim, hours=1), report, "It ran over.")
    asel, ines = later(desk.asel, hours=2), replace(outside, clock_now=later(desk.asel, hours=2).now())
    assert [(one.ref, str(one.changes[0])) for one in corrections.to_read(asel)] == [
        (
            refs["maintenance"][1],
            "The officer added to the report behind it. Ask the desk whether these words still hold.",
        )
    ]
    assert [(one.ref, str(one.changes[0])) for one in corrections.to_read(ines)] == [
        (refs["outside"][1], "The officer added to the report. Read it again.")
    ]
    assert [one.copy.ref for one in corrections.handed_on(later(desk.daria, hours=2)).given] == [refs["maintenance"][1]]
    oversight.restrict(asel, "reporting.passing", refs["maintenance"][1], reason="It is disputed.")
    assert queueing.passings(asel) == []
    assert told(later(desk.asel, hours=3))[-1] == (
        "It is restricted: nobody works with it, nor with copies of it, until that is lifted."
    )
