"""What is asked about drugs and their limits."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.db import db
from rescue_center.errors import Missing
from rescue_center.pharmacy.models import DoseLimit, Drug
from rescue_center.species.models import TaxonGroup


def get_drug(drug_id: int) -> Drug:
    """A drug with its limits. Raises Missing."""
    options = selectinload(Drug.limits).joinedload(DoseLimit.group)
    query = sa.select(Drug).where(Drug.id == drug_id).options(options)
    if (drug := db.session.scalars(query).one_or_none()) is None:
        raise Missing
    return drug


def drugs(*, retired: bool = False) -> list[Drug]:
    """The drugs that may be prescribed, by name and strength; with the retired ones if asked."""
    query = sa.select(Drug).options(selectinload(Drug.limits).joinedload(DoseLimit.group))
    if not retired:
        query = query.where(sa.not_(Drug.retired))
    return list(db.session.scalars(query.order_by(Drug.name, Drug.strength_mg)))


def limit_for(drug: Drug, group_id: int | None, route: str) -> DoseLimit | None:
    """The limit in force: of this group and route, of the group, of this route, of everyone."""
    query = (
        sa.select(DoseLimit)
        .where(
            DoseLimit.drug_id == drug.id,
            sa.or_(DoseLimit.group_id == group_id, DoseLimit.group_id.is_(None)),
            DoseLimit.route.in_((route, "")),
        )
        .options(joinedload(DoseLimit.group))
    )
    found = list(db.session.scalars(query))
    found.sort(key=lambda one: (one.group_id is None, one.route == ""))
    return found[0] if found else None


def groups() -> list[TaxonGroup]:
    """The groups of taxa, by name."""
    return list(db.session.scalars(sa.select(TaxonGroup).order_by(TaxonGroup.label)))
