"""People in the register: who finds them, by what, and that every look is remembered."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import translation

from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.ledger.creating import create_many
from rapport.ledger.models import Entry
from rapport.ledger.references import new_reference
from rapport.register import selectors, services
from rapport.register.models import (
    Association,
    Import,
    ImportColumn,
    OtherName,
    Person,
    PersonKey,
    Place,
    Placement,
    ProtectedRole,
    SamePerson,
    SlippedKey,
)
from rapport.register.services import NotRegistered
from rapport.register.values import NewNames, NewPerson, NewPlace
from rapport.simulation.numbers import number_for


@pytest.mark.parametrize("typed", ["lasko", "LAS", "Ласко", "ласк", "v lasko", "V. Lasko", "шахмат", "1", "cell 1"])
def test_an_officer_finds_a_man_by_name_in_either_script_by_nickname_or_by_cell(northfield, typed):
    found = selectors.people(northfield.viewer(Role.OFFICER), typed)
    assert [one.ref for one in found] == [northfield.people[0]]


def test_plain_letters_find_a_name_with_letters_that_the_keyboard_lacks(northfield):
    officer = northfield.viewer(Role.OFFICER)
    assert [one.ref for one in selectors.people(officer, "омуров")] == [northfield.people[2]]
    assert [one.ref for one in selectors.people(officer, "omurov")] == [northfield.people[2]]


def test_a_service_number_finds_its_man(northfield):
    found = selectors.people(northfield.viewer(Role.OFFICER), number_for(101).lower())
    assert [one.ref for one in found] == [northfield.people[1]]


@pytest.mark.parametrize("typed", ["%", "_", "'; DROP TABLE register_person; --", "\x00", "zzz", "a" * 10_000])
def test_nonsense_finds_nobody_and_breaks_nothing(northfield, typed):
    found = selectors.people(northfield.viewer(Role.OFFICER), typed)
    assert len(found) in (0, 3)  # what holds no letter at all asks for everybody


def test_names_are_read_in_the_readers_script(northfield):
    assert selectors.person(northfield.viewer(Role.OFFICER), northfield.people[0]).label == "V. Lasko"
    assert selectors.person(northfield.viewer(Role.OFFICER, language="ru"), northfield.people[0]).label == "В. Ласко"
    with translation.override("ru"):
        assert selectors.person(northfield.viewer(Role.OFFICER), northfield.people[0]).label == "В. Ласко"


def test_who_is_posted_elsewhere_finds_nobody_here(northfield, southgate):
    officer = southgate.viewer(Role.OFFICER)
    assert {one.ref for one in selectors.people(officer)} == set(southgate.people)
    with pytest.raises(Refused) as hidden:
        selectors.person(officer, northfield.people[0])
    with pytest.raises(Refused) as missing:
        selectors.person(officer, "222-22222")
    assert (hidden.value.code, hidden.value.exists) == (missing.value.code, missing.value.exists)


def test_a_key_of_a_name_stands_where_its_bearer_is_held_whoever_writes_it(northfield, southgate):
    here, there = northfield.establishment.pk, southgate.establishment.pk
    person = Person.unfiltered.get(ref=northfield.people[0])
    keys = PersonKey.unfiltered.filter(person=person)
    service = person.service_id
    wrongs = (
        lambda: PersonKey.unfiltered.create(person=person, key="x", service_id=service, establishment_id=there),
        lambda: keys.update(establishment_id=there),
        lambda: keys.update(service_id=service + 1),
    )
    for wrong in wrongs:
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
            connection.check_constraints()  # PostgreSQL looks at the end of a transaction
    assert set(keys.values_list("service_id", "establishment_id")) == {(service, here)}
    Person.unfiltered.filter(pk=person.pk).update(establishment=there)
    connection.check_constraints()
    assert set(keys.values_list("service_id", "establishment_id")) == {(service, there)}
    assert northfield.people[0] in {one.ref for one in selectors.people(southgate.viewer(Role.OFFICER), "lasko")}


def test_an_analyst_finds_people_of_the_whole_service_and_an_inspector_finds_none(northfield, southgate):
    analyst = northfield.viewer(Role.ANALYST, everywhere=True)
    assert {one.ref for one in selectors.people(analyst)} == {*northfield.people, *southgate.people}
    assert selectors.people(northfield.viewer(Role.INSPECTOR)) == []


def test_every_look_at_people_is_remembered_with_whom_it_showed(northfield):
    officer = northfield.viewer(Role.OFFICER)
    selectors.people(officer, "orlov")
    last = Entry.objects.order_by("pk").last()
    assert (last.operation, last.staff) == ("consultation", officer.staff_ref)
    assert last.records == [["register.person", northfield.people[1]]]


def test_a_hundred_people_are_admitted_with_one_entry_in_the_ledger(northfield, django_assert_max_num_queries):
    new = [NewPerson(number_for(1000 + n), "Petrov", "P", cell=northfield.places["cell-4"]) for n in range(100)]
    before = Entry.objects.count()
    with django_assert_max_num_queries(20):
        refs = services.admit(northfield.trainer, northfield.establishment.pk, new)
    assert len(set(refs)) == 100
    assert Entry.objects.count() == before + 1
    assert len(Entry.objects.order_by("pk").last().records) == 100


@pytest.mark.parametrize("number", ["12345", "", "S22222A", "s22222"])
def test_in_a_simulated_prison_nobody_is_admitted_under_a_real_looking_number(northfield, number):
    with pytest.raises(NotRegistered) as refusal:
        services.admit(northfield.trainer, northfield.establishment.pk, [NewPerson(number, "Real", "R")])
    assert refusal.value.code == "not_a_simulated_number"


def test_an_officer_admits_and_moves_nobody(northfield):
    officer = northfield.viewer(Role.OFFICER)
    with pytest.raises(Refused):
        services.admit(officer, northfield.establishment.pk, [NewPerson(number_for(5), "New", "N")])
    with pytest.raises(Refused):
        services.move(officer, northfield.people[0], northfield.places["cell-5"])


def test_nobody_is_admitted_to_another_prison_than_ones_own(northfield, southgate):
    for elsewhere in (southgate.establishment.pk, 999_999):  # another one, and one that does not exist
        with pytest.raises(Refused) as refusal:
            services.admit(northfield.trainer, elsewhere, [NewPerson(number_for(5), "New", "N")])
        assert (refusal.value.code, refusal.value.exists) == ("establishment", False)
    with pytest.raises(NotRegistered):
        services.admit(
            northfield.trainer,
            northfield.establishment.pk,
            [NewPerson(number_for(5), "New", "N", cell=southgate.places["cell-1"])],
        )


def test_a_move_ends_one_placement_and_begins_another(northfield):
    services.move(northfield.trainer, northfield.people[0], northfield.places["cell-9"])
    assert selectors.person(northfield.viewer(Role.OFFICER), northfield.people[0]).cell == "9"
    assert Placement.unfiltered.filter(person__ref=northfield.people[0]).count() == 2


def test_the_database_refuses_a_second_cell_for_a_man_who_has_one(northfield):
    held = Placement.unfiltered.get(person__ref=northfield.people[0])
    held.pk, held.ref = None, "222-22222"
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save(force_insert=True)


def test_a_place_is_called_by_its_kind_and_number(northfield):
    officer = northfield.viewer(Role.OFFICER)
    labels = [one.label for one in selectors.places(officer)]
    assert labels[0] == "Wing B"
    assert labels.index("Cell 2") < labels.index("Cell 10")
    assert "Workshop 2" in labels
    assert [one.kind for one in selectors.places(officer) if one.protected] == ["worship"]


def test_the_plan_shows_what_has_a_rectangle_larger_places_first(northfield):
    plan = selectors.wing_plan(northfield.viewer(Role.OFFICER))
    assert (plan.width, plan.height) == (400, 300)
    assert plan.places[0].label == "Wing B"
    assert all(one.kind != "worship" for one in plan.places)


@pytest.mark.parametrize(
    "new",
    [
        [NewPlace(key="a", kind="dungeon")],
        [NewPlace(key="a", kind="wing"), NewPlace(key="a", kind="wing")],
        [NewPlace(key="a", kind="cell", within="nowhere")],
    ],
)
def test_places_that_make_no_sense_are_not_set_up(northfield, new):
    with pytest.raises(NotRegistered):
        services.set_up_places(northfield.trainer, northfield.establishment.pk, new)


HELD = {"id", "ref", "held_since", "purpose", "legal_basis", "review_on", "max_until", "restricted", "disputed"}
NAME = {
    "family_name",
    "initial",
    "family_name_cyrillic",
    "initial_cyrillic",
    "nickname",
    "given_names",
    "given_names_cyrillic",
}
ALLOWED_FIELDS = {
    Person: HELD | NAME | {"service", "establishment", "number", "legal_status", "sentence_ends", "expected_release"},
    OtherName: HELD | {"person", "kind", "written", "by", "at", "ended_at", "ended_by"},
    SamePerson: HELD | {"service", "kept", "other", "reason", "by", "at", "ended_at", "ended_by", "ended_because"},
    ProtectedRole: HELD
    | {"service", "establishment", "office", "family_name", "given_names"}
    | {"family_name_cyrillic", "given_names_cyrillic", "starts", "ends", "by"},
    Import: HELD
    | {"service", "establishment", "kind", "state", "file_name", "rows", "count", "mapping", "job", "by", "at"}
    | {"made", "altered", "same", "left_out"},
    ImportColumn: {"id", "service", "kind", "label", "means"},
    Place: {"id", "ref", "establishment", "parent", "kind", "number", "x", "y", "w", "h"},
    Association: HELD
    | {"service", "establishment", "kind", "one", "other", "reason", "by", "at"}
    | {"ended_at", "ended_by", "ended_because"},
    PersonKey: {"id", "person", "key", "service_id", "establishment_id"},
    SlippedKey: {"id", "slip", "key"},
    Placement: HELD | {"person", "cell", "starts", "ends"},
}


@pytest.mark.parametrize("kind", ALLOWED_FIELDS, ids=lambda kind: kind.__name__)
def test_the_register_has_no_field_beyond_these_and_none_in_which_anything_could_be_kept(kind):
    fields = [field for field in kind._meta.get_fields() if field.concrete]
    assert {field.name for field in fields} == ALLOWED_FIELDS[kind]
    assert not [field for field in fields if isinstance(field, (models.JSONField, models.TextField))]


def test_every_record_of_the_register_is_walked():
    assert set(apps.get_app_config("register").get_models()) == set(ALLOWED_FIELDS)


@pytest.mark.parametrize("label", ["Салафит", "the Muslims", "узбектер", "l'église"])
def test_no_label_that_a_unit_makes_bears_a_protected_word(northfield, label):
    place, trainer = northfield.establishment.pk, northfield.trainer
    attempts = [
        lambda: services.admit(trainer, place, [NewPerson(number_for(77), "New", nickname=label)]),
        lambda: services.rename(trainer, northfield.people[0], NewNames("Lasko", nickname=label), reason="misheard"),
        lambda: services.set_up_places(trainer, place, [NewPlace(key="a", kind="workshop", number=label)]),
    ]
    for attempt in attempts:
        with pytest.raises(NotRegistered) as refusal:
            attempt()
        assert refusal.value.code == "protected_word"
    assert selectors.person(northfield.viewer(Role.OFFICER), northfield.people[0]).nickname == "Шахматист"


def test_two_people_who_draw_one_reference_are_both_admitted_and_the_second_draws_again(northfield):
    first = Person.unfiltered.first()
    rows = []
    for ref, number in ((first.ref, number_for(901)), ("222-22222", number_for(902)), ("222-22222", number_for(903))):
        row = Person.unfiltered.get(pk=first.pk)
        row.pk, row.ref, row.number = None, ref, number
        row._state.adding = True
        rows.append(row)
    made = create_many(Person.unfiltered, rows)
    assert len({row.ref for row in made} | {first.ref}) == 4
    assert set(Person.unfiltered.filter(number__in=[row.number for row in rows]).values_list("ref", flat=True)) == {
        row.ref for row in made
    }
    made[0].pk, made[0].ref = None, new_reference()
    made[0]._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        create_many(Person.unfiltered, made[:1])  # the number is another matter
