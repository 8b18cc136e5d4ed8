"""A keeper's phone in a test: a real browser of 360x640, a network that can be cut, a clock that
can be wound on, and a count of taps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Page, expect

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.rules import house
from rescue_center.tags import rules as tags
from tests.enclosures.makers import make_unit
from tests.makers import make_animal, make_prescription, make_taxon
from tests.server import Live
from tests.staff.makers import PASSWORD, make_person

PINS = {"Sok Vanna": "2580", "Keo Bopha": "1379", "Dr Lim Chan": "4682"}
ACCOUNTS = {"Sok Vanna": "sok", "Keo Bopha": "keo", "Dr Lim Chan": "lim"}
ROLES = {"Dr Lim Chan": "vet"}
HOUR = timedelta(hours=1)


@dataclass
class Ward:
    """G4 with eight gibbons, of whom Mali has a dose due; G5, where one may be moved. Ids and
    numbers on tags, by name or code."""

    ids: dict[str, int] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, bearer: Animal | Unit) -> None:
        """Give it a tag."""
        tag = tags.tag_new(bearer, by=None, at=clock.now())
        self.ids[name], self.tags[name] = bearer.id, tag.number


@pytest.fixture
def ward(live: Live) -> Ward:
    """A centre with a morning's round to walk; nobody signed in yet."""
    ward = Ward()
    with live.app.app_context():
        now = clock.now()
        make_person("manager", account="manager", name="Tep Rith", password=PASSWORD)
        people = [
            make_person(ROLES.get(name, "keeper"), account=account, name=name, password=PASSWORD)
            for name, account in ACCOUNTS.items()
        ]
        gibbon = make_taxon("Hylobates pileatus", common_name="Pileated gibbon",
                            weight_min_g=3000, weight_max_g=7000)  # fmt: skip
        for code in ("G4", "G5"):
            ward.note(code, make_unit(code))
        for name in ("Mali", "Dara", "Sovan", "Chan", "Rith", "Kesa", "Nary", "Tola"):
            animal = make_animal(name=name, taxon=gibbon, at=now - 100 * HOUR, sex="female")
            house([animal], db.session.get_one(Unit, ward.ids["G4"]), by=people[0],
                  at=now - 99 * HOUR, reason="")  # fmt: skip
            ward.note(name, animal)
            if name == "Mali":
                make_prescription(animal, at=now - HOUR)
        db.session.commit()
    return ward


#: Tells the test of every touch and key of a person, whatever window it was in.
COUNT = """addEventListener("click", (event) => {
  if (event.isTrusted && event.detail && !event.target.matches("[type=file]")) // its label's tap
    tapped(event.target.closest(".key") ? "digit" : "tap");
}, true);
addEventListener("keydown", (event) => { if (event.isTrusted) tapped("key"); }, true);"""


