"""Heirs of a lot live where it lives; lots merge only where both are."""

from __future__ import annotations

from rescue_center.animals import regroup
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Housing
from rescue_center.enclosures.rules import lock_places, places_of, stays_of, vacate
from rescue_center.errors import Refused
from rescue_center.staff.models import Person


def house_heir(parent: Animal, heir: Animal, split: Regroup, by: Person | None) -> None:
    """House what was split off a lot where the lot is, from the moment of the split.

    The lot's count has gone down by now, so that a full unit stays as full as it was.
    """
    place = places_of([parent]).get(parent.id)
    stay = stays_of([heir]).get(heir.id)
    if place is None or stay is None:
        return
    if split.at < place.began_at:
        raise Refused(
            f"{parent.label} came to {place.unit.code} after that. Check the date.", field="at"
        )
    db.session.add(Housing(
        animal_id=heir.id, stay_id=stay.id, unit_id=place.unit_id, began_at=split.at,
        reason=f"Split off {parent.accession}", moved_by_id=by.id if by else None,
        override_reason=place.override_reason, override_by_id=place.override_by_id,
        override_until=place.override_until,
    ))  # fmt: skip
    db.session.flush()
    db.session.refresh(place.unit, ["n"])


def merge_places(source: Animal, into: Animal, merge: Regroup, by: Person | None) -> None:
    """A lot merges into one in the same unit, and leaves its own place there."""
    places = places_of([source, into])
    here, there = places.get(source.id), places.get(into.id)
    if here is None:
        return
    if there is None or here.unit_id != there.unit_id:
        where = there.unit.code if there else "no unit"
        raise Refused(
            f"{source.label} is in {here.unit.code} and {into.label} in {where}. "
            "Move them together before you merge them."
        )
    if merge.at < max(here.began_at, there.began_at):
        raise Refused("They were not in one unit at that time. Check the date.", field="at")
    vacate(source, by=by, at=merge.at, reason=f"Merged into {into.accession}")


regroup.before.append(lock_places)
regroup.on_heir.append(house_heir)
regroup.on_merge.append(merge_places)
