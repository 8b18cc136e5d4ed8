"""A real Chromium before the real server.

`phone` and `desk` are a page each, 360x640 and 1280x800; `page` runs a test in both. `look(page)`
judges what is on the screen now: axe finds nothing, nothing hangs over the edge; it keeps a
picture. A test fails when the page reported an error or asked another host for anything.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from rescue_center.config import ROOT
from tests.browser.chromium import CHROMIUM_OPTIONS, SIZES
from tests.browser.phone_kit import handheld, ward  # noqa: F401 - fixtures
from tests.browser.telephone import Telephone
from tests.browser.worker import Worker
from tests.conftest import unavailable
from tests.databases import Databases
from tests.server import Live, serving
from tests.staff.makers import PASSWORD

PICTURES = ROOT / "test-results"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def program() -> str:
    """Where the browser lies."""
    found = os.environ.get("RESCUE_TEST_CHROMIUM") or shutil.which("chromium")
    if found is None:
        unavailable("everything in a browser: there is no Chromium (apt-get install chromium)")
        raise AssertionError
    return found


@pytest.fixture(scope="session")
def chromium(program: str) -> Iterator[Browser]:
    """The browser of this run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=list(CHROMIUM_OPTIONS), chromium_sandbox=False
        )
        yield browser
        browser.close()


@pytest.fixture
def live(databases: Databases, tmp_path: Path) -> Iterator[Live]:
    """The centre with an empty database of its own: `live.url`, and `live.app` to arrange facts."""
    url = databases.fresh()
    with serving(url, tmp_path / "centre") as centre:
        yield centre
    databases.drop(url)


@pytest.fixture
def new_page(
    chromium: Browser, live: Live, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens a fresh browser on the centre: `new_page("phone", javascript=False)`.

    Addresses may be given from the root: `page.goto("/animals")`.
    """
    opened: list[tuple[Page, list[str]]] = []

    def open_page(size: str = "phone", *, javascript: bool = True, **options: Any) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=live.url, viewport={"width": width, "height": height},
            java_script_enabled=javascript, locale="en-GB", timezone_id="Asia/Phnom_Penh",
            reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        page, faults = context.new_page(), []
        ours = (live.url, "blob:", "data:")  # no route: with one, the browser would keep no files
        page.on("request", lambda r: None if r.url.startswith(ours) else faults.append(
            f"asked another host: {r.url}"))  # fmt: skip
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("console", lambda m: faults.append(m.text) if _is_fault(m) else None)
        page.on(
            "response", lambda r: faults.append(f"500 from {r.url}") if r.status >= 500 else None
        )
        opened.append((page, faults))
        return page

    yield open_page
    failed = getattr(request.node, "failed", False)
    faults = [fault for _, found in opened for fault in found]
    for number, (page, _) in enumerate(opened):
        if failed or faults:
            keep_picture(page, f"failed-{request.node.name}-{number}")
        page.context.close()
    assert not faults, "\n".join([*faults, live.log.read_text(errors="replace")[-4000:]])


@pytest.fixture
def telephone(
    chromium: Browser, program: str, live: Live, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Telephone]]:
    """Hands out telephones, each with a memory of its own that outlives its page."""
    made: list[Telephone] = []

    def another() -> Telephone:
        folder = tmp_path / f"telephone-{len(made)}"
        made.append(Telephone(chromium.browser_type, program, folder, live.url))
        return made[-1]

    yield another
    faults = [fault for one in made for fault in one.faults]
    for number, one in enumerate(made):
        if faults or getattr(request.node, "failed", False):
            keep_picture(one.page, f"failed-{request.node.name}-telephone-{number}")
        one.switch_off()
    assert not faults, "\n".join([*faults, live.log.read_text(errors="replace")[-4000:]])


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A keeper's phone."""
    return new_page("phone")


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Page:
    """A computer in the office."""
    return new_page("desk")


@pytest.fixture(params=tuple(SIZES))
def page(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:  # type: ignore[override]
    """The phone, then the computer."""
    return new_page(request.param)


@pytest.fixture
def enter(new_page: Callable[..., Page]) -> Callable[..., Worker]:
    """Somebody goes through the door with account and password, in a browser of their own; a keeper
    with a phone."""

    def sign_in(account: str, *, scripts: bool = True) -> Worker:
        size = "phone" if account == "keeper" else "desk"
        worker = Worker(new_page(size, javascript=scripts), scripts=scripts)
        worker.open("/")
        worker.type("Account", account)
        worker.type("Password", PASSWORD)
        worker.press("Sign in")
        return worker

    return sign_in


@pytest.fixture
def axe() -> Callable[..., None]:
    """Ask axe what keeps people with disabilities out; nothing may."""

    def ask(page: Page) -> None:
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run().then(result => result.violations)")
        lines = [
            f"{v['id']} ({v['impact']}): {v['help']}\n    "
            + "\n    ".join(n["html"] for n in v["nodes"])
            for v in found
        ]
        assert not lines, f"axe on {page.url}:\n" + "\n".join(lines)

    return ask


@pytest.fixture
def look(axe: Callable[..., None]) -> Callable[..., None]:
    """Judge what is on the screen, and keep a picture in test-results/: `look(page, "home")`."""

    def judge(page: Page, name: str) -> None:
        width = page.viewport_size["width"] if page.viewport_size else 0
        keep_picture(page, f"{name}-{width}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} px wide on a screen of {width} px"
        axe(page)

    return judge


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Tell the fixtures whether the test failed, so that they keep a picture."""
    report = yield
    if report.when == "call":
        item.failed = report.failed  # type: ignore[attr-defined]
    return report


def _is_fault(message: Any) -> bool:
    """Errors on the console, but for the browser's own notes: of an expected 4xx answer, and of a
    network that the test cut or a server that it ended."""
    notes = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED",
             "net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET",
             "net::ERR_EMPTY_RESPONSE", "net::ERR_NETWORK_CHANGED")  # fmt: skip
    return message.type == "error" and not any(note in message.text for note in notes)


def keep_picture(page: Page, name: str) -> None:
    """Keep what is on the screen in test-results/."""
    PICTURES.mkdir(exist_ok=True)
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in name)
    try:
        page.screenshot(path=PICTURES / f"{safe}.png", full_page=True)
    except Error as error:
        print(f"no picture of {name}: {error}")  # noqa: T201
