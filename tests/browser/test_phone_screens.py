"""Every screen of a keeper's phone, in both themes: axe finds nothing, nothing hangs over the edge,
each target is large enough for gloves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.phone_kit import Handheld

pytestmark = pytest.mark.engine("sqlite")

Look = Callable[[Page, str], None]

#: Targets smaller than 48 px, but for links in a line of words.
SMALL = """() => [...document.querySelectorAll(
    "a, button, input, select, textarea, summary, label.button")]
  .filter((one) => one.checkVisibility() && !one.closest(".for-readers")
    && !one.matches(".task input"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 48 || box.height < 48)
  .map(([one, box]) => `${one.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""


def screens(held: Handheld) -> list[str]:
    """The addresses of all that a person can open."""
    mali, g4, g5 = (held.ward.ids[name] for name in ("Mali", "G4", "G5"))
    return [
        "round", f"unit/{g4}", f"unit/{g5}", f"animal/{mali}", f"animal/{held.ward.ids['Dara']}",
        f"weigh/{mali}", f"move/{mali}", f"move/{mali}/{g5}", f"concern/animal/{mali}",
        f"concern/unit/{g4}", f"observe/{mali}", f"incident/animal/{mali}", f"count/{g4}", "dose/1",
        "scan", "tag/12345678", "animals", "outbox", "areas", "renew", "faces", "join", "pin/1",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_screen_is_fit_for_gloves_and_for_readers(
    handheld: Handheld, look: Look, theme: str
) -> None:
    page = handheld.page
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    handheld.cut()
    handheld.scan("Mali").evaluate(
        "(theme) => { document.documentElement.dataset.theme = theme; }", theme
    )
    page = handheld.page
    handheld.tap("GIVEN")
    for address in screens(handheld):
        page.evaluate("(where) => { location.hash = `#/${where}`; }", address)
        page.wait_for_function("(where) => document.body.dataset.shown === where", arg=address)
        look(page, f"phone-{theme}-{address}")
        small = page.evaluate(SMALL)
        assert not small, f"{address}: {small}"
        expect(page.locator("h1")).to_have_count(1)
