"""Drill A is as hard as drill B, nobody reads a sentence in both, and a card tells nothing but what happened."""

import dataclasses
import json
from collections import Counter

import numpy as np
import pytest

from rapport.simulation import drill, words
from rapport.simulation.drill import Drill
from rapport.simulation.words import LANGUAGES, LONGEST
from rapport.statistics.detection import Counts, auc, sensitivity

SEEDS = range(6)
PLAYS, MANY_SEEDS = 1000, 30


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Drill, Drill]]:
    return [(drill.deal("A", seed=seed), drill.deal("B", seed=seed)) for seed in SEEDS]


def said(text: str) -> list[tuple]:
    what = json.loads(text)
    return [(what["form"] != "ordinary", what["act"], what.get("variant", 0))]


def ideal(one: Drill) -> float:
    """The area under the curve of somebody who takes from each card all that it tells."""
    told = [[row.evidence for row in one.key if row.signal is truth] for truth in (True, False)]
    return auc(*told)


def played(one: Drill, *, d_a: float, plays: int, first: int) -> np.ndarray:
    """d′ of so many simulated officers of this skill, each with his own noise and the scenario's criterion."""
    evidence = np.array([row.evidence for row in one.key]) / 1e6
    signal = np.array([row.signal for row in one.key])
    noise = np.random.default_rng(first).normal(0, drill.deviation_of(d_a) / 1000, (plays, len(evidence)))
    reported = evidence + noise >= 0.8
    hits, alarms = reported[:, signal].sum(axis=1), reported[:, ~signal].sum(axis=1)
    return np.array(
        [
            sensitivity(Counts(hits=int(h), signals=24, false_alarms=int(f), noise=48))
            for h, f in zip(hits, alarms, strict=True)
        ]
    )


def test_a_drill_has_what_its_form_promises(pairs):
    for one in (form for pair in pairs for form in pair):
        assert [card.number for card in one.cards] == [row.number for row in one.key] == list(range(72))
        assert sum(row.signal for row in one.key) == 24
        assert Counter(Counter(row.case for row in one.key).values()) == {3: 24}
        assert len({row.case for row in one.key if row.signal}) == 8
        twins = Counter(row.twin for row in one.key if row.twin >= 0)
        assert twins == dict.fromkeys(range(18), 2)
        assert {row.twin for row in one.key if row.signal and row.twin >= 0} == {16, 17}, (
            "two pairs of signals, for hits"
        )
        assert (len(one.reports), len(one.background)) == (20, 128)
        assert set(one.grades) == {report.number for report in one.reports}
        assert len({report.provenance for report in one.reports}) == 20


def test_a_card_holds_only_its_passage(pairs):
    assert [field.name for field in dataclasses.fields(drill.Card)] == ["number", "wording"]
    for one, two in pairs:
        assert {frozenset(json.loads(card.wording)) for form in (one, two) for card in form.cards} == {
            frozenset({"form", "act", "variant", "cues", "occasion", "a", "b"})
        }


def test_what_a_card_of_a_tells_its_counterpart_in_b_tells_to_the_digit(pairs):
    for one, two in pairs:
        tells = [sorted((row.signal, row.stage, row.evidence) for row in form.key) for form in (one, two)]
        assert tells[0] == tells[1]
        assert abs(ideal(one) - ideal(two)) <= 0.02
        acts = [
            {row.evidence: json.loads(card.wording)["act"] for card, row in zip(f.cards, f.key, strict=True)}
            for f in (one, two)
        ]
        assert sum(acts[0][told] != acts[1][told] for told in acts[0]) > len(acts[0]) * 0.8, "B is A with other names"


def test_an_officer_of_middling_skill_finds_them_equally_hard(pairs):
    for seed, (one, two) in enumerate(pairs[:2]):
        found = [played(form, d_a=1.5, plays=PLAYS, first=2 * seed + k).mean() for k, form in enumerate((one, two))]
        assert abs(found[0] - found[1]) <= 0.05
        assert 0.9 < found[0] < 2.3


@pytest.mark.torture
def test_for_thirty_cohorts_a_thousand_plays_find_them_equally_hard(capsys):
    areas, differences = [], []
    for seed in range(100, 100 + MANY_SEEDS):
        one, two = (drill.deal(form, seed=seed) for form in "AB")
        areas.append(ideal(one) - ideal(two))
        means = [played(form, d_a=1.5, plays=PLAYS, first=2 * seed + k).mean() for k, form in enumerate((one, two))]
        differences.append(means[0] - means[1])
    with capsys.disabled():
        print(f"\nideal AUC differs by {max(map(abs, areas)):.4f}, mean d' by at most {max(map(abs, differences)):.4f}")  # noqa: T201
    assert max(map(abs, areas)) <= 0.02
    assert max(map(abs, differences)) <= 0.05


