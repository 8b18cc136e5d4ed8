"""A vet examines and prescribes, a keeper gives: on a phone and at a desk."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from rescue_center import clock
from rescue_center.care.rules import examine, give, give_conflict, sign
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.rules import house
from rescue_center.pharmacy import rules as pharmacy
from rescue_center.staff import gate, sign_in
from rescue_center.staff.models import Person
from tests.enclosures.makers import make_unit
from tests.makers import (
    make_animal,
    make_drug,
    make_group,
    make_lot,
    make_person,
    make_prescription,
    make_taxon,
    make_weight,
)
from tests.server import Live

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Ward:
    """A few animals under treatment, and who looks after them."""

    def __init__(self) -> None:
        now = clock.now()
        self.lim = make_person("vet", name="Dr Lim", at=now)
        self.sok = make_person("keeper", name="Sok Dara", at=now)
        gibbons = make_group(label="Gibbons")
        gibbon = make_taxon(
            "Hylobates pileatus", common_name="Pileated gibbon", group=gibbons,
            weight_min_g=3000, weight_max_g=7000,
        )  # fmt: skip
        turtle = make_taxon("Cyclemys atripons", common_name="Western black-bridged leaf turtle")
        g4, pond = self._unit("G4", "Gibbon cage", 1), self._unit("P1", "Turtle pond", 2)
        self.drug = make_drug("50 mg/ml", name="Enrofloxacin injection",
                              ingredient="enrofloxacin", at=now)  # fmt: skip
        pharmacy.set_limit(self.drug, gibbons, by=self.lim, at=now, least=Decimal("2.5"),
                           most=Decimal(10), ceiling=Decimal(20))  # fmt: skip
        oral = make_drug("1.5 mg/ml", name="Meloxicam oral", at=now, form="suspension")
        self.mali = make_animal(at=now - DAY * 40, name="Mali ម៉ាលី", taxon=gibbon, sex="female")
        for days, grams in ((39, 3000), (30, 3060), (20, 3150), (9, 3240), (0, 3200)):
            make_weight(self.mali, grams, at=now - DAY * days - HOUR, by=self.sok)
        lot = make_lot(178, at=now - DAY * 3, taxon=turtle)
        make_weight(lot, 420, at=now - DAY * 2, sample_n=12, by=self.sok)
        house([self.mali], g4, by=self.sok, at=now - DAY * 2)
        house([lot], pond, by=self.sok, at=now - DAY * 2)
        self.old = make_prescription(
            self.mali, oral, at=now - HOUR * 6, by=self.lim, rate_mg_per_kg=Decimal("0.2"),
            frequency="BID", instructions="With banana", indication="pain after the wound",
        )  # fmt: skip
        make_prescription(lot, make_drug("10 %", name="Fenbendazole oral", at=now), at=now,
                          by=self.lim, rate_mg_per_kg=Decimal(25), dilution=2, days=3)  # fmt: skip
        make_prescription(self.mali, make_drug("10 mg/ml", name="Butorphanol", controlled=True,
                          at=now), at=now, by=self.lim, rate_mg_per_kg=Decimal("0.4"),
                          frequency="PRN", min_interval_h=4, max_per_day=4, days=None)  # fmt: skip
        other = make_prescription(lot, make_drug(at=now), at=now - HOUR * 3, by=self.lim)
        give(other.doses[0], by=self.sok, at=now - HOUR * 2)
        give_conflict(other.doses[0], by=self.lim, at=now - HOUR, recorded_at=now)
        self.accession = self.mali.accession

    @staticmethod
    def _unit(code: str, name: str, order: int) -> Unit:
        return make_unit(code=code, name=name, walking_order=order, capacity=400)


@pytest.fixture
def ward(live: Live) -> Ward:
    with live.app.app_context():
        made = Ward()
        db.session.commit()
        return made


@pytest.fixture
def enter(live: Live, ward: Ward) -> Callable[[Page, str], None]:
    """Sign somebody in to a browser, past the door."""

    def let_in(page: Page, name: str) -> None:
        with live.app.app_context():
            person = db.session.query(Person).filter_by(name=name).one()
            _, token = sign_in.begin(person, at=clock.now())
            db.session.commit()
            cookie = {"name": gate.cookie_name(), "value": token, "url": live.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]

    return let_in


@pytest.mark.engine("sqlite")  # the story of Koh Thom does this on both
def test_a_vet_examines_prescribes_and_a_keeper_gives(
    page: Page, ward: Ward, enter: Callable[[Page, str], None], look: Callable[..., None]
) -> None:
    enter(page, "Dr Lim")
    page.goto(f"/animals/{ward.accession}/examine")
    page.get_by_label("Occasion").select_option("Sick or injured")
    page.get_by_label("Subjective").fill("Eats half since Monday.")
    page.get_by_label("Objective").fill("Dull, breathes with open mouth.")
    page.get_by_label("Temperature", exact=False).fill("38,9")
    page.get_by_label("Assessment").fill("Pneumonia")
    page.get_by_label("Plan").fill("Enrofloxacin 5 mg/kg\nLook again in three days")
    page.get_by_label("Not fit", exact=True).check()
    look(page, "care-examine")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Signed. From here on")
    look(page, "care-exam")
    page.get_by_role("link", name="Prescribe").click()
    page.get_by_label("Drug").select_option("Enrofloxacin injection 50 mg/ml")
    page.get_by_label("Rate", exact=True).fill("5")
    page.get_by_label("Route").select_option("Into the muscle (IM)")
    expect(page.get_by_role("main")).to_contain_text("16 mg = 0.32 ml")
    page.get_by_label("How often").select_option("Once a day (SID)")
    page.get_by_label("Days").fill("5")
    page.get_by_label("Why", exact=True).fill("Pneumonia")
    look(page, "care-prescribe")
    page.get_by_role("button", name="Order it").click()
    look(page, "care-order")
    enter(page, "Sok Dara")
    page.goto("/treatments")
    look(page, "care-treatments")
    page.get_by_role("button", name="Given 0.32 ml").click()
    expect(page.get_by_role("status").first).to_contain_text("0.32 ml given to Mali")
    look(page, "care-treatments-given")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("main")).to_contain_text("Taken back")
    page.get_by_role("link", name="Not given").first.click()
    look(page, "care-dose")
    page.get_by_label("Refused it").check()
    page.get_by_role("button", name="Not given").click()
    expect(page.get_by_role("main")).to_contain_text("not given to Mali")


@pytest.mark.engine("sqlite")  # how a page looks is not the database's doing
def test_the_dose_is_worked_out_without_a_script_too(
    new_page: Callable[..., Page], ward: Ward, enter: Callable[[Page, str], None]
) -> None:
    page = new_page("phone", javascript=False)
    enter(page, "Dr Lim")
    page.goto(f"/animals/{ward.accession}/prescribe")
    page.get_by_label("Drug").select_option("Enrofloxacin injection 50 mg/ml")
    page.get_by_label("Rate", exact=True).fill("15")
    page.get_by_label("Route").select_option("Into the muscle (IM)")
    page.get_by_role("button", name="Calculate").click()
    expect(page.get_by_role("main")).to_contain_text("15 mg/kg is outside 2.5 to 10 mg/kg")


class Hand:
    """Counts what a person does: each press, choice and number typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def press(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.done += 1

    def choose(self, label: str, what: str) -> None:
        self.page.get_by_label(label).select_option(what)
        self.done += 1

    def type(self, label: str, what: str) -> None:
        self.page.get_by_label(label, exact=True).fill(what)
        self.done += 1

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)
        self.done += 1


