"""Each script of the region is drawn as another shaper draws it, and reads back as typed."""

import dataclasses
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter

from rescue_center.documents import layout, shaping, text, typeface
from rescue_center.documents.paper import Plain
from rescue_center.documents.text import Style, draw_line, strong
from rescue_center.documents.typeface import Glyph, Typeface
from tests.documents.golden.make import LINES, SIZE
from tests.documents.reading import by_pdfium, by_poppler, pages, squeezed

GOLDEN = Path(__file__).parent / "golden"
#: The worst letter of a line that is right, on this renderer and others like it.
ALIKE = 0.95

SAMPLES = [
    "ព្រះរាជាណាចក្រកម្ពុជា",
    "មជ្ឈមណ្ឌលសង្គ្រោះសត្វព្រៃភ្នំតាម៉ៅ",
    "ស្ត្រី អង្គុលី ខ្ញុំ ភ្នំ ក្រៅ",
    "លេខ ១២៣ (KH-001) ថ្ងៃទី ១២",
    "ศูนย์ช่วยเหลือสัตว์ป่า น้ำผึ้ง ปู่ กตัญญู ฐาน",
    "เลขที่ 45/2 ซ.สุขุมวิท ๙๙",
    "Trung tâm Cứu hộ Động vật hoang dã",
    "Voọc chà vá chân nâu, Nguyễn Thị Ngọc Ánh",
    "Vietnamese decomposed: e\u0302\u0323 o\u031b\u0301 a\u0306\u0303",
    "office fish AVATAR To. “Öl” 12½ kg °C × µg",
    "x ភ្នំ y ป่า z Lắk (ភ្នំ/ป่า) ភ្នំ.",
    "៛500 ฿20 €3 ≥ 5 ♂♀",
]


def line(source: str) -> bytes:
    """A PDF with one line of text, 40 pixels to the em at 72 dpi."""
    file = io.BytesIO()
    canvas = Plain(file, pagesize=(1700, 200))
    draw_line(canvas, 20, 90, source, Style(size=SIZE))
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("source", SAMPLES)
def test_two_readers_find_exactly_what_was_typed(source: str) -> None:
    assert by_pdfium(line(source)).strip() == source
    assert squeezed(by_poppler(line(source))) == source


_LETTERS = st.sampled_from(
    [chr(code) for code in (*range(0x1780, 0x17B4), *range(0x0E01, 0x0E2F), *range(0x41, 0x5B))]
    + ["ា", "ិ", "ុ", "្ក", "្រ", "់", "ี", "้", "ำ", "เ", "ạ", "ữ", " ", "-", "/", "(", "9"]
)


@given(st.lists(_LETTERS, min_size=1, max_size=24).map("".join))
def test_any_mixture_of_scripts_reads_back(source: str) -> None:
    wanted = squeezed(f"a {source} z")
    assert squeezed(by_pdfium(line(wanted))) == wanted


@pytest.fixture
def reshaped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Replace the shaper, with nothing remembered of the true one before or of this one after."""

    def replace(shape: Any) -> None:
        monkeypatch.setattr(Typeface, "shape", shape)
        _forget()

    yield replace
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    shaping.runs.cache_clear()
    layout.lay_out.cache_clear()


def likeness(name: str) -> float:
    """How like the picture drawn by another shaper ours is, where it is least like: 1 where no ink
    is out of place by more than a pixel."""
    theirs = Image.open(GOLDEN / f"{name}.png").convert("L")
    page = pages(line(LINES[name][1]), dpi=72)[0]
    ours = page.crop(page.point(lambda level: 255 if level < 250 else 0).getbbox())
    size = (max(ours.width, theirs.width), max(ours.height, theirs.height))
    return min(
        share
        for ink, other in ((ours, theirs), (theirs, ours))
        for share in _covered(ink, other, size)
    )


def _covered(ink: Image.Image, by: Image.Image, size: tuple[int, int]) -> Iterator[float]:
    """In strips of a letter's width, the share of one picture's ink that lies on the other's."""
    here, there = (Image.new("L", size, 255) for _ in range(2))
    here.paste(ink)
    there.paste(by)
    near = there.filter(ImageFilter.MinFilter(3)).point(lambda level: 255 if level < 140 else 0)
    dark = here.point(lambda level: 255 if level < 110 else 0)
    both = ImageChops.multiply(dark, near)
    for left in range(0, size[0], SIZE):
        strip = (left, 0, min(left + SIZE, size[0]), size[1])
        whole = dark.crop(strip).histogram()[255]
        if whole > 30:
            yield both.crop(strip).histogram()[255] / whole


@pytest.mark.parametrize("name", LINES)
def test_each_script_is_drawn_as_a_browser_draws_it(name: str) -> None:
    assert likeness(name) > ALIKE


