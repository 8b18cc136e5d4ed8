"""What pages show of incidents."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.animals.models import Animal
from rescue_center.db import db, one_or_missing, rows
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry.incident_models import Incident, IncidentPhoto
from rescue_center.paging import Page, cut
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

#: Waiting for a follow-up.
OPEN = (Incident.closed_at.is_(None), Incident.voided_at.is_(None))
_LINES = (
    sa.select(Incident.id, Incident.what, Incident.at, Incident.person_hurt, Incident.note,
              Incident.closed_at, Incident.voided_at, Animal.accession, Animal.name, Animal.kind,
              Animal.count, Taxon.common_name, Taxon.scientific_name, Unit.code,
              Person.name.label("by"))
    .outerjoin(Animal, Animal.id == Incident.animal_id)
    .outerjoin(Taxon, Taxon.id == Animal.taxon_id)
    .outerjoin(Unit, Unit.id == Incident.unit_id)
    .outerjoin(Person, Person.id == Incident.by_id)
    .order_by(sa.case((sa.and_(*OPEN), 0), else_=1), Incident.at.desc(), Incident.id.desc())
)  # fmt: skip


def listed(page: int) -> Page[Any]:
    """The open ones first, then the latest."""
    part = cut(db.session.scalar(sa.select(sa.func.count(Incident.id))) or 0, page)
    return part.holding(rows(_LINES.limit(part.size).offset(part.offset)))


def incident_or_404(incident_id: int) -> Incident:
    """An incident with all it shows."""
    return one_or_missing(
        sa.select(Incident)
        .where(Incident.id == incident_id)
        .options(
            joinedload(Incident.animal).joinedload(Animal.taxon), joinedload(Incident.unit),
            joinedload(Incident.by), joinedload(Incident.closed_by),
            selectinload(Incident.photos).joinedload(IncidentPhoto.media),
        )
    )  # fmt: skip
