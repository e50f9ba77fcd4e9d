"""Kept for a reason, for a time: reviews, restriction, legal hold, erasure of all that rests on it, what stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from PIL import Image

from custody import SIGNS, Custody, custody_at, quick_keys
from desk_at_northfield import Desk, body, browser, later, posted
from rapport.access import approvals, keeping, keys
from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.conference import services as conference
from rapport.conference.inputs import MeasureInput
from rapport.intelligence import selectors as intelligence_read
from rapport.intelligence import services as intelligence
from rapport.ledger import sequencing
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry, ErasedRow, Held, Instance, Tombstone
from rapport.ledger.reasons import because
from rapport.ledger.sequencing import NoWitness
from rapport.oversight import selectors, services
from rapport.oversight.models import Hold, ReviewMade
from rapport.oversight.services import Blocked, NotDecided
from rapport.reporting import selectors as reporting_read
from rapport.reporting import services as reporting
from rapport.reporting.attachment_files import folder
from rapport.reporting.models import Attachment, Report, ReportSubject
from rapport.search.models import Entry as Indexed
from rapport.search.selectors import find as searching
from rapport.search.values import Search
from rapport.sources.models import Origin

pytestmark = pytest.mark.django_db
REPORT = "reporting.report"
NAMED = "reporting.reportperson"
YEARS = 365


@pytest.fixture(autouse=True)
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal for this test's database alone: a run of tests has two databases and one home."""
    monkeypatch.setattr("rapport.ledger.journal.journal_file", lambda: tmp_path / "erasures.jsonl")


@pytest.fixture
def custody(db: None) -> Iterator[Custody]:
    """A prison in which tellers are sealed, with its desk."""
    from small_prison import build, open_simulated_service

    with quick_keys():
        yield custody_at(build(open_simulated_service(), "Northfield", serial=100))


def photograph() -> bytes:
    into = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(into, "PNG")
    return into.getvalue()


def due(viewer: Viewer) -> Viewer:
    """The same person when the yearly reviews have come due."""
    return later(viewer, days=YEARS + 1)


def test_whoever_answers_finds_a_review_on_its_day_and_nobody_else_does(desk: Desk) -> None:
    ref = desk.report(desk.aigerim)
    assert selectors.reviews_due(desk.daria) == ([], False)
    found, more = selectors.reviews_due(due(desk.daria))
    name, report = found
    assert (report.record_class, report.ref, report.over) == (REPORT, ref, False)
    assert (name.record_class, name.over) == (NAMED, True), "a name is kept for less"
    assert name.page == reverse("reporting:report", args=[ref])
    assert not more
    for other in (desk.aigerim, desk.asel, desk.nurlan):
        assert ref not in {one.ref for one in selectors.reviews_due(due(other))[0]}
        with pytest.raises(Refused) as refusal:
            selectors.record_to_review(due(other), REPORT, ref)
        assert not refusal.value.exists


def test_it_is_kept_for_a_reason_until_a_day_within_its_maximum(desk: Desk) -> None:
    ref = desk.report(desk.aigerim, people=desk.people[2:])
    reporting.add_addendum(desk.aigerim, ref, "He did it again.")
    daria, report = due(desk.daria), Report.unfiltered.get(ref=ref)
    soon = daria.now().date() + timedelta(days=90)
    for reason, until, code in (
        (" ", soon, "empty"),
        ("x" * 401, soon, "too_long"),
        ("Needed.", daria.now().date(), "past"),
        ("Needed.", report.max_until + timedelta(days=1), "beyond"),
    ):
        with pytest.raises(NotDecided, match=code):
            services.keep(daria, REPORT, ref, reason=reason, until=until)
    services.keep(daria, REPORT, ref, reason="The trial is in May.", until=soon)
    report.refresh_from_db()
    assert report.review_on == soon
    assert report.addenda.get().review_on == soon
    [name] = selectors.reviews_due(daria)[0]
    with pytest.raises(NotDecided, match="beyond"):
        services.keep(daria, NAMED, name.ref, reason="Needed.", until=soon)
    assert searching(daria, Search("Ömürov", {})).hits
    services.erase_at_review(daria, NAMED, name.ref)
    assert not searching(daria, Search("Ömürov", {})).hits, "a report that names somebody no more is not found by that"
    assert not reporting_read.report(daria, ref).people
    assert selectors.reviews_due(daria) == ([], False)
    [made] = selectors.record_to_review(daria, REPORT, ref).made
    assert (made.what, made.reason, made.until, made.by) == ("kept", "The trial is in May.", soon, desk.daria.name)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewMade.unfiltered.update(reason="Another.")


