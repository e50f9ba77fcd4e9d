"""Links between items, notes from a few of them, and what reaches the governor."""

import pytest

from desk_at_northfield import Desk
from rapport.access.algebra import Refused
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import StatementInput
from rapport.intelligence.models import Link, Note
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because

TOLD = {"told": "That Orlov owes for two phone cards."}


def test_it_works(desk: Desk) -> None:
    items = [desk.item(desk.report(desk.aigerim)), desk.item(desk.report(desk.bakyt))]
    link = services.link(desk.daria, [one.ref for one in items], person_ref=desk.people[0], reason="The same bench.")
    note = desk.note(*items)
    assert link.item_refs == tuple(one.ref for one in items)
    assert (note.origins, [one.kind for one in note.statements]) == (2, ["fact", "judgement"])
    assert Entry.objects.filter(operation="combination").count() == 2


def test_items_are_linked_only_through_somebody_whom_both_name(desk: Desk) -> None:
    lasko, orlov = desk.people[:2]
    one = desk.item(desk.report(desk.aigerim, people=[lasko, orlov]), about=[lasko, orlov])
    other = desk.item(desk.report(desk.bakyt, people=[lasko]), about=[lasko])
    refs = [one.ref, other.ref]
    for wrong in (
        {"item_refs": refs, "person_ref": orlov, "reason": "Same bench."},
        {"item_refs": refs, "person_ref": lasko, "reason": " "},
        {"item_refs": [one.ref, one.ref], "person_ref": lasko, "reason": "Same bench."},
    ):
        with pytest.raises(Incomplete):
            services.link(desk.daria, wrong.pop("item_refs"), **wrong)  # type: ignore[arg-type]
    assert not Link.unfiltered.exists()


def test_three_items_of_what_one_report_tells_are_one_origin_in_a_note(desk: Desk) -> None:
    report = desk.report(desk.aigerim, **TOLD)
    items = [desk.item(report, kind="told", information="4") for _ in range(3)]
    assert desk.note(*items).origins == 1
    assert selectors.origins(desk.daria, [one.ref for one in items]) == 1


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"title": ""}, "title"), ({"innocent": " "}, "innocent"), ({"statements": []}, "statements")],
)
def test_no_note_without_a_title_its_statements_and_the_innocent_explanations(
    desk: Desk, missing: dict[str, object], field: str
) -> None:
    item = desk.item(desk.report(desk.aigerim))
    with pytest.raises(Incomplete) as refused:
        desk.note(item, **missing)
    assert refused.value.field == field
    assert not Note.unfiltered.exists()


