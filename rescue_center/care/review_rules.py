"""Records of doses taken back, struck out, reported a second time, and reviewed by a vet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from rescue_center import journal
from rescue_center.care.dose_rules import NOT_GIVEN, Done, give, given, not_given, write
from rescue_center.care.drawing_rules import account_for, give_back
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff.models import Person

#: How long whoever recorded a dose may take it back; the bar shows 10 s, the rest is travel.
UNDO = timedelta(seconds=15)

#: What a vet may find about a record that waits for review.
DECISIONS = {
    "given_too": "It was given as well",
    "same": "The same dose, reported twice",
    "instead": "This is right, the other record is not",
}


def give_conflict(
    dose: Dose,
    *,
    by: Person,
    at: datetime,
    amount: Decimal | None = None,
    reason: str = "",
    not_given_reason: str = "",
    recorded_at: datetime | None = None,
) -> Administration:
    """Keep what somebody reports about a dose that may not simply be recorded: the slot is
    filled, the order stopped, the animal gone. A vet reviews it."""
    lock(dose.animal, dose)
    order = dose.prescription
    if not_given_reason:
        status, words = NOT_GIVEN[not_given_reason]
        done = Done(status, f"{words}: {reason}" if reason else words)
    else:
        done = given(order, amount, reason)
    return write(order, dose, done, by=by, at=at, recorded_at=recorded_at or at, conflict=True)


def replay(
    dose: Dose,
    *,
    by: Person,
    at: datetime,
    amount: Decimal | None = None,
    reason: str = "",
    not_given_reason: str = "",
    recorded_at: datetime | None = None,
    told: Callable[[str], object] | None = None,
) -> Administration:
    """Take in what a phone wrote down while it had no network: recorded where it may be, kept for
    review where it may not, dropped never. `told` hears why it was not simply recorded."""
    try:
        if not_given_reason:
            return not_given(
                dose, not_given_reason, by=by, at=at, note=reason, recorded_at=recorded_at
            )
        return give(
            dose, by=by, at=at, amount=amount, reason=reason, recorded_at=recorded_at,
            on_phone=True,
        )  # fmt: skip
    except Refused as refused:
        if told is not None:
            told(refused.sentence)
        return give_conflict(
            dose, by=by, at=at, amount=amount, reason=reason, not_given_reason=not_given_reason,
            recorded_at=recorded_at,
        )  # fmt: skip


def undo(record: Administration, *, by: Person, at: datetime) -> None:
    """Take back one's own record within seconds of making it."""
    if record.by_id != by.id or at - record.recorded_at > UNDO:
        raise Refused("It is too late to undo this. A vet can strike it out, with the reason.")
    _void(record, by=by, at=at, reason="undo")


def void_record(record: Administration, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out a record that is wrong; its dose is open again. A vet's decision."""
    _only_a_vet(by, at)
    if not reason.strip():
        raise Refused("Say why it is struck out.", field="reason")
    _void(record, by=by, at=at, reason=reason.strip())


def _void(record: Administration, *, by: Person, at: datetime, reason: str) -> None:
    lock(record.animal, record)
    if record.is_void:
        raise Refused("This record was struck out before.")
    record.voided_at, record.voided_by_id, record.void_reason = at, by.id, reason
    if record.dose is not None and not record.is_conflict:
        record.dose.settled_at = None
    db.session.flush()
    give_back(record, by=by, at=at, reason=reason)
    journal.record(
        "struck out a dose", record, by=by, at=at, reason=reason,
        before={"status": record.status, "amount": record.amount, "at": record.at},
    )  # fmt: skip


def resolve(
    record: Administration, decision: str, *, by: Person, at: datetime, note: str = ""
) -> None:
    """A vet says what a record kept for review means: a key of :data:`DECISIONS`."""
    _only_a_vet(by, at)
    lock(record.animal, record)
    if not record.needs_review:
        raise Refused("This was reviewed before.")
    if decision not in DECISIONS:
        raise Refused("Choose what happened.", field="decision")
    words = DECISIONS[decision]
    record.resolved_at, record.resolved_by_id = at, by.id
    record.resolution = f"{words}. {note.strip()}".strip()
    if decision == "same":
        _void(record, by=by, at=at, reason=words)
    if decision == "instead":
        _put_first(record, by=by, at=at, reason=words)
    db.session.flush()
    if decision != "same":
        account_for(record, by=by, at=at)
    journal.record("reviewed a dose", record, by=by, at=at, reason=record.resolution)


def _put_first(record: Administration, *, by: Person, at: datetime, reason: str) -> None:
    """Make this the record of its slot, in the place of the one that was."""
    dose = record.dose
    if dose is None:
        return
    for other in dose.records:
        if other is not record and not other.is_void and not other.is_conflict:
            _void(other, by=by, at=at, reason=reason)
    record.is_conflict = False
    dose.settled_at = record.recorded_at


def _only_a_vet(by: Person, at: datetime) -> None:
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet decides this.")


def report_as_needed(
    order: Prescription,
    *,
    by: Person,
    at: datetime,
    amount: Decimal | None = None,
    reason: str = "",
    recorded_at: datetime | None = None,
) -> Administration:
    """Keep a report of an as-needed dose that came too soon or too late; a vet reviews it."""
    lock(order.animal, order)
    return write(
        order, None, given(order, amount, reason), by=by, at=at, recorded_at=recorded_at or at,
        conflict=True,
    )  # fmt: skip
