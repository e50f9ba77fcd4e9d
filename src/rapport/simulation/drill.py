"""Drills A and B: 72 cards to judge and 20 reports to grade, as hard as each other by construction.

Before and after a course an officer sits a drill; half of a class takes B first. A card is one passage; what is asked
is how likely it belongs to a case of harm. B is A over again with every act exchanged for another of its family, every
cue for the next, other people, other beginnings, other sentences and another order: whatever a card of A tells, its
counterpart in B tells to the digit, and nobody can know which is which. A report is a claim with the way it came to
us; there are admissible grades for it (4x4), and 128 further reports to search in, among them those that corroborate.

Everybody in it is invented. It measures a cohort's change, with its interval; it is no test of a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from rapport.simulation import behaviours, draws, rows
from rapport.simulation.behaviours import PlaceLaw
from rapport.simulation.draws import Purpose
from rapport.simulation.scenario import Scenario
from rapport.simulation.words import CUES, Hours, Provenance

FORMS = ("A", "B")
CASES, TRUE_CASES, EVENTS = 24, 8, 3
CARDS = CASES * EVENTS
TWIN_PAIRS, SIGNAL_PAIRS = 16, 2
REPORTS, BACKGROUND = 20, 128
CAST = 3
_SENTENCES = 3  # of each act's six, three are A's and three are B's
_LIKE = "exercise-b"
_KIND = "landing"
_FOLD = 7_000


@dataclass(frozen=True)
class Card:
    """A passage to judge. `wording` is what `words.render` makes a sentence of."""

    number: int
    wording: str


@dataclass(frozen=True)
class CardTruth:
    """What is true of a card: its case, whether that is one of harm, its pair of twins (from 16 on: of signals)
    or -1, its marker, and how much
    the card tells (the log-likelihood ratio in micro-nats).
    """

    number: int
    case: int
    stage: int
    signal: bool
    twin: int
    marked: bool
    evidence: int


@dataclass(frozen=True)
class DrillReport:
    """A report to grade, or one to search in (then `provenance` is empty): how it came to us, and what it claims."""

    number: int
    provenance: str
    variant: int
    wording: str


@dataclass(frozen=True)
class Drill:
    """One form of the drill as it is dealt. `key` and `grades` are for after it: no page before may hold them.

    `people` are columns as in `World.people`, for `words.render`. `grades` maps a report's number to the admissible
    codes (source, information) of 4x4; `corroborates` maps the number of a background report to that of the report
    for which it is an independent origin.
    """

    form: str
    seed: int
    people: Mapping[str, list[Any]]
    cards: tuple[Card, ...]
    key: tuple[CardTruth, ...]
    reports: tuple[DrillReport, ...]
    background: tuple[DrillReport, ...]
    grades: Mapping[int, tuple[tuple[str, ...], tuple[str, ...]]]
    corroborates: Mapping[int, int]


@dataclass(frozen=True)
class _Plot:
    """A card before it has words: alike in A and B."""

    case: int
    ordinal: int
    stage: int
    signal: bool
    twin: int
    act: int
    cues: tuple[bool, bool, bool]


def deal(form: str, *, seed: int, marker_salt: int = 0) -> Drill:
    """Drill A or B of a cohort. The same seed gives both forms of one difficulty; another `marker_salt` turns markers
    only.
    """
    if form not in FORMS:
        raise ValueError(f"there is no drill {form!r}; there are: {', '.join(FORMS)}")
    teller = _Teller(form, seed)
    plots = _plots(seed)
    marked = _markers(form, seed, plots, marker_salt)
    order = draws.shuffled(_key(seed, form, 1), np.arange(len(plots), dtype=np.int64)).tolist()
    cards, key = [], []
    for number, k in enumerate(order):
        plot = plots[k]
        cards.append(Card(number, teller.card(plot, marked[k])))
        key.append(CardTruth(number, plot.case, plot.stage, plot.signal, plot.twin, marked[k], _evidence(seed, plot)))
    reports, background, corroborates = teller.files()
    known = {provenance.id: provenance for provenance in _scenario().vocabulary.provenances}
    grades = {r.number: (known[r.provenance].source, known[r.provenance].information) for r in reports}
    return Drill(form, seed, teller.people, tuple(cards), tuple(key), reports, background, grades, corroborates)


def deviation_of(d_a: float) -> int:
    """σ in thousandths of a nat of an officer of this skill, for whoever plays a drill with simulated officers."""
    from rapport.simulation import colleagues

    return colleagues.deviation(_scenario(), d_a_milli=round(d_a * 1000))


# ---- what is alike in both forms -----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _scenario() -> Scenario:
    """The first wing, with every act of the stock."""
    like = Scenario.load(_LIKE)
    return replace(like, acts=tuple(range(len(like.vocabulary.acts))))


def _law(seed: int) -> PlaceLaw:
    return behaviours.law(_scenario(), seed).places[_KIND]


@lru_cache(maxsize=8)
def _plots(seed: int) -> tuple[_Plot, ...]:
    """Cases, stages, acts and cues of the 72 cards. An act comes three times at most: it has three sentences for each
    form.
    """
    cases = draws.shuffled(_key(seed, "", 0), np.arange(CASES, dtype=np.int64)).tolist()
    harmful = set(cases[:TRUE_CASES])
    twins = _twins(seed, harmful)
    used: dict[int, int] = {}
    dealt: dict[int, tuple[int, tuple[bool, bool, bool]]] = {}
    plots = []
    for case in range(CASES):
        stage = 0
        for ordinal in range(EVENTS):
            identity, twin = case * EVENTS + ordinal, twins.get((case, ordinal), -1)
            look = dealt.get(twin) if twin >= 0 else None
            if look is None:
                wanted = 2 if twin >= 0 else 1
                look = _look(seed, identity, used, wanted, harmful=case in harmful, stage=stage)
                used[look[0]] = used.get(look[0], 0) + wanted
                if twin >= 0:
                    dealt[twin] = look
            plots.append(_Plot(case, ordinal, stage, case in harmful, twin, *look))
            if draws.draw_one(_key(seed, "", 2), identity) < _scenario().law.moves_on[1]:
                stage = min(stage + 1, _scenario().law.stages - 1)
    return tuple(plots)


def _look(
    seed: int, identity: int, used: Mapping[int, int], wanted: int, *, harmful: bool, stage: int
) -> tuple[int, tuple[bool, bool, bool]]:
    law, scenario = _law(seed), _scenario()
    act = law.act(draws.draw_one(_key(seed, "", 3), identity), harmful=harmful, stage=stage)
    first = law.acts.index(act)
    able = [a for a in (*law.acts[first:], *law.acts[:first]) if used.get(a, 0) + wanted <= _SENTENCES]
    chance = scenario.law.cue_harmful if harmful else scenario.law.cue_benign
    kept, asked, hidden = (draws.draw_one(_key(seed, "", 4 + k), identity) < chance for k in range(len(CUES)))
    return able[0], (kept, asked, hidden)


def _twins(seed: int, harmful: set[int]) -> dict[tuple[int, int], int]:
    """(case, ordinal) -> pair: two cards of different cases that are alike in truth. Most are innocent; the pairs from
    16 on are signals, and give the difference in hits.
    """
    pairs: dict[tuple[int, int], int] = {}
    for part, wanted in ((False, TWIN_PAIRS), (True, TWIN_PAIRS + SIGNAL_PAIRS)):
        cards = [c * EVENTS + k for c in range(CASES) if (c in harmful) is part for k in range(EVENTS)]
        order = draws.shuffled(_key(seed, "", 8 if part else 11), np.array(cards, dtype=np.int64)).tolist()
        _pair_up(order, pairs, wanted)
    return pairs


def _pair_up(order: list[int], pairs: dict[tuple[int, int], int], wanted: int) -> None:
    while len(pairs) < 2 * wanted:
        one = divmod(order.pop(0), EVENTS)
        two = next((k for k in order if k // EVENTS != one[0]), None)
        if two is None:
            raise ValueError("there are not enough cards for the twins")
        order.remove(two)
        pair = len(pairs) // 2
        pairs[one] = pairs[divmod(two, EVENTS)] = pair


def _evidence(seed: int, plot: _Plot) -> int:
    return behaviours.law(_scenario(), seed).evidence(_KIND, plot.act, plot.cues)


def _markers(form: str, seed: int, plots: tuple[_Plot, ...], salt: int) -> list[bool]:
    key = draws.key(seed, Purpose.MARKER, _FOLD + FORMS.index(form), salt)
    marked: list[bool] = []
    first: dict[int, bool] = {}
    for k, plot in enumerate(plots):
        own = draws.pick_one(key, k, 2) == 1
        if plot.twin >= 0:
            own = not first[plot.twin] if plot.twin in first else own
            first[plot.twin] = own
        marked.append(own)
    return marked


def _key(seed: int, form: str, part: int) -> int:
    return draws.key(seed, Purpose.CAST, _FOLD + part, FORMS.index(form) + 1 if form else 0)


# ---- what differs: people, acts, sentences -------------------------------------------------------------------


class _Teller:
    """Gives the plots of one form their people and sentences. Nothing here reads a kind."""

    def __init__(self, form: str, seed: int) -> None:
        self.form, self.seed = form, seed
        self.words = _scenario().vocabulary
        self.people = self._people()
        self._half = FORMS.index(form) * _SENTENCES
        self._exchanged = self._exchange()
        self._said: dict[int, int] = {}
        self._cue_said = [0] * len(CUES)
        self._all_day = [k for k, pair in enumerate(self.words.occasions) if pair.hours == Hours()]

    def card(self, plot: _Plot, marked: bool) -> str:
        """The wording of a card."""
        act, key = self._exchanged[plot.act], _key(self.seed, self.form, 20)
        identity = plot.case * EVENTS + plot.ordinal if plot.twin < 0 else 10_000 + plot.twin
        occasion = self._all_day[draws.pick_one(key, identity, len(self._all_day))]
        cues = plot.cues if self.form == "A" else (plot.cues[2], plot.cues[0], plot.cues[1])
        told = [(cue, self._cue(k)) for k, cue in enumerate(CUES) if cues[k]]
        men = draws.shuffled(_key(self.seed, self.form, 100 + plot.case), np.arange(CAST, dtype=np.int64)).tolist()
        turn = plot.ordinal % CAST
        one, two = (plot.case * CAST + men[(turn + j) % CAST] for j in (0, 1))
        return rows.case_wording(self.words.acts[act].id, self._sentence(act), told, (occasion, int(marked)), one, two)

    def files(self) -> tuple[tuple[DrillReport, ...], tuple[DrillReport, ...], dict[int, int]]:
        """The reports to grade, those to search in, and which of those corroborates which."""
        provenances = self.words.provenances
        order = draws.shuffled(_key(self.seed, self.form, 30), np.arange(len(provenances), dtype=np.int64)).tolist()
        reports, backing = [], []
        for number, k in enumerate(order[:REPORTS]):
            provenance: Provenance = provenances[k]
            a, b = self._pair(number)
            act = self._spare(2 if provenance.corroborated else 1)
            reports.append(DrillReport(number, provenance.id, FORMS.index(self.form), self._claim(act, a, b)))
            if provenance.corroborated:
                backing.append((number, self._claim(act, a, b)))
        happenings = self._ordinary(BACKGROUND - len(backing))
        texts = [(-1, text) for text in happenings] + backing
        shuffled = draws.shuffled(_key(self.seed, self.form, 31), np.arange(len(texts), dtype=np.int64)).tolist()
        background = [DrillReport(REPORTS + n, "", 0, texts[k][1]) for n, k in enumerate(shuffled)]
        corroborates = {REPORTS + n: texts[k][0] for n, k in enumerate(shuffled) if texts[k][0] >= 0}
        return tuple(reports), tuple(background), corroborates

    def _people(self) -> Mapping[str, list[Any]]:
        words, count = self.words, len(self.words.surnames)
        who = np.arange(count, dtype=np.int64)
        surnames = draws.shuffled(_key(self.seed, self.form, 40), who).tolist()
        lots = draws.draw(_key(self.seed, self.form, 41), who)
        initials = draws.pick(lots, np.full(count, len(words.initials), dtype=np.int64)).tolist()
        return {
            "person": list(range(count)),
            "surname": [words.surnames[k].id for k in surnames],
            "initial": [words.initials[k][0] for k in initials],
            "nickname": [""] * count,
        }

    def _exchange(self) -> Mapping[int, int]:
        """act of A -> act of this form: in B the next one of its family in a drawn order."""
        acts = self.words.acts
        if self.form == "A":
            return {k: k for k in range(len(acts))}
        exchanged: dict[int, int] = {}
        for family in sorted({act.family for act in acts}):
            ring = draws.shuffled(
                _key(self.seed, "", 9), np.array([k for k, act in enumerate(acts) if act.family == family])
            ).tolist()
            exchanged |= dict(zip(ring, [*ring[1:], ring[0]], strict=True))
        return exchanged

    def _sentence(self, act: int) -> int:
        turn = self._said.get(act, 0)
        self._said[act] = turn + 1
        return self._half + turn

    def _cue(self, cue: int) -> int:
        """The next sentence of a cue, in a drawn order; all of them before any comes again."""
        count = len(self.words.cues[cue].wordings)
        order = draws.shuffled(_key(self.seed, self.form, 50 + cue), np.arange(count, dtype=np.int64)).tolist()
        turn = self._cue_said[cue]
        self._cue_said[cue] = turn + 1
        return int(order[turn % count])

    def _spare(self, sentences: int) -> int:
        """An act of which so many sentences are left."""
        able = [k for k in range(len(self.words.acts)) if self._said.get(k, 0) + sentences <= _SENTENCES]
        return able[draws.pick_one(_key(self.seed, self.form, 60), sum(self._said.values()), len(able))]

    def _claim(self, act: int, a: int, b: int) -> str:
        return rows.plain_wording("claim", self.words.acts[act].id, self._sentence(act), a, b)

    def _pair(self, number: int) -> tuple[int, int]:
        count = len(self.words.surnames)
        men = draws.shuffled(_key(self.seed, self.form, 70 + number), np.arange(count, dtype=np.int64)).tolist()
        return men[0], men[1]

    def _ordinary(self, count: int) -> list[str]:
        """So many happenings of ordinary life: every second of the stock is A's, the others B's; then acts to spare."""
        stock = draws.shuffled(_key(self.seed, "", 10), np.arange(len(self.words.ordinary), dtype=np.int64)).tolist()
        told = []
        for n, k in enumerate(stock[FORMS.index(self.form) :: 2][:count]):
            what, (a, b) = self.words.ordinary[k], self._pair(200 + n)
            movement = _scenario().movements[n % len(_scenario().movements)] if what.needs_movement else ""
            other = b if what.needs_other else -1
            told.append(rows.ordinary_wording(what.id, rows.NO_OCCASION, a, other, movement=movement))
        while len(told) < count:
            a, b = self._pair(200 + len(told))
            told.append(self._claim(self._spare(1), a, b))
        return told


__all__ = ["BACKGROUND", "CARDS", "FORMS", "REPORTS", "Card", "CardTruth", "Drill", "DrillReport", "deal"]
