"""The truth of a service: what is committed to at the start, and what is opened at the end."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rapport.simulation import draws
from rapport.simulation import truth as seal
from rapport.simulation.draws import Purpose
from rapport.simulation.service import SLOTS, Service

ENGINE = "rapport-kernels/1"
_MARKERS_SEALED = 256


@dataclass(frozen=True, eq=False)
class ServiceTruth:
    """What was true. `cases`: those that run now. `events`: of every kept event of a case, its kind. `days`: the
    counters that were sealed.
    """

    cases: pa.Table
    events: pa.Table
    days: pa.Table
    commitment: str
    scenario_hash: str
    seed: int
    kinds: tuple[str, ...]
    markers: tuple[bool, ...]
    nonce: bytes

    def verify(self, published: str) -> bool:
        """Check this truth against the commitment that was published at the start."""
        return seal.verify_commitment(
            published,
            scenario_hash=self.scenario_hash,
            seed=self.seed,
            nonce=self.nonce,
            kinds=self.kinds,
            markers=self.markers,
            engine=ENGINE,
        )


def commitment(scenario: Service, *, seed: int, salt: int, nonce: bytes) -> str:
    """The commitment to this service's truth, in hexadecimal."""
    return seal.commitment(
        scenario_hash=scenario.hash,
        seed=seed,
        nonce=nonce,
        kinds=first_kinds(scenario, seed),
        markers=markers(scenario, seed, salt),
        engine=ENGINE,
    )


def first_kinds(scenario: Service, seed: int) -> tuple[str, ...]:
    """The kinds with which the cases of the first morning begin, establishment by establishment."""
    found: list[str] = []
    key = draws.key(seed, Purpose.KINDS)
    for e, count in enumerate(np.diff(scenario.first_case).tolist()):
        drawn = draws.draw(draws.within(key, e), np.arange(count, dtype=np.int64))
        which = np.searchsorted(scenario.kind_bounds, drawn.astype(np.int64), side="right")
        found += [scenario.kinds[k] for k in which.tolist()]
    return tuple(found)


def markers(scenario: Service, seed: int, salt: int) -> tuple[bool, ...]:
    """The first markers of the first establishment's first morning: enough that no other salt fits them."""
    key = draws.within(draws.key(seed, Purpose.MARKER, 0, SLOTS * salt), 0)
    drawn = draws.draw(key, np.arange(_MARKERS_SEALED, dtype=np.int64))
    return tuple((drawn < np.uint64(int(scenario.value("cases", "marked") * (1 << 32)))).tolist())
