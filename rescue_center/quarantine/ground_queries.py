"""What the decision about a quarantine rests on, gathered for one or for fifty alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center.db import db
from rescue_center.enclosures.models import Housing
from rescue_center.enclosures.unit_rules import stopping
from rescue_center.quarantine.clearance import QUIET, Grounds, Standing
from rescue_center.quarantine.event_models import AdverseEvent
from rescue_center.quarantine.models import Quarantine, Test


def standings(quarantines: Sequence[Quarantine], at: datetime) -> list[Standing]:
    """Each quarantine with its grounds, in as many queries for fifty as for one."""
    tests = _tests([q.id for q in quarantines])
    events = _live_events(at)
    met = _met(quarantines, events)
    return [
        Standing(
            q,
            at,
            Grounds(
                tests=tests.get(q.id, ()),
                events=[e for e in events if e.unit_id == q.unit_id or (q.id, e.id) in met],
                stopped=stopping(q.unit),
            ),
        )
        for q in quarantines
    ]


def _tests(ids: Sequence[int]) -> dict[int, list[Test]]:
    found: dict[int, list[Test]] = {}
    query = sa.select(Test).where(Test.quarantine_id.in_(ids)).order_by(Test.due_on, Test.id)
    for test in db.session.scalars(query):
        found.setdefault(test.quarantine_id, []).append(test)
    return found


def _live_events(at: datetime) -> Sequence[AdverseEvent]:
    """The events that may block anything: open ones, and deaths that stayed unexplained lately."""
    query = (
        sa.select(AdverseEvent)
        .where(
            AdverseEvent.voided_at.is_(None),
            sa.or_(
                AdverseEvent.closed_at.is_(None),
                sa.and_(
                    AdverseEvent.kind == "death",
                    AdverseEvent.explained.is_(False),
                    AdverseEvent.at > at - QUIET,
                ),
            ),
        )
        .options(joinedload(AdverseEvent.unit))
        .order_by(AdverseEvent.at, AdverseEvent.id)
    )
    return db.session.scalars(query).all()


def _met(quarantines: Sequence[Quarantine], events: Sequence[AdverseEvent]) -> set[tuple[int, int]]:
    """Which quarantines were in the unit of an event when it happened, wherever they are now."""
    if not events or not quarantines:
        return set()
    query = sa.select(Housing).where(
        Housing.unit_id.in_({e.unit_id for e in events}),
        Housing.animal_id.in_({q.animal_id for q in quarantines}),
    )
    places: dict[int, list[Housing]] = {}
    for housing in db.session.scalars(query):
        places.setdefault(housing.animal_id, []).append(housing)
    return {
        (q.id, e.id)
        for q in quarantines
        for e in events
        if e.animal_id == q.animal_id
        or any(_was_there(h, e) for h in places.get(q.animal_id, ()) if e.at >= q.began_at)
    }


def _was_there(housing: Housing, event: AdverseEvent) -> bool:
    return (
        housing.unit_id == event.unit_id
        and housing.began_at <= event.at
        and (housing.ended_at is None or housing.ended_at >= event.at)
    )
