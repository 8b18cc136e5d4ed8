"""The list behind the deaths on a manager's home."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center import paging
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures.models import Death
from rescue_center.species.models import Taxon

LATELY = timedelta(days=30)


def deaths(page: int, at: datetime, *, every: bool) -> paging.Page[Any]:
    """Who died, the last first: within 30 days of a moment, or ever."""
    those: list[sa.ColumnElement[bool]] = [Death.voided_at.is_(None)]
    if not every:
        those.append(Death.at > at - LATELY)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Death).where(*those)) or 0
    part = paging.cut(total, page)
    found = db.session.execute(
        sa.select(Death.id, Death.at, Death.count, Death.manner, Death.cause, Death.unexplained,
                  Animal.accession, Animal.name, Animal.kind, Taxon.common_name,
                  Taxon.scientific_name)
        .join(Stay, Stay.id == Death.stay_id)
        .join(Animal, Animal.id == Stay.animal_id)
        .join(Taxon, Taxon.id == Animal.taxon_id)
        .where(*those)
        .order_by(Death.at.desc(), Death.id.desc())
        .limit(part.size)
        .offset(part.offset)
    ).all()  # fmt: skip
    return part.holding(found)
