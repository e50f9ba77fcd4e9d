"""Fifty people at once in front of a really served instance: nine reads to a write, every read in the ledger.

Nobody thinks: each asks again as soon as the answer is there, so that the figure is the most that can be had. Of a
hundred requests ten write (nine keep a draft, one files it), twenty look for something new (the press of *Search*),
which is then read with thirty older answers; twenty open their own reports or, at the desk, the queue; twenty a person.
The asking side is one thread with plain sockets; its processor time is told beside the server's.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from rapport.benchmarks.desk.asking import questions
from rapport.benchmarks.desk.filling import Filled, Seat
from rapport.benchmarks.desk.size import Size
from rapport.benchmarks.desk.visitor import Answer, Visitor

AT_ONCE = 50
PATIENCE = 90.0
OF_A_HUNDRED = (("keep", 9), ("file", 1), ("look", 20), ("again", 30), ("list", 20), ("person", 20))
IN_THE_LEDGER = frozenset({"again", "list", "person"})
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Tally:
    """What was answered: how often, how fast, and what went wrong."""

    answers: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


@dataclass
class Person:
    """One of the fifty: what they may do next, and what they have open."""

    visitor: Visitor
    draw: Random
    words: list[str]
    people: list[str]
    desk: bool
    writes: bool
    held: list[str] = field(default_factory=list)
    draft: str = ""
    doing: str = ""
    began: float = 0.0

    def begin(self) -> None:
        """Ask for the next thing."""
        names, weights = zip(*OF_A_HUNDRED, strict=True)
        self.doing = self.draw.choices(names, weights)[0]
        self.doing = self._first() or self.doing
        self.began = time.perf_counter()
        ask = self.visitor.ask
        if self.doing == "look":
            ask("POST", "/search/", {"words": self.draw.choice(self.words)})
        elif self.doing == "again":
            ask("GET", self.draw.choice(self.held))
        elif self.doing == "list":
            ask("GET", "/desk/" if self.desk else "/reports/")
        elif self.doing == "person":
            ask("GET", f"/register/people/{self.draw.choice(self.people)}/")
        elif self.doing == "start":
            ask("POST", "/reports/new/", {})
        elif self.doing == "keep":
            typed = {"seen": f"{self.draw.choice(self.words)} {self.draw.random()}"}
            ask("POST", self.draft.replace("/write/", "/save/"), typed)
        else:
            typed = {"do": "file", "about": "worry", "seen": f"Seen on the landing: {self.draw.choice(self.words)}."}
            ask("POST", self.draft, {**typed, "happened_on": "2030-03-05", "happened_time": "05:30"})

    def _first(self) -> str:
        """What has to come first: something to look at, a draft to write in; whoever may not write looks instead."""
        writes = self.doing in {"keep", "file"}
        if not self.held or (writes and not self.writes):
            return "look"
        return "start" if writes and not self.draft else ""

    def take(self, answer: Answer, tally: Tally) -> None:
        """The answer is here."""
        tally.milliseconds.append((time.perf_counter() - self.began) * 1_000)
        tally.answers[self.doing] += 1
        wanted = 302 if self.doing in {"look", "start", "file"} else 200
        if answer.status != wanted:
            tally.errors[f"{self.doing}: {answer.status}"] += 1
            return
        if self.doing == "look":
            self.held = [*self.held, answer.location][-5:]
        elif self.doing == "start":
            self.draft = answer.location
        elif self.doing == "file":
            self.draft = ""


def load(filled: Filled, size: Size, entries: Entries) -> dict[str, float]:
    """Requests a second, how long they took, what each side's processors did, errors, reads not in the ledger."""
    with _served() as (port, server):
        people = _people(filled, size, port)
        tally = Tally()
        for one in people:  # everybody has looked for something and begun a draft
            for _ in range(2):
                one.begin()
                one.take(one.visitor.answer(), Tally())
        before, server_before, own_before = entries(), _processor_seconds(server), time.process_time()
        took = _work(people, size.seconds, tally)
        own, theirs = time.process_time() - own_before, _processor_seconds(server) - server_before
        kept = entries() - before
    asked = sum(tally.answers.values())
    reads = sum(tally.answers[name] for name in IN_THE_LEDGER)
    for what, often in tally.errors.items():
        print(f"  error under load: {what} ({often} times)", flush=True)  # noqa: T201  a benchmark talks
    ordered = sorted(tally.milliseconds)
    return {
        "load": asked / took,
        "load, p50": ordered[len(ordered) // 2],
        "load, p95": ordered[len(ordered) * 95 // 100],
        "server's processor, a request": theirs / asked * 1_000,
        "asking side's processor, a request": own / asked * 1_000,
        "errors": sum(tally.errors.values()),
        "not in the ledger": max(0, reads - kept),
    }


def _people(filled: Filled, size: Size, port: int) -> list[Person]:
    """Thirty officers, seventeen at the desks of their prisons, three at the desk of the service: each in a seat of
    their own, for two windows of one officer file one draft. Where there are fewer desks there are more officers.
    """
    words = questions(filled, 200, seed=17)
    desks = [*_some(filled.seats["intelligence"], 17), *filled.seats["far"][:3]]
    seats = [*_some(filled.seats["officer"], AT_ONCE - len(desks)), *desks]
    held = size.people // size.establishments
    made = []
    for n in range(AT_ONCE):
        seat = seats[n]
        here = (seat.viewer.establishment_id or min(seat.viewer.establishments)) - _first(filled)
        inmates = filled.people[here * held : (here + 1) * held]
        desk, writes = seat.viewer.holds("intelligence"), seat.viewer.establishment_id is not None
        made.append(Person(Visitor(port, seat.link), Random(n), words, inmates, desk, writes))
    return made


def _first(filled: Filled) -> int:
    return min(one.viewer.establishment_id or 0 for one in filled.seats["officer"])


def _some(seats: list[Seat], count: int) -> list[Seat]:
    """So many of them, from every prison."""
    step = max(1, len(seats) // count)
    return seats[::step][:count]


def _work(people: list[Person], seconds: int, tally: Tally) -> float:
    """Everybody asks until the time is over; returns how long that was."""
    waiting = selectors.DefaultSelector()
    began = time.perf_counter()
    for one in people:
        one.begin()
        waiting.register(one.visitor.socket, selectors.EVENT_READ, one)
    left = len(people)
    while left:
        for key, _events in waiting.select(PATIENCE):
            one = key.data
            answer = one.visitor.more()
            if answer is None:
                continue
            one.take(answer, tally)
            if time.perf_counter() - began < seconds:
                one.begin()
            else:
                waiting.unregister(one.visitor.socket)
                left -= 1
    return time.perf_counter() - began


class Entries:
    """How many consultations the ledger has now."""

    def __call__(self) -> int:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_entry WHERE operation = 'consultation'")
            return int(cursor.fetchone()[0])


def _processor_seconds(parent: int) -> float:
    """What a process and all below it have used of the processors."""
    table: dict[int, tuple[int, float]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                told = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            table[int(folder.name)] = (int(told[1]), (int(told[11]) + int(told[12])) / TICKS)
    ours, new = {parent}, {parent}
    while new:
        new = {pid for pid, (above, _used) in table.items() if above in new}
        ours |= new
    return sum(table[pid][1] for pid in ours if pid in table)


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).with_name("rapport")), "serve", "--port", str(port)]
    wrote = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115  closed below
    server = subprocess.Popen(command, stdout=wrote, stderr=wrote, env=os.environ.copy())  # noqa: S603
    try:
        began = time.monotonic()
        while not _open(port):
            if server.poll() is not None or time.monotonic() - began > PATIENCE:
                wrote.seek(0)
                raise RuntimeError(f"the house does not open (ended: {server.poll()}): {wrote.read()[-2_000:]}")
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()  # its workers end with it
            server.wait()
        wrote.close()


def _open(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
