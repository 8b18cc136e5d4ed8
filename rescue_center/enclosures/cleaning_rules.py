"""All in, all out: an enclosure is cleaned and empty between two batches (domain rules 2.1)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock
from rescue_center.enclosures.cleaning_models import Cleaning
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Refused
from rescue_center.staff.models import Person


def clean(unit: Unit, *, by: Person | None, at: datetime, note: str = "") -> Cleaning:
    """It was cleaned and stands empty."""
    lock(unit)
    if unit.level != "enclosure":
        raise Refused(f"{unit.code} is not an enclosure.")
    if unit.n:
        raise Refused(f"{unit.n} still live in {unit.code}: it is cleaned when all are out.")
    left = db.session.scalar(
        sa.select(sa.func.max(Housing.ended_at)).where(Housing.unit_id == unit.id)
    )
    if left is not None and at < left:
        raise Refused(f"The last left {unit.code} on {clock.moment_text(left)}, after that.",
                      field="at")  # fmt: skip
    row = Cleaning(unit_id=unit.id, at=at, note=note.strip(), by_id=by.id if by else None)
    db.session.add(row)
    db.session.flush()
    journal.record("cleaned it and left it empty", row, by=by, at=at, unit=unit, reason=note)
    return row


def left_uncleaned(unit: Unit, at: datetime, *, but: Animal) -> datetime | None:
    """When the last batch left an enclosure that was not cleaned since; none while somebody else
    is in it, or where nobody ever was."""
    others = sa.select(Housing.ended_at).where(
        Housing.unit_id == unit.id, Housing.animal_id != but.id, Housing.began_at <= at
    )
    ends = db.session.scalars(others).all()
    if not ends or any(end is None or end > at for end in ends):
        return None
    left = max(end for end in ends if end is not None)
    cleaned = sa.select(Cleaning.id).where(
        Cleaning.unit_id == unit.id, Cleaning.at >= left, Cleaning.at <= at
    )
    return left if db.session.scalar(cleaned.limit(1)) is None else None
