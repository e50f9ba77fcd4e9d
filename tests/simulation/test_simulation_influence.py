"""Background influence follows the published equations, and no exercise knows of it."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from simulation_walks import NONCE

import rapport.simulation
from rapport.simulation import World, contacts
from rapport.simulation.influence import (
    DRAWN_IN,
    EMPTY,
    RECRUITING,
    SUSCEPTIBLE,
    Influence,
    Rates,
    mean_field,
    meetings_in,
    reproduction,
    reshuffled,
)

TOGETHER, SLOTS_A_DAY = 7, 7
MEETINGS = (TOGETHER - 1) * SLOTS_A_DAY
RATES = Rates(
    conversion=0.003,
    turnover=0.02,
    drawn_in_leaves=0.01,
    recruiter_leaves=0.02,
    begins_recruiting=0.03,
    ceases_recruiting=0.02,
    recruits_at_once=0.25,
)
BRISK = Rates(
    conversion=0.003,
    turnover=0.04,
    drawn_in_leaves=0.01,
    recruiter_leaves=0.02,
    begins_recruiting=0.02,
    ceases_recruiting=0.01,
    recruits_at_once=0.5,
)


def spreading(times: float) -> Rates:
    """Brisk rates, with the conversion that makes R₀ this."""
    return replace(BRISK, conversion=BRISK.conversion * times / reproduction(BRISK, meetings=MEETINGS))


def run(rates: Rates, *, beds: int, recruiters: int, seed: int, days: int) -> np.ndarray:
    """The counts of (S, E, R, empty) after every slot, the beginning first, in a prison reshuffled every slot."""
    crowd = Influence.with_recruiters(rates, beds=beds, recruiters=recruiters, seed=seed)
    rows = [crowd.counts]
    for slot in range(days * SLOTS_A_DAY):
        crowd.step(reshuffled(beds, together=TOGETHER, slot=slot, seed=seed))
        rows.append(crowd.counts)
    return np.array(rows)


def farthest(beds: int, recruiters: int, *, runs: int, days: int) -> tuple[float, float]:
    """How far the mean of so many runs goes from the equations at most, beyond three standard errors (in shares of all
    beds), and half of max rate · Δt.
    """
    played = np.array([run(RATES, beds=beds, recruiters=recruiters, seed=s, days=days)[:, :3] for s in range(runs)])
    start = np.array([beds - recruiters, 0, recruiters], dtype=float)
    ideal = mean_field(RATES, start, meetings=MEETINGS, days=days, step=1 / SLOTS_A_DAY)[:, 1:]
    error = 3 * played.std(axis=0, ddof=1) / runs**0.5
    return float((abs(played.mean(axis=0) - ideal) - error).max() / beds), RATES.fastest / SLOTS_A_DAY / 2


# ---- the equations -----------------------------------------------------------------------------------------


def test_the_reproduction_number_is_the_published_one():
    """With nobody in between it is infections per recruiter times his stay; and in general it is the spectral radius
    of the next-generation matrix (van den Driessche and Watmough 2002).
    """
    alone = Rates(conversion=0.01, turnover=0.05, recruiter_leaves=0.05, recruits_at_once=1)
    assert reproduction(alone, meetings=42) == pytest.approx(42 * 0.01 / 0.1)
    r = RATES
    beta = MEETINGS * r.conversion
    new = beta * np.array([[0, 1 - r.recruits_at_once], [0, r.recruits_at_once]])
    moves = np.array(
        [
            [r.turnover + r.drawn_in_leaves + r.begins_recruiting, -r.ceases_recruiting],
            [-r.begins_recruiting, r.turnover + r.recruiter_leaves + r.ceases_recruiting],
        ]
    )
    radius = max(abs(np.linalg.eigvals(new @ np.linalg.inv(moves))))
    assert reproduction(r, meetings=MEETINGS) == pytest.approx(radius)


def test_below_one_the_equations_die_out_and_above_one_they_settle():
    start = np.array([950.0, 0.0, 50.0])
    below = mean_field(spreading(0.8), start, meetings=MEETINGS, days=1500, step=0.5)
    above = mean_field(spreading(1.5), start, meetings=MEETINGS, days=3000, step=0.5)
    assert below[-1, 2:].sum() < 1
    assert above[-1, 2:].sum() > 50
    assert above[-1, 1:] == pytest.approx(above[-200, 1:], rel=1e-3)
    assert above[-1, 1] == pytest.approx(1000 / 1.5, rel=1e-3), "S settles at N/R₀"


def test_half_the_step_gives_the_same_curve():
    start = np.array([900.0, 0.0, 100.0])
    coarse = mean_field(RATES, start, meetings=MEETINGS, days=60, step=0.1)
    fine = mean_field(RATES, start, meetings=MEETINGS, days=60, step=0.05)
    assert coarse[:, 1:] == pytest.approx(fine[::2, 1:], abs=1e-4)


# ---- the prison follows them -------------------------------------------------------------------------------


def test_a_thousand_men_follow_the_equations():
    assert RATES.fastest / SLOTS_A_DAY <= 0.01
    beyond, allowed = farthest(1400, 140, runs=16, days=25)
    assert beyond <= allowed
    away = mean_field(RATES, np.array([1260.0, 0, 140]), meetings=MEETINGS, days=25)[-1, 1:] - [1260, 0, 140]
    assert abs(away).max() / 1400 > 5 * allowed, "nothing happened in these days: this compares nothing"


@pytest.mark.torture
def test_a_hundred_thousand_men_follow_the_equations(capsys):
    beyond, allowed = farthest(100_002, 10_000, runs=40, days=30)
    with capsys.disabled():
        print(f"\nbeyond three standard errors {beyond:.6f} of all beds; allowed {allowed:.6f}")  # noqa: T201
    assert beyond <= allowed


def died_out(runs: int) -> int:
    ends = (run(spreading(0.8), beds=1400, recruiters=28, seed=s, days=400)[-1] for s in range(runs))
    return sum(int(end[DRAWN_IN] + end[RECRUITING]) < 14 for end in ends)


def persisted(runs: int) -> int:
    beds = 2100
    level = mean_field(spreading(1.5), np.array([2050.0, 0, 50]), meetings=MEETINGS, days=3000, step=0.5)[-1, 2:].sum()
    passed = 0
    for seed in range(runs):
        counts = run(spreading(1.5), beds=beds, recruiters=50, seed=seed, days=150)
        passed += int((counts[:, DRAWN_IN] + counts[:, RECRUITING]).max() > level / 2)
    return passed


def test_influence_below_one_dies_out_and_above_one_persists():
    assert died_out(2) == 2
    assert persisted(2) == 2


@pytest.mark.torture
def test_influence_below_one_dies_out_in_two_hundred_prisons_and_above_one_persists(capsys):
    gone, there = died_out(200), persisted(200)
    with capsys.disabled():
        print(f"\nR0 .8: died out in {gone} of 200; R0 1.5: persisted in {there} of 200")  # noqa: T201
    assert gone == 200
    assert there >= 198


# ---- rules -------------------------------------------------------------------------------------------------


def everybody_meets(beds: int) -> np.ndarray:
    return np.argwhere(np.triu(np.ones((beds, beds)), 1) > 0)


@pytest.mark.parametrize(
    ("needed", "recruiters", "converts"), [(1, 1, True), (2, 1, False), (2, 2, True), (3, 2, False)]
)
def test_so_many_different_recruiters_are_needed(needed, recruiters, converts):
    """One man who convinces ten times is still one man."""
    rates = Rates(conversion=0.9, turnover=0, reinforcement=needed)
    crowd = Influence.with_recruiters(rates, beds=50, recruiters=recruiters, seed=1)
    for _ in range(10):
        crowd.step(everybody_meets(50))
    assert (crowd.counts[SUSCEPTIBLE] < 50 - recruiters) == converts
    assert crowd.counts[RECRUITING] == recruiters, "whom they drew in began to recruit at the rate of nought"


def test_who_is_replaced_has_forgotten_and_who_replaces_a_recruiter_is_another_man():
    rates = Rates(conversion=1, turnover=0, reinforcement=2)
    crowd = Influence(rates, np.array([SUSCEPTIBLE, RECRUITING], dtype=np.int8), seed=1)
    meeting = np.array([[0, 1]])
    crowd.step(meeting)
    crowd.step(meeting)
    assert crowd.counts[SUSCEPTIBLE] == 1
    crowd._turns[1] += 1
    crowd.step(meeting)
    assert crowd.counts[DRAWN_IN] == 1


def test_a_bed_is_empty_after_disengaging_until_it_is_turned_over():
    rates = Rates(conversion=0, turnover=0, recruiter_leaves=7)
    crowd = Influence.with_recruiters(rates, beds=10, recruiters=4, seed=1)
    crowd.step(everybody_meets(10))
    assert crowd.counts.tolist() == [6, 0, 0, 4]
    filled = Influence(Rates(conversion=0, turnover=7), crowd.state, seed=1)
    filled.step(everybody_meets(10))
    assert filled.counts.tolist() == [10, 0, 0, 0]
    assert EMPTY == 3


def test_another_mans_absence_changes_nobodys_draws():
    """The same meetings without those of the last man: all who never met him end as they did."""
    pairs = np.array([[0, 1], [0, 2], [3, 4]])
    state = np.array([RECRUITING, SUSCEPTIBLE, SUSCEPTIBLE, RECRUITING, SUSCEPTIBLE], dtype=np.int8)
    for seed in range(20):
        ends = []
        for k in (5, 3):
            crowd = Influence(Rates(conversion=0.5, turnover=0), state[:k], seed=seed)
            crowd.step(pairs[(pairs < k).all(axis=1)])
            ends.append(crowd.state[:3].tolist())
        assert ends[0] == ends[1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"turnover": -1}, "turnover"),
        ({"conversion": 1.5}, "at most 1"),
        ({"recruits_at_once": 2}, "at most 1"),
        ({"reinforcement": 0}, "1 at least"),
        ({"turnover": float("nan")}, "turnover"),
    ],
)
def test_what_cannot_be_a_rate_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        Rates(**{"conversion": 0.1, "turnover": 0.1, **wrong})


def test_there_is_no_reproduction_number_where_one_recruiter_is_not_enough():
    with pytest.raises(ValueError, match="one recruiter"):
        reproduction(Rates(conversion=0.1, turnover=0.1, reinforcement=2), meetings=42)
    with pytest.raises(ValueError, match="must leave"):
        reproduction(Rates(conversion=0.1, turnover=0), meetings=42)
    with pytest.raises(ValueError, match="too fast"):
        Influence.with_recruiters(Rates(conversion=0.1, turnover=8), beds=5, recruiters=1, seed=1)
    with pytest.raises(ValueError, match="do not hold"):
        Influence.with_recruiters(Rates(conversion=0.1, turnover=1), beds=5, recruiters=6, seed=1)


# ---- beside the exercises ----------------------------------------------------------------------------------


def test_its_meetings_are_those_by_which_a_worlds_ties_grew(scenario):
    world = World.from_scenario(scenario, seed=2, nonce=NONCE)
    world.step(days=2)
    stream = list(meetings_in(world))
    assert len(stream) == 14
    ties = contacts.first_ties(scenario.ties, 2, scenario.population)
    for _, _, where, pairs in stream:
        assert (where[pairs[:, 0]] == where[pairs[:, 1]]).all()
        ties = contacts.grown(scenario.ties, ties, pairs)
    assert (ties == world._state.ties).all()
    before = world.digest()
    crowd = Influence.with_recruiters(RATES, beds=scenario.population, recruiters=6, seed=2)
    for _, _, _, pairs in stream:
        crowd.step(pairs)
    assert crowd.counts.sum() == scenario.population
    assert world.digest() == before


def test_no_part_of_an_exercise_reads_it():
    """Only the mean field, what compiles it and an author's picture (for its meetings) do; and playing loads none of
    them.
    """
    folder = Path(rapport.simulation.__file__).parent
    readers = set()
    for file in folder.glob("**/*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom | ast.Import) else []
            readers |= {file.name for name in names if "influence" in name}
    assert readers == {"mixing.py", "compiling.py", "wing.py"}
    code = """
import sys
from rapport.simulation import World, acts
world = World.from_scenario("exercise-b", seed=1, nonce=bytes(32))
world.act(acts.Talk(0, 5))
world.step(days=2)
world.unseal(bytes(32))
print([name for name in sys.modules if "influence" in name])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