def test_after_its_last_day_it_is_not_kept_any_longer(desk: Desk) -> None:
    ref = desk.report(desk.aigerim)
    daria = later(desk.daria, days=5 * YEARS + 1)
    assert selectors.reviews_due(daria)[0][0].over
    with pytest.raises(NotDecided, match="beyond"):
        services.keep(daria, REPORT, ref, reason="Needed.", until=daria.now().date() + timedelta(days=1))
    services.erase_at_review(daria, REPORT, ref)
    assert Tombstone.objects.get(ref=ref).why == "time"


def test_what_is_restricted_nobody_works_with_until_the_restriction_is_lifted(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    ref = Report.unfiltered.get().ref
    services.restrict(desk.daria, REPORT, ref, reason="Its accuracy is disputed.")
    assert reporting_read.report(desk.aigerim, ref).ref == ref
    hidden = (
        lambda: reporting_read.report(desk.daria, ref),
        lambda: intelligence_read.item(desk.daria, item.ref),
        lambda: intelligence_read.note(desk.asel, note.ref),
    )
    for look in hidden:
        with pytest.raises(Refused):
            look()
    assert selectors.record_to_review(desk.daria, REPORT, ref).record.restricted
    services.free(desk.daria, REPORT, ref, reason="It was right.")
    assert [look() is not None for look in hidden] == [True, True, True]


def everything(custody: Custody) -> tuple[Desk, str, dict[str, str]]:
    """A report that was told by somebody, with a photograph, an addendum, a duplicate, two items, a link and a note."""
    desk = Desk(
        custody.prison,
        custody.aigerim,
        custody.bakyt,
        custody.daria,
        posted("Nurlan Kim", Role.ANALYST, service=custody.prison.service),
        custody.asel,
    )
    draft = reporting.start_draft(
        custody.aigerim,
        about="worry",
        people=custody.prison.people[:1],
        seen="Lasko took the bread of Orlov at bench 4.",
        told="Canaryword was said.",
        told_by="Orlov",
    )
    reporting.attach(custody.aigerim, draft, name="bench.png", raw=photograph())
    ref = reporting.file_draft(custody.aigerim, draft).ref
    reporting.add_addendum(custody.aigerim, ref, "He did it again.")
    duplicate = desk.report(custody.bakyt)
    reporting.duplicate_of(custody.daria, duplicate, ref)
    one, other = desk.item(ref), desk.item(ref, kind="told", text="Told that bread changes hands.")
    link = intelligence.link(
        custody.daria, [one.ref, other.ref], person_ref=custody.prison.people[0], reason="The same bread."
    )
    note = desk.note(one)
    return desk, ref, {"item": one.ref, "note": note.ref, "link": link.ref, "duplicate": duplicate}


def test_an_erasure_reaches_all_that_rests_on_a_report_and_leaves_a_tombstone_without_content(
    custody: Custody, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    desk, ref, refs = everything(custody)
    stored = folder() / Attachment.unfiltered.get().stored
    assert stored.exists()
    report = Report.unfiltered.get(ref=ref)
    daria = due(desk.daria)
    page = selectors.record_to_review(daria, REPORT, ref)
    going = {str(name): number for name, number in page.goes}
    assert (going["Item"], going["Link"], going["Note"], going["Photograph or document"]) == (2, 1, 1, 1)
    assert "Sealed origin" not in going  # the desk answers for no origin, and is told of none
    services.place_hold(daria, "intelligence.item", refs["item"], why="Asked for.", law="Art. 5", until=soon(daria))
    services.lift_hold(
        daria, "intelligence.item", refs["item"], Hold.unfiltered.get().ref, reason="The court has answered."
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_at_review(daria, REPORT, ref)
    connection.check_constraints()
    for model in apps.get_models():
        if issubclass(model, Held) and model._meta.app_label in ("intelligence", "sources"):
            assert not model._base_manager.exists(), model
    assert Report.unfiltered.get().ref == refs["duplicate"]
    assert not Origin.unfiltered.exists()
    assert not Attachment.unfiltered.exists()
    assert not Hold.unfiltered.exists()
    assert not stored.exists()
    assert set(Indexed.unfiltered.values_list("kind", "record_id")) == {(REPORT, Report.unfiltered.get().pk)}
    assert reporting_read.report(desk.bakyt, refs["duplicate"]).standing == "closed"
    stones = {(one.record_class, one.ref): one.why for one in Tombstone.objects.all()}
    assert stones[(REPORT, ref)] == "review"
    assert stones[("intelligence.note", refs["note"])] == "with"
    entry = Entry.objects.filter(operation="erasure").latest("pk")
    assert entry.reason == because("oversight.erased_at_its_review")
    assert [REPORT, ref] in entry.records
    assert ErasedRow.objects.filter(table_name="reporting_report", key=report.pk).exists()


def soon(viewer: Viewer) -> date:
    return viewer.now().date() + timedelta(days=30)


def test_the_tombstone_is_seen_by_who_could_see_the_record_and_by_nobody_else(desk: Desk) -> None:
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    subject = posted("Sabira Ismailova", Role.INTELLIGENCE, **here)
    ref = desk.report(desk.aigerim)
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(), staff_id=subject.staff_id)
    browsers = {name: browser(who) for name, who in (("author", desk.aigerim), ("desk", desk.daria))}
    strangers = {
        name: browser(who) for name, who in (("other", desk.bakyt), ("subject", subject), ("governor", desk.asel))
    }
    before = {name: body(one.get(f"/reports/{ref}/"), ref) for name, one in strangers.items()}
    services.erase_at_review(due(desk.daria), REPORT, ref)
    for one in browsers.values():
        answer = one.get(f"/reports/{ref}/")
        assert answer.status_code == 410
        assert "This was erased" in answer.content.decode()
        assert "bread" not in answer.content.decode()
    for name, one in strangers.items():
        answer = one.get(f"/reports/{ref}/")
        assert answer.status_code == 404
        assert body(answer, ref) == before[name]


def test_a_legal_hold_blocks_an_erasure_says_so_and_ends_on_its_day(desk: Desk) -> None:
    ref = desk.report(desk.aigerim)
    item = desk.item(ref)
    daria = due(desk.daria)
    services.place_hold(daria, "intelligence.item", item.ref, why="A court asked.", law="Case 7", until=soon(daria))
    assert selectors.record_to_review(daria, REPORT, ref).blocks == ("hold",)
    with pytest.raises(Blocked, match="hold"):
        services.erase_at_review(daria, REPORT, ref)
    [held] = selectors.held_records(posted("I. Inspector", Role.INSPECTOR, service=desk.prison.service))
    assert (held.record_ref, held.law) == (item.ref, "Case 7")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.unfiltered.update(until=daria.now().date())
    services.erase_at_review(later(daria, days=31), REPORT, ref)
    assert not Report.unfiltered.exists()


def test_what_lies_with_the_prosecutor_as_evidence_is_not_erased(desk: Desk) -> None:
    ref = desk.report(desk.aigerim)
    reporting.pass_on(desk.daria, ref, road="prosecutor", words="A theft.")
    with pytest.raises(Blocked, match="evidence"):
        services.erase_at_review(due(desk.daria), REPORT, ref)
    assert Report.unfiltered.exists()


def test_a_decision_in_force_keeps_what_it_rests_on_and_goes_with_it_afterwards(desk: Desk) -> None:
    note = desk.handed_note()
    ref = Report.unfiltered.get().ref
    today = desk.asel.now().date()
    made = conference.decide(
        desk.asel,
        note_ref=note.ref,
        outcome="act",
        grounds="The note.",
        necessity="Yes.",
        proportionality="Yes.",
        alternatives="A talk.",
        review_on=today + timedelta(days=10),
        ends_on=today + timedelta(days=20),
        measures=[MeasureInput("place", "A camera.", today, today, place_ref=desk.prison.places["workshop"])],
    )
    Report.unfiltered.update(review_on=today)
    with pytest.raises(Blocked, match="decision_in_force"):
        services.erase_at_review(desk.daria, REPORT, ref)
    services.erase_at_review(later(desk.daria, days=21), REPORT, ref)
    connection.check_constraints()
    assert Tombstone.objects.filter(record_class="conference.decision", ref=made.ref).exists()


def test_before_its_time_it_takes_two_people_who_work_with_no_record(custody: Custody) -> None:
    ref = custody.told(custody.aigerim, "Orlov").ref
    service = {"service": custody.prison.service}
    jamila, ruslan = (
        posted("Jamila S.", Role.INSPECTOR, **service),
        posted("Ruslan D.", Role.DATA_PROTECTION, **service),
    )
    for signer in (jamila, ruslan):
        keys.make_key(signer, SIGNS.format(signer.name))
    with pytest.raises(NotDecided, match="early"):
        services.erase_at_review(custody.daria, REPORT, ref)
    refused = services.ask_early(custody.daria, REPORT, ref, reason="I do not like it.")
    approvals.decline(ruslan, selectors.early(ruslan, refused).request, "needless")
    assert selectors.early(custody.daria, refused).state == "declined"
    assert "A colleague said no" in browser(custody.daria).get(f"/oversight/early/{refused}/").content.decode()
    early = services.ask_early(custody.daria, REPORT, ref, reason="It was filed about the wrong man.")
    for stranger in (custody.asel, custody.bakyt):
        with pytest.raises(Refused):
            selectors.early(stranger, early)
    asked = selectors.early(jamila, early)
    assert (asked.record_ref, asked.state) == (ref, "asked")
    approvals.approve(jamila, asked.request, SIGNS.format(jamila.name))
    with pytest.raises(Refused):
        services.erase_early(custody.daria, early)
    approvals.approve(ruslan, asked.request, SIGNS.format(ruslan.name))
    assert selectors.early(custody.daria, early).state == "allowed"
    with pytest.raises(Refused):
        services.erase_early(ruslan, early)
    with live_last_witnessed(days_ago=8), pytest.raises(NoWitness):
        services.erase_early(custody.daria, early)
    assert Report.unfiltered.filter(ref=ref).exists()
    with live_last_witnessed(days_ago=6):
        services.erase_early(custody.daria, early)
    connection.check_constraints()
    assert Tombstone.objects.get(ref=ref).why == "early"
    assert selectors.early(jamila, early).state == "done"


@contextmanager
def live_last_witnessed(*, days_ago: int) -> Iterator[None]:
    """As far as witnesses go this is a live instance, last witnessed so many days ago."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequencing, "instance", lambda: Instance(mode="live", stamp="x"))
        patch.setattr(sequencing, "last_witnessed", lambda: wall_now() - timedelta(days=days_ago))
        yield


def test_nothing_leaves_a_guarded_table_but_by_an_erasure_and_its_trace_stays(desk: Desk) -> None:
    desk.report(desk.aigerim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.unfiltered.all()._raw_delete("default")
    services.erase_at_review(due(desk.daria), REPORT, Report.unfiltered.get().ref)
    for trace in (ErasedRow, Tombstone):
        with pytest.raises(Exception, match="never changed"), transaction.atomic():
            trace.objects.all()._raw_delete("default")
    second = desk.report(desk.bakyt)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.unfiltered.filter(ref=second)._raw_delete("default")


def test_every_record_about_a_person_has_somebody_who_answers_for_its_review() -> None:
    reviewed = {one.model for one in keeping.kept()}
    parts = {label for one in keeping.kept() for label, _key in one.parts}
    with_another = {"sources.sealeddraft"}  # goes with its draft
    held = {
        model._meta.label_lower
        for model in apps.get_models()
        if issubclass(model, Held) and model.__module__.startswith("rapport.")
    }
    assert held - reviewed - parts - with_another == set()
    assert all(one.answers for one in keeping.kept())
