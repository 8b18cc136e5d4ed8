"""What speaks against a move: the day, the room, the company; and the override that stands against
company alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.enclosures import compatibility
from rescue_center.enclosures.compatibility import Objection
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.enclosures.unit_rules import room_at
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person

#: Asked before a move for what else speaks against it: (animals, unit, at) -> objections.
vet_move: list[Callable[[Sequence[Animal], Unit, datetime], Iterable[Objection]]] = []

OVERRULERS = {Role.VET, Role.MANAGER}


def refuse_untimely(
    animal: Animal, stay: Stay | None, now: Housing | None, unit: Unit, at: datetime
) -> None:
    """Refuse to move who is not here, not yet here, or there already."""
    if stay is None or animal.count == 0:
        raise Refused(f"{animal.label} is not in our care, so it cannot be moved.", field="animals")
    if at < stay.began_at:
        raise Refused(f"{animal.label} arrived after that. Check the date.", field="at")
    if now is None:
        return
    if now.unit_id == unit.id:
        raise Refused(f"{animal.label} is already in {unit.code}.", field="animals")
    if at < now.began_at:
        raise Refused(
            f"{animal.label} came to {now.unit.code} after that. Check the date.", field="at"
        )


def refuse_before_a_regroup(animals: Sequence[Animal], at: datetime) -> None:
    """What was parted from a lot, or joined it, did so where the lot was known to be."""
    ids = [a.id for a in animals]
    query = sa.select(Regroup).where(
        sa.or_(Regroup.from_id.in_(ids), Regroup.to_id.in_(ids)), Regroup.at > at
    )
    later = db.session.scalars(query.order_by(Regroup.at.desc()).limit(1)).first()
    if later is not None:
        lot = next(a for a in animals if a.id in (later.from_id, later.to_id))
        raise Refused(
            f"{lot.label} was split or merged on {clock.moment_text(later.at)}, where it was then. "
            "Date the move after that.",
            field="at",
        )


def refuse_without_room(animals: Sequence[Animal], unit: Unit, at: datetime) -> None:
    """Refuse what is no enclosure, is closed, or has fewer places free than animals come."""
    if unit.level != "enclosure":
        raise Refused(f"{unit.code} is no enclosure: choose one inside it.", field="unit")
    if unit.closed_at is not None:
        raise Refused(f"{unit.code} is closed.", field="unit")
    moving, room = sum(a.count for a in animals), room_at(unit, at)
    if moving > room:
        if room <= 0:
            raise Refused(f"{unit.code} is full; you are moving {moving}.", field="unit")
        raise Refused(f"{unit.code} has room for {room}; you are moving {moving}.", field="unit")


def objections(animals: Sequence[Animal], unit: Unit, at: datetime) -> list[Objection]:
    """What speaks against this company, here and in the packages that know more of the animals."""
    found = compatibility.objections(animals, unit)
    for ask in vet_move:
        found.extend(ask(animals, unit, at))
    return found


def overruling(
    against: list[Objection],
    reason: str | None,
    until: datetime | None,
    by: Person | None,
    at: datetime,
) -> tuple[str, datetime, Person] | None:
    """The override that stands against these objections; None where nothing needs one."""
    if not against:
        return None
    final = [o.sentence for o in against if o.final]
    if final or not (reason or until):
        raise Refused(" ".join(final or [o.sentence for o in against]), field="unit")
    if not reason:
        raise Refused("An override needs its reason.", field="override_reason")
    if until is None or until <= at:
        raise Refused("An override needs the moment it ends.", field="override_until")
    return reason, until, duty.only(by, OVERRULERS, at, "override a housing rule")
