"""The walk: twenty slots, four passages each, and among them what the form promises for each of the three truths."""

from collections import Counter

import numpy as np
import pytest
from simulation_walks import NONCE, Played

from rapport.simulation import Scenario, Sealed, World, cases, level_of, seed_with, words
from rapport.simulation.check import best_chance
from rapport.simulation.words import CUES, LANGUAGES, LONGEST


def test_the_form_has_its_signals_look_alikes_and_twins_in_every_truth(played: list[Played]):
    expected = {"none": (0, 24), "partial": (3, 21), "full": (6, 18)}
    levels = Counter()
    for game in played:
        truth = game.world.truth
        levels[truth.level] += 1
        signals = sum(secret["signal"] for secret in game.secrets.values())
        look_alikes = sum(secret["look_alike"] for secret in game.secrets.values())
        assert (signals, look_alikes) == expected[truth.level]
        assert Counter(s["case"] for s in game.secrets.values()) == dict.fromkeys(range(8), 3)
        assert sum(truth.cases["harmful"].to_pylist()) == signals // 3
        assert {s["family"] for s in game.secrets.values() if s["signal"]} <= {"A", "B", "C"}
        assert all(s["stage"] in {0, 1, 2} for s in game.secrets.values())
    assert set(levels) == set(expected)


def test_truths_are_drawn_from_the_stated_prior(scenario):
    drawn = Counter(level_of(scenario, seed) for seed in range(4000))
    for level in scenario.truths:
        assert abs(drawn[level.id] / 4000 - level.prior / 2**32) < 0.03
    assert level_of(scenario, seed_with(scenario, "none", start=100)) == "none"
    with pytest.raises(ValueError, match="no world"):
        seed_with(scenario, "plenty")


def test_twenty_slots_are_played_and_all_that_belongs_to_a_case_happens_in_them(scenario, played: list[Played]):
    assert len(scenario.played) == 20
    assert sum(scenario.slots[slot].anchor for _, slot in scenario.played) == 10
    for game in played:
        for number in game.secrets:
            event = game.events[number]
            assert (event["day"], event["slot"]) in scenario.played
        crowded = Counter((game.events[n]["day"], game.events[n]["slot"]) for n in game.secrets)
        assert max(crowded.values()) <= 3


def test_a_page_has_exactly_four_passages_and_drops_nothing_that_was_shown(scenario, played: list[Played]):
    for game in played:
        pages: dict[tuple, list] = {}
        for exposure in game.exposures:
            pages.setdefault((exposure["officer"], exposure["day"], exposure["slot"]), []).append(exposure)
        mine = {at: page for (officer, *at), page in pages.items() for at in [tuple(at)] if officer == 0}
        assert set(mine) == set(scenario.played)
        for page in mine.values():
            positions = sorted(e["position"] for e in page if e["shown"])
            assert positions == [0, 1, 2, 3]
            assert all(e["position"] == -1 for e in page if not e["shown"])
        for number in game.secrets:
            for exposure in game.exposures:
                if exposure["event"] == number and exposure["approach"] == "anchor":
                    assert exposure["shown"], "at an anchor everybody sees what happens"


def test_the_people_of_an_event_are_where_it_happens(played: list[Played]):
    for game in played[:20]:
        for number in game.secrets:
            event = game.events[number]
            there = game.world.present(event["day"], event["slot"])
            assert there[event["actor"]] == there[event["other"]] == event["place"]
            assert event["actor"] != event["other"]


def test_every_event_is_among_people_who_are_in_the_place(played: list[Played]):
    for game in played[:5]:
        for event in game.events.values():
            there = game.world.present(event["day"], event["slot"])
            assert there[event["actor"]] == event["place"]
            assert event["other"] < 0 or there[event["other"]] == event["place"]


def test_well_under_one_happening_in_a_hundred_is_harmful(played: list[Played]):
    for game in played:
        harmful = sum(secret["signal"] for secret in game.secrets.values())
        assert harmful / len(game.events) < 0.006


def test_from_a_good_post_with_a_good_approach_an_event_is_shown_more_often_than_not(scenario):
    assert best_chance(scenario, seeds=20) >= 0.6


def test_the_chance_that_was_stated_is_the_chance_that_came(played: list[Played]):
    """Over all exposures of the events of cases away from anchors: as many shown as the sum of q says."""
    rows = [
        (exposure["q_ppm"] / 1e6, exposure["shown"])
        for game in played
        for exposure in game.exposures
        if exposure["event"] in game.secrets and exposure["approach"] != "anchor"
    ]
    q, shown = np.array(rows).T
    assert len(q) > 100
    assert abs(shown.sum() - q.sum()) < 4 * np.sqrt((q * (1 - q)).sum())


def test_whoever_writes_sees_nothing_and_whoever_watches_sees_further(scenario):
    from rapport.simulation import acts

    world = World.from_scenario(scenario, seed=3, nonce=NONCE)
    world.play()
    day, slot = world.next_played
    scenes = {}
    for approach in ("watch", "with_people", "write"):
        branch = world.branch()
        branch.act(acts.TakePost(0, "landing_1", approach))
        rows = [r for r in branch.play().exposures.to_pylist() if (r["officer"], r["day"], r["slot"]) == (0, day, slot)]
        places = {event["event"]: event["place"] for event in branch.events.to_pylist()}
        scenes[approach] = {places[row["event"]] for row in rows if row["q_ppm"] > 0}
    assert scenes == {"watch": {1, 2}, "with_people": {2}, "write": set()}


def test_no_sentence_is_read_twice_in_an_exercise(played: list[Played]):
    for game in played:
        for language in ("en", "ru"):
            read = [
                words.render(e["wording"], game.world.people, language)
                for e in game.exposures
                if e["officer"] == 0 and e["shown"]
            ]
            assert len(read) == 80
            assert len(set(read)) == 80


