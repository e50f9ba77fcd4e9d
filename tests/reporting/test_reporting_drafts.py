"""Drafts: nothing typed is lost."""

import pytest

from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.ledger.models import Entry
from rapport.reporting import selectors, services
from rapport.reporting.models import Draft, DraftSide
from rapport.reporting.services import NotSaved, Unfilable


@pytest.fixture
def officer(northfield) -> Viewer:
    return northfield.viewer(Role.OFFICER)


@pytest.fixture
def ref(officer) -> str:
    return services.start_draft(officer, seen="First words.", about="worry")


def test_a_draft_is_there_when_the_writer_comes_back(officer, ref, northfield):
    services.save_draft(officer, ref, told="He said so.", people=northfield.people[:1], unsure="Tall, cell 20 or 21")
    kept = selectors.draft(officer, ref)
    assert (kept.seen, kept.told, kept.unsure) == ("First words.", "He said so.", "Tall, cell 20 or 21")
    assert [one.label for one in kept.people] == ["V. Lasko"]
    assert [one.ref for one in selectors.drafts(officer)] == [ref]


def test_saving_what_has_not_changed_writes_nothing(officer, ref):
    before = Entry.objects.count()
    saved = services.save_draft(officer, ref, version=1, window="AAA-AAAAA", seen="First words.")
    assert (saved.version, Entry.objects.count()) == (1, before)


def test_one_window_goes_on_typing_however_fast_it_saves(officer, ref):
    services.save_draft(officer, ref, version=1, window="AAA-AAAAA", seen="First words. S")
    late = services.save_draft(officer, ref, version=1, window="AAA-AAAAA", seen="First words. Second.")
    assert (late.beside, late.version) == (False, 3)
    assert selectors.draft(officer, ref).seen == "First words. Second."


def test_two_windows_never_lose_a_text_and_the_writer_chooses(officer, ref):
    services.save_draft(officer, ref, version=1, window="AAA-AAAAA", seen="Typed on the left.")
    saved = services.save_draft(officer, ref, version=1, window="BBB-BBBBB", seen="Typed on the right.")
    assert saved.beside
    assert saved.version == 1  # else its next save would overwrite the left
    services.save_draft(officer, ref, version=1, window="BBB-BBBBB", seen="Typed on the right, and more.")
    kept = selectors.draft(officer, ref)
    assert kept.seen == "Typed on the left."
    assert [side.seen for side in kept.sides] == ["Typed on the right, and more."]
    with pytest.raises(Unfilable) as refusal:
        services.file_draft(officer, ref)
    assert [finding.code for finding in refusal.value.findings] == ["two_texts"]


@pytest.mark.parametrize(("keep", "text"), [("draft", "Left."), ("side", "Right."), ("both", "Left.\nRight.")])
def test_what_the_writer_chooses_is_kept(officer, ref, keep, text):
    services.save_draft(officer, ref, version=1, window="AAA-AAAAA", seen="Left.")
    services.save_draft(officer, ref, version=1, window="BBB-BBBBB", seen="Right.")
    side = selectors.draft(officer, ref).sides[0]
    services.settle(officer, ref, side.ref, keep)
    services.settle(officer, ref, side.ref, "side")  # a second click
    assert selectors.draft(officer, ref).seen == text
    assert not DraftSide.unfiltered.exists()
    services.file_draft(officer, ref)


def test_a_second_window_with_the_same_text_is_no_conflict(officer, ref):
    services.save_draft(officer, ref, version=1, window="AAA-AAAAA", seen="The same.")
    assert not services.save_draft(officer, ref, version=1, window="BBB-BBBBB", seen="The same.").beside


def test_what_comes_from_keyboards_and_clipboards_is_kept_readable(officer, ref):
    services.save_draft(officer, ref, seen="One\r\ntwo\x00\x07 three\u202e — «Ласко», 17\u00a0h")
    assert selectors.draft(officer, ref).seen == "One\ntwo three — «Ласко», 17\u00a0h"


def test_a_book_pasted_into_a_draft_is_refused_and_the_draft_stays(officer, ref):
    with pytest.raises(NotSaved) as refusal:
        services.save_draft(officer, ref, seen="x" * 1_000_000)
    assert (refusal.value.code, refusal.value.field) == ("far_too_long", "seen")
    assert selectors.draft(officer, ref).seen == "First words."


def test_people_are_named_and_taken_out_one_by_one(officer, ref, northfield):
    services.name_person(officer, ref, northfield.people[1])
    services.name_person(officer, ref, northfield.people[1])
    services.name_person(officer, ref, northfield.people[0])
    assert [one.label for one in selectors.draft(officer, ref).people] == ["V. Lasko", "T. Orlov"]
    services.unname_person(officer, ref, northfield.people[0])
    assert [one.label for one in selectors.draft(officer, ref).people] == ["T. Orlov"]


def test_a_draft_thrown_away_is_gone_and_its_throwing_away_is_remembered(officer, ref, northfield):
    services.name_person(officer, ref, northfield.people[0])
    services.discard_draft(officer, ref)
    assert not Draft.unfiltered.exists()
    assert Entry.objects.order_by("pk").last().operation == "erasure"
