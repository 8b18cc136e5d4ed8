"""The events of quarantines as the database holds them, for the clock to be computed anew.

They come from facts that nobody writes for the clock's sake: quarantines, housings and regroups.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center.animals.ledger_models import Regroup
from rescue_center.db import db
from rescue_center.enclosures.models import Housing
from rescue_center.quarantine.clock import Clock, Event, Inherit, Join, Leave, Merge, replay
from rescue_center.quarantine.models import ClockEvent, Quarantine

#: Orders the ends of an instant before, or after, the arrivals of the same instant.
FIRST, LAST = -1, 2**62


def recomputed(scope: str) -> dict[int, Clock]:
    """The clock of every open quarantine of a scope, from the events alone."""
    quarantines = _overlapping(scope)
    if not quarantines:
        return {}
    clocks = replay(events_of(quarantines), {q.id: q.min_days for q in quarantines})
    return {q.id: clocks[q.id] for q in quarantines if q.is_open and q.id in clocks}


def _overlapping(scope: str) -> Sequence[Quarantine]:
    """The open quarantines of a scope, and all that may have met them."""
    since = db.session.scalar(
        sa.select(sa.func.min(Quarantine.began_at)).where(
            Quarantine.scope_key == scope, Quarantine.ended_at.is_(None)
        )
    )
    if since is None:
        return []
    query = sa.select(Quarantine).where(
        Quarantine.scope_key == scope,
        Quarantine.outcome != "void",
        sa.or_(Quarantine.ended_at.is_(None), Quarantine.ended_at >= since),
    )
    return db.session.scalars(query).all()


def events_of(quarantines: Sequence[Quarantine]) -> list[Event]:
    """What happened to these quarantines, in the clock's words."""
    housings: dict[int, list[Housing]] = {}
    for housing in _housings(q.animal_id for q in quarantines):
        housings.setdefault(housing.animal_id, []).append(housing)
    parents, mergers = _regrouped(quarantines)
    ended_late = _present_at_their_end(q.id for q in quarantines)
    found: list[Event] = []
    for q in quarantines:
        places = [h for h in housings.get(q.animal_id, []) if _within(h, q)]
        if q.id in parents:
            at, parent = parents[q.id]
            first, places = (places[0], places[1:]) if places else (None, [])
            order, unit = (first.id, first.unit_id) if first else (FIRST, None)
            found.append(Inherit(at, order, q.id, parent, unit))
        found.extend(
            Join(max(h.began_at, q.began_at), h.id, q.id, h.unit_id, q.scope_key) for h in places
        )
        if q.ended_at is not None:
            if q.id in mergers:
                found.append(Merge(q.ended_at, LAST, q.id, mergers[q.id]))
            else:
                found.append(Leave(q.ended_at, LAST if q.id in ended_late else FIRST, q.id))
    return found


def _housings(animal_ids: Iterable[int]) -> Iterator[Housing]:
    query = (
        sa.select(Housing)
        .where(Housing.animal_id.in_(set(animal_ids)))
        .order_by(Housing.began_at, Housing.id)
    )
    yield from db.session.scalars(query)


def _within(housing: Housing, q: Quarantine) -> bool:
    if housing.ended_at is not None and housing.ended_at <= q.began_at:
        return housing.began_at == q.began_at
    if q.ended_at is None:
        return True
    return housing.began_at < q.ended_at or q.began_at == q.ended_at == housing.began_at


def _regrouped(
    quarantines: Sequence[Quarantine],
) -> tuple[dict[int, tuple[datetime, int]], dict[int, int]]:
    """Heirs with the moment and the quarantine they inherit; merged ones with what they joined."""
    own: dict[int, list[Quarantine]] = {}
    for q in quarantines:
        own.setdefault(q.animal_id, []).append(q)
    parents: dict[int, tuple[datetime, int]] = {}
    mergers: dict[int, int] = {}
    query = sa.select(Regroup).where(Regroup.from_id.in_(own), Regroup.to_id.in_(own))
    for row in db.session.scalars(query):
        for giver in own[row.from_id]:
            for taker in own[row.to_id]:
                if row.kind == "merge":
                    if giver.ended_at == row.at and _runs(taker, row.at):
                        mergers[giver.id] = taker.id
                elif giver.began_at == taker.began_at and _runs(giver, row.at):
                    parents[taker.id] = (max(row.at, giver.began_at), giver.id)
    return parents, mergers


def _runs(q: Quarantine, at: datetime) -> bool:
    return q.ended_at is None or q.ended_at >= at


def _present_at_their_end(ids: Iterable[int]) -> set[int]:
    """The quarantines that something still happened to at the instant they ended."""
    query = (
        sa.select(ClockEvent.quarantine_id)
        .join(Quarantine)
        .where(Quarantine.id.in_(set(ids)), ClockEvent.at == Quarantine.ended_at)
    )
    return set(db.session.scalars(query))
