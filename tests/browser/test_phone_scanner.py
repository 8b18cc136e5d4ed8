"""The scanner on a keeper's phone: a wrong digit is refused at once, and codes are read offline."""

import base64
from io import BytesIO

import pytest
from playwright.sync_api import expect

from tests.browser.phone_kit import Handheld, code

pytestmark = pytest.mark.engine("sqlite")

READ = """async (source) => {
  const module = document.querySelector("link[href$='phone/camera.js']").href;
  const { reader } = await import(module);
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  return (await (await reader()).detect(picture)).map((code) => code.rawValue);
}"""


def test_a_wrong_digit_is_refused_at_once_and_a_right_number_opens(handheld: Handheld) -> None:
    held = handheld
    held.follow("Scan")
    number = held.ward.tags["Dara"]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    held.digits(wrong)
    held.sees("has a wrong digit")
    held.digits(number)
    expect(held.page.get_by_role("heading", name="Dara")).to_be_visible()


def test_the_pad_stays_where_it_is_whatever_the_camera_and_the_number_are(
    handheld: Handheld,
) -> None:
    held = handheld
    held.page.evaluate("""() => {
      globalThis.places = new Set();
      let frames = 0;
      const look = () => {
        const key = document.querySelector(".screen-scan .key");
        frames = key ? frames + 1 : 0;
        if (frames > 2) places.add(Math.round(key.getBoundingClientRect().top));
        requestAnimationFrame(look);
      };
      look();
    }""")
    held.follow("Scan")
    held.sees("No camera here. Type the number.")
    number = held.ward.tags["Dara"]
    held.digits(number[:-1] + str((int(number[-1]) + 1) % 10))
    held.sees("has a wrong digit")
    assert len(held.page.evaluate("[...places]")) == 1
    floor = held.page.locator(".places").bounding_box()
    last = held.page.get_by_role("button", name="0", exact=True).bounding_box()
    assert floor and last and last["y"] + last["height"] <= floor["y"]


def test_the_decoder_reads_a_tag_without_network(handheld: Handheld) -> None:
    held = handheld
    held.keeps_decoder()
    held.cut()
    address, picture = f"HTTPS://RESCUE.EXAMPLE/T/{held.ward.tags['Mali']}", BytesIO()
    code(address).save(picture, "PNG")
    source = "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()
    assert held.page.evaluate(READ, source) == [address]
