"""Every screen of a keeper's phone, in both themes: axe finds nothing, nothing hangs over the edge,
each target is large enough for gloves."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from rescue_center.db import db
from rescue_center.staff.models import Person
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


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "km"), ("light", "fr")])
def test_every_screen_is_fit_for_gloves_and_for_readers(
    handheld: Handheld, look: Look, theme: str, language: str
) -> None:
    held = handheld
    held.scan("Mali")
    held.tap("GIVEN")
    _speak(held, language)
    page = held.page
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    held.cut()
    for address in screens(held):
        page.evaluate("(where) => { location.hash = `#/${where}`; }", address)
        page.wait_for_function("(where) => document.body.dataset.shown === where", arg=address)
        look(page, f"phone-{theme}-{language}-{address}")
        small = page.evaluate(SMALL)
        assert not small, f"{address}: {small}"
        expect(page.locator("h1")).to_have_count(1)


def _speak(held: Handheld, language: str) -> None:
    """Sok chooses another language at a desk; the phone hears of it with the next day."""
    if language == "en":
        return
    with held.live.app.app_context():
        db.session.execute(
            sa.update(Person).where(Person.account == "sok").values(language=language)
        )
        db.session.commit()
    held.page.evaluate("location.hash = '#/outbox'")  # its words may change any moment
    held.page.locator("#send-now").click()
    held.page.wait_for_function("(lang) => document.documentElement.lang === lang", arg=language)
