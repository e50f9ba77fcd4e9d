"""The small model in Mesa 3, as Mesa's users write: an agent for each man, one of Mesa's own cells for each place."""

import mesa
from mesa.discrete_space import CellAgent, OrthogonalVonNeumannGrid

from rapport.benchmarks.engines.declared import DRAWN_IN, RECRUITING, SUSCEPTIBLE, Declared


class Man(CellAgent):  # type: ignore[misc]
    """One man: what he is, and what he was when the slot began."""

    def __init__(self, model: "Wing", now: int) -> None:
        super().__init__(model)
        self.now = self.before = now

    def move(self) -> None:
        """Go to a place."""
        self.before = self.now
        self.cell = self.random.choice(self.model.places)

    def change(self) -> None:
        """Change by oneself, and meet everybody who is there."""
        model, draw, drawn = self.model, self.random.random, self.random.random()
        if drawn < model.over:
            self.now = SUSCEPTIBLE
        elif self.before == DRAWN_IN and drawn < model.over + model.begins:
            self.now = RECRUITING
        elif self.before == RECRUITING and drawn < model.over + model.ceases:
            self.now = DRAWN_IN
        won = False
        for other in self.cell.agents:
            model.met += other is not self
            if self.before == SUSCEPTIBLE and other.before == RECRUITING and draw() < model.declared.conversion:
                won = True
        if won:
            self.now = RECRUITING if draw() < model.declared.recruits_at_once else DRAWN_IN


class Wing(mesa.Model):  # type: ignore[misc]
    """Everybody, stepped slot by slot."""

    def __init__(self, declared: Declared, seed: int) -> None:
        super().__init__(seed=seed)
        self.declared = declared
        self.places = list(OrthogonalVonNeumannGrid((declared.people // declared.together, 1), random=self.random))
        self.over, self.begins, self.ceases = declared.a_slot
        self.met = 0
        for k in range(declared.people):
            Man(self, RECRUITING if k < declared.recruiters else SUSCEPTIBLE)

    def step(self) -> None:
        """One slot."""
        self.agents.do("move")
        self.agents.do("change")


def run(declared: Declared, seed: int) -> tuple[list[int], int]:
    """How many end in each compartment, and how many pairs met."""
    wing = Wing(declared, seed)
    for _ in range(declared.slots):
        wing.step()
    ends = [0, 0, 0]
    for man in wing.agents:
        ends[man.now] += 1
    return ends, wing.met // 2
