"""What pages show of quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Unit
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
    test = db.session.get(Test, test_id)
    if test is None:
        raise Missing
    return test


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


@dataclass(frozen=True)
class Group:
    """A cohort as the list of all cohorts knows it: where, who, how many records and heads."""

    unit_id: int
    code: str
    scope: str
    records: int
    heads: int

    @property
    def words(self) -> str:
        """`Q2 · Primates`."""
        return f"{self.code} · {scope_words(self.scope)}"


def scope_words(scope: str) -> str:
    """A scope as people say it: `Primates`, `Reptilia`."""
    return scope.partition(":")[2].capitalize()


#: What the board may be narrowed to.
SHOWN = {"all": "All", "due": "Sample due", "pending": "Result awaited", "over": "Days are over"}


def narrowed(show: str, at: datetime) -> sa.ColumnElement[bool]:
    """The open quarantines that a filter of the board shows."""
    live = sa.and_(
        Test.quarantine_id == Quarantine.id, Test.voided_at.is_(None), Test.waived_at.is_(None)
    )
    due = sa.and_(live, Test.sampled_at.is_(None), Test.due_on <= clock.today(at))
    pending = sa.and_(live, Test.sampled_at.is_not(None), Test.result == "")
    which = {
        "due": sa.exists().where(due),
        "pending": sa.exists().where(pending),
        "over": Quarantine.min_end <= at,
    }
    return sa.and_(Quarantine.ended_at.is_(None), which.get(show, sa.true()))


def groups(show: str, at: datetime) -> list[Group]:
    """Every cohort that has something to show, in the order of the round."""
    query = (
        sa.select(Unit.id, Unit.code, Quarantine.scope_key, sa.func.count(),
                  sa.func.sum(Animal.count))
        .join(Quarantine, Quarantine.unit_id == Unit.id)
        .join(Animal, Animal.id == Quarantine.animal_id)
        .where(narrowed(show, at))
        .group_by(Unit.id, Unit.code, Unit.walking_order, Quarantine.scope_key)
        .order_by(Unit.walking_order, Unit.code, Quarantine.scope_key)
    )  # fmt: skip
    return [Group(*row) for row in db.session.execute(query)]


def counts(at: datetime) -> dict[str, int]:
    """How many open quarantines each filter shows."""
    columns = [
        sa.func.coalesce(sa.func.sum(sa.case((narrowed(show, at), 1), else_=0)), 0).label(show)
        for show in SHOWN
    ]
    query = sa.select(*columns).where(Quarantine.ended_at.is_(None))
    return {name: int(n) for name, n in db.session.execute(query).one()._mapping.items()}


def running(
    cohorts: Sequence[Group], *, show: str = "all", at: datetime, most: int = 500
) -> Sequence[Quarantine]:
    """The open quarantines of these cohorts, those that end first before the others."""
    keys = [(group.unit_id, group.scope) for group in cohorts]
    query = (
        _with_all()
        .where(
            narrowed(show, at),
            sa.tuple_(Quarantine.unit_id, Quarantine.scope_key).in_(keys),
        )
        .order_by(Unit.walking_order, Unit.code, Quarantine.scope_key, Quarantine.min_end,
                  Quarantine.id)
        .limit(most)
    )  # fmt: skip
    return db.session.scalars(query).all()


def last_restarts(ids: Sequence[int]) -> dict[int, ClockEvent]:
    """The newest reason of each of these clocks, by quarantine."""
    newest = (
        sa.select(sa.func.max(ClockEvent.id))
        .where(ClockEvent.quarantine_id.in_(ids))
        .group_by(ClockEvent.quarantine_id)
    )
    query = sa.select(ClockEvent).where(ClockEvent.id.in_(newest))
    found = db.session.scalars(query.options(joinedload(ClockEvent.cause)))
    return {event.quarantine_id: event for event in found}


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


def to_move_out() -> Sequence[Housing]:
    """Animals still in a quarantine unit whose quarantine is over: somebody must move them."""
    query = (
        sa.select(Housing)
        .join(Housing.unit)
        .join(Housing.animal)
        .where(
            Housing.ended_at.is_(None),
            Unit.biosecurity.in_(("quarantine", "isolation")),
            Animal.count > 0,
            ~sa.exists().where(
                Quarantine.animal_id == Housing.animal_id, Quarantine.ended_at.is_(None)
            ),
        )
        .options(
            contains_eager(Housing.unit),
            contains_eager(Housing.animal).joinedload(Animal.taxon),
        )
        .order_by(Unit.walking_order, Unit.code, Housing.id)
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
