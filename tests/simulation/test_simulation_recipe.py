"""An exercise as a file: whoever has it plays the same prison again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rapport.instance.command import rapport
from rapport.simulation import Scenario, World, acts
from rapport.simulation.recipe import BadRecipe, Recipe

NONCE = b"n" * 32


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    world = World.from_scenario(Scenario.load("exercise-b"), seed=11, nonce=NONCE)
    world.step(slots=1)
    world.act(acts.TakePost(officer=0, post=world.open_posts(0, 1)[-1], approach="with_people"))
    world.play()
    return Recipe.of(world, nonce=NONCE)


def test_it_survives_being_written_down_and_gives_the_same_world(recipe: Recipe) -> None:
    again = Recipe.from_json(recipe.to_json())
    assert again.bake().digest() == recipe.digest
    assert again.to_json() == recipe.to_json()


def test_the_command_says_that_it_is_the_same(recipe: Recipe, tmp_path: Path) -> None:
    file = tmp_path / "exercise-B-14.json"
    file.write_text(recipe.to_json())
    answer = CliRunner().invoke(rapport, ["replay", str(file)])
    assert answer.exit_code == 0
    assert answer.output.count("the same") == 2


@pytest.mark.parametrize(("field", "value"), [("nonce", "00" * 32), ("seed", "12"), ("acts", [])])
def test_a_changed_file_comes_out_differently(recipe: Recipe, tmp_path: Path, field: str, value: object) -> None:
    file = tmp_path / "exercise.json"
    file.write_text(json.dumps(json.loads(recipe.to_json()) | {field: value}))
    answer = CliRunner().invoke(rapport, ["replay", str(file)])
    assert answer.exit_code == 1
    assert "DIFFERENT" in answer.output


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"scenario": "x"}', "\x00", "[" * 100_000])
def test_what_is_no_recipe_is_refused_in_words(text: str, tmp_path: Path) -> None:
    file = tmp_path / "nonsense.json"
    file.write_text(text)
    answer = CliRunner().invoke(rapport, ["replay", str(file)])
    assert answer.exit_code == 1
    assert "cannot be replayed" in answer.output


def test_another_engine_or_scenario_is_named(recipe: Recipe) -> None:
    for field, word in (("engine", "engine"), ("scenario_hash", "version of the scenario")):
        changed = json.dumps(json.loads(recipe.to_json()) | {field: "other"})
        with pytest.raises(BadRecipe, match=word):
            Recipe.from_json(changed).bake()
