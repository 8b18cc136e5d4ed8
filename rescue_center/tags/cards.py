"""Cards to laminate: A6 for a crate or cage, A5 for an enclosure's door.

They say only what stays true: who it is, never when a quarantine ends or who is inside today. What
to wear at a door follows who is inside, so it says of which day it is.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from rescue_center.documents import qr as codes
from rescue_center.documents import wording
from rescue_center.documents.paper import ACCENT, HAIRLINE, SIZES, Plain
from rescue_center.documents.text import (
    INK,
    QUIET,
    Style,
    Text,
    draw_fitted,
    draw_line,
    slanted,
    text,
)
from rescue_center.tags import check
from rescue_center.tags.face import Finder
from rescue_center.tags.plans import FIGURE
from rescue_center.tags.signs import ppe_row, quarantine_band

A6 = (105 * mm, 148 * mm)
A5 = (148 * mm, 210 * mm)

_EDGE = 7 * mm


@dataclass(frozen=True)
class CrateCard:
    """One animal or lot in a crate or cage."""

    number: str
    address: str  # of `qr.address`
    name: str | None = None  # house name
    species: str | None = None  # scientific name
    common_name: str | None = None
    count: int = 1
    case: str | None = None
    arrived_on: str | None = None  # ISO date
    photo: bytes | None = None  # JPEG, PNG or WebP
    quarantine: bool = False
    quarantine_since: str | None = None  # ISO date


@dataclass(frozen=True)
class DoorCard:
    """One enclosure."""

    number: str
    address: str
    name: str
    capacity: str | None = None  # with its unit: "12 turtles"
    ppe: tuple[str, ...] = ()  # keys of `signs.PPE`
    ppe_on: str | None = None  # ISO date: that of the animals inside on that day
    quarantine: bool = False
    quarantine_since: str | None = None
    site: str | None = None  # where the enclosure stands: "Quarantine, building 2"


def crate_cards(cards: Sequence[CrateCard], finder: Finder, *, paper: str | None = None) -> bytes:
    """Crate cards on pages of A6, or as many as fit with cut marks on A4 or LETTER."""
    return _print(cards, A6, paper, lambda canvas, card: _crate(canvas, card, finder))


def door_cards(cards: Sequence[DoorCard], finder: Finder, *, paper: str | None = None) -> bytes:
    """Door cards on pages of A5, or as many as fit with cut marks on A4 or LETTER."""
    return _print(cards, A5, paper, lambda canvas, card: _door(canvas, card, finder))


def _print(
    cards: Sequence[Any], size: tuple[float, float], paper: str | None,
    draw: Callable[[Plain, Any], None],
) -> bytes:  # fmt: skip
    page, columns, rows = _grid(size, paper)
    file = io.BytesIO()
    canvas = Plain(file, pagesize=page)
    canvas.dated(None)
    canvas.setTitle("Cards")
    canvas.setCreator("Rescue Center")
    left, below = (page[0] - columns * size[0]) / 2, (page[1] - rows * size[1]) / 2
    for place, card in enumerate(cards):
        at = place % (columns * rows)
        if place and not at:
            canvas.showPage()
        row, column = divmod(at, columns)
        canvas.saveState()
        canvas.translate(left + column * size[0], below + (rows - 1 - row) * size[1])
        if paper:
            _cut_marks(canvas, size)
        draw(canvas, card)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _grid(size: tuple[float, float], paper: str | None) -> tuple[tuple[float, float], int, int]:
    """The page, upright or lying, that holds the most cards; how many across and down."""
    if not paper:
        return size, 1, 1
    upright = SIZES[paper.upper()]
    made = []
    for page in (upright, upright[::-1]):
        columns, rows = (int((page[side] + 0.5) // size[side]) for side in (0, 1))
        made.append((columns * rows, page, columns, rows))
    _, page, columns, rows = max(made, key=lambda one: one[0])
    return page, columns, rows


def _cut_marks(canvas: Plain, size: tuple[float, float]) -> None:
    canvas.saveState()
    canvas.setStrokeColorRGB(*HAIRLINE)
    canvas.setLineWidth(0.3)
    for x in (0, size[0]):
        for y in (0, size[1]):
            canvas.line(x - 6, y, x + 6, y)
            canvas.line(x, y - 6, x, y + 6)
    canvas.restoreState()


def _crate(canvas: Plain, card: CrateCard, finder: Finder) -> None:
    width, height = A6
    inside, top = width - 2 * _EDGE, height - _EDGE
    if card.quarantine:
        top -= quarantine_band(canvas, _EDGE, top - 15 * mm, inside, card.quarantine_since)
    top = _figures(canvas, card.number, 10 * mm, width / 2, top - 5 * mm) - 6 * mm
    tall = (56 if card.quarantine else 66) * mm
    _photo(canvas, card.photo, _EDGE, top - tall, 45 * mm, tall)
    left = width - _EDGE - 40 * mm
    _symbol(canvas, card.address, left, top - 40 * mm, 40 * mm)
    below = top - tall
    _pair(canvas, "Case", card.case, left, below + 11, 19 * mm)
    _pair(canvas, "Arrived", wording.day(card.arrived_on), left + 20 * mm, below + 11, 20 * mm)
    name = card.name or card.common_name or card.species or wording.NOTHING
    draw_fitted(canvas, _EDGE, below - 10 * mm, name, Style(size=17, bold=True), inside, smallest=9)
    _kind(canvas, card, name, below - 12 * mm, inside)
    _finder(canvas, finder, width / 2, 5.5 * mm, inside)


def _kind(canvas: Plain, card: CrateCard, name: str, top: float, width: float) -> None:
    """What it is, how many, and the scientific name unless that is the name already."""
    known = [card.common_name if card.name else None]
    known.append(wording.many(card.count, "animal") if card.count > 1 else None)
    before = "".join(f"{part} · " for part in known if part)
    scientific = card.species if card.species and name != card.species else ""
    line = text(before, slanted(scientific), style=Style(size=10.5))
    room = top - 9 * mm
    if line.wrap(width, room)[1] > room:
        line = cast(Text, line.split(width, room)[0])
    line.drawOn(canvas, _EDGE, top - line.wrap(width, room)[1])


def _door(canvas: Plain, card: DoorCard, finder: Finder) -> None:
    width, height = A5
    edge = 9 * mm
    inside, middle, top = width - 2 * edge, width / 2, height - edge
    if card.quarantine:
        top -= quarantine_band(canvas, edge, top - 15 * mm, inside, card.quarantine_since)
    name = Style(size=24, bold=True, colour=ACCENT, align="centre")
    top -= 27
    draw_fitted(canvas, middle, top, card.name, name, inside, smallest=11)
    facts = wording.joined(card.site, card.capacity and f"room for {card.capacity}", by="  ·  ")
    if facts != wording.NOTHING:
        top -= 17
        small = Style(size=11, align="centre")
        draw_fitted(canvas, middle, top, facts, small, inside)
    top = _figures(canvas, card.number, 14 * mm, middle, top - 5 * mm)
    floor = (46 if card.ppe else 15) * mm
    _symbol(canvas, card.address, middle - 40 * mm, (top + floor) / 2 - 40 * mm, 80 * mm)
    if card.ppe:
        canvas.hairline(edge, 44 * mm, edge + inside, INK)
        before = Style(size=9.5, colour=QUIET, align="centre")
        day = f", as of {wording.day(card.ppe_on)}" if card.ppe_on else ""
        draw_line(canvas, middle, 38.6 * mm, f"Before you go in{day}", before)
        ppe_row(canvas, card.ppe, edge, 19 * mm, inside)
    canvas.hairline(edge, 14.5 * mm, edge + inside)
    _finder(canvas, finder, middle, 7 * mm, inside)


def _symbol(canvas: Plain, content: str, x: float, y: float, side: float) -> None:
    """The code with its dark modules in this square; the white around it reaches outside."""
    count = codes.modules(content)
    module = side / (count - 2 * codes.QUIET)
    around = codes.QUIET * module
    codes.draw(canvas, content, x - around, y - around, count * module)


def _figures(canvas: Plain, number: str, height: float, middle: float, top: float) -> float:
    """The number in figures of this height, under `top`; the new top."""
    style = Style(size=height / FIGURE, bold=True, align="centre")
    draw_line(canvas, middle, top - height, check.spoken(number), style)
    return top - height


def _photo(
    canvas: Plain, photo: bytes | None, x: float, y: float, width: float, height: float
) -> None:
    """The photograph, cut to fill its place; a framed empty place to glue one on without."""
    canvas.saveState()
    frame = canvas.beginPath()
    frame.roundRect(x, y, width, height, 4)
    if photo:
        image = ImageReader(io.BytesIO(photo))
        wide, tall = image.getSize()
        scale = max(width / wide, height / tall)
        canvas.clipPath(frame, stroke=0)
        canvas.drawImage(
            image, x + (width - wide * scale) / 2, y + (height - tall * scale) / 2,
            wide * scale, tall * scale,
        )  # fmt: skip
    else:
        canvas.setStrokeColorRGB(*HAIRLINE)
        canvas.setLineWidth(0.6)
        canvas.setDash(2, 2)
        canvas.drawPath(frame, stroke=1, fill=0)
        note = Style(size=8, colour=QUIET, align="centre")
        draw_line(canvas, x + width / 2, y + height / 2 - 3, "Photograph", note)
    canvas.restoreState()


def _pair(canvas: Plain, label: str, value: str | None, x: float, y: float, width: float) -> None:
    draw_line(canvas, x, y, label, Style(size=7.5, colour=QUIET))
    said = wording.said(value)
    draw_fitted(canvas, x, y - 13, said, Style(size=11, bold=True), width - 4, smallest=6)


def _finder(canvas: Plain, finder: Finder, middle: float, y: float, width: float) -> None:
    said = wording.joined(finder.centre, finder.phone, by="   ")
    style = Style(size=8.5, colour=QUIET, align="centre")
    draw_fitted(canvas, middle, y, said, style, width)
