"""On which law a record about a person rests, and that none is kept without."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from rapport.access import legal, resting
from rapport.access.algebra import Refused
from rapport.access.compartments import name_legal_basis
from rapport.access.models import LegalBasis, PrisonService, Role
from rapport.access.purposes import PURPOSES
from rapport.access.roles import USUAL_PURPOSE
from rapport.access.viewers import Steward
from rapport.instance.founding import complaints
from rapport.register import services
from rapport.register.models import OtherName, Person, Placement

STEWARD = Steward(purpose="test")


def law_of(record):
    return LegalBasis.unfiltered.get(ref=record.legal_basis)


def test_every_purpose_in_which_somebody_works_can_have_its_law_named():
    assert set(USUAL_PURPOSE.values()) <= set(PURPOSES)
    assert len({one.section for one in PURPOSES.values()}) == len(PURPOSES)


def test_a_record_rests_on_the_law_that_stood_for_its_purpose_when_it_was_made(northfield):
    before = Person.unfiltered.get(ref=northfield.people[0])
    assert (law_of(before).law, law_of(before).purpose) == ("Simulated Prisons Act, section 1", "register")
    name_legal_basis(STEWARD, northfield.service, "register", "Prison Act, section 12")
    services.note_other_name(northfield.viewer(Role.GOVERNOR), before.ref, kind="alias", written="Carp")
    assert law_of(OtherName.unfiltered.get(written="Carp")).law == "Prison Act, section 12"
    before.refresh_from_db()
    assert law_of(before).law == "Simulated Prisons Act, section 1"
    page = northfield.browser(Role.GOVERNOR).get(reverse("register:person", args=[before.ref])).content.decode()
    assert "Simulated Prisons Act, section 1" in page
    assert "Why this is kept" in page


def test_the_database_keeps_nothing_about_a_person_that_rests_on_no_law_or_another_ones(northfield, elsewhere):
    whole = Person.unfiltered.get(ref=northfield.people[0])
    laws = LegalBasis.unfiltered.filter(service=northfield.service)
    wrong = [
        "",
        "custody",
        laws.get(purpose="decision").ref,
        LegalBasis.unfiltered.get(service=elsewhere, purpose="register").ref,
    ]
    for basis in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.unfiltered.filter(pk=whole.pk).update(legal_basis=basis)
        whole.pk, whole.ref, whole.number, whole.legal_basis = None, "XXX-XXXXX", "N-000", basis
        with pytest.raises(IntegrityError), transaction.atomic():
            whole.save(force_insert=True)
        whole = Person.unfiltered.get(ref=northfield.people[0])
    part = Placement.unfiltered.filter(person=whole).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.unfiltered.filter(pk=part.pk).update(purpose="decision")
    Person.unfiltered.filter(pk=whole.pk).update(nickname="Chess")


def test_where_no_law_is_named_nothing_is_kept_and_the_check_says_so(northfield):
    quoted = connection.ops.quote_name("access_legalbasis")
    standing = LegalBasis.unfiltered.filter(service=northfield.service, purpose="register")
    standing.update(replaced_at=northfield.service.now())
    with pytest.raises(Refused, match="law_not_named"):
        services.note_other_name(northfield.viewer(Role.GOVERNOR), northfield.people[0], kind="alias", written="Carp")
    assert legal.unnamed() == [(northfield.service.name, "register")]
    assert any("has named no law for 'register'" in one for one in complaints())
    with pytest.raises(Exception, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {quoted} SET law = 'another'")  # noqa: S608
    with pytest.raises(Exception, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quoted}")  # noqa: S608


def test_a_table_whose_wall_was_taken_down_is_named(northfield):
    assert resting.missing() == set()
    with connection.cursor() as cursor:
        table = " ON register_person" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER register_person_rests{table}")
    assert resting.missing() == {"register_person_rests"}
    assert any("register_person_rests" in one for one in complaints())
    resting.raise_all()
    assert resting.missing() == set()


@pytest.fixture
def elsewhere(northfield) -> PrisonService:
    from rapport.access.services import open_service

    return open_service(STEWARD, "Elsewhere")
