"""What a keeper's card shows: the banner and the doses due, in one statement, because nothing is
waited at more often than a scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.boards.banner import BANNER, BANNER_BY_TAG, Banner, filled
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.db import rows
from rescue_center.pharmacy.models import Drug
from rescue_center.tags import scan_pages
from rescue_center.tags.models import Tag

DUE_WITHIN = timedelta(hours=24)
MOST_DOSES = 12


@dataclass
class Card(Banner):
    """A banner, and the doses due until tomorrow, overdue ones first."""

    due: Sequence[Any] = field(default_factory=list)


def _with_doses(banner: sa.Select[Any]) -> sa.Select[Any]:
    """The banner once for each dose that is due, and once where none is."""
    due = sa.and_(
        Dose.animal_id == Animal.id,
        Dose.settled_at.is_(None),
        Dose.cancelled_at.is_(None),
        Dose.due_at < sa.bindparam("until", type_=Dose.due_at.type),
    )
    return (
        banner.add_columns(
            Dose.id.label("dose_id"), Dose.due_at, Drug.name.label("drug"), Prescription.route,
            Prescription.amount, Prescription.amount_unit,
        )
        .outerjoin(Dose, due)
        .outerjoin(Prescription, Prescription.id == Dose.prescription_id)
        .outerjoin(Drug, Drug.id == Prescription.drug_id)
        .order_by(Dose.due_at)
        .limit(MOST_DOSES)
    )  # fmt: skip


_BY_ID = _with_doses(BANNER.where(Animal.id == sa.bindparam("animal_id")))
_BY_TAG = _with_doses(BANNER_BY_TAG.where(Tag.number == sa.bindparam("number")))


def card_of(animal_id: int) -> Card:
    """The card of an animal that is known."""
    return _card(rows(_BY_ID, animal_id=animal_id, until=clock.now() + DUE_WITHIN))


def card_of_tag(number: str) -> Card | None:
    """The card of the animal that wears this tag now; None where none does."""
    found = rows(_BY_TAG, number=number, until=clock.now() + DUE_WITHIN)
    return _card(found) if found else None


scan_pages.known_bearer.append(card_of_tag)


def _card(found: Sequence[Any]) -> Card:
    banner = filled(found)
    return Card(banner.row, banner.at, banner.hazards, [one for one in found if one.dose_id])
