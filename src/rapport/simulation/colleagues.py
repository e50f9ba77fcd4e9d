"""Simulated colleagues: other officers on the same wing, of a stated skill.

A colleague's evidence about a passage is its log-likelihood ratio plus noise, never the label. The noise is solved
once per scenario so that his d_a over single events is the one asked for (1.5 unless a lesson says otherwise); he
reports from a criterion on. A biased colleague adds a constant where a marker is present; the bias that ships is 0.

What he means to report he may forget to write, or write with less than he saw; and he may hand in what another told
him, which he never passes off as seen. None of this reads more than who he is and which passage it was.

Evidence is in micro-nats. `deviation` returns σ in thousandths of a nat.
"""

from collections.abc import Collection
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation import behaviours, draws, words
from rapport.simulation.draws import Purpose
from rapport.simulation.perception import WATCH, WITH_PEOPLE, Seat
from rapport.simulation.rows import HIMSELF, Event, Report
from rapport.simulation.scenario import Scenario
from rapport.simulation.tables import phi

_SOLVED_OVER = 24
_LEAST, _MOST = 1, 20_000
_ROOT_TWO_MILLI = 1414


def roster(scenario: Scenario, seed: int, *, day: int, slot: int, open_posts: list[str]) -> list[Seat]:
    """Where the simulated colleagues stand in a slot with chosen posts: at different posts as far as there are any."""
    men = [seat.index for seat in scenario.officers if seat.simulated]
    key = draws.key(seed, Purpose.ROSTER, day, slot)
    posts = [open_posts[k] for k in draws.shuffled(key, np.arange(len(open_posts), dtype=np.int64)).tolist()]
    return (
        [
            Seat(man, posts[k % len(posts)], (WATCH, WITH_PEOPLE)[draws.pick_one(key, 1000 + man, 2)])
            for k, man in enumerate(men)
        ]
        if posts
        else []
    )


def evidence(scenario: Scenario, seed: int, event: Event) -> int:
    """What an event tells by itself, in micro-nats: the log-likelihood ratio of its act and cues, or the floor for
    ordinary life.
    """
    if not event.wording.startswith('{"form":"case"'):
        return scenario.colleagues.ordinary
    act = next(i for i, known in enumerate(scenario.vocabulary.acts) if known.id == event.act)
    kind = scenario.plan[event.place].kind
    return behaviours.law(scenario, seed).evidence(kind, act, (event.kept_away, event.asked_return, event.hidden))


def impression(scenario: Scenario, seed: int, event: Event, officer: int, *, chance: int) -> int:
    """An event's evidence as one colleague takes it: with his noise (drawn by `chance`), and his bias if he has one."""
    noise = draws.draw(draws.key(chance, Purpose.EVIDENCE, officer), np.array([event.event], dtype=np.int64))
    marked = scenario.colleagues.bias if event.occasion >= 0 and event.occasion & 1 else 0
    return evidence(scenario, seed, event) + int(draws.normal(noise)[0]) * deviation(scenario) // 1000 + marked


def criterion(scenario: Scenario, officer: int) -> int:
    """From which evidence on this officer reports, in micro-nats: the common criterion, unless he has his own."""
    own = scenario.officers[officer].criterion
    return scenario.colleagues.criterion if own is None else own


def reports(scenario: Scenario, seed: int, event: Event, shown_to: Collection[int], *, chance: int) -> list[Report]:
    """What the colleagues make of an event: of each to whom it was shown his own, then what the others heard of it.
    All but the laws of the world (`seed`) is drawn by `chance`.

    Whoever found it worth a report tells of it, whether or not he then writes; who hears it judges it by what the
    teller made of it.
    """
    own = [
        _report(scenario, chance, event, officer, felt=impression(scenario, seed, event, officer, chance=chance))
        for officer in sorted(shown_to)
    ]
    told = next((one for one in own if one.reported or one.forgotten), None)
    if told is None:
        return own
    away = [man.index for man in scenario.officers if man.simulated and man.index not in shown_to]
    heard = [
        officer for officer in away if _drawn(chance, Purpose.HEARSAY, officer, event) < scenario.colleagues.passes_on
    ]
    return own + [
        _report(scenario, chance, event, officer, felt=told.evidence, heard_from=told.officer) for officer in heard
    ]


