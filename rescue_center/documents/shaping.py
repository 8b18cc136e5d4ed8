"""Writing systems: which typeface draws a word, how it is shaped, and where it may break.

Khmer and Thai are written without spaces between words, with marks above, below and around the
letter they belong to. HarfBuzz places the glyphs; this module finds the runs, and says between
which letters a line may end when a phrase is longer than the line.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rescue_center.documents.typeface import REGULAR, Glyph, Typeface, typeface

#: Family -> its ISO 15924 script and the letters that only it draws.
_SCRIPTS = {
    "khmer": ("khmr", re.compile("[\u1780-\u17ff\u19e0-\u19ff]")),
    "thai": ("thai", re.compile("[\u0e00-\u0e7f]")),
}
_COMPLEX = re.compile("[\u0e00-\u0e7f\u1780-\u17ff\u19e0-\u19ff]")

#: Never printed: control characters, and the marks that turn the direction of what follows.
_UNPRINTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
#: A Khmer cluster: a letter, its subscript letters, vowels and signs. U+17D2 joins a subscript.
_KHMER = re.compile("(?:\u17d2.|[\u17b6-\u17d1\u17d3\u17dd])*", re.DOTALL)
#: A Thai line never begins with these (following vowels, tone marks, repetition, abbreviation)
_THAI_HELD_BACK = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e]")
#: and never ends with one of these vowels, which are written before the letter they follow.
_THAI_LEADING = re.compile("[\u0e40-\u0e44]")
_NEVER_FIRST = re.compile("[\u17d4-\u17da)\\]}\u201d\u2019,.;:!?%\u0e5a\u0e5b]")


@dataclass(frozen=True)
class Run:
    """A stretch of one word in one typeface."""

    text: str
    face: Typeface
    glyphs: tuple[Glyph, ...]
    plain: bool  # a reader makes `text` of the glyphs without being told

    @property
    def width(self) -> int:
        """Thousandths of the type size."""
        return sum(glyph.advance for glyph in self.glyphs)


def printable(text: str) -> str:
    """`text` without what paper cannot carry: controls, and marks that reorder other letters."""
    return _UNPRINTED.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def unprintable(text: str) -> list[str]:
    """The characters of `text` that no typeface here can draw; each is printed as `[U+4E2D]`."""
    return sorted({c for c in printable(text) if c != "\n" and _family(c, None, REGULAR) is None})


def is_tall(text: str) -> bool:
    """Does a line with this text need more room above and below (Khmer, Thai)?"""
    return bool(_COMPLEX.search(text))


@lru_cache(maxsize=16384)
def runs(word: str, cut: str = REGULAR) -> tuple[Run, ...]:
    """The shaped runs of a word. Words repeat, so that most are shaped once in a process."""
    return tuple(_run(text, family, cut) for family, text in _itemise(word, cut))


def width(word: str, cut: str = REGULAR) -> int:
    """The width of a word in thousandths of the type size."""
    return sum(run.width for run in runs(word, cut))


def _itemise(word: str, cut: str) -> Iterator[tuple[str | None, str]]:
    """Split a word where its typeface changes; None for letters that no typeface draws."""
    family: str | None = None
    start = 0
    for at, char in enumerate(word):
        nxt = _family(char, family if at else None, cut)
        if at and nxt != family:
            yield family, word[start:at]
            start = at
        family = nxt
    if word:
        yield family, word[start:]


def _family(char: str, before: str | None, cut: str) -> str | None:
    code = ord(char)
    for family, (_, letters) in _SCRIPTS.items():
        if letters.match(char):
            return family if code in typeface(family, cut).characters else None
    if before and _belongs_to_the_letter_before(char):
        return before
    if code in typeface("latin", cut).characters or char in "\u200b\u200c\u200d\u2060":
        return "latin"
    if unicodedata.bidirectional(char) in ("R", "AL"):  # no face here sets lines right to left
        return None
    return "signs" if code in typeface("signs").characters else None


def _belongs_to_the_letter_before(char: str) -> bool:
    return unicodedata.category(char).startswith("M") or char in "\u200b\u200c\u200d\u2060"


def _run(text: str, family: str | None, cut: str) -> Run:
    if family is None:
        face = typeface("latin", cut)
        shown = "".join(f"[U+{ord(c):04X}]" for c in text)
        return Run(shown, face, face.shape(shown, script=None, ligatures=False), plain=True)
    face = typeface(family, cut)
    script = _SCRIPTS[family][0] if family in _SCRIPTS else None
    glyphs = face.shape(text, script=script, ligatures=script is not None)
    in_place = not script and all(g.advance and not g.dx and not g.dy for g in glyphs)
    return Run(text, face, glyphs, plain=in_place and face.reads_as(glyphs) == text)


def pieces(word: str) -> list[str]:
    """The parts of a word between which a line may end when the word is longer than the line."""
    parts: list[str] = []
    at = 0
    while at < len(word):
        end = _cluster_end(word, at)
        if parts and not _may_begin_a_line(word, at):
            parts[-1] += word[at:end]
        else:
            parts.append(word[at:end])
        at = end
    return parts


def _cluster_end(word: str, at: int) -> int:
    """The end of the letter at `at` with all that is written on it."""
    end = at + 1
    while True:
        grown = end
        if marks := _KHMER.match(word, end):
            grown = marks.end()
        while grown < len(word) and _belongs_to_the_letter_before(word[grown]):
            grown += 1
        if grown == end:
            return end
        end = grown


def _may_begin_a_line(word: str, at: int) -> bool:
    return not (
        _NEVER_FIRST.match(word, at)
        or _THAI_HELD_BACK.match(word, at)
        or _THAI_LEADING.match(word, at - 1)
        or word[at - 1] in "([{\u201c\u2018\u2060"
    )
