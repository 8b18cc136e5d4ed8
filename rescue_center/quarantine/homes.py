"""Where the animals of a sample live by now: a result may come long after they moved on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center.animals.ledger_models import Regroup
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.quarantine.models import Test


def of_the_sampled(test: Test) -> Sequence[Unit]:
    """The units in which the animals that were sampled live now."""
    return now_of(test.quarantine.animal_id, test.sampled_at)


def now_of(animal_id: int, since: datetime | None) -> Sequence[Unit]:
    """The units in which an animal or lot lives now, and those that were split off or merged into
    other lots since."""
    kin = sa.select(sa.literal(animal_id).label("id")).cte("kin", recursive=True)
    kin = kin.union(
        sa.select(Regroup.to_id).where(Regroup.from_id == kin.c.id, Regroup.at >= since)
    )
    query = (
        sa.select(Unit)
        .join(Housing, Housing.unit_id == Unit.id)
        .join(kin, kin.c.id == Housing.animal_id)
        .where(Housing.ended_at.is_(None))
        .order_by(Unit.id)
    )
    return db.session.scalars(query).unique().all()
