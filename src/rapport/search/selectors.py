"""Searching. Every search is a consultation in the ledger with what it showed, and with a commitment to what was asked.

The engine proposes; `visible_to(viewer)` and the facets filter; only then is anything ordered, limited or counted.
Counts are of the newest that were found, at most `MOST`: a bound that says nothing about what is hidden.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rapport.access.viewers import Viewer
from rapport.language import analysis
from rapport.language.analysis import Asked
from rapport.ledger.acting import Operation
from rapport.ledger.keys import key
from rapport.ledger.reasons import because
from rapport.ledger.references import new_reference
from rapport.ledger.services import answering, record
from rapport.search import engine, kinds, marks, policy, rules
from rapport.search.engine import Among
from rapport.search.kinds import Answers, Entities, Fact, Hit, Named, Searchable
from rapport.search.models import ProtectedSearch, SavedSearch
from rapport.search.values import Choice, Facet, Found, ProtectedValue, SavedValue, Search

MOST = 200
PAGE = 20
MOST_PEOPLE = 12
MOST_MEANT = 300
FILLED_IN = frozenset({"place"})
"""Facets whose code a room hands on to its filters without looking at it: one question for all places."""
MOST_RELAXED = 6
"""Of more words none is left out: each that is left out is a search of its own."""


@answering
def find(viewer: Viewer, search: Search, *, skip: int = 0, stated: str = "") -> Found:
    """What the viewer may see of what is asked, newest first, with the people whom the words may mean.

    `stated` is the reference of the reason that was given for a protected word. Raises `Refused` for somebody who may
    not search, and `rules.NoReason` for a protected word without a reason of one's own.
    """
    policy.SEARCH.require_acting(viewer)
    if rules.is_protected(search.words):
        _require_stated(viewer, search, stated)
    asked = _asked(viewer, search.words)
    facts = _facts(viewer, search, asked) if asked or search.narrowed else []
    shown = facts[:MOST][skip : skip + PAGE]
    nearly = [] if facts or stated else _nearly(viewer, search, asked)
    people = _people(viewer, asked) if not search.narrowed else ()
    hits = _hits(viewer, shown or nearly)
    _remember(viewer, search, hits, people, stated=stated)
    return Found(
        asked=tuple(asked),
        people=people,
        hits=() if nearly else tuple(hits),
        nearly=tuple(hits) if nearly else (),
        facets=_facets(facts[:MOST]),
        total=min(len(facts), MOST),
        counted=not any(marks.people_in(one.tokens) for one in asked),
        many=len(facts) > MOST,
        skip=skip,
        older=skip + PAGE if min(len(facts), MOST) > skip + PAGE else 0,
    )


def _require_stated(viewer: Viewer, search: Search, stated: str) -> None:
    """The reason is one's own, for these very words, and given in this posting."""
    own = ProtectedSearch.unfiltered.filter(ref=stated, staff_id=viewer.staff_id, posting_id=viewer.posting_id)
    if not own.filter(words=search.words[: rules.MOST_LETTERS]).exists():
        raise rules.NoReason("case", "reason")


def _asked(viewer: Viewer, words: str) -> list[Asked]:
    """The words with all that they may be found by; a reference that was typed stands for itself."""
    own = marks.asked_reference(words)
    if own:
        return [Asked(words.strip(), frozenset([own]))]
    asked = analysis.asked(words[: rules.MOST_LETTERS])
    meant = _meant(viewer, [one.word for one in asked])
    return [replace(one, tokens=one.tokens | marks.people(meant.get(one.word, ()))) for one in asked]