@pytest.mark.parametrize("name", ["khmer", "thai"])
def test_the_pictures_tell_when_nothing_is_shaped(name: str, reshaped: Callable[..., None]) -> None:
    def unshaped(face: Typeface, text: str, **_: Any) -> tuple[Glyph, ...]:
        glyphs = [face.font.get_nominal_glyph(ord(char)) for char in text]
        return tuple(Glyph(g, at, face.width(g), 0, 0) for at, g in enumerate(glyphs))

    reshaped(unshaped)
    assert likeness(name) < ALIKE / 2


@pytest.mark.parametrize("lost", ["dx", "dy"])
def test_the_pictures_tell_when_marks_are_not_moved_to_their_place(
    lost: str, reshaped: Callable[..., None]
) -> None:
    true = Typeface.shape

    def flat(face: Typeface, *args: Any, **kwargs: Any) -> tuple[Glyph, ...]:
        return tuple(dataclasses.replace(g, **{lost: 0}) for g in true(face, *args, **kwargs))

    reshaped(flat)
    assert likeness("khmer") < ALIKE - 0.03


def test_the_pictures_tell_when_the_baseline_sinks_after_a_subscript(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What ReportLab 5.1 does with its own shaped text: a rise is not taken back."""
    true = text._shown
    monkeypatch.setattr(text, "_shown", lambda run, size: true(run, size).replace(" 0 Ts", "", 1))
    assert likeness("khmer") < ALIKE - 0.03


def test_a_word_longer_than_its_line_breaks_between_letters_never_inside_one() -> None:
    khmer = "ក្រសួងកសិកម្មរុក្ខាប្រមាញ់និងនេសាទ"
    thai = "พระราชบัญญัติสงวนและคุ้มครองสัตว์ป่าเเก่ๆน้ำ"
    for word in (khmer, thai):
        parts = shaping.pieces(word)
        assert "".join(parts) == word
        assert len(parts) > 10
        for part in parts:
            assert part[0] not in "្ាិីឹឺុូួើំះ់៌ិะาำิีึืุูั็่้๊๋์ๆฯ"
            assert part[-1] not in "្เแโใไ"


@pytest.mark.parametrize("word", ["ក្រសួងកសិកម្ម" * 12, "คุ้มครองสัตว์ป่า" * 12, "Voọc" * 60])
def test_broken_words_read_back_whole(word: str) -> None:
    block = text.text(word, style=Style(size=10))
    file = io.BytesIO()
    canvas = Plain(file, pagesize=(300, 400))
    assert block.wrap(200, 400)[1] > 30
    assert all(row.width <= 200.5 for row in block.lines(200))
    block.drawOn(canvas, 20, 20)
    canvas.showPage()
    canvas.save()
    assert "".join(by_pdfium(file.getvalue()).split()) == word


def test_a_phrase_that_fits_a_line_is_not_broken() -> None:
    block = text.text("លេខ ភ្នំតាម៉ៅ", style=Style(size=10))
    whole = text.width_of("ភ្នំតាម៉ៅ", Style(size=10))
    rows = ["".join(word.text for word in row.words) for row in block.lines(whole + 2)]
    assert rows == ["លេខ", "ភ្នំតាម៉ៅ"]


def test_a_paragraph_splits_over_pages_without_a_line_left_alone() -> None:
    block = text.text("word " * 200, style=Style(size=10))
    height = block.wrap(200, 1000)[1]
    row = height / len(block.lines(200))
    first, rest = block.split(200, row * 5.5)
    assert [len(part.lines(200)) for part in (first, rest)] == [5, len(block.lines(200)) - 5]
    assert block.split(200, row * 1.5) == []
    assert len(block.split(200, height - row * 0.5)[1].lines(200)) == 2


def test_bold_and_plain_meet_without_a_gap() -> None:
    parts = text.text("KH-", strong("0042"), ", ", strong("ភ្នំ"), "!", style=Style(size=10))
    assert [w.text for w in parts.lines(400)[0].words] == ["KH-", "0042", ",", "ភ្នំ", "!"]
    assert parts.source == "KH-0042, ភ្នំ!"
    narrow = parts.lines(text.width_of("KH-0042,", Style(size=10, bold=True)))
    assert ["".join(w.text for w in row.words) for row in narrow] == ["KH-0042,", "ភ្នំ!"]


def test_letters_that_no_font_has_are_listed() -> None:
    assert shaping.unprintable("Ngọc ភ្នំ ป่า ≥ ♂ ✓ \u202e\x00\n") == []
    assert shaping.unprintable("漢字 العربية 👍") == sorted(set("漢字العربية👍"))


def test_every_font_file_is_there() -> None:
    for name in typeface.files():
        assert (typeface.FONTS / name).exists(), f"run make install: {name}"
