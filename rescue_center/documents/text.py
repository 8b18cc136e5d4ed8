"""Text on paper: set in lines, drawn, and readable again as exactly the text that went in.

Nothing here is parsed: `<b>` in somebody's name prints as `<b>`. What is bold is said by the caller
with :func:`strong`. A line whose glyphs do not spell its letters one by one (Khmer, Thai, composed
accents) carries its source as /ActualText, which readers copy instead: for the whole line, because
pdfium orders the glyphs of a line by place and repeats shorter stretches.
"""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from rescue_center.documents import shaping
from rescue_center.documents.layout import (
    INK,
    QUIET,
    Colour,
    Line,
    Span,
    Style,
    Word,
    lay_out,
    length_of,
    slanted,
    strong,
    words_of,
)
from rescue_center.documents.shaping import Run

__all__ = [
    "INK",
    "QUIET",
    "Colour",
    "Span",
    "Style",
    "Text",
    "draw_fitted",
    "draw_line",
    "slanted",
    "strong",
    "text",
    "width_of",
]


class Text(Flowable):
    """A paragraph. `parts` are plain strings and :class:`Span`s, one after the other."""

    def __init__(self, parts: Sequence[str | Span], style: Style, lines: list[Line] | None = None):
        super().__init__()
        self.parts = parts
        self.style = style
        self._lines = lines
        self._fixed = lines is not None
        self.keepWithNext = 0

    @property
    def source(self) -> str:
        """The words as they were given."""
        return "".join(p if isinstance(p, str) else p.text for p in self.parts)

    def getSpaceBefore(self) -> float:  # ReportLab asks by these names
        return self.style.before

    def getSpaceAfter(self) -> float:
        return self.style.after

    def minWidth(self) -> float:
        return max((w.width for w in words_of(self.parts, self.style)), default=0) * self._scale

    @property
    def _scale(self) -> float:
        return self.style.size / 1000

    def lines(self, width: float) -> list[Line]:
        """The lines at this width in points."""
        if not self._fixed:
            self._lines = list(lay_out(tuple(self.parts), self.style, width))
        return self._lines or []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.height = sum(map(self._height, self.lines(width)))
        return width, self.height

    def _height(self, line: Line) -> float:
        return self.style.size * (
            max(self.style.leading, 1.75) if line.tall else self.style.leading
        )

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that fit and the lines that do not; never one line alone on either page."""
        lines, used, fits = self.lines(width), 0.0, 0
        for line in lines:
            used += self._height(line)
            if used > height:
                break
            fits += 1
        if len(lines) - fits == 1:
            fits -= 1
        if fits < min(2, len(lines)) or fits <= 0:
            return []
        return [
            Text(self.parts, self.style, lines[:fits]),
            Text(self.parts, self.style, lines[fits:]),
        ]

    def draw(self) -> None:
        y = self.height
        for line in self.lines(self.width):
            height = self._height(line)
            y -= height
            slack = {"left": 0.0, "centre": 0.5, "right": 1.0}[self.style.align]
            x = (self.width - line.width) * slack
            baseline = y + (height - self.style.size) / 2 + self.style.size * 0.22
            _draw(self.canv, x, baseline, line.words, self.style)


def text(*parts: str | Span | None, style: Style) -> Text:
    """Any text from anybody as a paragraph; nothing in it is read as markup."""
    return Text([p for p in parts if p is not None], style)


def width_of(value: str, style: Style) -> float:
    """The width of one line in points."""
    words = words_of((value,), style)
    return length_of(words) * style.size / 1000


def draw_line(canvas: Any, x: float, y: float, value: str, style: Style) -> None:
    """One line with its baseline at `y`; `x` is its left, middle or right by `style.align`."""
    shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[style.align]
    _draw(canvas, x - width_of(value, style) * shift, y, words_of((value,), style), style)


def draw_fitted(
    canvas: Any, x: float, y: float, value: str, style: Style, width: float, smallest: float = 5
) -> None:
    """One line no wider than `width` points: smaller where it is long, and cut short with an
    ellipsis where it would be smaller than `smallest`."""
    wide = width_of(value, style)
    if wide > width:
        style = style.but(size=max(smallest, style.size * width / wide))
        value = _cut_short(value, style, width)
    draw_line(canvas, x, y, value, style)


def _cut_short(value: str, style: Style, width: float) -> str:
    if width_of(value, style) <= width + 0.01:
        return value
    parts = shaping.pieces(shaping.printable(value).replace("\n", " "))
    while parts and width_of("".join(parts) + "…", style) > width:
        parts.pop()
    return "".join(parts) + "…"


# --- drawing ------------------------------------------------------------------------------------


def _draw(canvas: Any, x: float, y: float, words: Sequence[Word], style: Style) -> None:
    """Write the words as one PDF text object that leaves the graphics state as it was."""
    red, green, blue = style.colour
    out: list[str] = []
    font = ""
    line = _with_spaces(words)
    for run in line:
        name = run.face.use(canvas, run.glyphs)
        if name != font:
            out.append(f"{name} {_n(style.size)} Tf")
            font = name
        out.append(_shown(run, style.size))
    shown = " ".join(out)
    if not all(run.plain for run in line):
        shown = _tell("".join(run.text for run in line), shown)
    canvas._code.append(
        f"q BT {red:g} {green:g} {blue:g} rg 1 0 0 1 {_n(x)} {_n(y)} Tm {shown} ET Q"
    )


def _with_spaces(words: Sequence[Word]) -> list[Run]:
    """The runs in order; plain neighbours in the same typeface become one, with their spaces."""
    merged: list[Run] = []
    for at, word in enumerate(words):
        gap = shaping.runs(" " * word.space, word.cut) if at < len(words) - 1 else ()
        for run in (*shaping.runs(word.text, word.cut), *gap):
            before = merged[-1] if merged else None
            if before and before.plain and run.plain and before.face is run.face:
                merged[-1] = Run(before.text + run.text, run.face, before.glyphs + run.glyphs, True)
            else:
                merged.append(run)
    return merged


def _tell(source: str, shown: str) -> str:
    told = ("\ufeff" + source).encode("utf-16-be").hex().upper()
    return f"/Span <</ActualText <{told}>>> BDC {shown} EMC"


def _shown(run: Run, size: float) -> str:
    """The glyphs of a run: kerned and shifted as shaped, raised where a mark sits elsewhere."""
    out: list[str] = []
    row: list[str] = []
    rise = 0
    for glyph in run.glyphs:
        if glyph.dy != rise:
            if row:
                out.append(_row(row))
                row = []
            rise = glyph.dy
            out.append(f"{_n(rise * size / 1000)} Ts")
        if glyph.dx:
            row.append(str(-glyph.dx))
        row.append(f"<{glyph.id:04X}>")
        if after := run.face.width(glyph.id) - glyph.advance + glyph.dx:
            row.append(str(after))
    if row:
        out.append(_row(row))
    if rise:
        out.append("0 Ts")
    return " ".join(out)


def _row(row: list[str]) -> str:
    return f"[{' '.join(row).replace('> <', '')}] TJ"


def _n(value: float) -> str:
    """A length for a PDF, to a thousandth of a point."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