def _report(
    scenario: Scenario, seed: int, event: Event, officer: int, *, felt: int, heard_from: int = HIMSELF
) -> Report:
    due = felt >= criterion(scenario, officer)
    forgets = _drawn(seed, Purpose.FORGETS, officer, event) < scenario.colleagues.forgets
    quality = _quality(scenario, _drawn(seed, Purpose.QUALITY, officer, event))
    if heard_from != HIMSELF and quality == words.FULL:
        quality = words.SHORT  # nobody repeats all that he was told
    return Report(
        day=event.day,
        slot=event.slot,
        officer=officer,
        event=event.event,
        evidence=felt,
        reported=due and not forgets,
        forgotten=due and forgets,
        heard_from=heard_from,
        quality=quality,
        people=words.persons(event.wording, quality=quality),
    )


def _drawn(seed: int, purpose: Purpose, officer: int, event: Event) -> int:
    return draws.draw_one(draws.key(seed, purpose, officer), event.event)


def _quality(scenario: Scenario, drawn: int) -> str:
    if drawn < scenario.colleagues.full:
        return words.FULL
    return words.SHORT if drawn < scenario.colleagues.not_vague else words.VAGUE


def written(report: Report, wording: str, people: words.People, language: str) -> str:
    """A colleague's report in his words: what he saw, or what another told him and that he was told it."""
    it = words.report(wording, people, language, quality=report.quality)
    if report.heard_from == HIMSELF:
        return it
    return words.heard(it, report.event % len(words.vocabulary().retold.heard), language)


@lru_cache(maxsize=32)
def deviation(scenario: Scenario, *, d_a_milli: int = 0) -> int:
    """σ of the noise, in thousandths of a nat, at which d_a = √2·Φ⁻¹(AUC) of a single event is the one asked for.

    AUC is averaged over 24 seeds, on the landing, where two events in three happen. Raises `ValueError` if even a
    noiseless colleague would not reach it.
    """
    aim = int(phi(np.array([(d_a_milli or scenario.colleagues.d_a_milli) * 1000 // _ROOT_TWO_MILLI]))[0])
    tables = [behaviours.outcomes(scenario, seed, "landing", stage=None) for seed in range(_SOLVED_OVER)]
    differences = [((e[:, None] - e[None, :]) / 1000, h[:, None] * b[None, :]) for h, b, e in tables]
    low, high = _LEAST, _MOST
    if _area(differences, low) < aim:
        raise ValueError("no colleague can be so skilled: the ideal observer is not")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _area(differences, middle) >= aim else (low, middle)
    return high


def _area(differences: list[tuple[NDArray[np.float64], NDArray[np.float64]]], sigma: int) -> float:
    total = 0.0
    for difference, weight in differences:
        z = np.rint(difference * 1000 * 1000 / (_ROOT_TWO_MILLI * sigma)).astype(np.int64)
        total += float((phi(z) * weight).sum() / weight.sum())
    return total / len(differences)


def reported_shares(scenario: Scenario, seed: int, events: list[Event], *, d_a: float, officers: int) -> pa.Table:
    """Of so many simulated officers of this skill who were shown these events, which share would have reported
    each.
    """
    sigma = deviation(scenario, d_a_milli=round(d_a * 1000))
    men = np.arange(officers, dtype=np.int64)
    shares = []
    for event in events:
        noise = draws.normal(draws.draw(draws.key(seed, Purpose.OFFICER, event.event), men))
        felt = evidence(scenario, seed, event) + noise * sigma // 1000
        shares.append(int((felt >= scenario.colleagues.criterion).sum()) / officers)
    return pa.table({"event": pa.array([e.event for e in events], pa.int64()), "share": pa.array(shares, pa.float64())})
