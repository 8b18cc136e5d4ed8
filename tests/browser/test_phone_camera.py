"""The scanner on a keeper's phone with a camera: the second door of a move is seen, not typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.chromium import CHROMIUM_OPTIONS
from tests.browser.phone_kit import Handheld, Ward, code
from tests.server import Live

pytestmark = pytest.mark.engine("sqlite")

WIDTH, HEIGHT = 640, 480


def film(address: str, file: Path) -> Path:
    """What the camera sees: a hand's breadth of wall with the code of a door on it."""
    wall = Image.new("L", (WIDTH, HEIGHT), 150)
    wall.paste(code(address).resize((320, 320)), (160, 80))
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    frame = b"FRAME\n" + wall.tobytes() + grey
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n"
    file.write_bytes(header.encode() + frame * 10)
    return file


@pytest.fixture
def chromium(
    chromium: Browser, program: str, ward: Ward, live: Live, tmp_path: Path
) -> Iterator[Browser]:
    """A browser with a camera that looks at the door of G5. It has no reader of codes of its own,
    as on many phones, so ours reads."""
    seen = film(f"{live.url}/T/{ward.tags['G5']}".upper(), tmp_path / "door.y4m")
    looking = (
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    )  # fmt: skip
    browser = chromium.browser_type.launch(
        executable_path=program, args=[*CHROMIUM_OPTIONS, *looking], chromium_sandbox=False
    )
    yield browser
    browser.close()


def test_a_move_takes_four_taps_with_the_camera_and_no_network(handheld: Handheld) -> None:
    held = handheld
    held.keeps_decoder()
    held.cut()
    with held.at_most(4):
        held.scan("Sovan")
        held.follow("Move")
        held.follow("Scan or type the door")
        held.sees("Move Sovan?")  # the camera saw the door
        held.tap("Confirm")
        held.sees("Sovan moved to G5.")
    assert held.page.evaluate("typeof BarcodeDetector") == "undefined"


def test_the_scanner_opens_the_door_that_the_camera_sees(handheld: Handheld) -> None:
    with handheld.at_most(1):
        handheld.follow("Scan")
        expect(handheld.page.get_by_role("heading", name="G5")).to_be_visible()


#: What a phone's camera can do and what a phone is asked for, at the edge of the browser.
EDGE = """(torch) => {
  globalThis.asked = [];
  globalThis.trembled = [];
  navigator.vibrate = (how) => { trembled.push(how); return true; };
  MediaStreamTrack.prototype.getCapabilities = () => (torch ? { torch } : {});
  MediaStreamTrack.prototype.applyConstraints = async (wanted) => { asked.push(wanted); };
}"""


def test_the_phone_trembles_once_as_it_reads_a_code(handheld: Handheld) -> None:
    handheld.page.evaluate(EDGE, False)
    handheld.follow("Scan")
    expect(handheld.page.get_by_role("heading", name="G5")).to_be_visible()
    assert handheld.page.evaluate("trembled") == [60]


def test_a_camera_with_a_lamp_has_a_button_for_it_and_one_without_has_none(
    handheld: Handheld,
) -> None:
    held, page = handheld, handheld.page
    for torch in (True, False):
        page.evaluate("location.hash = '#/outbox'")
        expect(page.get_by_role("heading", name="On this phone")).to_be_visible()
        page.evaluate(EDGE, torch)
        page.evaluate("(id) => { location.hash = `#/scan/tag/${id}` }", held.ward.ids["Mali"])
        held.sees("is used already: G5 wears it.")  # a blank tag is wanted: it goes on looking
        lamp = page.get_by_role("button", name="Lamp")
        expect(lamp).to_have_count(int(torch))
        if not torch:
            break
        for on in (True, False):
            held.tap("Lamp")
            expect(lamp).to_have_attribute("aria-pressed", str(on).lower())
        lit = [{"advanced": [{"torch": on}]} for on in (True, False)]
        assert page.evaluate("asked") == lit
