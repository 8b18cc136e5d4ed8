"""Labels for tubes: a code of 12 mm with the tube's number, the number in figures, whom it is of.

A code that small holds no address: it says `S` and the number, which a reader types into the box
of the laboratory or into the search.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from reportlab.lib.units import mm

from rescue_center.documents import qr as codes
from rescue_center.documents.paper import Plain
from rescue_center.documents.text import QUIET, Style, draw_fitted, draw_line
from rescue_center.errors import Refused
from rescue_center.tags import check, qr
from rescue_center.tags.labels import STOCKS, Stock
from rescue_center.tags.plans import FIGURE

#: A tape of 12 mm as label printers feed it, and the small labels of a sheet.
TAPE = Stock("TAPE-12", "Tape", (40, 12), (40, 12))
TUBE_STOCKS = {one.code: one for one in (TAPE, STOCKS["L7651"])}
#: The code's side on a tube, with the white around it.
SIDE = 12.0


@dataclass(frozen=True)
class TubeLabel:
    """What one tube says."""

    number: str
    lines: tuple[str, ...]  # whom it is of, what was taken and when


def content(number: str) -> str:
    """What the code holds: `S26000427`."""
    return f"S{number}"


def tube_sheets(tubes: Sequence[TubeLabel], stock: Stock, *, start: int = 1) -> bytes:
    """The PDF of the labels, the first on label `start` of the first sheet."""
    if not tubes:
        raise Refused("Choose the tubes.")
    if not 1 <= start <= stock.per_page:
        raise Refused(f"A sheet of {stock.code} has labels 1 to {stock.per_page}.", field="start")
    file = io.BytesIO()
    canvas = Plain(file, pagesize=tuple(side * mm for side in stock.page))
    canvas.dated(None)
    canvas.setTitle("Labels for tubes")
    canvas.setCreator("Rescue Center")
    places = stock.places()
    for place, tube in zip(count(start - 1), tubes, strict=False):
        at = place % stock.per_page
        if at == 0 and tube is not tubes[0]:
            canvas.showPage()
        left, top = places[at]
        canvas.saveState()
        canvas.translate(left * mm, (stock.page[1] - top - stock.label[1]) * mm)
        _draw(canvas, tube, stock)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Plain, tube: TubeLabel, stock: Stock) -> None:
    """The code at the left, the number and the lines beside it."""
    wide, high = (side * mm for side in stock.label)
    side = qr.side_mm(content(tube.number), min(SIDE, stock.label[1]), dpi=stock.dpi) * mm
    codes.draw(canvas, content(tube.number), 0, (high - side) / 2, side)
    left, room = side + 0.3 * mm, wide - side - 1.3 * mm
    tall = 3.1 * mm
    top = (high + 11 * mm) / 2
    number = Style(size=tall / FIGURE, bold=True)
    draw_line(canvas, left, top - tall, check.spoken(tube.number), number)
    for n, line in enumerate(tube.lines[:3]):
        style = Style(size=5.6, bold=n == 0) if n == 0 else Style(size=5.6, colour=QUIET)
        draw_fitted(canvas, left, top - tall - (n + 1) * 2.35 * mm, line, style, room, smallest=4.4)
