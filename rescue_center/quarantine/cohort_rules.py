"""Cohorts: who joins, what that does to the clocks, and what heirs inherit.

A cohort is everything in one unit with the same scope: the order of a mammal, the class of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center import clock as time
from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures import rules as housing_rules
from rescue_center.enclosures.compatibility import Objection
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.quarantine import history, panel_rules
from rescue_center.quarantine.clock import Clock, Occupant, joined
from rescue_center.quarantine.models import ClockEvent, Quarantine
from rescue_center.staff.models import Person


def open_of(animals: Iterable[Animal]) -> dict[int, Quarantine]:
    """The open quarantine of each of these animals, by animal id."""
    query = sa.select(Quarantine).where(
        Quarantine.animal_id.in_([a.id for a in animals]), Quarantine.ended_at.is_(None)
    )
    return {q.animal_id: q for q in db.session.scalars(query)}


def cohort(unit_id: int, scope: str) -> Sequence[Quarantine]:
    """The open quarantines of a unit with one scope."""
    query = (
        sa.select(Quarantine)
        .where(
            Quarantine.unit_id == unit_id,
            Quarantine.scope_key == scope,
            Quarantine.ended_at.is_(None),
        )
        .order_by(Quarantine.id)
    )
    return db.session.scalars(query).all()


# --- moves --------------------------------------------------------------------------------------


def objections(animals: Sequence[Animal], unit: Unit, at: datetime) -> list[Objection]:
    """The quarantine line: nobody crosses it by a plain move."""
    found = []
    behind = open_of(animals)
    for animal in animals:
        q = behind.get(animal.id)
        if q is None and unit.is_quarantine:
            found.append(Objection(
                f"{animal.label} is not in quarantine; begin its quarantine in {unit.code} "
                "instead.", final=True,
            ))  # fmt: skip
        elif q is not None and not unit.is_quarantine:
            found.append(Objection(
                f"{animal.label} is in quarantine until {time.day_text(q.min_end)} at least, and "
                f"{unit.code} is no quarantine unit."
            ))  # fmt: skip
    return found


def follow(moves: Sequence[tuple[Housing, Housing | None]], by: Person | None) -> None:
    """Each quarantined animal that moves joins the cohort it finds there."""
    behind = open_of(new.animal for new, _ in moves)
    for new, old in moves:
        if q := behind.get(new.animal_id):
            q.unit = new.unit
            db.session.flush()
            join(q, new.began_at, came_from=old.unit_id if old else None, by=by)


def join(q: Quarantine, at: datetime, *, came_from: int | None, by: Person | None) -> None:
    """`q` joins its unit's cohort: all clocks of that scope restart together."""
    units = [q.unit_id] if came_from is None else [q.unit_id, came_from]
    if _something_after(q, units, at):
        settle(q.scope_key, at=at, by=by, cause=q.animal)
        return
    occupants = {one.id: one for one in cohort(q.unit_id, q.scope_key)}
    seen = {one.id: _seen(one, at) for one in occupants.values()}
    mover = seen.pop(q.id)
    mover.arrived, mover.came_from = at, came_from if q.began_at < at else None
    changed = joined(mover, seen.values(), at)
    _apply({occupants[key]: clock for key, clock in changed.items()}, at, by, q.animal)


def _seen(q: Quarantine, at: datetime) -> Occupant:
    """An occupant as the clock sees it. Where it came from matters only if it came just now."""
    one = Occupant(q.id, q.min_days, q.began_at, q.unit_id, q.scope_key)
    one.clock = Clock(q.clock_start, q.min_end) if q.events else None
    if q.began_at < at:
        places = _last_places(q.animal_id)
        if len(places) == 2 and places[0].began_at == places[1].ended_at == at:
            one.arrived, one.came_from = at, places[1].unit_id
    return one


def _last_places(animal_id: int) -> Sequence[Housing]:
    query = sa.select(Housing).where(Housing.animal_id == animal_id)
    return db.session.scalars(query.order_by(Housing.id.desc()).limit(2)).all()


def _something_after(q: Quarantine, unit_ids: Sequence[int], at: datetime) -> bool:
    """Whether something later than `at` is recorded of others of this scope in these units."""
    other = aliased(Quarantine)
    query = (
        sa.select(Housing.id)
        .join(other, other.animal_id == Housing.animal_id)
        .where(
            Housing.unit_id.in_(unit_ids),
            Housing.animal_id != q.animal_id,
            other.scope_key == q.scope_key,
            sa.or_(Housing.ended_at.is_(None), Housing.ended_at > at),
            sa.or_(other.ended_at.is_(None), other.ended_at > at),
            sa.or_(
                Housing.began_at > at,
                Housing.ended_at > at,
                other.began_at > at,
                other.ended_at > at,
            ),
        )
        .limit(1)
    )
    return db.session.scalar(query) is not None


def settle_after(q: Quarantine, at: datetime, *, by: Person | None) -> None:
    """`q` ended at `at`; if that is told late, what followed is computed without it."""
    if _something_after(q, [q.unit_id], at):
        settle(q.scope_key, at=at, by=by, cause=q.animal)


def settle(scope: str, *, at: datetime, by: Person | None, cause: Animal | None = None,
           kind: str = "") -> None:  # fmt: skip
    """Compute every open clock of a scope anew: something was recorded late, or prolonged."""
    db.session.flush()
    clocks = history.recomputed(scope)
    query = sa.select(Quarantine).where(Quarantine.id.in_(clocks))
    changed = {
        q: clocks[q.id]
        for q in db.session.scalars(query)
        if Clock(q.clock_start, q.min_end) != clocks[q.id] or not q.events
    }
    _apply(changed, at, by, cause, kind=kind)


def _apply(
    changed: dict[Quarantine, Clock],
    at: datetime,
    by: Person | None,
    cause: Animal | None,
    *,
    kind: str = "",
) -> None:
    for q, clock in changed.items():
        before = {"clock start": q.clock_start, "min end": q.min_end}
        new = not q.events
        q.clock_start, q.min_end = clock.start, clock.end
        log(q, kind or ("begin" if new else "restart"), at, cause)
        if not new:
            other = cause if cause is not None and cause.id != q.animal_id else None
            journal.record(
                "quarantine prolonged" if kind == "prolong" else "quarantine clock restarted",
                q, by=by, at=at, before=before,
                reason=f"{other.accession} joined it" if other and not kind else "",
                after={"clock start": clock.start, "min end": clock.end},
            )  # fmt: skip
    panel_rules.shift(changed)
    db.session.flush()


def log(
    q: Quarantine, kind: str, at: datetime, cause: Animal | None = None, note: str = ""
) -> None:
    """Write down why the clock reads what it reads."""
    q.events.append(ClockEvent(
        kind=kind, at=at, clock_start=q.clock_start, min_end=q.min_end, note=note,
        cause_animal_id=cause.id if cause is not None else None,
    ))  # fmt: skip


housing_rules.vet_move.append(objections)
housing_rules.on_move.append(follow)
