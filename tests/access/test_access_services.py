"""Opening prison services, posting staff, setting a clock: who may, and what the database refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from access_house import MONDAY, STEWARD, Northfield
from django.core.checks import Error
from django.db import IntegrityError, models, transaction

from rapport.access.algebra import Refused, says
from rapport.access.managers import Ruled
from rapport.access.models import Establishment, Posting, PrisonService, Role, Staff
from rapport.access.services import (
    choose_language,
    end_posting,
    enrol,
    open_establishment,
    open_region,
    open_service,
    post,
    set_clock,
)
from rapport.access.viewers import Steward, again, viewer_for
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.ledger.references import is_reference

pytestmark = pytest.mark.django_db


def test_a_trainer_sets_up_an_exercise_and_each_act_is_one_entry(house: Northfield) -> None:
    before = Entry.objects.latest("pk").pk
    exercise = open_service(house.trainer, "Exercise B-14", clock_now=MONDAY)
    place = open_establishment(house.trainer, exercise, "B wing", region=open_region(house.trainer, exercise, "East"))
    officer = enrol(house.trainer, "Officer 3")
    posting = post(house.trainer, officer, Role.OFFICER, service=exercise, establishment=place)
    set_clock(house.trainer, exercise, MONDAY + timedelta(hours=2))
    end_posting(house.trainer, posting)
    end_posting(house.trainer, posting)
    entries = Entry.objects.filter(pk__gt=before).order_by("pk")
    assert [entry.reason for entry in entries] == [
        because("access.service_opened"),
        because("access.region_opened"),
        because("access.establishment_opened"),
        because("access.enrolled"),
        because("access.posted", role="officer"),
        because("access.clock_set"),
        because("access.posting_ended", said=""),
    ]
    assert {(entry.staff, entry.role) for entry in entries} == {(house.tomas.staff.ref, "trainer")}
    assert exercise.simulated
    assert is_reference(exercise.ref)
    assert is_reference(officer.number)


def test_an_officer_may_open_post_and_set_nothing(house: Northfield) -> None:
    who, service, staff = house.officer, house.service, house.bakyt.staff
    for act in (
        lambda: open_service(who, "Mine"),
        lambda: open_region(who, service, "Mine"),
        lambda: open_establishment(who, service, "Mine"),
        lambda: enrol(who, "Friend"),
        lambda: post(who, staff, Role.GOVERNOR, service=service),
        lambda: end_posting(who, house.daria),
        lambda: set_clock(who, service, None),
    ):
        before = Entry.objects.count()
        with pytest.raises(Refused, match=r"role\.trainer"):
            act()
        assert Entry.objects.count() == before


def test_over_a_live_service_neither_trainer_nor_steward_has_a_say(house: Northfield) -> None:
    real = PrisonService(pk=house.service.pk, name="Real", mode_id="live", simulated=False)
    with pytest.raises(Refused, match="simulated"):
        post(house.trainer, house.bakyt.staff, Role.GOVERNOR, service=real)
    with pytest.raises(Refused, match="steward_in_live"):
        post(STEWARD, house.bakyt.staff, Role.GOVERNOR, service=real)


def test_nobody_enters_a_live_service_by_a_link(house: Northfield) -> None:
    real = PrisonService(pk=house.service.pk + 100, name="Real", mode_id="live", simulated=False)
    with pytest.raises(Refused, match="links_in_live"):
        post(STEWARD, house.bakyt.staff, Role.GOVERNOR, service=real, by_link=True)


def test_a_posting_cannot_end_before_it_starts(house: Northfield) -> None:
    for ends in (MONDAY, MONDAY - timedelta(days=1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            post(STEWARD, house.bakyt.staff, Role.ANALYST, service=house.service, starts=MONDAY, ends=ends)


def test_a_posting_is_never_narrowed_to_another_service_s_prison(house: Northfield) -> None:
    abroad = open_service(STEWARD, "Abroad")
    for narrowed in ({"establishment": house.northfield}, {"region": house.north}):
        with pytest.raises(ValueError, match="another prison service"):
            post(STEWARD, house.bakyt.staff, Role.OFFICER, service=abroad, **narrowed)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="another prison service"):
        open_establishment(STEWARD, abroad, "Hill", region=house.north)


def test_the_database_refuses_unknown_roles_and_a_posting_narrowed_twice(house: Northfield) -> None:
    whole = {"staff": house.bakyt.staff, "service": house.service, "starts": MONDAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.unfiltered.create(role="omniscient", **whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.unfiltered.create(role="officer", region=house.north, establishment=house.northfield, **whole)


def test_no_two_people_bear_one_service_number(house: Northfield) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        enrol(STEWARD, "Double", number=house.aigerim.staff.number)


def test_a_posting_reaches_its_prison_its_region_or_its_service(house: Northfield) -> None:
    chief = post(STEWARD, enrol(STEWARD, "Zarina"), Role.GOVERNOR, service=house.service, region=house.north)
    Establishment.unfiltered.create(service=open_service(STEWARD, "Abroad"), name="Elsewhere")
    assert viewer_for(house.aigerim).establishments == {house.northfield.pk}
    assert viewer_for(chief).establishments == {house.northfield.pk}
    assert viewer_for(house.tomas).establishments == {house.northfield.pk, house.southgate.pk}


def test_a_viewer_lives_by_the_clock_of_the_prison_service(house: Northfield) -> None:
    viewer = house.officer
    assert viewer.now() == MONDAY
    set_clock(STEWARD, house.service, MONDAY + timedelta(days=1))
    assert viewer.now() == MONDAY
    assert again(viewer).now() == MONDAY + timedelta(days=1)
    set_clock(STEWARD, house.service, None)
    assert abs(again(viewer).now() - wall_now()) < timedelta(seconds=5)


def test_whoever_plays_is_posted_in_the_exercise_as_themselves(house: Northfield) -> None:
    exercise = open_service(Steward("training", staff=house.officer.staff_ref), "Exercise B-14", clock_now=MONDAY)
    seat = post(STEWARD, house.officer, Role.OFFICER, service=exercise)
    assert seat.staff == house.aigerim.staff
    assert viewer_for(seat).service_ref == exercise.ref != house.officer.service_ref
    opened = Entry.objects.get(
        reason=because("access.service_opened"), records=[["access.prisonservice", exercise.ref]]
    )
    assert (opened.staff, opened.role) == (house.aigerim.staff.ref, "steward")


def test_a_job_that_runs_later_runs_no_more_once_its_posting_has_ended(house: Northfield) -> None:
    viewer = house.officer
    end_posting(STEWARD, house.aigerim)
    with pytest.raises(Refused, match="posting"):
        again(viewer)


def test_a_posting_that_ended_keeps_the_days_it_counted(house: Northfield) -> None:
    set_clock(STEWARD, house.service, MONDAY + timedelta(days=3))
    posting = Posting.with_all().get(pk=house.aigerim.pk)
    end_posting(STEWARD, posting, reason="moved")
    kept = Posting.unfiltered.get(pk=posting.pk)
    assert (kept.starts, kept.ends) == (MONDAY, MONDAY + timedelta(days=3))


def test_a_viewer_says_who_in_which_role_and_where(house: Northfield) -> None:
    assert house.officer.label == "Aigerim · Wing officer · Northfield"
    assert house.trainer.label == "Tomas · Trainer · Steppe prison service"
    assert house.officer.actor.purpose == "dynamic security"
    assert viewer_for(house.aigerim, purpose="briefing").actor.purpose == "briefing"


def test_only_a_language_that_this_instance_speaks_can_be_chosen(house: Northfield) -> None:
    choose_language(house.officer, "ru")
    assert again(house.officer).language == "ru"
    with pytest.raises(ValueError, match="tlh"):
        choose_language(house.officer, "tlh")


def test_every_reference_is_random_and_nobody_s_number_runs_on(house: Northfield) -> None:
    refs = [*Posting.unfiltered.values_list("ref", flat=True), *Staff.unfiltered.values_list("ref", flat=True)]
    assert all(is_reference(ref) for ref in refs)
    assert len(set(refs)) == len(refs) == 2 * 4
    assert house.service.ref not in refs


def test_the_system_check_finds_a_rule_that_does_not_fit_its_records() -> None:
    class Misruled(models.Model):
        """In no table; its rule names a field that it does not have."""

        objects = Ruled(says("compartmnt", "prison"))

        class Meta:
            app_label = "nowhere"
            managed = False

    (found,) = Misruled.objects.check()
    assert isinstance(found, Error)
    assert "compartmnt" in str(found.msg)
    for model in (PrisonService, Establishment, Staff, Posting):
        assert model.objects.check() == []
