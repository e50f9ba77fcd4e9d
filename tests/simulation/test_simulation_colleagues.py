"""Simulated colleagues are as skilled as they are said to be, and judge what was shown, never the label."""

import numpy as np
import pytest
from simulation_walks import NONCE, Played, walk

from rapport.simulation import Scenario, Sealed, World, check, colleagues, words
from rapport.simulation.perception import is_case
from rapport.simulation.rows import HIMSELF, Event, Report
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
            if secret and report["heard_from"] == HIMSELF:
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


def test_what_colleagues_feel_is_made_of_what_was_shown_to_them_or_to_whoever_told_them(
    scenario: Scenario, played: list[Played]
):
    for game in played[:10]:
        shown = {(e["officer"], e["event"]) for e in game.exposures if e["shown"]}
        felt = {}
        for report in game.world.reports.to_pylist():
            witness = report["officer"] if report["heard_from"] == HIMSELF else report["heard_from"]
            assert {report["officer"], witness} <= {1, 2, 3}
            assert (witness, report["event"]) in shown
            assert (report["officer"] == witness) or (report["officer"], report["event"]) not in shown
            assert report["evidence"] == felt.setdefault((witness, report["event"]), report["evidence"])
            due = report["evidence"] >= scenario.colleagues.criterion
            assert due == (report["reported"] or report["forgotten"])
            assert not (report["reported"] and report["forgotten"])


def test_they_forget_pass_on_and_write_as_often_as_the_scenario_says_whatever_is_true(
    scenario: Scenario, played: list[Played]
):
    """Shares within four standard errors; signals, look-alikes and ordinary life alike, and marked as plain."""
    of_due: dict[str, list[bool]] = {"signal": [], "look_alike": [], "ordinary": [], "marked": [], "plain": []}
    passed_on, written = [], []
    for game in played:
        rows = game.world.reports.to_pylist()
        own = [row for row in rows if row["heard_from"] == HIMSELF]
        due = {row["event"] for row in own if row["reported"] or row["forgotten"]}
        shown = {(row["officer"], row["event"]) for row in own}
        heard = {(row["officer"], row["event"]) for row in rows if row["heard_from"] != HIMSELF}
        passed_on += [(man, event) in heard for event in due for man in (1, 2, 3) if (man, event) not in shown]
        assert {event for _, event in heard} <= due
        written += [row["quality"] for row in own]
        assert words.FULL not in {row["quality"] for row in rows if row["heard_from"] != HIMSELF}
        for row in own:
            if row["event"] in due and (row["reported"] or row["forgotten"]):
                secret = game.secrets.get(row["event"])
                kind = "ordinary" if secret is None else "signal" if secret["signal"] else "look_alike"
                of_due[kind].append(row["forgotten"])
                of_due["marked" if game.events[row["event"]]["occasion"] & 1 else "plain"].append(row["forgotten"])
    assert len(passed_on) > 100
    for flags, share in ((passed_on, 0.3), *((of_due[kind], 0.1) for kind in of_due)):
        assert abs(np.mean(flags) - share) < 4 * np.sqrt(share * (1 - share) / len(flags))
    for quality, share in (("full", 0.5), ("short", 0.35), ("vague", 0.15)):
        assert abs(np.mean([one == quality for one in written]) - share) < 4 * 0.5 / np.sqrt(len(written))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_report_says_no_more_than_it_holds_and_names_nobody_it_leaves_out(played: list[Played], language: str):
    """Of one passage: the whole of it, less, and least of all; and what is hearsay says so first."""
    game = played[0]
    people = game.world.people
    kept = 0
    for number in game.secrets:
        wording = game.events[number]["wording"]
        full, short, vague = (words.report(wording, people, language, quality=one) for one in words.QUALITIES)
        assert full == words.render(wording, people, language)
        assert len(vague.split()) <= len(short.split()) + 4
        assert len(short.split()) <= len(full.split())
        named = words.persons(wording, quality=words.VAGUE)
        assert len(named) == 1
        for person in set(words.persons(wording)) - set(named):
            kept += words.person_name(people, person, language) in short
            assert words.person_name(people, person, language)[3:] not in vague
        assert "{" not in vague
        assert vague[0].isupper()
        assert "de un " not in vague
        for variant in range(3):
            heard = words.heard(vague, variant, language)
            assert heard.endswith(vague)
            assert len(heard) > len(vague) + 10
    assert kept > 5


def test_what_a_colleague_was_told_never_reads_as_what_he_saw(played: list[Played]):
    game = played[0]
    for row in (Report(**row) for row in game.world.reports.to_pylist()):
        text = colleagues.written(row, game.events[row.event]["wording"], game.world.people, "en")
        assert ("colleague" in text) is (row.heard_from != HIMSELF)


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
        own = [
            {(r["officer"], r["event"]): r["evidence"] for r in all_ if r["heard_from"] == HIMSELF} for all_ in reports
        ]
        moved = {key: own[1][key] - own[0][key] for key in own[0]}
        assert set(moved.values()) == {0, 1_500_000}
        assert all(by == 1_500_000 * marked[event] for (_, event), by in moved.items())


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
