"""Draw the pictures that tests/documents/test_shaping.py compares papers with, in Chromium, a
shaper and rasteriser that shares nothing with the drawing of papers but the font files.

Run: python -m tests.documents.golden.make [path of chromium]
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from rescue_center.documents.typeface import FONTS

HERE = Path(__file__).parent
SIZE = 40  # pixels

LINES = {
    "latin": ("NotoSans_400Regular.ttf", "Rescue Center: AVATAR, fish & wolf, 12½ kg — “Öl”"),
    "vietnamese": ("NotoSans_400Regular.ttf", "Voọc chà vá chân nâu, Nguyễn Thị Ngọc Ánh, Ðắk Lắk"),
    "khmer": ("NotoSansKhmer_400Regular.ttf", "ញ៉ាំ សង្គ្រោះ ខ្ញុំ ប៊ិច ចត្តាឡីស័ក កញ្ញា ព្រះរាជាណាចក្រកម្ពុជា"),
    "thai": ("NotoSansThai_400Regular.ttf", "ปิ้ง ฐิ์ น้ำผึ้ง ญี่ปุ่น กู้ ศูนย์ช่วยเหลือสัตว์ป่า"),
}


def main() -> None:
    options = {"executable_path": sys.argv[1]} if len(sys.argv) > 1 else {}
    with sync_playwright() as play:
        browser = play.chromium.launch(args=["--no-sandbox"], **options)
        page = browser.new_page(viewport={"width": 1600, "height": 200})
        for name, (font, line) in LINES.items():
            page.goto((HERE / "make.py").as_uri())  # an address that may read the font files
            page.set_content(_page((FONTS / font).as_uri(), line))
            loaded = page.evaluate("document.fonts.load('40px golden').then(all => all.length)")
            assert loaded == 1, "the font file was not read"
            shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
            ink = shot.point(lambda level: 255 if level < 250 else 0).getbbox()
            shot.crop(ink).save(HERE / f"{name}.png", optimize=True)
        browser.close()


def _page(font: str, line: str) -> str:
    return (
        f"<style>@font-face {{font-family: golden; src: url('{font}')}}"
        f"p {{font: {SIZE}px/2 golden; white-space: nowrap; font-variant-ligatures: none;"
        f"text-rendering: geometricPrecision}}</style><p>{line.replace('&', '&amp;')}"
    )


if __name__ == "__main__":
    main()
