"""Cases: every event that is not ordinary belongs to one. What is drawn about a case, and in which order.

First, without any knowledge of kind: casts, the schedule (which slot, at an anchor or at which place), who acts
towards whom, which passages are marked. Then the truth: none, partial or full, and which cases are harmful. Last the
twins, among innocent events at anchors. So nothing that can be seen of a case before it acts tells its kind.

A case moves through its stages from left to right, after an event and never by itself; how readily depends on its
people's trust in staff, which is public. Kind enters in one place only: which law an act and its cues are drawn from.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Identities, Purpose
from rapport.simulation.population import Population
from rapport.simulation.regime import reachable
from rapport.simulation.scenario import Scenario

Event = tuple[int, int]  # case and ordinal
When = tuple[int, int]  # day and slot

_ATTEMPTS = 1000
_LEAD_IN_TWO = 2


@dataclass(frozen=True)
class Case:
    """One case. Its `cast` are people; the first is at the centre of it. Nobody is in two casts."""

    case: int
    kind: str
    harmful: bool
    cast: tuple[int, ...]


@dataclass(frozen=True)
class Planned:
    """One event that is to come: when, where (-1: the landing of the man who acts), who, and its marker. Nothing here
    reads the kind.
    """

    case: int
    ordinal: int
    event: int
    day: int
    slot: int
    place: int
    order: tuple[int, ...]
    occasion: int
    marked: bool
    twin: int

    @property
    def identity(self) -> int:
        """What its act and cues are drawn for: the event, or the pair of twins it belongs to."""
        return 10_000 + self.twin if self.twin >= 0 else self.case * 16 + self.ordinal


@dataclass(frozen=True)
class Agenda:
    """All that is decided before the first morning, and sealed."""

    level: str
    cases: tuple[Case, ...]
    planned: tuple[Planned, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds, case by case."""
        return tuple(case.kind for case in self.cases)

    @property
    def markers(self) -> tuple[bool, ...]:
        """The markers, in the order of case and ordinal."""
        return tuple(p.marked for p in sorted(self.planned, key=lambda p: (p.case, p.ordinal)))

    def at(self, day: int, slot: int) -> tuple[Planned, ...]:
        """What is to come in this slot, by case."""
        return tuple(p for p in self.planned if (p.day, p.slot) == (day, slot))


def agenda(scenario: Scenario, seed: int, *, marker_salt: int = 0) -> Agenda:
    """Draw a world's cases. Another `marker_salt` gives other markers and changes nothing else (a test relies on
    it).
    """
    level, kinds = _kinds(scenario, seed)
    harmful = [kind == scenario.cases.harmful for kind in kinds]
    casts = casts_of(scenario, seed)
    when = _schedule(scenario, seed)
    where = _places(scenario, seed, when)
    twins = _twins(scenario, seed, when, where, harmful)
    begins = _occasions(scenario, seed, when, twins)
    markers = _markers(scenario, seed, when, twins, marker_salt)
    planned = [
        Planned(
            case=case,
            ordinal=ordinal,
            event=event_number(seed, (1 << 40) + case * 16 + ordinal),
            day=day,
            slot=slot,
            place=where[case, ordinal],
            order=_order(scenario, seed, case, ordinal),
            occasion=begins[case, ordinal],
            marked=markers[case, ordinal],
            twin=twins.get((case, ordinal), -1),
        )
        for (case, ordinal), (day, slot) in when.items()
    ]
    cases = tuple(Case(c, kinds[c], harmful[c], casts[c]) for c in range(scenario.cases.count))
    return Agenda(level, cases, tuple(sorted(planned, key=lambda p: (p.day, p.slot, p.case))))


def event_number(seed: int, identity: int) -> int:
    """The number of an event (50 bits, drawn): it tells neither what kind of event this is nor how many there are."""
    return int(draws.words64(draws.key(seed, Purpose.EVENT), np.array([identity], dtype=np.int64))[0] >> np.uint64(14))


