"""The animals of a slice, their species and the doses due: what a keeper at the cage needs to see,
and nothing that only a vet or the case's officer may."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center.animals.models import Animal, Stay
from rescue_center.care import guard
from rescue_center.care.dose_rules import EARLY
from rescue_center.care.dosing import mg_text
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.care.queries import NEWEST_WEIGHT
from rescue_center.care.treatment_queries import LEFT_OVER
from rescue_center.care.words import route_text
from rescue_center.db import rows
from rescue_center.enclosures.models import Housing
from rescue_center.husbandry.advice import advice
from rescue_center.media.models import Media
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.strength import number
from rescue_center.quarantine.models import Quarantine
from rescue_center.rounds.slice_places import MOST
from rescue_center.species.models import Taxon, TaxonName
from rescue_center.species.protection import RANK
from rescue_center.tags.models import Tag
from rescue_center.tags.worn import worn_with

#: For how long ahead a phone is given the doses that will be due.
AHEAD = timedelta(hours=48)

_UNIT_IDS: Any = sa.bindparam("unit_ids", expanding=True)
_ANIMALS = (
    sa.select(Animal.id, Animal.accession, Animal.name, Animal.taxon_id, Animal.count,
              Animal.kind, Animal.sex, Animal.age_class, Animal.holds, Housing.unit_id,
              Stay.stage, Tag.number.label("tag"), Weight.weight_g, Weight.at.label("weighed_at"),
              Media.sha256.label("photo"), Quarantine.clock_start, Quarantine.min_end)
    .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .join(Stay, Stay.id == Housing.stay_id)
    .outerjoin(Tag, sa.and_(Tag.animal_id == Animal.id, Tag.status == "bound"))
    .outerjoin(Weight, Weight.id == NEWEST_WEIGHT)
    .outerjoin(Media, Media.id == Animal.photo_id)
    .outerjoin(Quarantine, sa.and_(Quarantine.stay_id == Stay.id, Quarantine.ended_at.is_(None)))
    .where(Housing.unit_id.in_(_UNIT_IDS), Animal.voided_at.is_(None))
    .order_by(Housing.unit_id, Animal.name_folded == "", Animal.name_folded, Animal.accession)
    .limit(MOST)
)  # fmt: skip


def animals(unit_ids: Collection[int]) -> Sequence[Any]:
    """Who lives in these enclosures. One statement."""
    return rows(_ANIMALS, unit_ids=list(unit_ids)) if unit_ids else []


def told(row: Any, at: datetime) -> dict[str, Any]:
    """An animal or a lot as a phone reads it. Of its case it says that it is held, no more."""
    return {
        "id": row.id, "acc": row.accession, "tag": row.tag, "name": row.name, "sp": row.taxon_id,
        "n": row.count, "lot": row.kind == "lot", "sex": row.sex, "age": row.age_class,
        "unit": row.unit_id, "g": row.weight_g, "stage": row.stage, "photo": row.photo,
        "g_at": row.weighed_at.isoformat(timespec="minutes") if row.weighed_at else None,
        "q": _days(row, at), "flags": [["hold", "Legal hold"]] if row.holds else [],
    }  # fmt: skip


def _days(row: Any, at: datetime) -> list[int] | None:
    """Which day of a quarantine of how many it is; None where it is in none."""
    if row.clock_start is None:
        return None
    day = timedelta(days=1)
    days = -((row.clock_start - row.min_end) // day)
    return [max(0, (at - row.clock_start) // day) + 1, max(1, days)]


# --- species ------------------------------------------------------------------------------------

_TAXON_IDS: Any = sa.bindparam("taxon_ids", expanding=True)
_SPECIES = (
    sa.select(Taxon.id, Taxon.common_name, Taxon.scientific_name, Taxon.group_id,
              Taxon.weight_min_g, Taxon.weight_max_g, RANK.label("rank"),
              TaxonName.language, TaxonName.name)
    .outerjoin(TaxonName, sa.and_(TaxonName.taxon_id == Taxon.id, TaxonName.kind == "common",
                                  TaxonName.language != "en"))
    .where(Taxon.id.in_(_TAXON_IDS))
    .order_by(Taxon.id, TaxonName.id)
)  # fmt: skip


def species(taxon_ids: Collection[int]) -> list[dict[str, Any]]:
    """The species of these animals, in the languages that they have names in, with what to wear
    and what the grave diseases ask of whoever is bitten. Two statements."""
    if not taxon_ids:
        return []
    found = rows(_SPECIES, taxon_ids=sorted(taxon_ids))
    told_to = advice({row.group_id for row in found if row.group_id is not None})
    species: dict[int, dict[str, Any]] = {}
    for row in found:
        one = species.setdefault(row.id, {
            "id": row.id, "en": row.common_name, "sci": row.scientific_name, "local": {},
            "ppe": list(worn_with(row.rank)), "lo": row.weight_min_g, "hi": row.weight_max_g,
            "advice": told_to.get(row.group_id, ""),
        })  # fmt: skip
        if row.language:
            one["local"].setdefault(row.language, row.name)
    return list(species.values())


# --- doses --------------------------------------------------------------------------------------

_LAST_TAKEN = (
    sa.select(sa.func.max(Administration.at))
    .where(Administration.animal_id == Dose.animal_id, Administration.ingredient == Drug.ingredient,
           Administration.status.in_(("given", "partly")), Administration.voided_at.is_(None))
    .correlate(Dose, Drug)
    .scalar_subquery()
)  # fmt: skip
_DOSES = (
    sa.select(Dose.id, Dose.animal_id, Dose.due_at, Dose.window_min, Prescription.amount,
              Prescription.amount_unit, Prescription.strength_mg, Prescription.dilution,
              Prescription.route, Drug.name.label("drug"), Drug.ingredient,
              Prescription.min_interval_h, Prescription.interval_h, _LAST_TAKEN.label("last"))
    .join(Prescription, Prescription.id == Dose.prescription_id)
    .join(Drug, Drug.id == Prescription.drug_id)
    .where(
        Dose.animal_id.in_(sa.bindparam("animal_ids", expanding=True)),
        Dose.settled_at.is_(None), Dose.cancelled_at.is_(None),
        Prescription.stopped_at.is_(None), Prescription.voided_at.is_(None),
        sa.or_(Prescription.outside_limits_reason == "", Prescription.confirmed_at.is_not(None)),
        Dose.due_at > sa.bindparam("since", type_=Dose.due_at.type),
        Dose.due_at < sa.bindparam("until", type_=Dose.due_at.type),
    )
    .order_by(Dose.due_at, Dose.id)
)  # fmt: skip


def doses(animal_ids: Collection[int], at: datetime) -> list[dict[str, Any]]:
    """The doses that are overdue, due, or due within two days. One statement."""
    if not animal_ids:
        return []
    found = rows(_DOSES, animal_ids=list(animal_ids), since=at - LEFT_OVER, until=at + AHEAD)
    return [_dose(row) for row in found]


def _dose(row: Any) -> dict[str, Any]:
    """A dose, from when it may be given: neither too early for its slot, nor too soon after the
    last one of its ingredient (`gap`, in minutes, which the phone keeps of what is given there)."""
    begins = row.due_at - max(timedelta(minutes=row.window_min), EARLY)
    gap = guard.span(row)
    if row.last is not None:
        begins = max(begins, row.last + gap)
    mg = mg_text(row.amount * row.strength_mg / row.dilution)
    return {
        "id": row.id, "animal": row.animal_id, "at": row.due_at.isoformat(), "drug": row.drug,
        "amount": number(row.amount), "unit": row.amount_unit, "mg": mg.removesuffix(" mg"),
        "route": route_text(row.route), "from": begins.isoformat(),
        "ing": row.ingredient, "gap": gap // timedelta(minutes=1),
    }  # fmt: skip
