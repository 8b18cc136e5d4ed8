"""Text on paper: laid out in lines, drawn, and readable again as exactly the text that went in.

Nothing here is parsed: `<b>` in somebody's name prints as `<b>`. What is bold is said by the caller
with :func:`strong`. Each stretch whose glyphs do not spell its letters one by one (Khmer, Thai,
composed accents) carries its source as /ActualText, which readers copy instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from reportlab.platypus import Flowable

from rescue_center.documents import shaping
from rescue_center.documents.shaping import Run
from rescue_center.documents.typeface import BOLD, ITALIC, REGULAR

_WORDS = re.compile("([^ ]*)( *)")
#: Within a word a line may end after a break mark, and between a hyphen or slash and a letter.
_BREAKS = re.compile("(?<=\u200b)|(?<=[-/])(?=[^\\W\\d])")

Colour = tuple[float, float, float]
INK: Colour = (0.07, 0.07, 0.08)
QUIET: Colour = (0.29, 0.30, 0.31)  # 8.6:1 on white


@dataclass(frozen=True)
class Style:
    """How text looks. Lengths are points."""

    size: float = 9.5
    leading: float = 1.38  # times the size
    bold: bool = False
    colour: Colour = INK
    align: str = "left"  # left, right or centre
    before: float = 0
    after: float = 0

    def but(self, **changes: Any) -> "Style":
        return replace(self, **changes)


@dataclass(frozen=True)
class Span:
    """A stretch of text in a cut of its own."""

    text: str
    cut: str | None = None


def strong(value: str) -> Span:
    """`value` in bold."""
    return Span(value, BOLD)


def slanted(value: str) -> Span:
    """`value` in italics, as the scientific name of a species."""
    return Span(value, ITALIC)


@dataclass(frozen=True)
class _Word:
    text: str
    cut: str
    space: int  # how many spaces follow
    joined: bool = False  # no line may end between this word and the one before

    @property
    def width(self) -> int:
        return shaping.width(self.text, self.cut)


@dataclass(frozen=True)
class Line:
    words: tuple[_Word, ...]
    width: float  # points, without the spaces at its end
    tall: bool


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
        return max((w.width for w in _words(self.parts, self.style)), default=0) * self._scale

    @property
    def _scale(self) -> float:
        return self.style.size / 1000

    def lines(self, width: float) -> list[Line]:
        """The lines at this width in points."""
        if not self._fixed:
            self._lines = list(_lay_out(tuple(self.parts), self.style, width))
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
    words = _words((value,), style)
    return _length(words) * style.size / 1000


def draw_line(canvas: Any, x: float, y: float, value: str, style: Style) -> None:
    """One line with its baseline at `y`; `x` is its left, middle or right by `style.align`."""
    shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[style.align]
    _draw(canvas, x - width_of(value, style) * shift, y, _words((value,), style), style)


def fitted(value: str, style: Style, width: float, *, smallest: float = 4) -> Style:
    """`style`, made smaller until the line is no wider than `width` points."""
    wide = width_of(value, style)
    return style if wide <= width else style.but(size=max(smallest, style.size * width / wide))


# --- layout -------------------------------------------------------------------------------------


def _words(parts: Sequence[str | Span], style: Style) -> tuple[_Word, ...]:
    words: list[_Word] = []
    for part in parts:
        span = Span(part) if isinstance(part, str) else part
        cut = span.cut or (BOLD if style.bold else REGULAR)
        joined = bool(words) and not words[-1].space
        for found in _WORDS.finditer(shaping.printable(span.text).replace("\n", " ")):
            word, spaces = found[1], len(found[2])
            if word:
                *firsts, last = _BREAKS.split(word)
                for first in firsts:
                    words.append(_Word(first, cut, 0, joined))
                    joined = False
                words.append(_Word(last, cut, spaces, joined))
                joined = False
            elif spaces and words:
                words[-1] = replace(words[-1], space=words[-1].space + spaces)
    return tuple(words)


def _hard_lines(parts: Sequence[str | Span]) -> list[list[str | Span]]:
    lines: list[list[str | Span]] = [[]]
    for part in parts:
        span = Span(part) if isinstance(part, str) else part
        first, *rest = shaping.printable(span.text).split("\n")
        lines[-1].append(Span(first, span.cut))
        lines += [[Span(more, span.cut)] for more in rest]
    return lines


def _space(cut: str) -> int:
    return shaping.width(" ", cut)


def _length(words: Sequence[_Word]) -> int:
    """The width in thousandths, spaces at the end not counted."""
    total = sum(word.width + word.space * _space(word.cut) for word in words)
    return total - (words[-1].space * _space(words[-1].cut) if words else 0)


@lru_cache(maxsize=4096)
def _lay_out(parts: tuple[str | Span, ...], style: Style, width: float) -> tuple[Line, ...]:
    room = width * 1000 / style.size
    lines: list[Line] = []
    for hard in _hard_lines(parts):
        for words in _fill(_words(hard, style), room):
            tall = any(shaping.is_tall(word.text) for word in words)
            lines.append(Line(tuple(words), _length(words) * style.size / 1000, tall))
    return tuple(lines)


def _fill(words: Sequence[_Word], room: float) -> list[list[_Word]]:
    """Words into lines, as many as fit; one that is longer than a line is broken where it may."""
    lines: list[list[_Word]] = [[]]
    used = 0.0
    for group in _unbroken(words):
        need = _length(group)
        if used + need > room and need <= room and used:
            lines.append([])
            used = 0.0
        if used + need > room:
            group = [part for word in group for part in _cut(word)]
        for word in group:
            if used and used + word.width > room:
                lines.append([])
                used = 0.0
            lines[-1].append(word)
            used += word.width + word.space * _space(word.cut)
    return [_rejoined(line) for line in lines]


def _unbroken(words: Sequence[_Word]) -> list[list[_Word]]:
    groups: list[list[_Word]] = []
    for word in words:
        if word.joined and groups:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _cut(word: _Word) -> list[_Word]:
    parts = shaping.pieces(word.text)
    last = len(parts) - 1
    return [_Word(p, word.cut, word.space if at == last else 0, True) for at, p in enumerate(parts)]


def _rejoined(words: list[_Word]) -> list[_Word]:
    """Put the pieces of a broken word together again within its line, so that they shape as one."""
    whole: list[_Word] = []
    for word in words:
        before = whole[-1] if whole else None
        if before and word.joined and not before.space and before.cut == word.cut:
            whole[-1] = _Word(before.text + word.text, word.cut, word.space, before.joined)
        else:
            whole.append(word)
    return whole


# --- drawing ------------------------------------------------------------------------------------


def _draw(canvas: Any, x: float, y: float, words: Sequence[_Word], style: Style) -> None:
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


def _with_spaces(words: Sequence[_Word]) -> list[Run]:
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
