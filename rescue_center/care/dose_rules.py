"""Doses: given, partly given, not given; the double-dose guard; undone, struck out, reviewed.

The slot of a dose is filled once (a unique key); what a second person reports is never dropped but
kept for a vet to review, because the animal may really have had it (domain rules 6.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.care.course_rules import write_out
from rescue_center.care.dosing import amount_text
from rescue_center.care.drawing_rules import account_for, refuse_unregistered
from rescue_center.care.guard import refuse_too_often, refuse_too_soon
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.care.order_queries import lock_dose, replacement_of
from rescue_center.care.order_rules import open_stay
from rescue_center.care.weight_rules import refuse_future
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.pharmacy.register_rules import Drawn
from rescue_center.pharmacy.strength import FINEST
from rescue_center.staff.models import Person

explain("uq_administration_given_once", "Somebody else has just recorded this dose.")
explain("no_dose_after_departure", "This animal is no longer in our care.")
explain("no_dose_of_an_ended_order", "A vet has just stopped or changed this order.")
explain("no_record_of_a_cancelled_dose", "A vet has just stopped or changed this order.")
explain("prn_keeps_its_interval", "Somebody else has just given this; it is too soon for another.")

#: Why a dose was not given, as keepers choose it, and what is recorded for it.
NOT_GIVEN = {
    "refused": ("refused", "Refused it"),
    "vomited": ("refused", "Vomited it"),
    "away": ("omitted", "Animal was away"),
    "no_stock": ("omitted", "No stock"),
    "vet_stopped": ("omitted", "Vet said no"),
    "other": ("omitted", "Another reason"),
}

#: How much earlier than planned a dose may be given: never before the one before it was due.
EARLY = timedelta(hours=4)


def give(
    dose: Dose,
    *,
    by: Person,
    at: datetime,
    amount: Decimal | None = None,
    reason: str = "",
    too_soon_reason: str = "",
    recorded_at: datetime | None = None,
    drawn: Drawn | None = None,
    on_phone: bool = False,
) -> Administration:
    """Record that a dose was given: all of it, or less (`amount`) and why.

    Refuses a slot that is filled, an animal that has left, the same ingredient less than 75 % of
    the interval ago, unless a vet gives a reason for that, and a controlled drug without vial and
    witness (`drawn`), unless it was written down on a phone."""
    order, recorded_at = dose.prescription, recorded_at or at
    _open_slot(dose, at, recorded_at)
    soon = refuse_too_soon(order, by=by, at=at, reason=too_soon_reason)
    done = given(order, amount, reason)
    if not on_phone:
        refuse_unregistered(order, done.amount or order.amount, drawn, by=by, at=at)
    record = _settle(dose, done, by=by, at=at, recorded_at=recorded_at, soon=soon)
    account_for(record, by=by, at=at, drawn=drawn)
    return record


def not_given(
    dose: Dose,
    reason: str,
    *,
    by: Person,
    at: datetime,
    note: str = "",
    recorded_at: datetime | None = None,
) -> Administration:
    """Record that a dose was not given; `reason` is a key of :data:`NOT_GIVEN`."""
    recorded_at = recorded_at or at
    if reason not in NOT_GIVEN:
        raise Refused("Choose why it was not given.", field="reason")
    status, words = NOT_GIVEN[reason]
    if reason == "other" and not note.strip():
        raise Refused("Say why it was not given.", field="note")
    _open_slot(dose, at, recorded_at)
    said = f"{words}: {note.strip()}" if note.strip() else words
    return _settle(dose, Done(status, said), by=by, at=at, recorded_at=recorded_at)


def give_as_needed(
    order: Prescription,
    *,
    by: Person,
    at: datetime,
    amount: Decimal | None = None,
    reason: str = "",
    too_soon_reason: str = "",
    recorded_at: datetime | None = None,
    drawn: Drawn | None = None,
) -> Administration:
    """Give a dose of an as-needed order: not before its interval has passed, nor more often in
    24 hours than it says, unless a vet gives a reason; a controlled drug from a vial, witnessed."""
    recorded_at = recorded_at or at
    lock(order.animal, order)
    refuse_future(at, recorded_at)
    _running(order, at)
    if not order.is_prn:
        raise Refused("This order has fixed times; record the dose that is due.")
    soon = refuse_too_soon(order, by=by, at=at, reason=too_soon_reason)
    if not soon:
        soon = refuse_too_often(order, by=by, at=at, reason=too_soon_reason)
    done = given(order, amount, reason)
    refuse_unregistered(order, done.amount or order.amount, drawn, by=by, at=at)
    record = write(order, None, done, by=by, at=at, recorded_at=recorded_at, soon=soon)
    account_for(record, by=by, at=at, drawn=drawn)
    return record


def _open_slot(dose: Dose, at: datetime, recorded_at: datetime) -> None:
    """Lock the animal and the dose, and refuse unless it may be recorded now."""
    lock_dose(dose)
    refuse_future(at, recorded_at)
    if dose.cancelled_at is not None:
        _refuse_changed(dose.prescription)
        raise Refused(f"This dose was cancelled: {dose.cancel_reason}")
    if dose.settled_at is not None:
        raise Refused(_already(dose, at))
    _running(dose.prescription, at)
    if at < dose.due_at - max(dose.window, EARLY):
        raise Refused(
            f"This dose is due {clock.moment_text(dose.due_at)}; it is too early for it.",
            field="at",
        )


def _already(dose: Dose, at: datetime) -> str:
    record = next((r for r in _records(dose) if not r.is_conflict and not r.is_void), None)
    if record is None:
        return "This dose was recorded already."
    who = record.by.name if record.by else "Somebody"
    did = "gave this" if record.was_taken else f"recorded this as {record.status}"
    same_day = clock.local(record.at).date() == clock.local(at).date()
    when = (
        f"at {clock.local(record.at):%H:%M}" if same_day else f"on {clock.moment_text(record.at)}"
    )
    return f"{who} already {did} {when}."


def _records(dose: Dose) -> list[Administration]:
    query = sa.select(Administration).where(Administration.dose_id == dose.id)
    return list(db.session.scalars(query.order_by(Administration.id)))


def _running(order: Prescription, at: datetime) -> None:
    open_stay(order.animal)
    if order.is_void:
        raise Refused("This order was struck out.")
    if order.awaits_confirmation:
        raise Refused("A second vet has to confirm this order first.")
    if order.stopped_at is not None and at >= order.stopped_at:
        _refuse_changed(order)
        raise Refused(f"This order was stopped: {order.stop_reason}")


def _refuse_changed(order: Prescription) -> None:
    """Where a vet changed the order, say what is given now instead and when."""
    now = order
    while (newer := replacement_of(now)) is not None:
        now = newer
    if now is order or not now.is_open:
        return
    who, when = (
        now.ordered_by.name if now.ordered_by else "A vet",
        clock.moment_text(now.ordered_at),
    )
    amount = f"{now.drug.name} {amount_text(now.amount, now.amount_unit)}"
    first = min((dose.due_at for dose in now.doses if dose.is_open), default=None)
    if first is None:
        raise Refused(f"{who} changed this order: {when}. It is now {amount}.")
    due = clock.moment_text(first)
    raise Refused(f"{who} changed this order: {when}. It is now {amount}, due {due}.")


@dataclass(frozen=True)
class Done:
    """What was done about a dose."""

    status: str
    reason: str = ""
    amount: Decimal | None = None
    dose_mg: Decimal | None = None


def given(order: Prescription, amount: Decimal | None, reason: str) -> Done:
    """What was really given; less than ordered needs a reason, more is refused."""
    amount = order.amount if amount is None else amount
    if amount <= 0:
        raise Refused("The amount given is above zero.", field="amount")
    if amount > order.amount:
        raise Refused(
            f"The order says {amount_text(order.amount, order.amount_unit)}. "
            "For more, a vet stops it and writes a new one.",
            field="amount",
        )
    whole = amount == order.amount
    if not whole and not reason.strip():
        raise Refused("Say why it was less than ordered.", field="reason")
    mg = order.mg_in(amount).quantize(FINEST)
    return Done("given" if whole else "partly", reason.strip(), amount, mg)


# --- records ----------------------------------------------------------------------------------


def write(
    order: Prescription,
    dose: Dose | None,
    done: Done,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    soon: str = "",
    conflict: bool = False,
) -> Administration:
    """Write the record of what was done, and the journal's entry. The verbs above ask first
    whether it may be."""
    record = Administration(
        dose=dose, prescription=order, animal=order.animal, ingredient=order.drug.ingredient,
        status=done.status, amount=done.amount, amount_unit=order.amount_unit,
        dose_mg=done.dose_mg, at=at, recorded_at=recorded_at, by=by, reason=done.reason,
        too_soon_reason=soon, too_soon_by_id=by.id if soon else None, is_conflict=conflict,
    )  # fmt: skip
    db.session.add(record)
    db.session.flush()
    journal.record(
        "reported a dose to review" if conflict else f"dose {done.status}", record, by=by, at=at,
        reason=soon or done.reason,
        after={"drug": order.drug.label, "amount": done.amount, "unit": order.amount_unit,
               "due_at": dose.due_at if dose else None},
    )  # fmt: skip
    return record


def _settle(dose: Dose, done: Done, *, recorded_at: datetime, **more: Any) -> Administration:
    dose.settled_at = recorded_at
    record = write(dose.prescription, dose, done, recorded_at=recorded_at, **more)
    if dose.prescription.is_open_ended:
        write_out(dose.prescription, at=recorded_at)
    return record
