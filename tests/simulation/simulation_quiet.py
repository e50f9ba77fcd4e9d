"""Worlds with as little ordinary life as there may be: quick, and of cases nothing is different."""

from pathlib import Path

from rapport.simulation import Scenario, World, acts
from rapport.simulation.observer import Notebook
from rapport.simulation.perception import APPROACHES
from rapport.simulation.scenario import FOLDER

NONCE = bytes(range(32))
QUIETER = {
    "rate: {value: 0.35": "rate: {value: 0",
    "rate_played: {value: 0.75": "rate_played: {value: 0",
    "least_at_a_post: {value: 10": "least_at_a_post: {value: 4",
    '  - {id: "3", simulated: true}\n': "",
    '  - {id: "4", simulated: true}\n': "",
}


def quiet(folder: Path, name: str = "exercise-b") -> Scenario:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for was, becomes in QUIETER.items():
        assert was in text or "simulated" in was, was
        text = text.replace(was, becomes)
    (folder / "quiet.yaml").write_text(text, encoding="utf-8")
    return Scenario.load(folder / "quiet.yaml")


def noted_walk(scenario: Scenario, seed: int, *, approaches=APPROACHES[:3]) -> tuple[World, Notebook]:
    """Walk from post to post to the end, with a notebook kept slot by slot."""
    world, turn = World.from_scenario(scenario, seed=seed, nonce=NONCE), 0
    notebook = Notebook.of(world)
    while not world.ended:
        at = world.next_played
        if at == (world.day, world.slot) and (posts := world.open_posts(*at)):
            approach = approaches[turn % len(approaches)]
            world.act(acts.TakePost(0, posts[(turn + seed) % len(posts)], approach, "a knife was reported"))
            turn += 1
        world.step(slots=1)
        notebook.note(world)
    return world, notebook
