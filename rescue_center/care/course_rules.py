"""Courses: the doses of an order, written out as rows.

Computed from the order's start every time, so that nothing drifts and writing out twice adds
nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals.models import Stay
from rescue_center.care import schedule
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.db import db, lock
from rescue_center.errors import explain

explain("uq_dose_prescription_id_due_at", "Somebody else has just written out this course.")


def write_out(
    order: Prescription, *, at: datetime, site: schedule.Site | None = None
) -> list[Dose]:
    """Make the doses of an order that are not there yet: the whole course, or of an open-ended
    order those of the next 14 days. Computed from its start, so that nothing drifts."""
    if order.is_prn or order.awaits_confirmation or not order.is_open:
        return []
    rhythm = schedule.FREQUENCIES[order.frequency]
    begins = max(order.starts_at, order.confirmed_at or order.starts_at)
    due = schedule.course(
        rhythm, begins, site or schedule.here(), days=order.days, until=at + schedule.ROLLING
    )
    last = db.session.scalar(
        sa.select(sa.func.max(Dose.due_at)).where(Dose.prescription_id == order.id)
    )
    if last is None and order.inherited_from_id is not None:
        last = order.ordered_at  # what was due before was the lot's
    minutes = schedule.window(rhythm, time_critical=order.time_critical) // timedelta(minutes=1)
    doses = [
        Dose(prescription=order, animal_id=order.animal_id, due_at=moment, window_min=minutes)
        for moment in due
        if last is None or moment > last
    ]
    db.session.add_all(doses)
    db.session.flush()
    return doses


def extend_doses(*, at: datetime, site: schedule.Site | None = None) -> int:
    """Write out every open-ended order to 14 days ahead; returns how many doses were added.
    Run daily; doing it twice adds nothing."""
    query = (
        sa.select(Prescription)
        .join(Stay, Stay.id == Prescription.stay_id)
        .where(
            Prescription.stopped_at.is_(None), Prescription.voided_at.is_(None),
            Prescription.days.is_(None), sa.not_(Prescription.is_once),
            sa.not_(Prescription.is_prn), Stay.ended_at.is_(None),
        )
        .order_by(Prescription.animal_id, Prescription.id)
    )  # fmt: skip
    added = 0
    for order in db.session.scalars(query):
        lock(order)
        if doses := write_out(order, at=at, site=site):
            added += len(doses)
            journal.record(
                "wrote out doses", order, by=None, at=at,
                after={"doses": len(doses), "until": doses[-1].due_at},
            )  # fmt: skip
    return added
