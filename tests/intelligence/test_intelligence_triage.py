"""Who has a report, where it goes when it is not for intelligence, and what tells the same thing twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from desk_at_northfield import FIT, Desk, later, posted
from rapport.access.algebra import Refused
from rapport.access.models import Role, Staff
from rapport.access.viewers import Viewer
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete, NotCorroborated
from rapport.intelligence.inputs import StatementInput, TellingInput
from rapport.intelligence.models import Item, Retelling
from rapport.intelligence.tellings import alike
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.reporting import queueing
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.reporting.models import Passing, Report, ReportEvent, ReportSubject
from rapport.search.selectors import find
from rapport.search.values import Search

TOLD = "That Orlov owes Lasko for two phone cards and does not dare to go to the yard any more."
AGAIN = "A man says: Orlov owes Lasko for two phone cards and does not dare to go to the yard."
RETOLD = "Orlov stays away from the yard because he owes Lasko, two phone cards, he does not dare."


def told(desk: Desk, by: Viewer, text: str) -> str:
    return desk.report(by, people=desk.people[1:2], told=text)


def colleague(desk: Desk, name: str = "Erlan Kasymov") -> Viewer:
    prison = desk.prison
    return posted(name, Role.INTELLIGENCE, service=prison.service, establishment=prison.establishment)


def test_the_queue_says_who_has_a_report_and_by_when_it_is_due(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    erlan = colleague(desk)
    one = selectors.queue(desk.daria)[0]
    assert (one.placing.holder_label, one.overdue) == ("", False)
    assert one.placing.due_at == one.report.filed_at + timedelta(hours=24)
    services.take(desk.daria, report)
    assert selectors.queue(erlan)[0].placing.holder_label == "Daria Weber"
    services.hand_over(desk.daria, report, to_ref=erlan.staff_ref)
    assert selectors.queue(desk.daria)[0].placing.holder_label == "Erlan Kasymov"
    services.let_go(erlan, report)
    assert selectors.queue(desk.daria)[0].placing.holder_label == ""
    assert selectors.queue(later(desk.daria, hours=25))[0].overdue


def test_a_report_is_handed_only_to_somebody_of_this_desk_who_is_not_its_subject(desk: Desk, elsewhere: Desk) -> None:
    report = desk.report(desk.aigerim)
    subject = colleague(desk)
    ReportSubject.unfiltered.create(
        report=Report.unfiltered.get(ref=report), staff=Staff.unfiltered.get(ref=subject.staff_ref)
    )
    for to in (desk.aigerim, elsewhere.daria, subject):
        with pytest.raises(Incomplete):
            services.hand_over(desk.daria, report, to_ref=to.staff_ref)
    assert selectors.queue(desk.daria)[0].placing.holder_ref == ""


def test_while_the_author_is_asked_the_clock_of_the_desk_stands_and_starts_again_with_the_answer(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    services.return_for_more(desk.daria, report, question="Which bench?")
    one = selectors.queue(desk.daria)[0]
    assert (one.placing.due_at, one.placing.asked, one.report.standing) == (None, "Which bench?", "returned")
    assert "Which bench?" in [event.question for event in reporting.became_of(desk.aigerim, report)]
    answered = later(desk.aigerim, hours=30)
    reports.add_addendum(answered, report, "Bench 4, by the door.")
    one = selectors.queue(later(desk.daria, hours=31))[0]
    assert (one.report.standing, one.overdue) == ("waiting", False)
    assert one.placing.due_at == answered.now() + timedelta(hours=24)


def test_what_is_for_maintenance_is_passed_on_in_other_words_and_is_answered_for(desk: Desk) -> None:
    report = desk.report(desk.aigerim, seen="The lamp on landing 1 is broken, Lasko told me so himself.")
    services.pass_on(desk.daria, report, road="maintenance", words="The lamp on landing 1 is broken.")
    assert selectors.queue(desk.daria) == []
    assert reporting.report(desk.aigerim, report).standing == "elsewhere"
    passing = queueing.passings(desk.asel)[0]
    assert (passing.words, passing.overdue) == ("The lamp on landing 1 is broken.", False)
    assert queueing.passings(later(desk.asel, hours=80))[0].overdue
    reports.answer_passing(desk.asel, passing.ref, words="Mended.")
    assert queueing.passings(later(desk.asel, hours=80))[0].answer == "Mended."
    with pytest.raises(reports.Unfit):
        reports.answer_passing(desk.asel, passing.ref, words="Mended again.")
    for other in (desk.daria, desk.aigerim, desk.nurlan):
        with pytest.raises(Refused):
            queueing.passings(other)


def test_evidence_for_the_prosecutor_shows_whether_it_is_as_it_was(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    services.pass_on(desk.daria, report, road="prosecutor", words="A theft at bench 4.")
    assert queueing.passings(desk.asel)[0].unchanged
    with pytest.raises(IntegrityError), transaction.atomic():
        Passing.unfiltered.update(digest="0" * 64)
    reports.add_addendum(desk.aigerim, report, "He had a knife.")
    assert not queueing.passings(desk.asel)[0].unchanged


@pytest.mark.parametrize("road", ["outside", "integrity"])
def test_what_came_by_force_leaves_the_prison_and_whatever_was_made_of_it_counts_for_nothing(
    desk: Desk, road: str
) -> None:
    report, clean = desk.report(desk.aigerim), desk.report(desk.bakyt)
    item, other = desk.item(report), desk.item(clean)
    note = services.hand_to_governor(desk.daria, desk.note(item, other).ref)
    alone = services.write_note(
        desk.daria,
        title="Bread",
        statements=[StatementInput("fact", "It was Lasko.", [item.ref]), StatementInput("fact", "Bread.", [other.ref])],
        innocent="He may share.",
    )
    services.link(desk.daria, [item.ref, other.ref], person_ref=desk.people[0], reason="One man.")
    services.pass_on(desk.daria, report, road=road, words="A man may have been threatened.")
    assert reporting.report(desk.aigerim, report).standing == road
    assert [one.ref for one in selectors.items(desk.daria)] == [other.ref]
    assert [one.item_refs for one in selectors.links_of(desk.daria, [other.ref])] == [(other.ref,)]
    assert selectors.report_at_desk(desk.daria, clean).same_people == ()
    found = {one.ref for one in find(desk.daria, Search("bread")).hits}
    assert {report, item.ref}.isdisjoint(found)
    assert {clean, other.ref} <= found
    for viewer in (desk.daria, desk.nurlan):
        with pytest.raises(Refused) as gone:
            selectors.item(viewer, item.ref)
        assert not gone.value.exists
    with pytest.raises(Refused):
        reporting.report(desk.daria, report)
    with pytest.raises(Refused):
        services.evaluate(desk.daria, report, **FIT)
    with pytest.raises(Refused):
        desk.note(item)
    read = selectors.note(desk.asel, note.ref)
    assert [(one.withdrawn, one.text) for one in read.statements] == [(True, ""), (True, "")]
    assert [one.ref for one in read.items] == [other.ref]
    kept = selectors.note(desk.daria, alone.ref)
    assert [(one.withdrawn, one.text) for one in kept.statements] == [(True, ""), (False, "Bread.")]
    assert kept.origins == 1
    assert queueing.passings(desk.asel) == []


def test_a_duplicate_is_kept_beside_the_report_that_says_the_same(desk: Desk) -> None:
    first, second = desk.report(desk.aigerim), desk.report(desk.bakyt)
    services.duplicate_of(desk.daria, second, other_ref=first)
    assert [one.report.ref for one in selectors.queue(desk.daria)] == [first]
    assert selectors.report_at_desk(desk.daria, second).placing.same_as == first
    for report, other, code in ((first, second, "duplicate_of_this"), (first, first, "no_such_report")):
        with pytest.raises(Incomplete) as refused:
            services.duplicate_of(desk.daria, report, other_ref=other)
        assert refused.value.code == code
    assert "report" not in [event.kind for event in reporting.became_of(desk.bakyt, second)]


def test_what_left_the_queue_goes_nowhere_else(desk: Desk) -> None:
    report, other = desk.report(desk.aigerim), desk.report(desk.bakyt)
    services.pass_on(desk.daria, report, road="welfare", words="He wants to see his officer.")
    for act in (
        lambda: services.pass_on(desk.daria, report, road="outside", words="Again."),
        lambda: services.duplicate_of(desk.daria, report, other_ref=other),
        lambda: services.hand_over(desk.daria, report, to_ref=colleague(desk).staff_ref),
        lambda: services.evaluate(desk.daria, report, **FIT),
    ):
        with pytest.raises(Incomplete):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEvent.unfiltered.all().delete()


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (TOLD, AGAIN, "copied"),
        (TOLD, RETOLD, "retold"),
        (TOLD, "Orlov took bread in the canteen and laughed about it with two others.", None),
        (
            "Орлов должен Ласко за две телефонные карты и больше не решается выходить во двор.",
            "Во двор Орлов не выходит, не решается больше: должен Ласко за две телефонные карты.",
            "retold",
        ),
        ("Орлов Лаского эки телефон картасы үчүн карыз, короого чыкпайт.", "Orlov Laskogo eki telefon kartasy", None),
        ("", TOLD, None),
    ],
)
def test_a_copy_and_a_telling_again_are_seen_and_another_story_is_not(one: str, other: str, how: str | None) -> None:
    found = alike(one, other)
    assert (found.how if found else None) == how


def test_the_passages_that_two_reports_share_lie_side_by_side(desk: Desk) -> None:
    first, second = told(desk, desk.aigerim, TOLD), told(desk, desk.bakyt, AGAIN)
    told(desk, desk.bakyt, "The soup was cold on Monday, and nobody in the canteen said a word about it.")
    echo = selectors.report_at_desk(desk.daria, second).echoes
    assert [one.report_ref for one in echo] == [first]
    marked = " ".join(words for words, both in echo[0].mine if both)
    assert "Orlov owes Lasko for two phone cards" in marked
    assert "".join(words for words, _ in echo[0].other) == TOLD
    entry = Entry.objects.filter(reason=because("intelligence.passages_compared")).latest("pk")
    assert entry.records == [["reporting.report", first]]


def test_two_officers_who_saw_the_same_are_two_origins_though_their_words_are_alike(desk: Desk) -> None:
    desk.report(desk.aigerim, seen="Lasko waited at the bench, took the bread of Orlov and ate it by the door.")
    second = desk.report(desk.bakyt, seen="By the door Lasko ate bread: he waited at the bench and took it of Orlov.")
    assert selectors.report_at_desk(desk.daria, second).echoes == ()


def test_five_reports_of_one_telling_are_one_origin_and_corroborate_nothing_until_that_is_taken_back(
    desk: Desk,
) -> None:
    texts = [TOLD, AGAIN, RETOLD, f"I heard: {TOLD}", f"He repeats: {AGAIN}"]
    refs = [told(desk, desk.aigerim, text) for text in texts]
    items = [desk.item(ref, kind="told", information="4", obtained="freely", about=desk.people[1:2]) for ref in refs]
    assert selectors.origins(desk.daria, [one.ref for one in items]) == 5
    echoes = selectors.report_at_desk(desk.daria, refs[2]).echoes
    assert {one.report_ref for one in echoes} == {*refs} - {refs[2]}
    services.judge_one_telling(
        desk.daria,
        refs[2],
        [TellingInput(one.kind, one.report_ref, one.other_kind) for one in echoes],
        reason="The same cards, the same words.",
    )
    assert selectors.origins(desk.daria, [one.ref for one in items]) == 1
    assert desk.note(*items).origins == 1
    with pytest.raises(NotCorroborated):
        desk.item(refs[3], kind="told", information="3", obtained="freely", about=desk.people[1:2])
    judged = selectors.report_at_desk(desk.daria, refs[4]).judged
    assert [one.report_ref for one in judged] == [refs[0]]
    services.take_back_telling(desk.daria, refs[4], retelling_ref=judged[0].judged_ref, reason="He was elsewhere.")
    assert selectors.origins(desk.daria, [one.ref for one in items]) == 2
    assert Retelling.unfiltered.count() == 4


def test_what_a_report_tells_does_not_corroborate_what_it_saw(desk: Desk) -> None:
    report = desk.report(desk.aigerim, seen="Orlov paid.", told="That Orlov owes for two phone cards.")
    desk.item(report)
    with pytest.raises(NotCorroborated):
        desk.item(report, kind="told", information="3", obtained="freely")
    assert Item.unfiltered.count() == 1


def test_every_act_of_triage_is_told_to_the_author_in_four_languages(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    services.take(desk.daria, report)
    services.hand_over(desk.daria, report, to_ref=colleague(desk).staff_ref)
    services.pass_on(desk.daria, report, road="welfare", words="He wants to see his officer.")
    said = set()
    for language in ("en", "ru", "ky", "fr"):
        with translation.override(language):
            said.add(tuple(event.label for event in reporting.became_of(desk.aigerim, report)))
    assert len(said) == 4
    assert all("Daria" not in label and "Erlan" not in label for labels in said for label in labels)
