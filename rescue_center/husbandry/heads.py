"""Who plans the work: managers, vets and coordinators everywhere, a head keeper in their area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.husbandry.keeper_models import Keepership
from rescue_center.policy import Role
from rescue_center.staff.models import Person

PLANNERS = {Role.MANAGER, Role.VET, Role.COORDINATOR}


def kept_by(person_id: int, day: date, *, head: bool = False) -> list[int]:
    """The areas and sites that somebody keeps on a day; those they head."""
    query = sa.select(Keepership.unit_id).where(
        Keepership.person_id == person_id, Keepership.from_on <= day,
        sa.or_(Keepership.until_on.is_(None), Keepership.until_on >= day),
    )  # fmt: skip
    return list(db.session.scalars(query.where(Keepership.is_head) if head else query))


def only_planners(by: Person | None, at: datetime, units: Sequence[Unit] = ()) -> Person:
    """Refuse who does not plan the work: everywhere, or where `units` are named, there."""
    if by is not None and not by.roles_at(at).isdisjoint(PLANNERS):
        return by
    if by is not None and (mine := set(kept_by(by.id, clock.today(at), head=True))):
        if all(mine & {one.id for one in (unit, *unit.stands_in)} for unit in units):
            return by
        raise Refused("You are not the head keeper of this area.")
    raise Refused("Only a manager, a vet, a coordinator or the head keeper of an area plans this.")


def is_planner(by: Person, at: datetime) -> bool:
    """Whether somebody plans anything."""
    return not by.roles_at(at).isdisjoint(PLANNERS) or bool(
        kept_by(by.id, clock.today(at), head=True)
    )
