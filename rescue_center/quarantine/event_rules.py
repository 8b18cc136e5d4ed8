"""Adverse events of a unit: reported, explained, struck out; and exposure to infection."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.quarantine.event_models import (
    EVENT_KINDS,
    AdverseEvent,
    Exposure,
    ExposureDecision,
)
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def report_event(
    unit: Unit,
    kind: str,
    *,
    by: Person | None,
    at: datetime,
    description: str,
    animal: Animal | None = None,
    explained: bool = False,
) -> AdverseEvent:
    """Something happened in a unit: illness, death, positive, escape or other. It is open, and
    blocks every clearance there, until a vet explains it; `explained` is explained at once."""
    if kind not in EVENT_KINDS:
        raise Refused("Choose what happened.", field="kind")
    if not description.strip():
        raise Refused("Say what happened.", field="description")
    lock(unit)
    event = AdverseEvent(
        unit=unit, animal=animal, kind=kind, at=at, description=description.strip(),
        explained=explained, recorded_by_id=by.id if by else None,
    )  # fmt: skip
    if explained and by is not None:
        event.closed_at, event.closed_by_id = at, by.id
    db.session.add(event)
    db.session.flush()
    journal.record("reported an event", event, by=by, at=at,
                   after={"kind": kind, "what": description})  # fmt: skip
    return event


def close_event(
    event: AdverseEvent, *, explained: bool, note: str, by: Person | None, at: datetime
) -> None:
    """A vet has looked into it. Left unexplained, a death keeps the unit closed for its 14 days."""
    person = duty.only(by, {Role.VET}, at, "close an event")
    lock(event)
    if not event.is_open:
        raise Refused("This event is closed already.")
    if not note.strip():
        raise Refused("Say what was found.", field="note")
    if at < event.at:
        raise Refused("It is dated before the event itself.", field="at")
    event.closed_at, event.closed_by_id = at, person.id
    event.explained, event.closing_note = explained, note.strip()
    db.session.flush()
    journal.record("explained an event" if explained else "closed an event", event, by=by, at=at,
                   reason=note, before={"what": event.description})  # fmt: skip


def void_event(event: AdverseEvent, *, reason: str, by: Person | None, at: datetime) -> None:
    """Strike out an event that never was."""
    person = duty.only(by, {Role.VET, Role.MANAGER}, at, "strike out an event")
    lock(event)
    if event.is_void:
        raise Refused("This event was struck out already.")
    if not reason.strip():
        raise Refused("Say why it is struck out.", field="reason")
    event.voided_at, event.voided_by_id, event.void_reason = at, person.id, reason.strip()
    db.session.flush()
    journal.record("struck out an event", event, by=by, at=at, reason=reason,
                   before={"kind": event.kind, "what": event.description})  # fmt: skip


def expose(
    animal: Animal,
    source: str,
    *,
    since: datetime,
    until: datetime | None = None,
    by: Person | None,
    at: datetime,
    inherited_from: Exposure | None = None,
) -> Exposure:
    """Record contact with a source of infection; heirs of the animal inherit it."""
    if not source.strip():
        raise Refused("Say what it was exposed to.", field="source")
    if until is not None and until < since:
        raise Refused("The contact ended before it began.", field="until")
    row = Exposure(
        animal_id=animal.id, source=source.strip(), since=since, until=until,
        inherited_from_id=inherited_from.id if inherited_from else None,
        recorded_by_id=by.id if by else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    if inherited_from is None:
        journal.record("exposed", row, by=by, at=at, animal=animal, after={"source": source})
    return row


def inherit_exposures(parent: Animal, heir: Animal, *, by: Person | None, at: datetime) -> None:
    """Whatever `parent` was exposed to, `heir` was too."""
    query = sa.select(Exposure).where(Exposure.animal_id == parent.id).order_by(Exposure.id)
    for row in db.session.scalars(query).all():
        own = expose(heir, row.source, since=row.since, until=row.until, by=by, at=at,
                     inherited_from=row)  # fmt: skip
        if (said := row.decision) is not None:
            db.session.add(ExposureDecision(
                exposure=own, kind=said.kind, days=said.days, not_before=said.not_before,
                reason=said.reason, at=said.at, by_id=said.by_id,
            ))  # fmt: skip
    db.session.flush()
