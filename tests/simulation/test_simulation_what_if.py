"""What if: one moment lived on many times, as it was and otherwise, with the same luck on both sides."""

from concurrent.futures import Executor, ThreadPoolExecutor

import pytest
from simulation_walks import NONCE, walk

from rapport.simulation import ActRefused, Scenario, Sealed, World, acts
from rapport.simulation.notebook import Notebook
from rapport.simulation.what_if import WhatIf, what_if

AT = 32
"""After four days and some hours."""


@pytest.fixture(scope="module")
def hands() -> Executor:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture(scope="module")
def over(scenario: Scenario) -> World:
    """An exercise that is over, its truth open."""
    world = walk(World.from_scenario(scenario, seed=3, nonce=NONCE))
    world.unseal(NONCE)
    return world


@pytest.fixture(scope="module")
def hard_hand(over: World, hands: Executor) -> WhatIf:
    """What if four men had been kept in their cells for four days."""
    instead = [acts.Restrict(person, 4) for person in (4, 11, 23, 40)]
    return what_if(over, at=AT, instead=instead, d_a=1.5, executor=hands, runs=12)


def of(found: WhatIf, measure: str) -> dict:
    return next(row for row in found.intervals().to_pylist() if row["measure"] == measure)


def test_a_branch_with_a_luck_of_its_own_keeps_people_cases_and_past_and_lives_other_days(scenario: Scenario):
    world = World.from_scenario(scenario, seed=3, nonce=NONCE)
    world.step(days=3)
    same, other, again = world.branch(), world.branch(luck=8), world.branch(luck=8)
    for branch in (same, other, again):
        branch.step(days=7)
    assert other.digest() == again.digest() != same.digest()
    truths = [branch.unseal(NONCE) for branch in (same, other)]
    assert truths[0].cases.equals(truths[1].cases)
    assert other.people.equals(same.people)
    assert other.events.slice(0, world.events.num_rows).equals(world.events)
    planned = [set(truth.events["event"].to_pylist()) for truth in truths]
    assert planned[0] == planned[1]
    assert World.restore(scenario, other.snapshot()).luck == 8
    with pytest.raises(ValueError, match="luck"):
        Notebook.replayed(other)


def test_twins_stay_twins_when_a_branch_lies_between_them(scenario: Scenario):
    for seed in range(3):
        world = World.from_scenario(scenario, seed=seed, nonce=NONCE)
        world.step(days=5)
        branch = world.branch(luck=99)
        branch.step(days=5)
        looks: dict[int, set] = {}
        happened = {row["event"]: row for row in branch.events.to_pylist()}
        for row in branch.unseal(NONCE).events.to_pylist():
            if row["twin"] >= 0:
                event = happened[row["event"]]
                look = event["act"], event["kept_away"], event["asked_return"], event["hidden"]
                looks.setdefault(row["twin"], set()).add(look)
        assert looks
        assert all(len(look) == 1 for look in looks.values())


def test_what_was_done_at_that_moment_set_beside_itself_changes_nothing(over: World, hands: Executor):
    done = [entry.act for entry in over.log if entry.at == AT and not isinstance(entry.act, acts.TakePost)]
    found = what_if(over, at=AT, instead=done, d_a=1.5, executor=hands, runs=3)
    assert found.as_it_was.equals(found.otherwise)
    assert found.as_it_was["signals_shown"].to_pylist() != [0, 0, 0]


def test_a_hard_hand_costs_trust_and_days_and_the_interval_says_how_sure_that_is(hard_hand: WhatIf):
    assert hard_hand.as_it_was.num_rows == hard_hand.otherwise.num_rows == 12
    trust, days = of(hard_hand, "trust"), of(hard_hand, "confined")
    assert trust["runs"] == 12
    assert trust["low"] <= trust["mean"] <= trust["high"] < 0
    assert (days["mean"], days["error"]) == (16, 0)
    assert len(set(hard_hand.as_it_was["trust"].to_pylist())) > 6, "every run has the same luck"


def test_more_is_shown_than_reported_and_more_happens_than_is_shown(hard_hand: WhatIf):
    for side in (hard_hand.as_it_was, hard_hand.otherwise):
        for kind in ("signals", "look_alikes"):
            counts = [side[name].to_pylist() for name in (kind, f"{kind}_shown", f"{kind}_reported")]
            assert all(h >= s >= r for h, s, r in zip(*counts, strict=True))
            assert sum(counts[2]) > 0


def test_it_needs_an_open_truth_a_moment_that_was_and_acts_that_can_be_done(over: World, hands: Executor):
    sealed = World.from_scenario(over.scenario, seed=3, nonce=NONCE)
    sealed.step(days=5)
    with pytest.raises(Sealed):
        what_if(sealed, at=AT, instead=[], d_a=1.5, executor=hands)
    for wrong in ({"at": 70}, {"at": -1}, {"runs": 0}, {"d_a": 2.6}):
        with pytest.raises(ValueError, match=r"slot|run|colleague"):
            what_if(over, **{"at": AT, "instead": [], "d_a": 1.5, "executor": hands, **wrong})
    with pytest.raises(ActRefused):
        what_if(over, at=AT, instead=[acts.Restrict(4, 0)], d_a=1.5, executor=hands)
