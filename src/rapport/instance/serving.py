"""One command serves all: pages, and later the job worker."""

import os
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from rapport.instance.parenthood import PARENT_VARIABLE

BLOCKING_THREADS = 4


def serve(address: str, port: int) -> None:
    """Serve the pages until interrupted, on two cores: one worker, four threads that may wait for the database."""
    os.environ[PARENT_VARIABLE] = str(os.getpid())
    Granian(
        "rapport.instance.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=BLOCKING_THREADS,
        log_access=False,
        log_enabled=bool(os.environ.get("RAPPORT_LOG")),
        working_dir=Path.cwd(),
    ).serve()
