"""What the pages of permits show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db, one_or_missing
from rescue_center.departures.gate_models import Permit, PermitStay
from rescue_center.departures.queries import picks_of
from rescue_center.errors import Refused
from rescue_center.paging import Page, cut


def named(typed: str | None) -> list[Animal]:
    """The animals of a list, one a line, without counts."""
    picks = picks_of(typed or "")
    for animal, count in picks:
        if count is not None:
            raise Refused(
                f"A permit covers the whole record of {animal.label}: leave the count away.",
                field="animals",
            )
    return [animal for animal, _ in picks]


def permits(page: int, today: date, *, show: str = "all") -> Page[Any]:
    """Permits, newest first, with how many records each covers; or those that end soon."""
    asked = _ending(today) if show == "ending" else sa.true()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Permit).where(asked)) or 0
    part = cut(total, page)
    order = (Permit.expires_on,) if show == "ending" else (Permit.issued_on.desc(),)
    covers = (
        sa.select(sa.func.count()).where(PermitStay.permit_id == Permit.id)
        .correlate(Permit).scalar_subquery()
    )  # fmt: skip
    found = db.session.execute(
        sa.select(Permit, covers.label("covers")).where(asked).order_by(*order, Permit.id.desc())
        .limit(part.size).offset(part.offset)
    ).all()  # fmt: skip
    return part.holding(found)


#: Permits are renewed in time when somebody looks a month before.
ENDS_WITHIN = timedelta(days=30)


def _ending(today: date) -> sa.ColumnElement[bool]:
    """Standing permits of somebody in care that end within a month."""
    in_care = sa.exists().where(
        PermitStay.permit_id == Permit.id, Stay.id == PermitStay.stay_id, Stay.ended_at.is_(None)
    )
    soon = Permit.expires_on.between(today, today + ENDS_WITHIN)
    return sa.and_(Permit.voided_at.is_(None), soon, in_care)


def permit_or_404(permit_id: int) -> Permit:
    """A permit with who recorded and who struck it out."""
    return one_or_missing(
        sa.select(Permit).where(Permit.id == permit_id)
        .options(joinedload(Permit.recorded_by), joinedload(Permit.voided_by))
    )  # fmt: skip


def covered_by(permit: Permit, page: int) -> Page[Stay]:
    """The stays that a permit covers."""
    covered = PermitStay.permit_id == permit.id
    total = db.session.scalar(sa.select(sa.func.count()).select_from(PermitStay).where(covered))
    part = cut(total or 0, page)
    stays = db.session.scalars(
        sa.select(Stay).join(PermitStay, PermitStay.stay_id == Stay.id).where(covered)
        .options(joinedload(Stay.animal).joinedload(Animal.taxon))
        .order_by(Stay.id).limit(part.size).offset(part.offset)
    ).all()  # fmt: skip
    return part.holding(stays)
