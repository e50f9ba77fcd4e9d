"""A world as a recipe: the few lines of JSON from which anyone with this program bakes the same world again.

Published after an exercise is over: it opens the truth. Nothing in it is about anyone who exists.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapport.simulation import acts
from rapport.simulation.scenario import Scenario
from rapport.simulation.truth import ENGINE
from rapport.simulation.world import World


class BadRecipe(ValueError):
    """The file is no recipe, or one for another program or scenario. The message says which."""


@dataclass(frozen=True)
class Recipe:
    """Scenario, seed, nonce and every act, with what came of it: the commitment and the digest of the world.

    `slots` is how many were simulated. The digest is SHA-256 over everything that happened, was seen and is true.
    """

    scenario: str
    scenario_hash: str
    engine: str
    seed: int
    nonce: bytes
    log: Sequence[acts.Logged]
    slots: int
    commitment: str
    digest: str

    @classmethod
    def of(cls, world: World, *, nonce: bytes) -> "Recipe":
        """The recipe of a world as it stands."""
        return cls(
            scenario=world.scenario.name,
            scenario_hash=world.scenario.hash,
            engine=ENGINE,
            seed=world.seed,
            nonce=nonce,
            log=world.log,
            slots=world.clock,
            commitment=world.truth_commitment,
            digest=world.digest(),
        )

    def to_json(self) -> str:
        """The recipe as a file holds it. The seed is a text: other programs round large numbers."""
        return json.dumps(
            {
                "what": "an exercise in a prison that does not exist",
                "scenario": self.scenario,
                "scenario_hash": self.scenario_hash,
                "engine": self.engine,
                "seed": str(self.seed),
                "nonce": self.nonce.hex(),
                "slots": self.slots,
                "acts": [{"at": entry.at, "act": entry.act.to_dict()} for entry in self.log],
                "commitment": self.commitment,
                "digest": self.digest,
            },
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str) -> "Recipe":
        """Read a recipe. Raises `BadRecipe`."""
        try:
            raw: dict[str, Any] = json.loads(text)
            return cls(
                scenario=str(raw["scenario"]),
                scenario_hash=str(raw["scenario_hash"]),
                engine=str(raw["engine"]),
                seed=int(raw["seed"]),
                nonce=bytes.fromhex(raw["nonce"]),
                log=[acts.Logged(int(entry["at"]), acts.from_dict(entry["act"])) for entry in raw["acts"]],
                slots=int(raw["slots"]),
                commitment=str(raw["commitment"]),
                digest=str(raw["digest"]),
            )
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise BadRecipe(f"this is no recipe of an exercise ({type(error).__name__})") from None

    def bake(self) -> World:
        """Play the world again. Raises `BadRecipe` for another engine or another version of the scenario."""
        if self.engine != ENGINE:
            raise BadRecipe(f"it needs the engine {self.engine}; this program has {ENGINE}")
        scenario = Scenario.load(self.scenario)
        if scenario.hash != self.scenario_hash:
            raise BadRecipe(f"it needs another version of the scenario {self.scenario}")
        return World.replay(scenario, seed=self.seed, nonce=self.nonce, acts=self.log, slots=self.slots)
