"""The truth: what was really going on, sealed before the first morning and provably the same when it is opened.

Commitment = SHA-256(nonce ‖ engine ‖ scenario hash ‖ seed ‖ kinds ‖ markers), each part preceded by its length. It is
published at the start. The nonce is 32 random bytes that the world never keeps: who holds it can open the truth, and
everybody can then check that neither kinds nor markers were changed. The seal keeps honest people from looking; it is
no lock against somebody who runs this program himself.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from rapport.simulation.cases import Agenda

ENGINE = "rapport-simulation/2"
NONCE_BYTES = 32
SOURCE_OF_AN_OFFICER = "A B"
INFORMATION_SEEN = "1 2"
INFORMATION_HEARD = "2 3 4"


class Sealed(RuntimeError):
    """The truth was asked for before it was unsealed."""


class WrongNonce(ValueError):
    """This nonce does not open this world."""


def commitment(
    *, scenario_hash: str, seed: int, nonce: bytes, kinds: Sequence[str], markers: Sequence[bool], engine: str = ENGINE
) -> str:
    """The commitment, in hexadecimal. `kinds` and `markers` in the order of `Agenda.kinds` and `Agenda.markers`."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a nonce is {NONCE_BYTES} random bytes")
    parts = [
        nonce,
        engine.encode(),
        scenario_hash.encode(),
        str(seed).encode(),
        ",".join(kinds).encode(),
        "".join("1" if marker else "0" for marker in markers).encode(),
    ]
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()


def verify_commitment(
    published: str,
    *,
    scenario_hash: str,
    seed: int,
    nonce: bytes,
    kinds: Sequence[str],
    markers: Sequence[bool],
    engine: str = ENGINE,
) -> bool:
    """Whether what is now said to be true is what was committed to at the start."""
    try:
        now = commitment(
            scenario_hash=scenario_hash, seed=seed, nonce=nonce, kinds=kinds, markers=markers, engine=engine
        )
    except ValueError:
        return False
    return hmac.compare_digest(now, published.lower())


@dataclass(frozen=True, eq=False)
class Truth:
    """What was true.

    `cases`: case, kind, harmful, cast. `events`: event, case, kind, stage, signal, look_alike, twin (pair or -1),
    marked, family, and what would have been right: correct (`report`, or `no_measure` for the innocent), the 4x4
    codes a careful evaluator may give (source, information).
    """

    level: str
    cases: pa.Table
    events: pa.Table
    commitment: str
    scenario_hash: str
    seed: int
    kinds: tuple[str, ...]
    markers: tuple[bool, ...]
    nonce: bytes

    def verify(self, published: str) -> bool:
        """Check this truth against the commitment that was published at the start."""
        return verify_commitment(
            published,
            scenario_hash=self.scenario_hash,
            seed=self.seed,
            nonce=self.nonce,
            kinds=self.kinds,
            markers=self.markers,
        )


def case_table(agenda: Agenda) -> pa.Table:
    """The cases as a table."""
    return pa.table(
        {
            "case": pa.array([case.case for case in agenda.cases], pa.int32()),
            "kind": [case.kind for case in agenda.cases],
            "harmful": [case.harmful for case in agenda.cases],
            "cast": pa.array([list(case.cast) for case in agenda.cases], pa.list_(pa.int32())),
        }
    )


def with_right_answers(secrets: pa.Table, channels: Sequence[str]) -> pa.Table:
    """The secret rows with what would have been right: `channels` is each event's channel, in the same order.

    Europol's 4x4 (Regulation 2016/794, article 29): the source is an officer of the wing; what he saw himself he
    knows, what he heard others say he may know or not.
    """
    heard = [INFORMATION_HEARD if channel == "heard" else INFORMATION_SEEN for channel in channels]
    right = ["report" if signal else "no_measure" for signal in secrets["signal"].to_pylist()]
    return (
        secrets.append_column("correct", pa.array(right, pa.string()))
        .append_column("source", pa.array([SOURCE_OF_AN_OFFICER] * len(right), pa.string()))
        .append_column("information", pa.array(heard, pa.string()))
    )
