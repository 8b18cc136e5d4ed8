"""Marks of an animal that is held as evidence: its identity is not changed (domain rules 1.4).

A mark that fell off or cannot be read is told, with how it was noticed, and another is put on; to
take one off, or to strike one out, an order of its case is needed."""

from __future__ import annotations

from datetime import datetime

from rescue_center.animals.models import Animal
from rescue_center.cases.models import CourtOrder
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def refuse_unordered(
    animal: Animal, *, by: Person | None, at: datetime, reason: str, order: CourtOrder | None
) -> None:
    """Refuse to take a mark off a held animal without an order of its case."""
    if not animal.is_held:
        return
    duty.only(by, {Role.OFFICER, Role.MANAGER}, at, "take a mark off an animal held as evidence")
    if not reason.strip():
        raise Refused(f"{animal.label} is evidence: say why.", field="reason")
    if order is None or order.is_void or order.case_id not in holding(animal):
        raise Refused(
            f"{animal.label} is evidence: choose the order of the court or prosecutor in its case.",
            field="order",
        )


def refuse_unnoticed(animal: Animal, reason: str) -> None:
    """A mark of a held animal that is gone is told with how this was noticed."""
    if animal.is_held and not reason.strip():
        raise Refused(f"{animal.label} is evidence: say how it was noticed.", field="reason")


def holding(animal: Animal) -> set[int]:
    """The cases that hold it."""
    return {hold.case_id for stay in animal.stays for hold in stay.open_holds}
