"""What a statement looks at while it is made: only one that looks at nothing but what it was given may be kept
(`access.statements`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection

from rapport.access.stand_ins import looked_at
from rapport.ledger.clock import looks_taken


class Watch:
    """What was looked at meanwhile beside the values that were given."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._looks = looks_taken()
        self._steered = looked_at()

    @property
    def steered(self) -> bool:
        """Whether a stand-in was looked at, so that its value decided something."""
        return looked_at() != self._steered

    @property
    def lasting(self) -> bool:
        """Whether what was made stays right: neither the wall's clock nor the database was asked for it, nor a value
        that is only filled in.
        """
        return not self.asked and looks_taken() == self._looks and not self.steered


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch what making a statement looks at; only a lasting one may be kept."""
    watch = Watch()

    def noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        watch.asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        yield watch
