"""What pages show of concerns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center import panels
from rescue_center.animals.models import Animal
from rescue_center.db import db, one_or_missing, rows
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry.concern_models import Concern, ConcernPhoto
from rescue_center.paging import Page, cut
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

#: Waiting for an answer.
OPEN = (Concern.answered_at.is_(None), Concern.voided_at.is_(None))
_PRESSING = sa.case((Concern.urgency == "now", 0), (Concern.urgency == "today", 1), else_=2)

_LINES = (
    sa.select(Concern.id, Concern.what, Concern.urgency, Concern.note, Concern.at, Concern.answer,
              Concern.answered_at, Concern.voided_at, Animal.accession, Animal.name,
              Animal.kind, Animal.count, Taxon.common_name, Taxon.scientific_name,
              Unit.code, Person.name.label("by"),
              sa.select(sa.func.count()).where(ConcernPhoto.concern_id == Concern.id)
              .correlate(Concern).scalar_subquery().label("photos"))
    .outerjoin(Animal, Animal.id == Concern.animal_id)
    .outerjoin(Taxon, Taxon.id == Animal.taxon_id)
    .outerjoin(Unit, Unit.id == Concern.unit_id)
    .outerjoin(Person, Person.id == Concern.by_id)
)  # fmt: skip
_WAITING = _LINES.where(*OPEN).order_by(_PRESSING, Concern.at)
_PAST = _LINES.where(sa.or_(*(~one for one in OPEN))).order_by(Concern.at.desc(), Concern.id.desc())
_NEXT = _WAITING.limit(8)
#: For how long an answer is news to whoever asked.
NEWS = timedelta(days=3)
_ANSWERED = (
    _LINES.where(Concern.by_id == sa.bindparam("person_id"), Concern.voided_at.is_(None),
                 Concern.answered_at > sa.bindparam("since", type_=Concern.at.type))
    .order_by(Concern.answered_at.desc())
    .limit(5)
)  # fmt: skip
_OF_ANIMAL = _WAITING.where(Concern.animal_id == sa.bindparam("key")).limit(20)
_OF_UNIT = _WAITING.where(Concern.unit_id == sa.bindparam("key")).limit(20)


def waiting() -> Sequence[Any]:
    """The open ones that press most, for a home page."""
    return rows(_NEXT)


def answered_to(person_id: int, at: datetime) -> Sequence[Any]:
    """What somebody raised themselves and was answered in the last three days."""
    return rows(_ANSWERED, person_id=person_id, since=at - NEWS)


def listed(*, is_open: bool, page: int) -> Page[Any]:
    """Concerns that wait, the most pressing first; or those that were answered or struck out."""
    total = db.session.scalar(
        sa.select(sa.func.count()).select_from(Concern)
        .where(*OPEN if is_open else (sa.or_(*(~one for one in OPEN)),))
    )  # fmt: skip
    part = cut(total or 0, page)
    query = _WAITING if is_open else _PAST
    return part.holding(rows(query.limit(part.size).offset(part.offset)))


def concern_or_404(concern_id: int) -> Concern:
    """A concern with all it shows."""
    return one_or_missing(
        sa.select(Concern)
        .where(Concern.id == concern_id)
        .options(
            joinedload(Concern.animal).joinedload(Animal.taxon), joinedload(Concern.unit),
            joinedload(Concern.by), joinedload(Concern.answered_by),
            selectinload(Concern.photos).joinedload(ConcernPhoto.media),
        )
    )  # fmt: skip


def of_animal(animal_id: int) -> Sequence[Any] | None:
    """The open ones about an animal."""
    return rows(_OF_ANIMAL, key=animal_id) or None


def of_unit(unit: Unit) -> Sequence[Any] | None:
    """The open ones about an enclosure and those who live in it."""
    return rows(_OF_UNIT, key=unit.id) or None


panels.add("animal_now", "husbandry/_concerns_here.html", of_animal)
panels.add("unit", "husbandry/_concerns_here.html", of_unit)
