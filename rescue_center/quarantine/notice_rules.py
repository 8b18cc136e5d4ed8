"""Telling the authority of a notifiable disease (domain rules 2.4)."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.quarantine.models import DiseaseNotice, Test
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("disease_notice_follows_its_result", "The authority was told before the result came?")


def open_notice(test: Test, *, at: datetime) -> DiseaseNotice:
    """A positive result came: the authority is to be told."""
    notice = DiseaseNotice(test_id=test.id, opened_at=at)
    db.session.add(notice)
    db.session.flush()
    return notice


def tell(
    notice: DiseaseNotice, *, whom: str, how: str = "", by: Person | None, at: datetime
) -> None:
    """Somebody of the authority was told."""
    person = duty.only(by, {Role.VET, Role.MANAGER, Role.OFFICER}, at, "tell the authority")
    lock(notice)
    if notice.told_at is not None:
        raise Refused(f"{notice.told_whom} was told already.")
    if not whom.strip():
        raise Refused("Say whom you told.", field="whom")
    if at < notice.opened_at:
        raise Refused("This is before the result came. Check the time.", field="at")
    notice.told_at, notice.told_by_id = at, person.id
    notice.told_whom, notice.told_how = whom.strip(), how.strip()
    db.session.flush()
    q = notice.test.quarantine
    journal.record(
        "told the authority of a disease", notice, by=by, at=at, animal=q.animal, unit=q.unit,
        after={"test": notice.test.label, "authority": notice.told_whom, "how": notice.told_how},
    )  # fmt: skip
