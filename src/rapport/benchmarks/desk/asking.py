"""Asking the desk, through its real views, one question after another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from statistics import median
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse

from rapport.access.viewers import Viewer
from rapport.benchmarks.desk.filling import Filled, Seat
from rapport.benchmarks.desk.size import Size
from rapport.language import analysis
from rapport.search import engine, kinds, marks
from rapport.search.engine import Among
from rapport.search.kinds import Wanted

WARM = 5
MOST = 201


def signed_in(seat: Seat) -> Client:
    """A browser of ours at which somebody sits."""
    client = Client(SERVER_NAME="127.0.0.1")
    _fine(client.get(seat.link), 302)
    return client


def _fine(answer: Any, status: int = 200) -> Any:
    if answer.status_code != status:
        raise RuntimeError(f"{answer.status_code} instead of {status}: {answer.content[:400]!r}")
    return answer


def questions(filled: Filled, count: int, seed: int) -> list[str]:
    """What people look for: one to three words of some report, or a name."""
    draw = Random(seed)
    asked = []
    for _ in range(count):
        words = [word for word in analysis.words(draw.choice(filled.sample)) if len(word) > 3] or ["телефон"]
        asked.append(" ".join(draw.sample(words, k=min(len(words), draw.choice((1, 1, 2, 2, 3))))))
    return asked


def timed(act: Callable[[], object]) -> float:
    """How long it takes, in milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000


def spread(name: str, times: Sequence[float]) -> dict[str, float]:
    """The middle and the slow end; the first few are the warming up."""
    ordered = sorted(times[WARM:] if len(times) > 4 * WARM else times)
    return {f"{name}, p{part}": ordered[min(len(ordered) - 1, len(ordered) * part // 100)] for part in (50, 95, 99)}


def ask(filled: Filled, size: Size) -> dict[str, float]:
    """All figures that one person at a time gives."""
    found = _searches(filled, size)
    found |= spread("queue", _queue(filled, size))
    found |= _person(filled, size)
    found |= spread("filing", _filing(filled, size))
    found["ratio"] = _ratio(filled, size)
    return found


def _searches(filled: Filled, size: Size) -> dict[str, float]:
    """The desk of an establishment, the desk of the whole service, an officer: seven, two and one of ten."""
    draw = Random(5)
    desks = [signed_in(one) for one in filled.seats["intelligence"][:4]]
    far, officers = signed_in(filled.seats["far"][0]), [signed_in(one) for one in filled.seats["officer"][:3]]
    every: list[float] = []  # in the order in which they were asked: the first few are the warming up
    everywhere: list[float] = []
    for number, words in enumerate(questions(filled, size.asked, seed=9)):
        client = far if number % 10 in {3, 7} else draw.choice(officers) if number % 10 == 9 else draw.choice(desks)
        picks = ["", "", "state:open", "state:done", f"place:{draw.choice(filled.places)}", "kind:reporting.report"]
        pick = draw.choice(picks)
        took = timed(partial(_search, client, words, pick))
        every.append(took)
        if client is far:
            everywhere.append(took)
    return {**spread("search", every), **spread("search in the whole service", everywhere)}


def _search(client: Client, words: str, pick: str) -> None:
    held = _fine(client.post(reverse("search:search"), {"words": words, "pick": pick}), 302)
    _fine(client.get(held["Location"]))


def _open(client: Client, address: str) -> None:
    _fine(client.get(address))


def _press(client: Client, address: str, typed: dict[str, str]) -> None:
    _fine(client.post(address, typed), 302)


def _queue(filled: Filled, size: Size) -> list[float]:
    clients = [signed_in(one) for one in filled.seats["intelligence"][:4]]
    address = reverse("intelligence:queue")
    return [timed(partial(_open, clients[at % 4], address)) for at in range(size.asked // 2)]


def _person(filled: Filled, size: Size) -> dict[str, float]:
    try:
        here = filled.people[: size.people // size.establishments]  # those of the first establishment, as the asker
        addresses = [reverse("register:person", args=[ref]) for ref in here[: size.asked // 2]]
    except NoReverseMatch:
        return {}
    client = signed_in(filled.seats["intelligence"][0])
    return spread("person", [timed(partial(_open, client, one)) for one in addresses])


def _filing(filled: Filled, size: Size) -> list[float]:
    """The press of the button *File*, as durable as the engine is set."""
    times = []
    seat = filled.seats["officer"][0]
    client, now = signed_in(seat), seat.viewer.now()
    for text in questions(filled, size.asked // 2, seed=11):
        address = _fine(client.post(reverse("reporting:new")), 302)["Location"]
        typed = {
            "do": "file",
            "about": "worry",
            "seen": f"Seen on the landing: {text}.",
            "happened_on": now.strftime("%Y-%m-%d"),
            "happened_time": "06:00",
        }
        times.append(timed(partial(_press, client, address, typed)))
    return times


def _ratio(filled: Filled, size: Size) -> float:
    """The same questions with the rules and without: the middle of how many times longer it takes."""
    desk = kinds.answers("rapport.reporting.searchable.Reports")
    viewers: list[Viewer] = [filled.seats["intelligence"][0].viewer, filled.seats["far"][0].viewer]
    shares = []
    for number, words in enumerate(questions(filled, size.asked, seed=13)):
        viewer = viewers[number % 2]
        groups = [marks.bounds("reporting.report", viewer, desk.bounds(viewer))]
        groups += [one.tokens for one in analysis.asked(words)]
        among = Among(viewer, ("measured",), lambda viewer: desk.visible(viewer, Wanted()))
        bare = partial(engine.bare, "reporting.report", groups, most=MOST)
        ruled = partial(engine.candidates, "reporting.report", groups, among=among, most=MOST)
        without, with_rules = (min(timed(act) for _ in range(5)) for act in (bare, ruled))
        shares.append(with_rules / without)
    return median(shares)
