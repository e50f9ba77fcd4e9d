"""What a prison needs to know, asked of officers at the start of a shift."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from desk_at_northfield import Desk, browser, later
from rapport.access.algebra import Refused
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.models import Requirement, ShiftAnswer
from rapport.reporting import selectors as reporting


def ask(desk: Desk, question: str = "Do parcels change hands by the workshop door?", **other: object) -> str:
    today = desk.daria.now().date()
    fields = {
        "why": "Two reports of an origin each.",
        "due_on": today + timedelta(days=7),
        "ends_on": today + timedelta(days=14),
    }
    return services.open_requirement(desk.daria, question=question, **{**fields, **other})


def test_officers_see_the_questions_of_their_prison_without_who_asked_why(desk: Desk, elsewhere: Desk) -> None:
    ask(desk, posts=[desk.prison.places["workshop"]])
    found = selectors.questions(desk.aigerim)
    assert [(one.question, one.posts) for one in found] == [
        ("Do parcels change hands by the workshop door?", ("Workshop 2",))
    ]
    assert selectors.questions(elsewhere.aigerim) == []
    page = browser(desk.aigerim).get("/desk/questions/").content.decode()
    assert "Do parcels change hands" in page
    assert "Two reports of an origin" not in page
    assert "Daria" not in page.split("<main", 1)[1]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("What does Lasko do at the door?", "names_somebody"),
        ("Что делает Орлов у цеха?", "names_somebody"),
        ("Шахматистти ким издейт?", "names_somebody"),
        ("Who leads the prayer?", "protected_word"),
        ("Куда ходят узбеки?", "protected_word"),
        (" ", "say"),
        ("?" * 201, "too_long"),
    ],
)
def test_a_question_names_nobody_and_asks_after_nobodys_faith_or_origin(desk: Desk, question: str, code: str) -> None:
    with pytest.raises(Incomplete) as refused:
        ask(desk, question)
    assert (refused.value.code, refused.value.field) == (code, "question")
    assert not Requirement.unfiltered.exists()


def test_a_question_lapses_by_itself_and_within_ninety_days(desk: Desk) -> None:
    today = desk.daria.now().date()
    for wrong in ({"ends_on": today + timedelta(days=91)}, {"due_on": today - timedelta(days=1)}, {"ends_on": today}):
        with pytest.raises(Incomplete):
            ask(desk, **wrong)
    ref = ask(desk)
    after = later(desk.aigerim, days=15)
    assert selectors.questions(after) == []
    with pytest.raises(Incomplete):
        services.answer_question(after, ref, reply="looked")
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.unfiltered.update(ends_on=today + timedelta(days=300))


def test_seen_opens_a_report_and_nothing_is_an_answer_too(desk: Desk) -> None:
    ref = ask(desk)
    draft = services.answer_question(desk.aigerim, ref, reply="seen")
    assert reporting.draft(desk.aigerim, draft).seen == ""
    assert services.answer_question(desk.bakyt, ref, reply="looked") == ""
    assert services.answer_question(desk.bakyt, ref, reply="absent") == ""
    assert selectors.questions(desk.bakyt)[0].answered == "looked"
    assert dict(selectors.requirements(desk.daria)[0].replies) == {"seen": 1, "looked": 1, "absent": 0}
    assert ShiftAnswer.unfiltered.count() == 2
    with pytest.raises(Incomplete):
        services.answer_question(desk.aigerim, ref, reply="maybe")


def test_the_desk_sees_how_often_and_never_which_officer(desk: Desk) -> None:
    ref = ask(desk)
    services.answer_question(desk.aigerim, ref, reply="looked")
    page = browser(desk.daria).get("/desk/requirements/").content.decode()
    assert "Looked, nothing" in page
    assert "Aigerim" not in page


def test_only_the_desk_asks_and_only_officers_answer(desk: Desk, elsewhere: Desk) -> None:
    ref = ask(desk)
    for viewer in (desk.aigerim, desk.asel):
        with pytest.raises(Refused):
            selectors.requirements(viewer)
    for viewer in (desk.daria, desk.asel, desk.nurlan):
        with pytest.raises(Refused):
            services.answer_question(viewer, ref, reply="looked")
    with pytest.raises(Refused) as missing:
        services.answer_question(elsewhere.aigerim, ref, reply="looked")
    assert not missing.value.exists
    with pytest.raises(Incomplete):
        services.open_requirement(
            desk.nurlan, question="Where?", why="So.", due_on=desk.daria.now().date(), ends_on=desk.daria.now().date()
        )
