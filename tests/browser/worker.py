"""Somebody at a screen, who finds everything by the words on it, as people do.

No selector, no id, and no address but the door's and what a scanned code opens. Every answer of
the server is noted: one of 4xx or 5xx that nobody expected fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Response, Route, expect


class Worker:
    """A person's own browser: `registrar.follow("New case")`, `registrar.type("Place", "…")`."""

    def __init__(self, page: Page, *, scripts: bool = True):
        self.page = page
        self.scripts = scripts
        page.set_default_timeout(30_000)  # a busy machine is no fault of the page
        self.screens = 0
        self.taps = 0
        self.bad: list[str] = []
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.status >= 400:
            self.bad.append(f"{response.status} {response.request.method} {response.url}")

    # --- going somewhere -----------------------------------------------------------------------

    def open(self, address: str) -> None:
        """An address that a code holds, or the door."""
        self._go(lambda: self.page.goto(address, wait_until="domcontentloaded"))

    def go(self, place: str) -> None:
        """Choose a place of the main navigation, which stands below on a phone."""
        bar = self.page.get_by_role("navigation", name="Main")
        self._tap_to(bar.get_by_role("link", name=place, exact=True))

    def follow(self, words: str, *, within: str = "") -> None:
        """Press the link with these words, or that begins with them (“Whole record of…”); `within`
        names the row that it stands in, where they may go on for those who don't see the row."""
        name = _begins(words.rstrip("…")) if within or words.endswith("…") else words
        self._tap_to(self._near(within).get_by_role("link", name=name, exact=True))

    def press(self, words: str, *, within: str = "") -> None:
        """Press the button with these words."""
        name = _begins(words) if within else words
        button = self._near(within).get_by_role("button", name=name, exact=True)
        self._confirm(button.first)
        self._tap_to(button)

    def _confirm(self, button: Locator) -> None:
        """Type what a grave act asks for, where it does."""
        form = button.locator("xpath=ancestor::form[contains(@data-enhance, 'confirm')]")
        if form.count():
            form.get_by_label("Type the").fill(form.get_attribute("data-type") or "")

    def _tap_to(self, spot: Locator) -> None:
        self.taps += 1
        self._go(spot.first.click)

    def _go(self, act: Callable[[], Any]) -> None:
        with self.page.expect_event("domcontentloaded"):
            act()
        self.screens += 1
        assert not self.bad, f"{self.bad}\n{self.words()}"

    @contextmanager
    def refused(self, *sentences: str, status: int = 422) -> Iterator[None]:
        """What happens inside is refused with these sentences, and nothing else goes wrong."""
        before, self.bad = self.bad, _Expected()
        yield
        found, self.bad = self.bad, before
        assert [one[:3] for one in found] == [str(status)], found
        for sentence in sentences:
            self.sees(sentence)

    # --- typing ----------------------------------------------------------------------------------

    def field(self, label: str) -> Locator:
        """The field with this label, whether or not it says that it is optional."""
        words = re.compile(_begins(label).pattern + r"( \(optional\))?$")
        return self.page.get_by_label(words)

    def type(self, label: str, text: object) -> None:
        """Type into the field with this label."""
        self.taps += 1
        self.field(label).fill(str(text))

    def choose(self, label: str, words: str) -> None:
        """Choose from a list the entry with these words, or the first that begins with them."""
        self.taps += 1
        spot = self.field(label)
        entry = spot.get_by_role("option", name=_begins(words)).first
        spot.select_option(label=entry.text_content())

    def tick(self, label: str) -> None:
        """Tick the box, or choose the one of several, that has these words."""
        self.taps += 1
        self.page.get_by_label(label, exact=True).check()

    def hand_in(self, label: str, *files: Path | dict[str, Any]) -> None:
        """Choose files."""
        self.taps += 1
        self.field(label).set_input_files(list(files))  # type: ignore[arg-type]

    def find(self, words: str) -> None:
        """Use the search box."""
        box = self.page.get_by_label("Search by tag, chip, name, case, species or enclosure")
        box.fill(words)
        self.taps += 1
        self._go(lambda: box.press("Enter"))

    # --- looking ---------------------------------------------------------------------------------

    def sees(self, words: str | re.Pattern[str], *, within: str = "") -> None:
        """These words are on the screen."""
        if within:
            expect(self._near(within).filter(has_text=words).first).to_be_visible()
        else:
            expect(self._near("")).to_contain_text(words, use_inner_text=True, timeout=15_000)

    def sees_no(self, words: str) -> None:
        """These words are not."""
        expect(self.page.get_by_role("main")).not_to_contain_text(
            words, use_inner_text=True, timeout=15_000
        )

    def words(self) -> str:
        """What stands in the main part of the screen."""
        return self.page.get_by_role("main").inner_text()

    def heading(self) -> str:
        """The name of the page."""
        return self._near("").get_by_role("heading", level=1).inner_text()

    def fact(self, label: str) -> str:
        """What stands beside a word like “Accession”."""
        found = re.search(rf"^{re.escape(label)}\n(.+)$", self.words(), re.MULTILINE)
        assert found, f"{label} is not on this page:\n{self.words()}"
        return found[1]

    def links(self, *, within: str) -> list[str]:
        """The words of the links of one row."""
        return self._near(within).first.get_by_role("link").all_inner_texts()

    def table(self, caption: str) -> list[Locator]:
        """The rows of a table, without that of its heads."""
        table = self._near("").get_by_role("table", name=caption, exact=True)
        return table.get_by_role("row").all()[1:]

    def _near(self, words: str) -> Locator:
        main = self.page.get_by_role("main")
        if not words:
            return main
        rows = main.get_by_role("row").or_(main.get_by_role("listitem"))
        return rows.filter(has_text=words)

    def reads(self, words: str) -> bytes:
        """Press the link or button with these words, which opens a PDF, and take the file. The
        browser is told that there is nothing to show, so the page stays."""
        caught: list[bytes] = []

        def catch(route: Route) -> None:
            if not route.request.is_navigation_request():
                route.fallback()
                return
            answer = route.fetch()
            assert answer.headers["content-type"] == "application/pdf", answer.text()
            caught.append(answer.body())
            route.fulfill(status=204)

        main = self._near("")
        spot = main.get_by_role("link", name=words, exact=True)
        self.taps += 1
        self.page.route("**/*", catch)
        with self.page.expect_response(lambda answer: answer.request.is_navigation_request()):
            spot.or_(main.get_by_role("button", name=words, exact=True)).click()
        self.page.unroute("**/*", catch)
        return caught[0]


class _Expected(list[str]):
    """Bad answers that were waited for: never a reason to stop."""

    def __bool__(self) -> bool:
        return False


def _begins(words: str) -> re.Pattern[str]:
    """Text that begins with these words, as the browser's own expressions are written."""
    return re.compile("^" + re.escape(words).replace("/", r"\/"))
