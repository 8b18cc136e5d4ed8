"""Feeding, cleaning, watering, enriching, and how the animals were."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.models import Animal
from rescue_center.care.weight_rules import refuse_future, stay_at
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.queries import place_of
from rescue_center.errors import Refused, explain
from rescue_center.husbandry import tasks
from rescue_center.husbandry.keeping_models import (
    ControlDish,
    Observation,
    Tending,
)
from rescue_center.husbandry.plan_models import CarePlan
from rescue_center.husbandry.striking import strike_out
from rescue_center.husbandry.words import (
    APPETITE,
    BODY,
    BODY_SCALE,
    BODY_SYSTEMS,
    FAECES,
    TENDING,
    WATER,
)
from rescue_center.measures import weight_text
from rescue_center.staff.models import Person

#: More food than any enclosure is given at once, in grams.
MOST_G = 2_000_000
#: 0730, or of a plan for a species 0730u12: the enclosure with it.
SLOT = re.compile(r"([01][0-9]|2[0-3])[0-5][0-9](u[0-9]{1,10})?")
VERBS = {"feed": "fed", "clean": "cleaned", "water": "gave water", "enrich": "enriched"}
WHAT_IT_WAS = {"feed": "a meal", "clean": "a cleaning", "water": "water", "enrich": "enrichment"}

explain("uq_tending_task", "Somebody else has just done this task.")
explain("a_control_dish_only_dries", "The control dish weighs more than before. Weigh again.")
explain("no_more_is_left_than_was_offered", "More is left than was offered. Weigh again.")


def tend(
    kind: str, unit: Unit, *, animal: Animal | None = None, plan: CarePlan | None = None,
    slot: str = "", offered_g: int | None = None, left_g: int | None = None, note: str = "",
    by: Person | None, at: datetime, recorded_at: datetime | None = None,
) -> Tending:  # fmt: skip
    """Write down what was done for an enclosure or an animal in it. With a plan and its slot it
    settles the task; where somebody settled it before, it is kept beside that, without the task."""
    if kind not in TENDING:
        raise Refused("Choose what was done.", field="kind")
    if unit.level != "enclosure":
        raise Refused(f"{unit.code} is not an enclosure.")
    refuse_future(at, recorded_at or at)
    if animal is not None:
        stay_at(animal, at)
    _refuse_odd_food(offered_g, left_g)
    day = _settled_day(kind, plan, slot, unit, at) if plan is not None else None
    row = Tending(
        kind=kind, unit=unit, animal=animal, at=at, offered_g=offered_g, left_g=left_g,
        note=note.strip(), by=by, recorded_at=recorded_at or at,
    )  # fmt: skip
    if plan is not None and day is not None:
        row.plan, row.day, row.slot = plan, day, slot
    db.session.add(row)
    db.session.flush()
    journal.record(
        VERBS[kind], row, by=by, at=at, animal=animal, unit=unit, reason=row.note,
        after={"offered_g": offered_g, "left_g": left_g, "eaten_g": row.eaten_g},
    )  # fmt: skip
    return row


def _refuse_odd_food(offered_g: int | None, left_g: int | None) -> None:
    if offered_g is not None and not 0 <= offered_g <= MOST_G:
        raise Refused(f"Food weighs between nothing and {weight_text(MOST_G)}.", field="offered")
    if left_g is not None and offered_g is None:
        raise Refused("Say how much was offered.", field="offered")
    if left_g is not None and offered_g is not None and not 0 <= left_g <= offered_g:
        raise Refused(f"{weight_text(left_g)} are left of {weight_text(offered_g)}: weigh again.",
                      field="left")  # fmt: skip


def _settled_day(
    kind: str, plan: CarePlan, slot: str, unit: Unit, at: datetime
) -> date | None:  # fmt: skip
    """The day whose task this settles; None where somebody did so before, where the plan has ended
    meanwhile, or where it is another enclosure's: what was done is kept all the same. The plan is
    locked, so that of two who come at once one sees the other."""
    if plan.kind != kind:
        raise Refused("That plan asks for something else.")
    if SLOT.fullmatch(slot) is None:
        raise Refused("That plan has no such time.")
    day = tasks.day_of(slot, at, clock.zone())
    lock(plan)
    if not tasks.is_slot_of(plan, slot, day, unit.id):
        return None
    return None if settled(plan, day, slot) else day


def settled(plan: CarePlan, day: date, slot: str) -> Tending | None:
    """Who did a task, where somebody did."""
    query = sa.select(Tending).where(
        Tending.plan_id == plan.id, Tending.day == day, Tending.slot == slot,
        Tending.voided_at.is_(None),
    )  # fmt: skip
    return db.session.scalars(query).first()


def first_of(plan: CarePlan, slot: str, at: datetime) -> Tending | None:
    """Who did the task that somebody did again at `at`."""
    return settled(plan, tasks.day_of(slot, at, clock.zone()), slot)


def weigh_back(
    row: Tending, left_g: int, *, by: Person, at: datetime, control: tuple[int, int] | None = None
) -> None:
    """What was left of a meal is weighed afterwards, once. `control` is what a dish of the same
    food that nobody could reach weighed before and weighs now."""
    lock(row)
    if row.is_void:
        raise Refused("This meal was struck out.")
    if row.left_g is not None:
        raise Refused(f"{weight_text(row.left_g)} were left, it says already. Strike the meal out "
                      "and write it down anew.")  # fmt: skip
    _refuse_odd_food(row.offered_g, left_g)
    row.left_g = left_g
    if control is not None:
        row.control = _control_dish(*control)
    db.session.flush()
    journal.record("weighed what was left", row, by=by, at=at, animal=row.animal, unit=row.unit,
                   after={"left_g": left_g, "eaten_g": row.eaten_g})  # fmt: skip


def _control_dish(put_g: int, left_g: int) -> ControlDish:
    if not 0 < left_g <= put_g <= MOST_G:
        raise Refused(f"A control dish of {weight_text(put_g)} can't weigh {weight_text(left_g)} "
                      "now: it only dries. Weigh again.", field="control_left")  # fmt: skip
    return ControlDish(put_g=put_g, left_g=left_g)


def observe(
    animal: Animal, *, appetite: int | None = None, faeces: int | None = None,
    water: str = "unknown", behaviour: str = "", note: str = "", by: Person | None, at: datetime,
    recorded_at: datetime | None = None, photographed: bool = False, body: int | None = None,
    body_system: str = "seen",
) -> Observation:  # fmt: skip
    """Write down how an animal was. What is only `photographed` says so; `body` is its condition
    on the scale of five, by eye or by hand."""
    if appetite is not None and appetite not in APPETITE:
        raise Refused("Appetite is 0 to 4.", field="appetite")
    if faeces is not None and faeces not in FAECES:
        raise Refused("Faeces are 1 to 5.", field="faeces")
    if water not in WATER:
        raise Refused("Choose whether it drank.", field="water")
    if body is not None and (body not in BODY or body_system not in BODY_SYSTEMS):
        raise Refused("The body condition is 1 to 5, by eye or by hand.", field="body")
    said = (appetite, faeces, body) != (None, None, None) or water != "unknown"
    if not (said or behaviour.strip() or note.strip()):
        if not photographed:
            raise Refused("Say what you saw.", field="behaviour")
        note = "Photographed"
    refuse_future(at, recorded_at or at)
    stay_at(animal, at)
    place = place_of(animal.id)
    row = Observation(
        animal=animal, unit=place.unit if place else None, at=at, appetite=appetite,
        faeces=faeces, water=water, behaviour=behaviour.strip(), note=note.strip(), by=by,
        recorded_at=recorded_at or at, body_condition=body,
        body_condition_scale=None if body is None else BODY_SCALE,
        body_condition_system="" if body is None else body_system,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record("observed", row, by=by, at=at, animal=animal, unit=row.unit, reason=row.note,
                   after=_in_words(row))  # fmt: skip
    return row


def body_text(row: Any) -> str:
    """`2 of 5, thin (by eye)`; empty where it was not judged."""
    if row.body_condition is None:
        return ""
    word = f", {BODY[row.body_condition].lower()}" if row.body_condition_scale == BODY_SCALE else ""
    how = BODY_SYSTEMS[row.body_condition_system].lower()
    return f"{row.body_condition} of {row.body_condition_scale}{word} ({how})"


def _in_words(row: Observation) -> dict[str, str]:
    return {
        "appetite": "" if row.appetite is None else f"{row.appetite}, {APPETITE[row.appetite]}",
        "faeces": "" if row.faeces is None else f"{row.faeces}, {FAECES[row.faeces]}",
        "water": "" if row.water == "unknown" else WATER[row.water], "behaviour": row.behaviour,
        "body_condition": body_text(row),
    }  # fmt: skip


def void_tending(row: Tending, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out what was not done; its task is to be done again."""
    strike_out(row, WHAT_IT_WAS[row.kind], whose=row.by_id, by=by, at=at, reason=reason,
               animal=row.animal, unit=row.unit, before={"offered_g": row.offered_g})  # fmt: skip


def void_observation(row: Observation, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out an observation of another, or one that was wrong."""
    strike_out(row, "an observation", whose=row.by_id, by=by, at=at, reason=reason,
               animal=row.animal, unit=row.unit, before=_in_words(row))  # fmt: skip
