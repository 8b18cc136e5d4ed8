"""What is asked about orders and their doses."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from rescue_center.animals.models import Animal
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.care.queries import found
from rescue_center.db import db, for_update
from rescue_center.pharmacy.models import Drug

#: How far back and ahead of today the doses of a long order are listed.
BEFORE = timedelta(days=30)
AHEAD = timedelta(days=15)
#: For how long after a dose another drug is looked at beside it.
BESIDE = timedelta(days=3)


def get_order(prescription_id: int) -> Prescription:
    """An order with its animal, drug and people. Raises Missing."""
    query = (
        sa.select(Prescription)
        .where(Prescription.id == prescription_id)
        .options(
            joinedload(Prescription.animal).joinedload(Animal.taxon),
            joinedload(Prescription.animal).selectinload(Animal.stays),
            joinedload(Prescription.drug),
            joinedload(Prescription.weight),
            joinedload(Prescription.ordered_by),
            joinedload(Prescription.confirmed_by),
            joinedload(Prescription.stopped_by),
            joinedload(Prescription.batch),
        )
    )
    return found(db.session.scalars(query).one_or_none())


def get_dose(dose_id: int) -> Dose:
    """A dose with its order, animal and records. Raises Missing."""
    query = (
        sa.select(Dose)
        .where(Dose.id == dose_id)
        .options(
            joinedload(Dose.prescription).joinedload(Prescription.drug),
            joinedload(Dose.prescription).joinedload(Prescription.weight),
            joinedload(Dose.animal).joinedload(Animal.taxon),
            joinedload(Dose.animal).selectinload(Animal.stays),
            selectinload(Dose.records).joinedload(Administration.by),
        )
    )
    return found(db.session.scalars(query).one_or_none())


def records_of(order_ids: list[int]) -> set[int]:
    """Which of these orders something was recorded of, struck out or not."""
    query = sa.select(Administration.prescription_id).where(
        Administration.prescription_id.in_(order_ids)
    )
    return set(db.session.scalars(query))


def ingredients_now(animal_id: int, at: datetime) -> list[str]:
    """What an animal gets, or was given within three days: for what does not go together."""
    given = sa.select(Administration.ingredient).where(
        Administration.animal_id == animal_id,
        Administration.at > at - BESIDE,
        Administration.status.in_(("given", "partly")),
        Administration.voided_at.is_(None),
    )
    ordered = [order.drug.ingredient for order in running_orders(animal_id, at)]
    return sorted({*ordered, *db.session.scalars(given)})


def taken_of(order: Prescription) -> datetime | None:
    """When the animal was last given its ingredient under this order or one before it."""
    query = sa.select(sa.func.max(Administration.at)).where(
        Administration.animal_id == order.animal_id,
        Administration.ingredient == order.drug.ingredient,
        Administration.status.in_(("given", "partly")),
        Administration.voided_at.is_(None),
    )
    return db.session.scalar(query)


def replacement_of(order: Prescription) -> Prescription | None:
    """The edition that took this one's place; None where it was not changed."""
    query = (
        sa.select(Prescription)
        .where(Prescription.replaces_id == order.id)
        .options(joinedload(Prescription.ordered_by), joinedload(Prescription.drug))
    )
    return db.session.scalars(query).one_or_none()


def editions_of(order: Prescription) -> list[Prescription]:
    """Every edition of an order, the first of them first."""
    line = (
        sa.select(Prescription.id, Prescription.replaces_id)
        .where(Prescription.id == order.id)
        .cte("line", recursive=True)
    )
    before = sa.select(Prescription.id, Prescription.replaces_id).join(
        line, Prescription.id == line.c.replaces_id
    )
    line = line.union(before)
    later = (
        sa.select(Prescription.id).where(Prescription.id == order.id).cte("later", recursive=True)
    )
    later = later.union(
        sa.select(Prescription.id).join(later, Prescription.replaces_id == later.c.id)
    )
    query = (
        sa.select(Prescription)
        .where(sa.or_(Prescription.id.in_(sa.select(line.c.id)),
                      Prescription.id.in_(sa.select(later.c.id))))
        .options(joinedload(Prescription.ordered_by), joinedload(Prescription.drug))
        .order_by(Prescription.edition)
    )  # fmt: skip
    return list(db.session.scalars(query))


