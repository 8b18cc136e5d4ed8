"""What pages show of roll-calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.db import db, one_or_missing, rows
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry.roll_models import Called, RollCall
from rescue_center.paging import Page, cut
from rescue_center.staff.models import Person

#: Not everybody was there, and nobody knows why.
OPEN = (
    sa.or_(RollCall.expected != RollCall.found, RollCall.missed > 0),
    RollCall.resolved_at.is_(None), RollCall.voided_at.is_(None),
)  # fmt: skip
_LINES = (
    sa.select(RollCall.id, RollCall.at, RollCall.expected, RollCall.found, RollCall.missed,
              RollCall.resolution, RollCall.resolved_at, RollCall.voided_at, RollCall.note,
              Unit.code, Unit.name, Person.name.label("by"))
    .join(Unit, Unit.id == RollCall.unit_id)
    .outerjoin(Person, Person.id == RollCall.by_id)
    .order_by(RollCall.at.desc(), RollCall.id.desc())
)  # fmt: skip


def mismatches() -> Sequence[Any]:
    """The open ones, the latest first."""
    return rows(_LINES.where(*OPEN).limit(50))


def listed(page: int) -> Page[Any]:
    """All of them, the latest first."""
    part = cut(db.session.scalar(sa.select(sa.func.count(RollCall.id))) or 0, page)
    return part.holding(rows(_LINES.limit(part.size).offset(part.offset)))


def call_or_404(call_id: int) -> RollCall:
    """A roll-call with who was named in it."""
    return one_or_missing(
        sa.select(RollCall)
        .where(RollCall.id == call_id)
        .options(
            joinedload(RollCall.unit), joinedload(RollCall.by), joinedload(RollCall.resolved_by),
            selectinload(RollCall.named).joinedload(Called.animal),
        )
    )  # fmt: skip
