"""Words into lines: where a line ends, and what each word measures. Nothing here draws."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from rescue_center.documents import shaping
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
class Word:
    text: str
    cut: str
    space: int  # how many spaces follow
    joined: bool = False  # no line may end between this word and the one before

    @property
    def width(self) -> int:
        return shaping.width(self.text, self.cut)


@dataclass(frozen=True)
class Line:
    words: tuple[Word, ...]
    width: float  # points, without the spaces at its end
    tall: bool


def words_of(parts: Sequence[str | Span], style: Style) -> tuple[Word, ...]:
    words: list[Word] = []
    for part in parts:
        span = Span(part) if isinstance(part, str) else part
        cut = span.cut or (BOLD if style.bold else REGULAR)
        joined = bool(words) and not words[-1].space
        for found in _WORDS.finditer(shaping.printable(span.text).replace("\n", " ")):
            word, spaces = found[1], len(found[2])
            if word:
                *firsts, last = _BREAKS.split(word)
                for first in firsts:
                    words.append(Word(first, cut, 0, joined))
                    joined = False
                words.append(Word(last, cut, spaces, joined))
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


def space_of(cut: str) -> int:
    return shaping.width(" ", cut)


def length_of(words: Sequence[Word]) -> int:
    """The width in thousandths, spaces at the end not counted."""
    total = sum(word.width + word.space * space_of(word.cut) for word in words)
    return total - (words[-1].space * space_of(words[-1].cut) if words else 0)


@lru_cache(maxsize=4096)
def lay_out(parts: tuple[str | Span, ...], style: Style, width: float) -> tuple[Line, ...]:
    room = width * 1000 / style.size
    lines: list[Line] = []
    for hard in _hard_lines(parts):
        for words in _fill(words_of(hard, style), room):
            tall = any(shaping.is_tall(word.text) for word in words)
            lines.append(Line(tuple(words), length_of(words) * style.size / 1000, tall))
    return tuple(lines)


def _fill(words: Sequence[Word], room: float) -> list[list[Word]]:
    """Words into lines, as many as fit; one that is longer than a line is broken where it may."""
    lines: list[list[Word]] = [[]]
    used = 0.0
    for group in _unbroken(words):
        need = length_of(group)
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
            used += word.width + word.space * space_of(word.cut)
    return [_rejoined(line) for line in lines]


def _unbroken(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in words:
        if word.joined and groups:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _cut(word: Word) -> list[Word]:
    parts = shaping.pieces(word.text)
    last = len(parts) - 1
    return [Word(p, word.cut, word.space if at == last else 0, True) for at, p in enumerate(parts)]


def _rejoined(words: list[Word]) -> list[Word]:
    """Put the pieces of a broken word together again within its line, so that they shape as one."""
    whole: list[Word] = []
    for word in words:
        before = whole[-1] if whole else None
        if before and word.joined and not before.space and before.cut == word.cut:
            whole[-1] = Word(before.text + word.text, word.cut, word.space, before.joined)
        else:
            whole.append(word)
    return whole