class Handheld:
    """The phone in somebody's hand."""

    def __init__(self, page: Page, live: Live, ward: Ward):
        self.page, self.live, self.ward = page, live, ward
        self.touches: list[str] = []
        page.context.expose_binding("tapped", lambda _, what: self.touches.append(what))
        page.context.add_init_script(COUNT)
        page.context.clock.install()

    # --- the network and the clock ---------------------------------------------------------------

    def cut(self) -> None:
        """Not a byte goes either way."""
        self.page.context.set_offline(True)

    def mend(self) -> None:
        """The network is back."""
        self.page.context.set_offline(False)

    def wind(self, seconds: int) -> None:
        """Let time pass on the phone."""
        self.page.clock.fast_forward(seconds * 1000)

    # --- enrolling, joining, unlocking ----------------------------------------------------------

    def enrol(self, account: str = "manager") -> None:
        """A manager signs in on it once and makes it the centre's."""
        page = self.page
        page.goto("/sign-in?next=/m/")
        page.get_by_label("Account").fill(account)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("What is this phone called?").fill("Birds 1")
        page.get_by_role("button", name="Enrol this phone").click()
        expect(page.get_by_role("heading", name="Join this phone")).to_be_visible()

    def join(self, name: str) -> None:
        """Somebody gives their password once, chooses a PIN and an area."""
        page = self.page
        page.get_by_label("Account").fill(ACCOUNTS[name])
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("PIN", exact=True).fill(PINS[name])
        page.get_by_label("PIN again").fill(PINS[name])
        page.get_by_role("button", name="Save the PIN").click()
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Bring these animals").click()
        expect(page.get_by_role("link", name="G4")).to_be_visible()

    def kept(self) -> None:
        """Wait until the application lies on the phone."""
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")
        self.page.wait_for_function("caches.match('/m/enrolled').then(Boolean)")

    def keeps_decoder(self) -> None:
        """Wait until what reads codes lies on the phone as well."""
        self.page.wait_for_function(
            "async (name) => { for (const one of await caches.keys()) for (const r of await "
            "(await caches.open(one)).keys()) if (r.url.endsWith(name)) return true; "
            "return false; }",
            arg="zxing_reader.wasm",
        )

    def unlock(self, name: str, pin: str = "") -> None:
        """Tap the face, type the PIN."""
        self.follow(name)
        self.digits(pin or PINS[name])

    # --- taps ------------------------------------------------------------------------------------

    def tap(self, words: str) -> None:
        """Press the button that begins with these words."""
        self.page.get_by_role("button", name=_begins(words)).first.click()

    def follow(self, words: str) -> None:
        """Press the link that begins with these words."""
        self.page.get_by_role("link", name=_begins(words)).first.click()

    def digits(self, text: str) -> None:
        """Type on the pad."""
        for sign in text:
            self.page.get_by_role("group", name="Digits").get_by_text(sign, exact=True).click()

    def scan(self, name: str) -> Page:
        """Hold the phone's own camera over a tag: it opens the address in a new window."""
        self.touches.append("scan")
        self.page = self.page.context.new_page()
        self.page.goto(f"/T/{self.ward.tags[name]}")
        return self.page

    def photograph(self) -> None:
        """Take a photograph: one tap here, and the camera's own."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_text("Take a photo").click()
        chooser.value.set_files({"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture()})
        self.touches.append("shutter")
        self.sees("Photo taken: 1")

    @contextmanager
    def at_most(self, taps: int, *, digits: int = 0) -> Iterator[None]:
        """What happens inside takes so many touches, and digits on the pad, and no more; holding
        the camera over a tag and its shutter count as one each."""
        self.touches.clear()
        yield
        self.page.evaluate("0")  # what was touched until now has been told
        typed = self.touches.count("digit")
        touched = len(self.touches) - typed
        assert 0 < touched <= taps, f"{touched} taps, not {taps}: {self.touches}"
        assert typed == digits, f"{typed} digits, not {digits}"

    # --- looking ---------------------------------------------------------------------------------

    def sees(self, words: str | re.Pattern[str]) -> None:
        """These words are on the screen."""
        expect(self.page.locator("body")).to_contain_text(words, use_inner_text=True)

    def send(self) -> None:
        """Let the ten seconds pass in which it can be undone; what waits goes."""
        expect(self.page.locator("#top-state")).to_contain_text("on this phone")  # it is saved
        self.wind(11)
        expect(self.page.get_by_text("All at the centre").first).to_be_visible(timeout=20_000)


def code(address: str) -> Image.Image:
    """The code on a tag, as it is printed."""
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, box_size=8, border=4)
    drawn.add_data(address)
    return drawn.make_image().get_image().convert("L")


def picture() -> bytes:
    """A photograph as a cheap phone takes it."""
    made = BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(made, "JPEG", quality=60)
    return made.getvalue()


def _begins(words: str) -> re.Pattern[str]:
    return re.compile("^" + re.escape(words).replace("/", r"\/"))


@pytest.fixture
def handheld(live: Live, ward: Ward, new_page: Callable[..., Page]) -> Handheld:
    """A phone that a manager enrolled and Sok joined, unlocked, with network."""
    held = Handheld(new_page("phone"), live, ward)
    held.enrol()
    held.join("Sok Vanna")
    held.kept()
    return held
