"""What is asked about drugs and their limits."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.db import db
from rescue_center.errors import Missing
from rescue_center.pharmacy.models import DoseLimit, Drug
from rescue_center.species.models import Taxon, TaxonGroup


def get_drug(drug_id: int) -> Drug:
    """A drug with its limits. Raises Missing."""
    limits = selectinload(Drug.limits)
    query = (
        sa.select(Drug)
        .where(Drug.id == drug_id)
        .options(limits.joinedload(DoseLimit.group), limits.joinedload(DoseLimit.taxon))
    )
    if (drug := db.session.scalars(query).one_or_none()) is None:
        raise Missing
    return drug


def drugs(*, retired: bool = False) -> list[Drug]:
    """The drugs that may be prescribed, by name and strength; with the retired ones if asked."""
    query = sa.select(Drug).options(selectinload(Drug.limits).joinedload(DoseLimit.group))
    if not retired:
        query = query.where(sa.not_(Drug.retired))
    return list(db.session.scalars(query.order_by(Drug.name, Drug.strength_mg)))


def limit_for(drug: Drug, taxon: Taxon, route: str) -> DoseLimit | None:
    """The limit in force: of the species, of its group, of everyone; of this route before any."""
    mine = sa.or_(
        DoseLimit.taxon_id == taxon.id,
        sa.and_(
            DoseLimit.taxon_id.is_(None),
            sa.or_(DoseLimit.group_id == taxon.group_id, DoseLimit.group_id.is_(None)),
        ),
    )
    query = (
        sa.select(DoseLimit)
        .where(DoseLimit.drug_id == drug.id, mine, DoseLimit.route.in_((route, "")))
        .options(joinedload(DoseLimit.group), joinedload(DoseLimit.taxon))
    )
    found = list(db.session.scalars(query))
    found.sort(key=lambda one: (one.taxon_id is None, one.group_id is None, one.route == ""))
    return found[0] if found else None


def groups() -> list[TaxonGroup]:
    """The groups of taxa, by name."""
    return list(db.session.scalars(sa.select(TaxonGroup).order_by(TaxonGroup.label)))
