"""Housing animals of the old books where those say they live: a whole unit's newcomers in one move;
whom the rules keep out stays without a place, with the doubt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.rules import house
from rescue_center.errors import Refused
from rescue_center.exchange.accounts import refusal
from rescue_center.exchange.animal_meaning import Meant
from rescue_center.quarantine.rules import begin
from rescue_center.staff.models import Person

WHY = "Lives there by the old books"


def place_all(
    rows: Sequence[tuple[Animal, Meant]], *, by: Person | None, at: datetime
) -> dict[int, list[str]]:
    """House them; returns why some have no place, by animal."""
    doubts: dict[int, list[str]] = {}
    by_unit: dict[int, list[Animal]] = {}
    for animal, row in rows:
        if row.place is None:
            continue
        if row.status is Stage.QUARANTINE:
            doubts |= _quarantine(animal, row, by=by)
        else:
            by_unit.setdefault(row.place.id, []).append(animal)
    for unit_id in sorted(by_unit):
        unit = db.session.get_one(Unit, unit_id)
        doubts |= _house(by_unit[unit_id], unit, by=by, at=at)
    return doubts


def _house(
    animals: list[Animal], unit: Unit, *, by: Person | None, at: datetime
) -> dict[int, list[str]]:
    """All in one move; where somebody is kept out, each species by itself; of a species that is
    kept out, the first alone, since most that cannot come together live alone."""
    if (against := _try(animals, unit, by=by, at=at)) is None:
        return {}
    kinds: dict[int, list[Animal]] = {}
    for animal in animals:
        kinds.setdefault(animal.taxon_id, []).append(animal)
    found: dict[int, list[str]] = {}
    for kind in kinds.values():
        if len(kinds) > 1:
            against = _try(kind, unit, by=by, at=at)
        out = kind if against else []
        if against and len(kind) > 1 and _try(kind[:1], unit, by=by, at=at) is None:
            out = kind[1:]
        found |= {animal.id: [f"not housed: {against}"] for animal in out}
    return found


def _try(animals: list[Animal], unit: Unit, *, by: Person | None, at: datetime) -> str | None:
    """Move them in; why not, where they cannot."""
    try:
        with db.session.begin_nested():
            house(animals, unit, by=by, at=at, reason=WHY)
    except (Refused, DBAPIError) as error:
        return refusal(error).sentence
    return None


def _quarantine(animal: Animal, row: Meant, *, by: Person | None) -> dict[int, list[str]]:
    """Begin its quarantine on the day the old books give."""
    assert row.place is not None  # noqa: S101 (asked by the caller)
    stay = animal.stays[-1]
    try:
        with db.session.begin_nested():
            begin(stay, db.session.get_one(Unit, row.place.id), by=by, at=row.since)
        return {}
    except (Refused, DBAPIError) as error:
        return {animal.id: [f"its quarantine was not begun: {refusal(error).sentence}"]}
