"""Whatever tells about a person is held for a purpose, on a legal basis, until a day: a walk over all models."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from rapport.ledger.classes import RecordClass
from rapport.ledger.models import Held
from rapport.register.models import Person
from small_prison import build, open_simulated_service

PURE_OR_BELOW = {"interface", "ledger", "access", "search", "demo"}
"""Rooms whose tables are about pages, the record itself, or staff; `search` keeps words that go with their record."""

EXERCISES = {"training"}
"""Nobody in a simulated prison exists, and exercises are not installed live."""

NEEDS_NONE = {
    "register.Place": "a place",
    "register.SlippedKey": "how names that sound alike are spelt: nobody's",
    "register.ImportColumn": "what a column is called in a file",
    "sources.CustodianKey": "a key",
    "sources.MatchingCheck": "whether a key is the one before",
    "reporting.DutyTurn": "staff on a roster",
    "reporting.NoticeRecipient": "an office outside",
    "intelligence.SchemeChoice": "by which scheme an establishment grades",
    "oversight.ReviewMade": "what was decided about keeping a record, which goes with it",
    "oversight.Hold": "that a law holds a record, which goes with it",
}
"""Models above those floors that tell of no person, with what they are instead."""


def rooms() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("rapport.") and model._meta.app_label not in PURE_OR_BELOW | EXERCISES
    ]


def held_by(model: type[models.Model], seen: tuple[type[models.Model], ...] = ()) -> bool:
    """Whether a model is held, or is a part of one that is: it cannot be without it."""
    if issubclass(model, Held):
        return True
    wholes = [
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null and isinstance(field.related_model, type)
    ]
    return any(whole not in seen and held_by(whole, (*seen, model)) for whole in wholes)


def unheld(kinds: list[type[models.Model]]) -> set[str]:
    return {model._meta.label for model in kinds if not held_by(model)}


def test_every_record_about_a_person_is_held_until_a_day_or_is_part_of_one_that_is() -> None:
    known = {model._meta.label for model in rooms()}
    assert unheld(rooms()) == set(NEEDS_NONE) & known


def test_a_record_that_is_kept_for_ever_is_seen() -> None:
    class Kept(models.Model):
        person = models.ForeignKey("register.Person", on_delete=models.PROTECT, null=True, related_name="+")

        class Meta:
            app_label = "planted"
            managed = False

    assert unheld([Kept]) == {"planted.Kept"}


def test_every_class_of_record_is_declared_by_its_room_with_a_review_before_its_end() -> None:
    declared: dict[str, list[RecordClass]] = {
        room.label: list(getattr(room, "record_classes", [])) for room in apps.get_app_configs()
    }
    every = [one for classes in declared.values() for one in classes]
    assert len({one.name for one in every}) == len(every) > 5
    for one in every:
        assert 0 < one.review_days <= one.max_days <= 20 * 366, one.name
        review_on, max_until = one.dates(date(2030, 3, 5))
        assert date(2030, 3, 5) < review_on <= max_until
    for model in rooms():
        if issubclass(model, Held):
            assert model.record_class in declared[model._meta.app_label], model._meta.label


def test_no_date_of_a_held_record_may_be_missing_and_the_review_never_comes_after_the_end() -> None:
    kinds = [model for model in rooms() if issubclass(model, Held)]
    assert len(kinds) > 8
    for model in kinds:
        for name in ("held_since", "purpose", "legal_basis", "review_on", "max_until", "restricted", "disputed"):
            assert not model._meta.get_field(name).null, f"{model._meta.label}.{name}"
        assert any(one.name.endswith("_reviewed_in_time") for one in model._meta.constraints), model._meta.label


@pytest.mark.django_db
def test_the_database_refuses_a_review_after_the_end() -> None:
    prison = build(open_simulated_service(), "Northfield", serial=100)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.unfiltered.filter(ref=prison.people[0]).update(review_on=date(2999, 1, 1))
