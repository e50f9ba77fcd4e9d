"""The prison that does not exist: a believable wing, day after day, with a truth under seal.

A pure, seeded library: who is where, who meets whom, what happens between them, what could be seen, and by whom. It
trains people. It predicts nothing about anyone. `docs/simulation.md` says what it computes and what nobody has
validated.

    from rapport.simulation import Scenario, World, acts, words
"""

from rapport.simulation import acts, words
from rapport.simulation.acts import ActRefused, Logged
from rapport.simulation.cases import level_of, seed_with
from rapport.simulation.numbers import is_simulated_number, number_for
from rapport.simulation.perception import Sight
from rapport.simulation.scenario import Scenario, ScenarioError
from rapport.simulation.service import Service
from rapport.simulation.state import SnapshotError
from rapport.simulation.truth import ENGINE, Sealed, Truth, WrongNonce, verify_commitment
from rapport.simulation.world import Step, World

__all__ = [
    "ENGINE",
    "ActRefused",
    "Logged",
    "Scenario",
    "ScenarioError",
    "Sealed",
    "Service",
    "Sight",
    "SnapshotError",
    "Step",
    "Truth",
    "World",
    "WrongNonce",
    "acts",
    "is_simulated_number",
    "level_of",
    "number_for",
    "seed_with",
    "verify_commitment",
    "words",
]
