"""Looking back, once the truth is open: what could have been seen from where, and what somebody saw."""

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rapport.simulation import perception, rows
from rapport.simulation.scenario import Scenario


def events(table: pa.Table, wanted: set[int]) -> list[rows.Event]:
    """The rows of these events."""
    return [event for event in (rows.Event(**raw) for raw in table.to_pylist()) if event.event in wanted]


def best_sights(
    scenario: Scenario, happened: Iterable[rows.Event], present: Callable[[int, int], NDArray[np.int64]]
) -> dict[int, perception.Sight]:
    """For each event the best that any post could offer. `present(day, slot)` gives every man's place."""
    crowds = ((event, perception.crowd(present(event.day, event.slot), len(scenario.plan))) for event in happened)
    return {event.event: perception.best_sight(scenario, event, crowd) for event, crowd in crowds}


def seen_by(officer: int, exposures: pa.Table, happened: pa.Table) -> list[rows.Event]:
    """What was shown to an officer, apart from what he was told."""
    mine = exposures.filter(pc.and_(pc.equal(exposures["officer"], officer), exposures["shown"]))
    found = events(happened, set(mine["event"].to_pylist()))
    return [event for event in found if event.channel != rows.TOLD]