def acting(agenda: Agenda, planned: Planned, confined: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Who acts and towards whom: the first two of the cast, in their drawn order, who are not confined. None if there
    are not two.
    """
    cast = agenda.cases[planned.case].cast
    free = [cast[k] for k in planned.order if not confined[cast[k]]]
    return (free[0], free[1]) if len(free) > 1 else None


def called(agenda: Agenda, people: Population, confined: NDArray[np.bool_], *, day: int, slot: int) -> dict[int, int]:
    """Where something of a case happens in this slot, by the people to whom it happens."""
    found: dict[int, int] = {}
    for planned in agenda.at(day, slot):
        men = acting(agenda, planned, confined)
        if men is not None:
            place = int(people.landing[men[0]]) if planned.place < 0 else planned.place
            found.update(dict.fromkeys(men, place))
    return found


def level_of(scenario: Scenario, seed: int) -> str:
    """Which of the three truths this seed has: for those who set up an exercise, before it is sealed."""
    drawn = draws.draw_one(draws.key(seed, Purpose.TRUTH), 0)
    bound = 0
    for level in scenario.truths:
        bound += level.prior
        if drawn < bound:
            return level.id
    return scenario.truths[-1].id


def seed_with(scenario: Scenario, level: str, *, start: int = 0) -> int:
    """The first seed from `start` on whose truth is this one."""
    if level not in {truth.id for truth in scenario.truths if truth.prior > 0}:
        raise ValueError(f"no world of this scenario has the truth {level!r}")
    seed = start
    while level_of(scenario, seed) != level:
        seed += 1
    return seed


def movement_of(scenario: Scenario, seed: int, case: int) -> str:
    """The movement of which a case's people speak, harmful or not: drawn for the case alone, so that none of the four
    kinds becomes "the" kind.
    """
    drawn = draws.pick_one(draws.key(seed, Purpose.KINDS, 1), case, len(scenario.movements))
    return scenario.movements[drawn]


def _cases(scenario: Scenario) -> Identities:
    return np.arange(scenario.cases.count, dtype=np.int64)


def _kinds(scenario: Scenario, seed: int) -> tuple[str, list[str]]:
    level = level_of(scenario, seed)
    true_cases = next(truth.true_cases for truth in scenario.truths if truth.id == level)
    kinds = [""] * scenario.cases.count
    for rank, case in enumerate(draws.shuffled(draws.key(seed, Purpose.KINDS), _cases(scenario)).tolist()):
        benign = scenario.cases.benign[rank % len(scenario.cases.benign)]
        kinds[case] = scenario.cases.harmful if rank < true_cases else benign
    return level, kinds


def casts_of(scenario: Scenario, seed: int) -> list[tuple[int, ...]]:
    """Who belongs together, by case: drawn before any kind is, and knowing of none."""
    size = scenario.cases.cast
    people = draws.shuffled(draws.key(seed, Purpose.CAST), np.arange(scenario.population, dtype=np.int64)).tolist()
    return [tuple(people[c * size : (c + 1) * size]) for c in range(scenario.cases.count)]


def _schedule(scenario: Scenario, seed: int) -> dict[Event, When]:
    """(case, ordinal) -> (day, slot); a case has at most one event in a slot, and its ordinals follow time."""
    form = scenario.cases
    anchors = [at for at in scenario.played if scenario.slots[at[1]].anchor]
    chosen = [at for at in scenario.played if not scenario.slots[at[1]].anchor]
    times: dict[int, list[tuple[int, int]]] = {case: [] for case in range(form.count)}
    for part, (slots, each) in enumerate([(anchors, form.at_anchors), (chosen, form.at_chosen)]):
        for case, at in _dealt(seed, part, slots, form.count, each, form.most_in_a_slot):
            times[case].append(at)
    return {(case, k): at for case, own in times.items() for k, at in enumerate(sorted(own))}


def _dealt(
    seed: int, part: int, slots: list[tuple[int, int]], count: int, each: int, most: int
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Deal seats in slots to cases until no case has two in one slot. Slots are filled once before any is filled
    twice.
    """
    for attempt in range(_ATTEMPTS):
        seats = [
            seat
            for round_ in range(most)
            for seat in draws.shuffled(
                draws.key(seed, Purpose.SCHEDULE, part * 8 + round_, attempt), np.arange(len(slots), dtype=np.int64)
            ).tolist()
        ][: count * each]
        key = draws.key(seed, Purpose.SCHEDULE, 64 + part, attempt)
        dealt = draws.shuffled(key, np.arange(count * each, dtype=np.int64)).tolist()
        hands = [sorted(seats[k] for k in dealt[case * each : (case + 1) * each]) for case in range(count)]
        if all(len(set(hand)) == each for hand in hands):
            yield from ((case, slots[seat]) for case, hand in enumerate(hands) for seat in hand)
            return
    raise ValueError("the played slots do not hold the events of the cases")


def _places(scenario: Scenario, seed: int, when: dict[Event, When]) -> dict[Event, int]:
    """Where each event happens: at an anchor on the landing of whoever acts (-1), else at a place that a post sees.

    Where a scenario wants the places of a case apart, they are dealt: a landing for each of its anchors, and for the
    slots with a chosen post no landing and no place twice as long as there are others.
    """
    apart = scenario.cases.places == "apart"
    return {
        event: _landing(scenario, seed, event, when)
        if apart and anchor
        else -1
        if anchor
        else _spot(scenario, seed, event, when)
        for event, (_, slot) in when.items()
        for anchor in [scenario.slots[slot].anchor]
    }


def _landing(scenario: Scenario, seed: int, event: Event, when: dict[Event, When]) -> int:
    """A landing for each anchor of a case, in a drawn order, again from the first when there are more anchors."""
    case, ordinal = event
    order = draws.shuffled(draws.key(seed, Purpose.SPOT, 1, case), np.array(scenario.landings, dtype=np.int64)).tolist()
    earlier = sum(scenario.slots[when[case, k][1]].anchor for k in range(ordinal))
    return int(order[earlier % len(order)])


def _spot(scenario: Scenario, seed: int, event: Event, when: dict[Event, When]) -> int:
    case, ordinal = event
    watched = {place for post in scenario.posts for place in post.sees}
    able = [place for place in reachable(scenario, when[event][1]) if place in watched]
    if scenario.cases.places == "apart":
        able = [place for place in able if place not in scenario.landings] or able
    return able[draws.pick_one(draws.key(seed, Purpose.SPOT), case * 16 + ordinal, len(able))]


def _occasions(scenario: Scenario, seed: int, when: dict[Event, When], twins: dict[Event, int]) -> dict[Event, int]:
    """Which pair of beginnings, among those that fit the hour; twins share one that fits both their hours, so that
    they differ in the marker alone.
    """
    key, pairs = draws.key(seed, Purpose.OCCASION), pair_members(twins)
    chosen = {}
    for event, (_, slot) in when.items():
        twin = twins.get(event, -1)
        both = [slot] if twin < 0 else [when[one][1] for one in pairs[twin]]
        able = fitting(scenario, *sorted(both))
        identity = event[0] * 16 + event[1] if twin < 0 else 10_000 + twin
        chosen[event] = able[draws.pick_one(key, identity, len(able))]
    return chosen


@lru_cache(maxsize=128)
def fitting(scenario: Scenario, *slots: int) -> tuple[int, ...]:
    """The pairs of beginnings that fit the hours of all these slots."""
    clocks = [scenario.slots[slot].clock for slot in slots]
    occasions = scenario.vocabulary.occasions
    return tuple(k for k, pair in enumerate(occasions) if all(pair.hours.hold(clock) for clock in clocks))


def pair_members(twins: dict[Event, int]) -> dict[int, list[Event]]:
    """pair -> its two events."""
    members: dict[int, list[Event]] = {}
    for event, pair in sorted(twins.items()):
        members.setdefault(pair, []).append(event)
    return members


def _order(scenario: Scenario, seed: int, case: int, ordinal: int) -> tuple[int, ...]:
    """The cast's seats in the order in which they come to act: half the time the centre of the case acts, towards one
    of the others; where he is the one to whom things are done, never.
    """
    key = draws.key(seed, Purpose.CAST, 1 + case, ordinal)
    others = draws.shuffled(key, np.arange(1, scenario.cases.cast, dtype=np.int64)).tolist()
    acts_himself = scenario.cases.centre == "either" and draws.pick_one(key, -1, _LEAD_IN_TWO) == 0
    return (0, *others) if acts_himself else (others[0], 0, *others[1:])


def _twins(
    scenario: Scenario, seed: int, when: dict[Event, When], where: dict[Event, int], harmful: list[bool]
) -> dict[Event, int]:
    """event -> pair. Two innocent events of different cases and slots, both at anchors.

    A form may have further pairs at chosen posts, both at places of one kind.
    """
    form = scenario.cases
    innocent = [event for event in when if not harmful[event[0]]]
    at_anchors = [event for event in innocent if scenario.slots[when[event][1]].anchor]
    elsewhere = [event for event in innocent if event not in set(at_anchors)]

    def kind(event: Event) -> str:
        return "" if where[event] < 0 else scenario.plan[where[event]].kind

    twins: dict[Event, int] = {}
    further = form.twin_pairs - form.twin_pairs_at_anchors
    for part, able, count in ((0, at_anchors, form.twin_pairs_at_anchors), (1, elsewhere, further)):
        pairs = _paired(seed, part, able, count, lambda one, two: when[one] != when[two] and kind(one) == kind(two))
        first = len(twins) // 2
        twins |= {event: first + pair for pair, both in enumerate(pairs) for event in both}
    return twins


def _paired(
    seed: int, part: int, able: list[Event], count: int, fits: Callable[[Event, Event], bool]
) -> list[tuple[Event, Event]]:
    """So many pairs of events of different cases that fit each other, drawn."""
    identities = np.array([case * 16 + ordinal for case, ordinal in sorted(able)], dtype=np.int64)
    for attempt in range(_ATTEMPTS):
        key = draws.key(seed, Purpose.TWINS, *((attempt, part) if part else (attempt,)))
        order = [divmod(identity, 16) for identity in draws.shuffled(key, identities).tolist()]
        pairs: list[tuple[Event, Event]] = []
        while order and len(pairs) < count:
            one = order.pop(0)
            two = next((event for event in order if event[0] != one[0] and fits(one, event)), None)
            if two is not None:
                order.remove(two)
                pairs.append((one, two))
        if len(pairs) == count:
            return pairs
    raise ValueError("there are not enough innocent events for the twins")


def _markers(
    scenario: Scenario,
    seed: int,
    when: dict[Event, When],
    twins: dict[Event, int],
    salt: int,
) -> dict[Event, bool]:
    """Each event's marker, drawn for itself; of two twins exactly one is marked, and which one is drawn."""
    key = draws.key(seed, Purpose.MARKER, salt)
    markers = {event: draws.draw_one(key, event[0] * 16 + event[1]) < scenario.marked for event in when}
    first: dict[int, tuple[int, int]] = {}
    for event in sorted(twins):
        pair = twins[event]
        if pair not in first:
            first[pair] = event
            markers[event] = draws.pick_one(key, 10_000 + pair, 2) == 1
        else:
            markers[event] = not markers[first[pair]]
    return markers