def test_nobody_reads_a_sentence_in_both_drills_or_twice_in_one(pairs):
    for one, two in pairs:
        read = []
        for form in (one, two):
            texts = [*(c.wording for c in form.cards), *(r.wording for r in (*form.reports, *form.background))]
            own = [sentence for text in texts for sentence in said(text)]
            assert len(own) == len(set(own)) == 72 + 20 + 128
            read.append(set(own))
            cues = Counter(tuple(cue) for card in form.cards for cue in json.loads(card.wording)["cues"])
            assert max(cues.values()) <= 2, "a cue has thirty sentences"
        assert not read[0] & read[1]
        told = [{(r.provenance, r.variant) for r in form.reports} for form in (one, two)]
        assert not told[0] & told[1]


def test_twins_are_equal_but_for_the_marker_which_is_drawn_apart(pairs):
    shares = []
    for one in (form for pair in pairs for form in pair):
        by_twin: dict[int, list] = {}
        for card, row in zip(one.cards, one.key, strict=True):
            shares.append(row.marked)
            assert words.is_marked(card.wording) is row.marked
            if row.twin >= 0:
                by_twin.setdefault(row.twin, []).append((json.loads(card.wording), row))
        for (a, own), (b, other) in by_twin.values():
            assert (a["act"], [c for c, _ in a["cues"]], a["occasion"][0]) == (
                *(b["act"], [c for c, _ in b["cues"]], b["occasion"][0]),
            )
            assert own.marked is not other.marked
            assert own.signal is other.signal
            assert own.case != other.case
            assert not {a["a"], a["b"]} & {b["a"], b["b"]}
    assert abs(np.mean(shares) - 0.5) < 4 * 0.5 / len(shares) ** 0.5


def test_turning_every_marker_changes_nothing_else():
    one, two = (drill.deal("A", seed=4, marker_salt=salt) for salt in (0, 1))
    assert [row.marked for row in one.key] != [row.marked for row in two.key]
    assert [dataclasses.replace(row, marked=False) for row in one.key] == [
        dataclasses.replace(row, marked=False) for row in two.key
    ]
    bare = [
        [{**json.loads(c.wording), "occasion": json.loads(c.wording)["occasion"][0]} for c in f.cards]
        for f in (one, two)
    ]
    assert bare[0] == bare[1]
    assert (one.reports, one.background, one.grades) == (two.reports, two.background, two.grades)


def test_reports_have_the_same_admissible_grades_in_both_and_each_axis_is_used(pairs):
    for one, two in pairs:
        assert Counter(one.grades.values()) == Counter(two.grades.values())
        sources = {code for source, _ in one.grades.values() for code in source}
        informations = {code for _, information in one.grades.values() for code in information}
        assert (sources, informations) == (set("ABCX"), set("1234"))


def test_what_is_said_to_be_on_file_is_on_file_and_comes_from_elsewhere(pairs):
    known = {provenance.id: provenance for provenance in words.vocabulary().provenances}
    for one in (form for pair in pairs for form in pair):
        told = {report.number: report for report in one.reports}
        backed = {told[number].provenance for number in one.corroborates.values()}
        assert backed == {provenance.id for provenance in known.values() if provenance.corroborated}
        claims = {
            number: (w["act"], w["a"], w["b"])
            for number, w in ((r.number, json.loads(r.wording)) for r in (*one.reports, *one.background))
            if w["form"] == "claim"
        }
        for report in one.background:
            if report.number in one.corroborates:
                assert claims[report.number] == claims[one.corroborates[report.number]]
            elif report.number in claims:
                assert claims[report.number] not in [claims[number] for number in told], "this would corroborate"


def test_every_card_and_report_can_be_read_in_four_languages(pairs):
    for one in pairs[0]:
        for language in LANGUAGES:
            for card in one.cards:
                text = words.render(card.wording, one.people, language)
                assert 0 < len(text.split()) <= LONGEST
                assert "{" not in text
            for report in one.reports:
                told = words.provenance(report.provenance, report.variant, language)
                assert 0 < len(told.split()) <= LONGEST
                assert "{" not in told + words.render(report.wording, one.people, language)
            for report in one.background:
                assert "{" not in words.render(report.wording, one.people, language)


def test_the_same_seed_deals_the_same_drill_and_another_another():
    assert drill.deal("B", seed=9) == drill.deal("B", seed=9)
    assert drill.deal("B", seed=9).cards != drill.deal("B", seed=10).cards
    with pytest.raises(ValueError, match="no drill 'C'"):
        drill.deal("C", seed=9)
