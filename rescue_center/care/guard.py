"""The double-dose guard: the same ingredient, too soon or too often, whatever order it came from.

Looks back and ahead, so that a record written down late is guarded too. A vet may decide
otherwise, with a reason (domain rules 6.3).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from rescue_center import clock
from rescue_center.care import schedule
from rescue_center.care.order_models import Prescription
from rescue_center.care.queries import taken_near
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff.models import Person

#: The guard of a single dose without a rhythm: as for once a day.
ONCE_H = 24


class Rhythm(Protocol):
    """How often an order is given: the order, or a row of a query."""

    @property
    def min_interval_h(self) -> int | None: ...
    @property
    def interval_h(self) -> int | None: ...


def guard_hours(order: Rhythm) -> int:
    """The interval that the guard takes its 75 % of."""
    return order.min_interval_h or order.interval_h or ONCE_H


def span(order: Rhythm) -> timedelta:
    """How long after the last one the next of an order with a rhythm may be given."""
    return timedelta(hours=guard_hours(order)) * schedule.GUARD


def refuse_too_soon(order: Prescription, *, by: Person, at: datetime, reason: str) -> str:
    """Refuse the same ingredient too soon. Returns the reason, where a vet allowed it."""
    # as needed keeps its whole interval
    gap = timedelta(hours=guard_hours(order)) if order.is_prn else span(order)
    near = taken_near(order.animal_id, order.drug.ingredient, at - gap, at + gap)
    if not near:
        return ""
    last = near[0]
    who = last.by.name if last.by else "somebody"
    sentence = (
        f"{who} gave {order.drug.ingredient} at {clock.moment_text(last.at)}. "
        f"The next is not before {clock.moment_text(last.at + gap)}."
    )
    return _vet_allows(sentence, by=by, at=at, reason=reason)


def refuse_too_often(order: Prescription, *, by: Person, at: datetime, reason: str) -> str:
    """Refuse more doses in 24 hours than it says. Returns the reason, where a vet allowed it."""
    day = timedelta(hours=24)
    near = taken_near(order.animal_id, order.drug.ingredient, at - day, at + day)
    before = sum(record.at <= at for record in near)
    after = len(near) - before
    if order.max_per_day is None or max(before, after) < order.max_per_day:
        return ""
    sentence = f"It was given {len(near)} times in 24 hours; {order.max_per_day} is the most."
    return _vet_allows(sentence, by=by, at=at, reason=reason)


def _vet_allows(sentence: str, *, by: Person, at: datetime, reason: str) -> str:
    if not reason.strip():
        raise Refused(sentence, field="too_soon_reason")
    if Role.VET not in by.roles_at(at):
        raise Refused(f"{sentence} Only a vet may decide otherwise.", field="too_soon_reason")
    return reason.strip()
