"""The walk: how soon its pages come and its days end, for one trainee at one browser: `rapport bench walk`.

Plays the pages as a browser would, without the network: each is asked for, each button pressed, each answer waited for.
Every act is in the database and in the ledger before it is answered. Bars: design, training room, "Numbers".
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
from rapport.ledger.clock import wall_now
from rapport.reporting import services as reports
from rapport.training import selectors, services
from rapport.training.pages import WalkPage
from rapport.training.rules import Phase

BAR_MS = 150.0
DAYS, DAYS_QUICK = 10, 2
NOTES_A_SCENE = 2
STEWARD = Steward(purpose="benchmark")


@dataclass
class Times:
    """Milliseconds of each page, each act, each end of a day, and of setting up the exercise and its prison."""

    pages: list[float] = field(default_factory=list)
    acts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)


def measure(*, quick: bool) -> Sequence[Figure]:
    """Play a walk to its last look, or its first two days."""
    with throwaway_database() as engine:
        times = _played(DAYS_QUICK if quick else DAYS)
    return [
        _judged(f"walk ({engine}): a page, p95 of {len(times.pages)}", _p95(times.pages)),
        _judged(f"walk: an act, kept before it is answered, p95 of {len(times.acts)}", _p95(times.acts)),
        _judged(f"walk: the end of a day, slowest of {len(times.ends)}", max(times.ends)),
        Figure("walk: setting up the exercise and its prison", max(times.starts), "ms", None, None),
    ]


def _judged(name: str, value: float) -> Figure:
    return Figure(name, value, "ms", f"≤ {BAR_MS:.0f}", value <= BAR_MS)


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _played(days: int) -> Times:
    times = Times()
    browser = _Browser(times)
    browser.press("/walk/start/", times.starts, pace="untimed")
    browser.press("/walk/lesson/leave/", times.acts)
    while True:
        viewer = browser.look()
        page = selectors.walk_page(viewer)
        phase = Phase(page.phase)
        if phase in {Phase.CHOOSE, Phase.ANCHOR, Phase.WRITING}:
            if page.day >= days:
                return times
            post = page.open_posts[0][0] if page.open_posts else ""
            browser.press(f"/walk/slot/{page.n}/choose/", times.acts, post=post, approach="watch")
        elif phase is Phase.SCENE:
            _look_around(browser, page)
        elif phase is Phase.EVENING:
            _write(viewer, page)
            browser.press(f"/walk/day/{page.day}/end/", times.ends)
        else:
            return times


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
        answer = self._timed(self.times.pages, lambda: self.client.get("/walk/"))
        viewer: Viewer = answer.wsgi_request.viewer
        return viewer

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
