"""What a scenario gives to the pages: its days, slots and moments, and the plan of the wing as it is drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.utils.timezone import get_default_timezone  # noqa: TID251 - the zone's name, never its now

from rapport.simulation import Scenario
from rapport.simulation.plan import Place

SCALE = 4.7
POST_SIZE = 14
ROOM_FOR_ONE = 17
LABEL_ROOM = 30
LETTER = 8.6
WIDE_LETTER = 9.6
LINE = 16
EVENING = time(18, 30)
OUTDOORS = frozenset({"yard"})


@lru_cache(maxsize=8)
def scenario(name: str) -> Scenario:
    """The scenario of this name."""
    return Scenario.load(name)


def played(name: str, n: int) -> tuple[int, int]:
    """Day and slot of the day of the played slot n."""
    return scenario(name).played[n]


@lru_cache(maxsize=8)
def anchors(name: str) -> frozenset[int]:
    """The played slots at which everybody is on the landings."""
    story = scenario(name)
    return frozenset(n for n, (_, slot) in enumerate(story.played) if story.slots[slot].anchor)


def moment(name: str, day: int, slot: int) -> datetime:
    """When a slot of a day begins, by the clock of the simulated prison."""
    return _at(name, day, time.fromisoformat(scenario(name).slots[slot].clock))


def evening(name: str, day: int) -> datetime:
    """When a day is over and reports are written."""
    return _at(name, day, EVENING)


def _at(name: str, day: int, clock: time) -> datetime:
    date = scenario(name).starts + timedelta(days=day)
    return datetime.combine(date, clock, tzinfo=get_default_timezone())


def on_the_landings(name: str) -> tuple[str, ...]:
    """The posts on the landings, where everybody is at an anchor."""
    story = scenario(name)
    return tuple(post.id for post in story.posts if post.at in story.landings)


def wing_title(name: str, language: str) -> str:
    """What the wing of a scenario is called: all that anybody is told of it beforehand."""
    return said(next(place.name for place in scenario(name).plan if place.kind == "wing"), language)


def said(text: Mapping[str, str], language: str) -> str:
    """A text of the scenario in this language, or in English."""
    return text.get(language) or text["en"]


def post_title(name: str, post: str, language: str) -> str:
    """What a post is called."""
    story = scenario(name)
    return said(story.plan[story.post(post).at].name, language)


@dataclass(frozen=True)
class Dot:
    """A person in sight; near: one of those whom a passage names."""

    x: int
    y: int
    near: bool


@dataclass(frozen=True)
class DrawnPlace:
    """A place of the plan as it is drawn; `post` is the id of the post there, empty for none."""

    id: str
    title: str
    label: tuple[str, ...]
    x: int
    y: int
    w: int
    h: int
    cells: tuple[int, ...]
    cell_top: int
    post: str
    outdoors: bool
    here: bool
    colleague: bool

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def label_x(self) -> int:
        return self.x + 8

    @property
    def label_lines(self) -> tuple[tuple[int, str, int | None], ...]:
        """Each line of the label with its height, and the width into which it is drawn together if it is too long."""
        room = self.w - 2 * 8
        return tuple(
            (self.y + 18 + number * LINE, line, room if len(line) * WIDE_LETTER > room else None)
            for number, line in enumerate(self.label)
        )

    @property
    def post_x(self) -> int:
        return self.x + self.w - POST_SIZE - 8

    @property
    def post_y(self) -> int:
        return self.y + self.h - POST_SIZE - 8


@dataclass(frozen=True)
class Plan:
    """The wing from above."""

    label: str
    width: int
    height: int
    places: tuple[DrawnPlace, ...]
    people: tuple[Dot, ...]


def draw(
    name: str,
    language: str,
    *,
    label: str,
    here: Collection[str] = (),
    here_words: str = "",
    colleagues: Collection[str] = (),
    open_posts: Collection[str] | None = None,
    cells_words: str = "",
    people: Iterable[tuple[int, bool]] = (),
) -> Plan:
    """The plan in this language. `here`, `colleagues` and `open_posts` are ids of posts (open: None for all);
    `people` are place indices with whether a passage names them.

    `here_words` stands beside the name of where one is ("you"), `cells_words` has gaps for the first and last cell.
    """
    story = scenario(name)
    wing = next(place for place in story.plan if place.kind == "wing")
    rooms = [place for place in story.plan if place.kind not in {"wing", "cell"}]
    at = {story.plan[story.post(post).at].id for post in here}
    manned = {story.plan[story.post(post).at].id for post in colleagues if post}
    post_at = {post.at: post.id for post in story.posts if open_posts is None or post.id in open_posts}
    return Plan(
        label=label,
        width=_scaled(wing.w),
        height=_scaled(wing.h),
        places=tuple(
            DrawnPlace(
                id=room.id,
                title=said(room.name, language),
                label=_wrapped(
                    _label(story, room, language, here_words if room.id in at else "", cells_words), _scaled(room.w)
                ),
                x=_scaled(room.x),
                y=_scaled(room.y),
                w=_scaled(room.w),
                h=_scaled(room.h),
                cells=tuple(_scaled(cell.x) for cell in _cells(story, room)[1:]),
                cell_top=_scaled(room.y + room.h * 0.7),
                post=post_at.get(room.index, ""),
                outdoors=room.kind in OUTDOORS,
                here=room.id in at,
                colleague=room.id in manned,
            )
            for room in rooms
        ),
        people=tuple(_dots(story, people)),
    )


def _scaled(units: float) -> int:
    return round(units * SCALE)


def _cells(story: Scenario, room: Place) -> list[Place]:
    return [place for place in story.plan if place.kind == "cell" and place.parent == room.index]


def _label(story: Scenario, room: Place, language: str, here_words: str, cells_words: str) -> str:
    name = said(room.name, language)
    cells = _cells(story, room)
    if here_words:
        return f"{name} · {here_words}"
    if cells and cells_words:
        first, last = (cell.id.removeprefix("cell_") for cell in (cells[0], cells[-1]))
        return f"{name} · {cells_words % (first, last)}"
    return name


def _wrapped(label: str, width: int) -> tuple[str, ...]:
    """A label in lines that fit into a place of this width, broken between words."""
    lines = [""]
    for word in label.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) * LETTER > width - 10:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def _dots(story: Scenario, people: Iterable[tuple[int, bool]]) -> Iterable[Dot]:
    """Everybody in rows from the upper left of their place, nobody on another; cells count as landing."""
    standing: dict[int, int] = {}
    for place, near in people:
        one = story.plan[place]
        room = story.plan[one.parent] if one.kind == "cell" else one
        number = standing.get(room.index, 0)
        standing[room.index] = number + 1
        a_row = max(1, (_scaled(room.w) - 16) // ROOM_FOR_ONE)
        row, column = divmod(number, a_row)
        yield Dot(
            _scaled(room.x) + 16 + column * ROOM_FOR_ONE, _scaled(room.y) + LABEL_ROOM + 10 + row * ROOM_FOR_ONE, near
        )
