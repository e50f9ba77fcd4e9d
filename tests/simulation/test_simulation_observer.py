"""The ideal observer says how sure one could be, and is as often right as he says."""

import dataclasses
from itertools import combinations, product
from math import comb

import numpy as np
import pytest
from simulation_quiet import NONCE, noted_walk, quiet

from rapport.simulation import World, acts, behaviours, cases
from rapport.simulation.observer import Notebook, NotOurs, Observer, prior, sealed_sheet
from rapport.simulation.regime import reachable
from rapport.simulation.tables import ONE
from rapport.statistics.calibration import brier, brier_skill, murphy_binned

EDGES = np.arange(0.1, 1, 0.1)
BAR, WORLDS = 0.002, 1000
FEW, BAR_OF_FEW = 100, 0.004
NOTHING = -1


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    return quiet(tmp_path_factory.mktemp("quiet"))


@pytest.fixture(scope="module")
def one(still):
    return noted_walk(still, 3)


def readings(scenario, worlds):
    """What was said of every case after every played slot, and what is true: world × slot × case."""
    said, true = [], []
    for seed in worlds:
        world, notebook = noted_walk(scenario, seed)
        rows = Observer(notebook).read(sealed_sheet(world, 0))["harmful"].to_numpy().reshape(-1, 8)
        said.append(rows)
        true.append(np.broadcast_to(world.unseal(NONCE).cases["harmful"].to_pylist(), rows.shape))
    return np.array(said), np.array(true, dtype=float)


def reliability(said, true):
    return murphy_binned(said.ravel(), true.ravel(), edges=EDGES).reliability


@pytest.fixture(scope="module")
def few(still):
    return readings(still, range(FEW))


# ---- right as often as he says -----------------------------------------------------------------------------


def test_what_he_holds_likely_comes_true_as_often_as_he_says(few):
    said, true = few
    assert reliability(said, true) < BAR_OF_FEW
    assert reliability(said[:, -1], true[:, -1]) < BAR_OF_FEW
    assert reliability(np.clip(said * 1.5, 0, 1), true) > BAR_OF_FEW, "this bar would not see an observer too sure"


def test_he_is_never_worse_than_the_base_rate_and_ends_far_better(still, few):
    said, true = few
    base = prior(still)
    assert abs(base - (0.3 * 1 + 0.5 * 2) / 8) < 1e-9
    for slot in range(said.shape[1]):
        assert brier(said[:, slot].ravel(), true[:, slot].ravel()) <= brier(
            np.full(true[:, slot].size, base), true[:, slot].ravel()
        )
    assert brier_skill(said[:, -1].ravel(), true[:, -1].ravel(), base_rate=base) > 0.7
    assert brier_skill(said[:, 5].ravel(), true[:, 5].ravel(), base_rate=base) < 0.6, "he knew too early"


@pytest.mark.torture
def test_over_a_thousand_worlds_his_reliability_holds_the_bar(still, capsys):
    said, true = readings(still, range(WORLDS))
    rng = np.random.default_rng(1)
    drawn = [rng.integers(0, WORLDS, WORLDS) for _ in range(200)]
    spread = np.percentile([reliability(said[k], true[k]) for k in drawn], [2.5, 97.5])
    with capsys.disabled():
        skill = brier_skill(said[:, -1].ravel(), true[:, -1].ravel(), base_rate=prior(still))
        print(f"\nreliability {reliability(said, true):.6f}, bootstrapped {spread}; skill at the end {skill:.3f}")  # noqa: T201
    assert reliability(said, true) <= BAR
    assert reliability(said[:, -1], true[:, -1]) <= BAR


# ---- the filter is exact -----------------------------------------------------------------------------------


