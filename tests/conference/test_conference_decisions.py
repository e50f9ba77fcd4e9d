"""A governor decides on a note, with grounds and an end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from desk_at_northfield import Desk, later, posted
from rapport.access.algebra import Refused
from rapport.access.models import Posting, Role, Staff
from rapport.access.services import post
from rapport.access.viewers import Steward, viewer_for
from rapport.conference import selectors, services
from rapport.conference.choices import State
from rapport.conference.errors import Undecided
from rapport.conference.inputs import MeasureInput
from rapport.conference.models import Decision, Measure
from rapport.intelligence import selectors as intelligence
from rapport.intelligence import services as intelligence_services
from rapport.intelligence.inputs import StatementInput
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.ledger.references import new_reference


def days(desk: Desk, number: int) -> date:
    """This many days from today in the prison."""
    return desk.asel.now().date() + timedelta(days=number)


def measure(desk: Desk, **other: Any) -> MeasureInput:
    """Lasko works at another bench, from today for a week."""
    fields = {"about": "person", "person_ref": desk.people[0], "what": "Works at bench 1.", "starts": days(desk, 0)}
    return MeasureInput(**{**fields, "ends": days(desk, 7), **other})


def fields(desk: Desk, **other: Any) -> dict[str, Any]:
    """An act with nothing to mend."""
    return {
        "outcome": "act",
        "grounds": "The note, items 1 and 2.",
        "necessity": "Talking to both did not end it.",
        "proportionality": "The mildest that keeps them apart.",
        "alternatives": "A talk; another seat at table.",
        "review_on": days(desk, 5),
        "ends_on": days(desk, 10),
        "measures": [measure(desk)],
        **other,
    }


def weighed(desk: Desk, **other: Any) -> dict[str, Any]:
    """A decision without measures."""
    return fields(desk, **{"outcome": "no_action", "measures": [], **other})


def test_it_works(desk: Desk) -> None:
    note = desk.handed_note()
    assert [line.ref for line in selectors.to_decide(desk.asel)] == [note.ref]
    decision = services.decide(desk.asel, note_ref=note.ref, **fields(desk))
    assert (decision.outcome, decision.state, decision.note_version) == ("act", State.IN_FORCE, 1)
    assert selectors.to_decide(desk.asel) == []
    assert selectors.decisions(desk.asel) == [decision]
    assert selectors.decisions_on(desk.asel, note.ref) == [decision]
    assert [one.what for one in selectors.measures_on(desk.asel, desk.people[0], days(desk, 0))] == [
        "Works at bench 1."
    ]


def test_nobody_but_a_governor_decides(desk: Desk) -> None:
    note = desk.handed_note()
    for viewer in (desk.daria, desk.nurlan):
        with pytest.raises(Refused) as refused:
            services.decide(viewer, note_ref=note.ref, **fields(desk))
        assert refused.value.code == "role.governor"
        with pytest.raises(Refused):
            selectors.to_decide(viewer)
    with pytest.raises(Refused) as missing:
        services.decide(desk.aigerim, note_ref=note.ref, **fields(desk))
    assert not missing.value.exists
    assert not Decision.unfiltered.exists()


def test_whoever_wrote_a_note_does_not_decide_on_it(desk: Desk) -> None:
    note = desk.handed_note()
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    daria = Staff.unfiltered.get(ref=desk.daria.staff_ref)
    as_governor = viewer_for(post(Steward("test"), daria, Role.GOVERNOR, **here))
    with pytest.raises(Refused) as refused:
        services.decide(as_governor, note_ref=note.ref, **fields(desk))
    assert refused.value.code == "second_person"


def test_whoever_wrote_an_earlier_version_does_not_decide_either(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.note(item)
    statements = [StatementInput("fact", "Bread.", [item.ref])]
    intelligence_services.rewrite_note(desk.nurlan, note.ref, title="Bread", statements=statements, innocent="Shares.")
    intelligence_services.hand_to_governor(desk.nurlan, note.ref)
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    daria = Staff.unfiltered.get(ref=desk.daria.staff_ref)
    with pytest.raises(Refused):
        services.decide(
            viewer_for(post(Steward("test"), daria, Role.GOVERNOR, **here)), note_ref=note.ref, **fields(desk)
        )


def test_a_note_that_was_not_handed_over_is_as_missing_as_one_that_never_was(desk: Desk, elsewhere: Desk) -> None:
    kept_back, far = desk.note(desk.item(desk.report(desk.aigerim))), elsewhere.handed_note()
    codes = set()
    for ref in (kept_back.ref, far.ref, "ZZZ-ZZZZ"):
        with pytest.raises(Refused) as missing:
            services.decide(desk.asel, note_ref=ref, **fields(desk))
        codes.add((missing.value.code, missing.value.exists))
    assert codes == {("no_such_record", False)}


@pytest.mark.parametrize("missing", ["grounds", "necessity", "proportionality", "alternatives"])
def test_to_act_everything_is_weighed(desk: Desk, missing: str) -> None:
    note = desk.handed_note()
    with pytest.raises(Undecided) as refused:
        services.decide(desk.asel, note_ref=note.ref, **fields(desk, **{missing: " "}))
    assert refused.value.field == missing


@pytest.mark.parametrize("outcome", ["ask_for_more", "no_action"])
def test_without_an_act_grounds_are_still_needed(desk: Desk, outcome: str) -> None:
    note = desk.handed_note()
    bare = {"outcome": outcome, "necessity": "", "proportionality": "", "alternatives": ""}
    with pytest.raises(Undecided):
        services.decide(desk.asel, note_ref=note.ref, **weighed(desk, **bare, grounds=""))
    assert services.decide(desk.asel, note_ref=note.ref, **weighed(desk, **bare)).outcome == outcome


@pytest.mark.parametrize(
    ("review", "end", "code"),
    [(-1, 10, "past"), (5, 4, "before_review"), (5, 91, "too_far"), (91, 91, "too_far")],
)
def test_a_decision_is_reviewed_before_it_ends_and_ends_within_ninety_days(
    desk: Desk, review: int, end: int, code: str
) -> None:
    note = desk.handed_note()
    with pytest.raises(Undecided) as refused:
        services.decide(
            desk.asel, note_ref=note.ref, **weighed(desk, review_on=days(desk, review), ends_on=days(desk, end))
        )
    assert refused.value.code == code


def test_a_decision_may_last_ninety_days(desk: Desk) -> None:
    services.decide(desk.asel, note_ref=desk.handed_note().ref, **weighed(desk, ends_on=days(desk, 90)))


def test_a_measure_ends_with_its_decision_at_the_latest(desk: Desk) -> None:
    note = desk.handed_note()
    for wrong in ({"ends": days(desk, 11)}, {"starts": days(desk, -1)}, {"starts": days(desk, 8)}, {"what": ""}):
        with pytest.raises(Undecided) as refused:
            services.decide(desk.asel, note_ref=note.ref, **fields(desk, measures=[measure(desk, **wrong)]))
        assert refused.value.measure == 0
    assert not Decision.unfiltered.exists()


def test_nobody_is_restricted_on_the_ground_of_a_note_that_does_not_name_him(desk: Desk) -> None:
    note = desk.handed_note()
    with pytest.raises(Undecided) as refused:
        services.decide(
            desk.asel, note_ref=note.ref, **fields(desk, measures=[measure(desk, person_ref=desk.people[1])])
        )
    assert refused.value.code == "not_in_note"


def test_a_measure_may_be_about_the_place_but_about_no_other_prison(desk: Desk, elsewhere: Desk) -> None:
    note = desk.handed_note()
    there = measure(desk, about="place", place_ref=elsewhere.prison.places["workshop"])
    with pytest.raises(Undecided):
        services.decide(desk.asel, note_ref=note.ref, **fields(desk, measures=[there]))
    here = measure(desk, about="place", place_ref=desk.prison.places["workshop"], what="A third lamp at the benches.")
    decision = services.decide(desk.asel, note_ref=note.ref, **fields(desk, measures=[here]))
    assert decision.measures[0].person is None
    assert selectors.measures_on(desk.asel, desk.people[0], days(desk, 0)) == []


def test_to_act_is_to_do_something_and_not_to_act_is_to_do_nothing(desk: Desk) -> None:
    note = desk.handed_note()
    with pytest.raises(Undecided):
        services.decide(desk.asel, note_ref=note.ref, **fields(desk, measures=[]))
    with pytest.raises(Undecided):
        services.decide(desk.asel, note_ref=note.ref, **weighed(desk, measures=[measure(desk)]))


def test_where_a_decision_stands_follows_from_the_day(desk: Desk) -> None:
    note = desk.handed_note()
    services.decide(desk.asel, note_ref=note.ref, **fields(desk))

    def stands(number: int) -> list[State]:
        return [one.state for one in selectors.decisions_on(later(desk.asel, days=number), note.ref)]

    assert (stands(4), stands(5), stands(10), stands(11)) == (
        [State.IN_FORCE],
        [State.REVIEW_DUE],
        [State.REVIEW_DUE],
        [State.ENDED],
    )
    assert selectors.decisions(later(desk.asel, days=11)) == []


def test_a_measure_is_borne_from_its_first_day_to_its_last(desk: Desk) -> None:
    services.decide(
        desk.asel, note_ref=desk.handed_note().ref, **fields(desk, measures=[measure(desk, starts=days(desk, 1))])
    )
    borne = [bool(selectors.measures_on(desk.asel, desk.people[0], days(desk, number))) for number in range(9)]
    assert borne == [False, True, True, True, True, True, True, True, False]


def test_a_decision_found_groundless_ends_today_and_its_measures_with_it(desk: Desk) -> None:
    decision = services.decide(desk.asel, note_ref=desk.handed_note().ref, **fields(desk))
    on_third_day = later(desk.asel, days=2)
    with pytest.raises(Undecided):
        services.end(on_third_day, decision.ref, reason=" ")
    ended = services.end(on_third_day, decision.ref, reason="He owed nothing.")
    assert (ended.state, ended.ended_because) == (State.ENDED, "He owed nothing.")
    assert selectors.decisions(on_third_day) == []
    assert selectors.measures_on(on_third_day, desk.people[0], days(desk, 2)) == []
    assert len(selectors.measures_on(on_third_day, desk.people[0], days(desk, 1))) == 1
    with pytest.raises(Undecided):
        services.end(on_third_day, decision.ref, reason="Again.")


def test_a_new_decision_on_a_note_replaces_the_one_that_stands(desk: Desk) -> None:
    note = desk.handed_note()
    first = services.decide(desk.asel, note_ref=note.ref, **fields(desk))
    second = services.decide(desk.asel, note_ref=note.ref, **weighed(desk))
    assert [(one.ref, one.state) for one in selectors.decisions_on(desk.asel, note.ref)] == [
        (second.ref, State.IN_FORCE),
        (first.ref, State.ENDED),
    ]


def test_asking_for_more_reaches_the_desk_and_the_answer_comes_back_to_be_decided(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    note = desk.handed_note(item)
    services.decide(desk.asel, note_ref=note.ref, **weighed(desk, outcome="ask_for_more", grounds="Who saw it?"))
    assert [(one.answer, one.words) for one in intelligence.note(desk.daria, note.ref).answers] == [
        ("ask_for_more", "Who saw it?")
    ]
    assert selectors.to_decide(desk.asel) == []
    statements = [StatementInput("fact", "An officer saw it.", [item.ref])]
    intelligence_services.rewrite_note(desk.daria, note.ref, title="Bread", statements=statements, innocent="Shares.")
    assert selectors.to_decide(desk.asel) == []
    intelligence_services.hand_to_governor(desk.daria, note.ref)
    assert [one.ref for one in selectors.to_decide(desk.asel)] == [note.ref]


def test_a_decision_cannot_be_kept_that_says_nothing_or_never_ends(desk: Desk) -> None:
    services.decide(desk.asel, note_ref=desk.handed_note().ref, **fields(desk))
    for change, why in (
        ({"grounds": ""}, "has_grounds"),
        ({"necessity": ""}, "act_is_weighed"),
        ({"ends_on": days(desk, 1)}, "before_it_ends"),
        ({"outcome": "punish"}, "outcome_is_known"),
    ):
        decision = Decision.unfiltered.get()
        decision.pk, decision.ref = None, new_reference()
        for name, value in change.items():
            setattr(decision, name, value)
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            decision.save(force_insert=True)


def test_nobody_lengthens_a_decision_or_a_measure_not_even_in_the_database(desk: Desk) -> None:
    services.decide(desk.asel, note_ref=desk.handed_note().ref, **fields(desk))
    for rewrite in (
        lambda: Decision.unfiltered.update(ends_on=days(desk, 80)),
        lambda: Decision.unfiltered.update(grounds="Better ones."),
        lambda: Measure.unfiltered.update(ends=days(desk, 10)),
        lambda: Measure.unfiltered.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rewrite()


def test_a_decision_of_another_prison_does_not_exist_here(desk: Desk, elsewhere: Desk) -> None:
    decision = services.decide(desk.asel, note_ref=desk.handed_note().ref, **fields(desk))
    for look in (
        lambda: selectors.decision(elsewhere.asel, decision.ref),
        lambda: services.end(elsewhere.asel, decision.ref, reason="x"),
        lambda: selectors.measures_on(elsewhere.asel, desk.people[0], days(desk, 0)),
    ):
        with pytest.raises(Refused) as missing:
            look()
        assert not missing.value.exists
    assert selectors.decisions(elsewhere.asel) == []
    assert selectors.decisions_on(elsewhere.asel, decision.note_ref) == []


def test_deciding_and_reading_a_decision_are_entered(desk: Desk) -> None:
    decision = services.decide(desk.asel, note_ref=desk.handed_note().ref, **fields(desk))
    made = Entry.objects.get(operation="collection", reason=because("conference.decided", outcome="act"))
    assert ["conference.decision", decision.ref] in made.records
    deputy = posted(
        "Chingiz Abdyldaev", Role.GOVERNOR, service=desk.prison.service, establishment=desk.prison.establishment
    )
    selectors.decision(deputy, decision.ref)
    looked = Entry.objects.latest("pk")
    assert (looked.operation, looked.staff, looked.records) == (
        "consultation",
        deputy.staff_ref,
        [["conference.decision", decision.ref], ["register.person", desk.people[0]]],
    )
    assert Posting.unfiltered.filter(staff__ref=deputy.staff_ref).exists()
