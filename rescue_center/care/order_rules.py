"""Orders: a vet prescribes, a second vet confirms what is outside the limits, a vet stops.

A change is in change_rules. Doses are rows from the start, with an identity that a paper
round and a phone carry away with them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.models import Animal, Stay
from rescue_center.care import schedule
from rescue_center.care.course_rules import write_out
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration, OrderBatch, Prescription
from rescue_center.care.order_queries import running_orders
from rescue_center.care.proposal import propose
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.pharmacy.models import Drug
from rescue_center.policy import Role
from rescue_center.staff.models import Person

explain("prescription_confirmed_by_another", "A second vet confirms it, not the one who ordered.")

#: An order may be written down this long after it was said, and this long before it begins.
SPOKEN_BEFORE = timedelta(hours=24)
AHEAD = timedelta(days=90)
LONGEST_DAYS = 365


def prescribe(
    animal: Animal,
    drug: Drug,
    *,
    by: Person,
    at: datetime,
    rate_mg_per_kg: Decimal,
    route: str,
    frequency: str,
    starts_at: datetime | None = None,
    days: int | None = None,
    weight: Weight | None = None,
    dilution: int = 1,
    indication: str = "",
    instructions: str = "",
    time_critical: bool = False,
    min_interval_h: int | None = None,
    max_per_day: int | None = None,
    outside_limits_reason: str = "",
    site: schedule.Site | None = None,
    replaces: Prescription | None = None,
    change_reason: str = "",
    batch: OrderBatch | None = None,
) -> Prescription:
    """Order a treatment and write out its doses. `days` None goes on until it is stopped.

    A rate outside the limits needs a reason, and waits for a second vet before any dose is due."""
    lock(animal)
    stay = open_stay(animal)
    rhythm = _rhythm(frequency, days, min_interval_h, max_per_day)
    starts_at = _start(starts_at, at)
    proposal = propose(
        animal, drug, at=at, rate_mg_per_kg=rate_mg_per_kg, route=route, dilution=dilution,
        weight=weight,
    )  # fmt: skip
    if proposal.outside and not outside_limits_reason.strip():
        raise Refused(
            f"{proposal.outside} Say why; a second vet must then confirm the order.",
            field="outside_limits_reason",
        )
    refuse_doubled(animal, drug, frequency, at)
    measured = proposal.measured
    order = Prescription(
        animal=animal, stay=stay, drug=drug, rate_mg_per_kg=rate_mg_per_kg,
        weight=proposal.weight, weight_g=proposal.weight.weight_g, strength_mg=drug.strength_mg,
        dose_mg=measured.dose_mg.quantize(Decimal("0.0001")), amount=measured.amount,
        amount_unit=measured.unit, dilution=dilution, route=route, frequency=frequency,
        interval_h=rhythm.hours, is_once=frequency == "STAT", is_prn=frequency == "PRN",
        min_interval_h=min_interval_h if frequency == "PRN" else None,
        max_per_day=max_per_day if frequency == "PRN" else None,
        time_critical=time_critical, starts_at=starts_at, days=days, indication=indication,
        instructions=instructions, ordered_at=at, ordered_by=by,
        outside_limits_reason=outside_limits_reason.strip() if proposal.outside else "",
        edition=replaces.edition + 1 if replaces else 1, change_reason=change_reason,
        replaces_id=replaces.id if replaces else None, batch=batch,
    )  # fmt: skip
    db.session.add(order)
    db.session.flush()
    write_out(order, at=at, site=site)
    journal.record("prescribed", order, by=by, at=at, reason=indication, after=facts_of(order))
    return order


def facts_of(order: Prescription) -> dict[str, object]:
    """An order as the journal and the papers name it."""
    return {
        "drug": order.drug.label, "rate_mg_per_kg": order.rate_mg_per_kg,
        "weight_g": order.weight_g, "dose_mg": order.dose_mg, "amount": order.amount,
        "unit": order.amount_unit, "dilution": order.dilution, "route": order.route,
        "frequency": order.frequency, "starts_at": order.starts_at, "days": order.days,
        "outside_limits": order.outside_limits_reason,
    }  # fmt: skip


def _rhythm(
    frequency: str, days: int | None, min_interval_h: int | None, max_per_day: int | None
) -> schedule.Frequency:
    rhythm = schedule.FREQUENCIES.get(frequency)
    if rhythm is None:
        raise Refused("Choose how often from the list.", field="frequency")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Refused(f"A course lasts from 1 to {LONGEST_DAYS} days.", field="days")
    if frequency != "PRN":
        return rhythm
    if not min_interval_h or min_interval_h < 1:
        raise Refused("As needed: say how many hours must lie between doses.",
                      field="min_interval_h")  # fmt: skip
    if not max_per_day or not 1 <= max_per_day <= 24:
        raise Refused("As needed: say how many doses at most in 24 hours.", field="max_per_day")
    return rhythm


def _start(starts_at: datetime | None, at: datetime) -> datetime:
    starts_at = (starts_at or at).replace(second=0, microsecond=0)
    if starts_at < at - SPOKEN_BEFORE:
        raise Refused("An order begins now or later.", field="starts_at")
    if starts_at > at + AHEAD:
        raise Refused(f"An order begins within {AHEAD.days} days.", field="starts_at")
    return starts_at


def refuse_doubled(animal: Animal, drug: Drug, frequency: str, at: datetime) -> None:
    """One running order an ingredient: a single dose may come on top, the guard watches it."""
    if frequency == "STAT":
        return
    for other in running_orders(animal.id, at, drug.ingredient):
        if not other.is_once:
            raise Refused(
                f"{animal.label} already gets {drug.ingredient} ({other.drug.name}, ordered "
                f"{clock.day_text(other.ordered_at)}). Change that order, or stop it first.",
                field="drug",
            )


def open_stay(animal: Animal) -> Stay:
    """The stay an animal is with us in. Refuses when it has left or was struck out."""
    stay = animal.stay
    if animal.is_void or stay is None:
        raise Refused(f"{animal.label} was struck out.")
    if not stay.is_open:
        raise Refused(f"{animal.label} is no longer in our care: it is {stay.stage_label.lower()}.")
    return stay


# --- confirming, stopping -------------------------------------------------------------------


def confirm(
    order: Prescription, *, by: Person, at: datetime, site: schedule.Site | None = None
) -> None:
    """A second vet agrees to a rate outside the limits; the doses are due from now on."""
    lock(order.animal, order)
    open_stay(order.animal)
    if not order.is_open:
        raise Refused("This order was stopped.")
    if not order.awaits_confirmation:
        raise Refused("This order needs no confirmation.")
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet confirms an order.")
    if by.id == order.ordered_by_id:
        raise Refused("A second vet confirms it, not the one who ordered.")
    order.confirmed_by, order.confirmed_at = by, at
    db.session.flush()
    write_out(order, at=at, site=site)
    journal.record("confirmed an order", order, by=by, at=at, reason=order.outside_limits_reason)


def stop(order: Prescription, *, by: Person | None, at: datetime, reason: str) -> None:
    """End an order: doses still to come are cancelled, past ones are kept as they are."""
    lock(order.animal, order)
    if not order.is_open:
        raise Refused("This order was stopped before.")
    if not reason.strip():
        raise Refused("Say why it is stopped.", field="reason")
    if at < order.ordered_at:
        raise Refused("It cannot be stopped before it was ordered.", field="at")
    end(order, by=by, at=at, reason=reason.strip())


def stop_orders(stay: Stay, *, by: Person | None, at: datetime, reason: str) -> int:
    """End every order of a stay because the stay ends; returns how many there were."""
    query = (
        sa.select(Prescription)
        .where(Prescription.stay_id == stay.id, Prescription.stopped_at.is_(None))
        .order_by(Prescription.id)
    )
    orders = list(db.session.scalars(query))
    for order in orders:
        end(order, by=by, at=at, reason=reason)
    _review_later_doses(stay, by=by, at=at)
    return len(orders)


def _review_later_doses(stay: Stay, *, by: Person | None, at: datetime) -> None:
    """What was recorded as given after the moment the stay ended waits for a vet to review."""
    query = (
        sa.select(Administration)
        .join(Prescription, Prescription.id == Administration.prescription_id)
        .where(
            Prescription.stay_id == stay.id,
            Administration.at > at,
            Administration.voided_at.is_(None),
            sa.not_(Administration.is_conflict),
        )
    )
    for record in db.session.scalars(query):
        record.is_conflict = True
        journal.record(
            "set a dose aside for review", record, by=by, at=at,
            reason="It is dated after the animal left.",
        )  # fmt: skip
    db.session.flush()


def end(order: Prescription, *, by: Person | None, at: datetime, reason: str) -> None:
    """Write that an order ends, and cancel what it had still to come."""
    order.stopped_at, order.stop_reason = at, reason
    order.stopped_by_id = by.id if by else None
    cancelled = 0
    for dose in order.doses:
        if dose.is_open and dose.due_at + dose.window > at:
            dose.cancelled_at, dose.cancel_reason = at, reason
            cancelled += 1
    db.session.flush()
    journal.record(
        "stopped an order", order, by=by, at=at, reason=reason, after={"cancelled": cancelled}
    )