def by_hand(notebook, sheet, case):
    """P(harmful) of one case at the end, by going through every hidden path: which slots, which stages."""
    scenario = notebook.scenario
    stood = {(s.day, s.slot): s for s in sheet.stood}
    seen = {(s.day, s.slot): s for s in sheet.seen if set(s.people) <= set(notebook.casts[case])}
    anchors = [m for m in notebook.moments if scenario.slots[m.slot].anchor]
    chosen = [m for m in notebook.moments if not scenario.slots[m.slot].anchor]
    weight = {False: 0.0, True: 0.0}
    for one_way in product(combinations(anchors, 2), chosen):
        moments = sorted([*one_way[0], one_way[1]], key=lambda m: (m.day, m.slot))
        if not set(seen) <= {(m.day, m.slot) for m in moments}:
            continue
        for harmful, jumps in product((False, True), product((0, 1), repeat=3)):
            chance, stage = prior(scenario) if harmful else 1 - prior(scenario), 0
            for moment, jump in zip(moments, jumps, strict=True):
                at = (moment.day, moment.slot)
                chance *= one_event(notebook, moment, seen.get(at), stood.get(at), harmful, stage)
                on = scenario.law.moves_on[moment.trust[case]] / ONE
                chance *= on if jump else 1 - on
                stage = min(2, stage + jump)
            weight[harmful] += chance
    return weight[True] / (weight[True] + weight[False])


def one_event(notebook, moment, row, stand, harmful, stage):
    """The chance of what was seen, or of seeing nothing, of an event that did happen."""
    scenario = notebook.scenario
    if row is not None:
        law = notebook.tables[scenario.plan[row.place].kind]
        weights = law.weights_harmful[stage] if harmful else law.weights_benign
        chance = weights[law.acts.index(row.act)] / sum(weights)
        for cue in row.cues:
            chance *= (0.8 if cue else 0.2) if harmful else (0.2 if cue else 0.8)
        return chance
    if scenario.slots[moment.slot].anchor:
        return 0.0
    watched = {place for post in scenario.posts for place in post.sees}
    places = [place for place in reachable(scenario, moment.slot) if place in watched]
    missed = 0.0
    for place in places:
        law = notebook.tables[scenario.plan[place].kind]
        weights = law.weights_harmful[stage] if harmful else law.weights_benign
        for act, weight in zip(law.acts, weights, strict=True):
            known = scenario.vocabulary.acts[act]
            post = scenario.post(stand.post)
            q = 0
            if stand.approach == "watch" or place == post.at:
                reach = scenario.seeing.reach[stand.approach][known.channel] / 1000
                q = post.sees.get(place, 0) / 1000 * reach * known.salience_milli / 1000
                q = min(0.95, q / (1 + moment.crowd[place] / 12))
            missed += weight / sum(weights) * (1 - q) / len(places)
    return missed


def test_his_filter_is_what_going_through_every_hidden_path_gives(still, one):
    world, notebook = one
    sheet = sealed_sheet(world, 0)
    last = Observer(notebook).read(sheet)["harmful"].to_numpy()[-8:]
    assert last == pytest.approx([by_hand(notebook, sheet, case) for case in range(8)], abs=1e-5)
    assert last.std() > 0.01, "all cases look the same: this compares nothing"


# ---- silence -----------------------------------------------------------------------------------------------


def test_silence_lowers_suspicion_of_a_case_that_should_have_been_seen(still, one):
    """If harm showed itself in what this officer sees best, and innocence in what he cannot see, nothing seen speaks
    for innocence: by Bayes' rule, to the digit. The other way round it speaks for harm.
    """
    world, notebook = one
    sheet = sealed_sheet(world, 0)
    first = next(m for m in notebook.moments if not still.slots[m.slot].anchor)
    moment = (first.day, first.slot)
    quiet_cases = [
        c
        for c in range(8)
        if not [s for s in sheet.seen if (s.day, s.slot) <= moment and s.people[0] in notebook.casts[c]]
    ]
    observer = Observer(notebook)
    before, after = read_at(observer, sheet, moment, quiet_cases)
    unseen = observer._unseen(observer._chances(first, next(s for s in sheet.stood if (s.day, s.slot) == moment)))
    assert unseen[1, 0] != unseen[0, 0]
    harm, none = before * (1 - 0.1 + 0.1 * unseen[1, 0]), (1 - before) * (1 - 0.1 + 0.1 * unseen[0, 0])
    assert after == pytest.approx(harm / (harm + none))
    loud = {kind: shouting(still, law, harmful="seen", innocent="heard") for kind, law in notebook.tables.items()}
    soft = {kind: shouting(still, law, harmful="heard", innocent="seen") for kind, law in notebook.tables.items()}
    for tables, falls in ((loud, True), (soft, False)):
        before, after = read_at(Observer(dataclasses.replace(notebook, tables=tables)), sheet, moment, quiet_cases)
        assert ((after < before) == falls).all()


