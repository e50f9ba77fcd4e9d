"""The pages of the register: establishments, plans, people, and what may be said of two records or two people."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from rapport.access.models import Role
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.register import selectors, services
from rapport.register.models import OtherName, SamePerson
from small_prison import NOON

SOON = (NOON.date() + timedelta(days=30)).isoformat()


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def last_entry():
    return Entry.objects.order_by("pk").last()


def test_an_officer_goes_from_the_establishment_to_the_wing_to_the_cell_to_the_man(northfield):
    officer = northfield.browser(Role.OFFICER)
    page = officer.get(reverse("register:establishments"))
    assert "Northfield" in text(page)
    place = reverse("register:establishment", args=[northfield.establishment.ref])
    assert place in text(page)
    wing = reverse("register:place", args=[northfield.places["wing"]])
    assert wing in text(officer.get(place))
    cell = reverse("register:place", args=[northfield.places["cell-1"]])
    assert cell in text(officer.get(wing))
    person = reverse("register:person", args=[northfield.people[0]])
    shown = text(officer.get(cell))
    assert person in shown
    assert "V. Lasko" in shown
    assert "Orlov" not in shown
    page = text(officer.get(person))
    for fact in ("V. Lasko", "Ласко В.", "Шахматист", "On remand", "Sentenced"):
        assert (fact in page) is (fact != "On remand")


def test_a_plan_says_the_same_as_its_table_and_every_place_on_it_is_a_link(northfield):
    page = text(northfield.browser(Role.OFFICER).get(reverse("register:place", args=[northfield.places["wing"]])))
    picture, table = page[page.index('<svg class="rap-picture') :].split("</svg>", 1)
    for key in ("landing-1", "cell-1", "cell-10", "workshop"):
        address = reverse("register:place", args=[northfield.places[key]])
        assert address in picture
        assert address in table
    assert "Cell 1, 1 person" in picture
    assert "Cell 9, nobody" in picture


def test_whoever_looks_at_a_wing_is_remembered_with_everybody_it_showed(northfield):
    officer = northfield.browser(Role.OFFICER)
    officer.get(reverse("register:place", args=[northfield.places["landing-1"]]))
    entry = last_entry()
    assert (entry.operation, entry.reason) == ("consultation", because("register.looked_who_sleeps_there"))
    assert {ref for _, ref in entry.records} == set(northfield.people)


def test_an_officer_of_another_prison_finds_neither_its_plan_nor_its_people(northfield, southgate):
    stranger = southgate.browser(Role.OFFICER)
    for address in (
        reverse("register:establishment", args=[northfield.establishment.ref]),
        reverse("register:place", args=[northfield.places["wing"]]),
        reverse("register:person", args=[northfield.people[0]]),
    ):
        assert stranger.get(address).status_code == 404
    found = text(stranger.get(reverse("register:people"), {"q": "lasko"}))
    assert southgate.people[0] in found
    assert northfield.people[0] not in found


@pytest.mark.parametrize("typed", ["lasko", "Ласко", "шахматист"])
def test_people_are_found_as_letters_are_typed_and_also_without_a_script(northfield, typed):
    officer = northfield.browser(Role.OFFICER)
    whole = officer.get(reverse("register:people"), {"q": typed})
    part = officer.get(reverse("register:people"), {"q": typed}, headers={"HX-Request": "true"})
    assert "V. Lasko" in text(whole)
    assert "V. Lasko" in text(part)
    assert "<html" not in text(part)
    assert last_entry().records == [["register.person", northfield.people[0]]]


def test_nobody_is_listed_before_something_is_typed(northfield):
    assert "Lasko" not in text(northfield.browser(Role.ANALYST).get(reverse("register:people")))


def test_a_second_nickname_finds_its_man_until_it_is_taken_back(northfield):
    desk = northfield.browser(Role.INTELLIGENCE)
    person = northfield.people[1]
    answer = desk.post(reverse("register:note_name", args=[person]), {"kind": "nickname", "written": "Самовар"})
    assert answer.status_code == 302
    officer = northfield.viewer(Role.OFFICER)
    assert [one.ref for one in selectors.people(officer, "самовар")] == [person]
    assert "Самовар" in text(desk.get(reverse("register:person", args=[person])))
    name = OtherName.unfiltered.get()
    assert desk.post(reverse("register:end_name", args=[name.ref])).status_code == 302
    assert selectors.people(officer, "самовар") == []
    assert [one.ref for one in selectors.people(officer, "orlov")] == [person]


def test_a_name_that_says_what_somebody_believes_is_refused_in_words_and_stays_typed(northfield):
    desk = northfield.browser(Role.INTELLIGENCE)
    answer = desk.post(
        reverse("register:note_name", args=[northfield.people[1]]), {"kind": "alias", "written": "Ислам из Оша"}
    )
    assert answer.status_code == 422
    assert "what people believe" in text(answer)
    assert "Ислам из Оша" in text(answer)
    assert not OtherName.unfiltered.exists()


def test_an_officer_notes_no_name_and_moves_nobody(northfield):
    officer = northfield.browser(Role.OFFICER)
    person = northfield.people[0]
    noted = officer.post(reverse("register:note_name", args=[person]), {"kind": "alias", "written": "X"})
    assert noted.status_code == 403
    assert officer.get(reverse("register:move", args=[person])).status_code == 403
    page = text(officer.get(reverse("register:person", args=[person])))
    for way in ("note_name", "move", "associate", "same"):
        assert reverse(f"register:{way}", args=[person]) not in page


def test_a_governor_moves_a_man_and_both_placements_stand_on_his_page(northfield):
    governor = northfield.browser(Role.GOVERNOR)
    person = northfield.people[0]
    form = text(governor.get(reverse("register:move", args=[person])))
    assert "Cell 9" in form
    answer = governor.post(reverse("register:move", args=[person]), {"cell": northfield.places["cell-9"]})
    assert answer.status_code == 302
    page = text(governor.get(reverse("register:person", args=[person])))
    assert "Cell 9" in page
    assert "Cell 1<" in page
    refused = governor.post(reverse("register:move", args=[person]), {"cell": northfield.places["workshop"]})
    assert refused.status_code == 422


def test_two_people_are_kept_apart_decided_again_and_let_go(northfield):
    governor = northfield.browser(Role.GOVERNOR)
    one, other, _ = northfield.people
    tie = reverse("register:associate", args=[one])
    assert "Orlov" in text(governor.get(tie, {"q": "orlov"}))
    said = {"kind": "non_association", "reason": "They fought on Monday.", "review_on": SOON}
    assert governor.post(f"{tie}?with={other}", {**said, "reason": ""}).status_code == 422
    assert governor.post(f"{tie}?with={other}", said).status_code == 302
    officer = northfield.browser(Role.OFFICER)
    for person in (one, other):
        assert "They fought on Monday." in text(officer.get(reverse("register:person", args=[person])))
    ref = selectors.associations(northfield.viewer(Role.GOVERNOR), one)[0].ref
    keep = reverse("register:keep_association", args=[ref])
    assert officer.get(keep).status_code == 403
    later = (NOON.date() + timedelta(days=60)).isoformat()
    assert governor.post(keep, {"reason": "Still hostile.", "review_on": later}).status_code == 302
    assert "Still hostile." in text(governor.get(keep))
    end = reverse("register:end_association", args=[ref])
    assert governor.post(end, {"reason": ""}).status_code == 422
    assert governor.post(end, {"reason": "Shook hands."}).status_code == 302
    assert "Still hostile." not in text(governor.get(reverse("register:person", args=[one])))


@pytest.fixture
def judged(northfield):
    """Lasko and Orlov judged to be one person, by the desk."""
    desk = northfield.viewer(Role.INTELLIGENCE)
    return services.judge_same(desk, northfield.people[0], northfield.people[1], reason="The same fingerprints.")


def test_two_records_of_one_person_are_read_as_one_and_neither_is_changed(northfield, judged):
    officer = northfield.viewer(Role.OFFICER)
    for ref in northfield.people[:2]:
        file = selectors.person_file(officer, ref)
        assert file.person.ref == northfield.people[0]
        assert {line.latin for line in file.records} == {"Lasko V.", "Orlov T."}
        assert len(file.placements) == 2
    assert [one.ref for one in selectors.people(officer, "orlov")] == [northfield.people[0]]
    assert len(selectors.records_of_one(officer, northfield.people[1])) == 2
    assert selectors.person(officer, northfield.people[1]).label == "T. Orlov"


def test_the_judgement_is_taken_back_with_a_reason_and_nothing_is_lost(northfield, judged):
    desk = northfield.browser(Role.INTELLIGENCE)
    undo = reverse("register:undo_same", args=[judged])
    desk.post(undo, {"reason": ""})
    with pytest.raises(services.NotRegistered, match="no_reason"):
        services.undo_same(northfield.viewer(Role.INTELLIGENCE), judged, reason=" ")
    assert SamePerson.unfiltered.get().ended_at is None
    desk.post(undo, {"reason": "Two brothers."})
    officer = northfield.viewer(Role.OFFICER)
    assert [one.ref for one in selectors.people(officer, "orlov")] == [northfield.people[1]]
    assert len(selectors.person_file(officer, northfield.people[0]).records) == 1
    page = text(desk.get(reverse("register:person", args=[northfield.people[0]])))
    assert "The same fingerprints." in page
    assert "Two brothers." in page
    assert SamePerson.unfiltered.count() == 1


def test_three_records_become_one_in_any_order_and_no_circle_can_be_judged(northfield, judged):
    desk = northfield.viewer(Role.INTELLIGENCE)
    one, other, third = northfield.people
    services.judge_same(desk, third, other, reason="His own word.")
    assert selectors.person_file(desk, one).person.ref == third
    assert len(selectors.person_file(desk, one).records) == 3
    for pair in ((one, third), (third, one), (other, third)):
        with pytest.raises(services.NotRegistered) as refusal:
            services.judge_same(desk, *pair, reason="Again.")
        assert refusal.value.code == "already_one"
    services.undo_same(desk, judged, reason="A mistake.")
    assert len(selectors.person_file(desk, other).records) == 1
    assert len(selectors.person_file(desk, one).records) == 2


def test_a_judgement_across_prisons_shows_nobody_a_record_that_he_may_not_see(northfield, southgate):
    analyst = northfield.viewer(Role.ANALYST, everywhere=True)
    services.judge_same(analyst, northfield.people[0], southgate.people[1], reason="The same court file.")
    officer = southgate.viewer(Role.OFFICER)
    file = selectors.person_file(officer, southgate.people[1])
    assert [line.ref for line in file.records] == [southgate.people[1]]
    assert file.same == ()
    assert [one.ref for one in selectors.people(officer, "orlov")] == [southgate.people[1]]
    assert len(selectors.person_file(analyst, southgate.people[1]).records) == 2


def test_the_judgement_is_made_on_a_page_and_entered_as_a_combination(northfield):
    desk = northfield.browser(Role.INTELLIGENCE)
    one, other, _ = northfield.people
    page = reverse("register:same", args=[one])
    assert "Orlov" in text(desk.get(page, {"q": "orlov"}))
    assert "Are these two records one person?" in text(desk.get(page, {"with": other}))
    assert desk.post(f"{page}?with={other}", {"reason": "The same fingerprints."}).status_code == 302
    assert last_entry().operation == "combination"
    assert northfield.browser(Role.OFFICER).get(page).status_code == 403


def test_a_governor_keeps_the_list_of_protected_roles_and_everybody_on_the_spot_reads_it(northfield, southgate):
    governor = northfield.browser(Role.GOVERNOR)
    page = reverse("register:protected")
    noted = {"office": "lawyer", "family_name": "Weber", "given_names": "Clara", "family_name_cyrillic": "Вебер"}
    assert governor.post(page, {**noted, "family_name": ""}).status_code == 422
    assert governor.post(page, noted).status_code == 302
    officer = northfield.browser(Role.OFFICER)
    assert "Weber Clara" in text(officer.get(page))
    assert officer.post(page, noted).status_code == 404
    assert "Weber" not in text(southgate.browser(Role.OFFICER).get(page))
    named = selectors.protected_roles_named(northfield.viewer(Role.OFFICER), "Clara Weber")
    assert [one.office for one in named] == ["lawyer"]
    assert selectors.protected_roles_named(northfield.viewer(Role.OFFICER), "V. Lasko") == []
    governor.post(reverse("register:end_protected", args=[named[0].ref]))
    assert selectors.protected_roles(northfield.viewer(Role.OFFICER))[0].ends == NOON.date()


@pytest.mark.parametrize("page", ["establishments", "people", "protected"])
def test_every_page_of_the_register_speaks_russian(northfield, page):
    browser = northfield.browser(Role.GOVERNOR, language="ru")
    answer = browser.get(reverse(f"register:{page}"), headers={"Accept-Language": "ru"})
    assert answer.status_code == 200
    assert 'lang="ru"' in text(answer)
