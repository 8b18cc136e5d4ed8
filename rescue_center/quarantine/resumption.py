"""The quarantine of an animal whose death was struck out goes on where it stood."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.animals.models import Stay
from rescue_center.db import db
from rescue_center.quarantine import panels
from rescue_center.quarantine.cohort_rules import log
from rescue_center.quarantine.models import Quarantine
from rescue_center.staff.models import Person


def resume(stay: Stay, ended_at: datetime, *, by: Person | None, at: datetime) -> Quarantine | None:
    """Go on with the quarantine that ended with the stay at `ended_at`: the same clock and tests,
    in a record of its own; None if there was none. A move then houses it among its cohort."""
    left = db.session.scalars(
        sa.select(Quarantine)
        .where(Quarantine.stay_id == stay.id, Quarantine.outcome == "left")
        .where(Quarantine.ended_at == ended_at)
        .order_by(Quarantine.id.desc())
    ).first()
    if left is None:
        return None
    own = panels.go_on(left, stay)
    log(own, "inherit", at, stay.animal, "Its death was struck out")
    journal.record("went on with its quarantine", own, by=by, at=at,
                   after={"clock start": left.clock_start, "min end": left.min_end})  # fmt: skip
    return own
