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
#: Asked whether a quarantine of the stay is still open; the package that keeps it answers.
in_open_quarantine: list[Callable[[Stay], bool]] = []
#: Asked whether quarantine lies behind the stay, or none is needed; the same package answers.
passed_quarantine: list[Callable[[Stay], bool]] = []


def choices(stay: Stay) -> list[Stage]:
    """The stages that may be chosen now. Out of quarantine only the hospital, and from there only
    back: the rest waits for clearance, or for a vet who says that none is needed."""
    if stay.in_quarantine:
        return [Stage.HOSPITAL]
    if _awaits_clearance(stay):
        return [Stage.QUARANTINE] if Stage.QUARANTINE in stay.next_stages else []
    found = [stage for stage in stay.next_stages if stage in DECIDED]
    return found if _has_passed(stay) else [s for s in found if s is Stage.HOSPITAL]


def _has_passed(stay: Stay) -> bool:
    return all(ask(stay) for ask in passed_quarantine)


def _awaits_clearance(stay: Stay) -> bool:
    return stay.in_quarantine or any(ask(stay) for ask in in_open_quarantine)


def change_stage(animal: Animal, to: Stage, *, by: Person, at: datetime, reason: str) -> None:
    """Take an animal or a lot to another stage of its care."""
    lock(animal)
    refuse_void(animal)
    refuse_departed(animal)
    stay = animal.stays[-1]
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    if to not in choices(stay):
        if to in DECIDED and _awaits_clearance(stay):
            raise Refused(
                f"The quarantine of {animal.label} is open: clearing it decides what follows.",
                field="to",
            )
        if to in DECIDED and to in stay.next_stages:
            raise Refused(
                f"{animal.label} has not been through quarantine. Begin it, or let a vet record "
                "that none is needed.",
                field="to",
            )
        raise Refused(
            f"{animal.label} is {stay.stage_label.lower()}; choose a stage from the list.",
            field="to",
        )
    life.move(stay, to, by=by, at=at, reason=reason)
    db.session.flush()
