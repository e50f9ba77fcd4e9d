"""Who goes about with whom, and who is to be kept apart: said for a reason, until a day, by who may."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.access import services as access
from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.access.viewers import Steward, again
from rapport.ledger.models import Entry
from rapport.register import selectors, services
from rapport.register.models import Association
from rapport.register.services import NotRegistered
from rapport.register.values import NewPerson
from rapport.simulation.numbers import number_for
from small_prison import NOON

SOON = NOON.date() + timedelta(days=30)
APART, TOGETHER = "non_association", "association"


def said(prison, kind=APART, role=Role.GOVERNOR, reason="They fought in the yard on Monday", review_on=SOON):
    one, other, _ = prison.people
    return services.associate(prison.viewer(role), one, other, kind=kind, reason=reason, review_on=review_on)


def test_two_people_who_fought_are_kept_apart_and_every_officer_on_the_spot_sees_it_from_either_side(northfield):
    ref = said(northfield)
    for person in northfield.people[:2]:
        (one,) = selectors.associations(northfield.viewer(Role.OFFICER), person)
        assert (one.ref, one.kind, one.due) == (ref, APART, False)
        assert {who.ref for who in one.people} == set(northfield.people[:2])
    assert selectors.associations(northfield.viewer(Role.OFFICER), northfield.people[2]) == []


def test_who_goes_about_with_whom_is_not_for_wing_officers_to_look_up(northfield):
    ref = said(northfield, kind=TOGETHER, role=Role.INTELLIGENCE, reason="Share every meal")
    assert selectors.associations(northfield.viewer(Role.OFFICER), northfield.people[0]) == []
    for viewer in (northfield.viewer(Role.GOVERNOR), northfield.viewer(Role.ANALYST, everywhere=True)):
        assert [one.ref for one in selectors.associations(viewer, northfield.people[0])] == [ref]


def test_another_prison_sees_and_changes_nothing_of_it(northfield, southgate):
    ref = said(northfield)
    for role in (Role.GOVERNOR, Role.INTELLIGENCE):
        with pytest.raises(Refused):
            selectors.associations(southgate.viewer(role), northfield.people[0])
        with pytest.raises(Refused) as hidden:
            services.end_association(southgate.viewer(role), ref, reason="settled")
        assert not hidden.value.exists
        assert selectors.associations_to_review(southgate.viewer(role)) == []


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.INSPECTOR])
def test_who_may_not_keep_them_says_nothing_of_two_people(northfield, role):
    with pytest.raises(Refused):
        said(northfield, role=role)
    ref = said(northfield)
    with pytest.raises(Refused):
        services.end_association(northfield.viewer(role), ref, reason="settled")
    assert Association.unfiltered.get().ended_at is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"reason": "  "}, "no_reason"),
        ({"reason": "x" * 301}, "reason_too_long"),
        ({"reason": "Both pray with the salafis"}, "protected_word"),
        ({"kind": "gang"}, "unknown_kind"),
        ({"review_on": NOON.date()}, "review_out_of_bounds"),
        ({"review_on": NOON.date() + timedelta(days=181)}, "review_out_of_bounds"),
    ],
)
def test_it_takes_a_reason_without_protected_words_and_a_review_within_half_a_year(northfield, wrong, code):
    with pytest.raises(NotRegistered) as refusal:
        said(northfield, **wrong)
    assert refusal.value.code == code
    assert not Association.unfiltered.exists()


def test_it_takes_two_people_of_one_prison(northfield, southgate):
    head = northfield.viewer(Role.GOVERNOR)
    with pytest.raises(NotRegistered) as refusal:
        services.associate(head, *[northfield.people[0]] * 2, kind=APART, reason="fought", review_on=SOON)
    assert refusal.value.code == "one_person_twice"
    with pytest.raises(Refused):
        services.associate(head, northfield.people[0], southgate.people[0], kind=APART, reason="fought", review_on=SOON)


def test_at_its_review_somebody_keeps_it_for_a_reason_or_ends_it(northfield):
    ref = said(northfield)
    head = northfield.viewer(Role.GOVERNOR)
    assert selectors.associations_to_review(head) == []
    access.set_clock(Steward(purpose="test"), northfield.service, NOON + timedelta(days=30))
    head = again(head)
    assert [one.ref for one in selectors.associations_to_review(head)] == [ref]
    services.keep_association(head, ref, reason="Still threats", review_on=SOON + timedelta(days=60))
    assert selectors.associations_to_review(head) == []
    services.end_association(head, ref, reason="Settled between them")
    assert selectors.associations(head, northfield.people[0]) == []
    for late in (
        lambda: services.keep_association(head, ref, reason="again", review_on=SOON + timedelta(days=60)),
        lambda: services.end_association(head, ref, reason="again"),
    ):
        with pytest.raises(NotRegistered) as refusal:
            late()
        assert refusal.value.code == "ended"


def test_the_last_word_on_two_people_takes_the_place_of_the_one_before(northfield):
    first = said(northfield, kind=TOGETHER)
    second = said(northfield, kind=APART)
    shown = selectors.associations(northfield.viewer(Role.GOVERNOR), northfield.people[1])
    assert [one.ref for one in shown] == [second]
    assert Association.unfiltered.get(ref=first).ended_at is not None


def test_the_database_itself_refuses_two_at_a_time_and_a_reasonless_one(northfield):
    said(northfield)
    kept = Association.unfiltered.get()
    for change in ({}, {"reason": ""}, {"one_id": kept.other_id, "other_id": kept.one_id}):
        copy = Association.unfiltered.get()
        copy.pk, copy.ref = None, "222-22222"
        for field, value in change.items():
            setattr(copy, field, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)


def test_looking_and_saying_are_remembered_with_both_people(northfield):
    ref = said(northfield)
    expected = {("register.association", ref), *(("register.person", one) for one in northfield.people[:2])}
    assert {tuple(one) for one in Entry.objects.order_by("pk").last().records} == expected
    selectors.associations(northfield.viewer(Role.OFFICER), northfield.people[0])
    last = Entry.objects.order_by("pk").last()
    assert (last.operation, {tuple(one) for one in last.records}) == ("consultation", expected)


def test_people_who_come_later_have_none(northfield):
    said(northfield)
    (new,) = services.admit(northfield.trainer, northfield.establishment.pk, [NewPerson(number_for(900), "Late")])
    assert selectors.associations(northfield.viewer(Role.GOVERNOR), new) == []
