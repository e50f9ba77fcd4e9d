"""What a world of one wing shows: its time, its people, what happened and was seen so far. Nothing here changes it."""

from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation import acts, cases, contacts, mornings, perception, regime, rows
from rapport.simulation.population import Population, populate
from rapport.simulation.scenario import Scenario
from rapport.simulation.slots import SLOTS
from rapport.simulation.state import State


class View:
    """A wing as it stands. `World` is one that can be stepped and changed."""

    def __init__(self, scenario: Scenario, state: State) -> None:
        self.scenario = scenario
        self._state = state

    # ---- where we are --------------------------------------------------------------------------------------

    @property
    def seed(self) -> int:
        """The seed: with it and this program anybody can draw the truth again. Keep it off pages."""
        return self._state.seed

    @property
    def luck(self) -> int | None:
        """The seed by which a branch's future is drawn, where it is not the world's own."""
        return self._state.luck

    @property
    def clock(self) -> int:
        """How many slots, of seven a day, have been simulated."""
        return self._state.clock

    @property
    def day(self) -> int:
        """The day of the next slot to be simulated, from 0."""
        return self._state.clock // SLOTS

    @property
    def slot(self) -> int:
        """The next slot of that day to be simulated, 0 … 6."""
        return self._state.clock % SLOTS

    @property
    def ended(self) -> bool:
        """Whether the last day is over."""
        return self.day >= self.scenario.days

    @property
    def next_played(self) -> tuple[int, int] | None:
        """(day, slot) of the next slot that the trainee plays, or None when there is none left."""
        return next((at for at in self.scenario.played if at >= (self.day, self.slot)), None)

    @property
    def log(self) -> tuple[acts.Logged, ...]:
        """Every act that was done, with its time: with seed and scenario all that a replay needs."""
        return tuple(self._state.log)

    @property
    def truth_commitment(self) -> str:
        """The commitment to the truth (SHA-256, hexadecimal), to be published at the start."""
        return self._state.commitment

    @cached_property
    def population(self) -> Population:
        """The people with their cells and work."""
        return populate(self.scenario, self._state.seed)

    @cached_property
    def _agenda(self) -> cases.Agenda:
        return cases.agenda(self.scenario, self._state.seed, marker_salt=self._state.marker_salt)

    # ---- what can be seen of it ----------------------------------------------------------------------------

    @property
    def people(self) -> pa.Table:
        """Who lives here: person, surname, initial, number, cell, landing, workplace, nickname, born, arrived,
        expected_release.
        """
        return self.population.table

    @property
    def events(self) -> pa.Table:
        """Everything that happened so far. For the server only: an officer sees his exposures."""
        return rows.joined(rows.Event, self._state.events)

    @property
    def exposures(self) -> pa.Table:
        """What each officer could see so far, and what he was shown."""
        return rows.joined(rows.Exposure, self._state.exposures)

    @property
    def reports(self) -> pa.Table:
        """What the simulated colleagues made of what they were shown."""
        return rows.joined(rows.Report, self._state.reports)

    @property
    def changes(self) -> pa.Table:
        """The lines of every morning so far."""
        return rows.joined(rows.Change, self._state.changes)

    def present(self, day: int, slot: int) -> NDArray[np.int64]:
        """The place index of every man in this slot: as it was, or, for the next slots, as it will be if nobody
        acts.
        """
        at = day * SLOTS + slot
        if at < self._state.clock:
            return np.array(self._state.where[at], dtype=np.int64)
        return self._places(day, slot)

    def open_posts(self, day: int, slot: int) -> list[str]:
        """The posts that can be taken in this slot, those with at least four men; none at an anchor, where
        everybody sees the same.
        """
        if self.scenario.slots[slot].anchor:
            return []
        present = perception.crowd(self.present(day, slot), len(self.scenario.plan))
        return [post.id for post in perception.manned(self.scenario, present)]

    def seat(self, officer: int) -> tuple[str, str]:
        """Where a trainee's seat stands and how it works (post, approach) in the next slot with a chosen post."""
        return self._state.seats[officer]

    def trust(self, person: int) -> int:
        """A man's trust in staff, 0 … 1000: a function of logged acts alone."""
        return int(self._state.trust[person])

    def ties(self, person: int) -> list[int]:
        """The people a man holds on to now, at most eight, the closest first."""
        return contacts.closest(self.scenario.ties, self._state.ties, person)

    def confined_days(self, *, since: int) -> float:
        """Days that people were kept in their cells from this slot on, up to now: each man's counted by itself."""
        kept = self._state.confined
        return sum(max(0, min(end, self.clock) - max(start, since)) for _, start, end in kept) / SLOTS

    def rest_of_day(self, day: int) -> str:
        """The wording of the one line that tells the rest of this day."""
        return mornings.rest_of_day(self.scenario, self._state.seed, day)

    # ---- inside --------------------------------------------------------------------------------------------

    def _chosen_posts(self) -> list[str]:
        """The posts that can be taken in the next slot for which a post is chosen."""
        slots, now = self.scenario.slots, (self.day, self.slot)
        chosen = next((at for at in self.scenario.played if at >= now and not slots[at[1]].anchor), None)
        return self.open_posts(*chosen) if chosen else []

    def _places(self, day: int, slot: int) -> NDArray[np.int64]:
        confined = self._state.confined_at(len(self.population), day * SLOTS + slot)
        called = cases.called(self._agenda, self.population, confined, day=day, slot=slot)
        return regime.places(
            self.scenario, self.population, self._state.chance, day=day, slot=slot, confined=confined, called=called
        )
