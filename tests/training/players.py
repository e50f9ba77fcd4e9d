"""Scripted players of a walk, for tests: they act through the room's services, as an officer's browser would.

walk = begin_walk(viewer, seed=7)
play(walk, Perfect())
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from rapport.access.models import Posting, Role
from rapport.access.services import enrol, open_establishment, open_service, post
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.reporting import services as reports
from rapport.simulation import World, words
from rapport.training import rules, services, worlds
from rapport.training.models import Exercise, FieldReport, LastLookAnswer, NotebookLine, Passage, Seat, Slot
from rapport.training.seats import course_of

STEWARD = Steward("tests")


def an_officer() -> Viewer:
    """Aigerim, a wing officer, signed in and in no exercise yet."""
    service = open_service(STEWARD, "Steppe prison service", clock_now=datetime(2026, 3, 2, 7, 0, tzinfo=UTC))
    place = open_establishment(STEWARD, service, "Northfield")
    staff = enrol(STEWARD, "Aigerim Osmon", language="en")
    return viewer_for(post(STEWARD, staff, Role.OFFICER, service=service, establishment=place, by_link=True))


@dataclass
class Walk:
    """A walk and the seat from which it is played."""

    seat: Seat

    @property
    def exercise(self) -> Exercise:
        return Exercise.unfiltered.select_related("service").get(pk=self.seat.exercise_id)

    @property
    def viewer(self) -> Viewer:
        """The trainee as the server would see them at the next request."""
        return viewer_for(Posting.with_all().get(pk=self.seat.posting_id))

    @property
    def world(self) -> World:
        return worlds.opened(self.exercise)

    def phase(self) -> tuple[rules.Phase, int]:
        return rules.where(course_of(Seat.unfiltered.select_related("exercise").get(pk=self.seat.pk)))


class Player(Protocol):
    """How somebody plays."""

    def post(self, walk: Walk, n: int) -> tuple[str, str]: ...
    def notes(self, walk: Walk, passage: Passage) -> bool: ...
    def card(self, walk: Walk, lines: list[NotebookLine]) -> int: ...
    def look(self, walk: Walk, passage: Passage) -> int: ...


def begin_walk(viewer: Viewer, *, seed: int | None = None, language: str = "en", pace: str = "timed") -> Walk:
    """A walk whose first five minutes were left out."""
    walk = Walk(services.start_walk(viewer, seed=seed, language=language, pace=pace))
    services.begin(walk.viewer)
    return walk


def play(walk: Walk, player: Player, *, until: int = rules.SLOTS) -> None:
    """Play from where the walk stands to its close, or until so many slots are played."""
    while True:
        phase, about = walk.phase()
        if phase in {rules.Phase.CHOOSE, rules.Phase.ANCHOR, rules.Phase.WRITING}:
            if about >= until:
                return
            post, approach = player.post(walk, about) if phase is rules.Phase.CHOOSE else ("", "")
            services.choose(walk.viewer, about, post=post, approach=approach)
        elif phase is rules.Phase.SCENE:
            look_around(walk, player, about)
            services.close_slot(walk.viewer, about)
        elif phase is rules.Phase.EVENING:
            write(walk, player, about)
            services.end_day(walk.viewer, about)
        elif phase is rules.Phase.LOOK:
            last_look(walk, player)
        elif phase is rules.Phase.LAST:
            services.close_exercise(walk.viewer)
        else:
            return


def look_around(walk: Walk, player: Player, n: int) -> None:
    """Note what this player notes in the open scene."""
    for passage in Passage.unfiltered.filter(slot__seat=walk.seat, slot__n=n):
        if player.notes(walk, passage):
            services.note(walk.viewer, n, passage.position)


def write(walk: Walk, player: Player, day: int) -> None:
    """Write the day's one free report from all that was noted, file it, answer its card."""
    lines = list(
        NotebookLine.unfiltered.filter(seat=walk.seat, day=day, passage__isnull=False).select_related("passage")
    )
    if not lines:
        return
    played = Slot.unfiltered.filter(seat=walk.seat).count()
    ref = services.begin_report(walk.viewer, [line.pk for line in lines], after=played)
    reports.file_draft(walk.viewer, ref)
    services.notice_filed(walk.viewer)
    services.seal_card(walk.viewer, ref, player.card(walk, lines))


