"""The face of one tag: its code, its number in figures, and who to call, in any shape of label."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from rescue_center.documents import qr as codes
from rescue_center.documents.paper import Plain
from rescue_center.documents.text import INK, QUIET, Style, Text, draw_line, text, width_of
from rescue_center.errors import Refused
from rescue_center.tags import check, qr

#: Figures are 0.714 of the type size high; people read them from 3 mm on (rules.md 5.2).
FIGURE = 0.714
SMALLEST_FIGURE = 3 * mm

#: Room between the number and the lines under it.
_GAP = 0.9 * mm


@dataclass(frozen=True)
class Tag:
    """What one tag says. Only what never changes: no place, no health."""

    number: str
    address: str  # of `qr.address`
    lines: tuple[str, ...] = ()  # house name, species, case; none on a blank tag


@dataclass(frozen=True)
class Finder:
    """Who is called when an animal is found: small on every tag, the phone last to be left out."""

    centre: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Face:
    """A label to write on: its size in points, its printer, and what every tag says."""

    canvas: Plain
    width: float
    height: float
    dpi: int
    finder: Finder

    @property
    def pad(self) -> float:
        """Room at the edges, where a printer may be a little off."""
        spare = min(self.width, self.height) - 23 * mm
        return min(4 * mm, 0.9 * mm + max(0, spare) * 0.06)

    def draw(self, tag: Tag) -> None:
        if self.width > 4 * self.height:
            self._wristband(tag)
        elif self.width >= 1.25 * self.height:
            self._beside(tag)
        else:
            self._below(tag)

    def _beside(self, tag: Tag) -> None:
        """The code at the left, everything else in a column at its right."""
        edge = self.pad * 0.7  # the code brings white of its own
        least = qr.module_mm(tag.address, dpi=self.dpi) * codes.modules(tag.address) * mm
        room = min(self.height - 2 * edge, max(self.width * 0.5, least * 1.02))
        side = self._code(tag, room, x=edge)
        left = edge + side
        self._column(tag, left, self.width - left - self.pad, self.height, "left")

    def _below(self, tag: Tag) -> None:
        """The code on top, everything else under it in the middle."""
        edge = 0.6 * mm
        small = self.height < 40 * mm
        under = SMALLEST_FIGURE + 2 * self.pad if small else self.height * 0.36
        room = min(self.width - 2 * edge, self.height - under)
        side = self._code(tag, room, top=self.height - edge)
        self._column(tag, self.pad, self.width - 2 * self.pad, self.height - edge - side, "centre")

    def _wristband(self, tag: Tag) -> None:
        """Number, code, number, centre: the band is readable from both sides of the leg."""
        figure = Style(size=9 * mm / FIGURE, bold=True)
        number = check.spoken(tag.number)
        wide = width_of(number, figure)
        left = (self.width - 2 * wide - self.height - 64 * mm) / 2
        base = (self.height - 9 * mm) / 2
        draw_line(self.canvas, left, base, number, figure)
        side = self._code(tag, self.height - 1.6 * mm, x=left + wide)
        right = left + wide + side
        draw_line(self.canvas, right, base, number, figure)
        rows = self._rows(tag, 56 * mm, 11, self.height - 2 * self.pad, "left")
        top = (self.height + sum(row.height for row in rows)) / 2
        _stack(self.canvas, rows, right + wide + 6 * mm, top)

    def _code(
        self, tag: Tag, room: float, *, x: float | None = None, top: float | None = None
    ) -> float:
        """Draw the code as large as `room` allows, in the middle of what is not given; its side."""
        side = qr.side_mm(tag.address, room / mm, dpi=self.dpi) * mm
        left = (self.width - side) / 2 if x is None else x
        below = (self.height - side) / 2 if top is None else top - side
        codes.draw(self.canvas, tag.address, left, below, side)
        return side

    def _column(self, tag: Tag, x: float, width: float, height: float, align: str) -> None:
        """The number as large as fits, and the lines that there is room for under it."""
        number = _number(tag.number, width, height)
        size = min(11.0, max(5.8, height / 12))
        rows = self._rows(tag, width, size, height - number.height - _GAP - 2 * self.pad, align)
        gap = _GAP if rows else 0
        top = (height + number.height + gap + sum(row.height for row in rows)) / 2
        middle = x + width / 2 if align == "centre" else x
        for row in number.rows:
            top -= number.size * FIGURE
            style = Style(size=number.size, bold=True, align=align)
            draw_line(self.canvas, middle, top, row, style)
            top -= number.size * (1 - FIGURE) / 2
        _stack(self.canvas, rows, x, top - gap)

    def _rows(self, tag: Tag, width: float, size: float, room: float, align: str) -> list[Text]:
        """The lines that fit in the room. What goes first: the centre's name, then the last lines
        of the tag; the phone stays longest."""
        style = Style(size=size, leading=1.25, align=align)
        own = [text(line, style=style.but(colour=INK)) for line in tag.lines]
        ours = [
            text(line, style=style.but(colour=QUIET))
            for line in (self.finder.centre, self.finder.phone)
            if line
        ]
        for row in (*own, *ours):
            row.wrap(width, room)
        expendable = [*ours[:-1], *own[::-1], *ours[-1:]]
        kept = [*own, *ours]
        while kept and sum(row.height for row in kept) > room:
            kept.remove(expendable.pop(0))
        return kept


def _stack(canvas: Plain, rows: Sequence[Text], x: float, top: float) -> None:
    for row in rows:
        top -= row.height
        row.drawOn(canvas, x, top)


@dataclass(frozen=True)
class _Number:
    rows: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.rows) * self.size * (FIGURE + (1 - FIGURE) / 2)


def _number(number: str, width: float, height: float) -> _Number:
    """The number in one row or, where that would be small, in two; never too small to read."""
    one = _fit((check.spoken(number).replace(" ", "\u2009"),), width, height * 0.27)
    two = _fit((number[:4], number[4:]), width, height * 0.5)
    roomy = one.size * FIGURE >= SMALLEST_FIGURE * 1.15
    best = one if roomy or two.height > height else two
    if best.size * FIGURE < SMALLEST_FIGURE - 0.01:
        raise Refused("This label is too small for a number that people can read.")
    return best


def _fit(rows: tuple[str, ...], width: float, height: float) -> _Number:
    wide = max(width_of(row, Style(size=100, bold=True)) for row in rows) / 100
    tall = max(height / len(rows), SMALLEST_FIGURE) / FIGURE
    return _Number(rows, min(width * 0.97 / wide, tall, 60))
