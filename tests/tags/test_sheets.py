"""Tags on every stock: each code reads, each figure is tall enough, nothing leaves its label."""

import io
import random
from contextlib import closing

import pypdfium2
import pytest
from PIL import Image

from rescue_center.documents import qr as codes_of
from rescue_center.errors import Refused
from rescue_center.tags import check, qr
from rescue_center.tags.face import Finder, Tag
from rescue_center.tags.labels import STOCKS, Stock
from rescue_center.tags.sheets import calibration, tag_sheets
from tests.documents.reading import by_pdfium, codes, pages, squeezed, texts

BASE = "https://rescue.example.org"
FINDER = Finder("Phnom Tamao Wildlife Rescue Center", "+855 23 000 000")
LINES = ("Dara · ដារ៉ា", "Reticulated python", "Case KH-001")


def tags(count: int, lines: tuple[str, ...] = LINES) -> list[Tag]:
    numbers = check.new_numbers(count, random.Random(4))
    return [Tag(number, qr.address(BASE, number), lines) for number in numbers]


@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
@pytest.mark.parametrize("lines", [(), LINES], ids=["blank", "named"])
def test_every_code_reads_at_the_printers_own_resolution(
    stock: Stock, lines: tuple[str, ...]
) -> None:
    made = tags(stock.per_page + 2, lines)
    pdf = tag_sheets(made, stock, finder=FINDER)
    each = 1 if stock.single else 2
    wanted = sorted(tag.address for tag in made for _ in range(each))
    assert sorted(codes(pdf, min(stock.dpi, 300))) == wanted
    said = "".join(by_pdfium(pdf).split())
    assert all(tag.number in said for tag in made)


@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
def test_labels_lie_on_the_sheet_and_apart(stock: Stock) -> None:
    places = stock.places()
    assert len(places) == stock.per_page
    for left, top in places:
        assert left >= 0 and top >= 0
        assert left + stock.label[0] <= stock.page[0] + 0.01
        assert top + stock.label[1] <= stock.page[1] + 0.01
    if not stock.is_roll:
        assert stock.pitch[0] >= stock.label[0] and stock.pitch[1] >= stock.label[1] - 0.001
        right = stock.page[0] - max(left for left, _ in places) - stock.label[0]
        assert right == pytest.approx(stock.left, abs=0.3)
        bottom = stock.page[1] - max(top for _, top in places) - stock.label[1]
        assert bottom == pytest.approx(stock.top, abs=0.3)


@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
def test_ink_stays_inside_its_label(stock: Stock) -> None:
    """Cut every label out of the picture, a little inside: no ink may remain outside."""
    dpi = 120
    page = pages(tag_sheets(tags(stock.per_page), stock, finder=FINDER), dpi)[0]
    scale = dpi / 25.4
    for left, top in stock.places():
        box = (left + 0.5, top + 0.5, left + stock.label[0] - 0.5, top + stock.label[1] - 0.5)
        page.paste(255, tuple(round(side * scale) for side in box))
    assert page.getextrema()[0] > 200


@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
def test_figures_are_three_millimetres_and_modules_wide_enough(stock: Stock) -> None:
    tag = tags(1, ())[0]
    pdf = tag_sheets([tag], stock, finder=FINDER)
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0].get_textpage()
        text = page.get_text_range()
        first = text.index(tag.number[0])
        left, bottom, right, top = page.get_charbox(first)
    tall = right - left if stock.turned else top - bottom
    assert tall / 72 * 25.4 >= 2.9
    least = qr.module_mm(tag.address, dpi=stock.dpi)
    assert least >= 0.4 and least >= 4 * 25.4 / stock.dpi - 1e-9


def test_on_a_coarse_printer_a_module_is_a_whole_number_of_dots() -> None:
    content = qr.address(BASE, "48217307")
    side = qr.side_mm(content, 21.0, dpi=203)
    dots = side / codes_of.modules(content) / (25.4 / 203)
    assert dots == pytest.approx(round(dots)) and dots >= 4