def last_look(walk: Walk, player: Player) -> None:
    """Answer the last look."""
    services.draw_look(walk.viewer)
    for look in LastLookAnswer.unfiltered.filter(seat=walk.seat).select_related("passage"):
        services.answer_look(walk.viewer, look.order + 1, player.look(walk, look.passage))


@dataclass
class Perfect:
    """Knows the truth: stands where the true signals are, notes and reports them and nothing else."""

    def post(self, walk: Walk, n: int) -> tuple[str, str]:
        exercise = walk.exercise
        ahead = walk.world.branch()
        day, slot = ahead.scenario.played[n]
        ahead.play()
        signals = _signals(ahead, exercise)
        sights = ahead.sights()
        here = [
            event
            for event, at_day, at_slot in zip(
                *(ahead.events[c].to_pylist() for c in ("event", "day", "slot")), strict=True
            )
            if event in signals and (at_day, at_slot) == (day, slot)
        ]
        best = max((sights[event] for event in here), key=lambda sight: sight.q_ppm, default=None)
        if best is not None and best.post:
            return best.post, best.approach if best.approach != "check" else "watch"
        return walk.world.open_posts(day, slot)[0], "with_people"

    def notes(self, walk: Walk, passage: Passage) -> bool:
        return passage.event in _signals(walk.world, walk.exercise)

    def card(self, walk: Walk, lines: list[NotebookLine]) -> int:  # noqa: ARG002
        return 95

    def look(self, walk: Walk, passage: Passage) -> int:
        return 98 if self.notes(walk, passage) else 2


@dataclass
class EveryPrayer:
    """Reports every passage in which a man practises his religion, whatever he does, and is sure of it."""

    def post(self, walk: Walk, n: int) -> tuple[str, str]:
        day, slot = walk.world.scenario.played[n]
        return walk.world.open_posts(day, slot)[0], "watch"

    def notes(self, walk: Walk, passage: Passage) -> bool:  # noqa: ARG002
        return words.is_marked(passage.wording)

    def card(self, walk: Walk, lines: list[NotebookLine]) -> int:  # noqa: ARG002
        return 90

    def look(self, walk: Walk, passage: Passage) -> int:
        return 90 if self.notes(walk, passage) else 10


@dataclass
class Silent:
    """Looks, and writes nothing."""

    def post(self, walk: Walk, n: int) -> tuple[str, str]:
        day, slot = walk.world.scenario.played[n]
        return walk.world.open_posts(day, slot)[0], "watch"

    def notes(self, walk: Walk, passage: Passage) -> bool:  # noqa: ARG002
        return False

    def card(self, walk: Walk, lines: list[NotebookLine]) -> int:  # noqa: ARG002
        return 50

    def look(self, walk: Walk, passage: Passage) -> int:  # noqa: ARG002
        return 50


@dataclass
class Restless:
    """Stands somewhere else each time, works in every way, notes the first thing he sees, and is never sure."""

    def post(self, walk: Walk, n: int) -> tuple[str, str]:
        day, slot = walk.world.scenario.played[n]
        posts = walk.world.open_posts(day, slot)
        return posts[-1 - n % len(posts)], ("with_people", "watch", "write")[n // 2 % 3]

    def notes(self, walk: Walk, passage: Passage) -> bool:  # noqa: ARG002
        return passage.position == 0

    def card(self, walk: Walk, lines: list[NotebookLine]) -> int:  # noqa: ARG002
        return 50

    def look(self, walk: Walk, passage: Passage) -> int:  # noqa: ARG002
        return 50


def _signals(world: World, exercise: Exercise) -> set[int]:
    truth = world.unseal(bytes(exercise.nonce))
    return {
        event
        for event, signal in zip(truth.events["event"].to_pylist(), truth.events["signal"].to_pylist(), strict=True)
        if signal
    }


def filed(walk: Walk) -> list[FieldReport]:
    """The reports that this walk's trainee filed."""
    return list(FieldReport.unfiltered.filter(seat=walk.seat, filed_at__isnull=False))
