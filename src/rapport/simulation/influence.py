"""Background influence: how recruitment could spread and fade through meetings, as a model beside the exercises.

**No exercise reads it**: cases, passages and colleagues know nothing of these compartments, and nothing here looks at
a person. Everybody is one of: susceptible (S), drawn in (E), recruiting (R), or his bed is empty.

Rates: McCluskey and Santoprete, *A bare-bones mathematical model of radicalization* (Journal of Dynamics and Games 5,
2018; arXiv 1711.03227), here per meeting. S′ = Λ − μS − βSR; E′ = q_E βSR − (μ+d_E+c_E)E + c_R R;
R′ = q_R βSR + c_E E − (μ+d_R+c_R)R, with β = κp/N, κ meetings a man and day, p conversions a meeting of S with R, and
Λ = μN: every bed is turned over at the rate μ, and whoever disengages (d) leaves his bed empty until then.
Reinforcement: Centola and Macy, *Complex contagions and the weakness of long ties* (American Journal of Sociology
113, 2007): nobody is drawn in before so many different recruiters have each convinced him.

It is not validated against any prison and predicts nothing about anyone. Sizes of all rates are assumptions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import contacts, draws
from rapport.simulation.draws import Purpose
from rapport.simulation.slots import SLOTS
from rapport.simulation.tables import ONE
from rapport.simulation.world import World

SUSCEPTIBLE, DRAWN_IN, RECRUITING, EMPTY = 0, 1, 2, 3
_COMPARTMENTS = 4
_CONVINCED, _BECOMES, _CHANGES, _SHUFFLED = 0, 1, 2, 3

Pairs = NDArray[np.int64]
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Rates:
    """Rates a day, `conversion` a meeting of S with R, `recruits_at_once` (q_R) the share of the converted that
    recruit from the start. `reinforcement` counts different recruiters.
    """

    conversion: float
    turnover: float
    drawn_in_leaves: float = 0.0
    recruiter_leaves: float = 0.0
    begins_recruiting: float = 0.0
    ceases_recruiting: float = 0.0
    recruits_at_once: float = 0.0
    reinforcement: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be a rate or a share."""
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 <= value < ONE:
                raise ValueError(f"{field.name} cannot be {value}")
        if self.conversion > 1 or self.recruits_at_once > 1:
            raise ValueError("conversion and recruits_at_once are shares, at most 1")
        if self.reinforcement < 1:
            raise ValueError("somebody convinces: reinforcement is 1 at least")

    @property
    def fastest(self) -> float:
        """The largest of the rates at which anybody leaves a compartment by himself, a day."""
        return max(
            self.turnover + self.drawn_in_leaves + self.begins_recruiting,
            self.turnover + self.recruiter_leaves + self.ceases_recruiting,
        )


def reproduction(rates: Rates, *, meetings: float) -> float:
    """R₀ = κp [c_E + q_R(μ+d_E)] / [(μ+d_E+c_E)(μ+d_R+c_R) − c_E c_R]; `meetings` (κ) are a man and day.

    Raises `ValueError` for any reinforcement but 1: one recruiter among nobody then converts nobody.
    """
    if rates.reinforcement != 1:
        raise ValueError("R₀ exists only where one recruiter is enough")
    drawn_in = rates.turnover + rates.drawn_in_leaves + rates.begins_recruiting
    recruiting = rates.turnover + rates.recruiter_leaves + rates.ceases_recruiting
    become = rates.begins_recruiting + rates.recruits_at_once * (rates.turnover + rates.drawn_in_leaves)
    lasting = drawn_in * recruiting - rates.begins_recruiting * rates.ceases_recruiting
    if lasting <= 0:
        raise ValueError("somebody must leave: with no turnover and no leaving there is no R₀")
    return meetings * rates.conversion * become / lasting


