"""Builds the demo centre, part by part, the same for the same day."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import selectinload

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.care.batch_queries import living_in
from rescue_center.care.order_queries import running_orders
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db
from rescue_center.demo import leavers, seizures, store, stories
from rescue_center.demo.courses import (
    COURSES,
    change_for_the_better,
    drugs,
    put_to_bed,
    treat,
    worm,
)
from rescue_center.demo.keeping import keeping
from rescue_center.demo.keepsakes import papers, pictures
from rescue_center.demo.places import Places
from rescue_center.demo.residents import Residents, residents
from rescue_center.demo.stories import DAY, HOUR, Telling, turn_page
from rescue_center.demo.tubes import tubes
from rescue_center.enclosures.models import Unit
from rescue_center.policy import Role
from rescue_center.staff import demo as cast
from rescue_center.tags import finder_rules
from rescue_center.tags import rules as tags

Say = Callable[[str], None]


def build(now: datetime, say: Say, *, small: bool = False) -> int:
    """Build the centre as it stands at `now`; returns the number of animals in care. A `small` one
    has every story too, with few animals in each.

    The reference data and the published cases are in the database already. Nothing is committed,
    so that whoever is interrupted finds the centre empty and begins again."""
    config = current_app.config
    asked = config["RELEASE_NEEDS_PAPER"]
    config["RELEASE_NEEDS_PAPER"] = False  # the past is told in days; its papers are not issued
    try:
        return _build(now, say, small=small)
    finally:
        config["RELEASE_NEEDS_PAPER"] = asked


def _build(now: datetime, say: Say, *, small: bool) -> int:
    people = cast.ensure_people(now - 4000 * DAY)
    opened = now - 3999 * DAY
    tell = Telling(
        people, Places(people[Role.MANAGER], opened), now,
        random.Random(clock.today(now).toordinal()),  # noqa: S311 (a story, no secret)
    )  # fmt: skip
    turn_page()
    wanted = {plan.species: plan for plan in residents()}
    if small:
        wanted = {name: one._replace(heads=0 if n % 9 else min(one.heads, 3))
                  for n, (name, one) in enumerate(wanted.items())}  # fmt: skip
    here: dict[str, int] = dict.fromkeys(wanted, 0)
    say("published seizures")
    _seizures(tell, wanted, here, most=6 if small else None)
    turn_page()
    say("quarantines")
    seizures.quarantined(tell, wanted, here)
    turn_page()
    say("residents")
    settled = _residents(tell, wanted, here)
    turn_page()
    say("departures")
    _past(tell, wanted)
    turn_page()
    say("tags")
    _tags(tell)
    turn_page()
    say("treatments")
    store.fill(tell)
    _treatments(tell, settled)
    turn_page()
    say("the drug register")
    store.keep_register(tell, settled)
    turn_page()
    say("laboratory")
    tubes(tell)
    turn_page()
    say("the keepers' days")
    keeping(tell)
    turn_page()
    say("pictures and papers")
    pictures(tell)
    papers(tell)
    db.session.flush()
    return sum(db.session.scalars(sa.select(Animal.count)))


def _seizures(
    tell: Telling, wanted: dict[str, Residents], here: dict[str, int], most: int | None
) -> None:
    """The animals of real Cambodian cases: some released, some dead, some still here."""
    lines = db.session.scalars(
        sa.select(ManifestLine)
        .join(Case)
        .where(
            Case.country == "KH", Case.kind == "seizure", Case.precision == "day",
            ManifestLine.condition == "alive", ManifestLine.unit == "individual",
            ManifestLine.specimen.in_(("LIV", "live")), ManifestLine.quantity.between(1, 500),
            ManifestLine.taxon_id.is_not(None), Case.happened_on > clock.today(tell.ago(3900)),
            Case.happened_on < clock.today(tell.now),
        )
        .options(selectinload(ManifestLine.case), selectinload(ManifestLine.taxon))
        .order_by(Case.happened_on.desc(), ManifestLine.id)
        .limit(most)
    ).all()  # fmt: skip
    for line in lines:
        if line.taxon is None or line.taxon.group_id is None:
            continue
        plan = wanted.get(line.taxon.scientific_name)
        animal = stories.receive(tell, line.case, line, dead=_dead_on_arrival(tell, line))
        if animal is not None:
            _fate(tell, animal, plan, here)


def _dead_on_arrival(tell: Telling, line: ManifestLine) -> int:
    count = int(line.quantity or 0)
    return count // 40 if count >= 40 else 0


def _fate(tell: Telling, animal: Animal, plan: Residents | None, here: dict[str, int]) -> None:
    """Some die, the wild ones go back, those the plan still has room for stay."""
    at = animal.admitted_at
    room = plan.heads - here[plan.species] if plan else 0
    if animal.count > 3 and tell.dice.random() < 0.5:
        leavers.die(tell, animal, at + 3 * DAY, count=1)
        db.session.refresh(animal)
    if plan and 0 < animal.count <= room:
        stories.settle(tell, animal, plan, at)
        here[plan.species] += animal.count
        return
    to = "Angkor Centre for Conservation of Biodiversity"
    leavers.send_away(tell, animal, to, min(at + 10 * DAY, tell.now - 2 * DAY))


def _residents(tell: Telling, wanted: dict[str, Residents], here: dict[str, int]) -> list[Animal]:
    """Whoever the published cases do not account for came by other ways, over ten years."""
    settled = []
    for plan in wanted.values():
        if plan.species not in tell.taxa:
            continue
        while (missing := plan.heads - here[plan.species]) > 0:
            count = min(plan.lot, missing)
            days = 60 + tell.dice.random() ** 2 * 3300
            animal = stories.admit(tell, plan, count, days, taken_over=True)
            stories.settle(tell, animal, plan, animal.admitted_at)
            here[plan.species] += count
            settled.append(animal)
    return settled


def _past(tell: Telling, wanted: dict[str, Residents]) -> None:
    """Animals that came and left this year and last: released, died, transferred, escaped."""
    for n, (species, count) in enumerate(
        (("Cuora amboinensis", 40), ("Indotestudo elongata", 25), ("Python bivittatus", 1),
         ("Macaca leonina", 1), ("Spilopelia chinensis", 60), ("Heosemys annandalii", 12))
    ):  # fmt: skip
        plan = wanted[species]._replace(lot=count)
        animal = stories.admit(tell, plan, count, 900 - n * 120)
        kept = stories.quarantine_of(
            tell, animal, tell.places.units["Q"][11], animal.admitted_at + HOUR
        )
        ends = kept.min_end + DAY
        stories.clear(tell, kept, Stage.PRE_RELEASE, ends)
        stories.house(tell, animal, tell.places.units["G"][0], ends + HOUR)
        leavers.make_ready(tell, animal, ends + 3 * DAY)
        leavers.release(tell, animal, ends + 6 * DAY, count=count - 5 if count > 20 else None)
    for n in range(14):
        plan = wanted[("Manis javanica", "Varanus salvator", "Hylobates pileatus")[n % 3]]
        animal = stories.admit(tell, plan._replace(lot=1), 1, 40 + n * 20)
        at = animal.admitted_at + 2 * DAY
        if n % 7 == 3:
            leavers.get_away(tell, animal, at, back=n > 7)
        elif n % 3 == 1:
            leavers.send_away(tell, animal, "Free the Bears, Phnom Tamao", at)
        else:
            leavers.die(tell, animal, at)


def _tags(tell: Telling) -> None:
    """A tag for everybody in care and every door, and a roll of blanks."""
    by, at = tell.people[Role.REGISTRAR], tell.now - DAY
    here = db.session.scalars(sa.select(Animal).where(Animal.count > 0).order_by(Animal.id)).all()
    doors = [unit for units in tell.places.units.values() for unit in units]
    tags.tag_all([*here, *doors], by=by, at=at, chooser=tell.dice)
    tag = tags.live_tag(here[0])
    finder_rules.report(
        tag.number if tag else "",
        "By the pagoda at Tamao, at the pond behind it.",
        at=tell.now - 3 * HOUR,
        contact="+855 12 000 000",
        message="It sits under a bench and does not move. There was this tag on it.",
    )
    tags.allocate(42, by=by, at=at, label="Ready for the next seizure", chooser=tell.dice)


def _treatments(tell: Telling, settled: list[Animal]) -> None:
    """Courses running today: most doses given, some overdue, the rest due."""
    named = drugs()
    patients = [a for a in settled if not a.is_lot and a.taxon.weight_min_g]
    crowded = db.session.scalars(
        sa.select(Unit).where(Unit.level == "enclosure", Unit.biosecurity == "standard",
                              Unit.n.between(3, 12)).order_by(Unit.n.desc(), Unit.code).limit(40)
    ).all()  # fmt: skip
    any(worm(tell, living_in(unit), unit) for unit in crowded)  # the first where it can be given
    done = 0
    for n, animal in enumerate(tell.dice.sample(patients, min(90, len(patients)))):
        if done == 34:
            return
        course = COURSES[n % len(COURSES)]
        treated = treat(
            tell, animal, course, named[course.drug], days_in=n % 6 + 0.3, missed=n % 5 == 0
        )
        done += treated
        if treated and n % 4 == 1:
            put_to_bed(tell, animal, course.assessment)
        if treated and n % 12 == 3:
            change_for_the_better(tell, running_orders(animal.id, tell.now)[0])
