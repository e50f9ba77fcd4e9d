"""Reports that do not go to the desk: about staff, of ill-treatment, for help; and slips that a colleague keys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk_at_northfield import Desk, body, browser, desk_at, later, posted
from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.register.services import note_protected_role
from rapport.reporting import calls, queueing, selectors, services
from rapport.reporting.services import NotSaved, Unfilable
from rapport.reporting.values import ReportValue


@pytest.fixture
def desk(northfield) -> Desk:
    return desk_at(northfield)


@pytest.fixture
def integrity(northfield) -> Viewer:
    return posted("Irina Integer", Role.INTEGRITY, service=northfield.service)


@pytest.fixture
def complaints(northfield) -> Viewer:
    return posted("Kanat Arzy", Role.COMPLAINTS, service=northfield.service)


def filed(desk: Desk, road: str, **fields: object) -> ReportValue:
    ref = services.start_draft(desk.aigerim, about="worry", seen="The door stood open at count.", road=road, **fields)
    return services.file_draft(desk.aigerim, ref)


def sees(viewer: Viewer, ref: str) -> bool:
    try:
        selectors.report(viewer, ref)
    except Refused:
        return False
    return True


def test_a_report_about_a_colleague_exists_for_nobody_in_the_prison_but_its_author(
    desk, northfield, integrity, complaints
):
    beside = posted("Beside Her", Role.INTELLIGENCE, service=northfield.service, establishment=northfield.establishment)
    report = filed(desk, "integrity", colleague=desk.daria.staff_ref)
    assert sees(desk.aigerim, report.ref)
    assert sees(integrity, report.ref)
    for viewer in (desk.bakyt, desk.daria, beside, desk.asel, desk.nurlan, complaints):
        assert not sees(viewer, report.ref), viewer.name
        assert browser(viewer).get(f"/reports/{report.ref}/").status_code == 404
    for one in (desk.daria, beside):
        assert selectors.waiting(one) == []
    assert [one.ref for one in selectors.on_a_road(integrity)] == [report.ref]


def test_an_integrity_officer_posted_inside_the_prison_is_not_outside_it(desk, northfield):
    report = filed(desk, "integrity")
    inside = posted("Inside", Role.INTEGRITY, service=northfield.service, establishment=northfield.establishment)
    assert not sees(inside, report.ref)
    assert selectors.on_a_road(inside) == []
    with pytest.raises(Refused):
        services.receive_on_road(inside, report.ref)


def test_whoever_a_report_is_about_does_not_read_it_even_as_the_integrity_officer(desk, northfield):
    governor_and_more = posted(
        "Two Hats", Role.GOVERNOR, service=northfield.service, establishment=northfield.establishment
    )
    report = filed(desk, "welfare", colleague=governor_and_more.staff_ref)
    assert sees(desk.asel, report.ref)
    assert not sees(governor_and_more, report.ref)


def test_ill_treatment_goes_to_the_complaints_body_with_a_clock_that_it_stops(desk, complaints):
    report = filed(desk, "complaints")
    assert not any(sees(viewer, report.ref) for viewer in (desk.daria, desk.asel, desk.bakyt))
    [waits] = selectors.on_a_road(complaints)
    assert waits.road_due == report.filed_at + timedelta(hours=24)
    assert not waits.received
    late = browser(later(complaints, hours=25))
    page = browser(complaints).get("/reports/roads/").content.decode()
    assert "Receive by" in page
    services.receive_on_road(complaints, report.ref)
    services.answer_on_road(complaints, report.ref, "We have spoken to him and looked at the marks.")
    assert selectors.on_a_road(complaints)[0].received
    assert [one.text for one in selectors.report(desk.aigerim, report.ref).road_events] == [
        "",
        "We have spoken to him and looked at the marks.",
    ]
    assert "looked at the marks" in browser(desk.aigerim).get("/reports/").content.decode()
    assert late is not None


def test_a_call_for_help_goes_to_the_governor_and_not_to_the_desk(desk):
    report = filed(desk, "welfare")
    assert sees(desk.asel, report.ref)
    assert not sees(desk.daria, report.ref)


def test_a_report_on_a_road_cannot_be_taken_graded_or_returned_by_the_desk(desk):
    report = filed(desk, "complaints")
    for act in (
        lambda: services.take(desk.daria, report.ref),
        lambda: services.return_for_more(desk.daria, report.ref, "Who?"),
        lambda: services.mark_evaluated(desk.daria, report.ref),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("who", ["lawyer", "chaplain", "clinician", "inspector"])
def test_what_a_protected_role_said_is_not_for_the_desk_and_may_take_another_road(desk, integrity, who):
    ref = services.start_draft(desk.aigerim, about="worry", seen="He said it to him.", protected_role=who)
    with pytest.raises(Unfilable) as refusal:
        services.file_draft(desk.aigerim, ref)
    assert [one.code for one in refusal.value.findings] == ["protected_role"]
    assert selectors.draft(desk.aigerim, ref).seen == "He said it to him."
    services.save_draft(desk.aigerim, ref, road="integrity")
    assert sees(integrity, services.file_draft(desk.aigerim, ref).ref)


def test_what_is_from_or_about_somebody_in_a_protected_role_is_kept_and_offered_another_road(desk, integrity):
    note_protected_role(
        desk.asel,
        desk.prison.establishment.pk,
        office="lawyer",
        family_name="Sadovsky",
        given_names="Pavel",
        family_name_cyrillic="Садовский",
    )
    happened = {"about": "worry", "at": desk.aigerim.now()}
    named = services.start_draft(desk.aigerim, seen="Он спорил с Садовским у ворот.", **happened)
    with pytest.raises(Unfilable, match="protected_person"):
        services.file_draft(desk.aigerim, named)
    client = browser(desk.aigerim)
    typed = {"do": "file", "about": "worry", "seen": "Он спорил с Садовским у ворот."}
    typed |= {"happened_on": desk.aigerim.now().date().isoformat(), "happened_time": "05:00"}
    page = client.post(f"/reports/{named}/write/", typed).content.decode()
    assert "is not taken as intelligence" in page
    assert "Он спорил с Садовским" in page
    other = services.start_draft(desk.aigerim, seen="Sadovsky said it.", road="integrity", **happened)
    assert sees(integrity, services.file_draft(desk.aigerim, other).ref)
    assert client.post(f"/reports/{named}/write/", {**typed, "do": "file:else"}).status_code == 302
    assert sees(desk.daria, named)
    assert Entry.objects.filter(reason=because("reporting.protected_name_is_another")).count() == 1


def test_an_initial_or_a_given_name_beside_it_tells_a_namesake_from_a_lawyer(desk):
    place = desk.prison.establishment.pk
    note_protected_role(desk.asel, place, office="chaplain", family_name="Weber", given_names="Martin")
    for text, is_filed in (("M. Weber came by.", False), ("Weber came by.", False), ("T. Weber came by.", True)):
        ref = services.start_draft(desk.aigerim, about="worry", seen=text, at=desk.aigerim.now())
        if is_filed:
            assert services.file_draft(desk.aigerim, ref)
        else:
            with pytest.raises(Unfilable):
                services.file_draft(desk.aigerim, ref)


def test_what_the_desk_passes_outside_is_read_by_the_body_outside_and_not_by_the_inspector(
    desk, complaints, northfield
):
    here = {"service": northfield.service, "establishment": northfield.establishment}
    ref = services.file_draft(
        desk.aigerim, services.start_draft(desk.aigerim, about="worry", seen="He was hit.", at=desk.aigerim.now())
    ).ref
    matter = services.pass_on(desk.daria, ref, road="outside", words="A man was hit.")
    assert [one.ref for one in queueing.passings(complaints)] == [matter]
    for other in (posted("Ines", Role.INSPECTOR, **here), posted("Kim", Role.COMPLAINTS, **here)):
        with pytest.raises(Refused):
            queueing.passings(other)
    assert queueing.passings(desk.asel) == []


@pytest.mark.parametrize(("road", "onto"), [("integrity", "integrity"), ("outside", "complaints")])
def test_what_the_desk_sends_out_of_the_prison_exists_for_nobody_inside_but_its_author(desk, road, onto, request):
    bodies = {one: request.getfixturevalue(one) for one in ("integrity", "complaints")}
    outside = bodies.pop(onto)
    [other] = bodies.values()
    ref = services.file_draft(
        desk.aigerim, services.start_draft(desk.aigerim, about="worry", seen="The key lay in his cell.")
    ).ref
    services.take(desk.daria, ref)
    matter = services.pass_on(desk.daria, ref, road=road, words="Look into it.")
    for viewer in (desk.daria, desk.bakyt, desk.asel, desk.nurlan, other):
        assert not sees(viewer, ref), viewer.name
        unknown = browser(viewer).get("/reports/222-22222/")
        answer = browser(viewer).get(f"/reports/{ref}/")
        assert (answer.status_code, body(answer, ref)) == (404, body(unknown, "222-22222"))
    for act in (services.take, services.let_go, services.close):
        with pytest.raises(Refused):
            act(desk.daria, ref)
    assert queueing.passings(desk.asel) == []
    assert [(one.ref, one.report) for one in queueing.passings(outside)] == [(matter, ref)]
    [waits] = selectors.on_a_road(outside)
    assert (waits.ref, waits.road, waits.received) == (ref, onto, False)
    services.answer_on_road(outside, ref, "We look into it.")
    assert [one.answer for one in queueing.passings(outside)] == ["We look into it."]
    mine = selectors.report(desk.aigerim, ref)
    assert (mine.road, [one.text for one in mine.road_events]) == (onto, ["", "We look into it."])
    assert "Daria" not in browser(desk.aigerim).get(f"/reports/{ref}/").content.decode()


def test_an_alarm_calls_until_somebody_has_it_and_then_leaves_the_prison_with_its_report(desk, integrity):
    services.put_on_roster(desk.asel, posting=desk.bakyt.posting_ref, place=1, phone="101", ends=None)
    draft = services.start_draft(desk.aigerim, about="worry", seen="He will open the gate for them tonight.")
    alarm = services.raise_alarm(desk.aigerim, draft, "attack")
    services.pass_on(desk.daria, draft, road="integrity", words="Somebody may open the gate.")
    assert calls.alarm(desk.bakyt, alarm).ref == alarm
    services.answer_alarm(desk.bakyt, alarm)
    with pytest.raises(Refused) as gone:
        calls.alarm(desk.bakyt, alarm)
    assert not gone.value.exists
    assert calls.alarm(desk.aigerim, alarm).own


def test_what_was_typed_in_a_protected_place_is_kept_and_offered_another_road(desk, northfield):
    ref = services.start_draft(desk.aigerim, about="worry", seen="It was said.", place=northfield.places["worship"])
    client = browser(desk.aigerim)
    page = client.post(f"/reports/{ref}/write/", {"do": "file", "seen": "It was said.", "about": "worry"})
    assert page.status_code in (200, 302)
    services.save_draft(desk.aigerim, ref, place=northfield.places["worship"], at=desk.aigerim.now())
    with pytest.raises(Unfilable):
        services.file_draft(desk.aigerim, ref)
    services.save_draft(desk.aigerim, ref, road="welfare")
    assert services.file_draft(desk.aigerim, ref).road == "welfare"


def test_only_somebody_who_works_here_can_be_named_as_colleague(desk, southgate):
    stranger = southgate.viewer(Role.OFFICER)
    for ref in (stranger.staff_ref, "222-22222"):
        with pytest.raises(NotSaved) as refusal:
            services.start_draft(desk.aigerim, colleague=ref)
        assert str(refusal.value) == "unknown: colleague"


def test_a_keyed_slip_is_its_author_s_and_waits_for_their_word(desk):
    ref = services.start_draft(
        desk.aigerim, about="good", seen="He helped the old man down the stairs.", behalf_of=desk.bakyt.posting_ref
    )
    report = services.file_draft(desk.aigerim, ref)
    assert services.file_draft(desk.aigerim, ref).ref == report.ref
    assert (report.author_ref, report.keyed_by, report.confirmed) == (desk.bakyt.staff_ref, desk.aigerim.name, None)
    assert not sees(desk.aigerim, report.ref)
    assert selectors.to_confirm(desk.bakyt) == [report.ref]
    mine = browser(desk.bakyt)
    assert "keyed a report from your slip" in mine.get("/reports/").content.decode()
    for page in (f"/reports/{report.ref}/", f"/desk/{report.ref}/"):
        assert "not confirmed yet" in browser(desk.daria).get(page).content.decode()
    mine.post(f"/reports/{report.ref}/", {"theirs": "yes"})
    services.confirm_slip(desk.bakyt, report.ref, theirs=False)
    assert selectors.report(desk.daria, report.ref).confirmed is True
    assert selectors.to_confirm(desk.bakyt) == []


def test_nobody_but_its_author_confirms_a_slip(desk):
    ref = services.start_draft(desk.aigerim, about="good", seen="He helped.", behalf_of=desk.bakyt.posting_ref)
    report = services.file_draft(desk.aigerim, ref)
    for viewer in (desk.aigerim, desk.daria):
        with pytest.raises(Refused):
            services.confirm_slip(viewer, report.ref, theirs=True)


def test_a_mention_of_faith_asks_one_question_and_never_stands_in_the_way(desk):
    ref = services.start_draft(desk.aigerim, about="worry", seen="After the prayer he pushed Lasko.")
    assert selectors.draft(desk.aigerim, ref).necessity_asked
    page = browser(desk.aigerim).get(f"/reports/{ref}/write/").content.decode()
    assert page.count("another faith or none") == 1
    services.save_draft(desk.aigerim, ref, seen="He pushed Lasko.")
    report = services.file_draft(desk.aigerim, ref)
    assert report.necessity_asked
    assert selectors.report(desk.daria, report.ref).necessity_asked
    plain = services.start_draft(desk.aigerim, about="worry", seen="He pushed Lasko.")
    assert not services.file_draft(desk.aigerim, plain).necessity_asked


@pytest.mark.parametrize("text", ["Намаздан кийин түрттү.", "После молитвы толкнул.", "Après la prière il l'a poussé."])
def test_the_question_is_asked_in_every_language(desk, text):
    ref = services.start_draft(desk.aigerim, seen=text)
    assert selectors.draft(desk.aigerim, ref).necessity_asked


def test_when_and_where_are_filled_in_already(desk, northfield):
    client = browser(desk.aigerim)
    ref = client.post("/reports/new/")["Location"].split("/")[2]
    draft = selectors.draft(desk.aigerim, ref)
    assert draft.place is not None
    assert draft.place.ref == northfield.places["wing"]
    assert draft.happened_at == desk.aigerim.now()


def test_a_slip_can_be_printed(desk):
    page = browser(desk.aigerim).get("/reports/slip/").content.decode()
    assert "What I saw or heard myself" in page