def shouting(scenario, law, *, harmful, innocent):
    """A law whose harmful acts are nearly all of one channel and whose innocent acts nearly all of another."""

    def weights(channel):
        return tuple(10**6 if scenario.vocabulary.acts[act].channel == channel else 1 for act in law.acts)

    return dataclasses.replace(law, weights_benign=weights(innocent), weights_harmful=(weights(harmful),) * 3)


def read_at(observer, sheet, moment, which):
    rows = observer.read(sheet).to_pylist()
    after = [r["harmful"] for r in rows if (r["day"], r["slot"]) == moment and r["case"] in which]
    played = list(observer.notebook.scenario.played)
    previous = played[played.index(moment) - 1]
    before = [r["harmful"] for r in rows if (r["day"], r["slot"]) == previous and r["case"] in which]
    return np.array(before), np.array(after)


def test_who_sits_in_the_office_learns_nothing_from_seeing_nothing(still):
    world, notebook = noted_walk(still, 5, approaches=("write",))
    rows = Observer(notebook).read(sealed_sheet(world, 0)).to_pylist()
    for k in range(8, len(rows)):
        if rows[k]["event"] == NOTHING and not still.slots[rows[k]["slot"]].anchor:
            assert rows[k]["harmful"] == pytest.approx(rows[k - 8]["harmful"], abs=1e-12)
    assert {row["event"] for row in rows} - {NOTHING}, "nothing was seen at anchors either"


# ---- what he may know --------------------------------------------------------------------------------------


def test_he_knows_neither_seed_nor_kind_nor_stage(still, one, monkeypatch):
    """With every kind turned round, common knowledge and what he reads of a sheet stay the same."""
    world, notebook = one
    sheet = sealed_sheet(world, 0)
    was = Observer(notebook).read(sheet)
    honest = cases.agenda

    def turned(scenario, seed, **salt):
        agenda = honest(scenario, seed, **salt)
        other = tuple(dataclasses.replace(c, harmful=not c.harmful, kind="?") for c in agenda.cases)
        return dataclasses.replace(agenda, cases=other)

    monkeypatch.setattr(cases, "agenda", turned)
    assert not {"seed", "kind", "kinds", "harmful", "stages", "level"} & set(vars(notebook))
    assert Notebook.of(World.from_scenario(still, seed=3, nonce=NONCE)).casts == notebook.casts
    assert Observer(notebook).read(sheet).equals(was)


def test_a_notebook_made_afterwards_is_the_one_kept_on_the_way(still, one):
    world, notebook = one
    again = Notebook.replayed(world)
    assert (again.key, again.slots, again.casts) == (notebook.key, notebook.slots, notebook.casts)
    for kept, replayed in zip(notebook.moments, again.moments, strict=True):
        assert (kept.crowd == replayed.crowd).all()
        assert (kept.trust, kept.free) == (replayed.trust, replayed.free)
    sheet = sealed_sheet(world, 0)
    assert Observer.of(world).read(sheet).equals(Observer(notebook).read(sheet))
    assert {level for moment in notebook.moments for level in moment.trust} > {0}, "nobody's trust ever differed"


