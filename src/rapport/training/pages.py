"""What the pages of a walk show: values in the reader's language, never a record and never the truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapport.training.people import Segment
from rapport.training.scenery import Plan


@dataclass(frozen=True)
class Step:
    """One part of a row of steps, as the interface draws it."""

    text: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the notebook."""

    id: int
    clock: str
    day: int
    segments: tuple[Segment, ...]
    told: bool
    in_a_report: bool


@dataclass(frozen=True)
class Shown:
    """A passage on the page. `fixed` once a report has it."""

    position: int
    segments: tuple[Segment, ...]
    noted: bool
    fixed: bool = False


@dataclass(frozen=True)
class Question:
    """One passage of the last look."""

    number: int
    count: int
    when: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class WalkPage:
    """A page of the walk. `phase` says which; what another phase needs stays empty."""

    phase: str
    label: str
    commitment: str
    untimed: bool
    n: int = 0
    played: int = 0
    day: int = 0
    day_label: str = ""
    wing: str = ""
    slot_name: str = ""
    steps: tuple[Step, ...] = ()
    plan: Plan | None = None
    open_posts: tuple[tuple[str, str], ...] = ()
    place_title: str = ""
    approach_title: str = ""
    approach_hint: str = ""
    ground: str = ""
    writing: bool = False
    passages: tuple[Shown, ...] = ()
    told: Shown | None = None
    may_talk: bool = False
    people_here: tuple[tuple[int, str], ...] = ()
    time_is_up: bool = False
    clock_runs: bool = False
    left_ms: int = 0
    notebook: tuple[Line, ...] = ()
    notebook_full: bool = False
    all_lines: tuple[Line, ...] = ()
    standing: tuple[str, ...] = ()
    morning: tuple[tuple[Segment, ...], ...] = ()
    rest_of_day: str = ""
    unfinished: str = ""
    may_write: bool = False
    free: bool = False
    pays: int | None = None
    report_ref: str = ""
    report_texts: tuple[tuple[str, str], ...] = ()
    question: Question | None = None


@dataclass(frozen=True)
class LessonPage:
    """A page of the first five minutes."""

    step: str
    commitment: str
    lesson_steps: tuple[Step, ...]
    may_leave: bool
    passages: tuple[Shown, ...] = ()
    plan: Plan | None = None
    wing: str = ""
    open_posts: tuple[tuple[str, str], ...] = ()
    answer: tuple[str, ...] = ()
    items: tuple[dict[str, Any], ...] = ()
    worry: tuple[Segment, ...] = ()
    twins: tuple[tuple[Segment, ...], ...] = ()
    reveal: dict[str, str] = field(default_factory=dict)
    noted_one_twin: bool = False


@dataclass(frozen=True)
class WalkLine:
    """One of somebody's own walks."""

    ref: str
    label: str
    over: bool
