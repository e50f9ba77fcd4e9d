"""The index behind the second wall: on PostgreSQL the database itself proposes nothing from beyond a posting.

What is built is built by the owner of the tables; it is asked by the role that serves.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction

from behind_walls import behind_walls
from desk_at_northfield import Desk, browser
from rapport.access import walls
from rapport.access.viewers import Viewer
from rapport.instance.walls import POLICIES
from rapport.language import analysis
from rapport.search import engine, kinds, marks, proposing, services
from rapport.search.engine import Among
from rapport.search.kinds import Bounds, Indexing, Record, Wanted
from rapport.search.models import Entry
from rapport.search.selectors import find
from rapport.search.values import Search
from small_prison import build

REPORTS = "reporting.report"
SOMEBODY = 999_999_999


@pytest.fixture
def walled(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")


def proposed(viewer: Viewer, word: str, *, kind: str = REPORTS) -> list[int]:
    """What a raw statement gets out of the database once this viewer alone is admitted."""
    walls.forget()
    walls.admit(viewer)
    here = next(iter(marks.bounds(kind, viewer, bounds())))
    found = []
    ways = ([here, word], []), ([here, word, ""], ["", "", str(SOMEBODY)])  # by the word, and by who is named beside it
    for words, apart in ways:
        asked: list[str | int] = [kind, *(proposing.BETWEEN.join(each) for each in (words, apart)), engine.NEWER, 100]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT record FROM {proposing.NAME}(%s, %s, %s, %s, %s)", asked)  # noqa: S608
            found.append([row[0] for row in cursor.fetchall()])
    assert found[0] == found[1]
    return found[0]


def name_somebody() -> None:
    """In every entry that there is."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE search_entry SET tokens = tokens || '0p{SOMEBODY}'::tsvector")  # noqa: S608


def bounds() -> Bounds:
    return Bounds()


def entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_entry")
        return int(cursor.fetchone()[0])


