"""Cards for crates and doors: what they say, how large, and that nothing passing is on them."""

import io
from contextlib import closing

import pypdfium2
import pytest
from PIL import Image

from rescue_center.documents import qr as codes_of
from rescue_center.tags import qr
from rescue_center.tags.cards import CrateCard, DoorCard, crate_cards, door_cards
from rescue_center.tags.face import Finder
from rescue_center.tags.signs import PPE
from tests.documents.reading import by_pdfium, codes, pages, squeezed, texts

FINDER = Finder("Phnom Tamao Wildlife Rescue Center", "+855 23 000 000")
ADDRESS = qr.address("https://rescue.example.org", "48217307")


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (320, 200), "#6a8a62").save(file, "JPEG")
    return file.getvalue()


def crate(**changes: object) -> CrateCard:
    facts: dict[str, object] = {
        "number": "48217307",
        "address": ADDRESS,
        "name": "Dara · ដារ៉ា",
        "species": "Malayopython reticulatus",
        "common_name": "Reticulated python",
        "case": "KH-001",
        "arrived_on": "2016-06-04",
    }
    return CrateCard(**{**facts, **changes})  # type: ignore[arg-type]


def door(**changes: object) -> DoorCard:
    facts: dict[str, object] = {
        "number": "48217307",
        "address": ADDRESS,
        "name": "Q2-04 កន្លែងអណ្តើក",
        "capacity": "40 turtles",
        "ppe": tuple(PPE),
    }
    return DoorCard(**{**facts, **changes})  # type: ignore[arg-type]


def height_of_first_figure(pdf: bytes, number: str) -> float:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0].get_textpage()
        _, bottom, _, top = page.get_charbox(page.get_text_range().index(number))
    return float(top - bottom) / 72 * 25.4


@pytest.mark.parametrize("quarantine", [False, True])
def test_a_crate_card_says_who_it_is_and_since_when(quarantine: bool) -> None:
    card = crate(photo=photo(), quarantine=quarantine, quarantine_since="2026-05-12")
    pdf = crate_cards([card], FINDER)
    said = squeezed(by_pdfium(pdf))
    for part in ("4821 7307", "Dara · ដារ៉ា", "Reticulated python", "Malayopython reticulatus",
                 "KH-001", "4 June 2016", FINDER.centre, FINDER.phone):  # fmt: skip
        assert part in said
    assert ("QUARANTINE" in said) == quarantine
    assert ("ចត្តាឡីស័ក" in said) == quarantine
    assert ("since 12 May 2026" in said) == quarantine
    assert codes(pdf) == [ADDRESS]
    assert height_of_first_figure(pdf, "4821") >= 9.8


def test_a_lot_says_how_many_and_an_unnamed_animal_goes_by_its_kind() -> None:
    said = squeezed(by_pdfium(crate_cards([crate(name=None, count=120)], FINDER)))
    assert "Reticulated python 120 animals · Malayopython reticulatus" in said
    assert "Orlitia" in by_pdfium(
        crate_cards([crate(name=None, common_name=None, species="Orlitia")], FINDER)
    )


def test_a_door_card_says_what_to_wear_in_pictures_and_words() -> None:
    pdf = door_cards([door(quarantine=True, quarantine_since="2026-05-12")], FINDER)
    said = squeezed(by_pdfium(pdf))
    assert all(word in said for word, _ in PPE.values())
    assert "room for 40 turtles" in said and "កន្លែងអណ្តើក" in said
    assert codes(pdf, 150) == [ADDRESS]
    assert height_of_first_figure(pdf, "4821") >= 13.7


def test_the_code_on_a_door_is_eighty_millimetres_and_reads_from_80_cm() -> None:
    pdf = door_cards([door(ppe=())], FINDER)
    page = pages(pdf, 127)[0]  # five dots a millimetre
    [found] = _scan(page)
    side = found.position.top_right.x - found.position.top_left.x
    assert side / 5 == pytest.approx(80, abs=2.5)
    module = 80 / (codes_of.modules(ADDRESS) - 8)
    assert module >= qr.module_mm(ADDRESS, dpi=600, read_from_mm=800) - 0.01


def _scan(page: Image.Image) -> list[object]:
    import zxingcpp

    return list(zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode))


def test_a_band_is_told_from_a_card_without_one_when_printed_in_black() -> None:
    """The hatch is ink and gaps, not colour alone."""
    band = pages(crate_cards([crate(quarantine=True)], FINDER), 150)[0]
    strip = band.crop((60, 80, 120, 81)).point(lambda level: level < 160)
    assert 0.25 < sum(strip.tobytes()) / 60 < 0.75


@pytest.mark.parametrize("paper,crates,doors", [(None, 1, 1), ("A4", 4, 2), ("LETTER", 2, 1)])
def test_cards_share_a_sheet_where_they_fit(paper: str | None, crates: int, doors: int) -> None:
    made = crate_cards([crate()] * 4, FINDER, paper=paper)
    assert len(texts(made)) == 4 / crates
    assert len(codes(made, 150)) == 4
    assert len(texts(door_cards([door()] * 4, FINDER, paper=paper))) == 4 / doors


def test_long_names_and_strange_ones_stay_on_the_card() -> None:
    card = crate(name="<b>" + "ឈ្មោះវែង" * 20, species="x" * 120, case="C" * 60)
    pdf = crate_cards([card], FINDER)
    page = pages(pdf, 100)[0]
    ink = page.point(lambda level: 255 if level < 200 else 0).getbbox()
    assert ink is not None and ink[0] > 15 and ink[2] < page.width - 15
    long = door(name="Enclosure " * 20, capacity="4" * 200)
    ink = pages(door_cards([long], FINDER), 100)[0].point(lambda v: 255 if v < 200 else 0).getbbox()
    assert ink is not None and ink[0] > 15 and ink[2] < 583 - 15


def test_a_file_that_is_no_picture_is_told_by_its_name() -> None:
    with pytest.raises(OSError, match="annot identify"):
        crate_cards([crate(photo=b"not a picture")], FINDER)


def test_the_code_for_a_page_says_in_words_what_it_is() -> None:
    made = qr.svg(ADDRESS, label='Tag 4821 7307 <"&>')
    assert made.startswith('<svg class="qr" viewBox="0 0 37 37" role="img" ')
    assert 'aria-label="Tag 4821 7307 &lt;&quot;&amp;>"' in made
    assert " style=" not in made
