"""A scenario that cannot be played is refused, with the line; and every parameter names its source."""

import re
import time

import pytest
import yaml

from rapport.simulation import Scenario, ScenarioError
from rapport.simulation.scenario import FOLDER, names

TEXT = (FOLDER / "exercise-b.yaml").read_text(encoding="utf-8")


def line_of(fragment: str) -> int:
    return TEXT[: TEXT.index(fragment)].count("\n") + 1


def refused(tmp_path, old: str, new: str) -> str:
    assert TEXT.count(old) >= 1, f"the file no longer contains {old!r}"
    path = tmp_path / "bad.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        Scenario.load(path)
    return str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{id: yard, at: yard, sees: {yard: 1.0}",
            "{id: yard, at: garden, sees: {yard: 1.0}",
            "there is no place 'garden'",
        ),
        (
            "{work: kitchen, to: canteen, share: 0.9}",
            "{work: kitchen, to: kitchen, share: 0.9}",
            "there is no place 'kitchen'",
        ),
        ("share: 0.45}", "share: 1.45}", "1.45 is more than 1"),
        ("marked: {value: 0.5,", "marked: {value: 35,", "35 is more than 1"),
        ("cue_benign: {value: 0.2,", "cue_benign: {value: -0.2,", "-0.2 is less than 0"),
        ("cue_harmful: {value: 0.8,", "cue_harmful: {value: 0.8, marked: 0.9,", "a marker may depend on nothing"),
        ("  cast: 4\n", "  cast: 4\n  marker_for: recruitment\n", "a marker may depend on nothing"),
        ("kind: visits, in: wing", "kind: worship, in: wing", "no post may watch worship"),
        ("kind: education, in: wing", "kind: health, in: wing", "no post may watch health"),
        ("fr: Un recrutement à côté d’un cercle d’étude", "", "a translation is missing: fr"),
        ("ky: Сейил короосу, ", "", "a translation is missing: ky"),
        ("talk: {value: 90, source:", "talk: {value: 90, sauce:", "missing: source"),
        ("days: 10", "days: ten", "'ten' is not a whole number"),
        ("[unlock, yard]", "[unlock, lock_up]", "one anchor and one slot with a chosen post"),
        ("[unlock, yard]", "[unlock, breakfast]", "there is no slot 'breakfast'"),
        ("workshop: 20, kitchen", "workshop: 30, kitchen", "70 men is given, and there are 60 beds"),
        ("twin_pairs: 4", "twin_pairs: 9", "not so many events of innocent men"),
        ("cast: 4", "cast: 9", "nobody may be in two cases"),
        ("prior: 0.5", "prior: 0.6", "do not sum to 1"),
        ("benign: [study_circle, grief]", "benign: [study_circle, football]", "the kind 'football' has no name"),
        (
            "    grief: {",
            "    sorrow: {en: Sorrow, ru: Печаль, ky: Муң, fr: Peine}\n    grief: {",
            "no case is of the kind",
        ),
        ("benign: [study_circle, grief]", "benign: [grief, recruitment]", "cannot be harmful and benign"),
        ("  sits_down_beside, ", "  sits_upon, ", "there is no act 'sits_upon'"),
        ("movements: [level_shore", "movements: [level_sea", "there is no movement 'level_sea'"),
        ("movements: [level_shore", "movements: [varsk_home", "one of each kind"),
        ("marked: {value: 0.5,", "marked: {value: 0.4,", "a marker is on one half of the passages"),
        ("share: {value: 1.0,", "share: {value: 0.9,", "every passage has a beginning"),
        ("first: 1, count: 15", "first: 1, count: 500000000", "1,000,000,030 people would live here"),
        ("first: 1, count: 15", "first: 1, count: 60", "there are names for 80"),
        ("id: yard, at: yard", "id: canteen, at: yard", "'canteen' is there twice"),
        ('{id: "1", simulated: false}', '{id: "1", simulated: true}', "no seat for a trainee"),
        ("at_chosen: 1 ", "at_chosen: 2 ", "the form has 3 here, and the file gives 4"),
        ("passages: {value: 4,", "passages: {value: 6,", "the form has 4 here"),
        ("{count: 16, cast: 3,", "{count: 16, cast: 5,", "the casts of a shift are more people than live here"),
        ("full: 4}", "full: 5}", "the form has 4 here"),
    ],
)
def test_a_scenario_that_cannot_be_played_says_what_is_wrong_and_where(tmp_path, old, new, said):
    message = refused(tmp_path, old, new)
    assert said in message
    line = int(re.search(r"bad\.yaml, line (\d+):", message).group(1))
    section_starts = [k + 1 for k, text in enumerate(TEXT.split("\n")) if re.match(r"[a-z_]+:", text)]
    section = max(start for start in section_starts if start <= line_of(old))
    at_the_post = (
        "no post may" in said
        and "id: " + re.search(r"the post '(\w+)'", message).group(1) in TEXT.split("\n")[line - 1]
    )
    assert at_the_post or section <= line <= line_of(old) + 2, "the line does not lead to the fault"


