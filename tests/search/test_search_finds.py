"""What is found: words of four languages in all their forms, names in either script, nothing that one may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from desk_at_northfield import Desk, browser
from rapport.access.algebra import Refused
from rapport.access.viewers import Viewer
from rapport.intelligence.themes import themes
from rapport.register import services as register
from rapport.register.values import NewPerson
from rapport.reporting.models import Report, ReportSubject
from rapport.search import selectors, services
from rapport.search.values import Found, Search
from rapport.simulation.numbers import number_for


def found(viewer: Viewer, words: str, **facets: str) -> Found:
    return selectors.find(viewer, Search(words, facets))


def refs(viewer: Viewer, words: str, **facets: str) -> list[str]:
    return [hit.ref for hit in found(viewer, words, **facets).hits]


def test_it_works(desk: Desk) -> None:
    ref = desk.report(desk.aigerim, seen="Lasko took the bread of Orlov at bench 4.")
    assert refs(desk.daria, "bread") == [ref]
    assert refs(desk.aigerim, "bread") == [ref]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Телефон нашли под матрасом.", "телефоны матрас"),
        ("Он прятал ножи в окнах.", "нож окно"),
        ("Терезеден телефонду ыргытты.", "телефон терезе"),
        ("Төшөктүн астында бычак бар экен.", "тошок бычагы"),
        ("Түндө үнүн көтөрдү.", "тун ун котору"),
        ("Камерадан чыгып, начальникке арыз берди.", "камера начальник арызды"),
        ("Ал камерада телефон жашырып жүргөн, потом отдал соседу.", "жашырды сосед телефоны"),
        ("Deux détenus ont caché des couteaux sous la fenêtre.", "detenu couteau fenetre"),
        ("The prisoners were hiding knives near the windows.", "prisoner hide window"),
    ],
)
def test_words_are_found_in_all_their_forms_in_four_languages_and_mixed(desk: Desk, text: str, asked: str) -> None:
    ref = desk.report(desk.aigerim, people=[], seen=text)
    desk.report(desk.aigerim, people=[], seen="Nothing of the kind. Ничего такого. Мындай эмес.")
    assert refs(desk.daria, asked) == [ref]


@pytest.mark.parametrize("asked", ["Lasko", "Ласко", "ласко", "Лаского", "Lasco", "Шахматист"])
def test_somebody_is_found_by_name_in_either_script_inflected_or_by_nickname(desk: Desk, asked: str) -> None:
    ref = desk.report(desk.aigerim, people=desk.people[:1], seen="He took the bread of another.")
    desk.report(desk.aigerim, people=desk.people[1:2], seen="He gave his bread away.")
    answer = found(desk.daria, asked)
    assert [one.ref for one in answer.people] == desk.people[:1]
    assert [hit.ref for hit in answer.hits] == [ref]


@pytest.mark.parametrize("asked", ["Ömürov", "Өмүров", "Омуров", "Омурова", "Омуровдун", "Omurov"])
def test_a_kyrgyz_name_is_found_as_a_russian_keyboard_has_it(desk: Desk, asked: str) -> None:
    ref = desk.report(desk.aigerim, people=desk.people[2:], seen="He was quiet.")
    assert refs(desk.daria, asked) == [ref]


@pytest.mark.parametrize("asked", ["Турдубаева", "Турдубаев", "Turdubaev", "Turdubayev"])
def test_a_name_that_stands_only_in_the_text_is_found_by_its_sound(desk: Desk, asked: str) -> None:
    ref = desk.report(desk.aigerim, people=[], seen="Видел, как Турдубаев менял сигареты.")
    assert refs(desk.daria, asked) == [ref]


def test_a_reference_that_is_typed_finds_its_record(desk: Desk) -> None:
    desk.report(desk.aigerim)
    ref = desk.report(desk.aigerim)
    assert refs(desk.daria, ref) == refs(desk.daria, ref.lower().replace("-", " ")) == [ref]


def test_an_addition_is_found_too(desk: Desk) -> None:
    from rapport.reporting import services

    ref = desk.report(desk.aigerim)
    services.add_addendum(desk.aigerim, ref, "Later he hid a lighter.")
    assert refs(desk.daria, "lighters") == [ref]


def test_items_and_notes_are_found_beside_reports(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim, seen="Lasko took the bread."), text="Bread changed hands at the bench.")
    note = desk.note(item)
    kinds = [hit.kind for hit in found(desk.daria, "bread").hits]
    assert sorted(kinds) == ["intelligence.item", "intelligence.note", "reporting.report"]
    assert refs(desk.nurlan, "bread", kind="intelligence.note") == [note.ref]
    assert {hit.kind for hit in found(desk.nurlan, "bread").hits} == {"intelligence.item", "intelligence.note"}


def test_a_governor_finds_a_note_by_the_words_that_were_handed_over_and_by_no_later_ones(desk: Desk) -> None:
    from rapport.intelligence import services
    from rapport.intelligence.inputs import StatementInput

    item = desk.item(desk.report(desk.aigerim))
    note = services.hand_to_governor(desk.daria, desk.note(item, title="Bread").ref)
    later = [StatementInput("fact", "A lighter changed hands too.", [item.ref])]
    services.rewrite_note(desk.daria, note.ref, title="Bread", statements=later, innocent="He may share.")
    assert refs(desk.asel, "bread") == [note.ref]
    assert refs(desk.asel, "lighter") == []
    assert refs(desk.daria, "lighter") == [note.ref]


def test_officers_find_their_own_reports_and_no_others(desk: Desk) -> None:
    mine = desk.report(desk.aigerim)
    desk.report(desk.bakyt)
    assert refs(desk.aigerim, "bread") == [mine]
    assert refs(desk.asel, "bread") == []


def test_nobody_finds_a_report_about_themselves(desk: Desk) -> None:
    from rapport.access.models import Staff
    from rapport.reporting.models import Report, ReportSubject

    ref = desk.report(desk.aigerim)
    ReportSubject.unfiltered.create(
        report=Report.unfiltered.get(ref=ref), staff=Staff.unfiltered.get(pk=desk.daria.staff_id)
    )
    assert refs(desk.daria, "bread") == refs(desk.daria, ref) == []
    assert refs(desk.aigerim, "bread") == [ref]


@pytest.mark.parametrize("role", ["inspector", "trainer"])
def test_whoever_has_no_business_with_content_does_not_search(desk: Desk, role: str) -> None:
    with pytest.raises(Refused):
        found(desk.prison.viewer(role), "bread")


def test_a_search_is_narrowed_by_place_time_grade_and_state_and_never_by_author(desk: Desk) -> None:
    workshop, cell = desk.prison.places["workshop"], desk.prison.places["cell-1"]
    there = desk.report(desk.aigerim, place=workshop, seen="Bread at the bench.")
    here = desk.report(desk.bakyt, place=cell, seen="Bread in the cell.")
    item = desk.item(there, themes=["extortion", "contraband"])
    answer = found(desk.daria, "bread")
    assert [facet.name for facet in answer.facets] == ["kind", "place", "theme", "grade", "state"]
    assert (
        refs(desk.daria, "bread", place=cell)
        == refs(desk.daria, "bread", place=desk.prison.places["landing-1"])
        == [here]
    )
    assert refs(desk.daria, "bread", grade="B-1") == [item.ref]
    about = {choice.code: choice.label for facet in answer.facets if facet.name == "theme" for choice in facet.choices}
    assert set(about) == {one.partition("@")[0] for one in item.themes}
    for theme in themes():
        assert refs(desk.daria, "bread", theme=theme) == ([item.ref] if theme in about else []), theme
    assert refs(desk.daria, "bread", theme="debt") == []
    with override("ru"):
        told = next(facet for facet in found(desk.daria, "bread").facets if facet.name == "theme")
    assert {choice.code: choice.label for choice in told.choices} == {one: themes()[one].words["ru"] for one in about}
    assert set(refs(desk.daria, "bread", state="open")) == {here, there}
    today = desk.daria.now().date()
    assert selectors.find(desk.daria, Search("bread", since=today, until=today)).total == 3
    assert selectors.find(desk.daria, Search("bread", until=today.replace(year=2029))).total == 0
    assert refs(desk.daria, "", state="done") == []


def test_a_hit_bears_the_day_by_which_days_narrow_the_search(desk: Desk) -> None:
    before = desk.aigerim.now() - timedelta(days=3)
    report = desk.report(desk.aigerim, seen="Bread went from hand to hand.", at=before)
    item = desk.item(report, text="Bread was seen to change hands.")
    hits = selectors.find(desk.daria, Search("bread", until=before.date())).hits
    assert {one.ref: one.happened_at for one in hits} == {report: before, item.ref: before}
    assert selectors.find(desk.daria, Search("bread", since=before.date() + timedelta(days=1))).total == 0
    page = browser(desk.daria).post("/search/", {"words": "bread"}, follow=True).content.decode()
    assert page.count("2 March 2030") == 2


def test_people_stand_in_the_order_of_the_alphabet_with_nothing_counted_beside_them(desk: Desk) -> None:
    """Whoever came last in the alphabet was admitted first and is named most."""
    given = (("V", "В"), ("B", "Б"), ("A", "А"))
    new = [NewPerson(number_for(900 + at), "Muratov", name, "Муратов", own) for at, (name, own) in enumerate(given)]
    last, *_others = register.admit(desk.prison.trainer, desk.prison.establishment.pk, new)
    for _ in range(3):
        desk.report(desk.aigerim, people=[last], seen="Muratov talked at bench 4.")
    people = found(desk.daria, "Muratov").people
    assert [one.label for one in people] == ["A. Muratov", "B. Muratov", "V. Muratov"]
    assert not any(hasattr(one, "count") for one in people)
    assert found(desk.daria, "Lasko Orlov").people == ()  # nobody bears both names


def test_the_marks_that_narrow_what_is_proposed_lose_nobody_anything(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every role finds the same as when the engine proposes all that the prison service has."""
    from rapport.search import marks
    from small_prison import build

    south = build(desk.prison.service, "Southgate", serial=300)
    note = desk.handed_note(desk.item(desk.report(desk.aigerim, seen="Bread was taken.")))
    assert note.ref
    viewers = [desk.aigerim, desk.bakyt, desk.daria, desk.nurlan, desk.asel]
    viewers += [one.viewer(role) for one in (desk.prison, south) for role in ("officer", "intelligence", "governor")]
    viewers += [desk.prison.viewer(role, everywhere=True) for role in ("intelligence", "analyst", "governor")]
    narrowed = [refs(viewer, "bread") for viewer in viewers]
    monkeypatch.setattr(marks, "bounds", lambda kind, viewer, _reach: [f"0k{kind.replace('.', '')}{viewer.service_id}"])
    assert [refs(viewer, "bread") for viewer in viewers] == narrowed
    assert sum(map(bool, narrowed)) >= 6


