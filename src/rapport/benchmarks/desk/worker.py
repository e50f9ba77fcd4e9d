"""One engine, in a process of its own: `python -m rapport.benchmarks.desk.worker fill|ask SIZE FILE`.

`fill` leaves in the file what asking needs to know; `ask` finds that in the home and leaves the figures.
"""

import json
import pickle
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapport.benchmarks.desk.filling import Filled
    from rapport.benchmarks.desk.size import Size


def main(what: str, words: str, file: str) -> None:
    """Do one of the two. The instance is founded."""
    import django

    django.setup()
    from rapport.benchmarks.desk.size import Size

    (_fill if what == "fill" else _ask)(Size.from_words(words), Path(file))


def _fill(size: "Size", file: Path) -> None:
    from rapport.benchmarks.desk.filling import fill

    began = time.monotonic()
    filled = fill(size)
    file.write_bytes(pickle.dumps((filled, time.monotonic() - began, _gigabytes())))


def _ask(size: "Size", file: Path) -> None:
    from django.conf import settings

    from rapport.benchmarks.desk.asking import ask
    from rapport.benchmarks.desk.load import Entries, load
    from rapport.interface.warming import warm

    found, took, gigabytes = pickle.loads((settings.RAPPORT_HOME / "filled").read_bytes())  # noqa: S301  our own
    warm()  # as a server does before it answers; what is only ours is not gone through for what is no longer used
    filled = _admitted(found)
    told = {"filled in": took, "on the disk": gigabytes}
    told |= ask(filled, size)
    told |= load(filled, size, Entries())
    file.write_text(json.dumps(told))


def _admitted(filled: "Filled") -> "Filled":
    """Everybody once more, so that the walls of the database let them in."""
    from rapport.access.viewers import again

    seats = {
        role: [replace(one, viewer=again(one.viewer)) for one in some if role in {"officer", "intelligence", "far"}]
        for role, some in filled.seats.items()
    }
    return replace(filled, seats=seats)


def _gigabytes() -> float:
    from django.db import connection

    asked = (
        "SELECT pg_database_size(current_database())"
        if connection.vendor == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return float(cursor.fetchone()[0]) / 1e9


if __name__ == "__main__":
    main(*sys.argv[1:])
