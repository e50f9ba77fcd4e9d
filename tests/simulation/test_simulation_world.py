"""The same scenario, seed and acts give the same bytes; and an act reaches only as far as its cause."""

import numpy as np
import pytest
from simulation_walks import NONCE, walk

from rapport.simulation import ActRefused, Scenario, SnapshotError, World, acts
from rapport.simulation.plan import CHANNELS

# The walk of seed 7 in each scenario, and in each shift, by engine 2.
GOLDEN = {
    "exercise-b": "2e67c040b4ae26d2fb7aeda910521b1dc222c815976d16c3d27360977dd9b931",
    "exercise-b-shift": "f3055233c8bd8db0bcd25caa92e1bb8f0e1e18a23d08656ae82010b40989bbdf",
    "exercise-d": "4a886bdd5b14ded237900d26763586c6964746a2120d1dbe85d2f03e986e786a",
    "exercise-d-shift": "7c26baedd61b023ade16e24421c1b91364dda534ef10db610baccc85361f8eca",
    "exercise-e": "d3f90f9afddf1e136dd258dd76b7da3d5f64ee4b63e44bb635595b6b15ed076f",
    "exercise-e-shift": "7cb74bc79a80375bb30bdbd5023ae19a38808a7c86cda7aedb3a093bff82af44",
    "exercise-k": "2b9ce86d02a7892ec4494cd26b51a3edc66be5aef201a23354abfa4bb33878ef",
    "exercise-k-shift": "b408ad7f946021bc64c099199b7776fadc2a1fabd2cfc0d9f3185c89c6c5d092",
    "exercise-l": "4da89b746eab7a85f3534be4d7cc2d5eba5ce0dad1c85b1bcc41a2bf04a1303b",
    "exercise-l-shift": "ddf44b8cc86728934aa58147998880da545361c3a20087cb751e89ce6ec60b2e",
    "exercise-m": "5062f324226be12ef21934b0bea6fc03435a5dce3bca4bcee5074423c0990b55",
    "exercise-m-shift": "a147072984d7ef9b756dfd11ed3cbc0b43b3ec7d743fd6f6c844c1d984c03d57",
}


def world_of(scenario, seed=7):
    return World.from_scenario(scenario, seed=seed, nonce=NONCE)


def busy_half(world):
    """A first half in which somebody stands, talks, helps and restricts."""
    world.act(acts.TakePost(0, "yard", "with_people"))
    world.play()
    world.play()
    world.act(acts.Talk(0, 11))
    world.act(acts.Support(12))
    world.step(slots=9)
    world.act(acts.Restrict(20, 2))
    world.step(slots=12)
    return world


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_walk_has_the_bytes_it_always_had(name):
    assert walk(world_of(Scenario.load(name))).digest() == GOLDEN[name], (
        "the bytes of a world changed, and stored exercises name their engine: give it a new version"
    )


def test_a_world_replays_from_its_seed_and_its_log(scenario):
    world = busy_half(world_of(scenario))
    world.step(days=20)
    log = [acts.Logged.from_dict(entry.to_dict()) for entry in world.log]
    again = World.replay(scenario, seed=7, nonce=NONCE, acts=log, slots=world.clock)
    assert again.snapshot() == world.snapshot()
    assert again.digest() == world.digest()


def test_an_interrupted_world_goes_on_as_if_nothing_had_been(scenario):
    whole, first = busy_half(world_of(scenario)), busy_half(world_of(scenario))
    resumed = World.restore(scenario, first.snapshot())
    assert resumed.snapshot() == first.snapshot()
    for world in (whole, resumed):
        world.act(acts.Talk(0, 3))
        world.step(days=20)
    assert resumed.snapshot() == whole.snapshot()
    assert resumed.changes.equals(whole.changes)
    assert resumed.reports.equals(whole.reports)


def test_a_branch_is_the_same_world_until_somebody_acts_in_it(scenario):
    world = busy_half(world_of(scenario))
    other = world.branch()
    before = world.digest()
    other.act(acts.Restrict(world.population.table["person"][5].as_py(), 5))
    other.step(days=3)
    assert world.digest() == before, "what is done to a branch reached the world it came from"
    world.step(days=3)
    assert other.digest() != world.digest()


