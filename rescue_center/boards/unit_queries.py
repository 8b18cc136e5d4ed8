"""What an enclosure's page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center.animals.models import Animal, Stay
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.db import db, rows
from rescue_center.enclosures.compatibility import is_family
from rescue_center.enclosures.models import Housing, Incompatible, Unit
from rescue_center.errors import Missing
from rescue_center.media.models import Media
from rescue_center.pharmacy.models import Drug
from rescue_center.quarantine.models import Quarantine
from rescue_center.species.models import Taxon
from rescue_center.species.protection import RANK


def unit_or_404(code: str) -> Unit:
    """An enclosure, area or site by its code."""
    found = db.session.scalar(sa.select(Unit).where(Unit.code == code))
    if found is None:
        raise Missing
    return found


_ROSTER = (
    sa.select(Animal.id, Animal.accession, Animal.name, Animal.kind, Animal.count, Animal.holds,
              Animal.sex, Animal.age_class, Animal.taxon_id, Animal.parent_id,
              Animal.epi_group_id, Animal.case_id, Taxon.common_name, Taxon.scientific_name,
              Taxon.solitary, Stay.stage, Housing.began_at, Housing.override_until,
              Housing.override_reason, Media.sha256,
              Quarantine.clock_start, Quarantine.min_end, RANK.label("ppe"))
    .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .join(Stay, Stay.id == Housing.stay_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .outerjoin(Media, Media.id == Animal.photo_id)
    .outerjoin(Quarantine, sa.and_(Quarantine.stay_id == Stay.id, Quarantine.ended_at.is_(None)))
    .where(Housing.unit_id == sa.bindparam("unit_id"))
    .order_by(Taxon.common_name, Animal.accession)
    .limit(400)
)  # fmt: skip


def roster(unit_id: int) -> Sequence[Any]:
    """Who lives here now."""
    return rows(_ROSTER, unit_id=unit_id)


_here = (
    sa.select(Taxon.id, Taxon.group_id, Taxon.common_name, Taxon.scientific_name)
    .join(Animal, Animal.taxon_id == Taxon.id)
    .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .where(Housing.unit_id == sa.bindparam("unit_id"), Taxon.group_id.is_not(None))
    .distinct()
    .cte("here")
)
_one, _other = _here.alias("one"), _here.alias("other")
_CLASHES = (
    sa.select(_one.c.common_name, _one.c.scientific_name,
              _other.c.common_name.label("other_name"),
              _other.c.scientific_name.label("other_scientific"), Incompatible.reason)
    .join(_other, _one.c.id < _other.c.id)
    .join(Incompatible, sa.or_(
        sa.and_(Incompatible.one_id == _one.c.group_id,
                Incompatible.other_id == _other.c.group_id),
        sa.and_(Incompatible.one_id == _other.c.group_id,
                Incompatible.other_id == _one.c.group_id)))
    .where(Incompatible.retired.is_(False))
    .order_by(_one.c.id, _other.c.id)
    .limit(10)
)  # fmt: skip


def conflicts(unit_id: int, living: Sequence[Any]) -> list[str]:
    """Who of those living here should not live together, a sentence each."""
    return [
        *(
            f"{row.common_name or row.scientific_name} and "
            f"{row.other_name or row.other_scientific}: {row.reason}."
            for row in rows(_CLASHES, unit_id=unit_id)
        ),
        *_loners(living),
    ]


def _loners(living: Sequence[Any]) -> Iterator[str]:
    for taxon in {row.taxon_id: row for row in living if row.solitary}.values():
        own = [row for row in living if row.taxon_id == taxon.taxon_id]
        if len(own) < len(living):
            yield f"{taxon.common_name or taxon.scientific_name} is kept alone, and is not here."
        elif not is_family(own):
            yield (
                f"{taxon.common_name or taxon.scientific_name} is kept alone, or as a mother with "
                f"her young; here are {sum(row.count for row in own)}."
            )


_UNIT_DUE = (
    sa.select(Dose.id, Dose.due_at, Animal.accession, Animal.name, Drug.name.label("drug"),
              Prescription.amount, Prescription.amount_unit, RANK.label("ppe"))
    .join(Housing, sa.and_(Housing.animal_id == Dose.animal_id, Housing.ended_at.is_(None)))
    .join(Animal, Animal.id == Dose.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .join(Prescription, Prescription.id == Dose.prescription_id)
    .join(Drug, Drug.id == Prescription.drug_id)
    .where(Housing.unit_id == sa.bindparam("unit_id"), Dose.settled_at.is_(None),
           Dose.cancelled_at.is_(None),
           Dose.due_at < sa.bindparam("until", type_=Dose.due_at.type))
    .order_by(Dose.due_at)
    .limit(50)
)  # fmt: skip


def unit_doses(unit_id: int, at: datetime) -> Sequence[Any]:
    """Doses due here until tomorrow."""
    return rows(_UNIT_DUE, unit_id=unit_id, until=at + timedelta(hours=24))


_UNIT_PAST = (
    sa.select(Housing.began_at, Housing.ended_at, Animal.accession, Animal.name, Animal.kind,
              Taxon.common_name)
    .join(Animal, Animal.id == Housing.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .where(Housing.unit_id == sa.bindparam("unit_id"), Housing.ended_at.is_not(None))
    .order_by(Housing.ended_at.desc())
    .limit(20)
)  # fmt: skip


def former(unit_id: int) -> Sequence[Any]:
    """Who lived here last."""
    return rows(_UNIT_PAST, unit_id=unit_id)


class Below(NamedTuple):
    """A unit of an area or a site, with the heads and places in it and in all below it."""

    unit: Unit
    heads: int
    places: int


def children(unit_id: int) -> list[Below]:
    """The units below an area or a site."""
    inside = aliased(Unit)
    found = db.session.execute(
        sa.select(Unit, sa.func.sum(inside.n), sa.func.sum(inside.capacity))
        .outerjoin(inside, inside.parent_id == Unit.id)
        .where(Unit.parent_id == unit_id)
        .group_by(Unit.id)
        .order_by(Unit.walking_order, Unit.code)
    )
    return [
        Below(unit, unit.n + (heads or 0), (unit.capacity or 0) + (places or 0))
        for unit, heads, places in found
    ]