def mean_field(rates: Rates, start: Counts, *, meetings: float, days: float, step: float = 0.05) -> Counts:
    """The published equations, integrated by the classical Runge–Kutta method: rows (day, S, E, R), every `step` days.

    `start` are (S, E, R); the number of beds is their sum.
    """
    beds, turns = float(np.sum(start)), round(days / step)
    rows = np.empty((turns + 1, 4))
    now = np.asarray(start, dtype=np.float64)
    rows[0] = 0.0, *now
    for k in range(turns):
        one = _flow(rates, now, meetings=meetings, beds=beds)
        two = _flow(rates, now + one * step / 2, meetings=meetings, beds=beds)
        three = _flow(rates, now + two * step / 2, meetings=meetings, beds=beds)
        four = _flow(rates, now + three * step, meetings=meetings, beds=beds)
        now = now + (one + 2 * two + 2 * three + four) * step / 6
        rows[k + 1] = (k + 1) * step, *now
    return rows


def _flow(rates: Rates, now: Counts, *, meetings: float, beds: float) -> Counts:
    susceptible, drawn_in, recruiting = now
    converted = meetings * rates.conversion / beds * susceptible * recruiting
    begin, cease = rates.begins_recruiting * drawn_in, rates.ceases_recruiting * recruiting
    return np.array(
        [
            rates.turnover * (beds - susceptible) - converted,
            (1 - rates.recruits_at_once) * converted
            - (rates.turnover + rates.drawn_in_leaves) * drawn_in
            - begin
            + cease,
            rates.recruits_at_once * converted + begin - (rates.turnover + rates.recruiter_leaves) * recruiting - cease,
        ]
    )