def test_an_act_without_effect_changes_no_byte(scenario):
    quiet, busy = world_of(scenario), world_of(scenario)
    while not busy.ended:
        at = next((at for at in scenario.played if at >= (busy.day, busy.slot)), None)
        if at and not scenario.slots[at[1]].anchor:
            busy.act(acts.TakePost(0, "landing_2" if busy.seat(0)[0] == "landing_2" else "landing_1", "watch"))
        busy.play()
    quiet.step(days=10)
    assert len(busy.log) > 0
    assert busy.digest() == quiet.digest()


def test_where_an_officer_stands_changes_nothing_of_what_happens_at_anchors(scenario):
    """Everybody sees the same there: drawn for the event alone, whatever anybody did before."""
    still, walker = world_of(scenario), walk(world_of(scenario))
    still.step(days=10)

    def at_anchors(world):
        rows = [row for row in world.exposures.to_pylist() if row["approach"] == "anchor"]
        return [(row["event"], row["officer"], row["shown"], row["position"]) for row in rows]

    assert at_anchors(still) == at_anchors(walker)
    assert {officer for _, officer, _, _ in at_anchors(still)} == {0, 1, 2, 3}


def test_taking_one_man_away_moves_nobody_else(scenario):
    """With draws from a stream, every later contact of other people would change."""
    world = world_of(scenario)
    inside = {person for case in world._agenda.cases for person in case.cast}
    man = next(person for person in range(60) if person not in inside)
    other = world.branch()
    other.act(acts.Restrict(man, 10))
    for _ in range(21):
        world.step(slots=1)
        other.step(slots=1)
        mine, theirs = world.present(world.day, world.slot), other.present(world.day, world.slot)
        rest = np.arange(60) != man
        assert (mine[rest] == theirs[rest]).all()
        assert (world._state.ties[np.ix_(rest, rest)] == other._state.ties[np.ix_(rest, rest)]).all()
    assert (world._state.ties[man] != other._state.ties[man]).any()


def test_a_snapshot_of_another_scenario_or_a_torn_one_is_refused(scenario, tmp_path):
    snapshot = busy_half(world_of(scenario)).snapshot()
    for torn in (b"", b"hello", snapshot[:-3], snapshot[:40]):
        with pytest.raises(SnapshotError):
            World.restore(scenario, torn)
    from rapport.simulation.scenario import FOLDER, Scenario

    changed = (FOLDER / "exercise-b.yaml").read_text().replace("grows: {value: 40", "grows: {value: 41")
    (tmp_path / "other.yaml").write_text(changed)
    with pytest.raises(SnapshotError):
        World.restore(Scenario.load(tmp_path / "other.yaml"), snapshot)


def test_acts_that_cannot_be_done_say_why_and_change_nothing(scenario):
    world = world_of(scenario)
    before = world.snapshot()
    for act, code in (
        (acts.TakePost(0, "yard", "check"), "no_ground"),
        (acts.TakePost(0, "moon", "watch"), "post_closed"),
        (acts.TakePost(0, "yard", "stare"), "no_approach"),
        (acts.TakePost(1, "yard", "watch"), "not_a_seat"),
        (acts.TakePost(9, "yard", "watch"), "no_officer"),
        (acts.Talk(0, 60), "nobody"),
        (acts.Restrict(5, 0), "no_days"),
    ):
        with pytest.raises(ActRefused) as refused:
            world.act(act)
        assert refused.value.code == code
    assert world.snapshot() == before
    world.step(days=20)
    with pytest.raises(ActRefused):
        world.act(acts.Support(1))


def test_an_act_survives_being_written_down():
    for act in (
        acts.TakePost(0, "yard", "check", "smell of smoke"),
        acts.Talk(0, 4),
        acts.Restrict(3, 2),
        acts.Support(1),
    ):
        assert acts.from_dict(act.to_dict()) == act
    for wrong in ({}, {"kind": "shoot"}, {"kind": "talk", "officer": 0}):
        with pytest.raises(ActRefused):
            acts.from_dict(wrong)


