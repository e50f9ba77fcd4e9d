"""A prison service as data: many establishments under one set of rules, ready for the kernels.

Every parameter of the file carries its source, a publication or the word `assumption`. `levers` are what a service
decides (staffing, talking, time out of cell …): each has a range and the published direction of what it does.
"""

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws, service_file
from rapport.simulation.author_file import ScenarioError
from rapport.simulation.draws import Purpose
from rapport.simulation.tables import ONE, milli, power_steps, threshold

PLACES = ("landing", "yard", "workshop", "education", "visits", "canteen", "cell")
WORKS = ("workshop", "kitchen", "class", "cleaner", "none")
CHANNELS = ("seen", "heard", "object")
APPROACHES = ("watch", "with_people")
SLOTS = 7
MOST_DAYS = 3_650  # so that no bed has more occupants than a man's number can hold
_CELL, _LANDING = PLACES.index("cell"), PLACES.index("landing")
_STEPS, _ATTEMPTS, _UNIT, _WIDEST = 64, 64, 1_000_000, 4
_TEXTS = {"title", "source", "extends"}

Table = NDArray[np.int64]


@dataclass(frozen=True)
class Lever:
    """Something a service decides: 0 … 1, with its range and what it is published to do (`up`, `down` or nothing)."""

    name: str
    value: float
    low: float
    high: float
    directions: Mapping[str, str]
    source: str


