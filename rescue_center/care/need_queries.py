"""What planned doses will take from the stock."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center.animals.models import Animal, Stay
from rescue_center.care.drawing_models import DoseLine, UndrawnDose
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.db import db, rows
from rescue_center.pharmacy.quantity import parts_of
from rescue_center.pharmacy.stock_models import StockLine

_OPEN = (
    Prescription.stopped_at.is_(None), Prescription.voided_at.is_(None), Stay.ended_at.is_(None),
)  # fmt: skip
_ORDERS = (
    sa.select(
        Prescription.drug_id, Prescription.amount, Prescription.dilution, Prescription.interval_h,
        Prescription.days, Prescription.is_once,
        sa.func.sum(sa.case((
            sa.and_(Dose.settled_at.is_(None), Dose.cancelled_at.is_(None),
                    Dose.due_at >= sa.bindparam("now", type_=Dose.due_at.type),
                    Dose.due_at < sa.bindparam("until", type_=Dose.due_at.type)), 1), else_=0),
        ).label("doses"),
        sa.func.max(Dose.due_at).label("last"),
    )
    .join(Stay, Stay.id == Prescription.stay_id)
    .join(Dose, Dose.prescription_id == Prescription.id)
    .where(*_OPEN)
    .group_by(Prescription.id)
)  # fmt: skip
_AS_NEEDED = (
    sa.select(Prescription.drug_id)
    .join(Stay, Stay.id == Prescription.stay_id)
    .where(*_OPEN, Prescription.is_prn)
    .distinct()
)


def planned(now: datetime, until: datetime) -> dict[int, int]:
    """Parts of each drug that the doses planned between two moments need. An order without an
    end is written out for a fortnight and needed for all of it."""
    need: dict[int, int] = defaultdict(int)
    for row in rows(_ORDERS, now=now, until=until):
        need[row.drug_id] += (row.doses + _to_come(row, until)) * parts_of(
            Decimal(row.amount) / row.dilution
        )
    return dict(need)


def _to_come(row: Any, until: datetime) -> int:
    """Doses of an order without an end that are not written out yet."""
    if row.days is not None or row.is_once or not row.interval_h or row.last is None:
        return 0
    hours = (until - row.last).total_seconds() / 3600
    return max(0, int(hours // row.interval_h))


def needed_as_needed() -> set[int]:
    """Drugs of running as-needed orders: how much they take, nobody knows."""
    return {row.drug_id for row in rows(_AS_NEEDED)}


def undrawn() -> list[UndrawnDose]:
    """Doses that nobody drew from stock, the oldest first."""
    record = joinedload(UndrawnDose.administration)
    query = (
        sa.select(UndrawnDose)
        .where(UndrawnDose.settled_at.is_(None))
        .options(
            record.joinedload(Administration.prescription).joinedload(Prescription.drug),
            record.joinedload(Administration.animal).joinedload(Animal.taxon),
            record.joinedload(Administration.by),
        )
        .order_by(UndrawnDose.since, UndrawnDose.administration_id)
    )
    return list(db.session.scalars(query))


def struck_out_but_drawn() -> list[StockLine]:
    """Rows of the register whose dose was struck out, and that nobody has reversed."""
    back = sa.orm.aliased(StockLine)
    query = (
        sa.select(StockLine)
        .join(DoseLine, DoseLine.line_id == StockLine.id)
        .join(Administration, Administration.id == DoseLine.administration_id)
        .outerjoin(back, sa.and_(back.batch_id == StockLine.batch_id,
                                 back.reverses_seq == StockLine.seq))
        .where(StockLine.controlled, Administration.voided_at.is_not(None), back.id.is_(None))
        .options(joinedload(StockLine.batch), joinedload(StockLine.animal).joinedload(Animal.taxon))
        .order_by(StockLine.id)
    )  # fmt: skip
    return list(db.session.scalars(query))
