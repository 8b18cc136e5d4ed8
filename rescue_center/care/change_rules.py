"""Changing an order: the one that runs ends, and its next edition is signed with the reason. What
was recorded belongs to the edition that it was given of, and never moves."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from rescue_center import journal
from rescue_center.care import order_rules, schedule
from rescue_center.care.order_models import Prescription
from rescue_center.care.order_queries import taken_of
from rescue_center.db import lock
from rescue_center.errors import Refused, Stale, explain
from rescue_center.pharmacy.models import Drug
from rescue_center.policy import Role
from rescue_center.staff.models import Person

explain("order_is_replaced_once", "Somebody else has just changed this order.")
explain("an_edition_follows_its_order", "Somebody else has just changed this order.")
explain("a_stopped_order_stays_stopped", "This order ended before.")

#: What an order says that a change may change.
SAID = ("drug_id", "rate_mg_per_kg", "route", "dilution", "frequency", "days", "min_interval_h",
        "max_per_day", "time_critical", "indication", "instructions", "weight_id", "starts_at",
        "outside_limits_reason")  # fmt: skip


def change(
    order: Prescription,
    drug: Drug,
    *,
    by: Person,
    at: datetime,
    reason: str,
    version: int,
    rate_mg_per_kg: Decimal,
    frequency: str,
    starts_at: datetime | None = None,
    site: schedule.Site | None = None,
    **more: Any,
) -> Prescription:
    """End an order and sign its next edition; `more` is what :func:`order_rules.prescribe` takes.

    Doses recorded stay with the edition they were given of; those still to come are cancelled, and
    the new edition writes out its own, the first when `starts_at` says."""
    lock(order.animal, order)
    order_rules.open_stay(order.animal)
    _may_change(order, by=by, at=at, reason=reason, version=version)
    starts_at = starts_at or first_of(order, frequency, at, site or schedule.here())
    if starts_at < at.replace(second=0, microsecond=0):
        raise Refused("What is changed begins now or later; the doses before it are recorded.",
                      field="starts_at")  # fmt: skip
    order_rules.end(order, by=by, at=at, reason=f"Changed: {reason.strip()}")
    changed = order_rules.prescribe(
        order.animal, drug, by=by, at=at, rate_mg_per_kg=rate_mg_per_kg, frequency=frequency,
        starts_at=starts_at, site=site, replaces=order, change_reason=reason.strip(), **more,
    )  # fmt: skip
    differs = [key for key in SAID if getattr(order, key) != getattr(changed, key)]
    journal.record(
        "changed an order", changed, by=by, at=at, reason=reason,
        before={key: getattr(order, key) for key in differs},
        after={key: getattr(changed, key) for key in differs} | {"edition": changed.edition},
    )  # fmt: skip
    return changed


def _may_change(
    order: Prescription, *, by: Person, at: datetime, reason: str, version: int
) -> None:
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet changes an order.")
    if not order.is_open:
        raise Refused(f"This order has ended: {order.stop_reason or 'it was struck out'}")
    if version != order.version:
        raise Stale("this order")
    if not reason.strip():
        raise Refused("Say why it is changed.", field="change_reason")


def first_of(order: Prescription, frequency: str, at: datetime, site: schedule.Site) -> datetime:
    """When the first dose of the next edition is due: never sooner after the last one given than
    the new rhythm allows, and at the centre's hours where it has any."""
    at = at.replace(second=0, microsecond=0)
    rhythm = schedule.FREQUENCIES.get(frequency)
    if rhythm is None or rhythm.hours is None:
        return at
    last = taken_of(order)
    if last is None:
        waiting = [dose.due_at for dose in order.doses if dose.is_open and dose.due_at >= at]
        return min(waiting, default=at)
    return schedule.next_after(rhythm, last, at, site)


def days_left(order: Prescription, at: datetime) -> int | None:
    """How many days of a course are still to come; None for one without an end."""
    if order.days is None:
        return None
    gone = max(at - order.starts_at, timedelta(0)) / timedelta(days=1)
    return max(1, order.days - math.floor(gone))
