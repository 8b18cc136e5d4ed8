"""What animals in quarantine were exposed to and nobody decided about, where their protocol asks
for more days under a condition (domain rules 2.2)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.quarantine.event_models import Exposure, ExposureDecision
from rescue_center.quarantine.models import Quarantine
from rescue_center.species.models import TaxonGroup

#: Between two sources; no source holds it.
_NEXT = "\x1e"
_BETWEEN = sa.literal_column(f"'{_NEXT}'", sa.String)

#: The sources in one text, as a column of a statement about quarantines: no query of its own.
UNDECIDED = (
    sa.select(sa.func.aggregate_strings(Exposure.source, _BETWEEN))  # type: ignore[arg-type]
    .join(TaxonGroup, TaxonGroup.id == Quarantine.group_id)
    .outerjoin(ExposureDecision, ExposureDecision.exposure_id == Exposure.id)
    .where(
        Exposure.animal_id == Quarantine.animal_id,
        ExposureDecision.id.is_(None),
        TaxonGroup.conditional_days != sa.literal_column("''", sa.String),
    )
    .correlate(Quarantine)
    .scalar_subquery()
)


def stays_until(animal_id: int) -> datetime | None:
    """The last day that a vet set for an exposure of this animal; None where there is none."""
    return db.session.scalar(
        sa.select(sa.func.max(ExposureDecision.not_before))
        .join(Exposure, Exposure.id == ExposureDecision.exposure_id)
        .where(Exposure.animal_id == animal_id)
    )


def sources(told: str | None) -> list[str]:
    """The sources of such a text, each once."""
    return list(dict.fromkeys(told.split(_NEXT))) if told else []
