"""What is declared, and the places to sign it."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Table

from rescue_center.documents.blocks import BODY, LABEL, LINE, PLAIN, RULE, SMALL
from rescue_center.documents.paper import FAINT, Sheet
from rescue_center.documents.text import INK, Style, Text, draw_fitted, draw_line, text


def declaration(sheet: Sheet, *statements: str) -> Flowable:
    """What is being declared, set apart on a faint ground."""
    rows = [[text(statement, style=BODY.but(size=10))] for statement in statements]
    style: list[Any] = [
        ("BACKGROUND", (0, 0), (-1, -1), Color(*FAINT)),
        ("LINEBEFORE", (0, 0), (0, -1), 2.2, RULE),
        ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 10),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    return Table(rows, colWidths=[sheet.width], style=style, splitInRow=1, spaceBefore=10)


class Signature(Flowable):
    """A box for one person: the role, what is known of them, and room to sign, date and stamp."""

    def __init__(self, width: float, role: str, lines: Sequence[str], stamp: bool):
        super().__init__()
        self.width, self.height = width, 42 * mm if stamp else 36 * mm
        self.role, self.lines, self._stamp = role, lines, stamp

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas, left, right, top = self.canv, 9, self.width - 9, self.height
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.4)
        canvas.rect(0, 0, self.width, self.height, fill=0)
        role = Style(size=9, bold=True)
        draw_fitted(canvas, left, top - 14, self.role, role, right - left)
        for at, line in enumerate(self.lines):
            style = SMALL.but(colour=INK)
            draw_fitted(canvas, left, top - 26 - 11 * at, line, style, right - left)
        if self._stamp:
            self._room_for_stamp(right - 14 * mm, 17.5 * mm, 14 * mm)
            right -= 31 * mm
        self._blank(left, right, 46, "Signature")
        self._blank(left, right, 17, "Date")

    def _room_for_stamp(self, x: float, y: float, radius: float) -> None:
        self.canv.setDash(1.5, 2)
        self.canv.circle(x, y, radius, fill=0)
        self.canv.setDash()
        draw_line(self.canv, x, y - 2, "Official stamp", SMALL.but(size=7, align="centre"))

    def _blank(self, left: float, right: float, y: float, label: str) -> None:
        self.canv.setStrokeColorRGB(*INK)
        self.canv.setLineWidth(0.5)
        self.canv.line(left, y, right, y)
        draw_line(self.canv, left, y - 8.5, label, LABEL)


def signatures(sheet: Sheet, *signers: tuple[str, Sequence[str]], stamp: bool = False) -> Table:
    """Places to sign, two in a row and an odd last one across; each signer is (role, what is known
    of them)."""
    gap = 5 * mm
    half = (sheet.width - gap) / 2
    wide = [
        sheet.width if at == len(signers) - 1 and not at % 2 else half for at in range(len(signers))
    ]
    made = [
        Signature(w, role, lines, stamp) for w, (role, lines) in zip(wide, signers, strict=True)
    ]
    rows: list[list[Any]] = [
        [made[at], [], made[at + 1] if at + 1 < len(made) else []] for at in range(0, len(made), 2)
    ]
    style: list[Any] = [*PLAIN, ("TOPPADDING", (0, 0), (-1, -1), gap)]
    return Table(rows, colWidths=[half, gap, half], style=style)


class Together(KeepTogether):
    """Blocks that stand on one page."""

    def __init__(self, blocks: Sequence[Flowable]):
        self.blocks = [block for block in blocks if not isinstance(block, CondPageBreak)]
        super().__init__(self.blocks)

    def also(self, block: Flowable) -> "Together":
        """These and one more."""
        return Together([*self.blocks, block])


def together(*blocks: Flowable) -> Flowable:
    """Blocks that must stand on one page: a signature is never parted from what is signed."""
    return Together(blocks)


def closed(story: Sequence[Flowable]) -> list[Flowable]:
    """A paper with its last line, after which nothing can be written. It stands below the
    signatures, never alone on a page."""
    *before, last = story
    if isinstance(last, Together):
        return [*before, last.also(_ending())]
    return [*story, _ending()]


def _ending() -> Text:
    return text("— End of this paper —", style=SMALL.but(align="centre", before=3))
