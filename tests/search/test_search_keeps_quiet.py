"""What a search leaves behind: an entry without content, nothing that watches, nothing that counts a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from behind_walls import behind_walls
from desk_at_northfield import Desk, browser, later
from rapport.access.algebra import Refused
from rapport.access.models import Posting, PrisonService
from rapport.access.viewers import Viewer
from rapport.access.worker import tidy
from rapport.ledger.models import Entry, Tombstone
from rapport.ledger.reasons import because, told
from rapport.oversight.services import keeping
from rapport.search import rules, selectors, services
from rapport.search.models import SavedSearch
from rapport.search.values import Search

BREAD = Search("bread")
MOSQUE = Search("мечеть")


def last_entry() -> Entry:
    entry = Entry.objects.last()
    assert entry is not None
    return entry


def test_every_search_is_a_consultation_with_what_it_showed_and_without_its_words(desk: Desk) -> None:
    ref = desk.report(desk.aigerim)
    selectors.find(desk.daria, BREAD)
    entry = last_entry()
    assert entry.operation == "consultation"
    assert entry.staff == desk.daria.staff_ref
    assert ["reporting.report", ref] in entry.records
    assert ["register.person", desk.people[0]] in entry.records
    assert "bread" not in str(vars(entry))


def test_a_search_that_finds_nothing_is_recorded_too(desk: Desk) -> None:
    before = Entry.objects.count()
    assert selectors.find(desk.daria, Search("submarine")).total == 0
    assert Entry.objects.count() == before + 1
    assert [kind for kind, _ref in last_entry().records] == ["search.search"]


def test_a_claim_of_what_was_asked_can_be_tested_against_the_ledger(desk: Desk) -> None:
    selectors.find(desk.daria, BREAD)
    entry = last_entry()
    salt = next(ref for kind, ref in entry.records if kind == "search.search")
    assert entry.reason == because(rules.SEARCHED, commits=selectors.asked_for("bread", {}, salt=salt))
    assert selectors.asked_for("knife", {}, salt=salt) not in entry.reason
    selectors.find(desk.daria, BREAD)
    assert last_entry().reason != entry.reason


@pytest.mark.parametrize("words", ["мечеть", "mosques", "хлеб у мусульман", "мечитте", "prière du soir"])
def test_a_protected_word_needs_a_case_and_a_reason_of_ones_own(desk: Desk, words: str) -> None:
    with pytest.raises(rules.NoReason):
        selectors.find(desk.daria, Search(words))
    with pytest.raises(rules.NoReason):
        services.state_reason(desk.daria, words, case="", reason="It stands in the judgment.")
    with pytest.raises(rules.NoReason):
        services.state_reason(desk.daria, words, case="14/2030", reason="because")
    stated = services.state_reason(desk.daria, words, case="14/2030", reason="It stands in the judgment.")
    assert selectors.find(desk.daria, Search(words), stated=stated).total == 0
    with pytest.raises(rules.NoReason):
        selectors.find(desk.nurlan, Search(words), stated=stated)
    with pytest.raises(rules.NoReason):
        selectors.find(desk.daria, Search("синагога"), stated=stated)


def test_a_search_with_a_protected_word_goes_to_the_inspector_and_to_nobody_else(desk: Desk) -> None:
    stated = services.state_reason(desk.daria, "мечеть", case="14/2030", reason="It stands in the judgment.")
    selectors.find(desk.daria, MOSQUE, stated=stated)
    assert last_entry().reason.startswith(because(rules.PROTECTED_WORD))
    assert ["search.protectedsearch", stated] in last_entry().records
    inspector = desk.prison.viewer("inspector")
    read = selectors.protected_search(inspector, stated, reason="Whether it was lawful.")
    assert (read.words, read.case, read.staff_name) == ("мечеть", "14/2030", desk.daria.name)
    assert last_entry().reason == "Whether it was lawful."
    for other in (desk.daria, desk.asel, desk.nurlan, desk.aigerim, replace(inspector, service_id=0)):
        with pytest.raises(Refused):
            selectors.protected_search(other, stated, reason="I wonder.")


def test_a_search_with_a_protected_word_is_not_kept_and_no_search_leaves_by_any_door(desk: Desk) -> None:
    with pytest.raises(rules.NotSaved, match="protected_word"):
        services.save_search(desk.daria, "Place", MOSQUE)
    with pytest.raises(rules.NotSaved, match="protected_name"):
        services.save_search(desk.daria, "Мечеть", BREAD)
    page = browser(desk.daria)
    held = page.post(reverse("search:search"), {"words": "bread"})["Location"]
    for query in ("?format=csv", "?export=1", "?format=json"):
        answer = page.get(held + query)
        assert answer["Content-Type"].startswith("text/html")
        assert "Content-Disposition" not in answer


@pytest.mark.parametrize("words", ["Lasko", "Лаского", "Шахматист", "bread Lasko"])
def test_a_saved_search_watches_nobody(desk: Desk, words: str) -> None:
    with pytest.raises(rules.NotSaved, match="watches_somebody"):
        services.save_search(desk.daria, "Him", Search(words))
    assert services.save_search(desk.nurlan, "Bread", BREAD)


def test_somebody_who_was_admitted_since_is_not_watched_by_an_older_search(desk: Desk) -> None:
    from rapport.register import services as register
    from rapport.register.values import NewPerson
    from rapport.simulation.numbers import number_for

    ref = services.save_search(desk.daria, "A word", Search("Tarasov"))
    assert selectors.saved_search(desk.daria, ref).words == "Tarasov"
    new = NewPerson(number_for(900), "Tarasov", "P", "Тарасов", "П", cell=desk.prison.places["cell-5"])
    register.admit(desk.prison.trainer, desk.prison.establishment.pk, [new])
    with pytest.raises(rules.NotSaved, match="watches_somebody"):
        selectors.saved_search(desk.daria, ref)


def test_a_saved_search_is_ones_own_and_ends_after_ninety_days(desk: Desk) -> None:
    ref = services.save_search(desk.daria, "Bread", BREAD)
    assert [one.name for one in selectors.saved(desk.daria)] == ["Bread"]
    assert [one.name for one in selectors.saved(later(desk.daria, days=89))] == ["Bread"]
    past = later(desk.daria, days=90)
    assert selectors.saved(past) == []
    other: Viewer
    for other in (past, desk.nurlan, desk.asel):
        with pytest.raises(Refused):
            selectors.saved_search(other, ref)
    kept = SavedSearch.unfiltered.get()
    assert kept.ends - kept.at == timedelta(days=90)


def test_a_saved_search_that_has_ended_is_erased_and_the_ledger_says_so(desk: Desk) -> None:
    """By the worker, for nobody: also where who kept it is no longer posted."""
    ended = services.save_search(desk.daria, "Bread", BREAD)
    held = services.save_search(desk.daria, "Knives", Search("knife"))
    keeping.place_hold(
        desk.daria, "search.savedsearch", held, why="A complaint.", law="14/2030", until=date(2031, 1, 1)
    )
    services.save_search(later(desk.nurlan, days=80), "Ladders", Search("ladder"))
    with behind_walls():
        assert services.erase_ended() == 0
    now = desk.daria.now() + timedelta(days=91)
    PrisonService.unfiltered.filter(pk=desk.prison.service.pk).update(clock_now=now)
    Posting.unfiltered.filter(pk=desk.daria.posting_id).update(withdrawn_at=now - timedelta(days=50))
    with behind_walls():
        tidy()
    assert {one.name for one in SavedSearch.unfiltered.all()} == {"Knives", "Ladders"}
    entry = last_entry()
    assert (entry.operation, entry.staff, entry.records) == ("erasure", "", [["search.savedsearch", ended]])
    assert told(entry.reason).code == "search.saved_search_ended"
    stone = Tombstone.objects.get(record_class="search.savedsearch", ref=ended)
    assert (stone.why, stone.readers) == ("time", [])


def test_no_number_of_reports_stands_beside_a_name(desk: Desk) -> None:
    for _ in range(7):
        desk.report(desk.aigerim, seen="He took bread.")
    page = browser(desk.daria)
    with_name = page.get(page.post(reverse("search:search"), {"words": "Lasko"})["Location"]).content.decode()
    without = page.get(page.post(reverse("search:search"), {"words": "bread"})["Location"]).content.decode()
    assert "7 that you may read" in without
    assert "7 that you may read" not in with_name
    assert "rap-search__count" not in with_name


def test_no_address_tells_what_was_looked_for(desk: Desk) -> None:
    page = browser(desk.daria)
    answer = page.post(reverse("search:search"), {"words": "Lasko"}, follow=True)
    assert all("asko" not in address for address, _status in answer.redirect_chain)
    assert answer["Cache-Control"] == "no-store"
    assert "<title>Search · Rapport</title>" in " ".join(answer.content.decode().split()).replace("> Search", ">Search")


def test_a_search_is_held_for_whoever_asked_it(desk: Desk) -> None:
    held = browser(desk.daria).post(reverse("search:search"), {"words": "bread"})["Location"]
    assert browser(desk.nurlan).get(held).status_code == 404
