"""The clock of a quarantine, from the events alone (domain rules 2.1). No database, no clock.

A newcomer restarts the clock of everybody in its unit with the same scope, its own included, and
all then wait the longest minimum among them. Who leaves keeps the clock. A quarantined animal that
moves on restarts what it joins, unless all it finds there came with it from the same unit. Heirs
begin with their parent's clock; of two lots that merge the later clock counts.

Minimum times are elapsed periods of 24 hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """When it last (re)started, and when the minimum is reached."""

    start: datetime
    end: datetime


@dataclass
class Occupant:
    """A quarantine as the clock sees it: where, since when, from where, and its own minimum."""

    key: int
    days: int
    began: datetime
    unit: int | None = None
    scope: str = ""
    arrived: datetime | None = None
    came_from: int | None = None
    clock: Clock | None = None


@dataclass(frozen=True)
class Join:
    """A quarantine begins in a unit, or moves on to it."""

    at: datetime
    order: int
    key: int
    unit: int
    scope: str


@dataclass(frozen=True)
class Inherit:
    """What was split off a lot (`parent`) stays where it was and goes on with its clock."""

    at: datetime
    order: int
    key: int
    parent: int
    unit: int | None


@dataclass(frozen=True)
class Merge:
    """A lot (`key`) goes up in another."""

    at: datetime
    order: int
    key: int
    into: int


@dataclass(frozen=True)
class Leave:
    """A quarantine ends."""

    at: datetime
    order: int
    key: int


Event = Join | Inherit | Merge | Leave


def joined(newcomer: Occupant, others: Iterable[Occupant], at: datetime) -> dict[int, Clock]:
    """The clocks that change when `newcomer`, already placed, joins `others` of its scope."""
    cohort = [newcomer, *others]
    if newcomer.clock is not None and all(_came_together(newcomer, o) for o in cohort):
        return {}
    end = at + timedelta(days=max(o.days for o in cohort))
    return {o.key: Clock(at, end) for o in cohort if o.clock != Clock(at, end)}


def _came_together(one: Occupant, other: Occupant) -> bool:
    return one is other or (
        one.came_from is not None
        and one.came_from == other.came_from
        and one.arrived == other.arrived
    )


def later(one: Clock, other: Clock) -> Clock:
    """The clock of a merged lot."""
    return Clock(max(one.start, other.start), max(one.end, other.end))


def replay(events: Iterable[Event], days: dict[int, int]) -> dict[int, Clock]:
    """The clocks of those present at the end, computed anew. `days`: each quarantine's own
    minimum. Events of one instant happen by their `order`."""
    present: dict[int, Occupant] = {}
    gone: dict[int, Occupant] = {}
    for event in sorted(events, key=lambda e: (e.at, e.order)):
        match event:
            case Join():
                _join(present, event, days[event.key])
            case Inherit():
                _inherit(present, present.get(event.parent) or gone.get(event.parent), event, days)
            case Merge(key=key, into=into) if key in present and into in present:
                gone[key] = present.pop(key)
                _merge(gone[key], present[into])
            case Leave(key=key) if key in present:
                gone[key] = present.pop(key)
            case _:
                pass
    return {o.key: o.clock for o in present.values() if o.clock is not None}


def _inherit(
    present: dict[int, Occupant], parent: Occupant | None, event: Inherit, days: dict[int, int]
) -> None:
    if parent is not None:
        present[event.key] = replace(
            parent, key=event.key, days=days[event.key], unit=event.unit, arrived=event.at,
            came_from=None,
        )  # fmt: skip


def _merge(source: Occupant, target: Occupant) -> None:
    if source.clock is not None and target.clock is not None:
        target.clock = later(source.clock, target.clock)


def _join(present: dict[int, Occupant], event: Join, days: int) -> None:
    mover = present.setdefault(event.key, Occupant(event.key, days, event.at))
    mover.came_from = mover.unit if mover.began < event.at else None
    mover.unit = event.unit
    mover.scope, mover.arrived = event.scope, event.at
    others = [
        o for o in present.values()
        if o is not mover and o.unit == event.unit and o.scope == event.scope
    ]  # fmt: skip
    for key, clock in joined(mover, others, event.at).items():
        present[key].clock = clock
