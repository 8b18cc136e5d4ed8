"""Who is ordered for at once: everybody in an enclosure, one species there, or a cohort."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from rescue_center.animals.models import Animal, Stay
from rescue_center.care.order_models import OrderBatch, Prescription
from rescue_center.care.queries import found
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.quarantine.counting import scope_words
from rescue_center.quarantine.models import Quarantine

EVERYBODY = "all"


def living_in(unit: Unit) -> Sequence[Animal]:
    """The animals and lots that live in an enclosure, with what an order asks of them."""
    query = (
        sa.select(Animal)
        .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
        .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
        .where(Housing.unit_id == unit.id, Animal.voided_at.is_(None))
        .options(joinedload(Animal.taxon), selectinload(Animal.stays))
        .order_by(Animal.name_folded == "", Animal.name_folded, Animal.accession)
    )
    return db.session.scalars(query).unique().all()


def groups_of(unit: Unit, living: Sequence[Animal]) -> dict[str, tuple[str, list[Animal]]]:
    """Whom one may order for, by key: in words, and who they are. A species or a cohort that is
    everybody is left out."""
    here = list(living)
    groups = {EVERYBODY: (f"Everybody in {unit.code}", here)}
    for animal in here:
        words = f"{animal.taxon.label} in {unit.code}"
        groups.setdefault(f"taxon:{animal.taxon_id}", (words, []))[1].append(animal)
    scopes = db.session.execute(
        sa.select(Quarantine.animal_id, Quarantine.scope_key).where(
            Quarantine.unit_id == unit.id, Quarantine.ended_at.is_(None)
        )
    )
    scope_of = {animal_id: scope for animal_id, scope in scopes}  # noqa: C416
    for animal in here:
        if scope := scope_of.get(animal.id):
            words = f"Cohort of {scope_words(scope).lower()} in {unit.code}"
            groups.setdefault(f"cohort:{scope}", (words, []))[1].append(animal)
    return {
        key: group for key, group in groups.items() if key == EVERYBODY or len(group[1]) < len(here)
    }


def get_batch(batch_id: int) -> OrderBatch:
    """What was ordered at once, with its orders. Raises Missing."""
    query = (
        sa.select(OrderBatch)
        .where(OrderBatch.id == batch_id)
        .outerjoin(OrderBatch.orders)
        .options(
            contains_eager(OrderBatch.orders).joinedload(Prescription.animal)
            .joinedload(Animal.taxon),
            contains_eager(OrderBatch.orders).joinedload(Prescription.animal)
            .selectinload(Animal.stays),
            contains_eager(OrderBatch.orders).joinedload(Prescription.drug),
            joinedload(OrderBatch.by), joinedload(OrderBatch.undone_by),
            joinedload(OrderBatch.unit),
        )
        .order_by(Prescription.id)
    )  # fmt: skip
    return found(db.session.scalars(query).unique().one_or_none())
