"""What is published about dynamic security is in the physics: each lever does what it is said to do, and what-ifs
compare like with like on any executor.
"""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from scipy.stats import qmc

from rapport.simulation import Scenario, Service, acts
from rapport.simulation.ensemble import ensemble, intervals, paired, tally
from rapport.simulation.service_world import ServiceWorld

NONCE = bytes(32)
DAYS = 120
OUTCOMES = {"trust": "trust_mean", "grievance": "grievance_mean", "influence": "influenced_share"}


def half(service: Service) -> Service:
    """Two establishments of three hundred and fifty men, with recruiters enough to be counted."""
    groups = [{"kind": "half", "count": 2, "beds": 350, "wings": 5}]
    return service.with_values(
        establishments__groups=groups,
        influence__recruiting_at_first=0.06,
        influence__drawn_in_at_first=0.06,
        influence__reinforcement=1,
        influence__conversion=0.004,
        influence__turnover=0.008,
    )


def outcomes(service: Service, seed: int) -> dict[str, float]:
    world = ServiceWorld.from_scenario(service, seed=seed, nonce=NONCE, keep=[])
    world.step(days=DAYS)
    world.unseal(NONCE)
    days, secret = world.days, world.truth.days
    late = slice(-30, None)
    influenced = np.array(secret["drawn_in"].to_pylist()) + np.array(secret["recruiting"].to_pylist())
    people = np.array(days["prisoners"].to_pylist())
    return {
        "trust": float(np.mean(days["trust_mean"].to_pylist()[late])),
        "grievance": float(np.mean(days["grievance_mean"].to_pylist()[late])),
        "influence": float(np.mean((influenced / people)[late])),
    }


def directions(draws: int, *, seeds: int = 2) -> dict[tuple[str, str], list[bool]]:
    """For every lever and what it is said to move: did it, in each Latin-hypercube draw of all levers, with the same
    seeds at its low and its high end?
    """
    base = half(Service.load("room"))
    names = sorted(base.levers)
    sample = qmc.LatinHypercube(len(names), rng=np.random.default_rng(5)).random(draws)
    found: dict[tuple[str, str], list[bool]] = {}
    for k, point in enumerate(sample):
        here = {
            n: base.levers[n].low + u * (base.levers[n].high - base.levers[n].low)
            for n, u in zip(names, point, strict=True)
        }
        for name in names:
            lever = base.levers[name]
            ends = []
            for value in (lever.low, lever.high):
                service = base.with_values(**{f"levers__{n}": v for n, v in {**here, name: value}.items()})
                ends.append([outcomes(service, seed) for seed in range(seeds * k, seeds * (k + 1))])
            for on, way in lever.directions.items():
                low, high = (np.mean([end[on] for end in both]) for both in ends)
                found.setdefault((name, on), []).append(bool(high > low if way == "up" else high < low))
    return found


def test_each_lever_does_what_is_published_of_it():
    found = directions(1)
    assert {name for name, _ in found} == set(Service.load("room").levers)
    wrong = [what for what, right in found.items() if what[1] != "influence" and not all(right)]
    assert wrong == []


@pytest.mark.torture
def test_each_lever_does_what_is_published_of_it_in_two_hundred_prisons(capsys):
    found = directions(200, seeds=4)
    shares = {what: float(np.mean(right)) for what, right in found.items()}
    with capsys.disabled():
        for (name, on), share in sorted(shares.items()):
            print(f"\n{name:<18} {on:<10} {share:.3f} of 200", end="")  # noqa: T201
    assert min(shares.values()) >= 0.95


# ---- ensembles ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def few() -> Service:
    return Service.load("room").with_values(
        establishments__groups=[{"kind": "few", "count": 1, "beds": 60, "wings": 2}]
    )


def test_many_worlds_are_the_same_in_threads_in_processes_and_one_by_one(few):
    with ThreadPoolExecutor(2) as threads:
        runs = ensemble(few, seeds=range(4), days=3, executor=threads)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert ensemble(few, seeds=range(4), days=3, executor=processes).equals(runs)
    world = ServiceWorld.from_scenario(few, seed=2, nonce=NONCE)
    world.step(days=3)
    assert runs.to_pylist()[2] == {"seed": 2, **tally(world)}
    assert len(set(runs["meetings"].to_pylist())) > 1


@pytest.mark.torture
def test_the_same_call_runs_on_two_workers_of_a_cluster(few):
    from distributed import Client, LocalCluster

    with ThreadPoolExecutor(1) as one:
        here = ensemble(few, seeds=range(6), days=3, executor=one)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True) as cluster,
        Client(cluster) as client,
        client.get_executor(pure=False) as there,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        assert ensemble(few, seeds=range(6), days=3, executor=there).equals(here)


def test_what_if_compares_the_same_seeds_and_says_how_sure_it_is(few):
    talking = few.with_values(levers__talking=0.9)
    with ThreadPoolExecutor(2) as pool:
        same = paired(few, few, seeds=range(3), days=2, executor=pool)
        moved = paired(few, talking, seeds=range(6), days=8, executor=pool)
    assert all(value == 0 for row in same.to_pylist() for name, value in row.items() if name != "seed")
    trust = next(row for row in intervals(moved).to_pylist() if row["measure"] == "trust_mean")
    assert trust["low"] > 0
    assert trust["runs"] == 6
    alone = intervals(moved.slice(0, 1)).to_pylist()[0]
    assert alone["error"] != alone["error"], "one run has no interval"


def test_an_act_in_an_ensemble_is_done_at_its_time(few):
    with ThreadPoolExecutor(1) as pool:
        restricted = [acts.Logged(7, acts.Restrict(person, 5)) for person in range(40)]
        change = paired(few, few, seeds=[1], days=4, executor=pool, acts_after=restricted)
    assert change["locked"].to_pylist()[0] > 100
    assert change["trust_mean"].to_pylist()[0] < 0


def test_a_wing_is_an_ensemble_too(scenario: Scenario):
    with ThreadPoolExecutor(1) as pool:
        runs = ensemble(scenario, seeds=[3, 4], days=1, executor=pool)
    assert runs["seed"].to_pylist() == [3, 4]
    assert min(runs["events"].to_pylist()) > 0
