"""Making a plan, ending it, and planning anew."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from rescue_center import clock, journal
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.queries import place_of
from rescue_center.errors import Refused, explain
from rescue_center.husbandry.heads import PLANNERS, only_planners
from rescue_center.husbandry.plan_models import CarePlan, Diet
from rescue_center.husbandry.words import PLANNED, WEEKDAYS
from rescue_center.species.models import Taxon
from rescue_center.staff import duty
from rescue_center.staff.models import Person
from rescue_center.tongues import N_

#: Slots on a day: more is a mistake.
MOST = 12

explain("care_plan_is_for_one", "A plan is for an enclosure, for a species or for one animal.")
explain("care_plan_facts_stay", "A plan is not rewritten: end it and make another.")


def plan(
    kind: str, *, unit: Unit | None = None, taxon: Taxon | None = None,
    animal: Animal | None = None, times: str, weekdays: Iterable[int] = range(1, 8),
    diet: Diet | None = None, words: str = "", from_on: date, by: Person | None, at: datetime,
) -> CarePlan:  # fmt: skip
    """Plan what is done for an enclosure, a species or an animal, at these times of these days."""
    if sum(one is not None for one in (unit, taxon, animal)) != 1:
        raise Refused("Choose an enclosure, a species or an animal.", field="unit")
    if kind not in PLANNED:
        raise Refused("Choose what is done.", field="kind")
    if unit is not None and unit.level != "enclosure":
        raise Refused(f"{unit.code} is not an enclosure.", field="unit")
    _planner(by, at, unit, taxon, animal)
    if diet is not None and (kind != "feed" or diet.retired):
        raise Refused("A diet that is in use goes with feeding alone.", field="diet")
    if kind == "feed" and diet is None and not words.strip():
        raise Refused("Choose the diet, or say what they are fed.", field="diet")
    row = CarePlan(
        kind=kind, unit=unit, taxon=taxon, animal=animal, times=times_of(times),
        weekdays=_weekdays(weekdays), diet=diet, words=words.strip(), from_on=from_on, by=by,
        recorded_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record("planned", row, by=by, at=at, animal=animal, unit=unit, after=_told(row))
    return row


def _planner(
    by: Person | None, at: datetime, unit: Unit | None, taxon: Taxon | None, animal: Animal | None
) -> Person:
    """Whoever plans this; anybody else is refused."""
    if taxon is not None:
        return duty.only(by, PLANNERS, at, "plan for a whole species")
    place = place_of(animal.id) if animal is not None else None
    home = unit or (place.unit if place else None)
    return only_planners(by, at, [home] if home is not None else [])


def times_of(typed: str) -> str:
    """Times of a day as they are kept: `07:30 16:00`, each once, in order."""
    found = set()
    for text in re.split(r"[\s,;]+", typed.strip()):
        known = re.fullmatch(r"(\d{1,2})(?:[:.h](\d\d))?", text)
        if known is None or int(known[1]) > 23 or int(known[2] or 0) > 59:
            raise Refused("Write the times like 07:30 16:00.", field="times")
        found.add(f"{int(known[1]):02}:{known[2] or '00'}")
    if len(found) > MOST:
        raise Refused(f"More than {MOST} times a day cannot be met.", field="times")
    return " ".join(sorted(found))


def _weekdays(days: Iterable[int]) -> str:
    found = sorted(set(days))
    if not found or not all(1 <= day <= 7 for day in found):
        raise Refused("Choose at least one day of the week.", field="weekdays")
    return "".join(str(day) for day in found)


def days_text(weekdays: str) -> str:
    """`Every day`, or `Mon, Thu`."""
    if len(weekdays) == 7:
        return N_("Every day")
    return ", ".join(WEEKDAYS[int(day) - 1] for day in weekdays)


def _told(row: CarePlan) -> dict[str, str]:
    return {
        "what": row.label, "for": row.subject, "times": row.times,
        "days": days_text(row.weekdays), "diet": row.diet.name if row.diet else "",
        "words": row.words, "from": clock.day_text(row.from_on),
    }  # fmt: skip


def end(row: CarePlan, *, on: date, by: Person | None, at: datetime, reason: str = "") -> None:
    """The plan asks for nothing after this day."""
    person = _planner(by, at, row.unit, row.taxon, row.animal)
    lock(row)
    if row.until_on is not None:
        raise Refused(f"This plan ended on {clock.day_text(row.until_on)}.")
    if on < row.from_on:
        raise Refused("It would end before it began.", field="on")
    if on < clock.today(at) - timedelta(days=1):
        raise Refused("What was done is done: a plan ends yesterday at the earliest.",
                      field="on")  # fmt: skip
    row.until_on, row.ended_by = on, person
    db.session.flush()
    journal.record("ended a plan", row, by=by, at=at, animal=row.animal, unit=row.unit,
                   reason=reason, before=_told(row), after={"until_on": on})  # fmt: skip
