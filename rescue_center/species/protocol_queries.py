"""Protocols and hazards, as pages and forms show them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from rescue_center.db import db, one_or_missing
from rescue_center.errors import Missing
from rescue_center.species.models import Hazard, HazardGroup, ProtocolTest, TaxonGroup


def groups() -> list[TaxonGroup]:
    """Every quarantine group with its tests, by name."""
    query = sa.select(TaxonGroup).options(selectinload(TaxonGroup.tests))
    return list(db.session.scalars(query.order_by(TaxonGroup.label)))


def group_choices() -> list[tuple[str, str]]:
    """The groups as a form offers them."""
    query = sa.select(TaxonGroup.key, TaxonGroup.label).order_by(TaxonGroup.label)
    return [(key, label) for key, label in db.session.execute(query)]


def test_of(group: TaxonGroup, position: int) -> ProtocolTest:
    """A test of this protocol, or Missing."""
    for test in group.tests:
        if test.position == position:
            return test
    raise Missing


def group_by_key(key: str) -> TaxonGroup:
    """A quarantine group with its tests, or Missing."""
    query = sa.select(TaxonGroup).where(TaxonGroup.key == key)
    return one_or_missing(query.options(selectinload(TaxonGroup.tests)))


_SEVEREST = ("critical", "high", "medium", "low", "not_zoonotic")


def hazards(group_id: int | None = None) -> list[Hazard]:
    """The hazards (of one group), the worst first."""
    worst = sa.case({level: n for n, level in enumerate(_SEVEREST)}, value=Hazard.level)
    query = sa.select(Hazard).order_by(worst, Hazard.disease)
    if group_id is None:
        return list(db.session.scalars(query.options(selectinload(Hazard.groups))))
    mine = sa.select(HazardGroup.hazard_id).where(HazardGroup.group_id == group_id)
    return list(db.session.scalars(query.where(Hazard.id.in_(mine))))


def hazard_by_id(id: int) -> Hazard:
    """A hazard with its groups, or Missing."""
    query = sa.select(Hazard).where(Hazard.id == id).options(selectinload(Hazard.groups))
    return one_or_missing(query)
