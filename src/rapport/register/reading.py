"""Reading everybody once: for a piece of work in one transaction that looks the same few people up again and again.

Only where a prison is small and nobody is admitted, moved or renamed meanwhile, such as a day at the simulated desk of
an exercise. What is shown of whom is recorded by whoever shows it, as always.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rapport.access.viewers import Viewer
from rapport.register.values import PersonValue

Everybody = dict[int, PersonValue]

_READ: ContextVar[dict[tuple[int, str, str], Everybody] | None] = ContextVar("read", default=None)


@contextmanager
def everybody_once() -> Iterator[None]:
    """While this lasts, all whom a viewer may see are read at the first question, and not again."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def everybody(viewer: Viewer, read: Callable[[], Everybody]) -> Everybody | None:
    """All whom this viewer may see, in order, read by `read` if need be; None outside `everybody_once`."""
    kept = _READ.get()
    if kept is None:
        return None
    key = (viewer.posting_id, viewer.purpose, viewer.language)
    if key not in kept:
        kept[key] = read()
    return kept[key]
