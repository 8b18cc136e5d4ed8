"""Striking out what a keeper wrote down: by whoever wrote it, a vet or a manager, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff.models import Person


def strike_out(
    row: Any, what: str, *, whose: int | None, by: Person, at: datetime, reason: str,
    before: Mapping[str, Any], animal: Any = None, unit: Any = None,
) -> None:  # fmt: skip
    """Strike out `row`, called `what`; it stays readable. `before` is what it said."""
    lock(row)
    if row.is_void:
        raise Refused("This was struck out already.")
    if not reason.strip():
        raise Refused("Say why it is struck out.", field="reason")
    if by.id != whose and by.roles_at(at).isdisjoint({Role.VET, Role.MANAGER}):
        raise Refused("Only whoever wrote it, a vet or a manager strikes this out.")
    row.voided_at, row.voided_by_id, row.void_reason = at, by.id, reason.strip()
    db.session.flush()
    journal.record(f"struck out {what}", row, by=by, at=at, reason=reason, animal=animal,
                   unit=unit, before=before)  # fmt: skip
