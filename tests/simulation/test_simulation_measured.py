"""The truth tests of the plan: what must hold over many worlds. A share of each here, the whole in `make torture`."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2_contingency
from simulation_quiet import NONCE, noted_walk, quiet
from simulation_walks import walk
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from rapport.simulation import Scenario, World, behaviours, colleagues, words
from rapport.simulation.observer import Observer, prior, sealed_sheet
from rapport.simulation.rows import Event
from rapport.simulation.scenario import names
from rapport.simulation.words import CUES
from rapport.statistics.calibration import murphy_binned
from rapport.statistics.detection import d_a
from rapport.statistics.twins import exact_mcnemar

RARELY = 0.001
EDGES = np.arange(0.1, 1, 0.1)


@dataclass(frozen=True)
class Told:
    """One event of a case in one world, with what is true of it and whether the officer was shown it."""

    world: int
    event: Event
    secret: dict[str, Any]
    kind: str
    role: int
    shown: bool
    text: str


def told(scenario: Scenario, seeds: range) -> list[Told]:
    """Every event of the cases of these worlds, in which one officer walks from post to post."""
    found = []
    for seed in seeds:
        world = walk(World.from_scenario(scenario, seed=seed, nonce=NONCE))
        truth = world.unseal(NONCE)
        casts = dict(zip(truth.cases["case"].to_pylist(), truth.cases["cast"].to_pylist(), strict=True))
        secrets = {row["event"]: row for row in truth.events.to_pylist()}
        shown = {e["event"] for e in world.exposures.to_pylist() if e["shown"] and e["officer"] == 0}
        for raw in world.events.to_pylist():
            if raw["event"] in secrets:
                event, secret = Event(**raw), secrets[raw["event"]]
                found.append(
                    Told(
                        seed,
                        event,
                        secret,
                        scenario.plan[event.place].kind,
                        casts[secret["case"]].index(event.actor),
                        event.event in shown,
                        words.render(event.wording, world.people, "en"),
                    )
                )
    return found


@pytest.fixture(scope="module")
def wings(tmp_path_factory) -> dict[str, Scenario]:
    """Each scenario with as little ordinary life as there may be: of cases nothing is different."""
    return {name: quiet(tmp_path_factory.mktemp("quiet"), name) for name in names()}


@pytest.fixture(scope="module")
def few(wings) -> list[Told]:
    """Twelve worlds of each scenario, which a share of each test looks at."""
    return [row for k, scenario in enumerate(wings.values()) for row in told(scenario, range(100 * k, 100 * k + 12))]


@pytest.fixture(scope="module")
def thousand(wings) -> list[Told]:
    """1,002 worlds, 167 of each scenario."""
    firsts = range(1000, 7000, 1000)
    return [
        row for first, wing in zip(firsts, wings.values(), strict=True) for row in told(wing, range(first, first + 167))
    ]


def of_wing(rows: list[Told], number: int) -> list[Told]:
    return [row for row in rows if row.world // 1000 == number + 1]


def independence(pairs: list[tuple[Any, Any]]) -> float:
    counts = Counter(pairs)
    firsts, seconds = (sorted({pair[k] for pair in counts}) for k in (0, 1))
    kept = [s for s in seconds if sum(counts[f, s] for f in firsts) >= 20]
    return float(chi2_contingency([[counts[f, s] for s in kept] for f in firsts]).pvalue)


# ---- twins -------------------------------------------------------------------------------------------------


def markers_tell_nothing(rows: list[Told]) -> dict[str, float]:
    """The chance of a table at least so uneven, for the marker beside each thing of which it must be independent."""
    against = {
        "kind": lambda r: (r.secret["signal"], r.secret["kind"]),
        "role": lambda r: r.role,
        "act": lambda r: r.event.act,
        "place": lambda r: r.kind,
        "slot": lambda r: r.event.slot,
        "exposure": lambda r: r.shown,
        "stage": lambda r: r.secret["stage"],
        **{cue: (lambda r, cue=cue: getattr(r.event, cue)) for cue in CUES},
    }
    return {name: independence([(r.secret["marked"], str(of(r))) for r in rows]) for name, of in against.items()}


def test_the_marker_is_independent_of_kind_role_act_cue_place_and_exposure(few):
    found = markers_tell_nothing(few)
    assert min(found.values()) > RARELY / len(found), found
    bent = [
        Told(r.world, r.event, {**r.secret, "marked": r.secret["marked"] or r.event.hidden}, *_rest(r)) for r in few
    ]
    assert markers_tell_nothing(bent)["hidden"] < RARELY, "this would not see a marker that hangs on a cue"


def _rest(row: Told) -> tuple[Any, ...]:
    return row.kind, row.role, row.shown, row.text


@pytest.mark.torture
def test_over_a_thousand_worlds_the_marker_is_independent_of_everything(thousand, capsys):
    found = markers_tell_nothing(thousand)
    share = np.mean([r.secret["marked"] for r in thousand])
    with capsys.disabled():
        print(f"\n{len(thousand)} events, {share:.4f} marked; p " + ", ".join(f"{k} {v:.3f}" for k, v in found.items()))  # noqa: T201
    assert min(found.values()) > RARELY / len(found), found


# ---- colleagues --------------------------------------------------------------------------------------------


def felt(scenario: Scenario, rows: list[Told], *, skill: float) -> np.ndarray:
    """What one simulated officer of this skill feels about each event: its evidence and his own noise."""
    sigma = colleagues.deviation(scenario, d_a_milli=round(skill * 1000)) / 1000
    evidence = np.array([colleagues.evidence(scenario, row.world, row.event) for row in rows]) / 1e6
    return evidence + np.random.default_rng(7).normal(0, sigma, len(rows))


def skill_with_interval(feelings: np.ndarray, rows: list[Told]) -> tuple[float, float, float]:
    """d_a by the debrief's own formula, with an interval bootstrapped over cases."""
    members: dict[tuple[int, int], list[int]] = {}
    for k, row in enumerate(rows):
        members.setdefault((row.world, row.secret["case"]), []).append(k)
    harmful = [own for own in members.values() if rows[own[0]].secret["signal"]]
    innocent = [own for own in members.values() if not rows[own[0]].secret["signal"]]
    rng, found = np.random.default_rng(3), []
    for turn in range(200):
        sides = [
            np.concatenate(
                [feelings[own[k]] for k in (rng.integers(0, len(own), len(own)) if turn else range(len(own)))]
            )
            for own in ([np.array(c) for c in harmful], [np.array(c) for c in innocent])
        ]
        found.append(d_a(*sides))
    return found[0], *np.percentile(found[1:], [2.5, 97.5])


