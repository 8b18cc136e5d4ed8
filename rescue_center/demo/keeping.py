"""The keepers' days at the demo centre: areas, diets, plans, what was done and seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.demo.stories import DAY, HOUR, Telling
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.husbandry import (
    concern_rules,
    diet_rules,
    incident_rules,
    keeper_rules,
    keeping_rules,
    plan_rules,
    roll_rules,
    welfare_rules,
)
from rescue_center.husbandry.plan_models import CarePlan, Diet
from rescue_center.husbandry.words import DOMAINS
from rescue_center.policy import Role

#: Diet, its foods as they are typed, what is added, what never may be in it.
DIETS = (
    ("Macaque, adult", "Banana 120 g | 89\nSweet potato 150 g | 86\nLong beans 100 g | 47\n"
     "Boiled egg 25 g | 155", "Vitamin C daily", "Avocado, chocolate, onion"),
    ("Gibbon, adult", "Papaya 180 g | 43\nFig 90 g | 74\nMorning glory 220 g | 19\n"
     "Sweet potato 120 g | 86", "Calcium on Mondays", "Avocado, chocolate"),
    ("Leaf eater", "Kapok leaves 6 %\nFig leaves 3 %\nLong beans 80 g | 47", "",
     "Sugary fruit: bloat within hours"),
    ("Sun bear", "Rice porridge 900 g | 60\nPumpkin 600 g | 26\nPapaya 500 g | 43\n"
     "Boiled egg 100 g | 155", "Fish oil 5 ml", "Anything salted"),
    ("Otter", "Freshwater fish 10 % | 96\nSnails 40 g | 90", "Thiamine with thawed fish", ""),
    ("Pangolin paste", "Weaver ant eggs 120 g | 130\nSilkworm pupae 60 g | 130\nAgar 10 g",
     "Chitin 2 g", "Milk"),
    ("Turtle, plants", "Water spinach 2 % | 19\nPumpkin 1 % | 26", "Cuttlebone in the pond", ""),
)  # fmt: skip
#: Which species eats what, and when.
EATERS = (
    ("Macaca fascicularis", "Macaque, adult", "07:30 15:30"),
    ("Macaca leonina", "Macaque, adult", "07:30 15:30"),
    ("Hylobates pileatus", "Gibbon, adult", "07:00 11:30 16:00"),
    ("Nomascus gabriellae", "Gibbon, adult", "07:00 11:30 16:00"),
    ("Trachypithecus germaini", "Leaf eater", "07:15 12:00 16:15"),
    ("Pygathrix nigripes", "Leaf eater", "07:15 12:00 16:15"),
    ("Helarctos malayanus", "Sun bear", "08:00 16:00"),
    ("Ursus thibetanus", "Sun bear", "08:00 16:00"),
    ("Lutrogale perspicillata", "Otter", "08:30 15:00"),
    ("Aonyx cinereus", "Otter", "08:30 15:00"),
    ("Manis javanica", "Pangolin paste", "18:00"),
    ("Heosemys grandis", "Turtle, plants", "09:00"),
)
#: What worries, how soon somebody has to look, in whose words, and hours ago.
WORRIES = (
    ("not_eating", "today", "Left all of its breakfast, sits with its back to the others.", 3),
    ("injured", "now", "Cut on the left hand, it bleeds a little. Fought at the feeder.", 1),
    ("stool", "today", "Watery since yesterday evening, no blood.", 5),
    ("behaviour", "watch", "Plucks its own fur on the forearms when visitors pass.", 26),
)


def keeping(tell: Telling) -> None:
    """Everything that keepers do and see."""
    _areas(tell)
    _plans(tell)
    units = db.session.scalars(
        sa.select(Unit).where(Unit.n > 0).order_by(Unit.walking_order, Unit.code)
    ).all()
    _today(tell, units)
    patients = _primates()
    if len(patients) < len(WORRIES) + 2:  # a small centre has no room for all of it
        return
    _weeks(tell, patients[0])
    _worries(tell, patients)
    _welfare(tell, patients[:6])


def _areas(tell: Telling) -> None:
    boss, keeper, since = tell.people[Role.MANAGER], tell.keeper, clock.today(tell.ago(400))
    areas = {unit.code: unit for unit in db.session.scalars(
        sa.select(Unit).where(Unit.level == "area"))}  # fmt: skip
    for code in ("P", "N"):
        keeper_rules.give_area(keeper, areas[code], head=code == "P", from_on=since, by=boss,
                               at=tell.now)  # fmt: skip
    for n in range(6):
        keeper_rules.roster(keeper, areas["P"], "morning" if n % 2 else "day", by=boss,
                            day=clock.today(tell.now) + timedelta(days=n), at=tell.now)  # fmt: skip


def _plans(tell: Telling) -> None:
    boss, at = tell.people[Role.MANAGER], tell.now - 30 * DAY
    since, diets = clock.today(at), {}
    for name, foods, added, never in DIETS:
        facts = {"name": name, "supplements": added, "never": never, "method": "self"}
        diets[name] = diet_rules.add_diet(facts, diet_rules.read_foods(foods), by=boss, at=at)
    for species, diet, times in EATERS:
        _feed(tell, species, diets[diet], times, at)
    for code, n in (("P", 9), ("N", 4), ("B", 3), ("Q", 4)):
        for unit in tell.places.units[code][:n]:
            plan_rules.plan("clean", unit=unit, times="08:30", from_on=since, by=boss, at=at,
                            words="Hose, scrub the shelf, dry")  # fmt: skip
    for unit in tell.places.units["P"][:6]:
        plan_rules.plan("enrich", unit=unit, times="10:00", weekdays=(1, 3, 5), from_on=since,
                        words="Puzzle feeder or browse", by=boss, at=at)  # fmt: skip


def _feed(tell: Telling, species: str, diet: Diet, times: str, at: datetime) -> None:
    if species in tell.taxa:
        plan_rules.plan("feed", taxon=tell.taxa[species], diet=diet, times=times,
                        from_on=clock.today(at), by=tell.people[Role.MANAGER], at=at)  # fmt: skip


def _today(tell: Telling, units: Sequence[Unit]) -> None:
    """The morning's round: most are seen, one lacks a head, a few have no record yet."""
    begin = clock.start_of(clock.today(tell.now))
    for n, unit in enumerate(units):
        at = min(begin + 7 * HOUR + n * timedelta(minutes=1), tell.now)
        if n % 17 == 16:
            continue
        missed = 1 if n == 20 and unit.n > 1 else 0
        roll_rules.call(unit, expected=unit.n, found=unit.n - missed, by=tell.keeper, at=at)
    clean = sa.select(CarePlan).where(CarePlan.kind == "clean").order_by(CarePlan.id).limit(12)
    for plan in db.session.scalars(clean).all():
        at = begin + 8 * HOUR + timedelta(minutes=40)
        if at < tell.now and plan.unit is not None:
            keeping_rules.tend("clean", plan.unit, plan=plan, slot="0830", by=tell.keeper, at=at)


