"""The parts that papers are composed of: letterhead, headings, facts and tables.

Each is a list of flowables, or one; all text is printed as it was given.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from rescue_center.documents import code, qr
from rescue_center.documents.paper import ACCENT, HAIRLINE, Sheet
from rescue_center.documents.text import INK, QUIET, Span, Style, Text, draw_fitted, draw_line, text
from rescue_center.documents.wording import NOTHING, day, said

BODY = Style(size=9.5)
CELL = Style(size=8.5, leading=1.32)
LABEL = Style(size=7.2, leading=1.3, colour=QUIET)
HEADING = Style(size=10.5, bold=True, colour=ACCENT, leading=1.3)
SMALL = Style(size=8, colour=QUIET)

LINE = Color(*HAIRLINE)
RULE = Color(*ACCENT)


class Rule(Flowable):
    """A hairline across the sheet."""

    def __init__(self, weight: float = 0.4, colour: Color = LINE, after: float = 0):
        super().__init__()
        self._weight, self._colour, self._after = weight, colour, after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, self._weight + self._after
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(self._colour)
        self.canv.setLineWidth(self._weight)
        self.canv.line(0, self._after, self.width, self._after)


class Verification(Flowable):
    """The QR code of the verify page with its address and code in words underneath."""

    SIDE = 28 * mm

    def __init__(self, url: str):
        super().__init__()
        self._url = url
        self.width, self.height = 42 * mm, self.SIDE + 8 * mm

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        content = self._url.upper()
        quiet = qr.QUIET * self.SIDE / qr.modules(content)  # the dark modules end at the margin
        left, below = self.width - self.SIDE + quiet, 8 * mm + quiet
        qr.draw(self.canv, content, left, below, self.SIDE)
        address = urlsplit(self._url)
        root, _, last = address.path.rpartition("/")
        right = Style(size=6.8, colour=QUIET, align="right")
        check = f"Check at {address.netloc.lower()}{root}"
        draw_fitted(self.canv, self.width, 7.2 * mm, check, right, self.width)
        shown = code.spoken(last) if code.valid(last) else last.upper()
        draw_line(self.canv, self.width, 2.6 * mm, shown, Style(size=10, bold=True, align="right"))


def letterhead(sheet: Sheet) -> list[Flowable]:
    """Who issues it, what it is, its number, and how to check it."""
    centre = sheet.centre
    right = 42 * mm if sheet.verify_url else 0
    lines = [
        text(said(centre["name"]), style=Style(size=13, bold=True, leading=1.25)),
        *(text(line, style=Style(size=11)) for line in [centre.get("name_local")] if line),
        *(text(line, style=SMALL) for line in [centre.get("address"), _reach(centre)] if line),
        Spacer(0, 15),
        text(sheet.title, style=Style(size=20, bold=True, leading=1.25, colour=ACCENT)),
        text(_identity(sheet), style=Style(size=9.5, bold=True)),
    ]
    if sheet.supersedes:
        lines.append(text(f"Replaces {sheet.supersedes}, which is no longer valid.", style=BODY))
    cells = [lines, [Verification(sheet.verify_url)] if sheet.verify_url else []]
    head = Table([cells], colWidths=[sheet.width - right, right], style=PLAIN)
    return [head, Spacer(0, 5), Rule(1.1, RULE), Spacer(0, 3)]


def _reach(centre: Mapping[str, Any]) -> str:
    parts = [centre.get("phone"), centre.get("email")]
    if centre.get("licence"):
        parts.append(f"Licence {centre['licence']}")
    return "  ·  ".join(filter(None, parts))


def _identity(sheet: Sheet) -> str:
    return f"{sheet.name} · Issued {day(sheet.issued_on)}" if sheet.number else sheet.name


PLAIN: list[Any] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]


def heading(number: int, title: str) -> list[Flowable]:
    """A numbered heading that stays with the beginning of what follows it: a long table begins
    under it on this page and goes on on the next."""
    return [
        CondPageBreak(30 * mm),
        text(f"{number}   {title}", style=HEADING.but(before=11, after=3)),
    ]


def fields(sheet: Sheet, rows: Sequence[Sequence[tuple[str, object]]]) -> list[Flowable]:
    """Facts in aligned columns, a label above each. A row of one takes the whole width."""
    return [_grid(sheet, list(alike)) for _, alike in groupby(rows, key=len)]


def _grid(sheet: Sheet, rows: Sequence[Sequence[tuple[str, object]]]) -> Table:
    columns = len(rows[0])
    cells = [[_fact(label, value) for label, value in row] for row in rows]
    style: list[Any] = [
        *PLAIN,
        ("RIGHTPADDING", (0, 0), (-1, -1), 9),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
    ]
    return Table(
        cells, colWidths=[sheet.width / columns] * columns, style=style, splitInRow=1, spaceBefore=2
    )


def _fact(label: str, value: object) -> list[Flowable]:
    return [text(label, style=LABEL), text(*_parts(value), style=BODY)]


def _parts(value: object) -> tuple[str | Span, ...]:
    """A tuple is text made of parts already; anything else is put in words."""
    return value if isinstance(value, tuple) else (said(value),)


def listing(lines: Sequence[str] | None) -> str:
    """Several things, a line each; a dash where there are none."""
    return "\n".join(lines or ()) or NOTHING


def table(
    sheet: Sheet,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    shares: Sequence[float],
    *,
    numeric: Sequence[int] = (),
) -> Table:
    """Rows under a head that is repeated on every page; `numeric` columns are set to the right."""

    def cell(at: int, value: object, style: Style) -> Text:
        return text(*_parts(value), style=style.but(align="right") if at in numeric else style)

    top = [cell(at, label, LABEL.but(bold=True, colour=INK)) for at, label in enumerate(head)]
    body = [[cell(at, value, CELL) for at, value in enumerate(row)] for row in rows]
    body = body or [[cell(0, NOTHING, CELL)] + [cell(0, "", CELL) for _ in head[1:]]]
    share = sheet.width / sum(shares)
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, RULE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, RULE),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        *(("RIGHTPADDING", (at, 0), (at, -1), 11) for at in numeric),
    ]
    widths = [share * part for part in shares]
    return Table(
        [top, *body], colWidths=widths, style=style, repeatRows=1, splitInRow=1, spaceBefore=5
    )


def paragraph(*parts: str | Span, style: Style = BODY) -> Text:
    return text(*parts, style=style.but(before=3, after=3))
