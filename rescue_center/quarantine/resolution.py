"""A notifiable disease that was found stands in the way of a release until a vet says that it is
resolved, or the same test, taken again, is negative (domain rules 3.2)."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.quarantine.models import Test
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("quarantine_test_resolution_is_whole", "Only a positive result is resolved.")


def resolve(test: Test, *, note: str, by: Person | None, at: datetime) -> None:
    """A vet says why a positive finding no longer matters: treated, a false alarm, confirmed
    otherwise. The result itself stays as it came."""
    vet = duty.only(by, {Role.VET}, at, "resolve a positive test")
    lock(test)
    if test.is_void or test.result != "positive":
        raise Refused("Only a positive result is resolved.")
    if test.resolved_at is not None:
        raise Refused(f"{test.label} is resolved already.")
    if not note.strip():
        raise Refused("Say what resolves it.", field="note")
    if test.resulted_at is not None and at < test.resulted_at:
        raise Refused("It is dated before the result itself.", field="at")
    test.resolved_at, test.resolved_by_id, test.resolution = at, vet.id, note.strip()
    db.session.flush()
    journal.record(
        "resolved a positive test", test, by=by, at=at, reason=note,
        animal=test.quarantine.animal_id, before={"test": test.label, "result": test.result},
    )  # fmt: skip
