"""A list and a decision never disagree: the same rule as a filter and on one record.

Rules, viewers and postings are generated, with nothing written in some fields and several colleagues in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from access_house import MONDAY, STEWARD, Northfield
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.access.algebra import (
    Refused,
    Rule,
    Truth,
    acting_for,
    among,
    author,
    begun,
    cleared_for,
    exists,
    holds,
    known,
    matches,
    same_establishment,
    same_service,
    says,
)
from rapport.access.models import Establishment, Posting, Role, Staff
from rapport.access.policy import AT_HAND
from rapport.access.services import open_service, post
from rapport.access.viewers import Viewer

pytestmark = pytest.mark.django_db

ROLES = [Role.OFFICER, Role.GOVERNOR]

ATOMS: list[Rule] = [
    same_service(),
    same_establishment(),
    author("staff_id"),
    holds(Role.OFFICER),
    acting_for("oversight"),
    cleared_for("role"),
    says("role", Role.GOVERNOR),
    says("role"),
    says("by_link", True),
    known("region_id"),
    known("establishment__region_id"),
    begun("starts"),
    begun("ends"),
    matches("establishment_id", "own_place", lambda viewer: viewer.establishment_id),
    matches("establishment__region_id", "region", lambda viewer: viewer.establishment_id),
    among("establishment_id", "reach", lambda viewer: viewer.establishments),
    AT_HAND,
    matches("establishment__service_id", "service", lambda viewer: viewer.service_id),
]


def with_many(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    """Rules about the other postings of the same person, and those in the same place (where none may be written)."""
    return st.one_of(
        st.builds(partial(exists, "access.Posting.staff", on="staff_id"), rules),
        st.builds(partial(exists, "access.Posting.establishment", on="establishment_id"), rules),
    )


def combined(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    return st.one_of(
        st.builds(lambda a, b: a & b, rules, rules),
        st.builds(lambda a, b: a | b, rules, rules),
        st.builds(lambda a: ~a, rules),
        st.builds(lambda a: a.named("named"), rules),
        with_many(rules),
    )


RULES = st.recursive(st.sampled_from(ATOMS), combined, max_leaves=8)

POSTINGS = st.lists(
    st.fixed_dictionaries(
        {
            "staff": st.integers(0, 2),
            "where": st.sampled_from(["nowhere", "north", "northfield", "southgate", "elsewhere"]),
            "role": st.sampled_from(ROLES),
            "starts": st.sampled_from([-2, 0, 2]),
            "lasts": st.sampled_from([None, 1, 9]),
            "by_link": st.booleans(),
        }
    ),
    max_size=7,
)

VIEWERS = st.fixed_dictionaries(
    {
        "own": st.booleans(),
        "reach": st.sampled_from(["none", "one", "both"]),
        "roles": st.sets(st.sampled_from(ROLES)).map(frozenset),
        "compartments": st.sets(st.sampled_from([str(role) for role in ROLES])).map(frozenset),
        "purpose": st.sampled_from(["oversight", "training"]),
    }
)

thoroughly = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def people(house: Northfield) -> list[Staff]:
    return [house.aigerim.staff, house.bakyt.staff, house.daria.staff]


def viewer_like(house: Northfield, traits: dict[str, object]) -> Viewer:
    reach = {"none": [], "one": [house.northfield.pk], "both": [house.northfield.pk, house.southgate.pk]}
    own = house.northfield.pk if traits["own"] else None
    rest = {name: traits[name] for name in ("roles", "compartments", "purpose")}
    return replace(house.officer, establishment_id=own, establishments=frozenset(reach[str(traits["reach"])]), **rest)


@contextmanager
def played(house: Northfield, rows: list[dict[str, object]]) -> Iterator[None]:
    """Only these postings, until the end of the block. Elsewhere is another prison service."""
    with transaction.atomic():
        Posting.unfiltered.all().delete()
        abroad = open_service(STEWARD, "Abroad", clock_now=MONDAY)
        place = Establishment.unfiltered.create(service=abroad, name="Elsewhere")
        narrowed: dict[str, dict[str, object]] = {
            "nowhere": {"service": house.service},
            "north": {"service": house.service, "region": house.north},
            "northfield": {"service": house.service, "establishment": house.northfield},
            "southgate": {"service": house.service, "establishment": house.southgate},
            "elsewhere": {"service": abroad, "establishment": place},
        }
        for row in rows:
            starts = MONDAY + timedelta(days=int(str(row["starts"])))
            Posting.unfiltered.create(
                staff=people(house)[int(str(row["staff"]))],
                role=row["role"],
                starts=starts,
                ends=starts + timedelta(days=int(str(row["lasts"]))) if row["lasts"] else None,
                by_link=row["by_link"],
                **narrowed[str(row["where"])],
            )
        yield
        transaction.set_rollback(True)


@thoroughly
@given(rule=RULES, rows=POSTINGS, traits=VIEWERS)
def test_the_list_holds_exactly_what_the_decision_allows(
    house: Northfield, rule: Rule, rows: list[dict[str, object]], traits: dict[str, object]
) -> None:
    viewer = viewer_like(house, traits)
    with played(house, rows):
        postings = list(Posting.unfiltered.order_by("pk"))
        certain = Posting.unfiltered.filter(rule.filter(viewer)).order_by("pk")
        possible = Posting.unfiltered.filter(rule.possible(viewer)).order_by("pk")
        assert list(certain) == [one for one in postings if rule.allows(viewer, one)]
        assert list(possible) == [one for one in postings if rule.decide(viewer, one) is not Truth.NO]
        assert certain.count() == len(certain)


@thoroughly
@given(rule=RULES, other=RULES, rows=POSTINGS, traits=VIEWERS)
def test_not_turns_yes_and_no_round_and_leaves_the_unknown_unknown(
    house: Northfield, rule: Rule, other: Rule, rows: list[dict[str, object]], traits: dict[str, object]
) -> None:
    viewer = viewer_like(house, traits)
    with played(house, rows):
        for one in Posting.unfiltered.all():
            truth, second = rule.decide(viewer, one), other.decide(viewer, one)
            assert (~rule).decide(viewer, one) is Truth(2 - truth.value)
            assert (~~rule).decide(viewer, one) is truth
            assert (~(rule & other)).decide(viewer, one) is (~truth | ~second)
            assert (~(rule | other)).decide(viewer, one) is (~truth & ~second)


@thoroughly
@given(rule=RULES, rows=POSTINGS, traits=VIEWERS)
def test_a_refusal_always_says_what_is_missing(
    house: Northfield, rule: Rule, rows: list[dict[str, object]], traits: dict[str, object]
) -> None:
    viewer = viewer_like(house, traits)
    with played(house, rows):
        for one in Posting.unfiltered.all():
            assert bool(rule.explain(viewer, one)) is not rule.allows(viewer, one)


def test_what_a_record_does_not_say_refuses_either_way(house: Northfield) -> None:
    whole_service = house.tomas
    assert whole_service.establishment_id is None
    rule = same_establishment()
    assert rule.decide(house.officer, whole_service) is Truth.UNKNOWN
    assert (~rule).decide(house.officer, whole_service) is Truth.UNKNOWN
    assert whole_service not in Posting.unfiltered.filter(rule.filter(house.officer))
    assert whole_service not in Posting.unfiltered.filter((~rule).filter(house.officer))
    assert rule.explain(house.officer, whole_service) == "unknown.establishment"


def test_somebody_with_several_postings_is_listed_once(house: Northfield) -> None:
    for role in (Role.ANALYST, Role.GOVERNOR):
        post(STEWARD, house.aigerim.staff, role, service=house.service)
    rule = exists("access.Posting.staff", same_service())
    assert list(Staff.unfiltered.filter(rule.filter(house.officer)).filter(name="Aigerim")) == [house.aigerim.staff]


def test_none_means_none_and_not_some_other_one(house: Northfield) -> None:
    post(STEWARD, house.aigerim.staff, Role.GOVERNOR, service=house.service)
    never_governed = ~exists("access.Posting.staff", says("role", Role.GOVERNOR))
    found = Staff.unfiltered.filter(never_governed.filter(house.officer)).order_by("pk")
    assert [staff.name for staff in found] == ["Bakyt", "Daria", "Tomas"]


def test_a_refusal_names_the_first_missing_condition_and_all_alternatives(house: Northfield) -> None:
    rule = same_service() & (author("staff_id") | (holds(Role.INTELLIGENCE) & same_establishment()))
    assert rule.explain(house.officer, house.daria) == "author|role.intelligence"
    assert rule.explain(house.officer, house.aigerim) == ""
    assert (~same_service()).explain(house.officer, house.daria) == "not.service"
    assert rule.named("not_yours").explain(house.officer, house.daria) == "not_yours"


def test_an_act_refused_and_a_record_hidden_are_told_apart(house: Northfield) -> None:
    with pytest.raises(Refused) as act:
        author("staff_id").require(house.officer, house.daria)
    with pytest.raises(Refused) as sight:
        author("staff_id").require_sight(house.officer, house.daria)
    assert (act.value.exists, sight.value.exists) == (True, False)
    assert act.value.about == sight.value.about == (house.daria,)


def test_before_there_is_a_record_only_the_role_can_be_known(house: Northfield) -> None:
    holds(Role.OFFICER).require_acting(house.officer)
    with pytest.raises(Refused, match=r"unknown\.service"):
        same_service().require_acting(house.officer)


def test_a_truth_is_never_taken_for_yes_by_mistake() -> None:
    with pytest.raises(TypeError):
        bool(Truth.UNKNOWN)


def test_a_slip_of_the_pen_in_a_path_is_an_error_and_not_a_missing_value(house: Northfield) -> None:
    with pytest.raises(AttributeError):
        says("rolle", Role.OFFICER).decide(house.officer, house.daria)


@pytest.mark.parametrize(
    ("rule", "model", "complaint"),
    [
        (says("rolle"), Posting, "no field 'rolle'"),
        (same_service("establishment__servise_id"), Posting, "no field 'servise_id'"),
        (says("role__name"), Posting, "leads nowhere"),
        (~exists("access.Posting.staf", same_service()), Staff, "no field named 'staf'"),
        (exists("access.Posting.staff", says("rolle")), Staff, "no field 'rolle'"),
        (exists("access.Nothing.staff", same_service()), Staff, "Nothing"),
    ],
)
def test_a_rule_with_a_wrong_path_is_complained_of_before_it_is_used(
    rule: Rule, model: type[models.Model], complaint: str
) -> None:
    (found,) = rule.complaints(model)
    assert complaint in found


def test_a_path_to_many_is_complained_of() -> None:
    class Named(models.Model):
        """Something that names several establishments, in no table."""

        places = models.ManyToManyField(Establishment, related_name="+")

        class Meta:
            app_label = "nowhere"
            managed = False

    (found,) = (holds(Role.OFFICER) & same_establishment("places__pk")).complaints(Named)
    assert "holds many values" in found