def test_a_code_in_capitals_needs_33_modules_and_says_nothing_of_the_animal() -> None:
    content = qr.address(BASE, "48217307")
    assert content == "HTTPS://RESCUE.EXAMPLE.ORG/T/48217307"
    assert codes_of.modules(content) - 8 == 33
    assert codes_of.modules(content, "Q") - 8 == 29
    assert codes_of.modules(content.lower()) - 8 > 33


def test_where_a_long_address_leaves_no_room_for_two_codes_one_is_printed() -> None:
    long = Tag(
        "48217307", qr.address("https://tags.wildlife-rescue-centre.example.org", "48217307")
    )
    assert codes(tag_sheets([long], STOCKS["L7651"]), 600) == [long.address]
    assert codes(tag_sheets([long], STOCKS["L7160"]), 300) == [long.address] * 2


def test_the_phone_number_is_the_last_to_be_left_out() -> None:
    for code in ("51x25", "L7651", "5160"):
        said = by_pdfium(tag_sheets(tags(1, LINES * 3), STOCKS[code], finder=FINDER))
        assert FINDER.phone in squeezed(said)


def test_a_label_too_small_for_the_address_is_refused_with_the_reason() -> None:
    long = Tag("48217307", qr.address("https://" + "rescue" * 20 + ".example", "48217307"))
    with pytest.raises(Refused, match="Choose a larger label"):
        tag_sheets([long], STOCKS["L7651"])


@pytest.mark.parametrize("start", [1, 5, 21])
def test_a_sheet_begun_earlier_is_used_up(start: int) -> None:
    stock, made = STOCKS["L7160"], tags(24)
    pdf = tag_sheets(made, stock, start=start)
    count = stock.per_page - start + 1
    first = codes(pdf, 200)[: 2 * count]
    assert sorted(first) == sorted(tag.address for tag in made[:count] * 2)
    assert len(texts(pdf)) == -(-(24 + start - 1) // stock.per_page)


@pytest.mark.parametrize("start", [0, 22])
def test_a_start_that_is_not_on_the_sheet_is_refused(start: int) -> None:
    with pytest.raises(Refused, match="labels 1 to 21"):
        tag_sheets(tags(1), STOCKS["L7160"], start=start)


def test_the_same_tags_print_to_the_same_bytes_whenever() -> None:
    made = tags(30)
    assert tag_sheets(made, STOCKS["5160"]) == tag_sheets(made, STOCKS["5160"])


def test_codes_are_vectors() -> None:
    assert b"/Subtype /Image" not in tag_sheets(tags(3), STOCKS["L7160"])


def test_the_shift_that_calibration_found_moves_every_label() -> None:
    made = tags(1)
    still = pages(tag_sheets(made, STOCKS["L7160"]), 100)[0]
    moved = pages(tag_sheets(made, STOCKS["L7160"], shift_mm=(2, 3)), 100)[0]
    before, after = (_ink(page) for page in (still, moved))
    assert after[0] - before[0] == pytest.approx(2 / 25.4 * 100, abs=1.1)
    assert after[1] - before[1] == pytest.approx(3 / 25.4 * 100, abs=1.1)


def _ink(page: Image.Image) -> tuple[int, int, int, int]:
    box = page.point(lambda level: 255 if level < 128 else 0).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
def test_the_calibration_page_has_a_line_of_the_length_it_says(stock: Stock) -> None:
    pdf = calibration(stock)
    said = squeezed(by_pdfium(pdf))
    assert "mm long when printed at 100 %" in said
    assert len(texts(pdf)) == 1
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        width, height = document[0].get_size()
    assert (width, height) == pytest.approx([side / 25.4 * 72 for side in stock.page], abs=0.01)


def test_the_empty_roll_is_one_blank_page() -> None:
    assert io.BytesIO(tag_sheets([], STOCKS["51x25"])).read().startswith(b"%PDF")