class Influence:
    """The compartments of so many beds, stepped slot by slot on whatever meetings it is given.

    Every draw is keyed by slot and bed, or by slot and pair: never by a position. `state` holds a compartment for
    each bed. All of a slot is decided from how it began.
    """

    def __init__(self, rates: Rates, state: NDArray[np.int8], *, seed: int, slots_a_day: int = SLOTS) -> None:
        if rates.fastest / slots_a_day > 1:
            raise ValueError("a rate is too fast for slots this long")
        self.rates = rates
        self.state = state.astype(np.int8)
        self.clock = 0
        self._seed = seed
        self._slots = slots_a_day
        self._people = np.arange(len(state), dtype=np.int64)
        self._convinced_by: dict[int, set[int]] = {}
        self._turns = np.zeros(len(state), dtype=np.int64)  # which occupant of the bed this is

    @classmethod
    def with_recruiters(cls, rates: Rates, *, beds: int, recruiters: int, seed: int) -> "Influence":
        """Everybody susceptible but so many recruiters, drawn."""
        if not 0 <= recruiters <= beds:
            raise ValueError(f"{beds} beds do not hold {recruiters} recruiters")
        state = np.full(beds, SUSCEPTIBLE, dtype=np.int8)
        key = draws.key(seed, Purpose.INFLUENCE_START)
        state[draws.shuffled(key, np.arange(beds, dtype=np.int64))[:recruiters]] = RECRUITING
        return cls(rates, state, seed=seed)

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many are susceptible, drawn in, recruiting; how many beds are empty."""
        return np.bincount(self.state, minlength=_COMPARTMENTS).astype(np.int64)

    def step(self, pairs: Pairs) -> None:
        """One slot with these meetings: an M × 2 array of beds, each unordered pair at most once."""
        becomes = self._changed()
        converted = self._converted(pairs)
        at_once = self._draw(_BECOMES, converted) < self._share(self.rates.recruits_at_once)
        stays = becomes[converted] == SUSCEPTIBLE
        becomes[converted[stays]] = np.where(at_once, RECRUITING, DRAWN_IN)[stays]
        self.state = becomes
        self.clock += 1

    def _changed(self) -> NDArray[np.int8]:
        """What everybody becomes by himself: turned over, gone, begun or ceased."""
        rates, state = self.rates, self.state
        drawn = self._draw(_CHANGES, self._people).astype(np.int64)
        over = self._share(rates.turnover / self._slots)
        leaves = self._by_compartment(rates.drawn_in_leaves, rates.recruiter_leaves)
        crosses = self._by_compartment(rates.begins_recruiting, rates.ceases_recruiting)
        becomes = state.copy()
        becomes[(drawn >= over) & (drawn < over + leaves)] = EMPTY
        cross = (drawn >= over + leaves) & (drawn < over + leaves + crosses)
        becomes[cross] = (DRAWN_IN + RECRUITING) - state[cross]
        new = drawn < over
        becomes[new] = SUSCEPTIBLE
        self._turns[new] += 1
        if self._convinced_by:
            for bed in np.flatnonzero(new).tolist():
                self._convinced_by.pop(bed, None)
        return becomes

    def _by_compartment(self, drawn_in: float, recruiting: float) -> NDArray[np.int64]:
        table = np.zeros(_COMPARTMENTS, dtype=np.int64)
        table[DRAWN_IN], table[RECRUITING] = (self._share(rate / self._slots) for rate in (drawn_in, recruiting))
        found: NDArray[np.int64] = table[self.state]
        return found

    def _converted(self, pairs: Pairs) -> NDArray[np.int64]:
        """Who is converted by these meetings, by bed."""
        first, second = self.state[pairs[:, 0]], self.state[pairs[:, 1]]
        one_way = pairs[(first == SUSCEPTIBLE) & (second == RECRUITING)]
        other_way = pairs[(first == RECRUITING) & (second == SUSCEPTIBLE)][:, ::-1]
        meetings = np.concatenate([one_way, other_way])
        convinced = self._draw(_CONVINCED, draws.pairs(meetings[:, 0], meetings[:, 1])) < self._share(
            self.rates.conversion
        )
        who = meetings[convinced]
        if self.rates.reinforcement > 1:
            return self._convinced_often(who)
        return np.unique(who[:, 0])

    def _convinced_often(self, who: Pairs) -> NDArray[np.int64]:
        """Of those convinced in this slot, the ones whom enough different recruiters have by now convinced."""
        enough = []
        for bed, recruiter in who.tolist():
            by = self._convinced_by.setdefault(bed, set())
            by.add(recruiter + len(self.state) * int(self._turns[recruiter]))
            if len(by) >= self.rates.reinforcement:
                enough.append(bed)
        for bed in set(enough):
            del self._convinced_by[bed]
        return np.unique(np.array(enough, dtype=np.int64))

    def _draw(self, part: int, identities: NDArray[np.int64]) -> draws.Draws:
        return draws.draw(draws.key(self._seed, Purpose.INFLUENCE, self.clock, part), identities)

    @staticmethod
    def _share(probability: float) -> int:
        return round(min(probability, 1.0) * ONE)


def meetings_in(world: World) -> Iterator[tuple[int, int, NDArray[np.int64], Pairs]]:
    """Who met whom in a world so far: for every simulated slot (day, slot, places, pairs), the very meetings by which
    its ties grew. `places` holds the place of each man.
    """
    rules, seed = world.scenario.ties, world.seed
    ties = contacts.first_ties(rules, seed, world.scenario.population)
    for at in range(world.clock):
        day, slot = divmod(at, SLOTS)
        where = world.present(day, slot)
        met = contacts.meetings(rules, seed, day=day, slot=slot, near=contacts.together(where), ties=ties)
        yield day, slot, where, met[np.lexsort((met[:, 1], met[:, 0]))]
        ties = contacts.grown(rules, ties, met)


def reshuffled(beds: int, *, together: int, slot: int, seed: int) -> Pairs:
    """Everybody is put at random into places of so many men, where each meets each: the stream of the mean field.

    Men left over meet nobody in this slot.
    """
    key = draws.key(seed, Purpose.INFLUENCE, slot, _SHUFFLED)
    order = np.argsort(draws.words64(key, np.arange(beds, dtype=np.int64)), kind="stable")
    places = order[: beds // together * together].reshape(-1, together)
    one, other = np.triu_indices(together, k=1)
    return np.stack([places[:, one].ravel(), places[:, other].ravel()], axis=1).astype(np.int64)
