"""The compiled mean field is the library's own influence, bed by bed; and the full rules, made neutral, follow the
published equations.
"""

from dataclasses import replace

import numpy as np
import pytest
from test_simulation_influence import BRISK, RATES

from rapport.simulation import Service, draws
from rapport.simulation.draws import Purpose
from rapport.simulation.influence import Influence, Rates, mean_field, reproduction
from rapport.simulation.mixing import mixed
from rapport.simulation.service_world import ServiceWorld

NONCE = bytes(32)
SLOTS = 7


def pairs_in(places: np.ndarray) -> np.ndarray:
    found = []
    for place in np.unique(places):
        there = np.flatnonzero(places == place)
        one, other = np.triu_indices(len(there), k=1)
        found.append(np.stack([there[one], there[other]], axis=1))
    return np.concatenate(found)


def test_compiled_influence_is_the_librarys_own_to_the_bed():
    people, together, slots = 210, 7, 40
    rates = Rates(0.02, 0.1, 0.04, 0.03, 0.3, 0.2, 0.25)
    whole = mixed(rates, people=people, together=together, recruiters=20, seed=9, slots=slots)
    crowd = Influence.with_recruiters(rates, beds=people, recruiters=20, seed=9)
    met = 0
    for slot in range(slots):
        drawn = draws.draw(draws.key(9, Purpose.SMALL_PLACE, slot), np.arange(people, dtype=np.int64))
        pairs = pairs_in(draws.pick(drawn, np.full(people, people // together, dtype=np.int64)))
        met += len(pairs)
        crowd.step(pairs)
        assert crowd.counts.tolist() == whole.counts[slot + 1].tolist()
    assert met == whole.meetings
    assert whole.counts[-1].min() > 0, "a compartment is empty: this compares less than it says"


def test_what_cannot_mix_is_refused():
    with pytest.raises(ValueError, match="no memory"):
        mixed(Rates(0.1, 0.1, reinforcement=2), people=10, together=2, recruiters=1, seed=1, slots=1)
    with pytest.raises(ValueError, match="cannot be"):
        mixed(Rates(0.1, 0.1), people=10, together=2, recruiters=11, seed=1, slots=1)


# ---- the full rules, made neutral ----------------------------------------------------------------------------


def neutral(
    rates: Rates, *, people: int, recruiting: float, meeting: float = 0.5, corner: float = 13
) -> tuple[Service, float]:
    """The whole kernel with everybody on one landing, corners drawn anew every slot, and ties, needs, grievance and
    trust without weight; and how many a man meets a day.
    """
    room, meeting = Service.load("room"), 0.5
    service = room.with_values(
        establishments__groups=[{"kind": "mixed", "count": 1, "beds": people, "wings": 1}],
        slots=[{**slot, "go": []} for slot in room.raw["slots"]],
        levers__out_of_cell__high=1,
        levers__out_of_cell=1,
        contacts__together=13,
        contacts__habit=0,
        contacts__meeting=meeting,
        contacts__meeting_tied=meeting,
        influence__recruiting_at_first=recruiting,
        influence__drawn_in_at_first=0,
        **{f"influence__by_{what}": 0 for what in ("grievance", "need", "trust", "ties", "friendship")},
        influence__leaving_by_trust=0,
        influence__reinforcement=rates.reinforcement,
        influence__conversion=rates.conversion,
        **{
            f"influence__{name}": getattr(rates, name)
            for name in (
                "recruits_at_once",
                "turnover",
                "drawn_in_leaves",
                "recruiter_leaves",
                "begins_recruiting",
                "ceases_recruiting",
            )
        },
    )
    return service, SLOTS * (people - 1) * meeting / int(service.corners[0, 0, 0])


def compartments(service: Service, seed: int, days: int) -> np.ndarray:
    """(S, E, R) after every day."""
    world = ServiceWorld.from_scenario(service, seed=seed, nonce=NONCE, keep=[])
    world.step(days=days)
    table = world.unseal(NONCE).days
    return np.stack([table[name].to_numpy() for name in ("susceptible", "drawn_in", "recruiting")], axis=1)


def from_the_equations(people: int, *, runs: int, days: int) -> tuple[float, float]:
    """How far the mean of so many runs goes from the equations at most, beyond three standard errors (in shares of all
    beds), and half of max rate · Δt.
    """
    service, meetings = neutral(RATES, people=people, recruiting=0.1)
    played = np.array([compartments(service, seed, days) for seed in range(runs)])
    start = np.array([0.9, 0, 0.1]) * people
    ideal = mean_field(RATES, start, meetings=meetings, days=days, step=1 / SLOTS)[SLOTS::SLOTS, 1:]
    error = 3 * played.std(axis=0, ddof=1) / runs**0.5
    return float((abs(played.mean(axis=0) - ideal) - error).max() / people), RATES.fastest / SLOTS / 2


def test_the_full_rules_made_neutral_follow_the_published_equations():
    assert RATES.fastest / SLOTS <= 0.01
    beyond, allowed = from_the_equations(4_000, runs=6, days=20)
    assert beyond <= allowed
    moved = mean_field(RATES, np.array([3600.0, 0, 400]), meetings=42, days=20)[-1, 1:] - [3600, 0, 400]
    assert abs(moved).max() / 4000 > 5 * allowed, "nothing happened in these days: this compares nothing"


@pytest.mark.torture
def test_a_hundred_thousand_men_under_the_full_rules_follow_the_equations(capsys):
    beyond, allowed = from_the_equations(100_000, runs=40, days=30)
    with capsys.disabled():
        print(f"\nbeyond three standard errors {beyond:.6f} of all beds; allowed {allowed:.6f}")  # noqa: T201
    assert beyond <= allowed


def spreading(times: float, meetings: float) -> Rates:
    """Brisk rates, with the conversion that makes R₀ this."""
    return replace(BRISK, conversion=BRISK.conversion * times / reproduction(BRISK, meetings=meetings))


def spread(times: float, *, people: int, recruiting: float) -> tuple[Service, float]:
    _, meetings = neutral(BRISK, people=people, recruiting=recruiting)
    return neutral(spreading(times, meetings), people=people, recruiting=recruiting)[0], meetings


def died_out(runs: int) -> int:
    """R₀ = .8: how often R + E end under one in a hundred."""
    people = 2_000
    service, _ = spread(0.8, people=people, recruiting=0.02)
    return sum(int(compartments(service, seed, 400)[-1, 1:].sum() < people / 100) for seed in range(runs))


def persisted(runs: int) -> int:
    """R₀ = 1.5 from about fifty recruiters: how often past half the endemic level."""
    people = 2_000
    service, meetings = spread(1.5, people=people, recruiting=0.025)
    rates, start = spreading(1.5, meetings), np.array([1950.0, 0, 50])
    level = mean_field(rates, start, meetings=meetings, days=3000, step=0.5)[-1, 2:].sum()
    return sum(int(compartments(service, seed, 200)[:, 1:].sum(axis=1).max() > level / 2) for seed in range(runs))


def test_below_one_it_dies_out_and_above_one_it_persists():
    assert died_out(2) == 2
    assert persisted(2) == 2


@pytest.mark.torture
def test_below_one_it_dies_out_in_two_hundred_prisons_and_above_one_it_persists(capsys):
    gone, there = died_out(200), persisted(200)
    with capsys.disabled():
        print(f"\nR0 .8: died out in {gone} of 200; R0 1.5: persisted in {there} of 200")  # noqa: T201
    assert gone == 200
    assert there >= 198


@pytest.mark.parametrize(
    ("needed", "recruiters", "converts"), [(1, 1, True), (2, 1, False), (2, 2, True), (3, 2, False)]
)
def test_under_the_full_rules_so_many_different_recruiters_are_needed(needed, recruiters, converts):
    """One man who convinces every day is still one man."""
    service, _ = neutral(Rates(0.9, 0, reinforcement=needed), people=60, recruiting=0)
    world = ServiceWorld.from_scenario(service, seed=4, nonce=NONCE, keep=[])
    world._state.everybody.men.state[:recruiters] = 2
    world.step(days=10)
    days = world.unseal(NONCE).days.to_pylist()
    assert sum(day["convinced"] for day in days) > 20
    assert (days[-1]["drawn_in"] > 0) == converts
    assert days[-1]["recruiting"] == recruiters
