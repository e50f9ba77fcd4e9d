"""Forty worlds, played to the end: enough for what must hold in all of them."""

import pytest
from simulation_walks import NONCE, Played, walk

from rapport.simulation import Scenario, World

WORLDS = 40


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return Scenario.load("exercise-b")


@pytest.fixture(scope="session")
def played(scenario: Scenario) -> list[Played]:
    worlds = []
    for seed in range(WORLDS):
        world = walk(World.from_scenario(scenario, seed=seed, nonce=NONCE))
        truth = world.unseal(NONCE)
        worlds.append(
            Played(
                world,
                {event["event"]: event for event in world.events.to_pylist()},
                world.exposures.to_pylist(),
                {secret["event"]: secret for secret in truth.events.to_pylist()},
            )
        )
    return worlds
