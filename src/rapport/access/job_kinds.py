"""Kinds of job: what each room declares on its AppConfig as `jobs`, collected here.

    jobs = [JobKind("register.import", _("Import of people"), "rapport.register.jobs.import_rows")]

The function does one slice: `import_rows(viewer, cursor, *ids) -> Slice`, through the room's own services, in a
transaction that also keeps the cursor. Light enough to be imported by any `apps.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import import_string

Id = int | str
"""What a job is given: a key or a reference, never content."""


@dataclass(frozen=True)
class Slice:
    """What one slice did: so many of so many are done, and where the next begins; None when nothing is left."""

    cursor: int | None
    done: int
    total: int


Work = Callable[..., Slice]
"""Called as `work(viewer, cursor, *ids)`; the first cursor is 0. A slice should last seconds, not minutes."""


@dataclass(frozen=True)
class JobKind:
    """One kind of job: its name, what people call it, and where its work is written."""

    name: str
    label: str | Promise
    path: str

    def work(self) -> Work:
        """The function that does a slice."""
        found: Work = import_string(self.path)
        return found


class UnknownJob(LookupError):
    """No room declares a job of this name."""


def kind_of(name: str) -> JobKind:
    """The kind of this name. Raises `UnknownJob`."""
    for room in apps.get_app_configs():
        listed: Iterable[object] = getattr(room, "jobs", ())
        for kind in listed:
            if isinstance(kind, JobKind) and kind.name == name:
                return kind
    raise UnknownJob(name)
