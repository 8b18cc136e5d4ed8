"""What pages show of plans, diets, areas and shifts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center import panels
from rescue_center.db import db, one_or_missing, rows
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry.keeper_models import Keepership, Shift
from rescue_center.husbandry.plan_models import CarePlan, Diet
from rescue_center.paging import Page, cut
from rescue_center.policy import Role
from rescue_center.staff.models import Grant, Person

_WHOLE = (
    joinedload(CarePlan.unit), joinedload(CarePlan.taxon), joinedload(CarePlan.animal),
    joinedload(CarePlan.diet), joinedload(CarePlan.by), joinedload(CarePlan.ended_by),
)  # fmt: skip


def plans(day: date, *, ended: bool, page: int) -> Page[CarePlan]:
    """Plans that hold or begin later, by their times; or those that have ended, the latest
    first."""
    holds = sa.or_(CarePlan.until_on.is_(None), CarePlan.until_on >= day)
    query = sa.select(CarePlan).where(CarePlan.until_on < day if ended else holds)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    part = cut(total, page)
    order = (CarePlan.until_on.desc(), CarePlan.id) if ended else (CarePlan.times, CarePlan.id)
    shown = query.options(*_WHOLE).order_by(*order).limit(part.size).offset(part.offset)
    return part.holding(db.session.scalars(shown).all())


def plan_or_404(plan_id: int) -> CarePlan:
    """A plan with all it shows."""
    return one_or_missing(
        sa.select(CarePlan)
        .where(CarePlan.id == plan_id)
        .options(*_WHOLE, joinedload(CarePlan.diet).selectinload(Diet.items))
    )


def plans_for(
    day: date, *, unit_id: int | None = None, animal_id: int | None = None
) -> Sequence[CarePlan]:
    """The plans of an enclosure or an animal that have not ended."""
    mine = CarePlan.unit_id == unit_id if unit_id else CarePlan.animal_id == animal_id
    query = sa.select(CarePlan).where(
        mine, sa.or_(CarePlan.until_on.is_(None), CarePlan.until_on >= day)
    )
    return db.session.scalars(query.options(*_WHOLE).order_by(CarePlan.times, CarePlan.id)).all()


def diets() -> Sequence[Diet]:
    """Every recipe, those in use first."""
    query = sa.select(Diet).options(selectinload(Diet.items)).order_by(Diet.retired, Diet.name)
    return db.session.scalars(query).all()


def diet_or_404(diet_id: int) -> Diet:
    """A recipe with its foods."""
    return one_or_missing(
        sa.select(Diet).where(Diet.id == diet_id).options(selectinload(Diet.items))
    )


def diet_choices() -> list[tuple[int, str]]:
    """The recipes that a plan may use."""
    query = sa.select(Diet.id, Diet.name).where(Diet.retired.is_(False)).order_by(Diet.name)
    return [(row.id, row.name) for row in rows(query)]


def keeperships(day: date) -> Sequence[Keepership]:
    """Who keeps what, by area, those that have not ended."""
    query = (
        sa.select(Keepership)
        .join(Keepership.unit)
        .where(sa.or_(Keepership.until_on.is_(None), Keepership.until_on >= day))
        .options(joinedload(Keepership.person), joinedload(Keepership.unit))
        .order_by(Unit.walking_order, Unit.code, Keepership.is_head.desc(), Keepership.id)
    )
    return db.session.scalars(query).all()


def shifts(first: date, days: int = 7) -> Sequence[Shift]:
    """The shifts of some days."""
    query = (
        sa.select(Shift)
        .where(Shift.day >= first, Shift.day < first + timedelta(days=days),
               Shift.cancelled_at.is_(None))
        .options(joinedload(Shift.person), joinedload(Shift.unit))
        .order_by(Shift.day, Shift.part, Shift.unit_id, Shift.id)
    )  # fmt: skip
    return db.session.scalars(query).all()


def keepers() -> list[tuple[int, str]]:
    """The people who may keep animals, to choose from."""
    may = sa.exists().where(
        Grant.person_id == Person.id, Grant.revoked_at.is_(None),
        Grant.role.in_((Role.KEEPER.value, Role.VET.value, Role.COORDINATOR.value,
                        Role.MANAGER.value)),
    )  # fmt: skip
    query = sa.select(Person.id, Person.name).where(may, Person.disabled_at.is_(None))
    return [(row.id, row.name) for row in rows(query.order_by(Person.name))]


def area_choices() -> list[tuple[int, str]]:
    """The areas and sites to choose from."""
    query = sa.select(Unit.id, Unit.code, Unit.name).where(
        Unit.level != "enclosure", Unit.closed_at.is_(None)
    )
    found: Sequence[Any] = rows(query.order_by(Unit.walking_order, Unit.code))
    return [(row.id, f"{row.code} {row.name}".strip()) for row in found]


def plans_of_taxon(taxon: Any) -> Any:
    """The plans of a species that have not ended; shown to whoever may plan for one."""
    query = sa.select(CarePlan).where(CarePlan.taxon_id == taxon.id, CarePlan.until_on.is_(None))
    return db.session.scalars(query.options(*_WHOLE).order_by(CarePlan.times)).all()


panels.add("taxon", "husbandry/_plans_of_taxon.html", plans_of_taxon)
