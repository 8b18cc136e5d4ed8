"""Health statements that planned transfers wait for, asked at once for all of them. One transfer's
own page says the same (documents/required.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app

from rescue_center.animals.models import Animal, Stay
from rescue_center.db import rows
from rescue_center.departures.transfer_models import Transfer, Transferred
from rescue_center.documents.models import Issued, IssuedStay
from rescue_center.species.models import Taxon

_NEEDED = sa.func.coalesce(
    Transfer.statement_needed,
    sa.and_(Transfer.to_country != "", Transfer.to_country != sa.bindparam("country")),
)
_VALID = sa.exists().where(
    IssuedStay.stay_id == Transferred.stay_id,
    Issued.id == IssuedStay.issued_id,
    Issued.kind == "health_statement",
    Issued.revoked_at.is_(None),
    Issued.superseded_at.is_(None),
    sa.or_(Issued.valid_until.is_(None),
           Issued.valid_until >= sa.bindparam("today", type_=Issued.valid_until.type)),
)  # fmt: skip
_WANTED = (
    sa.select(Animal.accession, Animal.name, Animal.kind, Animal.count, Taxon.common_name,
              Transfer.number, Transfer.planned_for)
    .select_from(Transferred)
    .join(Transfer, Transfer.id == Transferred.transfer_id)
    .join(Stay, Stay.id == Transferred.stay_id)
    .join(Animal, Animal.id == Stay.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .where(Transfer.status == "planned", Stay.ended_at.is_(None), _NEEDED, ~_VALID)
    .order_by(Transfer.planned_for.is_(None), Transfer.planned_for, Transfer.id, Animal.accession)
)  # fmt: skip


def statements_wanted(today: date) -> Sequence[Any]:
    """Whom a planned transfer takes and no valid health statement names, the soonest first."""
    return rows(_WANTED, today=today, country=current_app.config["CENTRE_COUNTRY"])
