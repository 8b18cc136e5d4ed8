"""The label of a tube is read by machines, printed at 300 dots an inch, and by people."""

from contextlib import closing

import pypdfium2
import pytest
import zxingcpp
from PIL import ImageFilter

from rescue_center.documents import qr as codes
from rescue_center.errors import Refused
from rescue_center.laboratory.labels import SIDE, TAPE, TUBE_STOCKS, TubeLabel, content, tube_sheets
from tests.documents.reading import by_pdfium

LABELS = [
    TubeLabel(f"2600{n:04}", ("5 of KH-2026-0012-A", "KH-2026-0012-A", "Swab 12 May 26 10:00"))
    for n in (427, 435, 443)
]


@pytest.mark.parametrize("stock", TUBE_STOCKS.values(), ids=lambda one: one.code)
@pytest.mark.parametrize("blur", [0, 1.2])
def test_the_code_is_read_at_300_dots_an_inch_even_blurred(stock: object, blur: float) -> None:
    pdf, found = tube_sheets(LABELS, stock), set()  # type: ignore[arg-type]
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            picture = page.render(scale=300 / 72).to_pil().convert("L")
            picture = picture.filter(ImageFilter.GaussianBlur(blur))
            found |= {one.text for one in zxingcpp.read_barcodes(picture)}
    assert found == {content(one.number) for one in LABELS}


def test_it_says_the_number_whom_it_is_of_and_when() -> None:
    said = by_pdfium(tube_sheets(LABELS[:1], TAPE))
    for part in ("2600 0427", "5 of KH-2026-0012-A", "Swab 12 May 26 10:00"):
        assert part in said


def test_modules_are_as_large_as_a_phone_needs() -> None:
    assert SIDE / codes.modules(content("26000427"), "H") >= 0.4


def test_labels_begin_where_the_sheet_is_free() -> None:
    sheet = TUBE_STOCKS["L7651"]
    with closing(pypdfium2.PdfDocument(tube_sheets(LABELS, sheet, start=64))) as document:
        assert len(document) == 2
    with pytest.raises(Refused, match="1 to 65"):
        tube_sheets(LABELS, sheet, start=66)
    with pytest.raises(Refused, match="Choose the tubes"):
        tube_sheets([], sheet)
