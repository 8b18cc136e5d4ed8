"""The screens of a keeper's phone: taps counted, judged by axe in both themes, targets measured."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.handheld import Line
from tests.browser.test_phone_story import handset, round_of_two  # noqa: F401
from tests.server import Live

Look = Callable[[Page, str], None]


def test_screens(handset: tuple[Page, Line], live: Live, look: Look) -> None:  # noqa: F811
    page, _line = handset
    bad = []
    for name in (
        "round",
        "unit/2",
        "animal/1",
        "animal/2",
        "weigh/1",
        "move/1",
        "move/1/4",
        "concern/animal/1",
        "scan",
        "animals",
        "outbox",
        "areas",
        "count/2",
        "dose/1",
        "tag/51230037",
        "faces",
    ):
        page.evaluate(f"location.hash = '#/{name}'")
        page.wait_for_timeout(500)
        try:
            look(page, f"phone-{name}")
        except AssertionError as error:
            bad.append(f"{name}: {error}"[:1500])
    assert not bad, "\n".join(bad)
