"""What pages show of welfare: the history of an animal, and who is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center import clock
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db, rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.husbandry.welfare_models import WelfareAssessment
from rescue_center.husbandry.welfare_rules import due_on
from rescue_center.paging import Page, cut
from rescue_center.species.models import Taxon


def of_animal(animal_id: int, *, most: int = 12) -> Sequence[WelfareAssessment]:
    """The newest assessments of an animal, the oldest of them first: as they are drawn."""
    query = (
        sa.select(WelfareAssessment)
        .where(WelfareAssessment.animal_id == animal_id)
        .options(joinedload(WelfareAssessment.by), selectinload(WelfareAssessment.grades))
        .order_by(WelfareAssessment.at.desc(), WelfareAssessment.id.desc())
        .limit(most)
    )
    return db.session.scalars(query).all()[::-1]


def next_due(animal: Animal, assessments: Sequence[WelfareAssessment]) -> date | None:
    """When the next is due; None where it is not in care."""
    stay = animal.stay
    if stay is None or stay.ended_at is not None:
        return None
    last = max((a.at for a in assessments if not a.is_void and a.stay_id == stay.id), default=None)
    return due_on(clock.today(stay.began_at), clock.today(last) if last else None)


@dataclass(frozen=True)
class Due:
    """An animal in care and the day of its next assessment."""

    row: Any
    on: date


_last = (
    sa.select(WelfareAssessment.stay_id, sa.func.max(WelfareAssessment.at).label("at"))
    .where(WelfareAssessment.voided_at.is_(None))
    .group_by(WelfareAssessment.stay_id)
    .subquery()
)
_IN_CARE = (
    sa.select(Animal.accession, Animal.name, Animal.kind, Animal.count, Taxon.common_name,
              Taxon.scientific_name, Unit.code, Stay.began_at, _last.c.at.label("last_at"))
    .join(Stay, Stay.animal_id == Animal.id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .outerjoin(Unit, Unit.id == Housing.unit_id)
    .outerjoin(_last, _last.c.stay_id == Stay.id)
    .where(Stay.ended_at.is_(None), Animal.count > 0, Animal.voided_at.is_(None))
    .order_by(Animal.id)
)  # fmt: skip


def _due(row: Any) -> Due:
    last_on = clock.today(row.last_at) if row.last_at else None
    return Due(row, due_on(clock.today(row.began_at), last_on))


def due(on: date, page: int) -> Page[Due]:
    """Those whose welfare is to be assessed by a day: who was assessed before and is overdue for
    longest first, then who never was, the newest arrivals first."""
    found = [one for one in map(_due, rows(_IN_CARE)) if one.on <= on]
    assessed = sorted((one for one in found if one.row.last_at), key=lambda one: one.on)
    never = sorted((one for one in found if not one.row.last_at), key=lambda one: one.on)
    found = [*assessed, *reversed(never)]
    part = cut(len(found), page)
    return part.holding(found[part.offset : part.offset + part.size])
