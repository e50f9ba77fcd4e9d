"""Simulated colleagues are as skilled as they are said to be, and judge what was shown, never the label."""

import numpy as np
import pytest
from simulation_walks import NONCE, Played, walk

from rapport.simulation import Scenario, Sealed, World, check, colleagues
from rapport.simulation.perception import is_case
from rapport.simulation.rows import Event
from rapport.simulation.scenario import FOLDER, ScenarioError


def area(signal: np.ndarray, noise: np.ndarray) -> float:
    values = np.concatenate([signal, noise])
    weights = np.concatenate([np.ones(len(signal)), np.zeros(len(noise))])
    return check.area(weights, 1 - weights, values)


def test_the_skill_that_was_asked_for_comes_back_from_their_evidence(scenario: Scenario, played: list[Played]):
    """d_a from all that three colleagues felt about the events of cases, with an interval bootstrapped over cases."""
    by_case: dict[tuple[int, int], list[float]] = {}
    harmful = set()
    for game in played:
        for report in game.world.reports.to_pylist():
            secret = game.secrets.get(report["event"])
            if secret:
                case = (game.world.seed, secret["case"])
                by_case.setdefault(case, []).append(report["evidence"])
                if secret["signal"]:
                    harmful.add(case)
    signal, noise = ([by_case[c] for c in by_case if (c in harmful) is side] for side in (True, False))
    assert len(signal) > 40
    assert len(noise) > 200
    rng = np.random.default_rng(1)
    measured = []
    for _ in range(200):
        drawn = [np.concatenate([side[k] for k in rng.integers(0, len(side), len(side))]) for side in (signal, noise)]
        measured.append(check.d_a(area(*drawn)))
    low, high = np.percentile(measured, [2.5, 97.5])
    assert low <= 1.5 <= high
    assert high - low < 0.6, "the interval is too wide to say anything"


@pytest.mark.parametrize("skill", [1.0, 1.5, 2.0])
def test_noise_is_solved_for_each_skill(scenario: Scenario, skill: float):
    from rapport.simulation import behaviours, draws

    sigma = colleagues.deviation(scenario, d_a_milli=round(skill * 1000)) / 1000
    found = []
    for seed in range(24):
        harmful, innocent, evidence = behaviours.outcomes(scenario, seed, "landing", stage=None)
        noise = draws.normal(draws.draw(draws.key(seed, draws.Purpose.EVIDENCE), np.arange(1024))) / 1e6 * sigma
        felt = (evidence[:, None] / 1e6 + noise[None, :]).ravel()
        spread = np.ones(1024) / 1024
        found.append(check.d_a(check.area(np.outer(harmful, spread).ravel(), np.outer(innocent, spread).ravel(), felt)))
    assert abs(np.mean(found) - skill) < 0.03


def test_nobody_is_more_skilled_than_the_ideal(scenario: Scenario):
    with pytest.raises(ValueError, match="no colleague"):
        colleagues.deviation(scenario, d_a_milli=2600)


def test_an_event_between_the_bounds_is_neither_hopeless_nor_too_easy(scenario: Scenario, tmp_path):
    assert check.LEAST <= check.ideal_d_a(scenario) <= check.MOST
    text = (FOLDER / "exercise-b.yaml").read_text()
    (tmp_path / "easy.yaml").write_text(text.replace("cue_harmful: {value: 0.8", "cue_harmful: {value: 0.95"))
    with pytest.raises(ScenarioError, match="ideal d_a"):
        check.check(Scenario.load(tmp_path / "easy.yaml"))


def test_what_colleagues_feel_is_made_of_what_was_shown(scenario: Scenario, played: list[Played]):
    for game in played[:10]:
        shown = {(e["officer"], e["event"]) for e in game.exposures if e["shown"]}
        for report in game.world.reports.to_pylist():
            assert report["officer"] in {1, 2, 3}
            assert (report["officer"], report["event"]) in shown
            assert report["reported"] == (report["evidence"] >= scenario.colleagues.criterion)


