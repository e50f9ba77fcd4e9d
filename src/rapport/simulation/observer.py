"""The ideal observer: how sure one could be of each case from what one officer was shown, and from what he was not.

He knows casts, the tables of likelihoods, priors and his own sealed exposures; not seed, kind or stage. He **knows
who belongs together**, which nobody on a real wing does: an upper bound for a reader who takes each case by itself,
for the debrief, never a tool. He predicts nothing about anyone.

One forward filter for each case over kind × stage (× how many of its events are still to come). A slot in which
nothing of a case was shown speaks too: P(nothing) = 1 − Σ e·q, e being the chance of an event of this look here and
now, q the chance that it would have been shown from where the officer stood.

He leaves out what links cases (how many are harmful in all, which events are twins), and that a crowd is a little
larger where something happens; both leave him calibrated, for they only make him see less than he might.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation import perception, rows
from rapport.simulation.behaviours import PlaceLaw
from rapport.simulation.notebook import Moment, Notebook, NotOurs, Seen, Sheet, Stand, require_ours, sealed_sheet
from rapport.simulation.plan import Slot
from rapport.simulation.regime import reachable
from rapport.simulation.scenario import Scenario
from rapport.simulation.tables import ONE
from rapport.simulation.world import World

__all__ = ["NotOurs", "Notebook", "Observer", "Sheet", "prior", "sealed_sheet"]

INNOCENT, HARMFUL = 0, 1
_PPM = 1_000_000
_LANDING = "landing"
_NOTHING = -1

Belief = NDArray[np.float64]
Chances = Mapping[int, tuple[str, NDArray[np.float64]]]


def prior(scenario: Scenario) -> float:
    """The chance that any one case is harmful, before anything is seen: the base rate."""
    return sum(level.prior / ONE * level.true_cases for level in scenario.truths) / scenario.cases.count


@dataclass(frozen=True, eq=False)
class Observer:
    """Reads one world's sheets by its notebook."""

    notebook: Notebook

    @classmethod
    def of(cls, world: World) -> "Observer":
        """An observer of this world as it stands; it is played again from its log to gather what everybody knows."""
        return cls(Notebook.replayed(world))

    def read(self, sheet: Sheet) -> pa.Table:
        """P(harmful) of every case after every played slot.

        Columns day, slot, case, event (what was shown of it, or -1), harmful (0 … 1). Raises `NotOurs` for a sheet
        of another world, of a branch, of another time, or one that was changed.
        """
        require_ours(self.notebook, sheet)
        belief = self._first()
        stood = {(stand.day, stand.slot): stand for stand in sheet.stood}
        seen = {(row.day, row.slot, self._case(row)): row for row in sheet.seen}
        read: list[tuple[int, int, int, int, float]] = []
        for k, moment in enumerate(self.notebook.moments):
            at = (moment.day, moment.slot)
            chances = self._chances(moment, stood.get(at))
            for case in range(len(belief)):
                row = seen.get((*at, case))
                belief[case] = self._after(belief[case], moment, case, row, chances, self._left(k))
                read.append((*at, case, row.event if row else _NOTHING, float(belief[case][HARMFUL].sum())))
        names = ("day", "slot", "case", "event", "harmful")
        columns = list(zip(*read, strict=True)) if read else [()] * len(names)
        types = (pa.int32(), pa.int32(), pa.int32(), pa.int64(), pa.float64())
        return pa.table({name: pa.array(c, t) for name, c, t in zip(names, columns, types, strict=True)})

    # ---- the filter ----------------------------------------------------------------------------------------

    def _first(self) -> list[Belief]:
        """Kind × stage × events to come at anchors × at chosen posts: everything is still to come."""
        form, law = self.notebook.scenario.cases, self.notebook.scenario.law
        belief = np.zeros((2, law.stages, form.at_anchors + 1, form.at_chosen + 1))
        harmful = prior(self.notebook.scenario)
        belief[:, 0, -1, -1] = 1 - harmful, harmful
        return [belief.copy() for _ in range(form.count)]

    def _after(
        self, belief: Belief, moment: Moment, case: int, row: Seen | None, chances: Chances, left: int
    ) -> Belief:
        """The belief about one case after one played slot; `left` slots of its sort were to come, this one among
        them.
        """
        axis = 2 if self._slot(moment).anchor else 3
        to_come = np.arange(belief.shape[axis]).reshape([-1 if k == axis else 1 for k in range(4)])
        here = belief * to_come / left  # it has an event in this slot
        free = moment.free[case]
        if row is not None:
            after = self._moved(_one_fewer(here, axis) * self._look(row)[:, :, None, None], moment.trust[case])
        else:
            unseen = self._unseen(chances)[:, :, None, None] if free else np.ones((1, 1, 1, 1))
            gone = _one_fewer(here * unseen, axis)
            after = belief - here + (self._moved(gone, moment.trust[case]) if free else gone)
        total = after.sum()
        if total <= 0:
            raise NotOurs("what these exposures show cannot happen in this world")
        done: Belief = after / total
        return done

    def _moved(self, belief: Belief, trust: int) -> Belief:
        """After an event a case goes on to its next stage, the less readily the more its people trust staff."""
        on = self.notebook.scenario.law.moves_on[trust] / ONE
        moved = belief.copy()
        moved[:, :-1] -= belief[:, :-1] * on
        moved[:, 1:] += belief[:, :-1] * on
        return moved

    def _look(self, row: Seen) -> NDArray[np.float64]:
        """The chance of this act with these cues, by kind and stage, at the kind of place where it was seen."""
        scenario = self.notebook.scenario
        law = self.notebook.tables[scenario.plan[row.place].kind]
        acts = _act_chances(law)[:, :, law.acts.index(row.act)]
        cue = np.array([scenario.law.cue_benign_milli, scenario.law.cue_harmful_milli]) / 1000
        present = sum(row.cues)
        looks: NDArray[np.float64] = acts * (cue**present * (1 - cue) ** (len(row.cues) - present))[:, None]
        return looks

    def _unseen(self, chances: Chances) -> NDArray[np.float64]:
        """1 − Σ e·q by kind and stage, for an event that does happen in this slot; each place is equally likely."""
        seen = np.zeros((2, self.notebook.scenario.law.stages))
        for kind, q in chances.values():
            seen += (_act_chances(self.notebook.tables[kind]) * q).sum(axis=2) / len(chances)
        return 1 - seen

    # ---- what could be seen --------------------------------------------------------------------------------

    def _chances(self, moment: Moment, stand: Stand | None) -> Chances:
        """For each place where something can happen in this slot: its kind, and q of each act that can happen."""
        scenario = self.notebook.scenario
        if self._slot(moment).anchor:
            acts = self.notebook.tables[_LANDING].acts
            return {_NOTHING: (_LANDING, np.full(len(acts), scenario.seeing.anchor_ppm / _PPM))}
        watched = {place for post in scenario.posts for place in post.sees}
        places = [place for place in reachable(scenario, moment.slot) if place in watched]
        return {place: (scenario.plan[place].kind, self._sights(moment, stand, place)) for place in places}

    def _sights(self, moment: Moment, stand: Stand | None, place: int) -> NDArray[np.float64]:
        scenario = self.notebook.scenario
        acts = self.notebook.tables[scenario.plan[place].kind].acts
        if stand is None:
            return np.zeros(len(acts))
        post, present = scenario.post(stand.post), int(moment.crowd[place])
        sights = [
            perception.chance(scenario, self._event(moment, place, act), post, stand.approach, present=present)
            for act in acts
        ]
        return np.array(sights) / _PPM

    def _event(self, moment: Moment, place: int, act: int) -> rows.Event:
        known = self.notebook.scenario.vocabulary.acts[act]
        nothing = (False, False, False)
        return rows.Event(
            -1, moment.day, moment.slot, place, "", *nothing, -1, -1, known.channel, known.salience_milli, -1, ""
        )

    def _slot(self, moment: Moment) -> Slot:
        return self.notebook.scenario.slots[moment.slot]

    def _left(self, k: int) -> int:
        """How many played slots of this one's sort (anchor or chosen) were to come, this one among them."""
        moment, scenario = self.notebook.moments[k], self.notebook.scenario
        anchor = self._slot(moment).anchor
        rest: Sequence[tuple[int, int]] = [at for at in scenario.played if at >= (moment.day, moment.slot)]
        return sum(scenario.slots[slot].anchor == anchor for _, slot in rest)

    def _case(self, row: Seen) -> int:
        """Whose case this is: he knows who belongs together."""
        for case, cast in enumerate(self.notebook.casts):
            if set(row.people) <= set(cast):
                return case
        raise NotOurs("these exposures tell of people who are in no case of this world")


def _act_chances(law: PlaceLaw) -> NDArray[np.float64]:
    """The chance of each act, by kind and stage. The innocent share one law whatever their stage."""
    harmful = np.array(law.weights_harmful, dtype=np.float64)
    innocent = np.tile(np.array(law.weights_benign, dtype=np.float64), (len(harmful), 1))
    table = np.stack([innocent, harmful])
    chances: NDArray[np.float64] = table / table.sum(axis=2, keepdims=True)
    return chances


def _one_fewer(belief: Belief, axis: int) -> Belief:
    """One event fewer to come. Where none was to come the belief is nought already."""
    return np.roll(belief, -1, axis=axis)
