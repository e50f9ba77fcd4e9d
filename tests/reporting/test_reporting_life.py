"""A report's life: written, filed, never changed, answered."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.reporting import phrases, selectors, services
from rapport.reporting.models import Addendum, Draft, Report, ReportEvent, ReportSubject, Waiting
from rapport.reporting.services import NotSaved, Unfilable
from small_prison import NOON


@pytest.fixture
def officer(northfield) -> Viewer:
    return northfield.viewer(Role.OFFICER)


@pytest.fixture
def desk(northfield) -> Viewer:
    return northfield.viewer(Role.INTELLIGENCE)


@pytest.fixture
def filed(northfield, officer):
    ref = services.start_draft(
        officer,
        seen="V. Lasko said something short to T. Orlov.",
        told="That Orlov owes for two phone cards.",
        view="Debt, perhaps.",
        people=northfield.people[:2],
        place=northfield.places["workshop"],
        at=NOON - timedelta(minutes=20),
        about="worry",
    )
    return services.file_draft(officer, ref)


def codes(refusal) -> set[str]:
    return {finding.code for finding in refusal.value.findings}


def last_entry() -> Entry:
    return Entry.objects.order_by("pk").last()


def test_what_was_written_is_what_is_filed_in_three_separate_texts(filed, officer):
    again = selectors.report(officer, filed.ref)
    assert again.seen == "V. Lasko said something short to T. Orlov."
    assert again.told == "That Orlov owes for two phone cards."
    assert again.view == "Debt, perhaps."
    assert [one.label for one in again.people] == ["V. Lasko", "T. Orlov"]
    assert (again.place_label, again.about, again.standing) == ("Workshop 2", "worry", "waiting")
    assert (again.filed_at, again.happened_at) == (NOON, NOON - timedelta(minutes=20))


def test_the_report_keeps_the_reference_of_its_draft(officer):
    ref = services.start_draft(officer, seen="x", about="good")
    assert services.file_draft(officer, ref).ref == ref
    assert not Draft.unfiltered.exists()


def test_good_news_is_filed_as_easily_as_worry(officer):
    good = services.file_draft(officer, services.start_draft(officer, seen="He asked for work.", about="good"))
    worry = services.file_draft(officer, services.start_draft(officer, seen="He asked for work.", about="worry"))
    assert (good.about, worry.about) == ("good", "worry")
    assert good.standing == worry.standing == "waiting"


def test_neither_worry_nor_good_news_is_taken_for_granted(officer):
    ref = services.start_draft(officer, seen="Something.")
    with pytest.raises(Unfilable) as refusal:
        services.file_draft(officer, ref)
    assert codes(refusal) == {"no_about"}


def test_what_was_told_gets_an_origin_that_is_nobodys_name_and_what_was_not_told_gets_none(filed, officer):
    untold = services.file_draft(officer, services.start_draft(officer, seen="x", about="good"))
    assert len(filed.told_origin) == 9
    assert filed.told_origin not in {filed.ref, filed.author_ref, *(one.ref for one in filed.people)}
    assert untold.told_origin == ""


def test_filing_twice_files_once(officer):
    ref = services.start_draft(officer, seen="x", about="good")
    first, second = services.file_draft(officer, ref), services.file_draft(officer, ref)
    assert first == second
    assert Report.unfiltered.count() == 1
    assert ReportEvent.unfiltered.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_report SET seen = 'something else'",
        "UPDATE reporting_report SET told = '', told_origin = ''",
        "UPDATE reporting_report SET view = 'x'",
        "UPDATE reporting_report SET author_id = author_id",
        "UPDATE reporting_report SET happened_at = filed_at",
        "DELETE FROM reporting_report",
        "UPDATE reporting_reportperson SET person_id = person_id",
        "DELETE FROM reporting_reportperson",
        "UPDATE reporting_reportevent SET kind = 'closed'",
        "DELETE FROM reporting_reportevent",
        "UPDATE reporting_addendum SET text = 'x'",
        "DELETE FROM reporting_addendum",
    ],
)
def test_not_even_the_database_lets_a_filed_report_be_changed(filed, officer, statement):
    services.add_addendum(officer, filed.ref, "And later the same.")
    with pytest.raises(DatabaseError, match="a filed report never changes"), transaction.atomic():
        connection.cursor().execute(statement)
    assert selectors.report(officer, filed.ref).seen == filed.seen


def test_a_reports_review_date_and_dispute_can_still_change(filed):
    assert Report.unfiltered.filter(ref=filed.ref).update(disputed=True) == 1


def test_where_a_report_stands_is_no_column():
    names = {field.name for field in Report._meta.get_fields()}
    assert not names & {"state", "status", "standing", "evaluated", "closed", "taken_by"}


def test_where_a_report_stands_follows_from_what_became_of_it(filed, officer, desk):
    def stands() -> str:
        return selectors.report(officer, filed.ref).standing

    assert stands() == "waiting"
    services.take(desk, filed.ref)
    assert stands() == "taken"
    services.return_for_more(desk, filed.ref, "Which machine?")
    assert stands() == "returned"
    services.add_addendum(officer, filed.ref, "The second from the door.")
    assert stands() == "waiting"
    services.mark_evaluated(desk, filed.ref)
    services.tell_author(desk, filed.ref, "read_thanks")
    assert stands() == "evaluated"
    services.close(desk, filed.ref)
    assert stands() == "closed"


def test_the_author_reads_what_became_of_it_in_agreed_phrases_and_in_their_language(filed, officer, desk):
    services.take(desk, filed.ref)
    services.mark_evaluated(desk, filed.ref)
    services.tell_author(desk, filed.ref, "helped_us_see")
    story = selectors.became_of(officer, filed.ref)
    assert [one.kind for one in story] == ["filed", "taken", "evaluated", "feedback"]
    assert story[-1].phrase == "It helped us to see more clearly. Thank you."
    with translation.override("ru"):
        assert selectors.became_of(officer, filed.ref)[-1].phrase.startswith("Это помогло")


def test_the_desk_answers_in_agreed_phrases_only_and_each_once(filed, officer, desk):
    with pytest.raises(phrases.UnknownPhrase):
        services.tell_author(desk, filed.ref, "He is guilty")
    services.tell_author(desk, filed.ref, "read_thanks")
    services.tell_author(desk, filed.ref, "read_thanks")
    assert [one.kind for one in selectors.became_of(officer, filed.ref)] == ["filed", "feedback"]
    assert ReportEvent.unfiltered.get(kind="feedback").phrase == "read_thanks@2"


def test_every_phrase_is_there_in_four_languages():
    assert len(phrases.agreed()) >= 6
    for phrase in phrases.agreed().values():
        assert all(phrase.words[language].strip() for language in ("en", "ru", "ky", "fr"))


def test_the_queue_holds_what_is_not_yet_evaluated_oldest_first(filed, officer, desk):
    second = services.file_draft(officer, services.start_draft(officer, seen="Second.", about="good"))
    assert [one.ref for one in selectors.waiting(desk)] == [filed.ref, second.ref]
    services.mark_evaluated(desk, filed.ref)
    assert [one.ref for one in selectors.waiting(desk)] == [second.ref]
    services.pass_elsewhere(desk, second.ref)
    assert selectors.waiting(desk) == []


def test_what_the_desk_has_still_to_do_follows_from_the_events_one_by_one_or_many_at_once(filed, officer, desk):
    report = Report.unfiltered.get(ref=filed.ref)
    assert [one.report_id for one in Waiting.unfiltered.all()] == [report.pk]
    happened = {"report": report, "at": officer.now(), "by_id": officer.staff_id}
    ReportEvent.unfiltered.create(kind="taken", **happened)
    assert Waiting.unfiltered.exists()
    ReportEvent.unfiltered.bulk_create([ReportEvent(kind="closed", **happened)])
    assert not Waiting.unfiltered.exists()
    on_a_road = services.start_draft(officer, seen="A colleague.", about="worry", road="complaints")
    services.file_draft(officer, on_a_road)
    assert not Waiting.unfiltered.exists()


def test_the_queue_takes_no_more_queries_for_fifty_reports_than_for_one(
    officer, desk, northfield, django_assert_max_num_queries
):
    for n in range(50):
        ref = services.start_draft(officer, seen=f"Report {n}", people=northfield.people, about="good")
        services.file_draft(officer, ref)
    with django_assert_max_num_queries(12):
        assert len(selectors.waiting(desk)) == 50


def test_writing_and_filing_take_few_queries(officer, northfield, django_assert_max_num_queries):
    fields = {"seen": "x", "about": "good", "people": northfield.people, "place": northfield.places["workshop"]}
    with django_assert_max_num_queries(10):
        ref = services.start_draft(officer, **fields)
    with django_assert_max_num_queries(5):
        services.save_draft(officer, ref, seen="y")
    with django_assert_max_num_queries(38):
        services.file_draft(officer, ref)


def test_what_was_filed_since_a_moment_is_found_by_that_moment(filed, desk):
    assert [one.ref for one in selectors.filed_since(desk, NOON)] == [filed.ref]
    assert selectors.filed_since(desk, NOON + timedelta(seconds=1)) == []


def test_an_addition_stands_beside_the_report_and_changes_nothing_in_it(filed, officer):
    services.add_addendum(officer, filed.ref, "He came back for his gloves.")
    services.add_addendum(officer, filed.ref, "He came back for his gloves.")
    again = selectors.report(officer, filed.ref)
    assert [one.text for one in again.addenda] == ["He came back for his gloves."]
    assert again.seen == filed.seen


@pytest.mark.parametrize(("text", "code"), [("", "empty"), (" \n", "empty"), ("x" * 4001, "too_long")])
def test_an_addition_says_something_and_not_too_much(filed, officer, text, code):
    with pytest.raises(Unfilable) as refusal:
        services.add_addendum(officer, filed.ref, text)
    assert codes(refusal) == {code}
    assert not Addendum.unfiltered.exists()


def test_an_empty_report_is_not_filed_and_stays_a_draft(officer):
    ref = services.start_draft(officer, seen="  \n ", about="worry")
    with pytest.raises(Unfilable) as refusal:
        services.file_draft(officer, ref)
    assert codes(refusal) == {"empty"}
    assert selectors.draft(officer, ref).ref == ref


def test_a_text_too_long_to_file_is_kept_while_it_is_being_shortened(officer):
    ref = services.start_draft(officer, seen="x" * 4001, about="worry")
    with pytest.raises(Unfilable) as refusal:
        services.file_draft(officer, ref)
    assert codes(refusal) == {"too_long"}
    assert len(selectors.draft(officer, ref).seen) == 4001


@pytest.mark.parametrize(
    ("later", "code"), [(timedelta(hours=1), "in_the_future"), (timedelta(days=-400), "too_long_ago")]
)
def test_a_report_tells_of_what_has_happened_and_not_long_ago(officer, later, code):
    ref = services.start_draft(officer, seen="x", about="good", at=NOON + later)
    with pytest.raises(Unfilable) as refusal:
        services.file_draft(officer, ref)
    assert codes(refusal) == {code}


def test_what_was_said_in_a_protected_place_does_not_become_a_report_and_is_not_lost(northfield, officer):
    ref = services.start_draft(officer, seen="x", about="worry", place=northfield.places["worship"])
    with pytest.raises(Unfilable) as refusal:
        services.file_draft(officer, ref)
    assert codes(refusal) == {"protected_place"}
    assert selectors.draft(officer, ref).seen == "x"


def test_people_and_places_one_may_not_see_cannot_be_named(northfield, southgate, officer):
    with pytest.raises(NotSaved) as hidden:
        services.start_draft(officer, people=[southgate.people[0]])
    with pytest.raises(NotSaved) as missing:
        services.start_draft(officer, people=["222-22222"])
    assert str(hidden.value) == str(missing.value)
    with pytest.raises(NotSaved):
        services.start_draft(officer, place="222-22222")


def test_the_intelligence_officer_of_the_establishment_reads_a_report_and_other_officers_do_not(
    filed, desk, northfield
):
    assert selectors.report(desk, filed.ref).seen == filed.seen
    for role in (Role.OFFICER, Role.GOVERNOR, Role.ANALYST, Role.TRAINER, Role.INSPECTOR):
        with pytest.raises(Refused):
            selectors.report(northfield.viewer(role), filed.ref)


def test_another_establishments_report_is_answered_exactly_as_a_missing_one(filed, southgate):
    stranger = southgate.viewer(Role.INTELLIGENCE)
    with pytest.raises(Refused) as hidden:
        selectors.report(stranger, filed.ref)
    with pytest.raises(Refused) as missing:
        selectors.report(stranger, "222-22222")
    assert (hidden.value.code, hidden.value.exists) == (missing.value.code, missing.value.exists)
    assert selectors.waiting(stranger) == []
    for act in (services.take, services.mark_evaluated, services.close, services.pass_elsewhere):
        with pytest.raises(Refused):
            act(stranger, filed.ref)


def test_nobody_reads_a_report_of_which_they_are_the_subject(filed, desk, officer):
    report = Report.unfiltered.get(ref=filed.ref)
    ReportSubject.unfiltered.create(report=report, staff_id=desk.staff_id)
    with pytest.raises(Refused):
        selectors.report(desk, filed.ref)
    assert selectors.waiting(desk) == []
    assert selectors.report(officer, filed.ref).ref == filed.ref


def test_an_author_cannot_answer_their_own_report_as_an_officer(filed, officer):
    with pytest.raises(Refused):
        services.tell_author(officer, filed.ref, "read_thanks")
    with pytest.raises(Refused):
        services.mark_evaluated(officer, filed.ref)


def test_only_the_author_adds_to_a_report(filed, desk):
    with pytest.raises(Refused):
        services.add_addendum(desk, filed.ref, "I know more.")


def test_a_draft_is_nobodys_but_its_authors(officer, desk, northfield):
    ref = services.start_draft(officer, seen="Not ready.")
    for other in (desk, northfield.viewer(Role.OFFICER), northfield.viewer(Role.GOVERNOR)):
        with pytest.raises(Refused):
            selectors.draft(other, ref)
        with pytest.raises(Refused):
            services.save_draft(other, ref, seen="Mine now.")
        with pytest.raises(Refused):
            services.file_draft(other, ref)


def test_every_reading_of_a_report_is_remembered_with_the_people_in_it(filed, desk):
    selectors.report(desk, filed.ref)
    entry = last_entry()
    assert (entry.operation, entry.staff, entry.role) == ("consultation", desk.staff_ref, "intelligence")
    assert ["reporting.report", filed.ref] in entry.records
    assert {ref for kind, ref in entry.records if kind == "register.person"} == {one.ref for one in filed.people}


@pytest.mark.parametrize("read", [selectors.waiting, selectors.my_reports, selectors.drafts])
def test_every_list_that_shows_reports_is_remembered_once(officer, desk, filed, read):
    services.start_draft(officer, seen="x")
    reader = desk if read is selectors.waiting else officer
    before = Entry.objects.count()
    assert read(reader)
    assert Entry.objects.count() == before + 1
    assert last_entry().operation == "consultation"


def test_filing_is_remembered_as_a_collection_and_nothing_written_stands_in_the_ledger(filed):
    entry = Entry.objects.filter(reason=because("reporting.filed")).get()
    assert entry.operation == "collection"
    for one in Entry.objects.all():
        assert "Lasko" not in f"{one.records}{one.reason}{one.to}"


def test_without_the_ledger_nothing_is_filed(officer, monkeypatch):
    ref = services.start_draft(officer, seen="x", about="good")

    def no_ledger(*_: object, **__: object) -> None:
        raise DatabaseError("the ledger is full")

    monkeypatch.setattr("rapport.reporting.services.filing.record", no_ledger)
    with pytest.raises(DatabaseError), transaction.atomic():
        services.file_draft(officer, ref)
    assert not Report.unfiltered.exists()
    assert Draft.unfiltered.filter(ref=ref).exists()


def test_analysts_and_trainers_write_no_reports(northfield):
    for role in (Role.ANALYST, Role.TRAINER, Role.INSPECTOR):
        with pytest.raises(Refused):
            services.start_draft(northfield.viewer(role), seen="x")
