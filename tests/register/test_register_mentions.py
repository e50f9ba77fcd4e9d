"""Whom and which places a running text may mean: in four languages, inflected, shortened, in the other script."""

import pytest

from rapport.access.viewers import Viewer
from rapport.register.mentions import people_in, places_in
from small_prison import Prison, build, open_simulated_service

LASKO, ORLOV, OMUROV = "V. Lasko", "T. Orlov", "A. Ömürov"
TEXTS = [
    ("V. Lasko waited until Orlov nodded.", [LASKO, ORLOV], []),
    ("Orlov's bread went to Lasko in workshop 2.", [ORLOV, LASKO], ["Workshop 2"]),
    ("Chess player Шахматист met Long at the yard.", [LASKO, OMUROV], []),
    ("Somebody waited in cell 3.", [OMUROV], ["Cell 3"]),
    ("Ласко сказал Орлову, что Өмүрову передали хлеб в цехе 2.", [LASKO, ORLOV, OMUROV], ["Workshop 2"]),
    ("С Орловым видели Шахматиста у камеры 2.", [ORLOV, LASKO, ORLOV], ["Cell 2"]),
    ("Орл. отдал хлеб Омурову.", [ORLOV, OMUROV], []),
    ("Хлеб у Ласко В. взял Орлов Т.", [LASKO, ORLOV], []),
    ("Ласконун наны Омуровдо, 2-камерада.", [LASKO, OMUROV, ORLOV], ["Cell 2"]),
    ("Орловду 1-кабатта көрдүм, Лаского айтты.", [ORLOV, LASKO], ["Landing 1"]),
    ("Lasko et Orlov se parlent à l'atelier 2.", [LASKO, ORLOV], ["Workshop 2"]),
    ("T. Orlov attend dans la cellule 1.", [ORLOV, LASKO], ["Cell 1"]),
    ("P. Lasko left the wing; nobody else of the name is here.", [], ["Wing B"]),
    ("A long line waited for soup. The chess board was gone.", [], []),
    ("Длинная очередь стояла за супом, орлы летали над двором.", [], []),
    ("Узун кезек турду, шахмат тактасы жок.", [], []),
]


@pytest.fixture
def prison(db: None) -> Prison:
    return build(open_simulated_service(), "Northfield", serial=100)


@pytest.fixture
def officer(prison: Prison) -> Viewer:
    return prison.viewer("intelligence")


@pytest.mark.parametrize(("text", "people", "places"), TEXTS)
def test_a_text_is_read_as_an_officer_would_read_it(
    officer: Viewer, text: str, people: list[str], places: list[str]
) -> None:
    assert [one.people[0].label for one in people_in(officer, text) if len(one.people) == 1] == list(
        dict.fromkeys(people)
    )
    assert [one.places[0].label for one in places_in(officer, text)] == places


def test_suggestions_stand_where_the_text_has_them_whoever_is_named_more_often(officer: Viewer) -> None:
    text = "Orlov came. Then Lasko, Lasko, Lasko and Lasko again."
    found = people_in(officer, text)
    assert [(text[one.start : one.end], one.people[0].label) for one in found] == [("Orlov", ORLOV), ("Lasko", LASKO)]


def test_nobody_is_suggested_whom_the_reader_may_not_see(prison: Prison, officer: Viewer) -> None:
    stranger = build(prison.service, "Southgate", serial=200).viewer("intelligence")
    mine = {person.ref for one in people_in(officer, "Lasko and Orlov") for person in one.people}
    theirs = {person.ref for one in people_in(stranger, "Lasko and Orlov") for person in one.people}
    assert mine
    assert theirs
    assert mine.isdisjoint(theirs)


def test_a_hostile_text_means_nobody_and_breaks_nothing(officer: Viewer) -> None:
    for text in ("", "\x00" * 50, "Ы" * 20_000, "'" * 500, "В. " * 3000, "1" * 5000, "<script>", "камера " * 500):
        assert isinstance(people_in(officer, text), list)
        assert isinstance(places_in(officer, text), list)