def test_a_confined_man_stays_in_his_cell_and_comes_back(scenario):
    world = world_of(scenario)
    world.act(acts.Restrict(4, 2))
    cell = world.people["cell"][4].as_py()
    world.step(days=2)
    assert {int(world.present(day, slot)[4]) for day in (0, 1) for slot in range(7)} == {cell}
    world.step(days=1)
    assert cell not in {int(world.present(2, slot)[4]) for slot in range(7)}
    told = [(row["code"], row["person"]) for row in world.changes.to_pylist()]
    assert ("restricted", 4) in told
    assert ("returned", 4) in told


def test_a_wing_in_which_everybody_is_locked_up_is_silent_and_goes_on(scenario):
    world = world_of(scenario)
    for person in range(60):
        world.act(acts.Restrict(person, 5))
    world.step(days=5)
    assert world.events.num_rows == world.exposures.num_rows == 0
    assert world.open_posts(5, 0) == []
    world.step(days=5)
    assert world.events.num_rows > 500


def test_where_a_cast_is_confined_another_acts_or_nothing_happens(scenario):
    world = world_of(scenario)
    case = world._agenda.cases[0]
    for person in case.cast[:2]:
        world.act(acts.Restrict(person, 10))
    silent = world.branch()
    for person in case.cast[2:]:
        silent.act(acts.Restrict(person, 10))
    for each in (world, silent):
        each.step(days=10)
    inside = secrets_of(world, case.case)
    acting = {e["actor"] for e in world.events.to_pylist() if e["event"] in inside}
    assert acting <= set(case.cast[2:])
    assert len(acting) > 0
    assert secrets_of(silent, case.case) == set()


def secrets_of(world, case):
    return {row["event"] for row in world.unseal(NONCE).events.to_pylist() if row["case"] == case}


def test_where_people_trust_staff_a_case_moves_on_less_readily(scenario):
    """Through the stage alone, which is drawn from public trust, and whatever the kind of the case."""
    reached = {"cold": 0, "warm": 0}
    for seed in range(6):
        for mood, level in (("cold", 0), ("warm", 1000)):
            world = world_of(scenario, seed)
            while not world.ended:
                world._state.trust[:] = level
                world.step(slots=1)
            reached[mood] += sum(world._state.stages)
    assert reached["warm"] < reached["cold"]


def test_decent_contact_raises_trust_and_a_heavy_hand_costs_it(scenario):
    world = world_of(scenario)
    plain = world.branch()
    world.act(acts.Talk(0, 8))
    assert world.trust(8) > plain.trust(8)
    world.act(acts.Restrict(8, 1))
    friends = world.ties(8)
    assert world.trust(8) < plain.trust(8)
    assert all(world.trust(friend) < plain.trust(friend) for friend in friends)
    searched, stood = world_of(scenario), world_of(scenario)
    searched.act(acts.TakePost(0, "yard", "check", "smell of smoke"))
    stood.act(acts.TakePost(0, "yard", "with_people"))
    for each in (searched, stood):
        each.play()
        each.play()
    assert sum(map(stood.trust, range(60))) > sum(map(plain.trust, range(60)))
    idle = [note for note in searched._state.notes if note[0] == "check_idle"]
    if idle:
        assert sum(map(searched.trust, range(60))) < sum(map(stood.trust, range(60)))


def test_who_is_talked_with_answers_in_the_next_slot_as_something_told(scenario):
    world = world_of(scenario)
    world.act(acts.Talk(0, 8))
    world.act(acts.Talk(0, 8))
    step = world.step(slots=1)
    told = [row for row in step.events.to_pylist() if row["channel"] == "told"]
    assert [row["actor"] for row in told] == [8]
    assert not any(told[0][cue] for cue in ("kept_away", "asked_return", "hidden"))
    heard = [row for row in step.exposures.to_pylist() if row["event"] == told[0]["event"]]
    assert [(row["officer"], row["shown"]) for row in heard] == [(0, True)]
    assert "told" not in CHANNELS
