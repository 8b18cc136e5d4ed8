"""What a phone is given of the daily work: the tasks of the day, who was seen, open concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.db import rows
from rescue_center.husbandry import concern_queries, day_queries
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.day_queries import Doing
from rescue_center.husbandry.heads import kept_by
from rescue_center.husbandry.keeping_models import ControlDish, Tending
from rescue_center.husbandry.record_queries import eaten_of
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.husbandry.tasks import Task
from rescue_center.rounds import slice as slices
from rescue_center.rounds.slice import Scope
from rescue_center.staff.models import Person

#: How long before midnight an evening meal may be given whose rest is weighed in the morning.
EVENING = timedelta(hours=12)

_UNITS: Any = sa.bindparam("unit_ids", expanding=True)
_SEEN = (
    sa.select(RollCall.unit_id, RollCall.at, RollCall.expected, RollCall.found, Person.name)
    .outerjoin(Person, Person.id == RollCall.by_id)
    .where(RollCall.unit_id.in_(_UNITS), RollCall.voided_at.is_(None),
           RollCall.at >= sa.bindparam("begin", type_=RollCall.at.type))
    .order_by(RollCall.at, RollCall.id)
)  # fmt: skip
_MEALS = (
    sa.select(Tending.id, Tending.unit_id, Tending.animal_id, Tending.plan_id, Tending.slot,
              Tending.day, Tending.at, Tending.offered_g, Tending.left_g, ControlDish.put_g,
              ControlDish.left_g.label("dried_g"))
    .outerjoin(ControlDish, ControlDish.tending_id == Tending.id)
    .where(Tending.unit_id.in_(_UNITS), Tending.kind == "feed", Tending.voided_at.is_(None),
           Tending.offered_g.is_not(None),
           Tending.at >= sa.bindparam("begin", type_=Tending.at.type))
    .order_by(Tending.at, Tending.id)
)  # fmt: skip
_CONCERNS = (
    sa.select(Concern.id, Concern.animal_id, Concern.unit_id, Concern.what, Concern.urgency,
              Concern.at, Person.name)
    .outerjoin(Person, Person.id == Concern.by_id)
    .where(*concern_queries.OPEN, sa.or_(
        Concern.unit_id.in_(_UNITS),
        Concern.animal_id.in_(sa.bindparam("animal_ids", expanding=True))))
    .order_by(Concern.at, Concern.id)
)  # fmt: skip


def kept(person: Person, day: date) -> Iterable[int]:
    """The areas that somebody keeps."""
    return kept_by(person.id, day)


def tasks(scope: Scope) -> dict[str, Any]:
    """The work of the day in these enclosures, with what was done of it."""
    return {"tasks": [_task(one) for one in day_queries.day_of(scope.unit_ids, scope.day)]}


def _task(one: Doing) -> dict[str, Any]:
    task = one.task
    return {
        "id": task.id, "plan": task.plan.id, "unit": task.unit_id, "animal": task.plan.animal_id,
        "kind": task.plan.kind, "at": task.at.isoformat(), "words": _words(task),
        "items": [[food, grams] for food, grams in task.items if grams is not None],
        "done": [one.done[0].isoformat(timespec="seconds"), one.done[1]] if one.done else None,
    }  # fmt: skip


def _words(task: Task) -> str:
    """What to do, and with what: never empty, as it is all that a keeper reads of it."""
    said, diet = [task.plan.words], task.plan.diet
    if diet is not None:
        said += [diet.name, diet.supplements, f"Never: {diet.never}" if diet.never else ""]
        said += [f"{food}: weigh it first" for food, grams in task.items if grams is None]
    return ". ".join(one.rstrip(".") for one in said if one) or task.plan.label


def seen(scope: Scope) -> dict[str, Any]:
    """Today's roll-calls here."""
    found = rows(_SEEN, unit_ids=list(scope.unit_ids), begin=clock.start_of(scope.day))
    return {"seen": [
        {"unit": row.unit_id, "at": row.at.isoformat(timespec="seconds"), "by": row.name or "",
         "expected": row.expected, "found": row.found}
        for row in found
    ]}  # fmt: skip


def meals(scope: Scope) -> dict[str, Any]:
    """What was fed here since yesterday's noon and weighed: what was left of it is weighed later,
    of an evening meal in the morning. `eaten` is null until then."""
    begin = clock.start_of(scope.day) - EVENING
    found = rows(_MEALS, unit_ids=list(scope.unit_ids), begin=begin)
    return {"meals": [
        {"id": row.id, "unit": row.unit_id, "animal": row.animal_id, "g": row.offered_g,
         "at": row.at.isoformat(timespec="seconds"), "left": row.left_g, "eaten": eaten_of(row),
         "task": f"plan:{row.plan_id}:{row.day.isoformat()}:{row.slot}" if row.plan_id else None}
        for row in found
    ]}  # fmt: skip


def concerns(scope: Scope) -> dict[str, Any]:
    """The concerns here that wait for an answer."""
    found = rows(_CONCERNS, unit_ids=list(scope.unit_ids), animal_ids=list(scope.animal_ids))
    return {"concerns": [
        {"id": row.id, "animal": row.animal_id, "unit": row.unit_id, "what": row.what,
         "urgency": row.urgency, "at": row.at.isoformat(timespec="seconds"), "by": row.name or ""}
        for row in found
    ]}  # fmt: skip


slices.KEEPS.append(kept)
slices.PARTS += [tasks, seen, meals, concerns]
