"""Draws are keyed by who or what they are for, and tables are the same integers on every machine."""

import os
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import kstest, norm

from rapport.simulation import contacts, draws, tables
from rapport.simulation.draws import Purpose

KEY = draws.key(7, Purpose.ACT, 3, 4)


def test_a_number_is_drawn_for_somebody_and_not_from_a_stream():
    people = np.arange(1000, dtype=np.int64)
    drawn = draws.draw(KEY, people)
    without = draws.draw(KEY, np.delete(people, 17))
    assert (np.delete(drawn, 17) == without).all()
    assert [draws.draw_one(KEY, person) for person in (0, 17, 999)] == drawn[[0, 17, 999]].tolist()


def test_keys_of_another_seed_purpose_day_or_slot_have_nothing_in_common():
    people = np.arange(20_000, dtype=np.int64)
    drawn = [
        draws.draw(draws.key(*key), people)
        for key in (
            (7, Purpose.ACT, 3, 4),
            (8, Purpose.ACT, 3, 4),
            (7, Purpose.CUE, 3, 4),
            (7, Purpose.ACT, 4, 3),
            (7, Purpose.ACT, 3, 5),
        )
    ]
    for k, one in enumerate(drawn):
        assert kstest(one / 2**32, "uniform").pvalue > 0.001
        for other in drawn[:k]:
            assert abs(np.corrcoef(one, other)[0, 1]) < 0.03


def test_a_threshold_is_its_probability():
    drawn = draws.draw(KEY, np.arange(200_000, dtype=np.int64))
    for probability in ("0.05", "0.35", "0.8"):
        share = (drawn < np.uint64(tables.threshold(probability))).mean()
        assert abs(share - float(probability)) < 0.004
    assert (drawn < np.uint64(tables.threshold(1))).all()
    assert not (drawn < np.uint64(tables.threshold(0))).any()
    for wrong in ("1.01", "-0.1"):
        with pytest.raises(ValueError, match="between 0 and 1"):
            tables.threshold(wrong)


def test_tables_agree_with_an_independent_library():
    at = (np.arange(4096) + 0.5) / 4096
    assert np.abs(tables.normal_quantiles() / 1e6 - norm.ppf(at)).max() < 1e-6
    points = np.arange(-6000, 6001, 5)
    assert np.abs(tables.phi(points) / 1e9 - norm.cdf(points / 1000)).max() < 1e-9
    for share in (0.0228, 0.25, 0.5, 0.77, 0.999):
        assert abs(tables.phi_inverse(round(share * 1e9)) / 1000 - norm.ppf(share)) < 0.001
    assert tables.log_ratio(4, 1) == round(float(Decimal(4).ln()) * 1e6)
    assert tables.power_steps(Decimal(4), 2) == (250_000, 500_000, 1_000_000, 2_000_000, 4_000_000)


def meetings(rules, where, ties, *, day: int) -> np.ndarray:
    """Who met whom, as an N × N table."""
    pairs = contacts.meetings(rules, 7, day=day, slot=3, near=contacts.together(where), ties=ties)
    assert (pairs[:, 0] < pairs[:, 1]).all()
    met = np.zeros_like(ties, dtype=bool)
    met[pairs[:, 0], pairs[:, 1]] = met[pairs[:, 1], pairs[:, 0]] = True
    return met


def test_everybody_shares_his_place_with_all_who_are_there_and_nobody_else():
    where = np.array([3, 0, 3, 7, 3, 0], dtype=np.int64)
    near = contacts.together(where)
    assert sorted(zip(near.one.tolist(), near.other.tolist(), strict=True)) == [(0, 2), (0, 4), (1, 5), (2, 4)]
    assert len(contacts.together(np.arange(4)).one) == 0


def test_taking_one_man_away_leaves_other_peoples_meetings_alone(scenario):
    where = np.arange(60, dtype=np.int64) % 4
    ties = contacts.first_ties(scenario.ties, 7, 60)
    met = meetings(scenario.ties, where, ties, day=2)
    gone = where.copy()
    gone[17] = 99
    without = meetings(scenario.ties, gone, ties, day=2)
    rest = np.arange(60) != 17
    assert (met[np.ix_(rest, rest)] == without[np.ix_(rest, rest)]).all()
    assert met[17].any()
    assert not without[17].any()


def test_people_meet_within_a_place_and_more_often_with_a_tie(scenario):
    where = np.arange(60, dtype=np.int64) % 3
    ties = contacts.first_ties(scenario.ties, 7, 60)
    assert (ties == ties.T).all()
    assert not ties.diagonal().any()
    tied, loose = [], []
    for day in range(60):
        met = meetings(scenario.ties, where, ties, day=day)
        assert not met[where[:, None] != where[None, :]].any()
        same = (where[:, None] == where[None, :]) & ~np.eye(60, dtype=bool)
        tied.append(met[same & (ties > 0)].mean())
        loose.append(met[same & (ties == 0)].mean())
    assert np.mean(tied) > np.mean(loose) + 0.1
    assert abs(np.mean(loose) - 0.25) < 0.01


def test_ties_grow_when_men_meet_and_fade_when_they_do_not(scenario):
    ties = contacts.first_ties(scenario.ties, 7, 60)
    nobody, everybody = np.zeros((0, 2), dtype=np.int64), np.argwhere(np.triu(np.ones((60, 60)), 1) > 0)
    assert (contacts.grown(scenario.ties, ties, nobody) <= ties).all()
    after = contacts.grown(scenario.ties, ties, everybody)
    assert (after >= ties).all()
    assert (after == after.T).all()
    assert not after.diagonal().any()
    assert after.max() == ties.max() + scenario.ties.grows - scenario.ties.fades
    for person in range(60):
        assert len(contacts.closest(scenario.ties, ties, person)) == 8
    forgotten = ties
    for _ in range(200):
        forgotten = contacts.grown(scenario.ties, forgotten, nobody)
    assert not forgotten.any()
    assert contacts.closest(scenario.ties, forgotten, 3) == []


def test_without_the_processors_newer_instructions_the_bytes_are_the_same(scenario):
    """NumPy's exp differs in bytes with AVX-512 on or off: this world must not."""
    code = (
        "from rapport.simulation import Scenario, World; "
        "w = World.from_scenario(Scenario.load('exercise-b'), seed=7, nonce=bytes(32)); "
        "w.step(days=3); print(w.digest())"
    )
    disabled = {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX", "PYTHONHASHSEED": "5"}
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **disabled}, capture_output=True, text=True, check=False
    )
    if run.returncode:  # this processor has none of them
        run = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
    from rapport.simulation import World

    here = World.from_scenario(scenario, seed=7, nonce=bytes(32))
    here.step(days=3)
    assert run.stdout.strip() == here.digest()
