"""The second, coarse wall, on PostgreSQL: what the database itself lets this request or job touch.

The rules of the rooms decide who reads what. Behind them PostgreSQL compares each row with what was admitted here: the
prison services, establishments, compartments and persons of the viewers that were made for this request or job. With no
viewer nothing was admitted, and no record about a person is there, whatever statement is run. The policies themselves
stand in `instance.walls`; they bind the serving role, which owns no table.

Source: house plan, section 5.
"""

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection

from rapport.access.roles import Role

if TYPE_CHECKING:
    from rapport.access.viewer import Viewer

SETTINGS = ("services", "wide", "establishments", "compartments", "staff")


class _Admitted(threading.local):
    """What was admitted in this thread since the last `forget`."""

    def __init__(self) -> None:
        self.sets: dict[str, set[str]] = {name: set() for name in SETTINGS}


_admitted = _Admitted()


def admit(viewer: "Viewer") -> None:
    """Let the database show what lies within this viewer's posting, from now to the end of the request or job."""
    admit_ids(
        services=[viewer.service_id],
        wide=[viewer.service_id] if viewer.holds(Role.ANALYST) or viewer.establishment_id is None else [],
        establishments=viewer.establishments,
        compartments=viewer.compartments,
        staff=[viewer.staff_id],
    )


def admit_ids(**ids: Iterable[int | str]) -> None:
    """The same for a prison service that is only being set up, and has nobody posted yet."""
    for name, some in ids.items():
        _admitted.sets[name].update(str(one) for one in some)
    _tell()


def forget() -> None:
    """Take back all that was admitted: at the start of a request or job, before anybody knows for whom it is."""
    for known in _admitted.sets.values():
        known.clear()
    if connection.connection is not None:  # a new connection knows nothing anyway
        _tell()


def _tell() -> None:
    """Past Django's cursors: this is not a question that a page asks."""
    if connection.vendor != "postgresql" or connection.needs_rollback:
        return
    connection.ensure_connection()
    values = [",".join(sorted(_admitted.sets[name])) for name in SETTINGS]
    calls = ", ".join(f"set_config('rapport.{name}', %s, false)" for name in SETTINGS)
    connection.connection.execute(f"SELECT {calls}", values)