def test_the_label_reaches_a_colleague_only_through_act_and_cues(scenario: Scenario, played: list[Played]):
    """Two events with the same act, cues and kind of place weigh the same, whatever is true of them."""
    game = played[0]
    by_look: dict[tuple, set] = {}
    for number in game.secrets:
        event = Event(**game.events[number])
        look = (event.act, event.kept_away, event.asked_return, event.hidden, scenario.plan[event.place].kind)
        by_look.setdefault(look, set()).add(colleagues.evidence(scenario, game.world.seed, event))
        assert is_case(event)
    assert all(len(weights) == 1 for weights in by_look.values())
    assert len(by_look) > 10


def test_a_biased_colleague_reports_more_of_what_is_marked_and_an_unbiased_one_does_not(tmp_path):
    text = (FOLDER / "exercise-b.yaml").read_text()
    (tmp_path / "biased.yaml").write_text(text.replace("bias: {value: 0,", "bias: {value: 1.5,"))
    fair, biased = Scenario.load("exercise-b"), Scenario.load(tmp_path / "biased.yaml")
    for seed in range(3):
        worlds = [walk(World.from_scenario(scenario, seed=seed, nonce=NONCE)) for scenario in (fair, biased)]
        reports = [world.reports.to_pylist() for world in worlds]
        marked = {e["event"]: e["occasion"] & 1 for e in worlds[0].events.to_pylist() if e["occasion"] >= 0}
        moved = [b["evidence"] - a["evidence"] for a, b in zip(*reports, strict=True)]
        assert set(moved) == {0, 1_500_000}
        assert all(by == 1_500_000 * marked[a["event"]] for by, a in zip(moved, reports[0], strict=True))


def test_the_share_of_two_hundred_officers_who_would_have_reported(scenario: Scenario, played: list[Played]):
    """Higher for signals than for look-alikes, and next to nothing for ordinary life."""
    shares = {"signal": [], "look_alike": [], "ordinary": []}
    for game in played[:15]:
        for row in game.world.reported_shares(officer=0, d_a=1.5, officers=200).to_pylist():
            secret = game.secrets.get(row["event"])
            kind = "ordinary" if secret is None else "signal" if secret["signal"] else "look_alike"
            shares[kind].append(row["share"])
    assert np.mean(shares["signal"]) > np.mean(shares["look_alike"]) + 0.25
    assert np.mean(shares["ordinary"]) < 0.05
    with pytest.raises(Sealed):
        World.from_scenario(scenario, seed=1, nonce=NONCE).reported_shares()


def test_over_many_seeds_no_act_by_itself_says_anything(scenario: Scenario):
    """Likelihoods are redrawn for every seed: an act's mean log ratio over seeds is nought within its error."""
    from rapport.simulation import behaviours

    landing = behaviours.law(scenario, 0).places["landing"].acts
    evidence = np.array(
        [[behaviours.law(scenario, seed).places["landing"].evidence[act] for act in landing] for seed in range(400)]
    )
    means, errors = evidence.mean(axis=0), evidence.std(axis=0) / 20
    assert (abs(means - means.mean()) < 4 * errors).all()
    assert evidence.std() > 0.2e6, "the band is so narrow that acts mean nothing at all"


def test_an_acts_ratio_stays_within_a_quarter_and_four_even_where_the_band_is_wider(tmp_path):
    from rapport.simulation import behaviours

    text = (FOLDER / "exercise-b.yaml").read_text(encoding="utf-8")
    (tmp_path / "wide.yaml").write_text(
        text.replace("act_band: {value: 2.4", "act_band: {value: 3.2"), encoding="utf-8"
    )
    scenario = Scenario.load(tmp_path / "wide.yaml")
    for seed in range(100):
        for law in behaviours.law(scenario, seed).places.values():
            for stage in law.weights_harmful:
                ratios = np.array(stage) / np.array(law.weights_benign)
                assert ratios.min() > 0.249
                assert ratios.max() < 4.01
