"""What is done for many at once is what would be done for one after the other: records, index, ledger, refusals."""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk_at_northfield import FIT, Desk
from rapport.access.algebra import Refused
from rapport.conference import services as conference
from rapport.conference.inputs import DecisionInput
from rapport.conference.models import Decision
from rapport.intelligence import services
from rapport.intelligence.errors import Incomplete, NotCorroborated, Unfit, Unsanitised
from rapport.intelligence.inputs import GradeInput, ItemInput, LinkInput, NoteInput, PersonInput, StatementInput
from rapport.intelligence.models import Handing, Item, Link, Note
from rapport.intelligence.values import ItemValue
from rapport.ledger.models import Entry
from rapport.register.services import note_protected_role
from rapport.reporting import services as reports
from rapport.reporting.models import Report, ReportEvent
from rapport.search.models import Entry as Indexed
from rapport.sources.models import OriginGrade

pytestmark = pytest.mark.django_db
SEEN = GradeInput("B", "Written for two years.", "1", "Seen in good light.", "H0")
ECHOED = GradeInput("X", "Nobody knows the teller.", "3", "Another says it too.", "H0")


def three_reports(desk: Desk) -> list[str]:
    texts = {"seen": "Lasko took the bread of Orlov.", "told": "That Orlov owes for two phone cards."}
    return [desk.report(by, people=desk.people[:3], **texts) for by in (desk.aigerim, desk.bakyt, desk.aigerim)]


def wanted(desk: Desk, refs: Sequence[str]) -> list[ItemInput]:
    """Six items: the second names its author, the third is corroborated only by the first, the fifth by nobody."""

    def seen(ref: str, text: str, person: int, necessity: str = "") -> ItemInput:
        return ItemInput(ref, "seen", text, SEEN, "on_duty", [PersonInput(desk.people[person], "other")], (), necessity)

    def told(ref: str, person: int) -> ItemInput:
        people = [PersonInput(desk.people[person], "other")]
        return ItemInput(ref, "told", "He is said to owe.", ECHOED, "freely", people)

    return [
        seen(refs[0], FIT["text"], 0),
        seen(refs[0], "Toktosunova saw it.", 0),
        told(refs[1], 0),
        seen(refs[2], "He prays at noon.", 1, "The debt is asked for there."),
        told(refs[2], 2),
        seen(refs[1], "He prays.", 1),
    ]


def one_by_one(desk: Desk, makings: Sequence[ItemInput]) -> list[ItemValue | Unfit]:
    answers: list[ItemValue | Unfit] = []
    for one in makings:
        try:
            item = services.evaluate(
                desk.daria,
                one.report_ref,
                kind=one.kind,
                text=one.text,
                obtained=one.obtained,
                people=one.people,
                necessity=one.necessity,
                **one.grade._asdict(),
            )
        except Unfit as unfit:
            answers.append(unfit)
        else:
            answers.append(item)
    return answers


def said(answer: ItemValue | Unfit) -> object:
    """What an answer says, without the references that are anew each time."""
    if isinstance(answer, Unfit):
        return (type(answer), answer.code, answer.field)
    grade = answer.grade
    return (
        answer.kind,
        answer.text,
        grade.source,
        grade.information,
        grade.reach,
        answer.necessity,
        len(answer.people),
    )


def entered(since: int) -> list[tuple[str, str, str, list[str]]]:
    """What was entered since, in its order, but for what was only looked at, and without the references."""
    found = Entry.objects.filter(pk__gt=since).exclude(operation="consultation").order_by("pk")
    return [(one.operation, one.reason, one.role, [kind for kind, _ in one.records]) for one in found]


def last_entry() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]


def tokens_of_items(desk: Desk) -> list[list[str]]:
    """The words by which this desk's items are found, without the marks of the records themselves."""
    keys = Item.unfiltered.filter(establishment=desk.prison.establishment).order_by("pk").values_list("pk", flat=True)
    found = dict(
        Indexed.unfiltered.filter(kind="intelligence.item", record_id__in=list(keys)).values_list("record_id", "tokens")
    )
    return [sorted(token for token in found[key] if not token.startswith("0")) for key in keys]


def test_items_made_together_are_those_made_one_after_the_other(desk: Desk, elsewhere: Desk) -> None:
    refs = three_reports(desk)
    before = last_entry()
    single = one_by_one(desk, wanted(desk, refs))
    entered_singly = entered(before)
    assert [type(one) for one in single] == [ItemValue, Unsanitised, ItemValue, ItemValue, NotCorroborated, Incomplete]

    refs = three_reports(elsewhere)
    before = last_entry()
    together = services.evaluate_all(elsewhere.daria, wanted(elsewhere, refs))

    assert [said(one) for one in together] == [said(one) for one in single]
    assert entered(before) == entered_singly
    assert tokens_of_items(elsewhere) == tokens_of_items(desk)
    assert Item.unfiltered.filter(report__ref__in=refs).count() == 3, "what was taken back left nothing"
    items = {one.ref for one in together if isinstance(one, ItemValue) and one.kind == "told"}
    assert set(OriginGrade.unfiltered.filter(item__in=items).values_list("item", flat=True)) <= items