@pytest.mark.parametrize("skill", [1.0, 1.5, 2.0])
def test_the_skill_of_a_colleague_comes_back_from_the_debriefs_own_formula(wings, few, skill):
    by_wing = [[row for row in few if row.world // 100 == k] for k in range(len(wings))]
    feelings = [felt(wing, rows, skill=skill) for wing, rows in zip(wings.values(), by_wing, strict=True)]
    measured, low, high = skill_with_interval(np.concatenate(feelings), [row for rows in by_wing for row in rows])
    assert low - 0.05 <= skill <= high + 0.05, (measured, low, high)
    assert high - low < 0.6


@pytest.mark.torture
@pytest.mark.parametrize("skill", [1.0, 1.5, 2.0])
def test_over_many_worlds_of_each_scenario_the_skill_comes_back_within_its_interval(wings, thousand, skill, capsys):
    for number, (name, scenario) in enumerate(wings.items()):
        rows = of_wing(thousand, number)
        measured, low, high = skill_with_interval(felt(scenario, rows, skill=skill), rows)
        with capsys.disabled():
            print(f"\n{name}: d_a {skill} asked, {measured:.2f} ({low:.2f} … {high:.2f}) found")  # noqa: T201
        assert low - 0.05 <= skill <= high + 0.05


def reports_of_twins(scenario: Scenario, rows: list[Told], *, officers: int, bias: float) -> tuple[float, float, float]:
    """ΔF: how much oftener the marked of two twins is reported than the plain one, by one officer a world, with the
    exact chance of so uneven pairs; officers differ in noise.
    """
    sigma = colleagues.deviation(scenario) / 1000
    pairs: dict[tuple[int, int], dict[bool, float]] = {}
    for row in rows:
        if row.secret["twin"] >= 0:
            told_by = colleagues.evidence(scenario, row.world, row.event) / 1e6
            pairs.setdefault((row.world, row.secret["twin"]), {})[row.secret["marked"]] = told_by
    whole = [pair for pair in pairs.values() if len(pair) == 2]
    rng = np.random.default_rng(11)
    noise = rng.normal(0, sigma, (officers, len(whole), 2))
    marked = np.array([pair[True] for pair in whole]) + noise[:, :, 0] + bias >= scenario.colleagues.criterion / 1e6
    plain = np.array([pair[False] for pair in whole]) + noise[:, :, 1] >= scenario.colleagues.criterion / 1e6
    first = exact_mcnemar(int((marked & ~plain)[0].sum()), int((~marked & plain)[0].sum()))
    each = (marked.astype(float) - plain).mean(axis=1)
    return float(each.mean()), float(each.std() / officers**0.5), first


def test_an_unbiased_colleague_treats_twins_alike_and_a_biased_one_does_not(wings):
    scenario = wings["exercise-b"]
    rows = told(scenario, range(30))
    difference, error, chance = reports_of_twins(scenario, rows, officers=400, bias=0)
    assert abs(difference) < 4 * error
    assert chance > RARELY
    assert reports_of_twins(scenario, rows, officers=400, bias=1.5)[0] > 0.1


@pytest.mark.torture
def test_over_many_twins_an_unbiased_colleagues_difference_is_nought(wings, thousand, capsys):
    for number, (name, scenario) in enumerate(wings.items()):
        difference, error, _ = reports_of_twins(scenario, of_wing(thousand, number), officers=2000, bias=0)
        with capsys.disabled():
            print(f"\n{name}: ΔF {difference:+.5f} ± {1.96 * error:.5f}")  # noqa: T201
        assert abs(difference) < 4 * error


def test_a_colleague_who_looks_the_other_way_reports_less_of_what_he_saw_as_well(wings):
    scenario = wings["exercise-l"]
    reported: Counter[tuple[int, bool]] = Counter()
    for seed in range(12):
        world = World.from_scenario(scenario, seed=seed, nonce=NONCE)
        world.step(days=10)
        reported.update((row["officer"], row["reported"]) for row in world.reports.to_pylist())
    away = next(man.index for man in scenario.officers if man.criterion is not None)
    other = next(man.index for man in scenario.officers if man.simulated and man.criterion is None)
    shares = {who: reported[who, True] / (reported[who, True] + reported[who, False]) for who in (away, other)}
    assert shares[away] < 0.1 * shares[other]


# ---- the ideal observer ------------------------------------------------------------------------------------


def looked(scenario: Scenario, seeds: range, *, ask: bool = True) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every case at the end: what a machine may learn from (the officer's exposures), what the ideal observer says
    if he is asked, and what is true.
    """
    known = scenario.vocabulary.acts
    features, said, true = [], [], []
    for seed in seeds:
        world, notebook = noted_walk(scenario, seed)
        sheet = sealed_sheet(world, 0)
        if ask:
            said += Observer(notebook).read(sheet)["harmful"].to_pylist()[-scenario.cases.count :]
        true += world.unseal(NONCE).cases["harmful"].to_pylist()
        for case in range(scenario.cases.count):
            rows = [row for row in sheet.seen if set(row.people) <= set(notebook.casts[case])]
            acts, cues = np.zeros(len(known)), np.zeros(3)
            family, days = np.zeros(3), 0
            for row in rows:
                acts[row.act] += 1
                cues += row.cues
                family["ABC".index(known[row.act].family)] += 1
                days += row.day
            features.append([len(rows), cues.sum(), *cues, *family, days, *acts])
    return np.array(features), np.array(said), np.array(true, dtype=float)


def machine(train: tuple[np.ndarray, ...], test: np.ndarray) -> np.ndarray:
    learner = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.05, max_leaf_nodes=8, random_state=1)
    return learner.fit(train[0], train[2]).predict_proba(test)[:, 1]


def gain(said: np.ndarray, learned: np.ndarray, true: np.ndarray, *, worlds: int) -> tuple[float, float, float]:
    """By how much the machine's Brier score is worse, with a paired 95 % interval bootstrapped over worlds."""
    worse = ((learned - true) ** 2 - (said - true) ** 2).reshape(worlds, -1).mean(axis=1)
    rng = np.random.default_rng(5)
    drawn = [worse[rng.integers(0, worlds, worlds)].mean() for _ in range(500)]
    return float(worse.mean()), *np.percentile(drawn, [2.5, 97.5])


def test_gradient_boosting_on_other_worlds_does_not_beat_the_ideal_observer(wings):
    scenario = wings["exercise-b"]
    train, test = looked(scenario, range(5000, 5060), ask=False), looked(scenario, range(20))
    learned = machine(train, test[0])
    worse, _, _ = gain(test[1], learned, test[2], worlds=20)
    assert worse > 0
    assert ((learned - test[2]) ** 2).mean() < ((train[2].mean() - test[2]) ** 2).mean(), "the machine learned nothing"


@pytest.mark.torture
def test_over_a_thousand_worlds_the_ideal_is_calibrated_and_no_machine_of_five_thousand_beats_it(wings, capsys):
    scenario = wings["exercise-b"]
    train, test = looked(scenario, range(5000, 10000), ask=False), looked(scenario, range(1000))
    reliability = murphy_binned(test[1], test[2], edges=EDGES).reliability
    worse, low, high = gain(test[1], machine(train, test[0]), test[2], worlds=1000)
    brier = ((test[1] - test[2]) ** 2).mean()
    with capsys.disabled():
        print(f"\nreliability {reliability:.5f}; Brier {brier:.4f}")  # noqa: T201
        print(f"the machine is worse by {worse:.4f} ({low:.4f} … {high:.4f})")  # noqa: T201
    assert reliability <= 0.002
    assert low >= 0


@pytest.mark.torture
@pytest.mark.parametrize("name", ["exercise-d", "exercise-e", "exercise-k", "exercise-l", "exercise-m"])
def test_in_every_other_scenario_the_ideal_is_calibrated(wings, name, capsys):
    _, said, true = looked(wings[name], range(1000))
    reliability = murphy_binned(said, true, edges=EDGES).reliability
    with capsys.disabled():
        print(f"\n{name}: reliability {reliability:.5f}, base rate {prior(wings[name]):.3f}")  # noqa: T201
    assert reliability <= 0.002


# ---- words -------------------------------------------------------------------------------------------------


def told_apart_by_words(rows: list[Told]) -> tuple[float, float]:
    """The area under the curve of a classifier of wording, within events of one act, place and cues alone, and its
    standard error: .5 is chance.

    It is tried on worlds on which it was not trained, for names belong to one world; and only what it says in one such
    trial is compared, for between trials its scale differs.
    """
    texts, true = [row.text for row in rows], np.array([row.secret["signal"] for row in rows])
    counted = CountVectorizer(ngram_range=(1, 2), min_df=3).fit_transform(texts)
    above, pairs, variance = 0.0, 0, 0.0
    for train, test in GroupKFold(4).split(counted, true, groups=[row.world for row in rows]):
        learner = LogisticRegression(C=0.1, max_iter=300, class_weight="balanced").fit(counted[train], true[train])
        scores = dict(zip(test.tolist(), learner.decision_function(counted[test]).tolist(), strict=True))
        alike: dict[tuple[Any, ...], list[int]] = {}
        for k in scores:
            event = rows[k].event
            alike.setdefault((event.act, rows[k].kind, *(getattr(event, cue) for cue in CUES)), []).append(k)
        for own in alike.values():
            high, low = (np.array([scores[k] for k in own if true[k] == side]) for side in (True, False))
            if len(high) and len(low):
                above += (high[:, None] > low[None, :]).sum() + 0.5 * (high[:, None] == low[None, :]).sum()
                pairs += len(high) * len(low)
                variance += len(high) * len(low) * (len(high) + len(low) + 1) / 12
    return above / pairs, variance**0.5 / pairs


def test_given_act_place_and_cues_the_wording_tells_nothing_of_the_truth(few):
    area, error = told_apart_by_words(few)
    assert abs(area - 0.5) < 4 * error
    loud = [
        Told(r.world, r.event, r.secret, r.kind, r.role, r.shown, r.text + (" Softly." if r.secret["signal"] else ""))
        for r in few
    ]
    assert told_apart_by_words(loud)[0] > 0.9, "this would not hear a telling word"


@pytest.mark.torture
def test_over_a_thousand_worlds_wording_alone_stays_at_chance(thousand, capsys):
    area, error = told_apart_by_words(thousand)
    with capsys.disabled():
        print(f"\nwording alone, within act, place and cues: AUC {area:.4f} ± {1.96 * error:.4f}")  # noqa: T201
    assert abs(area - 0.5) < 1.96 * error + 0.005


# ---- no list of weights ------------------------------------------------------------------------------------


def chances(scenario: Scenario, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The chance of each act on a landing in one world, if harmful and if innocent, stages averaged."""
    law, shares = behaviours.law(scenario, seed).places["landing"], behaviours.stage_shares(scenario)
    harmful = sum(s * np.array(w, dtype=float) for s, w in zip(shares, law.weights_harmful, strict=True)) / sum(shares)
    benign = np.array(law.weights_benign, dtype=float)
    return harmful / harmful.sum(), benign / benign.sum()


def score_of_weights(
    fit: list[tuple[np.ndarray, np.ndarray]], test: list[tuple[np.ndarray, np.ndarray]], group: np.ndarray
) -> np.ndarray:
    """The Brier score in each world of the best fixed weights, one for each `group` of acts, fitted on other worlds.

    Exactly: over all acts, at even odds; nothing is drawn.
    """
    harmful, benign = (np.mean([pair[k] for pair in fit], axis=0) for k in (0, 1))
    pooled = [np.bincount(group, side)[group] for side in (harmful, benign)]
    said = pooled[0] / (pooled[0] + pooled[1])
    return np.array([(h * (1 - said) ** 2 + b * said**2).sum() / 2 for h, b in test])


def gain_of_weights(scenario: Scenario, seeds: int) -> tuple[float, float, float]:
    acts = behaviours.law(scenario, 0).places["landing"].acts
    family = np.array(["ABC".index(scenario.vocabulary.acts[act].family) for act in acts])
    worlds = [chances(scenario, seed) for seed in range(seeds)]
    halves = worlds[: seeds // 2], worlds[seeds // 2 :]
    gained = np.concatenate(
        [
            score_of_weights(fit, test, family) - score_of_weights(fit, test, np.arange(len(acts)))
            for fit, test in (halves, halves[::-1])
        ]
    )
    error = gained.std() / len(gained) ** 0.5
    return float(gained.mean()), float(gained.mean() - 1.96 * error), float(gained.mean() + 1.96 * error)


@pytest.mark.parametrize("name", names())
def test_over_many_seeds_no_fixed_weights_of_acts_beat_the_family_alone(name):
    gained, low, _ = gain_of_weights(Scenario.load(name), 160)
    assert low <= 0, f"weights learned on other worlds help by {gained}"


@pytest.mark.torture
@pytest.mark.parametrize("name", names())
def test_over_a_thousand_seeds_no_fixed_weights_of_acts_beat_the_family_alone(name, capsys):
    gained, low, high = gain_of_weights(Scenario.load(name), 1000)
    with capsys.disabled():
        print(f"\n{name}: fixed weights gain {gained:+.6f} ({low:+.6f} … {high:+.6f}) of Brier over the family")  # noqa: T201
    assert low <= 0
