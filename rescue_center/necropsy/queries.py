"""Reading examinations of the dead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.departures.models import Death
from rescue_center.errors import Missing
from rescue_center.necropsy.models import CarcassPart, Necropsy

#: A list shows so many; those who died long ago stand in the register of deaths.
MOST = 100


def get_or_404(necropsy_id: int) -> Necropsy:
    """The examination with that number."""
    if (row := db.session.get(Necropsy, necropsy_id)) is None:
        raise Missing
    return row


def part_or_404(part_id: int) -> CarcassPart:
    """The part with that number."""
    if (row := db.session.get(CarcassPart, part_id)) is None:
        raise Missing
    return row


def parts_of(death_id: int) -> Sequence[CarcassPart]:
    """What was kept of a carcass, what is struck out too."""
    query = sa.select(CarcassPart).where(CarcassPart.death_id == death_id).order_by(CarcassPart.id)
    return db.session.scalars(query).all()


def history_of(death_id: int) -> Sequence[Necropsy]:
    """Every examination of a death, the one that stands first."""
    query = (
        sa.select(Necropsy)
        .where(Necropsy.death_id == death_id)
        .order_by(Necropsy.voided_at.is_not(None), Necropsy.id.desc())
    )
    return db.session.scalars(query).all()


def to_open() -> Sequence[Death]:
    """The dead whose carcass waits to be opened, the last to die first."""
    begun = sa.exists().where(Necropsy.death_id == Death.id, Necropsy.voided_at.is_(None))
    query = (
        sa.select(Death)
        .where(Death.necropsy == "pending", Death.voided_at.is_(None),
               Death.disposed_at.is_(None), ~begun)
        .order_by(Death.at.desc(), Death.id).limit(MOST)
    )  # fmt: skip
    return db.session.scalars(query).all()


def drafts() -> Sequence[Necropsy]:
    """Examinations that nobody signed yet."""
    return _such(Necropsy.signed_at.is_(None))


def waiting() -> Sequence[Necropsy]:
    """Examinations without a final diagnosis: histology is out."""
    return _such(Necropsy.signed_at.is_not(None), Necropsy.final_at.is_(None))


def concluded() -> Sequence[Necropsy]:
    """The last that were concluded."""
    return _such(Necropsy.final_at.is_not(None), newest=True)


def _such(*such: Any, newest: bool = False) -> Sequence[Necropsy]:
    order = Necropsy.final_at.desc() if newest else Necropsy.at
    query = (
        sa.select(Necropsy)
        .where(Necropsy.voided_at.is_(None), *such)
        .order_by(order, Necropsy.id).limit(MOST)
    )  # fmt: skip
    return db.session.scalars(query).all()
