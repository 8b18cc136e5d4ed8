"""Escape or theft, and the return of an animal that had left."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals import ledger
from rescue_center.animals import rules as animals
from rescue_center.animals.ledger_models import LedgerEntry
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures import leaving
from rescue_center.departures.models import Escape
from rescue_center.errors import Refused, explain
from rescue_center.staff.models import Person

#: How animals leave this place alive, and come back to it under the number they had.
_AWAY = ("escape", "theft", "release", "transfer_out", "recapture")

explain("uq_animal_escape_stay_id", "This escape is already recorded.")


def escape(
    animal: Animal, *, by: Person, at: datetime, circumstances: str, kind: str = "escape",
    count: int | None = None, last_seen_at: datetime | None = None, reported_to: str = "",
) -> Escape:  # fmt: skip
    """Record an escape or a theft. A hold does not stop it, and stays on the animal."""
    if not circumstances.strip():
        raise Refused("Say what happened.", field="circumstances")
    if last_seen_at is not None and last_seen_at > at:
        raise Refused("It was last seen before it was found missing.", field="last_seen_at")
    leaving.lock_leavers([animal])
    leaver = leaving.part_of(animal, count, by=by, at=at, reason=kind)
    stay = leaving.open_stay(leaver)
    unit_id = leaving.unit_of(leaver)  # before it leaves it
    left = leaving.depart(stay, Stage.ESCAPED, kind, by=by, at=at, reason=circumstances)
    row = Escape(
        stay_id=stay.id, kind=kind, at=at, last_seen_at=last_seen_at, count=left,
        unit_id=unit_id, circumstances=circumstances.strip(), reported_to=reported_to,
        recorded_by_id=by.id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal.record(
        "escaped" if kind == "escape" else "was stolen", row, by=by, at=at, animal=leaver,
        case=leaver.case_id, after={"count": left, "reported_to": reported_to},
        reason=circumstances,
    )  # fmt: skip
    return row


def readmit(animal: Animal, *, by: Person, at: datetime, count: int = 1, reason: str = "") -> Stay:
    """An animal that had escaped or been released is back: a new stay of the same animal.

    A hold that stood when it left stands on the new stay."""
    leaving.lock_leavers([animal])
    last = animal.stay
    if last is None or last.is_open:
        raise Refused(f"{animal.label} is in our care already.")
    if last.stage not in (Stage.ESCAPED, Stage.RELEASED, Stage.TRANSFERRED):
        raise Refused(f"{animal.label} is {last.stage_label.lower()}; it cannot come back.")
    if not 1 <= count <= (gone := _gone(animal)):
        raise Refused(
            f"{gone} had left under this number; {count} cannot come back.", field="count"
        )
    stay = animals.new_stay(animal, by=by, at=at, how="recapture")
    ledger.post(animal, "recapture", count, by=by, at=at, reason=reason)
    row = db.session.scalar(sa.select(Escape).where(Escape.stay_id == last.id))
    if row is not None:
        row.recaptured_at, row.recapture_stay_id = at, stay.id
    db.session.flush()
    journal.record(
        "came back", stay, by=by, at=at, reason=reason, case=animal.case_id,
        after={"count": count, "stay": stay.number},
    )  # fmt: skip
    return stay


def _gone(animal: Animal) -> int:
    """How many left under this number alive and have not come back."""
    left = sa.select(sa.func.coalesce(sa.func.sum(LedgerEntry.delta), 0)).where(
        LedgerEntry.animal_id == animal.id, LedgerEntry.kind.in_(_AWAY)
    )
    return -int(db.session.scalar(left) or 0)
