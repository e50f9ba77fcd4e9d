"""A marker of religious practice tells nothing, by construction and by count; and twins differ in the marker alone."""

from collections import Counter

from scipy.stats import chi2_contingency, chisquare
from simulation_walks import NONCE, Played, walk

from rapport.simulation import Scenario, World, cases
from rapport.simulation.scenario import FOLDER
from rapport.simulation.words import persons

# The chance that a test fails although all is well. The seeds are fixed: it passes for good, or never.
RARELY = 0.001


def independent(rows):
    """No sign that the marker and the other value of each (marker, value) pair have anything to do with each other."""
    counts = Counter(rows)
    values = sorted({value for _, value in counts})
    table = [[counts[marked, value] for value in values] for marked in (False, True)]
    kept = [k for k in range(len(values)) if table[0][k] + table[1][k] >= 10]
    assert len(kept) > 1, "there is nothing to compare"
    return chi2_contingency([[line[k] for k in kept] for line in table]).pvalue


def test_over_three_hundred_worlds_the_marker_is_independent_of_all_that_is_planned(scenario):
    rows = []
    for seed in range(300):
        agenda = cases.agenda(scenario, seed)
        rows += [(p, agenda.cases[p.case]) for p in agenda.planned]
    assert len(rows) == 300 * 24
    share = sum(p.marked for p, _ in rows) / len(rows)
    assert abs(share - scenario.marked / 2**32) < 0.02
    for name in ("ordinal", "slot", "day", "place", "case", "occasion"):
        assert independent([(p.marked, getattr(p, name)) for p, _ in rows]) > RARELY, name
    for name in ("harmful", "kind"):
        assert independent([(p.marked, getattr(case, name)) for p, case in rows]) > RARELY, name
    assert independent([(p.marked, p.order[0]) for p, _ in rows]) > RARELY
    assert independent([(p.marked, case.cast[p.order[0]]) for p, case in rows]) > RARELY


def test_in_forty_played_worlds_the_marker_is_independent_of_act_cue_place_and_exposure(scenario, played: list[Played]):
    rows, seen = [], {}
    for game in played:
        for exposure in game.exposures:
            if exposure["officer"] == 0:
                seen[exposure["event"]] = exposure["shown"]
        for number, event in game.events.items():
            secret = game.secrets.get(number)
            if event["occasion"] >= 0:
                rows.append((bool(event["occasion"] & 1), event, secret, seen.get(number)))
    of_cases = [(marked, event, secret) for marked, event, secret, _ in rows if secret]
    assert len(rows) > 40_000
    assert len(of_cases) == 40 * 24
    for value in ("place", "channel", "slot", "day", "actor", "act"):
        assert independent([(marked, str(event[value])) for marked, event, _, _ in rows]) > RARELY
    assert independent([(marked, secret is not None) for marked, _, secret, _ in rows]) > RARELY
    assert independent([(marked, shown) for marked, _, _, shown in rows if shown is not None]) > RARELY
    for value in ("kept_away", "asked_return", "hidden", "act", "place"):
        assert independent([(marked, str(event[value])) for marked, event, _ in of_cases]) > RARELY
    for value in ("signal", "kind", "stage", "family"):
        assert independent([(marked, str(secret[value])) for marked, _, secret in of_cases]) > RARELY


def test_changing_every_marker_leaves_every_other_byte_identical(scenario):
    one = walk(World.from_scenario(scenario, seed=5, nonce=NONCE))
    two = walk(World.from_scenario(scenario, seed=5, nonce=NONCE, marker_salt=1))
    assert one.truth_commitment != two.truth_commitment
    assert one.people.equals(two.people)
    marks, others = [], []
    for world in (one, two):
        events = world.events
        marks.append([occasion & 1 for occasion in events["occasion"].to_pylist()])
        others.append([occasion >> 1 for occasion in events["occasion"].to_pylist()])
    different = sum(a != b for a, b in zip(*marks, strict=True)) / len(marks[0])
    assert 0.4 < different < 0.5, "2 × .35 × .65 of the markers should have changed"
    assert others[0] == others[1], "the choice of a pair of beginnings hangs on the marker"
    assert one.events.drop_columns(["occasion", "wording"]).equals(two.events.drop_columns(["occasion", "wording"]))
    assert one.exposures.drop_columns(["wording"]).equals(two.exposures.drop_columns(["wording"]))
    assert one.reports.equals(two.reports)
    assert one.changes.equals(two.changes)
    truths = [world.unseal(NONCE) for world in (one, two)]
    assert truths[0].events.drop_columns(["marked"]).equals(truths[1].events.drop_columns(["marked"]))
    assert truths[0].cases.equals(truths[1].cases)


def test_twins_are_equal_but_for_the_marker(played: list[Played]):
    marked_first = 0
    for game in played:
        pairs: dict[int, list] = {}
        for secret in game.secrets.values():
            if secret["twin"] >= 0:
                pairs.setdefault(secret["twin"], []).append((game.events[secret["event"]], secret))
        assert sorted(pairs) == [0, 1, 2, 3]
        for (one, own), (two, other) in pairs.values():
            assert [one[key] for key in ("act", "kept_away", "asked_return", "hidden", "channel", "salience")] == [
                two[key] for key in ("act", "kept_away", "asked_return", "hidden", "channel", "salience")
            ]
            assert {own["signal"], other["signal"]} == {False}, "a twin belongs to a true case"
            assert own["case"] != other["case"]
            assert own["marked"] != other["marked"]
            assert one["occasion"] >> 1 == two["occasion"] >> 1
            assert (one["day"], one["slot"]) != (two["day"], two["slot"])
            assert {one["slot"], two["slot"]} <= {0, 6}
            assert not set(persons(one["wording"])) & set(persons(two["wording"]))
            assert one["wording"] != two["wording"]
            earlier = own if (one["day"], one["slot"]) < (two["day"], two["slot"]) else other
            marked_first += earlier["marked"]
    assert chisquare([marked_first, 4 * len(played) - marked_first]).pvalue > RARELY


def test_both_twins_are_shown_to_everybody_or_neither(tmp_path):
    """Also where an anchor does not show everything: here every second event."""
    text = (FOLDER / "exercise-b.yaml").read_text(encoding="utf-8")
    (tmp_path / "dim.yaml").write_text(text.replace("anchor: {value: 1.0,", "anchor: {value: 0.5,"), encoding="utf-8")
    dim, both, neither = Scenario.load(tmp_path / "dim.yaml"), 0, 0
    for seed in range(4):
        world = World.from_scenario(dim, seed=seed, nonce=NONCE)
        world.step(days=10)
        shown: dict[int, set] = {}
        for exposure in world.exposures.to_pylist():
            shown.setdefault(exposure["event"], set()).add(exposure["shown"])
        twins = sorted((s["twin"], s["event"]) for s in world.unseal(NONCE).events.to_pylist() if s["twin"] >= 0)
        for (_, one), (_, two) in zip(twins[::2], twins[1::2], strict=True):
            assert shown[one] == shown[two], "one of two twins was shown"
            both += shown[one] == {True}
            neither += shown[one] == {False}
    assert both > 0
    assert neither > 0
    assert both + neither == 16