_DOSE = (
    sa.select(Dose)
    .where(Dose.id == sa.bindparam("dose_id"))
    .options(joinedload(Dose.prescription).joinedload(Prescription.drug))
)
_LOCKED = (
    sa.select(Dose)
    .join(Dose.animal)
    .where(Dose.id == sa.bindparam("dose_id"))
    .options(contains_eager(Dose.animal).joinedload(Animal.stays))
    .execution_options(populate_existing=True)
)


def dose_to_record(dose_id: int) -> Dose:
    """A dose with what recording it needs, and no more. Raises Missing."""
    return found(db.session.scalars(_DOSE, {"dose_id": dose_id}).one_or_none())


def lock_dose(dose: Dose) -> None:
    """Lock the animal, then the dose, and read both anew with the animal's stays, in one
    statement."""
    locked = for_update(_LOCKED, Animal, Dose)
    db.session.scalars(locked, {"dose_id": dose.id}).unique().one()


def get_record(record_id: int) -> Administration:
    """A record of a dose with what it is about. Raises Missing."""
    query = (
        sa.select(Administration)
        .where(Administration.id == record_id)
        .options(
            joinedload(Administration.by),
            joinedload(Administration.animal),
            joinedload(Administration.prescription).joinedload(Prescription.drug),
            joinedload(Administration.dose)
            .selectinload(Dose.records)
            .joinedload(Administration.by),
        )
    )
    return found(db.session.scalars(query).one_or_none())


def doses_of(order: Prescription, at: datetime) -> list[Dose]:
    """The doses of an order within a month back and two weeks ahead, with what was recorded."""
    query = (
        sa.select(Dose)
        .where(
            Dose.prescription_id == order.id,
            Dose.due_at > at - BEFORE,
            Dose.due_at < at + AHEAD,
        )
        .options(selectinload(Dose.records).joinedload(Administration.by))
        .order_by(Dose.due_at)
    )
    return list(db.session.scalars(query))


def records_without_dose(order: Prescription) -> list[Administration]:
    """What was given of an as-needed order, newest first."""
    query = (
        sa.select(Administration)
        .where(Administration.prescription_id == order.id, Administration.dose_id.is_(None))
        .options(joinedload(Administration.by))
        .order_by(Administration.at.desc())
        .limit(100)
    )
    return list(db.session.scalars(query))


def running_orders(
    animal_id: int, at: datetime, ingredient: str | None = None
) -> list[Prescription]:
    """The orders of an animal that were not stopped and still have doses to come: open-ended, as
    needed, waiting for a second vet, or with a dose that is neither recorded nor a day overdue."""
    still = sa.exists().where(
        Dose.prescription_id == Prescription.id,
        Dose.settled_at.is_(None),
        Dose.cancelled_at.is_(None),
        Dose.due_at > at - timedelta(hours=24),
    )
    query = (
        sa.select(Prescription)
        .join(Prescription.drug)
        .where(
            Prescription.animal_id == animal_id,
            Prescription.stopped_at.is_(None),
            Prescription.voided_at.is_(None),
            sa.or_(
                Prescription.is_prn,
                sa.and_(Prescription.days.is_(None), sa.not_(Prescription.is_once)),
                sa.and_(Prescription.outside_limits_reason != "",
                        Prescription.confirmed_at.is_(None)),
                still,
            ),
        )
        .options(contains_eager(Prescription.drug), joinedload(Prescription.ordered_by))
        .order_by(Prescription.id)
    )  # fmt: skip
    if ingredient is not None:
        query = query.where(Drug.ingredient == ingredient)
    return list(db.session.scalars(query))
