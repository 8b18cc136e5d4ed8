"""A keeper's phone, with the network really cut: what is written offline is not lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from rescue_center import clock
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.enclosures.rules import house
from tests.browser.handheld import Line
from tests.enclosures.makers import make_unit
from tests.makers import make_animal, make_prescription, make_taxon
from tests.server import Live
from tests.staff.makers import PASSWORD, make_person

PIN = "2580"
HOUR = timedelta(hours=1)


@pytest.fixture
def round_of_two(live: Live) -> None:
    """Mali, who has a dose due, and Dara, in G4; a manager, and Sok, a keeper."""
    with live.app.app_context():
        now = clock.now()
        make_person("manager", account="manager", name="Tep Rith", password=PASSWORD)
        sok = make_person("keeper", account="sok", name="Sok Vanna", password=PASSWORD)
        gibbon = make_taxon("Hylobates pileatus", common_name="Pileated gibbon",
                            weight_min_g=3000, weight_max_g=7000)  # fmt: skip
        cage = make_unit("G4")
        for name in ("Mali", "Dara"):
            animal = make_animal(name=name, taxon=gibbon, at=now - 100 * HOUR)
            house([animal], cage, by=sok, at=now - 99 * HOUR, reason="")
            if name == "Mali":
                make_prescription(animal, at=now - HOUR)
        db.session.commit()


@pytest.fixture
def handset(live: Live, round_of_two: None, new_page: Callable[..., Page]) -> tuple[Page, Line]:
    """A phone that a manager enrolled and Sok joined."""
    page = new_page("phone")
    line = Line(page.context)
    page.goto("/sign-in?next=/m/")
    page.get_by_label("Account").fill("manager")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("What is this phone called?").fill("Birds 1")
    page.get_by_role("button", name="Enrol this phone").click()
    page.get_by_label("Account").fill("sok")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_label("PIN again").fill(PIN)
    page.get_by_role("button", name="Save the PIN").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Bring these animals").click()
    expect(page.get_by_role("link", name="G4")).to_be_visible()
    return page, line


def given(live: Live) -> int:
    with live.app.app_context():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(Administration)) or 0
        db.session.rollback()
        return found


def test_a_dose_given_without_network_reaches_the_centre_when_it_returns(
    handset: tuple[Page, Line], live: Live
) -> None:
    page, line = handset
    page.wait_for_function("caches.match('/m/').then(Boolean)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    line.cut()
    page.goto("/m/")  # the page is gone from memory, and so is the key
    page.get_by_role("link", name="Sok Vanna").click()
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    expect(page.get_by_text("offline")).to_be_visible()
    page.get_by_role("link", name="G4").click()
    page.get_by_role("link", name="Mali").first.click()
    page.get_by_role("button", name="GIVEN").first.click()
    expect(page.get_by_text("1 on this phone")).to_be_visible()
    assert given(live) == 0
    line.mend()
    page.get_by_role("link", name="1 on this phone").click()
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("All at the centre")).to_be_visible(timeout=20_000)
    assert given(live) == 1
