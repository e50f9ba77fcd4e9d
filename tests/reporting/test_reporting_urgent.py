"""What cannot wait: an alarm goes to whoever is on duty, and on to the next until it is in hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import override_settings

from custody import custody_at, quick_keys
from desk_at_northfield import Desk, browser, desk_at, later, posted
from rapport.access import approvals, keys, worker
from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.oversight import services as oversight
from rapport.reporting import calls, corrections, selectors, services
from rapport.reporting.models import Alarm, AlarmEvent, Draft, NoticeRecipient, UrgentNotice
from rapport.reporting.services import NotSaved, Unfilable, urgent
from rapport.sources import matching

LATER = [timedelta()]


@pytest.fixture
def desk(northfield) -> Desk:
    return desk_at(northfield)


@pytest.fixture
def headquarters(northfield) -> Viewer:
    return posted("Hadi Quart", Role.HEADQUARTERS, service=northfield.service)


@pytest.fixture
def roster(desk) -> None:
    for place, viewer in ((1, desk.bakyt), (2, desk.daria)):
        services.put_on_roster(
            desk.asel, posting=viewer.posting_ref, place=place, phone=f"+996 555 00{place}", ends=None
        )


def raised(desk: Desk, **fields: object) -> str:
    ref = services.start_draft(desk.aigerim, seen="They have a knife on landing 2.", **fields)
    return services.raise_alarm(desk.aigerim, ref, "attack")


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The wall's clock, as this room reads it, goes on when a test says so."""
    LATER[0] = timedelta()
    for module in (calls, urgent):
        monkeypatch.setattr(module, "wall_now", lambda: wall_now() + LATER[0])
    yield
    LATER[0] = timedelta()


def minutes_later(number: int) -> None:
    """The wall's clock has gone on by so much."""
    LATER[0] += timedelta(minutes=number)


def sees(viewer: Viewer, ref: str) -> bool:
    try:
        calls.alarm(viewer, ref)
    except Refused:
        return False
    return True


def test_the_first_on_the_roster_is_called_at_once_then_the_next_then_the_governor_then_headquarters(
    desk, roster, headquarters
):
    ref = raised(desk)
    everybody = (desk.bakyt, desk.daria, desk.asel, headquarters)
    for step, _ in enumerate(everybody):
        assert [sees(viewer, ref) for viewer in everybody] == [at <= step for at in range(4)], step
        minutes_later(5)
    assert not sees(desk.nurlan, ref)
    shown = calls.alarm(desk.aigerim, ref)
    assert [(one.name, one.phone) for one in shown.calls][:2] == [
        ("Bakyt Asanov", "+996 555 001"),
        ("Daria Weber", "+996 555 002"),
    ]
    gaps = {later.due_at - sooner.due_at for sooner, later in zip(shown.calls, shown.calls[1:], strict=False)}
    assert gaps == {timedelta(minutes=5)}


def test_an_alarm_reaches_the_desk_before_anybody_grades_anything(desk, roster):
    ref = raised(desk)
    report = calls.alarm(desk.aigerim, ref).report
    assert report.seen == "They have a knife on landing 2."
    assert [one.ref for one in selectors.waiting(desk.daria)] == [report.ref]


def test_once_somebody_has_it_in_hand_nobody_else_is_called(desk, roster, headquarters):
    ref = raised(desk)
    assert calls.calling(desk.bakyt) == [ref]
    services.answer_alarm(desk.bakyt, ref)
    services.answer_alarm(desk.bakyt, ref)
    minutes_later(30)
    assert calls.calling(desk.bakyt) == calls.calling(desk.daria) == []
    shown = calls.alarm(desk.aigerim, ref)
    assert shown.answered_by == "Bakyt Asanov"
    with pytest.raises(Refused):
        services.answer_alarm(desk.nurlan, ref)


def test_on_every_page_whoever_is_called_is_told_and_nobody_else(desk, roster):
    ref = raised(desk)
    assert f"/reports/alarm/{ref}/" in browser(desk.bakyt).get("/reports/").content.decode()
    for viewer in (desk.daria, desk.asel, desk.nurlan):
        assert "/reports/alarm/" not in browser(viewer).get("/reports/").content.decode()
    assert browser(desk.nurlan).get(f"/reports/alarm/{ref}/").status_code == 404


def test_without_a_roster_the_governor_is_called_at_once(desk):
    assert sees(desk.asel, raised(desk))


def test_a_colleague_whom_it_is_about_is_not_called(desk, roster):
    ref = raised(desk, colleague=desk.bakyt.staff_ref)
    assert not sees(desk.bakyt, ref)
    assert sees(desk.daria, ref)


