"""The plan of a place as shapes to draw: where each place in it lies, what stands on it, how many sleep there.

Pure. Places that have rectangles are drawn as they lie; others are laid out in rows, as one would on paper: cells
twenty to a row, landings one under the other, wings side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapport.register.kinds import PlaceKind
from rapport.register.values import PlaceValue

WIDTH = 1000
GAP, TITLE = 8, 26
CELL, ROOM, BAR = (42, 44), (150, 64), (226, 34)
CELLS_IN_A_ROW, WINGS_IN_A_ROW = 20, 4
MOST_DOTS = 4
OUTDOORS = frozenset({PlaceKind.YARD.value})


@dataclass(frozen=True)
class Shape:
    """A place on the plan: its rectangle, what is written on it, and a dot for each who sleeps there."""

    place: PlaceValue
    x: float
    y: float
    w: float
    h: float
    text: str
    held: int
    inner: bool

    @property
    def outdoors(self) -> bool:
        return self.place.kind in OUTDOORS

    @property
    def small(self) -> bool:
        """A cell: its number stands in the middle, its people are dots beneath."""
        return self.place.kind == PlaceKind.CELL

    @property
    def text_x(self) -> float:
        return self.x + (self.w / 2 if self.small else GAP)

    @property
    def text_y(self) -> float:
        return self.y + (self.h / 2 if self.small else 18)

    @property
    def dots(self) -> list[tuple[float, float]]:
        """Centres of the dots, in a row at the foot of a cell; none elsewhere."""
        if not self.small or self.held > MOST_DOTS:
            return []
        step = self.w / (MOST_DOTS + 1)
        first = self.x + self.w / 2 - step * (self.held - 1) / 2
        return [(round(first + step * n, 1), round(self.y + self.h - 9, 1)) for n in range(self.held)]


@dataclass(frozen=True)
class Drawing:
    """All shapes, larger ones first, and the size of the sheet."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def long(self) -> bool:
        """Whether it is too finely drawn for a phone's width, and scrolls there."""
        return self.width > WIDTH / 2 or len(self.shapes) > 12


def plan_of(inside: Sequence[PlaceValue], held: Mapping[str, int]) -> Drawing:
    """The plan of a place, given all that lies in it."""
    if inside and all(one.w and one.h for one in inside if _drawn(one, inside)):
        return _as_they_lie([one for one in inside if one.w and one.h], held)
    shapes, width, height = _in_rows(_outermost(inside), inside, held)
    return Drawing(max(width, WIDTH / 2), max(height, GAP), tuple(shapes))


def overview_of(places: Sequence[PlaceValue], held: Mapping[str, int]) -> Drawing:
    """An establishment: its wings side by side with their landings as bars, then whatever lies outside of wings."""
    tops = [one for one in places if not one.within]
    blocks = [
        (top, [one for one in places if one.within == top.ref and one.kind != PlaceKind.CELL][:12]) for top in tops
    ]
    blocks.sort(key=lambda block: not block[1])
    shapes: list[Shape] = []
    y, row, column = 0.0, 0.0, 0
    for number, (top, bars) in enumerate(blocks):
        rooms_begin = number > 0 and not bars and bool(blocks[number - 1][1])
        if column == WINGS_IN_A_ROW or rooms_begin:
            y, row, column = y + row + GAP, 0.0, 0
        x = column * (BAR[0] + 3 * GAP)
        column += 1
        height = TITLE + GAP + len(bars) * (BAR[1] + GAP / 2) + GAP / 2
        row = max(row, height)
        shapes.append(_shape(top, x, y, BAR[0] + 2 * GAP, height, held, inner=False))
        for at, bar in enumerate(bars):
            bar_y = y + TITLE + GAP / 2 + at * (BAR[1] + GAP / 2)
            shapes.append(_shape(bar, x + GAP, bar_y, BAR[0], BAR[1], held, inner=True))
    return Drawing(WIDTH, max(y + row, GAP), tuple(shapes))


def _outermost(inside: Sequence[PlaceValue]) -> str:
    """The reference of the place in which all of these lie; empty if there are none."""
    known = {one.ref for one in inside}
    return next((one.within for one in inside if one.within not in known), "")


def _drawn(one: PlaceValue, inside: Sequence[PlaceValue]) -> bool:
    """Whether a plan without this place would be no plan: a cell, or what cells lie in."""
    return one.kind == PlaceKind.CELL or any(other.within == one.ref for other in inside)


def _as_they_lie(inside: Sequence[PlaceValue], held: Mapping[str, int]) -> Drawing:
    left, top = min(one.x for one in inside), min(one.y for one in inside)
    scale = WIDTH / max(one.x + one.w - left for one in inside)
    shapes = [
        _shape(
            one, (one.x - left) * scale, (one.y - top) * scale, one.w * scale, one.h * scale, held, inner=_inner(one)
        )
        for one in sorted(inside, key=lambda one: -one.w * one.h)
    ]
    return Drawing(WIDTH, max(one.y + one.h for one in shapes), tuple(shapes))


def _inner(one: PlaceValue) -> bool:
    return one.kind == PlaceKind.CELL


def _in_rows(parent: str, inside: Sequence[PlaceValue], held: Mapping[str, int]) -> tuple[list[Shape], float, float]:
    """What lies in a place: cells in rows, then what holds cells, then rooms. Shapes from (0, 0), width, height."""
    children = [one for one in inside if one.within == parent]
    holding = {one.within for one in inside}
    cells = [one for one in children if one.kind == PlaceKind.CELL]
    containers = [one for one in children if one.ref in holding and one.kind != PlaceKind.CELL]
    rooms = [one for one in children if one.ref not in holding and one.kind != PlaceKind.CELL]
    shapes: list[Shape] = []
    width, y = 0.0, 0.0
    for number, cell in enumerate(cells):
        column = number % CELLS_IN_A_ROW
        if number and column == 0:
            y += CELL[1] + GAP / 2
        x = column * (CELL[0] + GAP / 2)
        shapes.append(_shape(cell, x, y, *CELL, held, inner=True))
        width = max(width, x + CELL[0])
    y += CELL[1] + GAP if cells else 0
    for one in containers:
        inner, w, h = _in_rows(one.ref, inside, held)
        shapes.append(_shape(one, 0, y, w + 2 * GAP, h + TITLE + GAP, held, inner=False))
        shapes += [replace(shape, x=shape.x + GAP, y=shape.y + y + TITLE) for shape in inner]
        width, y = max(width, w + 2 * GAP), y + h + TITLE + 2 * GAP
    x = 0.0
    for one in rooms:
        if x + ROOM[0] > WIDTH:
            x, y = 0.0, y + ROOM[1] + GAP
        shapes.append(_shape(one, x, y, *ROOM, held, inner=False))
        width, x = max(width, x + ROOM[0]), x + ROOM[0] + GAP
    return shapes, width, y + ROOM[1] if rooms else max(y - GAP, 0)


def _shape(one: PlaceValue, x: float, y: float, w: float, h: float, held: Mapping[str, int], *, inner: bool) -> Shape:
    text = one.number if one.kind == PlaceKind.CELL else one.label
    return Shape(one, round(x, 1), round(y, 1), round(w, 1), round(h, 1), text, held.get(one.ref, 0), inner)
