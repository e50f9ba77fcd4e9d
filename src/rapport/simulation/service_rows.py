"""What a service's world writes, as Arrow tables with the columns and units of `docs/simulation.md`."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rapport.simulation.service import APPROACHES, CHANNELS, PLACES, SLOTS, Service

SECRET_COUNTERS = frozenset(
    {
        "harmful_events",
        "harmful_shown",
        "convinced",
        "converted",
        "left",
        "susceptible",
        "drawn_in",
        "recruiting",
        "empty",
    }
)
SUMS = frozenset({"trust", "grievance", "need"})

Rows = NDArray[Any]


def contacts(slots: Sequence[tuple[int, Rows]]) -> pa.Table:
    """Who met whom: day, slot, establishment, place, one, other (beds of the establishment)."""
    schema = pa.schema(
        [
            ("day", pa.int32()),
            ("slot", pa.int8()),
            ("establishment", pa.int32()),
            ("place", pa.int32()),
            ("one", pa.int32()),
            ("other", pa.int32()),
        ]
    )
    most = max((rows.shape[1] for _, rows in slots), default=0)
    days, hours = ({k: pa.array(np.full(most, k, what)) for k in found} for what, found in _times(slots))
    batches = []
    for clock, rows in slots:  # the days and slots of many rows are one column, of which each takes as many
        count = rows.shape[1]
        day, slot = days[clock // SLOTS].slice(0, count), hours[clock % SLOTS].slice(0, count)
        batches.append(pa.record_batch([day, slot, *(pa.array(column) for column in rows)], schema=schema))
    return pa.Table.from_batches(batches, schema=schema)


def _times(slots: Sequence[tuple[int, Rows]]) -> list[tuple[type[np.signedinteger[Any]], set[int]]]:
    """The days and the slots of the day that occur, with the types of their columns."""
    clocks = {clock for clock, _ in slots}
    return [(np.int32, {clock // SLOTS for clock in clocks}), (np.int8, {clock % SLOTS for clock in clocks})]


def events(service: Service, rows: Rows) -> pa.Table:
    """What happened. For the server only: an officer sees his exposures. Whether an act is of a harmful case is in
    the truth.
    """
    names = [*service.ordinary, *service.acts]
    of_case = rows[13] >= 0
    act = rows[6] + np.where(of_case, len(service.ordinary), 0)
    return pa.table(
        {
            **_when_and_where(rows),
            "place_kind": _named(rows[5], PLACES),
            "act": _named(act, names),
            "kept_away": pa.array((rows[7] & 1) > 0),
            "asked_return": pa.array((rows[7] & 2) > 0),
            "hidden": pa.array((rows[7] & 4) > 0),
            "actor": pa.array(rows[8], pa.int32()),
            "other": pa.array(rows[9], pa.int32()),
            "channel": _named(rows[10], CHANNELS),
            "salience": pa.array(rows[11], pa.int32()),
            "marked": pa.array(rows[12] > 0),
        }
    )


def exposures(rows: Rows) -> pa.Table:
    """What the officer at a place could see of an event there, and whether it was shown to him. `q_ppm` is a chance in
    parts per million.
    """
    return pa.table(
        {
            **_when_and_where(rows),
            "approach": _named(rows[5] - 1, APPROACHES),
            "q_ppm": pa.array(rows[6], pa.int32()),
            "in_sight": pa.array(rows[7] > 0),
            "shown": pa.array(rows[8] > 0),
        }
    )


def _when_and_where(rows: Rows) -> dict[str, pa.Array]:
    return {
        "event": pa.array(rows[0], pa.int64()),
        "day": pa.array(rows[1], pa.int32()),
        "slot": pa.array(rows[2], pa.int32()),
        "establishment": pa.array(rows[3], pa.int32()),
        "place": pa.array(rows[4], pa.int32()),
    }


def _named(codes: Rows, names: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(list(names), pa.string()))


def days(counts: NDArray[np.int64], names: Sequence[str], *, secret: bool) -> pa.Table:
    """Day by day what was counted; trust, grievance and need as means (0 … 1000). With `secret`, only what is
    sealed.
    """
    table: dict[str, pa.Array] = {"day": pa.array(np.arange(len(counts), dtype=np.int32))}
    people = np.maximum(1, counts[:, list(names).index("prisoners")])
    for k, name in enumerate(names):
        if (name in SECRET_COUNTERS) == secret:
            column = counts[:, k] / people if name in SUMS else counts[:, k]
            table[f"{name}_mean" if name in SUMS else name] = pa.array(column)
    return pa.table(table)


def case_table(service: Service, first_case: Rows, columns: Sequence[Rows], bed_bits: int) -> pa.Table:
    """The cases that run now: establishment, case, turn, kind, harmful, stage, cast (beds)."""
    turn, kind, stage, cast = columns
    count = len(turn)
    establishment = np.searchsorted(first_case, np.arange(count), side="right") - 1
    harmful = np.array(service.harmful)
    return pa.table(
        {
            "establishment": pa.array(establishment, pa.int32()),
            "case": pa.array(np.arange(count) - first_case[establishment], pa.int32()),
            "turn": pa.array(turn, pa.int32()),
            "kind": _named(kind, service.kinds),
            "harmful": pa.array(harmful[kind]) if count else pa.array([], pa.bool_()),
            "stage": pa.array(stage, pa.int8()),
            "cast": pa.array((cast & ((1 << bed_bits) - 1)).tolist(), pa.list_(pa.int32())),
        }
    )


def event_truth(service: Service, rows: Rows, kinds: Rows) -> pa.Table:
    """Of every event of a case: event, kind, harmful. `kinds` is the kind of each row of `events`, -1 for ordinary."""
    of_case = kinds >= 0
    return pa.table(
        {
            "event": pa.array(rows[0][of_case], pa.int64()),
            "kind": _named(kinds[of_case], service.kinds),
            "harmful": pa.array(np.array(service.harmful)[kinds[of_case]])
            if of_case.any()
            else pa.array([], pa.bool_()),
        }
    )
