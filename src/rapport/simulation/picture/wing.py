"""One wing: everybody by name on the plan, who met whom, each event in words and which officer could see it."""

from typing import Any

import numpy as np

from rapport.simulation import contacts, words
from rapport.simulation.influence import meetings_in
from rapport.simulation.slots import SLOTS
from rapport.simulation.truth import Sealed
from rapport.simulation.world import World

LANGUAGES = ("en", "ru", "ky", "fr")


def content(world: World) -> dict[str, Any]:
    """What the page of a wing is drawn from."""
    scenario, people = world.scenario, world.people
    cells = {cell.place for cell in scenario.cells}
    met, ties = _meetings(world)
    return {
        "title": dict(scenario.title),
        "slots": [{"name": dict(slot.name), "clock": slot.clock} for slot in scenario.slots],
        "played": [day * SLOTS + slot for day, slot in scenario.played],
        "places": [
            {"name": dict(p.name), "x": p.x, "y": p.y, "w": p.w, "h": p.h, "cell": p.index in cells, "in": p.parent}
            for p in scenario.plan
        ],
        "people": [
            {language: words.person_name(people, person, language) for language in LANGUAGES}
            for person in range(people.num_rows)
        ],
        "homes": people["cell"].to_pylist(),
        "where": [world.present(*divmod(at, SLOTS)).tolist() for at in range(world.clock)],
        "met": met,
        "ties": ties,
        "events": _events(world),
        "officers": [man.id for man in scenario.officers],
        "posts": {post.id: post.at for post in scenario.posts},
    }


def _meetings(world: World) -> tuple[list[list[int]], list[list[list[int]]]]:
    """For each slot the pairs that met, two numbers each in one row; and each morning's ties as (one, other,
    strength).
    """
    rules = world.scenario.ties
    ties = contacts.first_ties(rules, world.seed, world.scenario.population)
    met: list[list[int]] = []
    mornings: list[list[list[int]]] = []
    for at, (_, _, _, pairs) in enumerate(meetings_in(world)):
        if at % SLOTS == 0:
            held = np.argwhere(np.triu(ties) > 0)
            mornings.append([[*pair, int(ties[tuple(pair)])] for pair in held.tolist()])
        met.append(pairs.ravel().tolist())
        ties = contacts.grown(rules, ties, pairs)
    return met, mornings


def _events(world: World) -> list[list[dict[str, Any]]]:
    """For each slot what happened, in every language, and for each officer who could see it his post and chance."""
    seen: dict[int, list[list[Any]]] = {}
    for row in world.exposures.to_pylist():
        if row["in_sight"]:
            chance = round(row["q_ppm"] / 10_000)
            seen.setdefault(row["event"], []).append([row["officer"], row["post"], chance, row["shown"]])
    secrets = _secrets(world)
    slots: list[list[dict[str, Any]]] = [[] for _ in range(world.clock)]
    for event in world.events.to_pylist():
        slots[event["day"] * SLOTS + event["slot"]].append(
            {
                "text": {language: words.render(event["wording"], world.people, language) for language in LANGUAGES},
                "place": event["place"],
                "actor": event["actor"],
                "other": event["other"],
                "kind": secrets.get(event["event"]),
                "seen": seen.get(event["event"], []),
            }
        )
    return slots


def _secrets(world: World) -> dict[int, str]:
    """The kind of every event of a case, if the truth is open; otherwise nothing."""
    try:
        truth = world.truth
    except Sealed:
        return {}
    return {row["event"]: row["kind"] for row in truth.events.to_pylist()}