@pytest.mark.engine("sqlite")  # what a person does is not the database's doing
def test_a_treatment_is_ordered_in_six_interactions(
    live: Live, page: Page, ward: Ward, enter: Callable[[Page, str], None]
) -> None:
    with live.app.app_context():
        mali, lim = db.session.merge(ward.mali), db.session.merge(ward.lim)
        now = clock.now()
        exam = examine(mali, {"assessment": "Pneumonia"}, by=lim, at=now - HOUR)
        sign(exam, by=lim, at=now, version=exam.version)
        db.session.commit()
    enter(page, "Dr Lim")
    page.goto(f"/animals/{ward.accession}")
    vet = Hand(page)
    vet.press("link", "Prescribe")
    vet.choose("Drug", "Enrofloxacin injection 50 mg/ml")
    vet.type("Rate", "5")
    vet.choose("Route", "Into the muscle (IM)")
    expect(page.get_by_role("main")).to_contain_text("16 mg = 0.32 ml")
    vet.choose("How often", "Once a day (SID)")
    vet.press("button", "Order it")
    expect(page.get_by_role("main")).to_contain_text("The order")
    expect(page.get_by_role("main")).to_contain_text("Pneumonia")
    assert vet.done <= 6


@pytest.mark.engine("sqlite")
def test_a_dose_is_recorded_from_the_sheet_as_fast_as_from_the_animal_s_page_and_by_keys(
    live: Live, page: Page, ward: Ward, enter: Callable[[Page, str], None],
    look: Callable[..., None],
) -> None:  # fmt: skip
    enter(page, "Dr Lim")
    page.goto(f"/animals/{ward.accession}")
    near = Hand(page)
    near.press("link", "Meloxicam oral")
    expect(page.get_by_role("button", name="Given 0.43 ml")).to_be_visible()
    near.done += 1  # and once more, on Given
    with live.app.app_context():
        first = db.session.merge(ward.old).doses[0]
        address = f"/treatments/sheet?day={clock.today(first.due_at)}"
        cell = f"/doses/{first.id}?"
    page.goto(address)
    dose = page.locator(f"table a[href^='{cell}']")
    aside = page.get_by_role("complementary", name="The dose")
    given = aside.get_by_role("button", name="Given 0.43 ml")
    dose.click()
    expect(given).to_be_focused()
    expect(aside).to_contain_text("0.2 mg/kg × 3.2 kg")
    look(page, "care-sheet-dose")
    page.keyboard.press("Escape")
    expect(aside).to_be_hidden()
    expect(dose).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(dose).not_to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(dose).to_be_focused()
    sheet = Hand(page)
    sheet.key("Enter")
    expect(given).to_be_focused()
    sheet.key("Enter")
    expect(page.get_by_role("status").first).to_contain_text("0.43 ml given to Mali")
    expect(page).to_have_url(re.compile(r"/treatments/sheet\?day="))
    assert sheet.done == near.done == 2