def test_he_takes_only_exposures_sealed_by_his_own_world(still, one):
    world, notebook = one
    sheet, observer = sealed_sheet(world, 0), Observer(notebook)
    assert observer.read(sheet).num_rows == 160
    assert observer.read(sealed_sheet(world, 1)).num_rows == 160
    stranger, _ = noted_walk(still, 4)
    cut = dataclasses.replace(sheet, seen=sheet.seen[1:])
    lied = dataclasses.replace(
        sheet, seen=(dataclasses.replace(sheet.seen[0], cues=(True, True, True)), *sheet.seen[1:])
    )
    moved = dataclasses.replace(sheet, stood=(dataclasses.replace(sheet.stood[0], post="visits"), *sheet.stood[1:]))
    for false in (sealed_sheet(stranger, 0), cut, lied, moved, dataclasses.replace(sheet, officer=1)):
        with pytest.raises(NotOurs):
            observer.read(false)


def test_a_branch_is_another_world_to_him(still):
    world = World.from_scenario(still, seed=6, nonce=NONCE)
    world.step(days=2)
    branch = world.branch()
    branch.act(acts.Talk(0, 5))
    for either in (world, branch):
        either.step(days=1)
    Observer.of(world).read(sealed_sheet(world, 0))
    with pytest.raises(NotOurs):
        Observer.of(world).read(sealed_sheet(branch, 0))
    with pytest.raises(ValueError, match="slot by slot"):
        Notebook.replayed(world).note(World.from_scenario(still, seed=6, nonce=NONCE))


def test_men_who_are_kept_in_their_cells_do_not_make_him_wonder(still):
    """Three of four of a cast are confined: nothing of this case can happen, and its silence says nothing."""
    world = World.from_scenario(still, seed=7, nonce=NONCE)
    cast = cases.casts_of(still, 7)[2]
    for person in cast[:3]:
        world.act(acts.Restrict(person, 10))
    world.step(days=10)
    rows = Observer.of(world).read(sealed_sheet(world, 0)).to_pylist()
    said = [row["harmful"] for row in rows if row["case"] == 2]
    assert said == pytest.approx([prior(still)] * 20)


# ---- and why a filter --------------------------------------------------------------------------------------


def test_multiplying_marginal_ratios_loses_what_stages_tell(scenario):
    """Exactly, over every sequence of three events on a landing in twenty worlds: nothing is drawn.

    The naive reader takes each event's ratio averaged over stages and multiplies. The filter's Brier score is smaller
    by more than a hundredth. (His calibration is as good: in these worlds cues, which know no stage, carry most.)
    """
    base, on = prior(scenario), scenario.law.moves_on[1] / ONE
    shares = np.array(behaviours.stage_shares(scenario)) / sum(behaviours.stage_shares(scenario))
    scores = {"filter": 0.0, "naive": 0.0}
    for seed in range(20):
        law = behaviours.law(scenario, seed).places["landing"]
        innocent = np.array(law.weights_benign) / sum(law.weights_benign)
        harmful = np.array([np.array(w) / sum(w) for w in law.weights_harmful])
        paths = sum(
            (on if one else 1 - on)
            * (on if two else 1 - on)
            * np.einsum("i,j,k->ijk", harmful[0], harmful[one], harmful[one + two])
            for one, two in product((0, 1), repeat=2)
        )
        without = np.einsum("i,j,k->ijk", innocent, innocent, innocent)
        ratio = shares @ harmful / innocent
        multiplied = np.einsum("i,j,k->ijk", ratio, ratio, ratio) * base / (1 - base)
        for n in range(10):
            harm = paths * comb(9, n) * 0.8**n * 0.2 ** (9 - n) * base
            none = without * comb(9, n) * 0.2**n * 0.8 ** (9 - n) * (1 - base)
            true, odds = harm / (harm + none), multiplied * 4.0 ** (2 * n - 9)
            scores["filter"] += ((harm + none) * true * (1 - true)).sum() / 20
            scores["naive"] += ((harm + none) * ((odds / (1 + odds) - true) ** 2 + true * (1 - true))).sum() / 20
    assert scores["naive"] > 1.01 * scores["filter"]
    assert scores["filter"] == pytest.approx(0.0107, abs=0.001)
