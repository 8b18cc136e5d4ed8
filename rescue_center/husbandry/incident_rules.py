"""Writing down what happened, with what to do at once, and how it was followed up."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.animals.models import Animal
from rescue_center.care.weight_rules import refuse_future
from rescue_center.db import db, lock
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.queries import place_of, roster
from rescue_center.errors import Refused
from rescue_center.husbandry.advice import advice
from rescue_center.husbandry.incident_models import Incident
from rescue_center.husbandry.striking import strike_out
from rescue_center.husbandry.words import INCIDENTS
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person
from rescue_center.tongues import N_

#: What is done with any bite or scratch, whatever the species (WHO on rabies exposure).
ALWAYS = N_("Wash the wound with soap and running water for 15 minutes, and tell a doctor today.")


def report(
    what: str, *, animal: Animal | None = None, unit: Unit | None = None, person_hurt: str = "",
    note: str = "", by: Person | None, at: datetime, recorded_at: datetime | None = None,
) -> Incident:  # fmt: skip
    """A bite, a scratch, an escape or an injury. It keeps what whoever was hurt was told to do."""
    if what not in INCIDENTS:
        raise Refused("Choose what happened.", field="what")
    if animal is None and unit is None and not note.strip():
        raise Refused("Say what happened, or where.", field="note")
    refuse_future(at, recorded_at or at)
    if unit is None and animal is not None and (place := place_of(animal.id)) is not None:
        unit = place.unit
    row = Incident(
        what=what, animal=animal, unit=unit, person_hurt=person_hurt.strip(), note=note.strip(),
        advice=_advice(what, animal, unit, bool(person_hurt.strip())), by=by, at=at,
        recorded_at=recorded_at or at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record("wrote down an incident", row, by=by, at=at, animal=animal, unit=unit,
                   reason=row.note,
                   after={"what": row.label, "hurt": row.person_hurt})  # fmt: skip
    return row


def _advice(what: str, animal: Animal | None, unit: Unit | None, hurt: bool) -> str:
    """What to do at once: always, and for the grave diseases of whoever it may have been."""
    wound = what in ("bite", "scratch")
    if not (wound or hurt):
        return ""
    maybe = [animal] if animal else [one.animal for one in roster(unit)] if unit else []
    groups = {one.taxon.group_id for one in maybe if one.taxon.group_id is not None}
    return " ".join([ALWAYS, *advice(groups).values()] if wound else advice(groups).values())


def follow_up(row: Incident, said: str, *, by: Person | None, at: datetime) -> None:
    """What was done about it afterwards; it is closed by that."""
    person = duty.only(by, {Role.VET, Role.MANAGER}, at, "close an incident")
    lock(row)
    if row.is_void:
        raise Refused("This incident was struck out.")
    if row.closed_at is not None:
        raise Refused("This incident is closed already.")
    if not said.strip():
        raise Refused("Say what was done about it.", field="follow_up")
    row.follow_up, row.closed_at, row.closed_by = said.strip(), at, person
    db.session.flush()
    journal.record("followed an incident up", row, by=by, at=at, animal=row.animal, unit=row.unit,
                   reason=said.strip(), before={"what": row.label})  # fmt: skip


def void_incident(row: Incident, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out an incident that was none."""
    strike_out(row, "an incident", whose=row.by_id, by=by, at=at, reason=reason, animal=row.animal,
               unit=row.unit, before={"what": row.label, "note": row.note})  # fmt: skip