def test_a_scenario_without_notes_for_its_trainer_is_refused(tmp_path):
    assert "missing: notes" in refused(tmp_path, "notes:\n", "remarks:\n")


def test_a_file_of_a_thousand_million_people_is_refused_at_once(tmp_path):
    started = time.perf_counter()
    refused(tmp_path, "first: 1, count: 15", "first: 1, count: 500000000")
    assert time.perf_counter() - started < 5


def test_a_file_that_is_no_yaml_is_refused(tmp_path):
    (tmp_path / "bad.yaml").write_text("id: [")
    with pytest.raises(ScenarioError, match="not readable as YAML"):
        Scenario.load(tmp_path / "bad.yaml")


def test_an_unknown_scenario_names_those_there_are():
    with pytest.raises(ScenarioError, match="exercise-b"):
        Scenario.load("exercise-z")


def test_every_parameter_has_a_source_or_is_called_an_assumption():
    def values(node, path=()):
        if isinstance(node, dict):
            if "value" in node:
                yield path, node
            for key, child in node.items():
                yield from values(child, (*path, key))

    found = list(values(yaml.safe_load(TEXT)))
    assert len(found) > 35
    for path, node in found:
        source = node["source"]
        assert "assumption" in source or re.search(r"design:|\b(19|20)\d\d\b", source), f"{path} has no source"
    for section in ("work", "truths"):
        assert yaml.safe_load(TEXT)[section]["source"]


def test_the_hash_is_of_what_decides_the_bytes_and_not_of_a_sentence(tmp_path):
    path = tmp_path / "copy.yaml"
    path.write_text(TEXT.replace("fr: Deuil", "fr: Un deuil"), encoding="utf-8")
    assert Scenario.load(path).hash == Scenario.load("exercise-b").hash
    path.write_text(
        TEXT.replace("hidden", "hidden").replace("prior: 0.3", "prior: 0.31").replace("prior: 0.2}", "prior: 0.19}")
    )
    assert Scenario.load(path).hash != Scenario.load("exercise-b").hash


def test_what_ships_gives_nothing_away_by_its_name():
    assert names() == [f"exercise-{letter}" for letter in "bdeklm"]
    for name in names():
        assert not re.search("recruit|circle|grief|extrem|radical", name)


def test_the_wing_has_sixty_beds_seven_slots_and_twenty_played_ones():
    scenario = Scenario.load("exercise-b")
    assert (scenario.population, len(scenario.slots), len(scenario.played), scenario.days) == (60, 7, 20, 10)
    assert [scenario.slots[slot].anchor for _, slot in scenario.played].count(True) == 10
    anchors = [scenario.slots[slot].id for _, slot in scenario.played if scenario.slots[slot].anchor]
    assert anchors == ["unlock", "lock_up"] * 5
    assert len(scenario.lesson["passages"]) == 3
