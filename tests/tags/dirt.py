"""Printed labels as a printer of 203 dpi makes them, the dirt on them, and two readers of codes."""

import json
import math
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from rescue_center.tags.face import Finder, Tag
from rescue_center.tags.labels import STOCKS, Stock
from rescue_center.tags.sheets import tag_sheets
from tests.documents.reading import pages

DPI = 203
#: How far ink runs and a shaken camera smears, as the deviation of a Gaussian: a quarter of a
#: module of four dots.
BLUR = 1.0
MARGIN = 16  # dots of white around a label that was cut out

FINDER = Finder("Phnom Tamao Wildlife Rescue Center", "+855 23 000 000")


@dataclass(frozen=True)
class Printed:
    """One label: its picture, and what its codes must say."""

    stock: Stock
    picture: Image.Image
    address: str


def printed(stock: Stock, tags: Sequence[Tag]) -> list[Printed]:
    """The labels cut out of the pages of the PDF, upright."""
    pdf = tag_sheets(tags, stock, finder=FINDER)
    places = [(page, place) for page in pages(pdf, DPI) for place in stock.places()]
    return [
        Printed(stock, _cut(page, stock, place), tag.address)
        for (page, place), tag in zip(places, tags, strict=False)
    ]


def _cut(page: Image.Image, stock: Stock, place: tuple[float, float]) -> Image.Image:
    left, top = place
    right, below = left + stock.label[0], top + stock.label[1]
    cut = page.crop([round(side / 25.4 * DPI) for side in (left, top, right, below)])  # type: ignore[arg-type]
    return cut.rotate(-90, expand=True) if stock.turned else cut


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(BLUR))


def cover(
    picture: Image.Image,
    within: tuple[float, float, float, float],
    share: float,
    luck: random.Random,
) -> None:
    """Cover this share of the area `within` with one patch that lies in it, wherever: a square to
    a patch twice as long as wide, or an ellipse, white, black or grey."""
    left, top, right, below = within
    wide, tall = right - left, below - top
    round_ = luck.random() < 0.5
    area = wide * tall * share * (4 / math.pi if round_ else 1)
    across = min((area * 2 ** luck.uniform(-1, 1)) ** 0.5, wide)
    down = min(area / across, tall)
    across = area / down
    x, y = luck.uniform(left, right - across), luck.uniform(top, below - down)
    brush = ImageDraw.Draw(picture)
    draw = brush.ellipse if round_ else brush.rectangle
    draw((x, y, x + across, y + down), fill=luck.choice([0, 255, luck.randrange(256)]))


def in_white(picture: Image.Image) -> Image.Image:
    """The label on a white ground."""
    ground = Image.new("L", (picture.width + 2 * MARGIN, picture.height + 2 * MARGIN), 255)
    ground.paste(picture, (MARGIN, MARGIN))
    return ground


def codes_on(picture: Image.Image) -> list[tuple[float, float, float, float]]:
    """Where the codes of a clean label lie."""
    boxes = []
    for code in _zxing(picture):
        at = code.position  # type: ignore[attr-defined]
        corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        boxes.append((min(across), min(down), max(across), max(down)))
    return boxes


def turns(picture: Image.Image) -> list[int]:
    """How each code is turned, in degrees."""
    return sorted(abs(code.orientation) for code in _zxing(picture))  # type: ignore[attr-defined]


def _zxing(picture: Image.Image) -> list[object]:
    return list(zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode))


def by_zxing(pictures: Sequence[Image.Image]) -> list[set[str]]:
    """What ZXing reads in each picture."""
    return [{code.text for code in _zxing(picture)} for picture in pictures]  # type: ignore[attr-defined]


def by_zbar(pictures: Sequence[Image.Image]) -> list[set[str]]:
    """What ZBar reads in each picture."""
    sent = b"".join(struct.pack("<II", *one.size) + one.tobytes() for one in pictures)
    own = Path(sys.executable).with_name("node")
    node = str(own) if own.exists() else shutil.which("node") or "node"
    script = Path(__file__).with_name("zbar.mjs")
    done = subprocess.run([node, script], input=sent, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return [set(said) for said in json.loads(done.stdout)]


READERS = (by_zxing, by_zbar)
DIRTY = tuple(stock for stock in STOCKS.values() if not stock.single)
