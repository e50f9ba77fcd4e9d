"""The house: how soon it is open, how soon its pages come, how soon somebody is found: `rapport bench house`.

Each part is a module of its own, with `measure(quick=…)`; a part that another room brings is added to `PARTS`.
"""

import importlib
from collections.abc import Sequence

from rapport.benchmarks import Figure

PARTS = ("starting", "walk", "names", "bringing")


def measure(*, quick: bool) -> Sequence[Figure]:
    """The figures of every part, one after the other."""
    figures: list[Figure] = []
    for part in PARTS:
        figures += importlib.import_module(f"rapport.benchmarks.{part}").measure(quick=quick)
    return figures
