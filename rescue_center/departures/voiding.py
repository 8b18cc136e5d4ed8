"""Striking out a record that should never have been made. Nothing is deleted."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import leaving
from rescue_center.errors import Refused
from rescue_center.staff.models import Person


def void_animal(animal: Animal, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out an animal's record: a double entry, a mistake. Refused while a hold stands, and
    once animals were split off or merged, because their accounts lead through it."""
    if not reason.strip():
        raise Refused("Say why the record is struck out.", field="reason")
    if animal.is_void:
        raise Refused(f"{animal.label} is struck out already.")
    leaving.lock_leavers([animal])
    leaving.refuse_while_held(animal, "striking out the record", at)
    stay = leaving.open_stay(animal)
    joined = db.session.scalar(
        sa.select(Regroup.id).where(
            sa.or_(Regroup.from_id == animal.id, Regroup.to_id == animal.id)
        ).limit(1)
    )  # fmt: skip
    if joined is not None:
        raise Refused(
            f"Animals were split from or merged with {animal.label}, so its record stays. "
            "Correct the count with a recount instead."
        )
    left = leaving.depart(stay, Stage.VOID, "void", by=by, at=at, reason=reason)
    animal.voided_at, animal.voided_by_id, animal.void_reason = at, by.id, reason.strip()
    db.session.flush()
    journal.record(
        "struck out", animal, by=by, at=at, reason=reason, before={"count": left},
    )  # fmt: skip
