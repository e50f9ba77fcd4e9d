"""The walk: how soon its pages come, its days end and its debrief stands, for one trainee: `rapport bench walk`.

Plays the pages as a browser would, without the network: each is asked for, each button pressed, each answer waited for.
Every act is in the database and in the ledger before it is answered. In a hurry two days are measured, and the rest
is only lived through, up to the debrief. Bars: design, training room, "Numbers"; the end of a day aims at 60 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from django.conf import settings
from django.test import Client

from rapport.access import services as access
from rapport.access.links import sign_in_link
from rapport.access.roles import Role
from rapport.access.viewers import Steward, Viewer
from rapport.benchmarks import Figure
from rapport.benchmarks.elsewhere import throwaway_database
from rapport.interface.warming import warm
from rapport.ledger.clock import wall_now
from rapport.reporting import services as reports
from rapport.training import selectors, services
from rapport.training.pages import WalkPage
from rapport.training.rules import LAST_LOOK, Phase
from rapport.training.seats import seat_of
from rapport.training.worlds import fresh

BAR_MS = 150.0
DAYS, DAYS_QUICK = 10, 2
NOTES_A_SCENE = 2
DEBRIEFS = 3
STEWARD = Steward(purpose="benchmark")


@dataclass
class Times:
    """Milliseconds of each page, each act, each end of a day, the debrief's page, a day of the world by itself, and of
    setting up the exercise and its prison.
    """

    pages: list[float] = field(default_factory=list)
    acts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    debriefs: list[float] = field(default_factory=list)
    world: list[float] = field(default_factory=list)


def measure(*, quick: bool) -> Sequence[Figure]:
    """Play a walk to its debrief."""
    with throwaway_database() as engine:
        warm()  # as a server does before it answers; it was founded by another process
        times = _played(DAYS_QUICK if quick else DAYS)
    return [
        Figure(f"walk ({engine}): a page, p50 of {len(times.pages)}", _at(times.pages, 0.5), "ms", None, None),
        _judged(f"walk: a page, p95 of {len(times.pages)}", _at(times.pages, 0.95)),
        _judged(f"walk: an act, kept before it is answered, p95 of {len(times.acts)}", _at(times.acts, 0.95)),
        Figure(f"walk: the end of a day, p50 of {len(times.ends)}", _at(times.ends, 0.5), "ms", None, None),
        _judged(f"walk: the end of a day, slowest of {len(times.ends)}", max(times.ends)),
        _judged(f"walk: the debrief's page, slowest of {len(times.debriefs)}", max(times.debriefs)),
        Figure("walk: a day of its world alone", max(times.world), "ms", None, None),
        Figure("walk: setting up the exercise and its prison", max(times.starts), "ms", None, None),
    ]


def _judged(name: str, value: float) -> Figure:
    return Figure(name, value, "ms", f"≤ {BAR_MS:.0f}", value <= BAR_MS)


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def _played(days: int) -> Times:
    """Play a walk whose first so many days are measured."""
    measured, aside = Times(), Times()
    browser = _Browser(measured)
    browser.press("/walk/start/", measured.starts, pace="untimed")
    browser.press("/walk/lesson/leave/", measured.acts)
    while True:
        viewer = browser.look()
        page = selectors.walk_page(viewer)
        if page.day >= days:
            browser.times = aside
        phase = Phase(page.phase)
        if phase in {Phase.CHOOSE, Phase.ANCHOR, Phase.WRITING}:
            post = page.open_posts[0][0] if page.open_posts else ""
            browser.press(f"/walk/slot/{page.n}/choose/", browser.times.acts, post=post, approach="watch")
        elif phase is Phase.SCENE:
            _look_around(browser, page)
        elif phase is Phase.EVENING:
            _write(viewer, page)
            browser.press(f"/walk/day/{page.day}/end/", browser.times.ends)
        else:
            _look_back(browser, viewer, measured)
            return measured


def _look_back(browser: _Browser, viewer: Viewer, times: Times) -> None:
    """The last look and the end, and then the debrief; and how long the world takes for a day of itself."""
    exercise = seat_of(viewer).exercise
    world = fresh(exercise.scenario, exercise.seed, bytes(exercise.nonce))
    began = perf_counter()
    world.step(days=1)
    times.world.append((perf_counter() - began) * 1000)
    services.draw_look(viewer)
    for number in range(LAST_LOOK):
        services.answer_look(viewer, number + 1, 50)
    services.close_exercise(viewer)
    for _ in range(DEBRIEFS):
        browser.ask("/walk/debrief/", times.debriefs)


def _look_around(browser: _Browser, page: WalkPage) -> None:
    if not page.notebook_full:
        for passage in page.passages[:NOTES_A_SCENE]:
            browser.press(f"/walk/slot/{page.n}/note/{passage.position}/", browser.times.acts, noted="yes")
            browser.look()
    browser.press(f"/walk/slot/{page.n}/next/", browser.times.acts)


def _write(viewer: Viewer, page: WalkPage) -> None:
    """The day's report from all that was noted: on the ordinary desk, whose pages are not measured here."""
    lines = [line.id for line in page.notebook if not line.in_a_report]
    if lines:
        ref = services.begin_report(viewer, lines, after=page.played)
        reports.file_draft(viewer, ref)
        services.notice_filed(viewer)
        services.seal_card(viewer, ref, 50)


class _Browser:
    """A browser with an officer signed in."""

    def __init__(self, times: Times) -> None:
        self.times = times
        service = access.open_service(STEWARD, "Benchmark", clock_now=wall_now())
        place = access.open_establishment(STEWARD, service, "Northfield")
        staff = access.enrol(STEWARD, "A. Officer", language="en")
        posting = access.post(STEWARD, staff, Role.OFFICER, service=service, establishment=place, by_link=True)
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        self.client = Client()
        self.client.get(sign_in_link(posting))
        self.client.get("/walk/")  # what is read once for a whole server is read

    def look(self) -> Viewer:
        """The page that is next, and who looks at it."""
        viewer: Viewer = self.ask("/walk/", self.times.pages).wsgi_request.viewer
        return viewer

    def ask(self, address: str, times: list[float]) -> Any:
        """A page. Raises `RuntimeError` if it does not come."""
        answer = self._timed(times, lambda: self.client.get(address))
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return answer

    def press(self, address: str, times: list[float], **typed: str) -> None:
        """Press a button. Raises `RuntimeError` if it does not lead on."""
        answer = self._timed(times, lambda: self.client.post(address, typed))
        if answer.status_code != 302:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    def _timed(self, times: list[float], ask: Callable[[], Any]) -> Any:
        began = perf_counter()
        answer = ask()
        times.append((perf_counter() - began) * 1000)
        return answer