def _primates() -> list[Animal]:
    """Those who live in the first cages, by their homes."""
    query = (
        sa.select(Animal)
        .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
        .join(Unit, Unit.id == Housing.unit_id)
        .options(contains_eager(Animal.taxon))
        .join(Animal.taxon)
        .where(Unit.code.like("P%"), Animal.count == 1, Animal.name != "")
        .order_by(Unit.code, Animal.id)
    )
    return list(db.session.scalars(query))


def _weeks(tell: Telling, animal: Animal) -> None:
    """Four weeks of one animal, scored and weighed back every day."""
    home = db.session.scalars(
        sa.select(Unit).join(Housing, Housing.unit_id == Unit.id)
        .where(Housing.animal_id == animal.id, Housing.ended_at.is_(None))
    ).one()  # fmt: skip
    for n in range(27, 0, -1):
        at = tell.ago(n)
        low = 9 < n < 15
        keeping_rules.observe(animal, appetite=2 if low else 3 + n % 2, faeces=4 if low else 3,
                              water="drank", body=2 if low else 3, body_system="felt",
                              by=tell.keeper, at=at)  # fmt: skip
        keeping_rules.tend("feed", home, animal=animal, offered_g=480, by=tell.keeper, at=at,
                           left_g=(220 if low else 40) + tell.dice.randrange(40))  # fmt: skip


def _worries(tell: Telling, patients: Sequence[Animal]) -> None:
    for animal, (what, urgency, note, hours) in zip(patients[1:], WORRIES, strict=False):
        concern = concern_rules.raise_concern(
            what, urgency, animal=animal, note=note, by=tell.keeper, at=tell.now - hours * HOUR
        )
        if urgency == "watch":
            concern_rules.answer(
                concern, "Seen. More browse and a screen towards the path; look again in a week.",
                by=tell.vet, at=tell.now - 20 * HOUR,
            )  # fmt: skip
    incident_rules.report(
        "scratch", animal=patients[5], person_hurt="Volunteer, left forearm", by=tell.keeper,
        note="Reached through the mesh while the bowl was changed.", at=tell.now - 50 * HOUR,
    )  # fmt: skip


def _welfare(tell: Telling, animals: Sequence[Animal]) -> None:
    for n, animal in enumerate(animals):
        for month in range(3, 0, -1):
            worst = "DCB"[3 - month] if n % 2 else "B"
            grades = {key: welfare_rules.Grade("A", 2) for key in DOMAINS}
            grades["behaviour"] = welfare_rules.Grade(worst, 4 - month, "Paces along the front")
            grades["mental"] = welfare_rules.Grade("B", 1, "Startles at the door")
            at = tell.ago(month * 30 - 12)
            if animal.admitted_at < at:
                welfare_rules.assess(animal, grades, confidence="medium", by=tell.vet, at=at)
