"""What the decision about a quarantine rests on, gathered for one or for fifty alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center.db import db, rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.enclosures.unit_rules import stopping
from rescue_center.quarantine import exposures
from rescue_center.quarantine.clearance import QUIET, Grounds, RoundFacts, Standing, newest
from rescue_center.quarantine.event_models import AdverseEvent
from rescue_center.quarantine.models import Quarantine, Test


def standing(q: Quarantine, at: datetime) -> Standing:
    """A quarantine with its grounds."""
    stopped = stopping(q.unit)
    stops = {q.unit_id: stopped.code if stopped else None}
    told = sa.select(exposures.UNDECIDED).select_from(Quarantine).where(Quarantine.id == q.id)
    undecided = {q.id: exposures.sources(db.session.scalar(told))}
    return standings([q], live_events(at), stops, undecided, at)[0]


def standings(
    quarantines: Sequence[Any],
    events: Sequence[AdverseEvent],
    stopped: Mapping[int, str | None],
    undecided: Mapping[int, Sequence[str]],
    at: datetime,
) -> list[Standing]:
    """Each quarantine with its grounds, in as many queries for fifty as for one. `events` are those
    of :func:`live_events`; `stopped` says by the code of which unit a unit is stopped, `undecided`
    what they were exposed to and nobody decided about."""
    tests = _tests([q.id for q in quarantines])
    met, above = _met(quarantines, events), _above(events)
    return [
        Standing(
            q,
            at,
            Grounds(
                tests=newest(tests.get(q.id, ())),
                events=[
                    e
                    for e in events
                    if e.unit_id == q.unit_id or (q.id, e.id) in met or (q.unit_id, e.id) in above
                ],
                stopped=stopped[q.unit_id],
                exposures=undecided.get(q.id, ()),
            ),
        )
        for q in quarantines
    ]


_TESTS = sa.select(
    Test.id, Test.quarantine_id, Test.protocol_test_id, Test.name, Test.round, Test.mandatory,
    Test.due_on, Test.sampled_at, Test.result, Test.waived_at, Test.voided_at,
).where(Test.quarantine_id.in_(sa.bindparam("ids", expanding=True)))  # fmt: skip


def _tests(ids: Sequence[int]) -> dict[int, list[RoundFacts]]:
    found: dict[int, list[RoundFacts]] = {}
    for row in rows(_TESTS, ids=list(ids)) if ids else ():
        test = RoundFacts(*row)
        found.setdefault(test.quarantine_id, []).append(test)
    return found


def live_events(at: datetime) -> Sequence[AdverseEvent]:
    """The events that may block anything: open ones, and deaths that stayed unexplained lately;
    the oldest first."""
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
        .options(joinedload(AdverseEvent.unit), joinedload(AdverseEvent.animal))
        .order_by(AdverseEvent.at, AdverseEvent.id)
    )
    return db.session.scalars(query).all()


def _above(events: Sequence[AdverseEvent]) -> set[tuple[int, int]]:
    """What happened in an area or a site concerns every enclosure in it: (its id, the event's)."""
    wide = [event for event in events if event.unit.level != "enclosure"]
    if not wide:
        return set()
    parents: dict[int, int | None] = {
        row.id: row.parent_id for row in rows(sa.select(Unit.id, Unit.parent_id))
    }
    found: set[tuple[int, int]] = set()
    for unit_id, above in parents.items():
        while above is not None:
            found.update((unit_id, event.id) for event in wide if event.unit_id == above)
            above = parents[above]
    return found


_PLACES = sa.select(Housing.animal_id, Housing.unit_id, Housing.began_at, Housing.ended_at).where(
    Housing.unit_id.in_(sa.bindparam("units", expanding=True)),
    Housing.animal_id.in_(sa.bindparam("animals", expanding=True)),
)


def _met(quarantines: Sequence[Any], events: Sequence[AdverseEvent]) -> set[tuple[int, int]]:
    """Which quarantines were in the unit of an event when it happened, wherever they are now."""
    if not events or not quarantines:
        return set()
    places: dict[int, list[Any]] = {}
    for place in rows(
        _PLACES,
        units=list({e.unit_id for e in events}),
        animals=list({q.animal_id for q in quarantines}),
    ):
        places.setdefault(place.animal_id, []).append(place)
    return {
        (q.id, e.id)
        for q in quarantines
        for e in events
        if e.animal_id == q.animal_id
        or any(_was_there(p, e) for p in places.get(q.animal_id, ()) if e.at >= q.began_at)
    }


def _was_there(place: Any, event: AdverseEvent) -> bool:
    return (
        place.unit_id == event.unit_id
        and place.began_at <= event.at
        and (place.ended_at is None or place.ended_at >= event.at)
    )
