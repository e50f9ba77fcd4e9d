"""A whole service, and the world, live by compiled kernels: the same bytes in every way of running them."""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from rapport.simulation import ActRefused, Sealed, Service, SnapshotError, World, WrongNonce, acts, draws
from rapport.simulation.draws import Purpose
from rapport.simulation.kernels import hashing
from rapport.simulation.kernels.columns import EMPTY
from rapport.simulation.perception import WATCH, chance
from rapport.simulation.service_world import NotKept, ServiceWorld

NONCE = bytes(range(32))
GOLDEN = {
    "room": "1be223452a6741e9e578de2aaf88042a166ed7fee63de08819ea0db05ad646c0",
    "service": "ff83a1cc6e231dd29d395c30494cd25a475ff7b5f314d2685c3d1c258c5f33f4",
    "world": "f465bea95c7bf25e1ec03186adfff4289548d7be0dddf0a75d8c4626466a2945",
}
TINY = [{"kind": "tiny", "count": 3, "beds": 40, "wings": 3}]


@pytest.fixture(scope="module")
def tiny() -> Service:
    return Service.load("room").with_values(establishments__groups=TINY)


def lived(service: Service, **options) -> ServiceWorld:
    world = ServiceWorld.from_scenario(service, seed=7, nonce=NONCE, **options)
    world.step(days=3)
    return world


# ---- the same bytes ----------------------------------------------------------------------------------------


