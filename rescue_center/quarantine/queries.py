"""What pages show of quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from rescue_center.animals.models import Animal
from rescue_center.db import db, get_or_missing
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Missing
from rescue_center.policy import Role
from rescue_center.quarantine.models import ClockEvent, Quarantine, Test
from rescue_center.species.models import TaxonGroup
from rescue_center.staff.models import Grant, Person


def get_or_404(quarantine_id: int) -> Quarantine:
    """A quarantine with its animal, unit and protocol."""
    q: Quarantine | None = db.session.scalars(
        _with_all().where(Quarantine.id == quarantine_id)
    ).one_or_none()
    if q is None:
        raise Missing
    return q


def test_or_404(test_id: int) -> Test:
    """A test of a quarantine."""
    return get_or_missing(Test, test_id)


def _with_all() -> sa.Select[Any]:
    """Quarantines with all that a page about them names."""
    return (
        sa.select(Quarantine)
        .join(Quarantine.animal)
        .join(Quarantine.unit)
        .options(
            contains_eager(Quarantine.animal).joinedload(Animal.taxon),
            contains_eager(Quarantine.unit).joinedload(Unit.parent).joinedload(Unit.parent),
            joinedload(Quarantine.group),
        )
    )


def running(unit_id: int, scope: str) -> Sequence[Quarantine]:
    """The open quarantines of a cohort with their tests, those that end first before the others."""
    query = (
        _with_all()
        .where(
            Quarantine.ended_at.is_(None),
            Quarantine.unit_id == unit_id,
            Quarantine.scope_key == scope,
        )
        .options(selectinload(Quarantine.tests))
        .order_by(Quarantine.min_end, Quarantine.id)
    )
    return db.session.scalars(query).all()


def consenting(at: datetime) -> Sequence[Person]:
    """Who may record an authority's consent: case officers and managers."""
    query = (
        sa.select(Person)
        .where(
            Person.disabled_at.is_(None),
            sa.exists().where(
                Grant.person_id == Person.id,
                Grant.role.in_((Role.OFFICER.value, Role.MANAGER.value)),
                Grant.revoked_at.is_(None),
                sa.or_(Grant.expires_at.is_(None), Grant.expires_at > at),
            ),
        )
        .order_by(Person.name)
    )
    return db.session.scalars(query).all()


def protocols() -> Sequence[TaxonGroup]:
    """Every protocol there is."""
    return db.session.scalars(sa.select(TaxonGroup).order_by(TaxonGroup.label)).all()


def clock_story(q: Quarantine) -> Sequence[ClockEvent]:
    """Why the clock reads what it reads, the newest reason first."""
    query = (
        sa.select(ClockEvent)
        .where(ClockEvent.quarantine_id == q.id)
        .options(joinedload(ClockEvent.cause))
        .order_by(ClockEvent.id.desc())
    )
    return db.session.scalars(query).all()


def sharing(unit_ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """Who is in quarantine in these units: scopes with how many animals, by unit."""
    query = (
        sa.select(Quarantine.unit_id, Quarantine.scope_key, sa.func.sum(Animal.count))
        .join(Animal, Animal.id == Quarantine.animal_id)
        .where(Quarantine.ended_at.is_(None), Quarantine.unit_id.in_(unit_ids))
        .group_by(Quarantine.unit_id, Quarantine.scope_key)
        .order_by(Quarantine.scope_key)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for unit_id, scope, heads in db.session.execute(query):
        found.setdefault(unit_id, []).append((scope, int(heads)))
    return found
