"""A death recorded in error is struck out, and the animal is in care as it was (rules 11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals import ledger, life
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Stay
from rescue_center.db import db, lock
from rescue_center.departures import leaving
from rescue_center.departures.death import refuse_struck_out
from rescue_center.departures.models import Death
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.event_models import AdverseEvent
from rescue_center.quarantine.resumption import resume
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("dead_stay_opens_by_a_reversal", "A dead animal is in care again only by a reversal.")

#: What may stand in the way, asked of the packages that know this one: each refuses in words.
before_reversal: list[Callable[[Death], None]] = []


def reverse_death(
    death: Death, *, by: Person, at: datetime, reason: str, with_disposal: bool = False
) -> Stay:
    """Strike out a death recorded in error, of a part of a lot with its whole count.

    The stay is open again in the stage it had, its quarantine goes on and the ledger counts them
    in again; orders that the death stopped stay stopped, and where it is now is recorded by a
    move. The disposal of the carcass is struck out only when that is said too."""
    manager = duty.only(by, {Role.MANAGER}, at, "reverse a death")
    stay = death.stay
    leaving.lock_leavers([stay.animal])
    lock(stay, death)
    refuse_struck_out(death)
    if not reason.strip():
        raise Refused("Say how it came about.", field="reason")
    if death.disposed_at is not None and not with_disposal:
        raise Refused("The carcass was disposed of. Say that this was recorded in error too.",
                      field="with_disposal")  # fmt: skip
    for ask in before_reversal:
        ask(death)
    death.voided_at, death.voided_by_id, death.void_reason = at, manager.id, reason.strip()
    db.session.flush()
    _open_again(stay, death, by=manager, at=at, reason=reason)
    _strike_out_event(death, by=manager, at=at, reason=reason)
    journal.record(
        "reversed a death", death, by=manager, at=at, reason=reason, animal=stay.animal,
        case=stay.animal.case_id, before={"count": death.count, "manner": death.manner},
        after={"stage": stay.stage},
    )  # fmt: skip
    return stay


def _open_again(stay: Stay, death: Death, *, by: Person, at: datetime, reason: str) -> None:
    stay.planned_euthanasia, stay.carcass_disposed_at = False, None
    life.undo_death(
        stay, Stage(death.stage_before), since=death.stage_before_since or stay.began_at,
        by=by, at=at, reason=reason,
    )  # fmt: skip
    db.session.flush()
    if death.count:  # dated as the death itself: it was here all the time
        ledger.post(stay.animal, "death_reversed", death.count, by=by, at=death.at, reason=reason)
    resume(stay, death.at, by=by, at=at)


def _strike_out_event(death: Death, *, by: Person, at: datetime, reason: str) -> None:
    """The event that an unexplained death opened in its quarantine unit never was."""
    asked = sa.select(AdverseEvent).where(
        AdverseEvent.kind == "death", AdverseEvent.animal_id == death.stay.animal_id,
        AdverseEvent.at == death.at, AdverseEvent.voided_at.is_(None),
    )  # fmt: skip
    for event in db.session.scalars(asked).all():
        quarantine.void_event(event, reason=reason, by=by, at=at)
