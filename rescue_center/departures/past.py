"""What a record went through, and before it the lot that it was split from: its quarantine and its
permits are its own too."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures.models import Permit, PermitStay
from rescue_center.quarantine.models import Quarantine


def lineage(animal: Animal) -> list[Animal]:
    """The record and those it was split from: an heir carries what its lot went through."""
    line = [animal]
    while (parent := line[-1].parent) is not None:
        line.append(parent)
    return line


def parted_at(animal: Animal) -> datetime | None:
    """When the record was split off another one."""
    return db.session.scalar(
        sa.select(sa.func.min(Regroup.at)).where(
            Regroup.to_id == animal.id, Regroup.from_id == animal.parent_id
        )
    )


def ancestry(animal: Animal) -> list[tuple[Animal, datetime | None]]:
    """The record, and those before it with the moment until which their past is its own."""
    line: list[tuple[Animal, datetime | None]] = [(animal, None)]
    for child, parent in pairwise(lineage(animal)):
        until = parted_at(child)
        before = line[-1][1]
        line.append((parent, min(t for t in (until, before) if t) if until or before else None))
    return line


def last_quarantine(stay: Stay) -> Quarantine | None:
    """The newest quarantine of this stay, or of the lot it was split from before the split."""
    for animal, until in ancestry(stay.animal):
        asked = (
            sa.select(Quarantine)
            .where(Quarantine.animal_id == animal.id, Quarantine.outcome != "void")
            .order_by(Quarantine.began_at.desc(), Quarantine.id.desc())
        )
        if animal is stay.animal:
            asked = asked.where(Quarantine.stay_id == stay.id)
        elif until is not None:
            asked = asked.where(Quarantine.ended_at <= until)
        found = db.session.scalars(asked.limit(1)).first()
        if found is not None:
            return found
    return None


def permits(stay: Stay, kinds: tuple[str, ...]) -> list[Permit]:
    """The permits of these kinds that cover the stay, or the lot it was split from."""
    ids = [animal.stay.id for animal in lineage(stay.animal)[1:] if animal.stay is not None]
    ids = [stay.id, *ids] if stay.number == 1 else [stay.id]
    return list(
        db.session.scalars(
            sa.select(Permit)
            .join(PermitStay, PermitStay.permit_id == Permit.id)
            .where(PermitStay.stay_id.in_(ids), Permit.kind.in_(kinds), Permit.voided_at.is_(None))
            .order_by(Permit.issued_on)
        )
    )


def in_force(permit: Permit, at: datetime) -> bool:
    """Whether a permit covers the day of `at`."""
    day = clock.today(at)
    return permit.issued_on <= day and (permit.expires_on is None or day <= permit.expires_on)
