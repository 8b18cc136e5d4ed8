"""The typefaces of printed papers: parsed once in a process, embedded in each PDF as a subset.

A glyph is named in the PDF by its number in the font (a composite font with Identity-H), because
shaped Khmer and Thai are made of glyphs that stand for no single character. The bytes depend on
nothing but the glyphs used, so that equal facts print to equal files.
"""

import struct
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import md5
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from rescue_center.config import ROOT

FONTS = ROOT / "static" / "vendor" / "fonts"

#: Tables that only a shaper or an operating system reads; a printed glyph needs none of them.
_NOT_PRINTED = (
    "GSUB", "GPOS", "GDEF", "BASE", "MATH", "STAT", "OS/2", "cmap", "name", "post", "gasp", "kern",
)  # fmt: skip


@dataclass(frozen=True)
class Glyph:
    """One glyph of a shaped word. Lengths are thousandths of the type size."""

    id: int
    cluster: int
    advance: int
    dx: int
    dy: int


@dataclass(eq=False)
class Typeface:
    """One font file: measures, shapes, and embeds what was used of it."""

    path: Path
    key: str
    _used: "WeakKeyDictionary[Any, set[int]]" = field(default_factory=WeakKeyDictionary)
    _advances: dict[int, int] = field(default_factory=dict)

    @cached_property
    def face(self) -> Any:
        if not self.path.exists():
            raise FileNotFoundError(
                f"The font {self.path.name} is not in {self.path.parent}. Run: make install"
            )
        return hb.Face(hb.Blob.from_file_path(str(self.path)))

    @cached_property
    def font(self) -> Any:
        font = hb.Font(self.face)
        font.scale = (1000, 1000)
        return font

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that this typeface can draw."""
        return frozenset(self.face.unicodes)

    @cached_property
    def _meaning(self) -> dict[int, str]:
        """Glyph -> the one character it stands for, where there is one."""
        meaning: dict[int, str] = {}
        for code in sorted(self.characters, reverse=True):
            meaning[self.font.get_nominal_glyph(code)] = chr(code)
        return meaning

    def reads_as(self, glyphs: "tuple[Glyph, ...]") -> str:
        """What a reader that knows only single glyphs makes of these."""
        return "".join(self._meaning.get(glyph.id, "\ufffd") for glyph in glyphs)

    def width(self, glyph_id: int) -> int:
        """The advance of a glyph before any kerning."""
        known = self._advances.get(glyph_id)
        if known is None:
            known = self._advances[glyph_id] = int(self.font.get_glyph_h_advance(glyph_id))
        return known

    def shape(self, text: str, *, script: str | None, ligatures: bool) -> tuple[Glyph, ...]:
        """The glyphs of `text` in drawing order, with marks placed and subscripts stacked."""
        run = hb.Buffer()
        run.add_str(text)
        run.guess_segment_properties()
        run.direction = "ltr"
        if script:
            run.script = script
        hb.shape(self.font, run, {} if ligatures else {"liga": False, "clig": False})
        return tuple(
            Glyph(info.codepoint, info.cluster, at.x_advance, at.x_offset, at.y_offset)
            for info, at in zip(run.glyph_infos, run.glyph_positions, strict=True)
        )

    # --- in a PDF ---------------------------------------------------------------------------

    def use(self, canvas: Any, glyphs: "tuple[Glyph, ...]") -> str:
        """Note these glyphs for embedding; the name of the font in this PDF."""
        doc = canvas._doc
        used = self._used.get(doc)
        if used is None:
            used = self._used[doc] = set()
            doc.delayedFonts.append(self)
        used.update(glyph.id for glyph in glyphs)
        return f"/{self.key}"

    def addObjects(self, doc: Any) -> None:  # the name that ReportLab calls
        """Write the subset font into the PDF when it is closed."""
        glyphs = sorted(self._used.pop(doc) | {0})
        letters = md5(repr((self.key, glyphs)).encode(), usedforsecurity=False).digest()
        name = "".join(chr(65 + byte % 26) for byte in letters[:6]) + f"+{self.face.get_name(6)}"
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": doc.Reference(self._descriptor(doc, name, glyphs)),
                "W": pdfdoc.PDFArray(_widths({g: self.width(g) for g in glyphs})),
                "DW": 1000,
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant)]),
                "ToUnicode": doc.Reference(_stream(self._to_unicode(name, glyphs))),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.key] = doc.Reference(font)

    def _descriptor(self, doc: Any, name: str, glyphs: list[int]) -> pdfdoc.PDFDictionary:
        extents = self.font.get_font_extents("ltr")
        file = _stream(self._subset(glyphs))
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(name),
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray(list(self._box())),
                "ItalicAngle": 0,
                "Ascent": extents.ascender,
                "Descent": extents.descender,
                "CapHeight": 714,
                "StemV": 80,
                "FontFile2": doc.Reference(file),
            }
        )

    def _box(self) -> tuple[int, ...]:
        """The box around every glyph, from the `head` table, in thousandths."""
        head = self.face.reference_table("head").data
        return tuple(v * 1000 // self.face.upem for v in struct.unpack(">4h", head[36:44]))

    def _subset(self, glyphs: list[int]) -> bytes:
        wanted = hb.SubsetInput()
        for glyph in glyphs:
            wanted.glyph_set.add(glyph)
        for table in _NOT_PRINTED:
            wanted.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
        flags = hb.SubsetFlags
        wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE
        return bytes(hb.subset(self.face, wanted).blob.data)

    def _to_unicode(self, name: str, glyphs: list[int]) -> bytes:
        pairs = [
            f"<{glyph:04X}> <{self._meaning[glyph].encode('utf-16-be').hex().upper()}>"
            for glyph in glyphs
            if glyph and glyph in self._meaning
        ]
        blocks = "".join(
            f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
            for part in (pairs[at : at + 100] for at in range(0, len(pairs), 100))
        )
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            f"/CMapName /{name} def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            f"{blocks}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
        ).encode()


def _widths(widths: dict[int, int]) -> list[Any]:
    """The widths as a PDF wants them: each unbroken run of glyph numbers as `first [w w w]`."""
    rows: list[Any] = []
    last = None
    for glyph, width in widths.items():
        if last is None or glyph != last + 1:
            rows += [glyph, []]
        rows[-1].append(width)
        last = glyph
    return [pdfdoc.PDFArray(row) if isinstance(row, list) else row for row in rows]


def _stream(content: bytes) -> pdfdoc.PDFStream:
    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


#: Family -> the file of each cut it has; a family without one is drawn in its regular.
_FILES = {
    "latin": {
        "regular": "NotoSans_400Regular.ttf",
        "bold": "NotoSans_600SemiBold.ttf",
        "italic": "NotoSans_400Regular_Italic.ttf",
    },
    "khmer": {"regular": "NotoSansKhmer_400Regular.ttf", "bold": "NotoSansKhmer_600SemiBold.ttf"},
    "thai": {"regular": "NotoSansThai_400Regular.ttf", "bold": "NotoSansThai_600SemiBold.ttf"},
    "signs": {"regular": "NotoSansMath_400Regular.ttf"},
}
REGULAR, BOLD, ITALIC = "regular", "bold", "italic"


@cache
def typeface(family: str, cut: str = REGULAR) -> Typeface:
    """The typeface of `family` (latin, khmer, thai, signs), parsed once in a process."""
    files = _FILES[family]
    if cut not in files:
        return typeface(family)
    return Typeface(FONTS / files[cut], f"{family}-{cut}")


def files() -> list[str]:
    """The font files that must lie in :data:`FONTS`."""
    return [name for cuts in _FILES.values() for name in cuts.values()]
