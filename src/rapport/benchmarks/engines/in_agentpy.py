"""The small model in AgentPy, as AgentPy's users write: an agent for each man, a list of agents for each place."""

import agentpy

from rapport.benchmarks.engines.declared import DRAWN_IN, RECRUITING, SUSCEPTIBLE, Declared


class Man(agentpy.Agent):  # type: ignore[misc]
    """One man: where he is, what he is, and what he was when the slot began."""

    def setup(self) -> None:
        """He begins susceptible."""
        self.now = self.before = SUSCEPTIBLE
        self.company: list[Man] = []

    def move(self) -> None:
        """Go to a place."""
        self.before = self.now
        self.company = self.model.random.choice(self.model.places)
        self.company.append(self)

    def change(self) -> None:
        """Change by oneself, and meet everybody who is there."""
        model, draw, drawn = self.model, self.model.random.random, self.model.random.random()
        if drawn < model.over:
            self.now = SUSCEPTIBLE
        elif self.before == DRAWN_IN and drawn < model.over + model.begins:
            self.now = RECRUITING
        elif self.before == RECRUITING and drawn < model.over + model.ceases:
            self.now = DRAWN_IN
        won = False
        for other in self.company:
            model.met += other is not self
            if self.before == SUSCEPTIBLE and other.before == RECRUITING and draw() < model.declared.conversion:
                won = True
        if won:
            self.now = RECRUITING if draw() < model.declared.recruits_at_once else DRAWN_IN


class Wing(agentpy.Model):  # type: ignore[misc]
    """Everybody, stepped slot by slot."""

    def setup(self) -> None:
        """All susceptible but the recruiters."""
        self.declared: Declared = self.p.declared
        self.over, self.begins, self.ceases = self.declared.a_slot
        self.met = 0
        self.men = agentpy.AgentList(self, self.declared.people, Man)
        for man in self.men[: self.declared.recruiters]:
            man.now = RECRUITING

    def step(self) -> None:
        """One slot."""
        self.places: list[list[Man]] = [[] for _ in range(self.declared.people // self.declared.together)]
        self.men.move()
        self.men.change()


def run(declared: Declared, seed: int) -> tuple[list[int], int]:
    """How many end in each compartment, and how many pairs met."""
    wing = Wing({"declared": declared, "seed": seed, "steps": declared.slots})
    wing.run(display=False)
    ends = [0, 0, 0]
    for man in wing.men:
        ends[man.now] += 1
    return ends, wing.met // 2