def test_one_line_is_enough_and_two_windows_do_not_stand_in_the_way(desk, roster):
    ref = services.start_draft(desk.aigerim, unsure="Tall man, landing 2, has a knife")
    services.save_draft(desk.aigerim, ref, version=1, window="AAA-AAAA", seen="He shouts.")
    services.save_draft(desk.aigerim, ref, version=1, window="BBB-BBBB", seen="He runs.")
    alarm = services.raise_alarm(desk.aigerim, ref, "life")
    assert services.raise_alarm(desk.aigerim, ref, "life") == alarm
    assert set(calls.alarm(desk.aigerim, alarm).report.seen.split("\n")) == {"He shouts.", "He runs."}
    assert not Draft.unfiltered.filter(ref=ref).exists()
    with pytest.raises(Unfilable):
        services.raise_alarm(desk.aigerim, services.start_draft(desk.aigerim), "life")
    with pytest.raises(NotSaved):
        services.raise_alarm(desk.aigerim, services.start_draft(desk.aigerim, seen="x"), "weather")


def test_imminent_harm_told_in_a_protected_place_calls_the_roster_and_never_enters_intelligence(
    desk, roster, northfield
):
    ref = raised(desk, place=northfield.places["worship"])
    assert sees(desk.bakyt, ref)
    report = calls.alarm(desk.bakyt, ref).report
    assert report.road == "urgent"
    assert selectors.waiting(desk.daria) == []
    with pytest.raises(Refused):
        selectors.report(desk.daria, report.ref)


@override_settings(RAPPORT_URGENT_SECONDS=0.4)
def test_while_the_roster_sleeps_the_job_calls_one_after_the_other(northfield):
    """Really waits: the job worker runs beside the clock, and nobody answers."""
    import time

    desk = desk_at(northfield)
    for place, viewer in ((1, desk.bakyt), (2, desk.daria)):
        services.put_on_roster(desk.asel, posting=viewer.posting_ref, place=place, phone="1", ends=None)
    ref = raised(desk)
    noted = []
    deadline = time.monotonic() + 20
    while len(noted) < 3 and time.monotonic() < deadline:
        worker.work_once()
        noted = list(AlarmEvent.unfiltered.filter(alarm__ref=ref).order_by("pk").values_list("step", "at"))
        time.sleep(0.1)
    assert [step for step, _ in noted] == [0, 1, 2]
    begun = Alarm.unfiltered.get(ref=ref).raised_at
    for step, at in noted:
        assert at >= begun + step * timedelta(seconds=0.4)
    assert Entry.objects.filter(reason__startswith=because("reporting.alarm_step_called")).count() == 3


def test_the_pages_of_an_alarm_and_of_the_roster_say_what_to_do(desk, roster):
    client = browser(desk.aigerim)
    ref = services.start_draft(desk.aigerim, seen="They have a knife.")
    nothing = client.post(f"/reports/{ref}/write/", {"do": "urgent", "seen": "They have a knife."})
    assert "Say what the danger is." in nothing.content.decode()
    sent = client.post(f"/reports/{ref}/write/", {"do": "urgent", "seen": "They have a knife.", "danger": "attack"})
    page = client.get(sent["Location"]).content.decode()
    assert "Telephone, from the top." in page
    assert "+996 555 001" in page
    answered = browser(desk.bakyt)
    assert answered.post(sent["Location"], {"do": "answer"}).status_code == 302
    assert "Bakyt Asanov has it in hand" in client.get(sent["Location"]).content.decode()
    governor = browser(desk.asel)
    assert "Bakyt Asanov" in governor.get("/reports/roster/").content.decode()
    wrong = governor.post("/reports/roster/", {"do": "put", "posting": "222-22222", "place": "x", "phone": ""})
    assert "Choose from the list." in wrong.content.decode()
    assert browser(desk.aigerim).get("/reports/roster/").status_code == 403


def test_headquarters_duty_officer_sees_what_called_them_and_whom_to_telephone_in_each_prison(
    desk, roster, headquarters, southgate
):
    ref = raised(desk)
    first = browser(headquarters).get("/")
    assert first["Location"] == "/reports/duty/"
    quiet = browser(headquarters).get("/reports/duty/").content.decode()
    assert ref not in quiet
    assert "Bakyt Asanov" in quiet
    assert southgate.establishment.name in quiet
    minutes_later(20)
    page = browser(headquarters).get("/reports/duty/").content.decode()
    assert f"/reports/alarm/{ref}/" in page
    assert "They have a knife" not in page
    for viewer in (desk.asel, desk.daria, desk.aigerim):
        assert browser(viewer).get("/reports/duty/").status_code == 403
    inside = posted("Nadia Post", Role.HEADQUARTERS, service=southgate.service, establishment=southgate.establishment)
    assert browser(inside).get("/reports/duty/").status_code == 403