def test_the_marks_of_what_a_search_is_narrowed_to_lose_nobody_anything_whatever_becomes_of_a_report(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each act the same is found as when every candidate is asked whether it was chosen."""
    from rapport.intelligence import searchable as made
    from rapport.intelligence import services as intelligence
    from rapport.intelligence.inputs import GradeInput
    from rapport.reporting import searchable as told
    from rapport.reporting import services as reporting

    places = [desk.prison.places[key] for key in ("workshop", "cell-1", "landing-1", "wing")]
    choices = [{"place": place} for place in places] + [{"state": code} for code in ("open", "done", "?")]
    choices += [{"grade": code} for code in ("B-1", "C-4")] + [{"theme": code} for code in ("extortion", "phones")]
    choices += [{"place": places[0], "state": "open"}, {"place": "'" * 80}]

    def same(acted: str) -> int:
        marked = [refs(desk.daria, "bread", **one) for one in choices]
        with monkeypatch.context() as without:
            for kind in (told.Reports, made.Items):
                without.setattr(kind, "marked", lambda _self, _wanted: ())
            assert [refs(desk.daria, "bread", **one) for one in choices] == marked, acted
        return sum(map(len, marked))

    here = desk.report(desk.aigerim, place=places[0], seen="Bread at the bench.")
    twice = desk.report(desk.bakyt, place=places[1], seen="Bread in the cell.")
    away = desk.report(desk.bakyt, place=places[1], seen="Bread by force.")
    assert same("filed") == 15
    item = desk.item(here, themes=["extortion"], about=[])
    assert same("an item") == 19
    reporting.add_addendum(desk.aigerim, here, "More bread.")
    assert same("added") == 19
    reporting.duplicate_of(desk.daria, twice, here)
    assert same("a duplicate") == 18
    again = GradeInput("C", "Wrong twice since.", "4", "Nobody else saw it.", "H0")
    intelligence.regrade(desk.daria, item.ref, again, why="It did not hold.")
    assert [one.ref for one in found(desk.daria, "bread", grade="C-4").hits] == [item.ref]
    assert same("graded again") == 18
    intelligence.finish(desk.daria, here, phrase="read_thanks")
    assert same("evaluated") == 16
    reporting.pass_on(desk.daria, away, road="outside", words="Force may have been used.")
    assert same("passed outside") == 11


def test_an_item_is_found_by_the_name_of_whom_it_turned_out_to_mean(desk: Desk) -> None:
    from rapport.intelligence import services as intelligence
    from rapport.intelligence.inputs import PersonInput

    item = desk.item(desk.report(desk.aigerim, people=[], seen="A tall man."), text="A tall man took it.", about=[])
    assert item.ref not in refs(desk.daria, "Lasko")
    intelligence.name_person(desk.daria, item.ref, PersonInput(desk.people[0], "other"))
    assert item.ref in refs(desk.daria, "Lasko")


def test_where_nothing_holds_all_words_what_holds_all_but_one_is_shown_and_said_to_be_that(desk: Desk) -> None:
    one = desk.report(desk.aigerim, seen="Bread at the bench.")
    other = desk.report(desk.bakyt, seen="A ladder at the bench.")
    hidden = desk.report(desk.bakyt, seen="A kettle at the bench.")
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=hidden), staff_id=desk.daria.staff_id)
    answer = found(desk.daria, "bread ladder bench")
    assert (answer.hits, answer.total, answer.facets) == ((), 0, ())
    assert {hit.ref for hit in answer.nearly} == {one, other}
    assert found(desk.daria, "kettle spoon").nearly == found(desk.daria, "submarine").nearly == ()
    assert found(desk.daria, "bread bench").nearly == ()
    assert {hit.ref for hit in found(desk.aigerim, "ladder bench").nearly} == {one}
    client = browser(desk.daria)
    page = client.get(client.post("/search/", {"words": "bread ladder bench"})["Location"]).content.decode()
    assert "All of your words but one" in page
    assert one in page


def test_a_search_with_a_protected_word_is_not_loosened(desk: Desk) -> None:
    desk.report(desk.aigerim, seen="Bread at the bench.")
    stated = services.state_reason(desk.daria, "мечеть bread", case="14/2030", reason="It stands in the judgment.")
    assert selectors.find(desk.daria, Search("мечеть bread"), stated=stated).nearly == ()
