"""From a report to graded items."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from desk_at_northfield import FIT, Desk, browser, later
from rapport.access.algebra import Refused
from rapport.access.models import Staff
from rapport.access.viewers import Viewer, again
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete, NotCorroborated, Ungradable, Unsanitised
from rapport.intelligence.inputs import PersonInput
from rapport.intelligence.models import Grade, Handing, Item, MentionAnswer, Naming, Statement, Version
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.ledger.references import new_reference
from rapport.register.models import Person
from rapport.reporting import selectors as reporting
from rapport.reporting.models import Report, ReportPerson


def copied(one: Item | Grade, **fields: str) -> None:
    """The same item or grade once more, but for these fields, past all services."""
    replaced = one.pk
    one.pk = None
    if isinstance(one, Item):
        one.ref = new_reference()
    else:
        one.replaces_id, one.why = replaced, "Mended."
    for name, value in fields.items():
        setattr(one, name, value)
    one.save(force_insert=True)


HELD = ("held_since", "purpose", "legal_basis", "review_on", "max_until")
TOLD = {"told": "That Orlov owes for two phone cards."}


def test_it_works(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    assert item.grade.scheme_id == "4x4@2017"
    assert [(axis.name, code.code) for axis, code in item.grade.codes] == [
        ("source", "B"),
        ("information", "1"),
        ("handling", "H0"),
    ]
    assert selectors.item(desk.daria, item.ref) == item


def test_what_was_seen_has_the_officer_as_its_origin_and_what_was_told_its_teller(desk: Desk) -> None:
    report = desk.report(desk.aigerim, seen="He paid.", **TOLD)
    seen, told = desk.item(report), desk.item(report, kind="told", information="4")
    value = reporting.report(desk.daria, report)
    assert (seen.origin, told.origin) == (value.author_ref, value.told_origin)
    assert selectors.origins(desk.daria, [seen.ref, told.ref]) == 2


def test_told_and_seen_never_share_an_item(desk: Desk) -> None:
    report = desk.report(desk.aigerim, **TOLD)
    for kind in ("seen", "view", "seen told", ""):
        with pytest.raises(Incomplete):
            desk.item(report, kind=kind)
    item = Item.unfiltered.get(ref=desk.item(report, kind="told", information="4").ref)
    with pytest.raises(IntegrityError, match="seen_or_told"), transaction.atomic():
        copied(item, kind="both")


@pytest.mark.parametrize(
    "missing", ["source_reason", "information_reason", "text", "source", "information", "handling"]
)
def test_nothing_is_kept_without_a_grade_and_a_reason_on_each_axis(desk: Desk, missing: str) -> None:
    report = desk.report(desk.aigerim)
    with pytest.raises(Incomplete) as refused:
        desk.item(report, **{missing: " "})
    assert refused.value.field == missing
    assert not Item.unfiltered.exists()


def test_a_grade_cannot_be_stored_without_its_scheme_or_its_reasons(desk: Desk) -> None:
    desk.item(desk.report(desk.aigerim))
    copied(Item.unfiltered.get())
    for fields, why in (({"obtained": "pressed"}, "rightly_obtained"), ({"origin": ""}, "has_its_author")):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            copied(Item.unfiltered.order_by("pk")[0], **fields)
    for fields, why in (
        ({"scheme": "4x4"}, "names_its_scheme"),
        ({"source": ""}, "each_axis"),
        ({"source_reason": ""}, "with_reasons"),
        ({"information_reason": ""}, "with_reasons"),
        ({"why": ""}, "changed_for_a_reason"),
    ):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            copied(Grade.unfiltered.get(), **fields)


def test_nobody_rewrites_what_was_graded_not_even_in_the_database(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    for rewrite in (
        lambda: Item.unfiltered.update(text="Something else."),
        lambda: Grade.unfiltered.update(source="A"),
        lambda: Grade.unfiltered.all().delete(),
        lambda: Naming.unfiltered.update(category="convicted"),
        lambda: Version.unfiltered.update(title="Another"),
        lambda: Statement.unfiltered.update(likelihood="almost_certain"),
        lambda: Handing.unfiltered.all().delete(),
        lambda: Version.unfiltered.filter(note__ref=note.ref).delete(),
    ):
        with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
            rewrite()
    assert selectors.item(desk.daria, item.ref) == item
    Item.unfiltered.update(disputed=True)


def test_what_may_have_come_by_force_leaves_no_item(desk: Desk) -> None:
    with pytest.raises(Ungradable):
        desk.item(desk.report(desk.aigerim), obtained="pressed")
    assert not Item.unfiltered.exists()


def test_a_wording_with_the_officers_name_is_not_kept(desk: Desk) -> None:
    with pytest.raises(Unsanitised):
        desk.item(desk.report(desk.aigerim), text="Officer Toktosunova saw him take bread.")
    assert not Item.unfiltered.exists()


def test_a_wording_with_the_officers_staff_number_is_not_kept(desk: Desk) -> None:
    number = Staff.unfiltered.get(ref=desk.aigerim.staff_ref).number
    report = desk.report(desk.aigerim)
    for quoted in (number, number.lower().replace("-", " ")):
        with pytest.raises(Unsanitised):
            desk.item(report, text=f"Seen by {quoted} at the bench.")
    assert not Item.unfiltered.exists()
    assert not Entry.objects.filter(reason=because("intelligence.evaluated")).exists()


def test_heard_once_is_not_corroborated_by_hearing_it_again_from_the_same_officer(desk: Desk) -> None:
    desk.item(desk.report(desk.aigerim))
    with pytest.raises(NotCorroborated):
        desk.item(desk.report(desk.aigerim), information="3")


def test_heard_from_a_second_independent_origin_is_corroborated(desk: Desk) -> None:
    desk.item(desk.report(desk.aigerim))
    item = desk.item(desk.report(desk.bakyt, **TOLD), kind="told", information="3")
    assert item.grade.information == "3"


def test_an_item_about_another_man_corroborates_nothing(desk: Desk) -> None:
    desk.item(desk.report(desk.aigerim, people=desk.people[1:2]), about=desk.people[1:2])
    with pytest.raises(NotCorroborated):
        desk.item(desk.report(desk.bakyt), information="3")


def test_whoever_a_report_names_is_other_and_not_assessed_until_an_item_says_more(desk: Desk) -> None:
    lasko, omurov = desk.people[0], desk.people[2]
    orlov = Person.unfiltered.get(ref=desk.people[1]).pk
    ref = desk.report(desk.aigerim, people=[lasko, omurov], seen="One took the bread of another at bench 4.")
    report = Report.unfiltered.get(ref=ref)
    named = ReportPerson.unfiltered.filter(report=report).order_by("pk")
    for one in named:
        assert (one.category, one.purpose, one.legal_basis) == ("other", report.purpose, report.legal_basis)
        assert (one.max_until - one.held_since).days == 365 < (report.max_until - report.held_since).days
    for accuse in (
        lambda: named.update(category="suspected"),
        lambda: ReportPerson.unfiltered.create(
            **{name: getattr(named[0], name) for name in HELD}, report=report, person_id=orlov, category="convicted"
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            accuse()

    def said(viewer: Viewer, address: str) -> str:
        return " ".join(browser(viewer).get(address).content.decode().split())

    unassessed = "other: named, not assessed"
    assert said(desk.daria, f"/desk/{ref}/").count(unassessed) == 2
    shelf = f"/desk/items/?person={omurov}"
    assert ref in said(desk.daria, shelf)
    assert unassessed in said(desk.daria, shelf)
    assert ref not in said(desk.nurlan, shelf), "an analyst, who reads no report, is not told that one names somebody"
    item = desk.item(ref, about=[omurov])
    page = said(desk.daria, f"/desk/{ref}/")
    assert page.count(unassessed) == 1
    assert f"A. Ömürov · other (item {item.ref})" in page
    assert ref not in said(desk.daria, shelf).partition("<form")[0]
    assert ref in said(desk.daria, f"/desk/items/?person={lasko}")
    own = said(desk.aigerim, reverse("reporting:report", args=[ref]))
    assert own.count(unassessed) == 2, "its author is not told what the desk thinks"


def test_whoever_is_only_mentioned_is_forgotten_sooner(desk: Desk) -> None:
    lasko, orlov = desk.people[:2]
    report = desk.report(desk.aigerim, people=[lasko, orlov])
    people = [PersonInput(lasko, "suspected", "Took it by threat."), PersonInput(orlov, "other")]
    services.evaluate(desk.daria, report, **{**FIT, "people": people})
    kept = {one.person.ref: one.max_until - one.held_since for one in Naming.unfiltered.select_related("person")}
    assert kept[orlov] == timedelta(days=365)
    assert kept[lasko] == timedelta(days=3 * 365)


def test_a_suspicion_without_grounds_is_not_kept(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    with pytest.raises(Incomplete) as refused:
        services.evaluate(desk.daria, report, **{**FIT, "people": [(desk.people[0], "suspected")]})
    assert refused.value.code == "state_grounds"
    assert not Item.unfiltered.exists()


def test_people_in_an_item_stand_in_order_of_name_whoever_was_named_first(desk: Desk) -> None:
    report = desk.report(desk.aigerim, people=desk.people)
    one, other = desk.item(report, about=desk.people), desk.item(report, about=desk.people[::-1])
    assert [named.person.label for named in one.people] == [named.person.label for named in other.people]


def test_an_officer_grades_nothing_and_does_not_learn_that_there_is_an_item(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    with pytest.raises(Refused) as on_own_report:
        services.evaluate(desk.aigerim, report, **FIT)
    assert "role.desk" in on_own_report.value.code
    item = desk.item(report)
    for asked in (item.ref, "ZZZ-ZZZZ"):
        with pytest.raises(Refused) as missing:
            selectors.item(desk.aigerim, asked)
        assert (missing.value.code, missing.value.exists) == ("no_such_record", False)


def test_the_desk_of_another_prison_sees_neither_report_nor_item(desk: Desk, elsewhere: Desk) -> None:
    report = desk.report(desk.aigerim)
    item = desk.item(report)
    for look in (
        lambda: selectors.item(elsewhere.daria, item.ref),
        lambda: selectors.origins(elsewhere.daria, [item.ref]),
        lambda: selectors.items_about(elsewhere.daria, desk.people[0]),
        lambda: services.evaluate(elsewhere.daria, report, **FIT),
        lambda: services.finish(elsewhere.daria, report, phrase="read_thanks"),
    ):
        with pytest.raises(Refused) as missing:
            look()
        assert not missing.value.exists
    assert selectors.items(elsewhere.daria) == []
    assert selectors.queue(elsewhere.daria) == []
    assert selectors.fate_of(elsewhere.daria, report).graded == ()


def test_an_analyst_of_the_service_reads_the_items_of_all_its_prisons(desk: Desk, elsewhere: Desk) -> None:
    here, there = desk.item(desk.report(desk.aigerim)), elsewhere.item(elsewhere.report(elsewhere.bakyt))
    assert {one.ref for one in selectors.items(again(desk.nurlan))} == {here.ref, there.ref}


def test_the_queue_says_how_long_a_report_has_waited_and_which_other_is_about_the_same_people(desk: Desk) -> None:
    first, second, third = (
        desk.report(desk.aigerim),
        desk.report(desk.bakyt),
        desk.report(desk.bakyt, people=desk.people[1:2]),
    )
    queue = selectors.queue(later(desk.daria, minutes=38))
    assert [(one.report.ref, one.minutes, one.same_people) for one in queue] == [
        (first, 38, (second,)),
        (second, 38, (first,)),
        (third, 38, ()),
    ]
    for waited, said in ((59, 59), (150, 120), (47 * 60 + 59, 47 * 60), (50 * 60, 2 * 24 * 60)):
        assert {one.minutes for one in selectors.queue(later(desk.daria, minutes=waited))} == {said}


def test_a_finished_report_leaves_the_queue_its_author_hears_and_nothing_more_is_made_of_it(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    services.take(desk.daria, report)
    desk.item(report)
    services.finish(desk.daria, report, phrase="read_thanks")
    assert selectors.queue(desk.daria) == []
    assert [event.phrase_code for event in reporting.became_of(desk.aigerim, report)][-1] == "read_thanks"
    with pytest.raises(Incomplete) as refused:
        desk.item(report)
    assert refused.value.code == "finished"


def test_a_finish_with_a_phrase_nobody_agreed_on_finishes_nothing(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    with pytest.raises(Incomplete):
        services.finish(desk.daria, report, phrase="well_done_hero")
    assert [one.report.ref for one in selectors.queue(desk.daria)] == [report]


def test_every_look_and_every_grade_is_entered_with_its_records_and_without_their_content(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    made = Entry.objects.filter(operation="collection", reason=because("intelligence.evaluated")).latest("pk")
    assert ["intelligence.item", item.ref] in made.records
    selectors.item(desk.nurlan, item.ref)
    looked = Entry.objects.latest("pk")
    assert (looked.operation, looked.staff, looked.records) == (
        "consultation",
        desk.nurlan.staff_ref,
        [["intelligence.item", item.ref], ["register.person", desk.people[0]]],
    )
    assert not any("bread" in str(entry.records) + entry.reason for entry in Entry.objects.all())


def test_a_mention_of_prayer_is_answered_for_before_the_report_is_finished_also_where_no_item_repeats_it(
    desk: Desk,
) -> None:
    prayed = {"seen": "Lasko prayed, then took the bread of Orlov at bench 4."}
    left, kept, told_later, plain = (desk.report(desk.aigerim, **prayed) for _ in range(4))
    plain = desk.report(desk.aigerim)
    desk.item(left)
    for wrong in ("", "kept"):
        with pytest.raises(Incomplete) as refused:
            services.finish(desk.daria, left, phrase="read_thanks", mention=wrong)
        assert (refused.value.code, refused.value.field) == ("answer_for_mention", "mention")
    assert not MentionAnswer.unfiltered.exists()
    services.finish(desk.daria, left, phrase="read_thanks", mention="left_out")
    desk.item(kept, text="A man was seen to take bread from another after prayer.", necessity="It says when.")
    services.finish(desk.daria, kept, phrase="read_thanks")
    services.finish(desk.daria, plain, phrase="read_thanks")
    answers = MentionAnswer.unfiltered.order_by("pk").values_list("report__ref", "answer", "by__ref")
    assert list(answers) == [(left, "left_out", desk.daria.staff_ref), (kept, "kept", desk.daria.staff_ref)]
    entry = Entry.objects.filter(reason=because("intelligence.mention_answered", answer="left_out")).get()
    assert entry.records == [["reporting.report", left]]
    page = browser(desk.daria).get(f"/desk/{told_later}/").content.decode()
    assert 'name="mention"' not in page  # nothing is finished before an item is made
    desk.item(told_later)
    daria = browser(desk.daria)
    assert 'name="mention"' in daria.get(f"/desk/{told_later}/").content.decode()
    answer = daria.post(f"/desk/{told_later}/finish/", {"phrase": "read_thanks"})
    assert answer.status_code == 422
    assert (
        daria.post(f"/desk/{told_later}/finish/", {"phrase": "read_thanks", "mention": "left_out"}).status_code == 302
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        MentionAnswer.unfiltered.update(answer="kept")
