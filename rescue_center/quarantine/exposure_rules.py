"""What a vet decides about an exposure whose protocol asks for more days: prolong, or dismiss."""

from __future__ import annotations

from datetime import datetime, timedelta

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.quarantine import rules
from rescue_center.quarantine.event_models import Exposure, ExposureDecision
from rescue_center.quarantine.models import Quarantine
from rescue_center.staff import duty
from rescue_center.staff.models import Person

DAY = timedelta(days=1)
explain(
    "uq_quarantine_exposure_decision_exposure_id", "A vet has decided about this exposure already."
)


def prolong_for(
    q: Quarantine, exposure: Exposure, days: int, *, reason: str, by: Person | None, at: datetime
) -> ExposureDecision:
    """It stays until so many days after the last contact at least; its cohort waits as long."""
    vet = _decides(q, exposure, reason, by, at)
    if not 1 <= days <= 3650:
        raise Refused("From one day to ten years.", field="days")
    not_before = (exposure.until or exposure.since) + days * DAY
    in_all = -((q.clock_start - not_before) // DAY)  # whole days from the start of the clock
    if in_all > q.min_days:
        rules.prolong(q, in_all, reason=f"{exposure.source}: {reason}", by=by, at=at)
    return _decide(q, exposure, "prolong", reason, vet, at, days=days, not_before=not_before)


def dismiss(
    q: Quarantine, exposure: Exposure, *, reason: str, by: Person | None, at: datetime
) -> ExposureDecision:
    """The exposure asks for no more days, and why."""
    return _decide(q, exposure, "dismiss", reason, _decides(q, exposure, reason, by, at), at)


def _decides(
    q: Quarantine, exposure: Exposure, reason: str, by: Person | None, at: datetime
) -> Person:
    vet = duty.only(by, {Role.VET}, at, "decide about an exposure")
    lock(q.animal)
    db.session.refresh(q)
    refuse_settled(q, exposure)
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    return vet


def refuse_settled(q: Quarantine, exposure: Exposure) -> None:
    """Only an exposure of somebody in quarantine, about which nobody decided yet, is decided."""
    if not q.is_open or exposure.animal_id != q.animal_id:
        raise Refused(f"The quarantine of {q.animal.label} has ended already.")
    if exposure.decision is not None:
        raise Refused("A vet has decided about this exposure already.")


def _decide(
    q: Quarantine, exposure: Exposure, kind: str, reason: str, vet: Person, at: datetime, *,
    days: int | None = None, not_before: datetime | None = None,
) -> ExposureDecision:  # fmt: skip
    row = ExposureDecision(exposure=exposure, kind=kind, days=days, not_before=not_before,
                           reason=reason.strip(), at=at, by_id=vet.id)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    verb = "prolonged for an exposure" if kind == "prolong" else "dismissed an exposure"
    journal.record(verb, row, by=vet, at=at, reason=reason, animal=q.animal,
                   after={"source": exposure.source, "not before": not_before})  # fmt: skip
    return row
