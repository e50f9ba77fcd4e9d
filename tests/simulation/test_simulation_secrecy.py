"""What can be seen of a case before it acts tells nothing of its kind; and afterwards only its act and its cues do."""

import json
from collections import Counter

from scipy.stats import chi2_contingency
from simulation_walks import Played

from rapport.simulation import cases

RARELY = 0.001


def independent(rows):
    """No sign that the first and the second value of each pair have anything to do with each other."""
    counts = Counter(rows)
    firsts, seconds = (sorted({pair[k] for pair in counts}) for k in (0, 1))
    kept = [second for second in seconds if sum(counts[first, second] for first in firsts) >= 25]
    return chi2_contingency([[counts[first, second] for second in kept] for first in firsts]).pvalue


def test_over_five_hundred_worlds_the_plan_of_a_case_is_independent_of_its_kind(scenario):
    rows = []
    for seed in range(500):
        agenda = cases.agenda(scenario, seed)
        rows += [(p, agenda.cases[p.case]) for p in agenda.planned]
    assert len(rows) == 12_000
    for name in ("day", "slot", "place", "ordinal"):
        assert independent([(case.harmful, getattr(p, name)) for p, case in rows]) > RARELY, name
    assert independent([(case.harmful, p.order[0]) for p, case in rows]) > RARELY
    once = [case for p, case in rows if p.ordinal == 0]
    assert independent([(case.harmful, case.case) for case in once]) > RARELY
    assert independent([(case.harmful, case.cast[0] // 6) for case in once]) > RARELY
    assert independent([(case.harmful, p.event >> 46) for p, case in rows]) > RARELY
    assert independent([(case.harmful, p.occasion) for p, case in rows if p.twin < 0]) > RARELY


def test_given_the_act_the_wording_and_its_place_on_the_page_tell_nothing(scenario, played: list[Played]):
    """Neither which of its wordings an act or a cue has, nor where on the page it stands."""
    acts, cues, positions = [], [], []
    for game in played:
        position = {e["event"]: e["position"] for e in game.exposures if e["officer"] == 0}
        for number, secret in game.secrets.items():
            wording = json.loads(game.events[number]["wording"])
            acts.append((secret["signal"], wording["variant"]))
            cues += [(secret["signal"], variant) for _, variant in wording["cues"]]
            if number in position:
                positions.append((secret["signal"], position[number]))
    assert independent(acts) > RARELY
    assert independent(cues) > RARELY
    assert independent(positions) > RARELY


def test_a_signal_is_shown_as_often_as_a_look_alike(played: list[Played]):
    rows = []
    for game in played:
        shown = {e["event"]: e["shown"] for e in game.exposures if e["officer"] == 0}
        rows += [
            (secret["signal"], shown.get(number, False))
            for number, secret in game.secrets.items()
            if game.events[number]["slot"] not in {0, 6}
        ]
    assert independent(rows) > RARELY


def test_cues_are_as_likely_as_the_law_says(scenario, played: list[Played]):
    """Present with .8 in a signal and .2 in a look-alike, each for itself."""
    counts = Counter()
    for game in played:
        for number, secret in game.secrets.items():
            if secret["twin"] < 0:
                for cue in ("kept_away", "asked_return", "hidden"):
                    counts[secret["signal"], cue, game.events[number][cue]] += 1
    for signal, share in ((True, 0.8), (False, 0.2)):
        for cue in ("kept_away", "asked_return", "hidden"):
            yes, no = counts[signal, cue, True], counts[signal, cue, False]
            error = (share * (1 - share) / (yes + no)) ** 0.5
            assert abs(yes / (yes + no) - share) < 4 * error