def test_a_notice_goes_to_an_office_that_two_people_allowed_and_a_second_person_looks_at_it(desk, roster):
    with quick_keys():
        for viewer in (desk.asel, desk.daria):
            keys.make_key(viewer, f"four quiet words of {viewer.name}")
        refused = services.ask_for_recipient(desk.asel, name="Police of the region", phone="103")
        approvals.decline(desk.daria, refused, "needless")
        assert "A colleague said no" in browser(desk.asel).get("/reports/roster/").content.decode()
        with pytest.raises(Refused):
            services.allow_recipient(desk.asel, NoticeRecipient.unfiltered.get().ref)
        request = services.ask_for_recipient(desk.asel, name="Police of the district", phone="102")
        office = NoticeRecipient.unfiltered.get(phone="102")
        ref = raised(desk)
        services.answer_alarm(desk.bakyt, ref)
        notice = {"recipient": office.ref, "where": "Landing 2", "protection": "Keep the road clear."}
        with pytest.raises(Unfilable):
            services.send_notice(desk.bakyt, ref, **notice)
        with pytest.raises(Refused):
            services.allow_recipient(desk.asel, office.ref)
        for viewer in (desk.asel, desk.daria):
            approvals.approve(viewer, request, f"four quiet words of {viewer.name}")
    services.allow_recipient(desk.asel, office.ref)
    sent = services.send_notice(desk.bakyt, ref, **notice)
    entry = Entry.objects.filter(reason=because("reporting.urgent_notice")).get()
    assert (entry.operation, entry.to) == ("disclosure", "Police of the district")
    [waits] = calls.notices(desk.asel)
    assert (waits.reviewed, waits.overdue) == (None, False)
    assert waits.due_at == waits.sent_at + timedelta(hours=24)
    with pytest.raises(Refused):
        services.review_notice(desk.bakyt, sent, fitting=True)
    services.review_notice(desk.asel, sent, fitting=False)
    assert calls.notices(desk.asel)[0].reviewed is False
    again = raised(desk)
    minutes_later(20)
    services.answer_alarm(desk.asel, again)
    her_own = services.send_notice(desk.asel, again, **notice)
    with pytest.raises(Refused, match=r"notice\.second"):
        services.review_notice(desk.asel, her_own, fitting=True)
    [copy] = corrections.to_read(desk.bakyt)  # the office has no seat here: whoever sent it tells them, and says so
    assert (copy.ref, copy.outside, "Police of the district (102)" in str(copy.changes[0])) == (
        sent,
        "Police of the district",
        True,
    )
    assert corrections.to_read(desk.daria) == []
    services.acknowledge(desk.bakyt, *copy.entry, changes=[copy.changes[0].key])
    assert corrections.to_read(desk.bakyt) == []
    [told] = corrections.handed_on(desk.asel).given[0].told
    assert [(one.name, one.at is not None) for one in told.reads] == [(desk.bakyt.name, True)]
    assert {field.name for field in UrgentNotice._meta.fields} & {"source", "told_origin", "attachment"} == set()

    oversight.erase_at_review(later(desk.asel, days=91), "reporting.alarm", ref)
    after = {one: corrections.to_read(later(one, days=92)) for one in (desk.bakyt, desk.asel, desk.daria)}
    assert [(one.record_class, one.ref, one.address) for one in after[desk.bakyt]] == [("reporting.alarm", ref, "")]
    [erased] = after[desk.bakyt][0].changes
    assert str(erased).startswith("The alarm was erased with its report. Telephone the office")
    assert (after[desk.asel], after[desk.daria]) == ([], []), "whoever sent nothing of it has nobody to telephone"
    services.acknowledge(later(desk.bakyt, days=92), "reporting.alarm", ref, changes=[erased.key])
    assert corrections.to_read(later(desk.bakyt, days=93)) == []


def test_nobody_but_who_has_it_in_hand_sends_a_notice(desk, roster):
    ref = raised(desk)
    minutes_later(5)
    services.answer_alarm(desk.bakyt, ref)
    with pytest.raises(Refused):
        services.send_notice(desk.daria, ref, recipient="222-22222", where="x", protection="y")


def test_a_notice_that_names_whoever_told_it_is_not_sent(northfield):
    matching.hand_over(b"k" * 32)
    try:
        with quick_keys():
            custody = custody_at(northfield)
        NoticeRecipient.unfiltered.create(
            service=northfield.service,
            establishment=northfield.establishment,
            name="Police",
            phone="1",
            approved_at=wall_now(),
        )
        ref = services.start_draft(custody.aigerim, told="He will be stabbed.", told_by="Lasko Viktor")
        alarm = services.raise_alarm(custody.aigerim, ref, "life")
        services.answer_alarm(custody.asel, alarm)
        office = NoticeRecipient.unfiltered.get().ref
        with pytest.raises(Unfilable) as refusal:
            services.send_notice(custody.asel, alarm, recipient=office, where="Cell 3", protection="Viktor told it.")
        assert [one.code for one in refusal.value.findings] == ["names_teller"]
        assert services.send_notice(custody.asel, alarm, recipient=office, where="Cell 3", protection="A single cell.")
    finally:
        matching.forget()
