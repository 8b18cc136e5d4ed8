"""What pages show of events, exposure and movement stops."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center.db import db, get_or_missing
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Missing
from rescue_center.quarantine.event_models import AdverseEvent, Exposure
from rescue_center.quarantine.models import DiseaseNotice, Quarantine, Test


def event_or_404(event_id: int) -> AdverseEvent:
    """An adverse event."""
    return get_or_missing(AdverseEvent, event_id, options=[joinedload(AdverseEvent.unit)])


def events_of(q: Quarantine) -> Sequence[AdverseEvent]:
    """Everything that happened where it was, while it was there, and to the animal itself."""
    query = (
        sa.select(AdverseEvent)
        .where(
            sa.or_(
                AdverseEvent.animal_id == q.animal_id,
                sa.exists().where(
                    Housing.animal_id == q.animal_id,
                    Housing.unit_id == AdverseEvent.unit_id,
                    Housing.began_at <= AdverseEvent.at,
                    sa.or_(Housing.ended_at.is_(None), Housing.ended_at >= AdverseEvent.at),
                ),
            ),
            AdverseEvent.at >= q.began_at,
        )
        .options(joinedload(AdverseEvent.unit), joinedload(AdverseEvent.animal))
        .order_by(AdverseEvent.at.desc(), AdverseEvent.id.desc())
    )
    return db.session.scalars(query).all()


def exposures_of(animal_id: int) -> Sequence[Exposure]:
    """What an animal was exposed to."""
    query = sa.select(Exposure).where(Exposure.animal_id == animal_id)
    query = query.options(joinedload(Exposure.decision)).order_by(Exposure.since)
    return db.session.scalars(query).all()


def stopped_units() -> Sequence[Unit]:
    """Units under a movement stop: their authority must be told."""
    query = sa.select(Unit).where(Unit.movement_stop_since.is_not(None))
    return db.session.scalars(query.order_by(Unit.movement_stop_since)).all()


def exposure_or_404(exposure_id: int, animal_id: int) -> Exposure:
    """An exposure of this animal."""
    query = sa.select(Exposure).where(Exposure.id == exposure_id, Exposure.animal_id == animal_id)
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return found


def notices() -> tuple[list[DiseaseNotice], list[DiseaseNotice]]:
    """Of which diseases the authority is to be told, the oldest first; and of which it was."""
    quarantine = joinedload(DiseaseNotice.test).joinedload(Test.quarantine)
    query = sa.select(DiseaseNotice).options(
        quarantine.joinedload(Quarantine.animal), quarantine.joinedload(Quarantine.unit),
        joinedload(DiseaseNotice.told_by), joinedload(DiseaseNotice.animal),
        joinedload(DiseaseNotice.unit), joinedload(DiseaseNotice.resolved_by),
    )  # fmt: skip
    waiting = query.where(DiseaseNotice.told_at.is_(None)).order_by(DiseaseNotice.id)
    told = query.where(DiseaseNotice.told_at.is_not(None)).order_by(DiseaseNotice.id.desc())
    return (list(db.session.scalars(waiting.limit(200))), list(db.session.scalars(told.limit(50))))