def few_of(name: str) -> Service:
    """The scenario as it ships; of the world's twenty-two thousand establishments a small share of each kind."""
    service = Service.load(name)
    if name != "world":
        return service
    groups = [{**group, "count": group["count"] // 1500} for group in service.raw["establishments"]["groups"]]
    return service.with_values(establishments__groups=groups)


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_a_service_lives_as_it_always_did(name):
    """Whoever changes this changes every stored world of a service: a new ENGINE and a line in the changelog."""
    world = ServiceWorld.from_scenario(few_of(name), seed=7, nonce=NONCE)
    world.step(days=3)
    assert world.digest() == GOLDEN[name]


def test_one_thread_or_two_whole_or_resumed_or_replayed_are_the_same_bytes(tiny):
    whole = lived(tiny)
    assert lived(tiny, threads=2).digest() == whole.digest()
    resumed = ServiceWorld.from_scenario(tiny, seed=7, nonce=NONCE)
    for slots in (5, 1, 9, 6):
        resumed.step(slots=slots)
        resumed = ServiceWorld.restore(tiny, resumed.snapshot())
    assert resumed.snapshot() == whole.snapshot()
    acted = ServiceWorld.from_scenario(tiny, seed=7, nonce=NONCE)
    acted.step(slots=4)
    acted.act(acts.Restrict(5, 2))
    acted.step(slots=10)
    acted.act(acts.Support(5))
    acted.step(slots=3)
    again = World.replay(tiny, 7, acted.log, nonce=NONCE, slots=17)
    assert again.digest() == acted.digest()
    assert acted.digest() != whole.digest()


def test_rows_that_were_let_go_still_count_in_the_digest(tiny):
    kept, let_go = lived(tiny), ServiceWorld.from_scenario(tiny, seed=7, nonce=NONCE)
    for _ in range(3):
        let_go.step(days=1)
        let_go.forget_rows()
    assert let_go.events.num_rows == 0
    assert let_go.digest() == kept.digest()
    assert lived(tiny, keep=[]).digest() != kept.digest()


def test_rows_or_counters_only_people_live_the_same_lives(tiny):
    counted, kept = lived(tiny, keep=[]), lived(tiny, keep=["life", "contacts"])
    assert counted.days.equals(kept.days)
    assert counted.people.equals(kept.people)
    assert kept.contacts.num_rows == sum(kept.days["meetings"].to_pylist())
    assert kept.exposures.filter(kept.exposures["shown"]).num_rows == sum(kept.days["shown"].to_pylist())
    assert kept.events.num_rows == sum(kept.days["happenings"].to_pylist()) + sum(kept.days["case_events"].to_pylist())
    with pytest.raises(NotKept, match="keep"):
        _ = counted.events
    with pytest.raises(NotKept, match="contacts"):
        _ = counted.contacts


ELSEWHERE = """
import sys
from rapport.simulation import Service
from rapport.simulation.service_world import ServiceWorld
groups = [{"kind": "tiny", "count": 3, "beds": 40, "wings": 3}]
service = Service.load("room").with_values(establishments__groups=groups)
world = ServiceWorld.from_scenario(service, seed=7, nonce=bytes(range(32)))
world.step(days=int(sys.argv[1]))
print(world.digest())
"""


def digest_elsewhere(days: int, **environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ELSEWHERE, str(days)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


def test_where_more_rows_come_than_there_was_room_for_none_is_lost(tiny):
    """Corners of forty: in some slots more meetings than six for each bed, for which room is made."""
    crowded = tiny.with_values(contacts__together=40, contacts__meeting=0.9, contacts__meeting_tied=0.9)
    written = lived(crowded, keep=["life", "contacts"])
    counted = lived(crowded, keep=[])
    slots = Counter(zip(*(written.contacts[name].to_pylist() for name in ("day", "slot")), strict=True))
    assert max(slots.values()) > 6 * crowded.population, "there was room: this tests nothing"
    assert slots.total() == sum(counted.days["meetings"].to_pylist())
    assert written.days.equals(counted.days)


def test_compiled_or_not_the_bytes_are_the_same(tiny):
    """The interpreter runs the very same source, one number after the other."""
    world = ServiceWorld.from_scenario(tiny, seed=7, nonce=NONCE)
    world.step(days=1)
    assert digest_elsewhere(1, NUMBA_DISABLE_JIT="1") == world.digest()


@pytest.mark.torture
def test_for_an_older_processor_the_bytes_are_the_same(tiny):
    with tempfile.TemporaryDirectory() as folder:
        plain = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "NUMBA_CACHE_DIR": folder}
        without = {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX", "PYTHONHASHSEED": "5"}
        assert digest_elsewhere(3, **plain, **without) == lived(tiny).digest()


def test_compiled_draws_are_the_draws_of_the_library():
    identities = np.array([0, 1, 5, 1 << 40, (1 << 62) + 3], dtype=np.int64)
    for seed in (0, 7, (1 << 63) + 11):
        key = draws.key(seed, Purpose.MEETING, 5, 3)
        compiled = np.uint64(hashing.key_of(np.uint64(seed), int(Purpose.MEETING), 5, 3))
        assert int(compiled) == key
        assert int(hashing.within(compiled, 9)) == draws.within(key, 9)
        words = [int(hashing.word(compiled, identity)) for identity in identities.tolist()]
        assert words == draws.words64(key, identities).tolist()


# ---- causes reach where they reach ------------------------------------------------------------------------


def test_an_act_without_effect_changes_no_byte(tiny):
    deaf = tiny.with_values(trust__talk=0)
    one = lived(deaf)
    two = one.branch()
    two.act(acts.Talk(0, 17))
    one.step(days=2)
    two.step(days=2)
    assert two.digest() == one.digest()
    assert len(two.log) == len(one.log) + 1


def test_a_restriction_reaches_its_own_establishment_and_no_other(tiny):
    one = lived(tiny)
    two = one.branch()
    two.act(acts.Restrict(45, 3))
    one.step(days=2)
    two.step(days=2)
    for mine, his in zip(one._state.everybody.men, two._state.everybody.men, strict=True):
        assert (mine[:40] == his[:40]).all()
        assert (mine[80:] == his[80:]).all()
    assert (one._state.everybody.men.ties[40:80] != two._state.everybody.men.ties[40:80]).any()
    assert two.people["confined"].to_pylist()[45] != one.people["confined"].to_pylist()[45]


def test_other_markers_change_no_other_byte(tiny):
    one, two = lived(tiny), lived(tiny, marker_salt=1)
    assert one.events["marked"] != two.events["marked"]
    assert one.events.drop_columns(["marked"]).equals(two.events.drop_columns(["marked"]))
    assert one.exposures.equals(two.exposures)
    assert one.people.equals(two.people)
    assert one.unseal(NONCE).days.equals(two.unseal(NONCE).days)
    share = np.mean(one.events["marked"].to_pylist())
    assert abs(share - 0.5) < 0.05


def test_nothing_tells_language_origin_or_faith(tiny):
    world = lived(tiny, keep=["life", "contacts"])
    columns = {
        name for table in (world.people, world.events, world.exposures, world.contacts) for name in table.column_names
    }
    assert not columns & {"language", "origin", "religion", "ethnicity", "nationality", "politics", "health"}


def test_taking_one_man_away_leaves_other_peoples_places_and_meetings_alone(tiny):
    """Ties and trust at their beginning, so that all that can differ are the draws."""
    differ = 0
    for gone in range(8):
        one = ServiceWorld.from_scenario(tiny, seed=3, nonce=NONCE, keep=["contacts"])
        two = one.branch()
        two._state.everybody.men.state[gone] = EMPTY
        one.step(slots=1)
        two.step(slots=1)
        pairs = [
            {(c["one"], c["other"]) for c in w.contacts.to_pylist() if c["establishment"] == 0} for w in (one, two)
        ]
        assert pairs[1] == {pair for pair in pairs[0] if gone not in pair}
        differ += pairs[0] != pairs[1]
    assert differ > 3, "whoever was taken away met nobody: this compares nothing"


# ---- what it is like --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def month() -> ServiceWorld:
    world = ServiceWorld.from_scenario(Service.load("room"), seed=11, nonce=NONCE)
    world.step(days=60)
    return world


def total(world: ServiceWorld, name: str) -> int:
    return sum(world.days[name].to_pylist())


def test_a_man_meets_more_than_forty_others_a_day(month):
    assert 2 * total(month, "meetings") / total(month, "prisoners") >= 40


def test_well_under_one_happening_in_a_hundred_is_extremist(month):
    harmful = sum(month.unseal(NONCE).days["harmful_events"].to_pylist())
    assert 0 < harmful < 0.005 * (total(month, "happenings") + total(month, "case_events"))


def test_ties_grow_among_few_and_fade(month):
    friends = month.days["friends"].to_pylist()
    assert friends[0] == 0
    assert 3 * 600 < friends[-1] < 8 * 600
    strongest = [month.ties(person)[0] for person in range(50) if month.ties(person)]
    assert all(0 < strength <= 1000 for _, strength in strongest)
    assert all(len(month.ties(person)) <= 8 for person in range(600))
    first = Service.load("room").with_values(contacts__meeting=0, contacts__meeting_tied=0)
    alone = month.branch()
    alone.scenario = first
    alone.step(days=70)
    assert alone.days["ties"].to_pylist()[-1] == 0, "who meets nobody keeps nobody"


def test_only_what_happened_in_a_staffed_place_is_shown(month):
    events = {event["event"]: event for event in month.events.slice(0, 20_000).to_pylist()}
    seen = [row for row in month.exposures.slice(0, 8_000).to_pylist() if row["event"] in events]
    assert len(seen) > 5_000
    for row in seen:
        event = events[row["event"]]
        assert (row["day"], row["slot"], row["place"]) == (event["day"], event["slot"], event["place"])
        assert row["in_sight"] == (row["q_ppm"] >= 50_000)
    shares = [row["shown"] for row in seen if 150_000 < row["q_ppm"] < 250_000]
    expected = np.mean([row["q_ppm"] for row in seen if 150_000 < row["q_ppm"] < 250_000]) / 1e6
    assert abs(np.mean(shares) - expected) < 0.05
    watched = month.exposures.num_rows / month.events.num_rows
    assert 0.3 < watched < 0.9


def test_the_chance_to_be_shown_is_that_of_the_training_room(month):
    """One formula: the wing's `perception.chance` gives what the kernel wrote, for some crowd."""
    events = {event["event"]: event for event in month.events.slice(0, 3_000).to_pylist()}
    reach = month.scenario.raw["seeing"]["reach"]["watch"]
    rules = SimpleNamespace(
        seeing=SimpleNamespace(
            crowd=12, most_ppm=950_000, reach={WATCH: {c: round(reach[c] * 1000) for c in ("seen", "heard", "object")}}
        )
    )
    post, checked = SimpleNamespace(at=0, sees={0: 1000}), 0
    for row in month.exposures.slice(0, 1_000).to_pylist():
        if row["approach"] == WATCH:
            event = events[row["event"]]
            seen = SimpleNamespace(place=0, channel=event["channel"], salience=event["salience"])
            assert row["q_ppm"] in {chance(rules, seen, post, WATCH, present=n) for n in range(200)}
            checked += 1
    assert checked > 200


# ---- seal, refusals ---------------------------------------------------------------------------------------


def test_the_truth_of_a_service_is_sealed_until_its_nonce_opens_it(tiny):
    world = lived(tiny)
    published = world.truth_commitment
    with pytest.raises(Sealed):
        _ = world.truth
    with pytest.raises(WrongNonce):
        world.unseal(bytes(32))
    truth = world.unseal(NONCE)
    assert truth.verify(published)
    assert set(truth.cases["kind"].to_pylist()) <= set(tiny.kinds)
    first = ServiceWorld.from_scenario(tiny, seed=7, nonce=NONCE).unseal(NONCE)
    assert first.cases["kind"].to_pylist() == list(first.kinds), "what was sealed is not what began"
    assert ServiceWorld.from_scenario(tiny, seed=8, nonce=NONCE).truth_commitment != published
    assert not {"harmful_events", "recruiting"} & set(world.days.column_names)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (acts.TakePost(0, "yard", "watch"), "not_a_seat"),
        (acts.Talk(0, 120), "nobody"),
        (acts.Support(-1), "nobody"),
        (acts.Restrict(3, 0), "no_days"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(tiny, act, code):
    world = lived(tiny)
    before = world.snapshot()
    with pytest.raises(ActRefused) as refused:
        world.act(act)
    assert refused.value.code == code
    assert world.snapshot() == before


def test_time_goes_forwards_and_not_for_ever(tiny):
    world = ServiceWorld.from_scenario(tiny, seed=7, nonce=NONCE)
    before = world.snapshot()
    for wrong in ({"slots": -1}, {"days": 10**9}):
        with pytest.raises(ValueError, match=r"forwards|at most"):
            world.step(**wrong)
    assert world.snapshot() == before


def test_a_damaged_or_foreign_snapshot_is_refused(tiny):
    snapshot = lived(tiny).snapshot()
    for torn in (b"", snapshot[:200], snapshot[:-7], b"RAPPORT-WORLD-2\n" + snapshot):
        with pytest.raises(SnapshotError):
            ServiceWorld.restore(tiny, torn)
    with pytest.raises(SnapshotError, match="another"):
        ServiceWorld.restore(tiny.with_values(trust__talk=1), snapshot)


def test_a_room_of_sixty_men_starts_without_a_compiler():
    code = """
import sys
from rapport.simulation import World
World.from_scenario("exercise-b", seed=1, nonce=bytes(32)).step(slots=1)
print("numba" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
