"""Fifty people at once in front of a really served instance: nine reads to a write, every read in the ledger."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from rapport.benchmarks.desk.asking import questions
from rapport.benchmarks.desk.filling import Filled

AT_ONCE = 50
READS_TO_A_WRITE = 9
PATIENCE = 90.0


class Visitor:
    """Somebody with a browser: keeps cookies and one connection."""

    def __init__(self, port: int, link: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.get(link)
        body = self.get("/reports/")[1]
        self.token = re.findall(rb'name="rapport-csrf" content="(\w+)"', body)[0].decode()

    def get(self, path: str) -> tuple[int, bytes, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, typed: dict[str, str]) -> tuple[int, bytes, str]:
        return self._ask("POST", path, urlencode({**typed, "csrfmiddlewaretoken": self.token}))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, bytes, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        return answer.status, text, answer.getheader("Location") or ""


def load(filled: Filled, seconds: int, entries: Entries) -> dict[str, float]:
    """Requests a second, answers that were errors, and reads that the ledger does not have."""
    with _served() as port:
        seats = [*filled.seats["officer"][:30], *filled.seats["intelligence"][:17], *filled.seats["far"][:3]]
        visitors = [Visitor(port, seats[n % len(seats)].link) for n in range(AT_ONCE)]
        before, stop = entries(), time.monotonic() + seconds
        tallies = [[0, 0, 0] for _ in visitors]
        words = questions(filled, 200, seed=17)
        threads = [
            threading.Thread(target=_work, args=(visitor, n, words, stop, tallies[n]))
            for n, visitor in enumerate(visitors)
        ]
        began = time.monotonic()
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        took = time.monotonic() - began
        reads, writes, errors = (sum(one[at] for one in tallies) for at in range(3))
        kept = entries() - before
    return {"load": (reads + writes) / took, "errors": errors, "not in the ledger": max(0, reads - kept)}


class Entries:
    """How many entries the ledger has now."""

    def __call__(self) -> int:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_entry")
            return int(cursor.fetchone()[0])


def _work(visitor: Visitor, number: int, words: list[str], stop: float, tally: list[int]) -> None:
    """Read one's reports and what a search found; write a draft once in ten."""
    draw = Random(number)
    held = visitor.post("/search/", {"words": draw.choice(words)})[2]
    draft = visitor.post("/reports/new/", {})[2]
    while time.monotonic() < stop:
        write = draw.randrange(READS_TO_A_WRITE + 1) == 0
        if write:
            status = visitor.post(
                draft.replace("/write/", "/save/"), {"seen": f"{draw.choice(words)} {draw.random()}"}
            )[0]
        else:
            status = visitor.get(draw.choice((held, held, "/reports/")))[0]
        tally[1 if write else 0] += 1
        tally[2] += status != 200


@contextmanager
def _served() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).with_name("rapport")), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ.copy())  # noqa: S603
    try:
        began = time.monotonic()
        while not _open(port):
            if server.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError("the house does not open")
            time.sleep(0.1)
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=PATIENCE)


def _open(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
