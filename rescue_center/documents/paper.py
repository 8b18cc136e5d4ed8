"""The house sheet: letterhead, title, number, the code that verifies it, and page x of y.

Only this module knows the canvas. Everything from a person goes through `text()`, which prints what
it is given and parses none of it. Equal facts give equal bytes.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import md5
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from rescue_center.documents import wording
from rescue_center.documents.text import INK, QUIET, Colour, Style, draw_fitted, draw_line, width_of

rl_config.toColorCanUse = None  # type: ignore[assignment]  # colour names are otherwise evaluated like code

SIZES = {"A4": A4, "LETTER": LETTER}
MARGIN = 18 * mm
FOOT = 21 * mm

ACCENT: Colour = (0.055, 0.255, 0.212)
HAIRLINE: Colour = (0.62, 0.64, 0.63)
FAINT: Colour = (0.945, 0.955, 0.949)


@dataclass(frozen=True)
class Sheet:
    """What stands around the facts. A sheet without a number is a draft, and says so; but for a
    report, which tells how things stand on the day it is printed and needs none."""

    title: str
    footer: str
    centre: Mapping[str, Any]
    number: str | None = None
    version: int = 1
    issued_on: str | None = None
    verify_url: str | None = None
    supersedes: str | None = None
    size: tuple[float, float] = field(default=A4)
    report: bool = False

    @property
    def draft(self) -> bool:
        return self.number is None and not self.report

    @property
    def name(self) -> str:
        """The number and version in one line."""
        if self.report:
            return f"As known on {wording.day(self.issued_on)}"
        if self.draft:
            return "Draft, not issued"
        return f"No. {self.number} · Version {self.version}"

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.size[0] - 2 * MARGIN


def print_sheet(sheet: Sheet, story: Sequence[Flowable]) -> bytes:
    """The PDF of a sheet: embedded fonts, the same bytes for the same facts."""
    file = io.BytesIO()
    height = sheet.size[1]
    doc = BaseDocTemplate(
        file, pagesize=sheet.size, title=_title(sheet), author=wording.said(sheet.centre["name"]),
        subject=sheet.title, creator="Rescue Center", lang="en", invariant=1,
    )  # fmt: skip
    box = {side + "Padding": 0 for side in ("left", "right", "top", "bottom")}
    first = Frame(MARGIN, FOOT, sheet.width, height - FOOT - 15 * mm, id="first", **box)
    later = Frame(MARGIN, FOOT, sheet.width, height - FOOT - 25 * mm, id="later", **box)

    def under(*drawn: Callable[[Any, Sheet], None]) -> Callable[[Any, Any], None]:
        def on_page(canvas: Any, _: Any) -> None:
            for draw in drawn:
                draw(canvas, sheet)

        return on_page

    doc.addPageTemplates(
        [
            PageTemplate("first", [first], onPage=under(_draft_mark), autoNextPageTemplate="later"),
            PageTemplate("later", [later], onPage=under(_draft_mark, _running_head)),
        ]
    )
    doc.build(list(story), canvasmaker=lambda *a, **k: _Counted(sheet, *a, **k))
    return file.getvalue()


def _title(sheet: Sheet) -> str:
    return f"{sheet.title} {sheet.number or ('report' if sheet.report else 'draft')}"


class Plain(Canvas):
    """A canvas that names no font of its own, so that every font in the file is an embedded one."""

    _doc: Any
    _startPage: Any

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs["invariant"] = 1
        kwargs["pageCompression"] = 1
        super().__init__(*args, **kwargs)
        self.setViewerPreference("DisplayDocTitle", "true")

    def setFont(self, *font: Any, **more: Any) -> None:
        """Tables name a font before every cell; ours are named where the text is written."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def dated(self, iso: str | None) -> None:
        """Give the file the day of issue as its date, never the clock's."""
        at = datetime.fromisoformat(f"{(iso or '2000-01-01')[:10]}T00:00:00+00:00")
        stamp = self._doc._timeStamp
        stamp.t, stamp.lt, stamp.tzname = at.timestamp(), at.timetuple(), "UTC"
        stamp.YMDhms, stamp.dhh, stamp.dmm = tuple(at.timetuple())[:6], 0, 0
        self._doc.signature = md5(at.isoformat().encode(), usedforsecurity=False)

    def hairline(self, x1: float, y: float, x2: float, colour: Colour = HAIRLINE) -> None:
        self.saveState()
        self.setStrokeColorRGB(*colour)
        self.setLineWidth(0.4)
        self.line(x1, y, x2, y)
        self.restoreState()


class _Counted(Plain):
    """Keeps each page until the last is known, then writes the foot with `page x of y`."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.dated(sheet.issued_on)
        self._sheet = sheet
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        pages = self._pages
        for at, page in enumerate(pages, 1):
            self.__dict__.update(page)
            _foot(self, self._sheet, f"Page {at} of {len(pages)}")
            super().showPage()
        super().save()


def _running_head(canvas: Any, sheet: Sheet) -> None:
    y = sheet.size[1] - 15 * mm
    small = Style(size=8, colour=QUIET)
    right = f"{sheet.title} · {sheet.name}"
    draw_line(canvas, sheet.size[0] - MARGIN, y, right, small.but(align="right"))
    room = sheet.width - width_of(right, small) - 12
    name = wording.said(sheet.centre["name"])
    draw_fitted(canvas, MARGIN, y, name, small.but(bold=True, colour=INK), room)
    canvas.hairline(MARGIN, y - 6, sheet.size[0] - MARGIN)


def _foot(canvas: Any, sheet: Sheet, page: str) -> None:
    small = Style(size=7.5, colour=QUIET)
    right = sheet.size[0] - MARGIN
    canvas.hairline(MARGIN, 15.5 * mm, right)
    room = sheet.width - width_of(page, small) - 14
    note = small.but(bold=True, colour=INK)
    draw_fitted(canvas, MARGIN, 11.6 * mm, sheet.footer, note, room)
    issued = f" · Issued {wording.day(sheet.issued_on)}" if sheet.number else ""
    draw_line(canvas, MARGIN, 8 * mm, f"{sheet.title} · {sheet.name}{issued}", small)
    draw_line(canvas, right, 11.6 * mm, page, small.but(align="right"))


def _draft_mark(canvas: Any, sheet: Sheet) -> None:
    if not sheet.draft:
        return
    canvas.saveState()
    canvas.translate(sheet.size[0] / 2, sheet.size[1] / 2)
    canvas.rotate(52)
    draw_line(
        canvas, 0, 0, "DRAFT", Style(size=150, bold=True, colour=(0.9, 0.9, 0.9), align="centre")
    )
    canvas.restoreState()
