"""A keeper's day on a phone, in the demo centre, from enrolling it to "Everything is at the
centre."; then what the office reads at its desk is what the keeper did."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care.order_models import Administration
from rescue_center.db import db, writing
from rescue_center.demo import build
from rescue_center.demo.commands import load_published
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry import diet_rules, plan_rules
from rescue_center.measures import weight_text
from rescue_center.rounds import slice as slices
from rescue_center.tags.rules import live_tag, tag_new
from tests.browser.phone_kit import PINS, Handheld, Ward
from tests.makers import make_prescription
from tests.server import Live
from tests.staff.makers import PASSWORD, make_person

pytestmark = pytest.mark.xdist_group("demo")

AREA = "Carnivores"


@pytest.fixture
def ward(live: Live) -> Ward:
    """The carnivores of the demo centre, each door and animal with its tag; one animal has a dose
    due. `ids` holds the places in which somebody lives, and "patient"."""
    ward = Ward()
    with live.app.app_context(), writing():
        load_published()
        build.build(clock.now(), lambda _: None, small=True)
        make_person("manager", account="rith", name="Tep Rith", password=PASSWORD)
        sok = make_person("keeper", account="sok", name="Sok Vanna", password=PASSWORD)
        make_person("vet", account="lim", name="Lim Sophea", password=PASSWORD)
        area = db.session.scalars(sa.select(Unit).where(Unit.name == AREA)).one()
        told = slices.of(sok, [area.id], clock.now())
        for one in told["animals"]:
            animal = db.session.get_one(Animal, one["id"])
            tag = live_tag(animal) or tag_new(animal, by=None, at=clock.now())
            ward.ids[animal.name], ward.tags[animal.name] = animal.id, tag.number
            home = next(unit for unit in told["units"] if unit["id"] == one["unit"])
            ward.ids[home["code"]], ward.tags[home["code"]] = home["id"], home["tag"]
        plan_a_meal(ward)
        make_prescription(animal, at=clock.now() - timedelta(hours=1))
        ward.ids["patient"], ward.tags["patient"] = animal.id, tag.number
        empty = next(unit for unit in told["units"] if unit["code"] not in ward.ids)
        ward.ids["empty"], ward.tags["empty"] = empty["id"], empty["tag"]
        db.session.commit()
    return ward


@pytest.fixture
def held(live: Live, ward: Ward, new_page: Callable[..., Page]) -> Handheld:
    """A phone that Sok joined in the morning, with the animals of one area."""
    held = Handheld(new_page("phone"), live, ward)
    held.enrol("rith")
    page = held.page
    page.get_by_label("Account").fill("sok")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("PIN", exact=True).fill(PINS["Sok Vanna"])
    page.get_by_label("PIN again").fill(PINS["Sok Vanna"])
    page.get_by_role("button", name="Save the PIN").click()
    page.get_by_role("checkbox", name=AREA).check()
    page.get_by_role("button", name="Bring these animals").click()
    held.sees(re.compile(r"\d+ of \d+ done"))  # the demo's keeper may have been there already
    held.kept()
    return held


def test_a_days_round_agrees_with_what_the_office_reads(
    held: Handheld, live: Live, new_page: Callable[..., Page]
) -> None:
    ward = held.ward
    with live.app.app_context():
        patient = db.session.get_one(Animal, ward.ids["patient"])
        name, accession = patient.name, patient.accession
        doors = [code for code in ward.ids if code[0] == "C" and code[1:].isdigit()]
        given_before, in_doubt = given(), given(Administration.is_conflict)
        db.session.rollback()
    counted = {}
    for number, code in enumerate(doors):
        if number == 1:
            held.cut()  # behind the second door there is no signal
        held.scan(code)
        counted[code] = int(
            "".join(c for c in held.page.get_by_text("Expected:").inner_text() if c.isdigit())
        )
        call_the_roll(held, counted[code])
        held.sees(f"{code}: {counted[code]} of {counted[code]} seen")
        if number == 1:
            feed_and_clean(held, code, counted[code])
    held.scan("patient")
    held.page.get_by_role("button", name="GIVEN").first.click()
    held.sees(f"to {name}.")
    grams = weigh(held, name)
    held.follow("Concern")
    held.tap("Not eating")
    held.photograph()
    held.page.get_by_label("A note, if you like").fill("Left all of the morning meal")
    held.tap("Tell the vet")
    held.sees("Concern kept")
    held.follow("Move")
    held.follow("Scan or type the door")
    held.digits(ward.tags["empty"])
    held.tap("Confirm")
    held.sees(f"{name} moved to")
    held.sees(re.compile(f"({len(doors) + 6}|{len(doors) + 7}) on this phone"))
    held.mend()
    held.follow("Outbox")
    held.wind(11)
    held.tap("Send now")
    held.sees("Everything is at the centre.")

    with live.app.app_context():
        assert given() == given_before + 1
        assert (
            given(Administration.is_conflict) == in_doubt
        )  # what the phone offers is taken as it is
        new_home = db.session.get_one(Unit, ward.ids["empty"]).code
        db.session.rollback()
    desk = new_page("desk")
    desk.goto("/sign-in")
    desk.get_by_label("Account").fill("lim")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.locator("main")).to_contain_text("Left all of the morning meal")
    for code, heads in counted.items():
        desk.goto(f"/units/{code}/day")
        expect(desk.locator("main")).to_contain_text(
            re.compile(rf"Roll-call: {heads} of {heads}\s*\d+ \w+ \d+, \d+:\d+ · Sok Vanna")
        )
    fed = doors[1]
    desk.goto(f"/units/{fed}/day")
    offered = 1200 * counted[fed]
    expect(desk.locator("main")).to_contain_text(
        f"{weight_text(offered)} offered, {weight_text(offered // 4)} left, "
        f"{weight_text(offered * 3 // 4)} eaten"
    )
    expect(desk.locator("main")).to_contain_text(re.compile(r"Cleaned\s*(\S+\s){0,8}Sok Vanna"))
    desk.goto("/keeping/census")
    for code, heads in counted.items():
        row = desk.get_by_role("row").filter(has=desk.get_by_role("link", name=code))
        expect(row.first).to_contain_text(str(heads))
    desk.goto(f"/animals/{accession}")
    said = desk.locator("main")
    expect(said).to_contain_text(new_home)
    expect(said).to_contain_text(f"{grams / 1000:g} kg" if grams >= 1000 else f"{grams} g")
    expect(said).to_contain_text("Sok Vanna")
    desk.goto("/treatments")
    expect(desk.locator("main")).to_contain_text(name)


def given(*such: Any) -> int:
    """How many doses were given, as the centre knows it."""
    query = sa.select(sa.func.count()).select_from(Administration).where(*such)
    return db.session.scalar(query) or 0


def plan_a_meal(ward: Ward) -> None:
    """Fish and rice, and the hose, for the second door at which somebody lives, from now on."""
    boss, at = make_person("manager"), clock.now()
    second = [code for code in ward.ids if code[0] == "C" and code[1:].isdigit()][1]
    diet = diet_rules.add_diet(
        {"name": "Carnivore", "supplements": "", "never": "", "method": "self"},
        diet_rules.read_foods("Fish 900 g\nRice 300 g"), by=boss, at=at,
    )  # fmt: skip
    said = {"unit": db.session.get_one(Unit, ward.ids[second]), "by": boss, "at": at,
            "from_on": clock.today(at), "times": f"{clock.local(at):%H:%M}"}  # fmt: skip
    plan_rules.plan("feed", diet=diet, **said)
    plan_rules.plan("clean", words="Hose the floor", **said)


def feed_and_clean(held: Handheld, code: str, heads: int) -> None:
    """What the plan asks for, and what was left of it."""
    held.tap("Fed")
    held.sees(f"{code}: Fed")
    held.follow("What was left?")
    held.tap("A quarter")
    held.sees(f"left of {weight_text(1200 * heads)}.")
    held.tap("Cleaned")
    held.sees(f"{code}: Cleaned")


def call_the_roll(held: Handheld, heads: int) -> None:
    """All are there and well; where the demo's keeper was there already, they are counted again."""
    expect(held.page.get_by_role("button", name="SEEN").or_(
        held.page.get_by_role("link", name="Count again"))).to_be_visible()  # fmt: skip
    if held.page.get_by_role("button", name="SEEN").count():
        held.page.get_by_role("button", name="SEEN").click()
        return
    held.follow("Count again")
    held.digits(str(heads))
    held.tap("Save the count")


def weigh(held: Handheld, name: str) -> int:
    """Put the animal on the scale: it weighs what it did. Returns the grams."""
    held.follow("Weigh")
    last = held.page.get_by_text("Last:").inner_text().split(",")[0].removeprefix("Last: ")
    value, unit = last.split(" ")
    held.digits(value.replace(".", ","))
    held.page.get_by_role("button", name="Save").click()
    held.sees(f"{name} weighs {last}")
    return round(float(value) * (1000 if unit == "kg" else 1))
