"""Which other species an animal met since it came: on the way, or in the same enclosure. It takes
no fast track to the wild then (domain rules 1.3)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures.past import ancestry
from rescue_center.enclosures.models import Housing
from rescue_center.quarantine.models import Exposure
from rescue_center.species.models import Taxon


def met(stay: Stay) -> list[str]:
    """What it was exposed to, in words; nothing where it met its own kind alone."""
    line = ancestry(stay.animal)
    written = db.session.scalar(
        sa.select(Exposure.source).where(Exposure.animal_id.in_([a.id for a, _ in line])).limit(1)
    )
    found = [f"it was exposed to other animals ({written})"] if written else []
    if on_the_way := _transported(stay.animal):
        found.append(f"it was seized or brought together with {on_the_way}")
    for animal, until in line:
        if beside := _housed(animal, stay, until):
            found.append(f"it shared an enclosure with {beside}")
            break
    return found


def _transported(animal: Animal) -> str | None:
    """Another species of its epidemiological group, by name; dead or alive."""
    if animal.epi_group_id is None:
        return None
    query = sa.select(Taxon.common_name, Taxon.scientific_name).join(Animal).where(
        Animal.epi_group_id == animal.epi_group_id, Animal.taxon_id != animal.taxon_id,
        Animal.voided_at.is_(None),
    )  # fmt: skip
    return _named(query)


def _housed(animal: Animal, stay: Stay, until: datetime | None) -> str | None:
    """Another species that lived where the animal did, at the same time, before `until`."""
    mine, theirs = aliased(Housing), aliased(Housing)
    query = (
        sa.select(Taxon.common_name, Taxon.scientific_name)
        .join(Animal, Animal.taxon_id == Taxon.id)
        .join(theirs, theirs.animal_id == Animal.id)
        .join(mine, mine.unit_id == theirs.unit_id)
        .where(
            mine.animal_id == animal.id,
            Animal.taxon_id != stay.animal.taxon_id,
            sa.or_(mine.ended_at.is_(None), mine.ended_at > stay.began_at),
            sa.or_(mine.ended_at.is_(None), mine.ended_at > theirs.began_at),
            sa.or_(theirs.ended_at.is_(None), theirs.ended_at > mine.began_at),
        )
    )
    if until is not None:
        query = query.where(mine.began_at < until, theirs.began_at < until)
    return _named(query)


def _named(query: sa.Select[str, str]) -> str | None:
    row = db.session.execute(query.order_by(Taxon.scientific_name).limit(1)).first()
    return (row.common_name or row.scientific_name) if row else None