def test_a_note_may_not_cite_what_its_writer_may_not_see(desk: Desk, elsewhere: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    for cited in (item.ref, "ZZZ-ZZZZ"):
        with pytest.raises(Refused) as missing:
            elsewhere.note(statements=[StatementInput("fact", "Bread.", [cited])])
        assert (missing.value.code, missing.value.exists) == ("no_such_record", False)


def test_a_note_stays_within_one_prison(desk: Desk, elsewhere: Desk) -> None:
    from rapport.access.viewers import again

    here, there = desk.item(desk.report(desk.aigerim)), elsewhere.item(elsewhere.report(elsewhere.bakyt))
    with pytest.raises(Incomplete) as refused:
        desk.note(here, there, by=again(desk.nurlan))
    assert refused.value.code == "several_establishments"


def test_the_governor_reads_a_note_once_it_is_handed_over_and_not_before(desk: Desk) -> None:
    note = desk.note(desk.item(desk.report(desk.aigerim)))
    assert selectors.handed(desk.asel) == []
    assert not Note.objects.visible_to(desk.asel).exists()
    for asked in (note.ref, "ZZZ-ZZZZ"):
        with pytest.raises(Refused) as missing:
            selectors.note(desk.asel, asked)
        assert (missing.value.code, missing.value.exists) == ("no_such_record", False)
    services.hand_to_governor(desk.daria, note.ref)
    assert [one.ref for one in selectors.handed(desk.asel)] == [note.ref]
    assert selectors.note(desk.asel, note.ref).title == note.title


def test_the_governor_reads_no_item_outside_a_note_and_no_raw_report(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    desk.handed_note(item)
    for look in (
        lambda: selectors.item(desk.asel, item.ref),
        lambda: services.evaluate(desk.asel, item.report_ref, kind="seen", text="", source="", source_reason="",
                                  information="", information_reason="", handling="", obtained=""),
    ):  # fmt: skip
        with pytest.raises(Refused) as missing:
            look()
        assert not missing.value.exists
    assert selectors.items(desk.asel) == []


def test_the_governor_of_another_prison_learns_nothing_of_a_note(desk: Desk, elsewhere: Desk) -> None:
    note = desk.handed_note()
    with pytest.raises(Refused):
        selectors.note(elsewhere.asel, note.ref)
    assert selectors.handed(elsewhere.asel) == []
    assert selectors.notes(elsewhere.asel) == []


def test_what_is_rewritten_lies_before_the_governor_only_when_it_is_handed_over_again(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    fields = {"statements": [StatementInput("fact", "Bread.", [item.ref])], "innocent": "He shares.", "gaps": ""}
    services.rewrite_note(desk.daria, note.ref, title="Second thoughts", **fields)  # type: ignore[arg-type]
    assert selectors.note(desk.daria, note.ref).title == "Second thoughts"
    assert selectors.note(desk.asel, note.ref).title == note.title
    services.hand_to_governor(desk.daria, note.ref)
    assert selectors.note(desk.asel, note.ref).title == "Second thoughts"


def test_only_its_writer_hands_a_note_over_and_only_once(desk: Desk) -> None:
    note = desk.note(desk.item(desk.report(desk.aigerim)))
    with pytest.raises(Refused) as refused:
        services.hand_to_governor(desk.nurlan, note.ref)
    assert refused.value.code == "writer"
    services.hand_to_governor(desk.daria, note.ref)
    with pytest.raises(Incomplete):
        services.hand_to_governor(desk.daria, note.ref)


def test_handing_over_is_entered_as_a_disclosure_to_the_governor(desk: Desk) -> None:
    note = desk.handed_note()
    entry = Entry.objects.get(operation="disclosure")
    assert (entry.records, entry.to) == ([["intelligence.note", note.ref]], because("to.governor"))


def test_reading_a_note_is_entered_with_all_that_it_shows(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    selectors.note(desk.asel, note.ref)
    looked = Entry.objects.latest("pk")
    assert (looked.operation, looked.staff) == ("consultation", desk.asel.staff_ref)
    assert looked.records == [
        ["intelligence.note", note.ref],
        ["intelligence.item", item.ref],
        ["register.person", desk.people[0]],
    ]


def test_what_became_of_a_report_names_its_items_links_and_notes(desk: Desk) -> None:
    graded, silent = desk.report(desk.aigerim), desk.report(desk.aigerim)
    items = [desk.item(graded), desk.item(desk.report(desk.bakyt))]
    link = services.link(desk.daria, [one.ref for one in items], person_ref=desk.people[0], reason="The same bench.")
    note = desk.note(items[0])
    fate = selectors.fate_of(desk.daria, graded)
    assert (fate.graded, fate.linked, fate.notes) == ((items[0].ref,), (link.ref,), (note.ref,))
    assert selectors.fate_of(desk.daria, silent) == selectors.fate_of(desk.daria, "ZZZ-ZZZZ")
    assert selectors.fate_of(desk.daria, silent).graded == ()


def test_items_about_somebody_can_be_narrowed_to_the_last_days(desk: Desk) -> None:
    from desk_at_northfield import later

    item = desk.item(desk.report(desk.aigerim))
    in_a_week = later(desk.daria, days=7)
    assert [one.ref for one in selectors.items_about(in_a_week, desk.people[0])] == [item.ref]
    assert selectors.items_about(in_a_week, desk.people[0], within_days=3) == []
    assert selectors.items_about(in_a_week, desk.people[1]) == []
