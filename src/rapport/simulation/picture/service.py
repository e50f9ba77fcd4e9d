"""A whole service, or one establishment of hundreds: each establishment by its wings and common places.

The days are lived again for the establishments that are drawn, from seed and acts: of a service of up to 20,000 people
all of them, of a larger one the first of each kind.
"""

import base64
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import establishments, naming
from rapport.simulation.logbook import Logbook
from rapport.simulation.service import APPROACHES, PLACES, SLOTS, Service
from rapport.simulation.service_state import ServiceState
from rapport.simulation.service_world import ROWS_UP_TO, ServiceWorld
from rapport.simulation.truth import Sealed

MOST_SEEN = 600_000  # people × slots on one page
_CELL = PLACES.index("cell")
_TABLES = frozenset({"contacts", "events", "exposures"})
_CUES = ("kept_away", "asked_return", "hidden")

Rows = NDArray[Any]


def content(world: ServiceWorld) -> dict[str, Any]:
    """What the page of a service is drawn from. Slots are counted from the first morning."""
    service = world.scenario
    drawn = chosen(service)
    people = int(service.beds[drawn].sum())
    slots = min(world.clock, max(1, MOST_SEEN // people // SLOTS) * SLOTS)
    acts, kinds = [*service.ordinary, *service.acts], service.kinds
    return {
        "title": dict(service.title),
        "days": world.clock / SLOTS,
        "slots": [{"name": naming.called("slots", s["id"]), "clock": s["clock"]} for s in service.raw["slots"]],
        "places": {kind: naming.called("places", kind) for kind in ("wing", *PLACES)},
        "acts": [naming.called("acts", act) for act in acts],
        "cues": [naming.called("cues", cue) for cue in _CUES],
        "kinds": [naming.called("kinds", kind) for kind in kinds],
        "approaches": [naming.called("approaches", approach) for approach in APPROACHES],
        "groups": [
            {
                "name": naming.called("establishment_kinds", group["kind"]),
                **{key: group[key] for key in ("count", "beds", "wings")},
            }
            for group in service.raw["establishments"]["groups"]
        ],
        "establishments": [_plan(service, e) for e in drawn],
        "slot": list(_slots(world, drawn, slots)),
    }


def chosen(service: Service) -> list[int]:
    """The establishments that are drawn."""
    counts = [group["count"] for group in service.raw["establishments"]["groups"]]
    if service.population <= ROWS_UP_TO:
        return list(range(sum(counts)))
    return [sum(counts[:k]) for k in range(len(counts))]


def _plan(service: Service, e: int) -> dict[str, Any]:
    """One establishment: of which group, which of it, its beds and where each is, and how many places of each kind."""
    counts = np.cumsum([group["count"] for group in service.raw["establishments"]["groups"]])
    group = int(np.searchsorted(counts, e, side="right"))
    beds, wings = int(service.beds[e]), int(service.wings[e])
    return {
        "group": group,
        "number": e - int(counts[group - 1] if group else 0) + 1,
        "beds": beds,
        "cell": int(service.value("cell", "beds")),
        "wings": np.bincount(np.arange(beds) * wings // beds, minlength=wings).tolist(),
        "places": service.instances[e, :_CELL].tolist(),
    }


def _slots(world: ServiceWorld, drawn: list[int], slots: int) -> Iterator[list[dict[str, Any]]]:
    """For each slot each drawn establishment: where its men are, how its places are staffed, which wings met, and what
    happened and could be seen.
    """
    service, opened = world.scenario, _is_open(world)
    what = establishments.given(service, world.seed)
    everybody = establishments.some_on_the_first_morning(service, what, drawn)
    state = ServiceState(world.seed, 0, (), world.truth_commitment, everybody)
    again = ServiceWorld(service, state)
    logbook = Logbook(service, _TABLES, parts=[range(e, e + 1) for e in drawn])
    todo = [entry for entry in world.log if _establishment(service, entry.act) in drawn]
    for clock in range(slots):
        while todo and todo[0].at <= clock:
            again.act(todo.pop(0).act)
        before = [establishments.look_at(what, everybody, e, clock=clock) for e in drawn]
        _, (rows,) = logbook.write(what, everybody, clock=clock, slots=1)
        state.clock += 1
        yield [
            {
                "where": _packed(where),
                "staff": staff.tolist(),
                "met": _wings_that_met(service, e, rows["contacts"][k]),
                "seen": _seen(service, rows["events"][k], rows["exposures"][k], opened=opened),
            }
            for k, (e, (where, staff)) in enumerate(zip(drawn, before, strict=True))
        ]


def _establishment(service: Service, act: Any) -> int:
    return int(np.searchsorted(service.first_bed, act.person, side="right")) - 1


def _is_open(world: ServiceWorld) -> bool:
    try:
        return bool(world.truth)
    except Sealed:
        return False


def _packed(where: Rows) -> str:
    """A place for each bed, from 1; 0 is nobody. Two bytes each, the lower first."""
    return base64.b64encode((where + 1).astype("<u2").tobytes()).decode()


def _wings_that_met(service: Service, e: int, contacts: Rows) -> list[int]:
    """How many pairs of each two wings met: wings × wings, the lower first."""
    beds, wings = int(service.beds[e]), int(service.wings[e])
    one, other = contacts[2].astype(np.int64) * wings // beds, contacts[3].astype(np.int64) * wings // beds
    pairs = np.minimum(one, other) * wings + np.maximum(one, other)
    met: list[int] = np.bincount(pairs, minlength=wings * wings).tolist()
    return met


def _seen(service: Service, events: Rows, exposures: Rows, *, opened: bool) -> list[list[int]]:
    """What happened, like with like: place, act, cues (bits), kind of case (-1: not told), how often, how often in
    sight of the officer there, how often shown to him.
    """
    seen = {row[0]: (row[7], row[8]) for row in exposures.T.tolist()}
    counted: dict[tuple[int, ...], Counter[str]] = {}
    for event, place, act, cues, case, kind in events[[0, 4, 6, 7, 13, 14]].T.tolist():
        name = (place, act + (len(service.ordinary) if case >= 0 else 0), cues, kind if opened and case >= 0 else -1)
        in_sight, shown = seen.get(event, (0, 0))
        counted.setdefault(name, Counter()).update({"all": 1, "in_sight": in_sight, "shown": shown})
    return [[*name, found["all"], found["in_sight"], found["shown"]] for name, found in sorted(counted.items())]
