"""The truth is sealed before the first morning, opens for one nonce only, and can be checked by everybody."""

import hashlib
import zlib

import pytest
from simulation_walks import NONCE, walk

from rapport.simulation import ENGINE, Sealed, World, WrongNonce, cases
from rapport.simulation.state import MAGIC

SEED = 11


@pytest.fixture(scope="module")
def world(scenario):
    return walk(World.from_scenario(scenario, seed=SEED, nonce=NONCE))


def test_the_commitment_is_the_hash_that_was_announced(scenario, world):
    agenda = cases.agenda(scenario, SEED)
    parts = [NONCE, ENGINE.encode(), scenario.hash.encode(), b"11", ",".join(agenda.kinds).encode()]
    parts.append("".join(str(int(marker)) for marker in agenda.markers).encode())
    by_hand = hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()
    assert world.truth_commitment == by_hand
    assert World.from_scenario(scenario, seed=SEED, nonce=NONCE).truth_commitment == by_hand, "playing changed it"


def test_a_changed_kind_marker_seed_scenario_or_nonce_does_not_verify(scenario, world):
    truth = world.unseal(NONCE)
    assert truth.verify(world.truth_commitment)
    said = {
        "scenario_hash": scenario.hash,
        "seed": SEED,
        "nonce": NONCE,
        "kinds": truth.kinds,
        "markers": truth.markers,
    }
    published = world.truth_commitment
    assert World.verify_commitment(published, **said)
    flipped = [not truth.markers[0], *truth.markers[1:]]
    kinds = ["grief" if truth.kinds[0] != "grief" else "recruitment", *truth.kinds[1:]]
    for lie in (
        {"kinds": kinds},
        {"kinds": truth.kinds[::-1]},
        {"markers": flipped},
        {"seed": 12},
        {"nonce": bytes(32)},
        {"nonce": b"short"},
        {"scenario_hash": "0" * 64},
        {"engine": "rapport-simulation/0"},
    ):
        assert not World.verify_commitment(published, **{**said, **lie}), f"{lie} went unnoticed"
    assert not World.verify_commitment("0" * 64, **said)


def test_the_truth_is_closed_until_it_is_opened_with_the_right_nonce(scenario):
    world = World.from_scenario(scenario, seed=SEED, nonce=NONCE)
    for closed in (lambda: world.truth, world.sights, world.reported_shares):
        with pytest.raises(Sealed):
            closed()
    for wrong in (bytes(32), NONCE[::-1], b"", b"x" * 31):
        with pytest.raises(WrongNonce):
            world.unseal(wrong)
    with pytest.raises(Sealed):
        _ = world.truth
    assert world.unseal(NONCE) is world.truth


def test_the_nonce_is_in_no_snapshot_and_a_restored_world_is_sealed_again(scenario, world):
    world.unseal(NONCE)
    snapshot = world.snapshot()
    inside = zlib.decompress(snapshot[len(MAGIC) :])
    assert b'"seed":11' in inside, "this does not look into the snapshot"
    for nonce in (NONCE, NONCE.hex().encode(), str(list(NONCE))[1:-1].encode()):
        assert nonce not in inside
    again = World.restore(scenario, snapshot)
    with pytest.raises(Sealed):
        _ = again.truth
    assert again.unseal(NONCE).events.equals(world.truth.events)


def test_numbers_and_order_of_events_do_not_tell_what_belongs_to_a_case(world):
    """The number of an event is drawn, and rows are sorted by place and number."""
    events = world.events.to_pylist()
    secret = {row["event"] for row in world.unseal(NONCE).events.to_pylist()}
    inside = sorted(number for number in secret)
    outside = [event["event"] for event in events if event["event"] not in secret]
    assert min(outside) < inside[0]
    assert inside[-1] < max(outside)
    assert max(outside) < 2**50
    assert len({event["event"] for event in events}) == len(events)
    told = [e for e in events if e["channel"] != "told"]
    assert told == sorted(told, key=lambda e: (e["day"], e["slot"], e["place"], e["event"]))


def test_the_truth_says_what_would_have_been_right(world):
    for row in world.unseal(NONCE).events.to_pylist():
        assert row["correct"] == ("report" if row["signal"] else "no_measure")
        assert row["signal"] != row["look_alike"]
        assert set(row["source"].split()) <= set("ABCX")
        assert set(row["information"].split()) <= set("1234")


def test_a_truth_of_half_an_exercise_is_true_of_that_half(scenario):
    world = World.from_scenario(scenario, seed=SEED, nonce=NONCE)
    world.step(days=4)
    half = world.unseal(NONCE).events.to_pylist()
    world.step(days=6)
    whole = world.unseal(NONCE).events.to_pylist()
    assert 0 < len(half) < len(whole)
    assert whole[: len(half)] == half
