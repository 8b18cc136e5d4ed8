"""Telling the authority of a notifiable disease (domain rules 2.4)."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock
from rescue_center.enclosures import rules as housing_rules
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.quarantine import event_rules, homes
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


def found(
    animal: Animal, what: str, *, since: datetime, by: Person | None, at: datetime
) -> DiseaseNotice:
    """A notifiable disease was found in an animal by no test of a quarantine: the authority is to
    be told, and all movement stops where those live that were sampled `since`. What was found is
    written down once, however often it is told."""
    units = housing_rules.lock_units(homes.now_of(animal.id, since))
    notice = DiseaseNotice(animal=animal, unit=units[0] if units else None, what=what[:200],
                           opened_at=at)  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    said = f"{what} of {animal.accession} was positive."
    for unit in units:
        event_rules.report_event(unit, kind="positive", by=by, at=at, animal=animal,
                                 description=said)  # fmt: skip
        housing_rules.stop_movement(
            unit, reason=f"{said} The disease is notifiable: tell the authority.", by=by, at=at
        )
    return notice


def resolve(notice: DiseaseNotice, *, note: str, by: Person | None, at: datetime) -> None:
    """A vet says why what was found no longer stands in the way of a release."""
    person = duty.only(by, {Role.VET}, at, "resolve what was found")
    lock(notice)
    if notice.test_id is not None:
        raise Refused("It is resolved with its test, in the quarantine.")
    if notice.resolved_at is not None:
        raise Refused(f"{notice.label} is resolved already.")
    if not note.strip():
        raise Refused("Say what resolves it.", field="note")
    if at < notice.opened_at:
        raise Refused("It is dated before the result itself.", field="at")
    notice.resolved_at, notice.resolved_by_id, notice.resolution = at, person.id, note.strip()
    db.session.flush()
    journal.record("resolved what was found", notice, by=by, at=at, reason=note,
                   animal=notice.whose, before={"test": notice.label})  # fmt: skip


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
    journal.record(
        "told the authority of a disease", notice, by=by, at=at, animal=notice.whose,
        unit=notice.where,
        after={"test": notice.label, "authority": notice.told_whom, "how": notice.told_how},
    )  # fmt: skip