def test_no_entry_of_another_establishment_is_there_whatever_statement_is_run(walled: None, desk: Desk) -> None:
    desk.report(desk.aigerim)
    name_somebody()
    elsewhere = build(desk.prison.service, "Southfield", serial=300).viewer("intelligence")
    with behind_walls():
        assert len(proposed(desk.daria, "bread")) == entries() == 1
        assert len(proposed(desk.aigerim, "bread")) == 1  # her own
        assert proposed(elsewhere, "bread") == []
        assert entries() == 0
        walls.forget()
        assert entries() == 0
        for statement in (
            "SELECT tokens FROM search_entry",
            "SELECT * FROM search_entry",
            "TABLE search_entry",
            "SELECT entry FROM search_named",
            "INSERT INTO search_named VALUES ('a.kind', 1, 1)",
            "DELETE FROM search_named",
        ):
            with pytest.raises(DatabaseError, match="denied"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_whom_rare_words_name_elsewhere_is_not_found_either(
    walled: None, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of six is looked at; for the other five the index is asked."""
    for _ in range(6):
        desk.report(desk.aigerim)
    name_somebody()
    made_with(monkeypatch, LOOK=1, RARE=0)
    elsewhere = build(desk.prison.service, "Southfield", serial=300).viewer("intelligence")
    with behind_walls():
        assert len(proposed(desk.daria, "bread")) == 6
        assert proposed(desk.daria, "bred") == proposed(elsewhere, "bread") == []


def test_nothing_is_entered_beyond_the_wall_and_what_is_within_can_change(walled: None, desk: Desk) -> None:
    elsewhere = build(desk.prison.service, "Southfield", serial=300).viewer("intelligence")
    here = Record(1, "K7Q2-9X", desk.prison.service.pk, desk.prison.establishment.pk, desk.aigerim.staff_id)
    with behind_walls():
        walls.forget()
        walls.admit(desk.daria)
        services.index("a.kind", Indexing(here, ("A ladder in the yard.",), (SOMEBODY,)))
        services.index("a.kind", Indexing(here, ("A rope in the yard.",), (SOMEBODY,)))
        assert proposed(desk.daria, "rope", kind="a.kind") == [1]
        assert proposed(desk.daria, "ladder", kind="a.kind") == []
        walls.forget()
        walls.admit(elsewhere)
        with pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            services.index("a.kind", Indexing(here, ("A ladder.",)))
        services.forget("a.kind", 1)
        assert proposed(desk.daria, "rope", kind="a.kind") == [1]
        services.forget("a.kind", 1)
        assert proposed(desk.daria, "rope", kind="a.kind") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_named WHERE person = %s", [SOMEBODY])
        assert cursor.fetchone() == (0,)  # nor is it known any more who was named


def test_an_entry_in_a_compartment_is_there_for_who_is_cleared_for_it(walled: None, desk: Desk) -> None:
    desk.report(desk.aigerim)
    name_somebody()
    Entry.unfiltered.update(compartment="K7Q29X")
    with behind_walls():
        assert proposed(desk.daria, "bread") == []
        assert entries() == 0
        walls.admit_ids(compartments=["K7Q29X"])
        assert entries() == 1


def test_the_page_finds_behind_the_wall_what_it_found_before(walled: None, desk: Desk) -> None:
    ref = desk.report(desk.aigerim)
    client = browser(desk.daria)
    with behind_walls():
        held = client.post("/search/", {"words": "bread"})["Location"]
        assert ref in client.get(held).content.decode()


def made_with(monkeypatch: pytest.MonkeyPatch, **numbers: int) -> None:
    """The database's own part of searching, made anew with these."""
    for name, number in numbers.items():
        monkeypatch.setattr(proposing, name, number)
    with connection.cursor() as cursor:
        cursor.execute(proposing.marking()[0])
        cursor.execute(proposing.function(str(POLICIES["search_entry"])))


def in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    made_with(monkeypatch, SMALL=2, LARGE=4, LOOK=5, RARE=2)


def test_the_newest_are_proposed_in_their_order_however_common_a_word_is(
    walled: None, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In blocks of four and of sixteen entries, so that a hundred are asked for in every way."""
    in_small_blocks(monkeypatch)
    draw, keys = Random(7), count(1)
    words = {"bread": 1.0, "ladder": 0.4, "kettle": 0.05, "canary": 0.01}
    texts = [" ".join(word for word, share in words.items() if draw.random() < share) for _ in range(120)]
    here = (desk.prison.service.pk, desk.prison.establishment.pk, desk.aigerim.staff_id)
    services.index_many("a.kind", (Indexing(Record(next(keys), "K7Q2-9X", *here), (text,)) for text in texts))
    for asked in ("bread", "ladder", "kettle", "canary", "bread ladder", "ladder kettle", "spoon"):
        bearing = [at for at, text in enumerate(texts, start=1) if set(asked.split()) <= set(text.split())]
        groups = [[f"0kakind{desk.prison.service.pk}"], *(one.tokens for one in analysis.asked(asked))]
        for most in (1, 5, 30, 200):
            assert engine.bare("a.kind", groups, most=most) == bearing[::-1][:most], (asked, most)


def test_a_name_that_many_bear_finds_what_each_of_them_would(
    walled: None, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many questions of words and people, in blocks of four and of sixteen entries."""
    in_small_blocks(monkeypatch)
    draw, keys = Random(11), count(1)
    here = (desk.prison.service.pk, desk.prison.establishment.pk, desk.aigerim.staff_id)
    words = {"bread": 0.8, "ladder": 0.3, "kettle": 0.05, "spoon": 0.0}
    bears = [
        (
            {word for word, share in words.items() if draw.random() < share},
            set(draw.choices(range(40), k=draw.choice((0, 1, 1, 2)))),
        )
        for _ in range(150)
    ]
    services.index_many(
        "a.kind",
        (Indexing(Record(next(keys), "K7Q2-9X", *here), (" ".join(text),), tuple(people)) for text, people in bears),
    )
    asked_apart = 0
    for _ in range(120):
        typed = [
            (draw.choice([*words, ""]), set(draw.sample(range(40), k=draw.choice((0, 1, 9, 20)))))
            for _ in range(draw.choice((1, 1, 2, 3)))
        ]
        typed = [(word, people) for word, people in typed if word or people]
        groups: list[Collection[str]] = [{f"0kakind{desk.prison.service.pk}"}]
        groups += [analysis.tokens(word) | marks.people(people) for word, people in typed]
        right = [
            at
            for at, (text, people) in enumerate(bears, start=1)
            if all(word in text or not people.isdisjoint(some) for word, some in typed)
        ]
        for most in (4, 200):
            assert engine.bare("a.kind", groups, most=most) == right[::-1][:most], (typed, most)
        asked_apart += bool(right) and any(len(people) > engine.FEW for _word, people in typed)
    assert asked_apart > 40


def test_pieces_go_on_until_enough_is_found_that_one_may_see(walled: None, desk: Desk) -> None:
    """The two newest of four are restricted: they are proposed, and thrown away."""
    from rapport.reporting.models import Report

    refs = [desk.report(desk.aigerim) for _ in range(4)]
    Report.unfiltered.filter(ref__in=refs[2:]).update(restricted=True)
    assert {one.ref for one in find(desk.daria, Search("bread")).hits} == set(refs[:2])
    room = kinds.answers("rapport.reporting.searchable.Reports")
    among = Among(desk.daria, ("a test",), lambda viewer: room.visible(viewer, Wanted()))
    groups = [[f"0kreportingreport{desk.prison.service.pk}"], ["bread"]]
    keys = [Report.unfiltered.get(ref=ref).pk for ref in refs]
    assert engine.candidates(REPORTS, groups, among=among, most=1) == [keys[1]]


def test_who_bears_a_name_is_the_same_asked_key_by_key_and_all_at_once(walled: None, desk: Desk) -> None:
    from rapport.register import searchable
    from rapport.register.models import PersonKey

    people = set(PersonKey.unfiltered.values_list("person_id", "service_id", "establishment_id"))
    PersonKey.unfiltered.bulk_create(
        PersonKey(person_id=one, key="kim", service_id=service, establishment_id=where)
        for one, service, where in people
    )
    keys = sorted(set(PersonKey.unfiltered.values_list("key", flat=True)))
    everybody = searchable._bearing(desk.daria, keys, 1_000)
    assert len(everybody) > len(keys) > 1
    for most in (1, 2, 5, 1_000):
        assert searchable._bearing(desk.daria, keys, most) == searchable._together(desk.daria, most, keys=keys)
    elsewhere = build(desk.prison.service, "Southfield", serial=300).viewer("intelligence")
    assert not set(searchable._bearing(elsewhere, keys, 1_000)) & set(everybody)
