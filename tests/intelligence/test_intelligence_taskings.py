"""Who is asked to find something out, within which limits; and what came of it, counted for the question."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from custody import FIRST, SECOND, quick_keys
from desk_at_northfield import Desk, body, browser, later, posted
from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.models import Brought, Requirement, Tasking
from rapport.ledger.references import new_reference
from rapport.reporting import services as reporting
from rapport.reporting.models import Report, ReportSubject
from rapport.sources import services as sources


def today(desk: Desk) -> date:
    return desk.daria.now().date()


def asked(desk: Desk, **other: object) -> str:
    fields = {
        "question": "Do parcels change hands by the workshop door?",
        "why": "Two reports of an origin each.",
        "due_on": today(desk) + timedelta(days=7),
        "ends_on": today(desk) + timedelta(days=14),
    }
    return services.open_requirement(desk.daria, **{**fields, **other})  # type: ignore[arg-type]


def task(desk: Desk, requirement: str, **other: object) -> str:
    fields = {
        "whom": "post",
        "place": desk.prison.places["workshop"],
        "aim": "Look at the door when the bell rings.",
        "method": "look",
        "limits": "Nobody is followed.",
        "starts_on": today(desk),
        "ends_on": today(desk) + timedelta(days=5),
    }
    return services.task(desk.daria, requirement, **{**fields, **other})  # type: ignore[arg-type]


@pytest.fixture
def custodian(desk: Desk) -> Iterator[Viewer]:
    """Somebody who keeps the register of sources of Northfield, and one source in it."""
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    gulnara, timur = (posted(name, Role.CUSTODIAN, **here) for name in ("Gulnara", "Timur"))
    with quick_keys():
        sources.found_key(gulnara, second=timur.staff_ref, passphrase=FIRST, second_passphrase=SECOND)
        yield gulnara


def source_in_register(desk: Desk, custodian: Viewer, *, told_by: str = "Orlov") -> str:
    draft = reporting.start_draft(desk.aigerim, about="worry", told="A phone lies there.", told_by=told_by)
    return sources.enter_source(custodian, reporting.file_draft(desk.aigerim, draft).told_origin)


def test_a_post_is_asked_within_limits_and_its_officers_read_it_without_who_asked_or_why(desk: Desk) -> None:
    requirement = asked(desk)
    ref = task(desk, requirement)
    [one] = selectors.taskings(desk.daria)
    assert (one.state, one.whom_said, one.by_label, one.method) == ("open", "Workshop 2", "Daria Weber", "look")
    page = browser(desk.aigerim).get("/desk/questions/").content.decode()
    assert "Look at the door when the bell rings." in page
    assert "Nobody is followed." in page
    assert "Two reports of an origin" not in page
    assert "Daria" not in page.split("<main", 1)[1]
    assert selectors.shift(desk.aigerim, desk.prison.places["worship"]).post is None
    at_landing = selectors.shift(desk.aigerim, desk.prison.places["landing-1"])
    at_wing = selectors.shift(desk.aigerim, desk.prison.places["wing"])
    assert ([one.ref for one in at_landing.taskings], [one.ref for one in at_wing.taskings]) == ([], [ref])


def test_what_a_tasking_brings_in_is_counted_for_the_question_once_it_lies_at_the_desk(desk: Desk) -> None:
    requirement = asked(desk)
    ref = task(desk, requirement)
    draft = services.answer_tasking(desk.aigerim, ref)
    other = services.answer_question(desk.bakyt, requirement, reply="seen")
    assert selectors.requirements(desk.daria)[0].brought == 0
    reporting.save_draft(desk.aigerim, draft, about="worry", seen="A parcel went from hand to hand.")
    reporting.file_draft(desk.aigerim, draft)
    reporting.save_draft(desk.bakyt, other, about="worry", seen="A colleague let it pass.", road="integrity")
    reporting.file_draft(desk.bakyt, other)
    assert selectors.requirements(desk.daria)[0].brought == 1, "what went outside is counted nowhere"
    assert selectors.taskings(desk.daria)[0].brought == 1
    by_hand = desk.report(desk.bakyt)
    services.say_it_answers(desk.daria, by_hand, requirement_refs=[requirement])
    services.say_it_answers(desk.daria, by_hand, requirement_refs=[requirement])
    assert selectors.requirements(desk.daria)[0].brought == 2
    services.say_it_answers(desk.daria, by_hand, requirement_refs=[])
    assert selectors.requirements(desk.daria)[0].brought == 1
    with pytest.raises(Refused):
        services.say_it_answers(desk.aigerim, by_hand, requirement_refs=[requirement])


def test_a_source_is_asked_only_while_it_is_authorised_and_never_for_more_than_to_tell(
    desk: Desk, custodian: Viewer, elsewhere: Desk
) -> None:
    requirement = asked(desk)
    named, nameless = source_in_register(desk, custodian), source_in_register(desk, custodian, told_by="")
    of = {"whom": "source", "place": "", "method": "hear"}
    refusals = set()
    for reference in (named, nameless, new_reference(), "no reference", ""):
        with pytest.raises(Incomplete) as refused:
            task(desk, requirement, source=reference, **of)
        refusals.add((refused.value.code, refused.value.field))
    assert refusals == {("not_authorised", "source")}, "no, unknown and unnamed are one answer"
    for each in (named, nameless):
        sources.authorise(custodian, each, until=today(desk) + timedelta(days=5))
    with pytest.raises(Incomplete):
        task(desk, requirement, source=named, **{**of, "method": "search"})
    with pytest.raises(Incomplete) as too_long:
        task(desk, requirement, source=named, **of, ends_on=today(desk) + timedelta(days=6))
    assert too_long.value.code == "not_authorised"
    assert task(desk, requirement, source=nameless, **of), "an entry without a name is asked like any other"
    ref = task(desk, requirement, source=named, **of)
    assert {one.state for one in selectors.taskings(desk.daria)} == {"open"}
    assert "Orlov" not in browser(desk.daria).get("/desk/taskings/").content.decode()
    assert selectors.taskings(desk.nurlan) == []
    assert {one.ref for one in selectors.taskings(custodian)} >= {ref}
    sources.end_source(custodian, named)
    assert next(one.state for one in selectors.taskings(desk.daria) if one.ref == ref) == "stopped"
    with pytest.raises(Refused):
        services.task(elsewhere.daria, requirement, whom="unit", office="Post room", aim="Look.", method="check",
                      limits="None.", starts_on=today(desk), ends_on=today(desk))  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"aim": "Look at Lasko."}, "names_somebody", "aim"),
        ({"limits": "Do not disturb the prayer."}, "protected_word", "limits"),
        ({"limits": " "}, "say", "limits"),
        ({"method": "hear"}, "not_asked_of_them", "method"),
        ({"place": "nowhere"}, "choose", "place"),
        ({"whom": "unit", "place": "", "method": "check"}, "say", "office"),
        ({"whom": "nobody"}, "choose", "whom"),
        ({"ends_on": date(2031, 1, 1)}, "dates_of_tasking", "ends_on"),
    ],
)
def test_a_tasking_that_names_somebody_or_knows_no_limit_is_refused(
    desk: Desk, wrong: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        task(desk, asked(desk), **wrong)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Tasking.unfiltered.exists()


def test_a_tasking_ends_by_itself_or_in_words_and_what_was_asked_never_changes(desk: Desk) -> None:
    requirement = asked(desk)
    lapsing, done = task(desk, requirement), task(desk, requirement)
    with pytest.raises(Incomplete):
        services.end_tasking(desk.daria, done, kind="done", words=" ")
    services.end_tasking(desk.daria, done, kind="done", words="Seen twice at the bell.")
    with pytest.raises(Incomplete):
        services.end_tasking(desk.daria, done, kind="cancelled", words="No longer needed.")
    with pytest.raises(Incomplete):
        services.answer_tasking(desk.aigerim, done)
    after = later(desk.daria, days=6)
    assert {one.ref: one.state for one in selectors.taskings(after)} == {lapsing: "over", done: "done"}
    assert selectors.shift(later(desk.aigerim, days=6)).taskings == ()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tasking.unfiltered.update(aim="Follow him.")
    for viewer in (desk.aigerim, desk.nurlan, desk.asel):
        with pytest.raises(Refused):
            services.end_tasking(viewer, lapsing, kind="cancelled", words="So.")


def test_a_report_that_one_may_not_see_changes_no_page_of_what_is_asked(desk: Desk) -> None:
    """Two worlds that differ by a report about the very colleague who looks: the pages are the same bytes."""
    requirement = asked(desk)
    task(desk, requirement)
    client = browser(desk.daria)
    pages = ("/desk/requirements/", "/desk/taskings/")
    before = [body(client.get(page)) for page in pages]
    ref = desk.report(desk.bakyt, people=[], seen="She took a parcel.")
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=ref), staff_id=desk.daria.staff_id)
    Brought.unfiltered.create(
        requirement=Requirement.unfiltered.get(ref=requirement), report=ref, by_id=desk.bakyt.staff_id,
        at=desk.bakyt.now(),
    )  # fmt: skip
    assert [body(client.get(page)) for page in pages] == before
