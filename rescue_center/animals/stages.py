"""A change of stage that is nobody else's verb: to the hospital and back, to rehabilitation,
before release, to long-term care.

Quarantine is begun and cleared, and an animal departs, by verbs of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rescue_center.animals import life
from rescue_center.animals.admission import refuse_departed, refuse_void
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.staff.models import Person

#: The stages that a decision of the day leads to.
DECIDED = (Stage.HOSPITAL, Stage.REHAB, Stage.PRE_RELEASE, Stage.LONG_TERM_CARE)
#: Called with (stay, to, at) before the change; whoever objects raises Refused.
before_change: list[Callable[[Stay, Stage, datetime], None]] = []


def choices(stay: Stay) -> list[Stage]:
    """The stages that may be chosen now. Out of quarantine, only the hospital: the rest waits
    for clearance."""
    open_now = [stage for stage in stay.next_stages if stage in DECIDED]
    if stay.in_quarantine:
        return [stage for stage in open_now if stage == Stage.HOSPITAL]
    return open_now


def change_stage(animal: Animal, to: Stage, *, by: Person, at: datetime, reason: str) -> None:
    """Take an animal or a lot to another stage of its care."""
    lock(animal)
    refuse_void(animal)
    refuse_departed(animal)
    stay = animal.stays[-1]
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    if stay.in_quarantine and to in DECIDED and to != Stage.HOSPITAL:
        raise Refused(
            f"{animal.label} is in quarantine: clearing the quarantine decides what follows.",
            field="to",
        )
    if to not in choices(stay):
        raise Refused(
            f"{animal.label} is {stay.stage_label.lower()}; choose a stage from the list.",
            field="to",
        )
    for objection in before_change:
        objection(stay, to, at)
    life.move(stay, to, by=by, at=at, reason=reason)
    db.session.flush()
