"""Raising a concern, and answering it."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.care.weight_rules import refuse_future
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.queries import place_of
from rescue_center.errors import Refused
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.striking import strike_out
from rescue_center.husbandry.words import URGENCY, WHAT
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def raise_concern(
    what: str, urgency: str, *, animal: Animal | None = None, unit: Unit | None = None,
    note: str = "", by: Person | None, at: datetime, recorded_at: datetime | None = None,
) -> Concern:  # fmt: skip
    """Tell the vet what worries about an animal or an enclosure."""
    if animal is None and unit is None:
        raise Refused("Say which animal or enclosure it is about.")
    if what not in WHAT:
        raise Refused("Choose what it is.", field="what")
    if urgency not in URGENCY:
        raise Refused("Choose how soon somebody has to look.", field="urgency")
    if what == "other" and not note.strip():
        raise Refused("Say what it is.", field="note")
    if what == "dead" and animal is None:
        raise Refused("Say which animal was found dead.", field="what")
    refuse_future(at, recorded_at or at)
    if unit is None and animal is not None and (place := place_of(animal.id)) is not None:
        unit = place.unit
    concern = Concern(
        what=what, urgency=urgency, animal=animal, unit=unit, note=note.strip(), by=by, at=at,
        recorded_at=recorded_at or at,
    )  # fmt: skip
    db.session.add(concern)
    db.session.flush()
    journal.record("raised a concern", concern, by=by, at=at, animal=animal, unit=unit,
                   reason=note.strip(),
                   after={"what": WHAT[what], "how_soon": URGENCY[urgency]})  # fmt: skip
    return concern


def answer(concern: Concern, said: str, *, by: Person | None, at: datetime) -> None:
    """A vet or a manager says what was found or done; once, and for good."""
    person = duty.only(by, {Role.VET, Role.MANAGER}, at, "answer a concern")
    refuse_settled(concern)
    if not said.strip():
        raise Refused("Say what was found or done.", field="answer")
    settle(concern, said.strip(), by=person, at=at)


def refuse_settled(concern: Concern) -> None:
    """Refuse where it was struck out or answered, by now."""
    lock(concern)
    if concern.is_void:
        raise Refused("This concern was struck out.")
    if concern.answered_at is not None:
        who = concern.answered_by.name if concern.answered_by else "Somebody"
        raise Refused(f"{who} answered already: {concern.answer}")


def settle(concern: Concern, said: str, *, by: Person, at: datetime) -> None:
    """Write the answer down, whoever had the right to give it."""
    concern.answer, concern.answered_at, concern.answered_by = said, at, by
    db.session.flush()
    journal.record("answered a concern", concern, by=by, at=at, reason=said,
                   animal=concern.animal, unit=concern.unit,
                   before={"what": concern.label})  # fmt: skip


def void_concern(concern: Concern, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out a concern that was about another, or no concern at all."""
    strike_out(concern, "a concern", whose=concern.by_id, by=by, at=at, reason=reason,
               animal=concern.animal, unit=concern.unit,
               before={"what": concern.label, "note": concern.note})  # fmt: skip
