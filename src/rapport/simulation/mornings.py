"""The morning: three lines that tell what yesterday's acts changed. They tell of trust and of measures, never of a
case.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Purpose
from rapport.simulation.rows import MORNING, REST, Change, plain_wording
from rapport.simulation.scenario import Scenario

LINES = 3
QUIET = "quiet"
_NOTICEABLE = 25
_PRIORITY = (
    "restricted",
    "returned",
    "check_idle",
    "check_found",
    "support_given",
    "talk_remembered",
    "trust_up",
    "trust_down",
)

Note = tuple[str, int]


def lines(scenario: Scenario, seed: int, *, day: int, notes: Sequence[Note], moved: NDArray[np.int64]) -> list[Change]:
    """Three lines for this morning. `notes` are what was done yesterday (code, person or -1), `moved` how each man's
    trust moved since.
    """
    told = list(dict.fromkeys(notes))
    named = {person for _, person in told}
    for code, sign in (("trust_up", 1), ("trust_down", -1)):
        person = int((sign * moved).argmax())
        if sign * int(moved[person]) >= _NOTICEABLE and person not in named:
            told.append((code, person))
            named.add(person)
    told.sort(key=lambda note: (_PRIORITY.index(note[0]), note[1]))
    told = _one_of_each(told)[:LINES]
    key = draws.key(seed, Purpose.MORNING, day)
    quiet = draws.shuffled(key, np.arange(len(scenario.vocabulary.mornings[QUIET].wordings), dtype=np.int64)).tolist()
    changes = []
    for line, (code, person) in enumerate(told):
        variant = draws.pick_one(key, 100 + line, len(scenario.vocabulary.mornings[code].wordings))
        changes.append(Change(day, code, person, plain_wording(MORNING, code, variant, person, -1)))
    for variant in quiet[: LINES - len(changes)]:
        changes.append(Change(day, QUIET, -1, plain_wording(MORNING, QUIET, variant, -1, -1)))
    return changes


def rest_of_day(scenario: Scenario, seed: int, day: int) -> str:
    """The wording of the one line that tells the rest of a day; no two days of an exercise have the same."""
    order = draws.shuffled(
        draws.key(seed, Purpose.REST), np.arange(len(scenario.vocabulary.rest_of_day), dtype=np.int64)
    )
    return plain_wording(REST, "", int(order[day % len(order)]), -1, -1)


def _one_of_each(notes: list[Note]) -> list[Note]:
    """The first note of each kind before the second of any."""
    seen: dict[str, int] = {}
    ranked = []
    for note in notes:
        seen[note[0]] = seen.get(note[0], 0) + 1
        ranked.append((seen[note[0]], note))
    return [note for _, note in sorted(ranked, key=lambda pair: pair[0])]