@dataclass(frozen=True, eq=False)
class Service:
    """A service ready to be simulated. Two services are the same when their `hash` is."""

    raw: Mapping[str, Any]

    @classmethod
    def load(cls, name_or_path: str | Path) -> "Service":
        """A service that ships, by name, or any file, by path. Raises `ScenarioError` with the line."""
        path = service_file.path_of(name_or_path)
        if not path.exists():
            raise ScenarioError(f"There is no service {name_or_path!s}. There are: {', '.join(service_file.names())}.")
        return cls(service_file.read(path))

    def with_values(self, **values: float | int | list[dict[str, Any]]) -> "Service":
        """The same service with other values, by their path: `with_values(influence__conversion=0, levers__talking=1)`.

        Raises `ScenarioError` for a value that cannot be.
        """
        raw = copy.deepcopy(dict(self.raw))
        for path, value in values.items():
            *parents, last = path.split("__")
            at: Any = raw
            for part in parents:
                at = at[part]
            if isinstance(at.get(last), dict) and "value" in at[last]:
                at[last]["value"] = value
            else:
                at[last] = value
        found = service_file.check(raw)
        if found:
            raise ScenarioError("\n".join(f"{'.'.join(map(str, where))}: {what}" for where, what in found))
        return Service(raw)

    def __reduce__(self) -> "tuple[type[Service], tuple[Mapping[str, Any]]]":
        """To other processes and machines goes the file, and nothing that was worked out from it."""
        return (Service, (self.raw,))

    # ---- what it is ------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Its id."""
        return str(self.raw["id"])

    @property
    def title(self) -> Mapping[str, str]:
        """Its title in four languages."""
        title: Mapping[str, str] = self.raw["title"]
        return title

    @property
    def days(self) -> int:
        """For how many days it is meant."""
        return int(self.raw["days"])

    @property
    def starts(self) -> date:
        """The first day."""
        return date.fromisoformat(self.raw["starts"])

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all that decides the bytes: the file without titles and sources."""
        shape = json.dumps(_without_texts(self.raw), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(shape.encode()).hexdigest()

    @cached_property
    def levers(self) -> Mapping[str, Lever]:
        """What the service decides, by name."""
        return {
            name: Lever(
                name,
                lever["value"],
                lever["low"],
                lever["high"],
                {on: lever[on] for on in ("trust", "grievance", "influence") if on in lever},
                lever["source"],
            )
            for name, lever in self.raw["levers"].items()
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of cases."""
        return tuple(kind["id"] for kind in self.raw["kinds"]["of"])

    @property
    def harmful(self) -> tuple[bool, ...]:
        """Which kinds are extremist."""
        return tuple(kind["harmful"] for kind in self.raw["kinds"]["of"])

    @property
    def acts(self) -> tuple[str, ...]:
        """Acts of cases."""
        return tuple(act["id"] for act in self.raw["acts"]["of"])

    @property
    def ordinary(self) -> tuple[str, ...]:
        """Ordinary happenings."""
        return tuple(act["id"] for act in self.raw["ordinary"]["of"])

    def value(self, group: str, name: str) -> Any:
        """One parameter of the file."""
        return self.raw[group][name]["value"]

    # ---- the establishments ----------------------------------------------------------------------------------

    @cached_property
    def beds(self) -> Table:
        """Beds of every establishment."""
        return self._by_establishment("beds")

    @cached_property
    def wings(self) -> Table:
        """Wings of every establishment."""
        return self._by_establishment("wings")

    @cached_property
    def kinds_of_establishment(self) -> list[str]:
        """The kind of every establishment."""
        return [group["kind"] for group in self.raw["establishments"]["groups"] for _ in range(group["count"])]

    @property
    def population(self) -> int:
        """All beds."""
        return int(self.beds.sum())

    def _by_establishment(self, what: str) -> Table:
        groups = self.raw["establishments"]["groups"]
        return np.repeat(
            np.array([group[what] for group in groups], dtype=np.int64), [group["count"] for group in groups]
        )

    @cached_property
    def first_bed(self) -> Table:
        """The first bed of every establishment, and the number of all."""
        return np.concatenate([[0], np.cumsum(self.beds)]).astype(np.int64)

    @cached_property
    def first_case(self) -> Table:
        """The first case of every establishment, and the number of all."""
        each = self.beds * milli(self.value("cases", "per_hundred")) // 100_000
        return np.concatenate([[0], np.cumsum(each)]).astype(np.int64)

    @cached_property
    def instances(self) -> Table:
        """Establishment × kind of place: how many such places it has; none of the kind `cell`, which are counted by
        bed.
        """
        found = np.zeros((len(self.beds), len(PLACES)), dtype=np.int64)
        found[:, _LANDING] = self.wings
        for kind, place in enumerate(PLACES):
            if place not in {"landing", "cell"}:
                found[:, kind] = np.maximum(
                    1, (self.beds * 2 + self.raw["places"][place]) // (2 * self.raw["places"][place])
                )
        return found

    @cached_property
    def corners(self) -> Table:
        """Establishment × slot × kind of place: into how many corners each place parts those whom the timetable
        sends there.
        """
        expected = np.zeros((SLOTS, len(PLACES)), dtype=np.int64)  # parts of 2**32 of the beds
        shares = np.diff(self.work_bounds, prepend=0)
        chances = np.diff(self.bounds, axis=2, prepend=0)
        for work in range(len(WORKS)):
            expected += chances[:, work, :] * int(shares[work]) // ONE
        together = milli(self.value("contacts", "together"))
        corners = np.ones((len(self.beds), SLOTS, len(PLACES)), dtype=np.int64)
        for kind in range(_CELL):
            men = self.beds[:, None] * expected[None, :, kind] * 1000 // (ONE * self.instances[:, kind, None])
            corners[:, :, kind] = np.maximum(1, (2 * men + together) // (2 * together))
        return corners

    # ---- tables ----------------------------------------------------------------------------------------------

    @cached_property
    def work_bounds(self) -> Table:
        """Cumulative chances of each work of `WORKS` for whoever comes; work for the share `work_places`."""
        weights = [self.raw["work"][work] for work in WORKS[:-1]]
        some = threshold(self.levers["work_places"].value)
        bounds = [some * sum(weights[: k + 1]) // sum(weights) for k in range(len(weights))]
        return np.array([*bounds, ONE], dtype=np.int64)

    @cached_property
    def bounds(self) -> Table:
        """Slot × work × kind of place: cumulative chances of where a man is."""
        found = np.zeros((SLOTS, len(WORKS), len(PLACES)), dtype=np.int64)
        out = threshold(self.levers["out_of_cell"].value)
        for s, slot in enumerate(self.raw["slots"]):
            for w, work in enumerate(WORKS):
                rest, chances = ONE, [0] * len(PLACES)
                for move in slot["go"]:
                    if move["work"] in {"any", work}:
                        goes = rest * threshold(move["share"]) // ONE
                        chances[PLACES.index(move["to"])] += goes
                        rest -= goes
                chances[_LANDING] += rest * out // ONE
                chances[_CELL] = ONE - sum(chances[:_CELL])
                found[s, w] = np.cumsum(chances)
        return found

    @cached_property
    def staffed(self) -> Table:
        """Slot × kind of place: the chance that an officer is at a place."""
        some = threshold(self.levers["staffing"].value)
        row = [threshold(self.raw["staffed"].get(place, 0)) * some // ONE for place in PLACES]
        return np.tile(np.array(row, dtype=np.int64), (SLOTS, 1))

    @cached_property
    def reach(self) -> Table:
        """Approach × channel, in thousandths."""
        reach = self.raw["seeing"]["reach"]
        return np.array([[milli(reach[a][c]) for c in CHANNELS] for a in APPROACHES], dtype=np.int64)

    def channels(self, which: str) -> tuple[Table, Table]:
        """Channel and salience (thousandths) of `acts` or `ordinary`."""
        acts = self.raw[which]["of"]
        return (
            np.array([CHANNELS.index(act["channel"]) for act in acts], dtype=np.int64),
            np.array([milli(act["salience"]) for act in acts], dtype=np.int64),
        )

    @cached_property
    def kind_bounds(self) -> Table:
        """Cumulative chances of the kinds of cases."""
        shares = [threshold(kind["share"]) for kind in self.raw["kinds"]["of"]]
        bounds = np.cumsum(np.array(shares, dtype=np.int64))
        bounds[-1] = ONE
        return bounds

    def law(self, seed: int) -> tuple[Table, Table]:
        """Cumulative chances of the acts: of the innocent, and of the harmful by stage, drawn anew for this seed, with
        every ratio within ¼ … 4. They are never exported.
        """
        count = len(self.acts)
        identities = np.arange(count, dtype=np.int64)
        benign = _weights(self.value("cases", "act_spread"), draws.key(seed, Purpose.LAW), identities, root=True)
        rows = []
        for stage in range(self.value("cases", "stages")):
            for attempt in range(_ATTEMPTS):
                key = draws.key(seed, Purpose.LAW, stage + 1, attempt)
                ratios = _weights(self.value("cases", "act_band"), key, identities, root=False)
                harmful = benign * ratios // _UNIT
                one, other = harmful * benign.sum(), benign * harmful.sum()
                if (one <= _WIDEST * other).all() and (other <= _WIDEST * one).all():
                    break
            else:
                raise ScenarioError("cases: with this act_band an act's ratio does not stay within 1/4 … 4")
            rows.append(_cumulative(harmful))
        return _cumulative(benign), np.stack(rows)


def _weights(widest: float, key: int, identities: Table, *, root: bool) -> Table:
    base = Decimal(str(widest))
    ladder = np.array(power_steps(base.sqrt() if root else base, _STEPS), dtype=np.int64)
    return ladder[draws.pick(draws.draw(key, identities), np.full(len(identities), len(ladder), dtype=np.int64))]


def _cumulative(weights: Table) -> Table:
    bounds: Table = np.cumsum(weights) * ONE // int(weights.sum())
    return bounds


def _without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_texts(item) for key, item in value.items() if key not in _TEXTS}
    return [_without_texts(item) for item in value] if isinstance(value, list) else value