def test_one_report_that_is_not_theirs_and_nothing_is_made_of_any(desk: Desk, elsewhere: Desk) -> None:
    mine, foreign = three_reports(desk), three_reports(elsewhere)
    refs = [mine[0], foreign[0]]
    before = (Item.unfiltered.count(), ReportEvent.unfiltered.count(), last_entry())
    for act in (
        lambda: services.take_all(desk.daria, refs),
        lambda: services.pass_elsewhere_all(desk.daria, refs),
        lambda: services.finish_all(desk.daria, dict.fromkeys(refs, "read_thanks")),
        lambda: services.evaluate_all(desk.daria, wanted(desk, [mine[0], mine[1], foreign[0]])),
        lambda: reports.take_all(desk.daria, refs),
        lambda: reports.tell_authors(desk.daria, dict.fromkeys(refs, "read_thanks")),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert not refusal.value.exists, "it answers as one that does not exist"
    assert (Item.unfiltered.count(), ReportEvent.unfiltered.count(), last_entry()) == before


def test_reports_handed_in_together_are_filed_like_drafts_and_each_by_its_author(desk: Desk) -> None:
    before = last_entry()
    desk.report(desk.bakyt, people=desk.people[:2], seen="He paid.", told="That he owes.")
    by_draft = entered(before)[1:]  # the draft was started first

    before = last_entry()
    now = desk.bakyt.now()
    authors = [desk.bakyt, desk.aigerim]
    refs = reports.hand_in(
        [
            reports.Written(one, "worry", now, seen="He paid.", told="That he owes.", people=desk.people[:2])
            for one in authors
        ]
    )
    assert entered(before) == by_draft * 2
    filed = [Report.unfiltered.get(ref=ref) for ref in refs]
    assert [one.author_id for one in filed] == [one.staff_id for one in authors]
    assert len({one.told_origin for one in filed} - {""}) == 2, "each telling has its own origin"
    count = Report.unfiltered.count()
    with pytest.raises(reports.Unfilable):
        reports.hand_in(
            [reports.Written(desk.bakyt, "worry", now, seen="Fit."), reports.Written(desk.bakyt, "worry", now)]
        )
    with pytest.raises(reports.NotSaved):
        reports.hand_in([reports.Written(desk.bakyt, "worry", now, seen="Fit.", people=["K7Q-4MX9"])])
    with pytest.raises(Refused):
        reports.hand_in([reports.Written(desk.nurlan, "worry", now, seen="An analyst meets nobody.")])
    place = desk.prison.establishment.pk
    note_protected_role(desk.asel, place, office="lawyer", family_name="Sadovsky", given_names="Pavel")
    with pytest.raises(reports.Unfilable, match="protected_person"):
        reports.hand_in([reports.Written(desk.bakyt, "worry", now, seen="He told Sadovsky of it.")])
    assert Report.unfiltered.count() == count


def test_notes_are_written_handed_over_and_decided_on_together_each_with_its_entry(desk: Desk) -> None:
    items = [desk.item(desk.report(by)) for by in (desk.aigerim, desk.bakyt)]
    refs = [one.ref for one in items]
    judgement = StatementInput("judgement", "A debt is being paid.", refs, likelihood="likely", confidence="low")
    note = NoteInput("Bread", [StatementInput("fact", "Bread changed hands.", refs), judgement], "He may share it.")

    before = last_entry()
    single = services.write_note(desk.daria, title=note.title, statements=note.statements, innocent=note.innocent)
    services.hand_to_governor(desk.daria, single.ref)
    day = desk.asel.now().date()
    fields = {"outcome": "ask_for_more", "grounds": "Who saw it?", "review_on": day, "ends_on": day}
    conference.decide(desk.asel, note_ref=single.ref, **fields)
    services.link(desk.daria, refs, person_ref=desk.people[0], reason="The same man.")
    one = entered(before)

    before = last_entry()
    written = services.write_notes(desk.daria, [note, note])
    services.hand_all_to_governor(desk.daria, written)
    with pytest.raises(Incomplete, match="handed_before"):
        services.hand_all_to_governor(desk.daria, written)
    conference.decide_all(desk.asel, [DecisionInput(note_ref=ref, **fields) for ref in written])
    services.link_all(desk.daria, [LinkInput(refs, desk.people[0], "The same man.")] * 2)
    assert sorted(entered(before)) == sorted(one * 2)
    assert Handing.unfiltered.filter(note__ref__in=written).count() == 2

    counts = (Note.unfiltered.count(), Decision.unfiltered.count(), Link.unfiltered.count())
    with pytest.raises(Incomplete):
        services.write_notes(desk.daria, [note, NoteInput("", note.statements, "He may share it.")])
    with pytest.raises(Refused, match=r"role\.governor"):
        conference.decide_all(desk.daria, [DecisionInput(note_ref=written[0], **fields)])
    with pytest.raises(Incomplete, match="item_without_person"):
        services.link_all(
            desk.daria, [LinkInput(refs, desk.people[0], "The same man."), LinkInput(refs, desk.people[1], "Not he.")]
        )
    assert (Note.unfiltered.count(), Decision.unfiltered.count(), Link.unfiltered.count()) == counts


def test_taking_twenty_reports_asks_no_more_of_the_database_than_taking_two(desk: Desk) -> None:
    now = desk.bakyt.now()
    refs = reports.hand_in([reports.Written(desk.bakyt, "worry", now, seen=f"Bread, {n}.") for n in range(22)])

    def asked(some: Sequence[str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            services.take_all(desk.daria, some)
            services.finish_all(desk.daria, dict.fromkeys(some, "read_thanks"))
        return len(queries)

    assert asked(refs[:2]) == asked(refs[2:])
