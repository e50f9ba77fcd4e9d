"""One command serves all: the pages, and the worker that does the jobs behind them."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from rapport.instance.parenthood import PARENT_VARIABLE

BLOCKING_THREADS = 4
MOST_WORKERS = 8
SECONDS_TO_STOP = 2
"""How long a page that is being answered may hold up the end."""


class CannotListen(RuntimeError):
    """Nobody can be served at this address and port."""


def require_port(address: str, port: int) -> None:
    """Raise `CannotListen` unless this address and port can be served.

    The server shares its port among workers (SO_REUSEPORT), so that a second server would quietly take half of the
    first one's visitors: it has to ask first.
    """
    try:
        family, kind, _protocol, _name, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # just closed is free
            probe.bind(where)
            probe.listen()  # on Linux two may bind before either listens
    except (OSError, OverflowError) as refusal:
        taken = isinstance(refusal, OSError) and refusal.errno == errno.EADDRINUSE
        if taken:
            hint = "Stop what serves there, or choose another port: PORT=8001"
            raise CannotListen(f"Port {port} is already in use. {hint}") from None
        raise CannotListen(f"Cannot serve at {address}, port {port}: {refusal}") from None


def serve(address: str, port: int) -> None:
    """Serve the pages until interrupted: a worker for each core, each with four threads that may wait for the database.

    Workers share nothing but the database: writers on SQLite take turns (BEGIN IMMEDIATE, and patience).
    Raises `CannotListen` if the port is taken. A worker that falls over is replaced; one that falls over at once ends
    the server.
    """
    require_port(address, port)
    import django
    from django.db import connections

    django.setup()  # whoever calls this by itself, and not through the command, has not done so
    from rapport.interface.warming import warm

    warm()  # once, here: each worker is forked from this process
    connections.close_all()  # a connection must not be carried into the worker's process
    os.environ[PARENT_VARIABLE] = str(os.getpid())
    server = Granian(
        "rapport.instance.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers(),
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_STOP,
        log_access=False,
        log_enabled=bool(os.environ.get("RAPPORT_LOG")),
        working_dir=Path.cwd(),
    )
    with _job_worker():
        server.serve()


def workers() -> int:
    """How many processes answer pages: RAPPORT_WORKERS, or one for each core that this process may use."""
    wished = os.environ.get("RAPPORT_WORKERS", "")
    cores = len(os.sched_getaffinity(0))
    return max(1, min(int(wished) if wished.isdecimal() else cores, MOST_WORKERS))


@contextmanager
def _job_worker() -> Iterator[None]:
    """The job worker, as long as the pages are served. It ends with this process, however that ends."""
    worker = subprocess.Popen([sys.executable, "-m", "rapport.instance.job_worker"])
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:  # its job goes on from its cursor at the next start
            worker.kill()
            worker.wait()
