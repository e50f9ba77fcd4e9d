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
    """Three lines for this morning, at most one of a kind: no sentence comes twice in an exercise.

    `notes` are what was done yesterday (code, person or -1), `moved` how each man's trust moved since.
    """
    told = list(dict.fromkeys(notes))
    named = {person for _, person in told}
    for code, sign in (("trust_up", 1), ("trust_down", -1)):
        person = int((sign * moved).argmax())
        if sign * int(moved[person]) >= _NOTICEABLE and person not in named:
            told.append((code, person))
            named.add(person)
    told.sort(key=lambda note: (_PRIORITY.index(note[0]), note[1]))
    told = list({note[0]: note for note in reversed(told)}.values())[::-1][:LINES]
    changes = []
    for code, person in told:
        variant = _wording(scenario, seed, code, day - 1)
        changes.append(Change(day, code, person, plain_wording(MORNING, code, variant, person, -1)))
    for line in range(LINES - len(changes)):
        variant = _wording(scenario, seed, QUIET, (day - 1) * LINES + line)
        changes.append(Change(day, QUIET, -1, plain_wording(MORNING, QUIET, variant, -1, -1)))
    return changes


def _wording(scenario: Scenario, seed: int, code: str, turn: int) -> int:
    """Which wording of a line in its so-manyeth turn: all of them in a drawn order before any comes again."""
    count = len(scenario.vocabulary.mornings[code].wordings)
    key = draws.key(seed, Purpose.MORNING, list(scenario.vocabulary.mornings).index(code))
    order = draws.shuffled(key, np.arange(count, dtype=np.int64)).tolist()
    return int(order[turn % count])


def rest_of_day(scenario: Scenario, seed: int, day: int) -> str:
    """The wording of the one line that tells the rest of a day; no two days of an exercise have the same."""
    order = draws.shuffled(
        draws.key(seed, Purpose.REST), np.arange(len(scenario.vocabulary.rest_of_day), dtype=np.int64)
    )
    return plain_wording(REST, "", int(order[day % len(order)]), -1, -1)
