"""Who is housed where: moves of one or many animals, all or nothing.

Units themselves are opened, amended and closed in unit_rules.py. A move is refused for want of
room or under a movement stop, always; for incompatible company unless a vet or manager overrides
it with a reason and an expiry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db, lock_all
from rescue_center.enclosures import load
from rescue_center.enclosures.compatibility import Objection
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.enclosures.move_stops import (
    OVERRULERS,
    objections,
    overruling,
    refuse_before_a_regroup,
    refuse_untimely,
    refuse_without_room,
    vet_move,
)
from rescue_center.enclosures.unit_rules import (
    allow_over,
    amend_unit,
    close_unit,
    end_allowance,
    lift_movement_stop,
    open_unit,
    refuse_movement_stop,
    reopen_unit,
    room_at,
    stop_movement,
    stopping,
)
from rescue_center.errors import Refused, explain
from rescue_center.species.load import also as reference_loaders
from rescue_center.staff.models import Person

__all__ = [
    "OVERRULERS", "Objection", "allow_over", "amend_unit", "close_unit", "end_allowance", "house",
    "lift_movement_stop", "lock_places", "lock_units", "on_move", "open_unit",
    "refuse_movement_stop", "reopen_unit", "room_at", "stop_movement", "stopping",
    "vacate", "vet_move",
]  # fmt: skip

#: Called after each move with the new housings, each with the one it ended, and who moved.
on_move: list[Callable[[Sequence[tuple[Housing, Housing | None]], Person | None], None]] = []

reference_loaders.append(load.load)

explain("uq_housing_open", "Somebody moved one of these animals meanwhile. Look where it is now.")
explain("housing_never_overlaps", "The animal was housed elsewhere at that time. Check the date.")
explain("housing_ends_after_it_began", "A stay in a unit cannot end before it began.")
explain("unit_has_room", "There is no room left there: somebody filled it meanwhile.")
explain("only_enclosures_house", "Animals live in enclosures, not in a site or an area.")


def house(
    animals: Sequence[Animal],
    unit: Unit,
    *,
    by: Person | None,
    at: datetime,
    reason: str = "",
    override_reason: str | None = None,
    override_until: datetime | None = None,
) -> list[Housing]:
    """Move animals into a unit, all or none. Returns their housings, in the order given.

    An override (reason and expiry, both or neither) stands against incompatible company and is
    kept on the housing; it never stands against want of room or a movement stop.
    """
    animals = list(dict.fromkeys(animals))
    if not animals:
        raise Refused("Choose at least one animal to move.", field="animals")
    lock_all(Animal, [a.id for a in animals])
    stays = stays_of(animals)
    places = places_of(animals)
    units = lock_units([unit, *(h.unit for h in places.values())])
    for animal in animals:
        refuse_untimely(animal, stays.get(animal.id), places.get(animal.id), unit, at)
    refuse_before_a_regroup(animals, at)
    for moved_from in units:
        refuse_movement_stop(moved_from)
    refuse_without_room(animals, unit, at)
    against = objections(animals, unit, at)
    override = overruling(against, override_reason, override_until, by, at)
    moved = _rehouse(animals, unit, stays, places, at, by, reason, override)
    steps = [(housing, places.get(housing.animal_id)) for housing in moved]
    for housing, old in steps:
        _write_down(housing, old, by, at)
    for told in on_move:
        told(steps, by)
    return moved


def vacate(animal: Animal, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """End the animal's housing, if it has one: it left, died or was merged."""
    housing = places_of([animal]).get(animal.id)
    if housing is None:
        return
    if at < housing.began_at:
        raise Refused(
            f"{animal.label} came to {housing.unit.code} after that. Check the date.", field="at"
        )
    lock_all(Unit, [housing.unit_id])
    housing.ended_at = at
    db.session.flush()
    db.session.refresh(housing.unit, ["n"])
    journal.record("left its unit", housing, by=by, at=at, reason=reason,
                   before={"unit": housing.unit.code})  # fmt: skip


# --- the move itself ----------------------------------------------------------------------------


def stays_of(animals: Sequence[Animal]) -> dict[int, Stay]:
    """The open stay of each animal that has one, by animal id."""
    query = sa.select(Stay).where(
        Stay.animal_id.in_([a.id for a in animals]), Stay.ended_at.is_(None)
    )
    return {stay.animal_id: stay for stay in db.session.scalars(query)}


def places_of(animals: Sequence[Animal]) -> dict[int, Housing]:
    """The open housing of each animal that has one, by animal id."""
    query = sa.select(Housing).where(
        Housing.animal_id.in_([a.id for a in animals]), Housing.ended_at.is_(None)
    )
    return {housing.animal_id: housing for housing in db.session.scalars(query)}


def lock_places(animals: Sequence[Animal]) -> None:
    """Lock the units in which these live: after the animals, before anything is numbered."""
    lock_units(housing.unit for housing in places_of(animals).values())


def lock_units(units: Iterable[Unit]) -> list[Unit]:
    """Lock these, and before them what they stand in: a movement stop there waits for us, or we
    for it. Those above are only relied on, so that nobody else who does waits."""
    units = list(units)
    lock_all(Unit, {above.id for unit in units for above in unit.stands_in}, shared=True)
    return lock_all(Unit, {unit.id for unit in units})


def _rehouse(
    animals: Sequence[Animal],
    unit: Unit,
    stays: dict[int, Stay],
    places: dict[int, Housing],
    at: datetime,
    by: Person | None,
    reason: str,
    override: tuple[str, datetime, Person] | None,
) -> list[Housing]:
    for old in places.values():
        old.ended_at = at
    db.session.flush()
    why, until, overruler = override or (None, None, None)
    moved = [
        Housing(
            animal_id=animal.id, stay_id=stays[animal.id].id, unit_id=unit.id, began_at=at,
            reason=reason, moved_by_id=by.id if by else None, override_reason=why,
            override_until=until, override_by_id=overruler.id if overruler else None,
        )
        for animal in animals
    ]  # fmt: skip
    db.session.add_all(moved)
    db.session.flush()
    for changed in {unit, *(old.unit for old in places.values())}:
        db.session.refresh(changed, ["n"])
    return moved


def _write_down(housing: Housing, old: Housing | None, by: Person | None, at: datetime) -> None:
    journal.record(
        "moved", housing, by=by, at=at, reason=housing.override_reason or housing.reason,
        before={"unit": old.unit.code} if old else {},
        after={"unit": housing.unit.code, "override until": housing.override_until}
        if housing.override_reason else {"unit": housing.unit.code},
    )  # fmt: skip
