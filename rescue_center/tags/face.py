"""The face of one tag: its codes, its number in figures, and who to call, on any shape of label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rescue_center.documents import qr as codes
from rescue_center.documents.paper import Plain
from rescue_center.documents.text import INK, QUIET, Colour, Style, Text, draw_line, text, width_of
from rescue_center.errors import Refused
from rescue_center.tags import check, plans
from rescue_center.tags.plans import FIGURE, GAP, SMALLEST_FIGURE, Box, Plan

Lines = tuple[str, ...]

#: Sizes of the lines, the largest that fits first.
_SIZES = (18.0, 16.0, 14.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.2, 6.5, 5.8)
#: Below this the centre's name gives way for the others to stay larger.
_SMALL = 7.2


@dataclass(frozen=True)
class Tag:
    """What one tag says. Only what never changes: no place, no health."""

    number: str
    address: str  # of `qr.address`
    lines: Lines = ()  # house name, species, case; none on a blank tag


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

    def draw(self, tag: Tag) -> None:
        plan = _planned(self.width, self.height, self.dpi, tag.address)
        codes.draw_pair(self.canvas, tag.address, plan.codes, plan.side, plan.level)
        for box in plan.numbers:
            under = None if plan.own else tag
            self._number(tag.number, box, plan, under)
        if plan.own and plan.finder:
            self._lines(plan.own, tag.lines, NOBODY)
            self._lines(plan.finder, (), self.finder)
        elif plan.own:
            self._lines(plan.own, tag.lines, self.finder)

    def _number(self, number: str, box: Box, plan: Plan, under: Tag | None) -> None:
        """The number as large as fits, in the middle of its box; the lines of the tag `under` it,
        as many as there is room for."""
        fitted = _fitted(number, box, 0.5 if under else 0.72)
        rows: list[Text] = []
        if under:
            room = box.height - fitted.height - GAP - 2 * plan.pad
            most = max(8, fitted.size / 2)
            rows = _rows(under.lines, self.finder, box.width, room, plan.align, most)
        tall = fitted.height + sum(row.height for row in rows) + (GAP if rows else 0)
        top = box.y + (box.height + tall) / 2
        middle = box.x + (box.width / 2 if plan.align == "centre" else 0)
        for row in fitted.rows:
            top -= fitted.size * FIGURE
            style = Style(size=fitted.size, bold=True, align=plan.align)
            draw_line(self.canvas, middle, top, row, style)
            top -= fitted.size * (1 - FIGURE) / 2
        self._stack(rows, box.x, top - GAP)

    def _lines(self, box: Box, own: Lines, finder: Finder) -> None:
        rows = _rows(own, finder, box.width, box.height, "left", max(11, self.height / 9))
        self._stack(rows, box.x, box.y + (box.height + sum(row.height for row in rows)) / 2)

    def _stack(self, rows: Sequence[Text], x: float, top: float) -> None:
        for row in rows:
            top -= row.height
            row.drawOn(self.canvas, x, top)


NOBODY = Finder()


@lru_cache(maxsize=64)
def _plan_of(width: float, height: float, dpi: int, sample: str) -> Plan:
    return plans.plan(plans.Room(width, height, dpi, sample))


def _planned(width: float, height: float, dpi: int, address: str) -> Plan:
    """The plan for a label: the same for all addresses that end in as many figures."""
    return _plan_of(width, height, dpi, address[:-8] + "0" * len(address[-8:]))


@lru_cache(maxsize=64)
def _rows(
    own: Lines, finder: Finder, width: float, room: float, align: str, most: float
) -> list[Text]:
    """The lines, as large as all fit in the room. Where that would be small the centre's name
    goes first, then the last lines of the tag; the phone stays longest."""
    for lines, least in _choices(own, finder):
        for size in _SIZES:
            if least <= size <= max(most, _SIZES[-1]):
                style = Style(size=size, leading=1.25, align=align)
                rows = [text(line, style=style.but(colour=colour)) for line, colour in lines]
                tall = sum(row.wrap(width, room)[1] for row in rows)
                if tall <= room and (
                    size == _SIZES[-1] or _whole(lines, finder.phone, style, width)
                ):
                    return rows
    return []


def _choices(own: Lines, finder: Finder) -> Iterator[tuple[list[tuple[str, Colour]], float]]:
    """What may stand on the tag, the most first, and the least size of each."""
    said = [(line, INK) for line in own]
    phone = [(finder.phone, QUIET)] if finder.phone else []
    if finder.centre:
        yield [*said, (finder.centre, QUIET), *phone], _SMALL
    for many in range(len(said), -1, -1):
        yield [*said[:many], *phone], 0
        if many == len(said) > 1:
            yield [(" · ".join(own), INK), *phone], 0


def _whole(lines: Sequence[tuple[str, Colour]], phone: str, style: Style, width: float) -> bool:
    """Whether no word is broken, nor the phone number."""
    parts = [part for line, _ in lines for part in ([line] if line == phone else line.split())]
    return all(width_of(part, style) <= width for part in parts)


@dataclass(frozen=True)
class _Number:
    rows: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.rows) * self.size * (FIGURE + (1 - FIGURE) / 2)


def _fitted(number: str, box: Box, share: float) -> _Number:
    """The number in one row, as high as its `share` of the box, or, where that would be small, in
    two; never too small to read."""
    spoken = check.spoken(number).replace(" ", "\u2009")
    one = _fit((spoken,), box.width, box.height * share)
    two = _fit((number[:4], number[4:]), box.width, box.height * 0.62)
    roomy = one.size * FIGURE >= SMALLEST_FIGURE * 1.15
    best = one if roomy or two.height > box.height else two
    if best.size * FIGURE < SMALLEST_FIGURE - 0.01:
        raise Refused("This label is too small for a number that people can read.")
    return best


def _fit(rows: tuple[str, ...], width: float, height: float) -> _Number:
    wide = max(width_of(row, Style(size=100, bold=True)) for row in rows) / 100
    tall = max(height / len(rows), SMALLEST_FIGURE) / FIGURE
    return _Number(rows, min(width / wide, tall, 60))
