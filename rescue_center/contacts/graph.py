"""A trace as a drawing: the animal at the left, what it met others through in the middle, the
others at the right, those who share every way in one box. Points of a box 1000 wide; the same
figures are drawn on the page and on paper, and stand in the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rescue_center.contacts.meetings import WAYS, Met
from rescue_center.measures import number_text

WIDTH = 1000
#: The left edge and the width of the boxes of each column.
COLUMNS = ((0, 170), (330, 260), (740, 260))
LINE, PAD, GAP = 22, 10, 14
#: More boxes than these in a column are drawn as one, with how many they are.
MOST = 12
#: So many letters of a line have room in a box.
LETTERS = 30


@dataclass(frozen=True)
class Box:
    """A rectangle with lines of text, the first of them heavy."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Edge:
    """A curve from a box to one further right."""

    start: Box
    end: Box
    kind: str

    @property
    def points(self) -> tuple[float, ...]:
        """x, y of the beginning, both handles, and the end of a Bézier curve."""
        x1, x2 = self.start.x + self.start.width, self.end.x
        half = (x1 + x2) / 2
        y1, y2 = self.start.middle, self.end.middle
        return x1, y1, half, y1, half, y2, x2, y2


@dataclass(frozen=True)
class Graph:
    """What is drawn, in a box of WIDTH by `height`."""

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    height: float


Through = tuple[str, str]  # the kind of way, and the enclosure or person


def drawing(label: str, found: Sequence[Met]) -> Graph:
    """The graph of what `label` met; without boxes where it met nobody."""
    if not found:
        return Graph((), (), 0)
    groups = _groups(found)
    between = _between(found)
    middle = _column(1, [(kind, (_cut(through), WAYS[kind])) for kind, through in between])
    right = _column(2, [(_closest(ways), _named(some)) for ways, some in groups])
    height = max(box.y + box.height for box in (*middle, *right))
    own = Box(
        0,
        height / 2 - 25,
        COLUMNS[0][1],
        50,
        "self",
        (_cut(label, 18),),
    )
    middle, right = _centred(middle, height), _centred(right, height)
    at = {way: middle[min(n, len(middle) - 1)] for n, way in enumerate(between)}
    edges = {Edge(own, box, box.kind): None for box in middle}
    for n, (ways, _) in enumerate(groups):
        end = right[min(n, len(right) - 1)]
        edges |= {Edge(at[way], end, way[0]): None for way in sorted(ways)}
    return Graph((own, *middle, *right), tuple(edges), height)


def _groups(found: Sequence[Met]) -> list[tuple[frozenset[Through], list[Met]]]:
    groups: dict[frozenset[Through], list[Met]] = defaultdict(list)
    for one in found:
        groups[frozenset((way.kind, way.through) for way in one.ways)].append(one)
    return list(groups.items())


def _between(found: Sequence[Met]) -> list[Through]:
    rank = list(WAYS)
    ways = {(way.kind, way.through) for one in found for way in one.ways}
    return sorted(ways, key=lambda way: (rank.index(way[0]), way[1]))


def _closest(ways: Iterable[Through]) -> str:
    return min((kind for kind, _ in ways), key=list(WAYS).index)


def _named(some: Sequence[Met]) -> tuple[str, ...]:
    heads = sum(one.animal.count for one in some)
    word = "animal" if heads == 1 else "animals"
    names = [one.animal.label for one in some]
    fit = next((n for n in range(len(names), 1, -1) if len(_list(names, n)) <= LETTERS), 1)
    return f"{number_text(heads)} {word}", _cut(_list(names, fit))


def _list(names: Sequence[str], most: int) -> str:
    """So many of the names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _cut(words: str, most: int = LETTERS) -> str:
    """What there is room for in a box; the tables hold all of it."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _column(place: int, rows: Sequence[tuple[str, tuple[str, ...]]]) -> list[Box]:
    if len(rows) > MOST:
        left = len(rows) - MOST + 1
        rows = [*rows[: MOST - 1], ("more", (f"{left} more", "in the table below"))]
    x, width = COLUMNS[place]
    boxes, y = [], 0.0
    for kind, lines in rows:
        height = 2 * PAD + LINE * len(lines)
        boxes.append(Box(x, y, width, height, kind, lines))
        y += height + GAP
    return boxes


def _centred(boxes: Sequence[Box], height: float) -> list[Box]:
    room = (height - boxes[-1].y - boxes[-1].height) / 2
    return [Box(b.x, b.y + room, b.width, b.height, b.kind, b.lines) for b in boxes]
