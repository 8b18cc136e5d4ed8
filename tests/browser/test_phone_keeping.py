"""What a keeper feeds, weighs back, sorts and tags with a phone, without network, and what is at
the centre afterwards."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from rescue_center import clock
from rescue_center.animals.models import Animal, Photo
from rescue_center.db import db
from rescue_center.departures.models import Death
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.rules import house
from rescue_center.husbandry import diet_rules, plan_rules
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.incident_models import IncidentPhoto
from rescue_center.husbandry.keeping_models import Observation, ObservationPhoto, Tending
from rescue_center.policy import Role
from rescue_center.staff import rules as staff
from rescue_center.staff.models import Person
from rescue_center.tags import rules as tags
from rescue_center.tags.models import Tag
from tests.browser.conftest import AXE
from tests.browser.phone_kit import Handheld, Ward
from tests.browser.test_phone_look import faults
from tests.makers import make_lot, make_person, make_taxon
from tests.server import Live

HOUR = timedelta(hours=1)


@pytest.fixture
def ward(live: Live, ward: Ward) -> Ward:
    """In G4 fruit is planned for now; in G5 stands a crate of seven starlings and three turtles
    with blank tags beside it. Sok keeps the books too."""
    with live.app.app_context():
        boss, now = make_person("manager"), clock.now()
        diet = diet_rules.add_diet(
            {"name": "Gibbon", "supplements": "", "never": "", "method": "self"},
            diet_rules.read_foods("Papaya 180 g\nFig 70 g"), by=boss, at=now,
        )  # fmt: skip
        here = {"unit": db.session.get_one(Unit, ward.ids["G4"]), "by": boss, "at": now,
                "from_on": clock.today() - timedelta(days=2)}  # fmt: skip
        at = f"{clock.local(now):%H:%M}"
        plan_rules.plan("feed", diet=diet, times=at, **here)
        plan_rules.plan("clean", words="Hose", times=at, **here)
        starling = make_taxon("Gracula religiosa", common_name="Hill myna")
        lot = make_lot(7, taxon=starling, at=now - 100 * HOUR)
        turtle = make_taxon("Cuora amboinensis", common_name="Box turtle")
        turtles = make_lot(3, taxon=turtle, at=now - 100 * HOUR)
        there = db.session.get_one(Unit, ward.ids["G5"])
        house([lot, turtles], there, by=boss, at=now - 99 * HOUR)
        ward.note("crate", lot)
        batch = tags.allocate(4, by=boss, at=now, label="Roll")
        query = sa.select(Tag.number).where(Tag.batch_id == batch.id).order_by(Tag.id)
        for n, number in enumerate(db.session.scalars(query).all()):
            ward.tags[f"blank {n}"] = number
        sok = db.session.scalars(sa.select(Person).where(Person.account == "sok")).one()
        staff.grant(sok, Role.REGISTRAR, by=None, at=now)
        db.session.commit()
    return ward


def test_a_meal_is_fed_with_a_tap_and_weighed_back_with_two(handheld: Handheld) -> None:
    held = handheld
    held.cut()
    held.scan("G4")
    held.sees("Papaya 1440 g, Fig 560 g")
    with held.at_most(1):
        held.tap("Fed")
        held.sees("G4: Fed")
    with held.at_most(2):
        held.follow("What was left?")
        held.tap("A quarter")
        held.sees("G4: 500 g left of 2 kg.")
    held.sees("1.5 kg eaten of 2 kg")
    with held.at_most(1):
        held.tap("Cleaned")
        held.sees("G4: Cleaned")
    held.page.goto("/m/")  # read again from what the phone keeps
    held.follow("G4")
    held.sees("1.5 kg eaten of 2 kg")
    held.mend()
    held.send()
    with held.live.app.app_context():
        meal = db.session.scalars(sa.select(Tending).where(Tending.kind == "feed")).one()
        assert (meal.offered_g, meal.left_g, meal.eaten_g) == (2000, 500, 1500)
        assert meal.plan_id is not None


def test_one_animals_bowl_is_weighed_with_a_control_dish(handheld: Handheld) -> None:
    held = handheld
    held.scan("Mali")
    held.follow("Fed")
    held.digits("400")
    held.tap("Save 400 g")
    held.sees("Mali fed 400 g")
    held.send()  # the meal is at the centre before it is weighed back, by its number there
    held.page.evaluate("(where) => { location.hash = where }", f"#/unit/{held.ward.ids['G4']}")
    held.follow("What was left?")
    held.tap("Weigh it exactly")
    held.digits("500")
    held.tap("Save: 500 g left")
    held.sees("More is left than was offered.")
    for _ in range(3):
        held.page.get_by_label("Delete the last digit").click()
    held.digits("120")
    held.page.get_by_text("There was a control dish").click()
    held.page.get_by_label("Before, in g").fill("200")
    held.page.get_by_label("Now, in g").fill("150")
    held.tap("Save: 120 g left")
    held.sees("240 g eaten of 400 g")
    held.send()
    with held.live.app.app_context():
        meal = db.session.scalars(sa.select(Tending)).one()
        assert (meal.animal_id, meal.eaten_g) == (held.ward.ids["Mali"], 240)


def test_a_crate_is_sorted_tag_by_tag_without_network(handheld: Handheld) -> None:
    held = handheld
    one, two, dead, spare = (held.ward.tags[f"blank {n}"] for n in range(4))
    held.cut()
    held.scan("crate")
    with held.at_most(5, digits=8):  # the tag is typed here; a camera reads it with one
        held.follow("Sort the crate")
        held.digits(one)
        held.photograph()
        held.tap("Hurt")
        held.tap("Save and next")
        held.sees("Scan a blank tag")
    held.digits(one)
    held.sees("is used already")
    held.digits(held.ward.tags["Mali"])
    held.sees("is used already: Mali wears it.")
    held.digits(dead)
    with held.at_most(4):  # another species, dead and thin
        held.tap("Box turtle")
        held.tap("Dead")
        held.tap("2")
        held.tap("Save and next")
        held.sees("Scan a blank tag")
    held.digits(two)
    held.sees("2 in the crate")
    held.tap("Hill myna")  # of the same kind as the last one, unless another is pressed
    held.page.get_by_label("How many wear this tag?").fill("12")
    held.tap("Save and next")
    held.sees("There are 6 in the crate.")
    held.page.get_by_label("How many wear this tag?").fill("4")
    held.sees("They stay a group of 4 Hill myna under one number.")
    held.tap("Save and next")
    held.sees("Scan a blank tag")
    held.mend()
    held.send()
    held.scan("blank 3")
    held.follow("Put this tag on an animal")
    held.sees("2 animals")
    with held.live.app.app_context():
        kinds = sa.select(Animal.kind, Animal.count).where(Animal.taxon.has(
            common_name="Hill myna")).order_by(Animal.count)  # fmt: skip
        found = [tuple(row) for row in db.session.execute(kinds)]
        assert found == [("individual", 1), ("lot", 2), ("lot", 4)]
        assert db.session.scalars(sa.select(Concern.urgency)).all() == ["now"]
        death = db.session.scalars(sa.select(Death)).one()
        assert (death.stay.animal.taxon.common_name, death.count) == ("Box turtle", 1)
        scores = sa.select(Observation.body_condition, Observation.body_condition_scale)
        assert [tuple(row) for row in db.session.execute(scores)] == [(2, 5)]
        assert spare not in db.session.scalars(
            sa.select(Tag.number).where(Tag.status == "bound")).all()  # fmt: skip
    expect(held.page.locator("body")).not_to_contain_text("Needs you")
    held.wind(60)
    with held.live.app.app_context():
        photos = sa.select(sa.func.count()).select_from(Photo)
        arrives(held, photos)


def test_what_is_seen_and_what_happened_are_photographed(handheld: Handheld) -> None:
    held = handheld
    held.scan("Mali")
    with held.at_most(5):  # scores are two taps from the animal: Observe, and the score
        held.follow("Observe")
        held.tap("Half")
        held.photograph()
        held.tap("Save")
        held.sees("Mali observed")
    held.send()
    held.scan("G4")
    with held.at_most(3):  # and at the door: the face, Observe, the score
        held.follow("Dara")
        held.follow("Observe")
        held.tap("Watery")
    held.tap("Save")
    held.sees("Dara observed")
    held.scan("Mali")
    held.follow("Bite or accident")
    held.tap("Scratch")
    held.photograph()
    held.tap("Save")
    held.sees("Kept.")
    held.send()
    held.wind(60)
    with held.live.app.app_context():
        looked = sa.select(Observation.appetite, Observation.faeces).order_by(Observation.id)
        assert [tuple(row) for row in db.session.execute(looked)] == [(2, None), (None, 5)]
        for model in (ObservationPhoto, IncidentPhoto):
            query = sa.select(sa.func.count()).select_from(model)
            arrives(held, query)


def test_the_screens_of_food_and_crates_are_fit_for_gloves_and_sun(handheld: Handheld) -> None:
    held, ids = handheld, handheld.ward.ids
    held.page.evaluate(AXE.read_text(encoding="utf-8"))
    held.scan("G4")
    held.page.evaluate(AXE.read_text(encoding="utf-8"))
    held.tap("Fed")
    held.sees("What was left?")
    key = held.page.get_by_role("link", name="What was left?").first.get_attribute("href")
    blank = held.ward.tags["blank 0"]
    found = []
    for n, address in enumerate((
        f"unit/{ids['G4']}", (key or "").removeprefix("#/"), f"{key}/grams".removeprefix("#/"),
        f"fed/animal/{ids['Mali']}", f"animal/{ids['crate']}", f"scan/crate/{ids['crate']}",
        f"crate/{ids['crate']}/{blank}", f"bind/{blank}", f"bind/{blank}/{ids['Mali']}",
        f"tag/{blank}", f"observe/{ids['Mali']}", f"incident/animal/{ids['Mali']}",
    )):  # fmt: skip
        held.page.evaluate("(where) => { location.hash = `#/${where}` }", address)
        held.page.wait_for_function("(where) => document.body.dataset.shown === where", arg=address)
        name = f"keeping-{n}-{address.partition('/')[0]}"
        found += faults(held.page, name, ("dark", "light"))
    assert not found, "\n".join(found)


def arrives(held: Handheld, query: "sa.Select[tuple[int]]") -> None:
    """One is at the centre, or comes within ten seconds: photographs travel after their record."""
    for _ in range(50):
        db.session.rollback()
        if db.session.scalar(query) == 1:
            return
        held.page.wait_for_timeout(200)
    raise AssertionError(f"it did not come: {query}")
