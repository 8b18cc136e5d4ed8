"""Which groups never share a unit."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Incompatible
from rescue_center.enclosures.move_stops import OVERRULERS
from rescue_center.errors import Refused
from rescue_center.species.models import TaxonGroup
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def retire_pair(pair: Incompatible, retired: bool, *, by: Person | None, at: datetime) -> None:
    """Let two groups share a unit, or keep them apart again."""
    duty.only(by, OVERRULERS, at, "say who may live together")
    lock(pair)
    if pair.retired == retired:
        raise Refused("That is so already.")
    pair.retired = retired
    db.session.flush()
    kind = db.session.get_one(TaxonGroup, pair.one_id)
    other = db.session.get_one(TaxonGroup, pair.other_id)
    journal.record("may share a unit" if retired else "kept apart", kind, by=by, at=at,
                   after={"with": other.key, "reason": pair.reason})  # fmt: skip
