"""A keeper's telephone as a thing: its storage is a folder that outlives the page and the browser,
its network can be cut, its clock set wrong, its page and its power taken away."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Error, Page, expect

from tests.browser.chromium import CHROMIUM_OPTIONS, SIZES
from tests.staff.makers import PASSWORD

#: The phone's clock: the machine's, and as much ahead of it as somebody set it.
CLOCK = """(() => {
  if (globalThis.setAhead) return;
  const Real = Date;
  let ahead = 0;
  globalThis.setAhead = (ms) => { ahead = ms; };
  globalThis.Date = class Date extends Real {
    constructor(...facts) { if (facts.length) super(...facts); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
})()"""

#: A phone without room: the browser refuses whatever is to be kept, and only that. (Chromium holds
#: a database to no smaller room that a test could set.)
ROOM = """(() => {
  let full = false;
  globalThis.setFull = (is) => { full = is; };
  for (const name of ["put", "add"]) {
    const real = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...facts) {
      if (full) throw new DOMException("There is no room.", "QuotaExceededError");
      return real.apply(this, facts);
    };
  }
})()"""

#: Calls what the application itself consists of: `use("outbox.js")`.
MODULES = """globalThis.use = (name) =>
  import(new URL(name, document.querySelector("script[type=module]").src))"""

#: Writes records down as the screens do, with photographs of as grey a grey as their number says;
#: `acknowledged` is told each as soon as the application says that it is kept.
WRITE = """async (jobs) => {
  const { write } = await use("outbox.js");
  const { prepared } = await use("photos.js");
  const picture = async (number, width) => {
    const canvas = new OffscreenCanvas(width, width);
    const pen = canvas.getContext("2d");
    const noise = pen.createImageData(width, width);
    for (let at = 0; at < noise.data.length; at += 65536) {
      crypto.getRandomValues(noise.data.subarray(at, at + 65536));
    }
    for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
    pen.putImageData(noise, 0, 0);
    pen.fillStyle = `rgb(${number * 6} ${number * 6} ${number * 6})`;
    pen.fillRect(0, 0, width / 2, width);
    return canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  };
  for (const { kind, facts, photo, width } of jobs) {
    const photos = photo === undefined ? [] : [await prepared(await picture(photo, width ?? 240))];
    await acknowledged(await write(kind, facts, photos));
  }
}"""

#: What this person wrote down on this phone, opened with their own key.
MINE = """async () => (await (await use("records.js")).mine()).map(
  ({ id, state, outcome, body }) => ({ id, state, outcome, kind: body.kind, facts: body.facts }))"""

#: Everything that the application keeps: every store, every cache, and what lies beside them; bytes
#: as letters, one each, so that words in them are found.
KEPT = """async () => {
  const seen = [];
  const text = (value) => {
    if (value instanceof ArrayBuffer) return text(new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value) + new TextDecoder().decode(value);
    if (value && typeof value === "object") return Object.entries(value).map(([k, v]) => `${k}: ${text(v)}`).join("\\n");
    return String(value);
  };
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, failed) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = failed;
    });
    for (const store of db.objectStoreNames) {
      for (const what of ["getAll", "getAllKeys"]) {
        seen.push(`${name}/${store}`, text(await new Promise((done, failed) => {
          const asked = db.transaction(store).objectStore(store)[what]();
          asked.onsuccess = () => done(asked.result);
          asked.onerror = failed;
        })));
      }
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      seen.push(`${name}: ${request.url}`, text(await (await cache.match(request)).arrayBuffer()));
    }
  }
  seen.push(text({ ...localStorage }), text({ ...sessionStorage }), document.cookie, location.href, JSON.stringify(history.state));
  return seen.join("\\n");
}"""  # noqa: E501


class Telephone:
    """A phone that somebody has in hand: `page` is what it shows now."""

    def __init__(self, browser: BrowserType, program: str, folder: Path, url: str):
        self._browser, self._program, self.folder, self.url = browser, program, folder, url
        self.ahead, self.offline = 0, False
        self.acknowledged: list[str] = []
        self.faults: list[str] = []
        self.context: BrowserContext
        self.page: Page
        self.switch_on()

    def switch_on(self) -> None:
        """Start the browser on what it kept, as its network and its clock are."""
        width, height = SIZES["phone"]
        self.context = self._browser.launch_persistent_context(
            self.folder, executable_path=self._program, args=list(CHROMIUM_OPTIONS),
            chromium_sandbox=False, base_url=self.url, viewport={"width": width, "height": height},
            locale="en-GB", timezone_id="Asia/Phnom_Penh", reduced_motion="reduce",
            handle_sigint=False, handle_sigterm=False, handle_sighup=False,
        )  # fmt: skip
        self.context.set_default_timeout(20_000)
        self.context.expose_binding("acknowledged", lambda _from, name: self._note(name))
        for script in (CLOCK, ROOM, MODULES, f"setAhead({self.ahead})"):
            self.context.add_init_script(script)
        if self.offline:
            self.context.set_offline(True)
        self.page = self._watched(self.context.pages[0])

    def _note(self, name: str) -> None:
        self.acknowledged.append(name)

    def _watched(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        return page

    # --- what happens to it ---------------------------------------------------------------------

    def cut(self) -> None:
        """Not a byte goes either way."""
        self.offline = True
        self.context.set_offline(True)

    def mend(self) -> None:
        """The network is back."""
        self.offline = False
        self.context.set_offline(False)

    def set_clock(self, ahead_s: float) -> None:
        """Set its clock ahead of the true time, or behind."""
        self.ahead = int(ahead_s * 1000)
        self.context.add_init_script(f"setAhead({self.ahead})")
        self.page.evaluate(f"setAhead({self.ahead})")

    def fill(self, full: bool = True) -> None:
        """Its room is used up, or there is some again."""
        self.context.add_init_script(f"setFull({str(full).lower()})")
        self.page.evaluate(f"setFull({str(full).lower()})")

    def crash(self) -> None:
        """The page's process dies in the middle of what it does; another page is opened."""
        dead = self.page
        with contextlib.suppress(Error):
            dead.goto("chrome://crash")
        self.page = self._watched(self.context.new_page())
        with contextlib.suppress(Error):
            dead.close()

    def close_page(self) -> None:
        """Swiped away, and opened anew."""
        dead, self.page = self.page, self._watched(self.context.new_page())
        dead.close(run_before_unload=False)

    def lose_power(self) -> None:
        """Every process of the browser is gone at once; it is switched on again."""
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()
        for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self.folder / name).unlink(missing_ok=True)
        self.switch_on()

    def _processes(self) -> list[int]:
        ours = f"--user-data-dir={self.folder}".encode()
        found = []
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if ours in file.read_bytes():
                    found.append(int(file.parent.name))
        return found

    def switch_off(self) -> None:
        with contextlib.suppress(Error):
            self.context.close()

    # --- what people do with it -----------------------------------------------------------------

    def enrol(self, name: str = "Birds 1") -> None:
        """A manager makes it one of the centre's."""
        page = self.page
        page.goto("/sign-in?next=/m/")
        page.get_by_label("Account").fill("manager")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("What is this phone called?").fill(name)
        page.get_by_role("button", name="Enrol this phone").click()
        expect(page.get_by_label("Account")).to_be_visible()

    def join(self, account: str, pin: str, *, area: str = "") -> None:
        """Somebody joins it and chooses an area, or the first."""
        page = self.page
        page.get_by_label("Account").fill(account)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("PIN", exact=True).fill(pin)
        page.get_by_label("PIN again").fill(pin)
        page.get_by_role("button", name="Save the PIN").click()
        page.get_by_role("checkbox", name=area or None).first.check()
        page.get_by_role("button", name="Bring these animals").click()
        expect(page.locator(".place-row").first).to_be_visible()

    def joined_later(self, account: str, pin: str) -> None:
        """The same, from the faces."""
        self.lock()
        if self.page.locator(".screen-pin").count():
            self.page.get_by_role("link", name="Others").click()
        self.page.get_by_role("link", name="Somebody else joins this phone").click()
        self.join(account, pin)

    def kept_for_offline(self) -> None:
        """Wait until the application lies on the phone."""
        kept = "navigator.serviceWorker.controller && caches.match('/m/').then(Boolean)"
        deadline = time.monotonic() + 30
        while not self.page.evaluate(kept):
            assert time.monotonic() < deadline, "it is not kept"
            self.page.wait_for_timeout(50)

    def open(self) -> None:
        """Open the application anew: the faces are seen."""
        self.page.goto("/m/")
        expect(self.page.get_by_role("heading", name="Who is it?")).to_be_visible()

    def lock(self) -> None:
        """Lock it, as before it is handed on."""
        self.page.locator("#top-who").click()
        expect(self.page.locator(".screen-faces, .screen-pin")).to_be_visible()

    def type_pin(self, name: str, pin: str) -> None:
        """One's face, where it is not the one that was asked at once, and the digits."""
        if not self.page.get_by_role("heading", name=name).count():
            self.page.get_by_role("link", name=name).click()
        self.digits(pin)

    def digits(self, pin: str) -> None:
        for digit in pin:
            self.page.get_by_role("button", name=digit, exact=True).click()

    def unlock(self, name: str, pin: str) -> None:
        """The same, and it opens."""
        self.type_pin(name, pin)
        expect(self.page.get_by_role("heading", name="round")).to_be_visible()

    # --- what it holds --------------------------------------------------------------------------

    def write(self, jobs: list[dict[str, Any]]) -> None:
        """Write records down, one after another."""
        self.page.evaluate(WRITE, jobs)

    def write_until(self, jobs: list[dict[str, Any]], acknowledged: int) -> None:
        """Begin to write them down, and return in the middle of it."""
        self.page.evaluate(f"jobs => {{ ({WRITE})(jobs).catch(() => {{}}); }}", jobs)
        wanted, deadline = len(self.acknowledged) + acknowledged, time.monotonic() + 30
        while len(self.acknowledged) < wanted and time.monotonic() < deadline:
            self.page.wait_for_timeout(5)

    def mine(self) -> list[dict[str, Any]]:
        """What whoever holds it wrote down."""
        found: list[dict[str, Any]] = self.page.evaluate(MINE)
        return found

    def everything(self) -> str:
        """All that lies on it, as text, and all that is on the screen."""
        shown: str = self.page.evaluate("document.title + document.documentElement.outerHTML")
        kept: str = self.page.evaluate(KEPT)
        return shown + kept

    def rows(self, store: str) -> list[dict[str, Any]]:
        """The rows of a store, sealed as they are."""
        found: list[dict[str, Any]] = self.page.evaluate(
            "async (store) => (await (await use('db.js')).all(store)).map("
            "({ sealed, answer, ...row }) => row)", store)  # fmt: skip
        return found

    def send_now(self) -> None:
        """Go to the outbox and press the button."""
        self.page.locator("#top-state").click()
        self.page.get_by_role("button", name="Send now").click()
