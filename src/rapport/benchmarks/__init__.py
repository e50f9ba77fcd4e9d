"""Benchmarks: what is measured, on this machine, against which bar (`rapport bench NAME`)."""

from dataclasses import dataclass


class NotMeasured(RuntimeError):
    """What was to be measured could not be; the message says what happened, and what to do."""


@dataclass(frozen=True)
class Figure:
    """One measured number. `bar` says what it is held against (None: for information); `holds` is None if unjudged."""

    name: str
    value: float
    unit: str
    bar: str | None
    holds: bool | None
