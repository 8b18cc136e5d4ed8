"""The work of a day with what became of it: plans, who lives where, what was done, in a handful of
statements however many enclosures there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care.models import Weight
from rescue_center.care.queries import NEWEST_WEIGHT
from rescue_center.db import db, rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.husbandry.keeping_models import Observation, Tending
from rescue_center.husbandry.plan_models import CarePlan, Diet
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.husbandry.tasks import Task, tasks_of
from rescue_center.husbandry.welfare_models import WelfareAssessment
from rescue_center.staff.models import Person

#: What a plan asks for that is settled by looking at each animal, and not by an act of its own.
LOOKED = ("observe", "weigh", "welfare")


@dataclass(frozen=True)
class Doing:
    """A task, and when and by whom it was done."""

    task: Task
    done: tuple[datetime, str] | None

    def is_late(self, at: datetime) -> bool:
        """Whether its time is past and nobody did it."""
        return self.done is None and self.task.at < at


_UNIT_IDS: Any = sa.bindparam("unit_ids", expanding=True)
_LIVING = (
    sa.select(Animal.id.label("animal_id"), Housing.unit_id, Animal.taxon_id, Animal.count,
              Weight.weight_g)
    .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .outerjoin(Weight, Weight.id == NEWEST_WEIGHT)
    .where(Housing.unit_id.in_(_UNIT_IDS), Animal.count > 0)
    .order_by(Animal.id)
)  # fmt: skip
_BEGIN, _END = (sa.bindparam(name, type_=Tending.at.type) for name in ("begin", "end"))
_TENDED = (
    sa.select(Tending.plan_id, Tending.slot, Tending.at, Person.name)
    .outerjoin(Person, Person.id == Tending.by_id)
    .where(Tending.day == sa.bindparam("day", type_=Tending.day.type), Tending.voided_at.is_(None))
)


def _looked_at(kind: str, model: Any, by_id: Any) -> sa.Select[Any]:
    return (
        sa.select(sa.literal(kind).label("kind"), model.animal_id, model.at, Person.name)
        .outerjoin(Person, Person.id == by_id)
        .where(model.at >= _BEGIN, model.at < _END, model.voided_at.is_(None))
    )


_LOOKS = sa.union_all(
    _looked_at("observe", Observation, Observation.by_id),
    _looked_at("weigh", Weight, Weight.recorded_by_id),
    _looked_at("welfare", WelfareAssessment, WelfareAssessment.by_id),
).subquery()
_LOOKED = sa.select(_LOOKS).order_by(_LOOKS.c.at)


def plans_of(day: date) -> Sequence[CarePlan]:
    """The plans that hold on a day, with their diets."""
    query = (
        sa.select(CarePlan)
        .where(CarePlan.from_on <= day,
               sa.or_(CarePlan.until_on.is_(None), CarePlan.until_on >= day))
        .options(joinedload(CarePlan.diet).selectinload(Diet.items))
        .order_by(CarePlan.id)
    )  # fmt: skip
    return db.session.scalars(query).all()


def day_of(unit_ids: Collection[int], day: date) -> list[Doing]:
    """What is to be done in these enclosures on a day, and what was. Six statements at most."""
    plans = plans_of(day)
    if not plans or not unit_ids:
        return []
    wanted = set(unit_ids)
    living = rows(_LIVING, unit_ids=sorted(wanted))
    found = [task for task in tasks_of(plans, living, day, clock.zone()) if task.unit_id in wanted]
    return _settled(found, day)


def _settled(found: Iterable[Task], day: date) -> list[Doing]:
    begin, end = clock.day_bounds(day)
    tended = {(row.plan_id, row.slot): (row.at, row.name or "") for row in rows(_TENDED, day=day)}
    looked: dict[tuple[str, int], list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows(_LOOKED, begin=begin, end=end):
        looked[row.kind, row.animal_id].append((row.at, row.name or ""))
    return [
        Doing(
            task,
            _looks(task, looked) if task.plan.kind in LOOKED
            else tended.get((task.plan.id, task.slot)),
        )
        for task in found
    ]  # fmt: skip


def _looks(
    task: Task, looked: dict[tuple[str, int], list[tuple[datetime, str]]]
) -> tuple[datetime, str] | None:
    """When the last of the heads was looked at, as often as the slot asks: the second slot of a day
    wants a second look."""
    nth = task.plan.times.replace(":", "").split().index(task.slot.partition("u")[0])
    each = [looked.get((task.plan.kind, one.animal_id), []) for one in task.heads]
    if not each or any(len(looks) <= nth for looks in each):
        return None
    return max(looks[nth] for looks in each)


# --- records that are missing -------------------------------------------------------------------


def _none_then(model: Any) -> Any:
    return ~sa.exists().where(model.unit_id == Unit.id, model.at >= _BEGIN, model.at < _END,
                              model.voided_at.is_(None))  # fmt: skip


_outer = aliased(Unit)
_UNRECORDED = (
    sa.select(Unit.id, Unit.code, Unit.name, Unit.n, Unit.parent_id,
              _outer.parent_id.label("site_id"))
    .join(_outer, _outer.id == Unit.parent_id)
    .where(Unit.level == "enclosure", Unit.n > 0, Unit.closed_at.is_(None),
           _none_then(RollCall), _none_then(Tending), _none_then(Observation))
    .order_by(_outer.walking_order, Unit.walking_order, Unit.code)
)  # fmt: skip


_UNCOUNTED = (
    sa.select(Unit.id, Unit.code, Unit.name, Unit.n, Unit.parent_id,
              _outer.parent_id.label("site_id"))
    .join(_outer, _outer.id == Unit.parent_id)
    .where(Unit.level == "enclosure", Unit.n > 0, Unit.closed_at.is_(None), _none_then(RollCall))
    .order_by(_outer.walking_order, Unit.walking_order, Unit.code)
)  # fmt: skip


def noon_of(day: date) -> datetime:
    """When the afternoon's round begins: heads are counted anew (domain rules 9)."""
    return clock.from_local(datetime.combine(day, time(12)))


def uncounted(day: date) -> Sequence[Any]:
    """The enclosures with animals whose heads nobody counted in the afternoon of a day."""
    return rows(_UNCOUNTED, begin=noon_of(day), end=clock.day_bounds(day)[1])


def unrecorded(day: date) -> Sequence[Any]:
    """The enclosures with animals of which nothing was written down on a day."""
    begin, end = clock.day_bounds(day)
    return rows(_UNRECORDED, begin=begin, end=end)
