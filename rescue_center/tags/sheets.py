"""Sheets and rolls of tags, as vectors: a QR code, its number in figures, and who to call."""

import io
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from reportlab.lib.units import mm

from rescue_center.documents.paper import Plain
from rescue_center.documents.text import QUIET, Style, draw_line, text
from rescue_center.errors import Refused
from rescue_center.tags.face import NOBODY, Face, Finder, Tag
from rescue_center.tags.labels import Stock


def tag_sheets(
    tags: Sequence[Tag],
    stock: Stock,
    *,
    start: int = 1,
    finder: Finder = NOBODY,
    shift_mm: tuple[float, float] = (0, 0),
) -> bytes:
    """The PDF of the tags, the first on label `start` of the first sheet. `shift_mm` moves
    everything right and down, as the calibration page shows it is needed."""
    if not 1 <= start <= stock.per_page:
        raise Refused(f"A sheet of {stock.code} has labels 1 to {stock.per_page}.", field="start")
    file = io.BytesIO()
    canvas = _canvas(file, stock, "Tags")
    width, height = (side * mm for side in stock.label)
    if stock.turned:
        width, height = height, width
    face = Face(canvas, width, height, stock.dpi, finder)
    for page, at, tag in _placed(tags, stock, start):
        if page:
            canvas.showPage()
        _at(canvas, stock, stock.places()[at], shift_mm)
        face.draw(tag)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _placed(tags: Sequence[Tag], stock: Stock, start: int) -> Iterator[tuple[bool, int, Tag]]:
    """Each tag with its place on the page; True where a new page begins."""
    for place, tag in zip(count(start - 1), tags, strict=False):
        at = place % stock.per_page
        yield at == 0 and tag is not tags[0], at, tag


def _canvas(file: Any, stock: Stock, title: str) -> Plain:
    width, height = stock.page
    canvas = Plain(file, pagesize=(width * mm, height * mm))
    canvas.dated(None)
    canvas.setTitle(f"{title}, {stock.maker} {stock.code}")
    canvas.setCreator("Rescue Center")
    return canvas


def _at(
    canvas: Plain, stock: Stock, place: tuple[float, float], shift_mm: tuple[float, float]
) -> None:
    """Move the origin to the lower left of a label, turned where the stock is written lengthwise.
    Ends with `restoreState`."""
    canvas.saveState()
    left = place[0] + shift_mm[0]
    below = stock.page[1] - place[1] - stock.label[1] - shift_mm[1]
    if stock.turned:
        canvas.translate((left + stock.label[0]) * mm, below * mm)
        canvas.rotate(90)
    else:
        canvas.translate(left * mm, below * mm)


def calibration(stock: Stock, *, shift_mm: tuple[float, float] = (0, 0)) -> bytes:
    """A page on plain paper with every label's outline, to hold against the stock, and a line of
    known length, to see whether the printer scales."""
    file = io.BytesIO()
    canvas = _canvas(file, stock, "Calibration")
    canvas.setLineWidth(0.3)
    width, height = (side * mm for side in stock.label)
    for at, (left, top) in enumerate(stock.places(), 1):
        x = (left + shift_mm[0]) * mm
        y = (stock.page[1] - top - shift_mm[1]) * mm - height
        canvas.rect(x, y, width, height, fill=0)
        for cx, cy in ((x, y), (x + width, y), (x, y + height), (x + width, y + height)):
            canvas.line(cx - 6, cy, cx + 6, cy)
            canvas.line(cx, cy - 6, cx, cy + 6)
        if not stock.is_roll:
            number = Style(size=7, colour=QUIET)
            draw_line(canvas, x + 4, y + height - 10, str(at), number)
    _ruler(canvas, stock)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _ruler(canvas: Plain, stock: Stock) -> None:
    """A line with a mark each 10 mm, and what to do when it is not as long as it says."""
    length = 100 if stock.page[0] > 120 else int(max(stock.page) * 0.6 // 10 * 10)
    along = stock.page[0] if not stock.is_roll else max(stock.page)
    style = Style(size=8 if along > 40 else 4.2, align="centre")
    note = f"This line is {length} mm long when printed at 100 %, actual size."
    block = text(f"{stock.maker} {stock.code}\n{note}", style=style)
    room = min(along * 0.9, 120) * mm
    height = block.wrap(room, 100)[1]
    canvas.saveState()
    canvas.translate(stock.page[0] * mm / 2, stock.page[1] * mm / 2)
    if stock.is_roll and stock.page[1] > stock.page[0]:
        canvas.rotate(90)
    canvas.translate(0, -height / 2)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(-room / 2, -8, room, height + 18, stroke=0, fill=1)
    canvas.setLineWidth(0.6)
    canvas.line(-length * mm / 2, 0, length * mm / 2, 0)
    for step in range(0, length + 1, 10):
        x = (step - length / 2) * mm
        canvas.line(x, -3, x, 3)
    block.drawOn(canvas, -room / 2, 6)
    canvas.restoreState()
