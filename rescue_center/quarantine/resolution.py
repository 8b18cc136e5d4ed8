"""A notifiable disease that was found stands in the way of a release until a vet says that it is
resolved, or the same test, taken again, is negative (domain rules 3.2)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.quarantine.models import Quarantine, Test
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("quarantine_test_resolution_is_whole", "Only a positive result is resolved.")


def resolve(
    test: Test, *, note: str, by: Person | None, at: datetime, with_heirs: bool = False
) -> None:
    """A vet says why a positive finding no longer matters: treated, a false alarm, confirmed
    otherwise. The result itself stays as it came. `with_heirs` says it of those too that were
    split off with the finding."""
    vet = duty.only(by, {Role.VET}, at, "resolve a positive test")
    for one in [test, *(inherited(test) if with_heirs else ())]:
        _resolve(one, note, vet, at)


def inherited(test: Test) -> list[Test]:
    """The same finding, unresolved, of those that were split off since it was sampled."""
    heirs = sa.select(Animal.id).where(Animal.parent_id == test.quarantine.animal_id).cte(
        recursive=True
    )  # fmt: skip
    heirs = heirs.union(sa.select(Animal.id).where(Animal.parent_id == heirs.c.id))
    same = [getattr(Test, name).is_not_distinct_from(getattr(test, name)) for name in _SAME]
    query = (
        sa.select(Test).join(Quarantine)
        .where(Quarantine.animal_id.in_(sa.select(heirs.c.id)), *same)
        .where(Test.voided_at.is_(None), Test.resolved_at.is_(None))
        .options(joinedload(Test.quarantine).joinedload(Quarantine.animal))
        .order_by(Test.id)
    )  # fmt: skip
    return list(db.session.scalars(query))


#: By what the copy of a finding is known.
_SAME = ("protocol_test_id", "name", "round", "result", "sampled_at", "resulted_at")


def _resolve(test: Test, note: str, vet: Person, at: datetime) -> None:
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
        "resolved a positive test", test, by=vet, at=at, reason=note,
        animal=test.quarantine.animal_id, before={"test": test.label, "result": test.result},
    )  # fmt: skip
