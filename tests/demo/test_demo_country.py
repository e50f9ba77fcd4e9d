"""The demonstration: a prison service the size of a small country, and something to do in it from the first minute."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from rapport.access import administration, pending
from rapport.access.algebra import Refused
from rapport.access.models import Establishment, Posting, Region
from rapport.access.viewers import Viewer, viewer_for
from rapport.conference import selectors as conference
from rapport.demo import services
from rapport.demo.country import country, prisons
from rapport.intelligence import selectors as intelligence
from rapport.ledger.models import Entry
from rapport.register import selectors as register
from rapport.register.models import Person, Place, Placement
from rapport.reporting import selectors as reporting
from rapport.simulation.numbers import is_simulated_number


def one_of_the_cast(role: str) -> Viewer:
    return viewer_for(Posting.with_all().get(role=role, by_link=True))


@pytest.fixture(scope="module")
def links(database: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[tuple[str, str]]]:
    """The small demonstration, seeded once for all who look at it: who is in the cast, and how each comes in."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield services.seed_small()
        transaction.set_rollback(True)


def test_the_country_is_written_down_with_thirty_one_establishments_and_about_eleven_thousand_people() -> None:
    known = prisons()
    assert len(known) + 1 == 31
    assert len({one.name for one in known}) == 30
    assert 10_800 < sum(one.people for one in known) < 11_200
    assert country()["northfield_region"] in {one.region for one in known}
    serials = sorted((one.serial, one.people) for one in known)
    assert all(first + people <= following for (first, people), (following, _) in pairwise(serials))


@pytest.mark.django_db
def test_a_fresh_demonstration_is_a_whole_country_and_the_governor_has_something_to_decide() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the whole country once; the small demonstration below is made on both")
    services.seed()
    assert Establishment.unfiltered.exclude(name="Training room").count() == 31
    assert Region.unfiltered.count() == 5
    people = Person.unfiltered
    assert people.count() > 10_900
    assert all(map(is_simulated_number, people.values_list("number", flat=True)))
    assert Placement.unfiltered.filter(ends__isnull=True).count() == people.count()
    assert Place.unfiltered.filter(kind="cell").count() > 5_000
    assert Entry.objects.count() < 600, "many people are admitted by one act, and a fortnight is lived by a few hundred"
    analyst = one_of_the_cast("analyst")
    with translation.override("en"):
        regions = register.establishments_page(analyst)
        assert sum(len(places) for places in regions.values()) == 32
        found = register.where_of(analyst, register.people(analyst, "Ivanov", limit=50))
    assert len({one.establishment for one in found}) > 5
    assert all(one.wing for one in found)


def named_in_the_cast(number: str) -> Viewer:
    return viewer_for(Posting.with_all().get(staff__number=number, by_link=True))


def test_the_small_demonstration_has_the_whole_cast_and_the_same_note(links: list[tuple[str, str]]) -> None:
    assert len(links) == 15
    assert [who for who, _ in services.seed()] == [who for who, _ in links], "what is there already is not made again"
    assert Establishment.unfiltered.count() == 2
    notes = conference.to_decide(one_of_the_cast("governor"))
    assert {one.title for one in notes} == {"Telephone cards on B wing", "Asked about his day in court"}
    governor = one_of_the_cast("governor")
    assert {one.office for one in register.protected_roles(governor)} >= {"lawyer", "chaplain", "clinician"}
    administrator = one_of_the_cast("administrator")
    assert len(administration.desks(administrator)) == len(administration.compartments(administrator)) == 2
    assert [one.may_sign for one in pending.waiting_for(administrator)] == [True]
    people = Person.unfiltered.values_list("ref", flat=True)
    assert sum(bool(register.associations(governor, ref)) for ref in people) == 4


def test_northfield_has_lived_a_fortnight_before_a_stranger_comes_in(links: list[tuple[str, str]]) -> None:
    desk, governor, officer = (named_in_the_cast(number) for number in ("D-0021", "D-0031", "D-0011"))
    with translation.override("en"):
        waiting = intelligence.queue(desk)
        items = intelligence.items(desk)
        notes = {one.title: one.answer for one in intelligence.notes(desk)}
        mine = reporting.my_reports(officer)
    assert 6 <= len(waiting) <= 12
    assert not [one for one in waiting if one.overdue], "a stranger does not begin with what others left lying"
    assert len({one.at.date() for one in items}) >= 5, "graded on one day after another"
    assert notes == {
        "Telephone cards on B wing": "",
        "Debts that are forgiven, on landing 2": "act",
        "Asked about his day in court": "",
    }
    assert [one.outcome for one in conference.decisions(governor)] == ["act"]
    [closed] = [one for one in items if one.compartment]
    assert (closed.compartment, [one.category for one in closed.people]) == ("Protection of witnesses", ["victim"])
    analyst = one_of_the_cast("analyst")
    assert closed.ref not in {one.ref for one in intelligence.items(analyst)}
    with pytest.raises(Refused):
        intelligence.item(analyst, closed.ref)
    assert "Asked about his day in court" not in {one.title for one in intelligence.notes(analyst)}
    assert {one.standing for one in mine} >= {"evaluated", "returned", "closed", "waiting"}
