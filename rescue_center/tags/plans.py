"""Where the codes, the number and the lines of a tag lie on a label of any shape.

A tag carries its code twice, far apart and the second turned by half: the corners without a finder
pattern face each other, so that no one splash of dirt spoils both. The number stands between.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.units import mm

from rescue_center.documents import qr as codes
from rescue_center.documents.text import Style, width_of
from rescue_center.errors import Refused
from rescue_center.tags import qr

#: Figures are 0.714 of the type size high; people read them from 3 mm on (rules.md 5.2).
FIGURE = 0.714
SMALLEST_FIGURE = 3 * mm
#: Room between the number and the lines under it.
GAP = 0.9 * mm
#: The narrowest room for four figures of that height.
_NARROWEST = width_of("0000", Style(size=SMALLEST_FIGURE / FIGURE, bold=True))

#: From here on a module bears a blurred print and a camera that shakes.
_COARSE = 0.55 * mm


@dataclass(frozen=True)
class Box:
    """Room on the label, in points from its lower left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plan:
    """One way to lay a tag out. Without boxes for the lines they stand under the number."""

    level: str
    side: float  # of each code, its quiet zone included
    codes: tuple[tuple[float, float], ...]
    numbers: tuple[Box, ...]
    own: Box | None = None
    finder: Box | None = None  # None: after the tag's own lines
    align: str = "left"
    pad: float = 0.9 * mm  # kept free above and below the number and its lines


@dataclass(frozen=True)
class Room:
    """A label to lay out: its size in points, its printer, and a code that it must hold."""

    width: float
    height: float
    dpi: int
    content: str

    @property
    def pad(self) -> float:
        """Room at the edges, where a printer may be a little off."""
        spare = min(self.width, self.height) - 23 * mm
        return min(4 * mm, 0.9 * mm + max(0, spare) * 0.06)

    def least(self, level: str) -> float:
        return qr.least_mm(self.content, dpi=self.dpi, level=level) * mm

    def side(self, room: float, level: str) -> float:
        """The side of a code in this room; refused where it is too small."""
        return qr.side_mm(self.content, room / mm, dpi=self.dpi, level=level) * mm


Layout = Callable[[Room, str], Plan]


def plan(room: Room) -> Plan:
    """The best plan that this label has room for: two codes, else one. Refused where not one can
    be read."""
    why = Refused("This label is too small for a number that people can read.")
    for layout in _layouts(room):
        made: list[Plan] = []
        for level in "HQ":
            try:
                made.append(layout(room, level))
            except Refused as refused:
                why = refused
        fit = [one for one in made if all(box.width >= _NARROWEST for box in one.numbers)]
        if fit:
            return _better(room, fit)
    raise why


def _layouts(room: Room) -> tuple[Layout, ...]:
    """The ways to lay it out, the best first."""
    if room.width > 4 * room.height:
        return _wristband, _beside
    if room.width >= 1.25 * room.height:
        return _corners, _ends, _beside
    return _upright, _below


def _better(room: Room, made: list[Plan]) -> Plan:
    """Level H, unless its modules are so fine that a blur joins them and those of level Q are
    larger: with the code there twice they are worth more than one step of correction."""
    first, last = made[0], made[-1]
    fine, coarse = (one.side / codes.modules(room.content, one.level) for one in (first, last))
    return last if fine < _COARSE and coarse > 1.02 * fine else first


def _corners(room: Room, level: str) -> Plan:
    """Upper left and lower right; the number and the lines in the other two corners."""
    if room.height < 0.45 * room.width:
        raise Refused("In the corners of so low a label is no room for the lines.")
    under = 9 * mm if level == "H" else 6 * mm
    largest = max(min(0.36 * room.width, 0.66 * room.height), room.least(level))
    side = room.side(min(largest, room.height - under), level)
    across, left = room.width - side - room.pad, room.height - side
    edge = min(room.pad, 0.06 * left)
    return Plan(
        level, side, ((0, left), (room.width - side, 0)),
        numbers=(Box(side, side - edge, across, left - edge),),
        own=Box(room.pad, edge / 2, across, left - edge / 2),
    )  # fmt: skip


def _ends(room: Room, level: str) -> Plan:
    """At both ends, the number and the lines between."""
    least = room.least(level)
    most = min(room.height, max(0.32 * room.width, least))
    side = room.side(most, level)
    if room.width - 2 * side < _NARROWEST:
        raise Refused("Between two codes is no room for the number.")
    below = (room.height - side) / 2
    return Plan(
        level, side, ((0, below), (room.width - side, below)),
        numbers=(Box(side, 0, room.width - 2 * side, room.height),),
        align="centre", pad=1.3 * room.pad,
    )  # fmt: skip


def _upright(room: Room, level: str) -> Plan:
    """Upper left and lower right, the number across the middle, lines in the other corners."""
    side = room.side(min(0.46 * room.width, 0.36 * room.height), level)
    pad, across = room.pad, room.width - side - room.pad
    between = room.height - 2 * side
    return Plan(
        level, side, ((0, room.height - side), (room.width - side, 0)),
        numbers=(Box(pad, side, room.width - 2 * pad, between),),
        own=Box(side, room.height - side, across, side),
        finder=Box(pad, 0, across, side),
    )  # fmt: skip


def _wristband(room: Room, level: str) -> Plan:
    """Number, code, lines, code, number: readable from both sides of the leg."""
    side = room.side(room.height, level)
    figures = width_of("0000 0000", Style(size=9 * mm / FIGURE, bold=True))
    middle = 56 * mm
    left = (room.width - 2 * (figures + side) - middle) / 2
    below = (room.height - side) / 2
    first, second = left + figures, left + figures + side + middle
    return Plan(
        level, side, ((first, below), (second, below)),
        numbers=(Box(left, 0, figures, room.height), Box(second + side, 0, figures, room.height)),
        own=Box(first + side, 0, middle, room.height), align="centre",
    )  # fmt: skip


def _beside(room: Room, level: str) -> Plan:
    """One code at the left, everything else in a column at its right."""
    edge = room.pad * 0.7  # the code brings white of its own
    least = room.least(level)
    side = room.side(min(room.height - 2 * edge, max(room.width * 0.5, least * 1.02)), level)
    left = edge + side
    box = Box(left, 0, room.width - left - room.pad, room.height)
    return Plan(level, side, ((edge, (room.height - side) / 2),), numbers=(box,))


def _below(room: Room, level: str) -> Plan:
    """One code on top, everything else under it in the middle."""
    edge = 0.6 * mm
    small = room.height < 40 * mm
    under = SMALLEST_FIGURE + 2 * room.pad if small else room.height * 0.36
    side = room.side(min(room.width - 2 * edge, room.height - under), level)
    top = room.height - edge - side
    box = Box(room.pad, 0, room.width - 2 * room.pad, top)
    place = ((room.width - side) / 2, top)
    return Plan(level, side, (place,), numbers=(box,), align="centre")