def _meant(viewer: Viewer, words: Sequence[str]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = defaultdict(frozenset)
    for entities in _entities():
        for word, keys in entities.meant(viewer, words, most=MOST_MEANT).items():
            found[word] |= keys
    return found


def people_meant(viewer: Viewer, words: str) -> frozenset[int]:
    """The people whom the viewer may see and whom some word of a search may mean."""
    asked = [one.word for one in analysis.asked(words)]
    return frozenset[int]().union(*_meant(viewer, asked).values())


def _people(viewer: Viewer, asked: Sequence[Asked]) -> tuple[Named, ...]:
    """Whoever bears all the words that are part of any name, in the order of the alphabet; no number beside them."""
    bearing = [keys for keys in (marks.people_in(one.tokens) for one in asked) if keys]
    if not bearing:
        return ()
    everybody = frozenset.intersection(*bearing)
    return tuple(one for room in _entities() for one in room.named(viewer, everybody, most=MOST_PEOPLE))[:MOST_PEOPLE]


def _facts(
    viewer: Viewer, search: Search, *readings: Sequence[Asked], most: int = MOST + 1
) -> list[tuple[Searchable, Fact]]:
    """What is found of every kind by any of these readings, newest first: as a rule one more than is counted."""
    found: list[tuple[Searchable, Fact]] = []
    wanted_kind = search.facets.get("kind", "")
    for kind in kinds.searchable():
        if wanted_kind and kind.kind != wanted_kind:
            continue
        room: Answers = kinds.answers(kind.answers)
        here = [marks.bounds(kind.kind, viewer, room.bounds(viewer))]
        here += [frozenset([marks.facet(*chosen)]) for chosen in room.marked(search.wanted)]
        without = frozenset(marks.facet(*chosen) for chosen in room.never_marked(search.wanted))
        among, keys = _among(kind, viewer, search), dict[int, None]()
        for asked in readings:
            groups = [*here, *(one.tokens for one in asked)]
            found_now = engine.candidates(kind.kind, groups, among=among, most=most, without=without)
            keys |= dict.fromkeys(found_now)
        if keys:
            found += [(kind, fact) for fact in room.facts(viewer, list(keys))]
    return sorted(found, key=_newest_first, reverse=True)[:most]


def _nearly(viewer: Viewer, search: Search, asked: Sequence[Asked]) -> list[tuple[Searchable, Fact]]:
    """The newest that hold all words but one, where nothing holds them all; in what the viewer may see, as ever."""
    if not 2 <= len(asked) <= MOST_RELAXED:
        return []
    readings = [[*asked[:left_out], *asked[left_out + 1 :]] for left_out in range(len(asked))]
    return _facts(viewer, search, *readings, most=PAGE)


def _newest_first(pair: tuple[Searchable, Fact]) -> tuple[datetime, str, int]:
    kind, fact = pair
    return fact.at, kind.kind, fact.key


def _among(kind: Searchable, viewer: Viewer, search: Search) -> Among:
    room: Answers = kinds.answers(kind.answers)
    wanted = search.wanted
    filled = {name: code for name, code in wanted.facets.items() if name in FILLED_IN}
    chosen = tuple(sorted((name, "" if name in filled else code) for name, code in wanted.facets.items()))

    def rows(viewer: Viewer, **filled: str) -> QuerySet[Any]:
        return room.visible(viewer, replace(wanted, facets={**wanted.facets, **filled}))

    return Among(viewer, (kind.kind, chosen, wanted.since, wanted.until), rows, filled)


def _hits(viewer: Viewer, shown: Sequence[tuple[Searchable, Fact]]) -> list[Hit]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    rooms = {kind.kind: kind.answers for kind, _ in shown}
    for kind, fact in shown:
        by_kind[kind.kind].append(fact.key)
    hits = [hit for kind, keys in by_kind.items() for hit in kinds.answers(rooms[kind]).hits(viewer, keys)]
    return sorted(hits, key=lambda hit: (hit.at, hit.kind, hit.ref), reverse=True)


def _facets(found: Sequence[tuple[Searchable, Fact]]) -> tuple[Facet, ...]:
    counted: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    labels = {kind.kind: kind.label for kind, _fact in found}
    kinds_found = Counter(kind.kind for kind, _fact in found)
    counted["kind"] = Counter({(kind, str(labels[kind])): number for kind, number in kinds_found.items()})
    for _kind, fact in found:
        for name, choice in fact.facets.items():
            counted[name][choice] += 1
        if fact.themes:
            counted["theme"].update(fact.themes)
    order = ("kind", "place", "theme", "grade", "state")
    return tuple(
        Facet(name, tuple(Choice(code, label, n) for (code, label), n in sorted(counted[name].items(), key=_by_name)))
        for name in order
        if counted[name]
    )


def _by_name(counted: tuple[tuple[str, str], int]) -> tuple[int, str, str]:
    (code, label), _count = counted
    return (0 if label else 1, label, code)


def _remember(viewer: Viewer, search: Search, hits: Sequence[Hit], people: Sequence[Named], *, stated: str) -> None:
    """One entry for the whole answer: what was shown, and a commitment by which a claim of what was asked can be
    tested.
    """
    salt = new_reference()
    asked = json.dumps([salt, search.words, search.as_json()], ensure_ascii=False, sort_keys=True)
    commitment = hmac.new(key("search"), asked.encode(), hashlib.sha256).hexdigest()
    shown = dict.fromkeys([*(entry for hit in hits for entry in hit.entries), *(one.entry for one in people)])
    with_reason = [("search.protectedsearch", stated)] if stated else []
    reason = because(rules.PROTECTED_WORD if stated else rules.SEARCHED, commits=commitment[:40])
    record(viewer, Operation.CONSULTATION, ("search.search", salt), *with_reason, *shown, reason=reason)


def asked_for(words: str, kept: dict[str, str], *, salt: str) -> str:
    """The commitment that a search for these words would have left under this salt: to test a claim against the
    ledger.
    """
    asked = json.dumps([salt, words, kept], ensure_ascii=False, sort_keys=True)
    return hmac.new(key("search"), asked.encode(), hashlib.sha256).hexdigest()[:40]


@answering
def saved(viewer: Viewer) -> list[SavedValue]:
    """One's own saved searches that have not ended, by name."""
    policy.SEARCH.require_acting(viewer)
    mine = SavedSearch.objects.visible_to(viewer).order_by("name", "pk")
    return [SavedValue(one.ref, one.name, Search.of(one.words, one.facets), one.ends) for one in mine]


@answering
def saved_search(viewer: Viewer, ref: str) -> Search:
    """A saved search of one's own, to be made again. Raises `Refused` as for a missing one.

    One that has come to name somebody since (he was admitted, or moved here) is not made: `rules.NotSaved`.
    """
    policy.SEARCH.require_acting(viewer)
    mine = SavedSearch.objects.by_ref(viewer, ref)
    rules.require_savable(mine.name, mine.words, names_somebody=bool(people_meant(viewer, mine.words)))
    return Search.of(mine.words, mine.facets)


@answering
def protected_search(viewer: Viewer, ref: str, *, reason: str) -> ProtectedValue:
    """What was searched for with a protected word, to the inspector, who says why it is read. Raises `Refused`."""
    one = ProtectedSearch.objects.by_ref(viewer, ref, "staff")
    record(viewer, Operation.CONSULTATION, one, reason=reason[:200])
    return ProtectedValue(one.ref, one.staff.name, one.at, one.words, one.case, one.reason)


def require_protected_search(viewer: Viewer, ref: str) -> None:
    """Raise `Refused` where there is no such search for this viewer. Shows nothing, so enters nothing."""
    ProtectedSearch.objects.by_ref(viewer, ref)


def _entities() -> list[Entities]:
    return [kinds.answers(one.answers) for one in kinds.people()]
