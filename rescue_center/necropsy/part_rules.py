"""What is kept of a carcass: scales, tusks, a skull; counted, sealed, before a witness."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.departures import death as deaths
from rescue_center.departures import leaving
from rescue_center.departures.models import Death
from rescue_center.errors import Refused
from rescue_center.necropsy.models import CarcassPart
from rescue_center.necropsy.words import UNITS
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def keep(
    death: Death, what: str, quantity: Decimal, unit: str, *, kept_at: str, witness: str,
    seal: str = "", by: Person | None, at: datetime,
) -> CarcassPart:  # fmt: skip
    """Write down a part that is kept, before a witness."""
    person = duty.only(by, {Role.VET, Role.MANAGER}, at, "keep a part of a carcass")
    lock(death)
    deaths.refuse_struck_out(death)
    if at < death.at:
        raise Refused("This is dated before the death.", field="at")
    for name, text, sentence in (("what", what, "Say what is kept."),
                                 ("kept_at", kept_at, "Say where it is kept."),
                                 ("witness", witness, "Name the witness.")):  # fmt: skip
        if not text.strip():
            raise Refused(sentence, field=name)
    if unit not in UNITS:
        raise Refused("Choose a unit.", field="unit")
    if quantity <= 0:
        raise Refused("More than nothing.", field="quantity")
    leaving.refuse_self(witness, person.name, field="witness",
                        sentence="The witness is somebody else than you.")  # fmt: skip
    row = CarcassPart(
        death=death, what=what.strip(), quantity=quantity, unit=unit, seal=seal.strip(),
        kept_at=kept_at.strip(), witness=witness.strip(), at=at, by=person,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record("kept a part of a carcass", row, by=person, at=at,
                   animal=death.stay.animal_id, case=death.stay.animal.case_id,
                   after={"what": row.what, "quantity": f"{quantity} {unit}",
                          "kept": row.kept_at, "witness": row.witness})  # fmt: skip
    return row


def void(row: CarcassPart, *, reason: str, by: Person | None, at: datetime) -> None:
    """Strike out a part that was never kept, or was written down wrongly."""
    person = duty.only(by, {Role.VET, Role.MANAGER}, at, "strike out a part")
    lock(row)
    if row.is_void:
        raise Refused("This part is struck out already.")
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    row.voided_at, row.voided_by_id, row.void_reason = at, person.id, reason.strip()
    db.session.flush()
    journal.record("struck out a part of a carcass", row, by=person, at=at, reason=reason,
                   animal=row.death.stay.animal_id, before={"what": row.what})  # fmt: skip
