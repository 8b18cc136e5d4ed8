"""What pages and other packages ask about weights, examinations and treatment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center.care.models import Weight
from rescue_center.db import db


def last_weight(animal_id: int, *, before: datetime | None = None) -> Weight | None:
    """The newest valid reading (at or before a moment); None where nobody weighed it."""
    query = sa.select(Weight).where(Weight.animal_id == animal_id, Weight.voided_at.is_(None))
    if before is not None:
        query = query.where(Weight.at <= before)
    return db.session.scalars(query.order_by(Weight.at.desc(), Weight.id.desc()).limit(1)).first()


def latest_weight(animal_ids: Iterable[int]) -> dict[int, Weight]:
    """The newest valid reading of each animal that has one, in one query."""
    ids = list(animal_ids)
    if not ids:
        return {}
    newest = (
        sa.select(
            Weight.id,
            sa.func.row_number()
            .over(partition_by=Weight.animal_id, order_by=(Weight.at.desc(), Weight.id.desc()))
            .label("place"),
        )
        .where(Weight.animal_id.in_(ids), Weight.voided_at.is_(None))
        .subquery()
    )
    query = sa.select(Weight).join(newest, sa.and_(newest.c.id == Weight.id, newest.c.place == 1))
    return {weight.animal_id: weight for weight in db.session.scalars(query)}


def weights(animal_id: int, *, most: int = 500) -> list[Weight]:
    """The readings of an animal, newest first, those struck out included."""
    query = (
        sa.select(Weight)
        .where(Weight.animal_id == animal_id)
        .options(joinedload(Weight.recorded_by))
        .order_by(Weight.at.desc(), Weight.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))