def test_no_wording_of_an_act_or_a_cue_is_used_twice_in_a_world(played: list[Played]):
    import json

    twice, again = 0, []
    for game in played:
        wordings = [json.loads(game.events[number]["wording"]) for number in game.secrets]
        acts = [(w["act"], w["variant"]) for w in wordings]
        cues = [tuple(cue) for w in wordings for cue in w["cues"]]
        twice += len(acts) - len(set(acts)) + len(cues) - len(set(cues))
        ordinary = [
            game.events[e["event"]]["act"]
            for e in game.exposures
            if e["officer"] == 0 and e["shown"] and e["event"] not in game.secrets
        ]
        again.append(len(ordinary) - len(set(ordinary)))
    assert twice <= 5, "an act has six wordings and a cue fourteen: only a rare world runs out of them"
    assert sum(again) / len(again) < 1.5, "ordinary life repeats itself too often"
    assert max(again) <= 6


def test_every_passage_shown_has_at_most_twenty_five_words_in_every_language(played: list[Played]):
    for game in played:
        for exposure in game.exposures:
            if exposure["officer"] == 0 and exposure["shown"]:
                for language in LANGUAGES:
                    text = words.render(exposure["wording"], game.world.people, language)
                    assert len(text.split()) <= LONGEST, text
                    assert "{" not in text


def test_a_passage_names_whom_it_says_and_has_a_sentence_for_each_cue(played: list[Played]):
    game = played[0]
    people = game.world.people
    for number in game.secrets:
        event = game.events[number]
        sentences = words.parts(event["wording"], people, "en")
        assert len(sentences) == 1 + sum(event[cue] for cue in CUES)
        named = words.persons(event["wording"])
        assert set(named) <= {event["actor"], event["other"]}
        for person in named:
            assert words.person_name(people, person, "en") in sentences[0]
        assert words.is_marked(event["wording"]) == game.secrets[number]["marked"]


def test_trainees_read_no_title(scenario):
    for language in LANGUAGES:
        assert scenario.title[language] not in scenario.name
    assert scenario.code == "B"


def test_every_event_was_in_sight_of_some_post_or_the_debrief_can_say_that_it_was_not(played: list[Played]):
    game = played[0]
    sights = game.world.sights()
    assert set(sights) == set(game.secrets)
    for number, sight in sights.items():
        assert sight.in_sight == (sight.q_ppm >= 50_000)
        seen = [e["q_ppm"] for e in game.exposures if e["event"] == number]
        assert max(seen, default=0) <= sight.q_ppm


def test_recruiters_and_recruits_come_from_every_part_of_the_population_alike(scenario):
    """In the same proportions as the innocent: landing, work, age and the part of the surname list they bear."""
    from scipy.stats import chi2_contingency

    from rapport.simulation.population import populate

    counts: dict[str, Counter] = {name: Counter() for name in ("order", "landing", "workplace", "name", "age")}
    order = {surname.id: k for k, surname in enumerate(scenario.vocabulary.surnames)}
    for seed in range(200):
        people = populate(scenario, seed).table
        guilty = {p for case in cases.agenda(scenario, seed).cases if case.harmful for p in case.cast}
        for person, row in enumerate(people.to_pylist()):
            inside = person in guilty
            counts["order"][inside, person % 10] += 1
            counts["landing"][inside, row["landing"]] += 1
            counts["workplace"][inside, row["workplace"]] += 1
            counts["name"][inside, order[row["surname"]] // 16] += 1
            counts["age"][inside, row["born"].year // 10] += 1
    for counter in counts.values():
        values = sorted({value for _, value in counter})
        table = [[counter[inside, value] for value in values] for inside in (False, True)]
        assert chi2_contingency(table).pvalue > 0.001


def test_nobody_has_a_column_for_what_must_not_be_known(played: list[Played]):
    assert played[0].world.people.column_names == [
        *("person", "surname", "initial", "number", "cell", "landing", "workplace"),
        *("nickname", "born", "arrived", "expected_release"),
    ]


def test_every_man_has_his_own_number_and_name_and_nobody_real_has_such_a_number(played: list[Played]):
    from rapport.simulation import is_simulated_number

    for game in played[:10]:
        numbers, surnames = (game.world.people[name].to_pylist() for name in ("number", "surname"))
        assert len(set(numbers)) == len(set(surnames)) == 60
        assert all(map(is_simulated_number, numbers))
    number = numbers[0]
    for place in range(1, len(number)):
        wrong = number[:place] + ("2" if number[place] != "2" else "3") + number[place + 1 :]
        assert not is_simulated_number(wrong)
    swapped = [number[:k] + number[k + 1] + number[k] + number[k + 2 :] for number in numbers for k in range(1, 6)]
    assert sum(map(is_simulated_number, set(swapped) - set(numbers))) <= 3, "swapped neighbours go unnoticed"
    for other in ("", "12345", "A" + number[1:], number.lower(), number + "2"):
        assert not is_simulated_number(other)


def test_three_lines_each_morning_and_one_for_the_rest_of_each_day(scenario: Scenario, played: list[Played]):
    for game in played[:10]:
        lines = Counter(row["day"] for row in game.world.changes.to_pylist())
        assert lines == dict.fromkeys(range(1, 10), 3)
        rest = [words.render(game.world.rest_of_day(day), game.world.people, "ru") for day in range(10)]
        assert len(set(rest)) == 10
    with pytest.raises(Sealed):
        _ = World.from_scenario(scenario, seed=1, nonce=NONCE).truth
