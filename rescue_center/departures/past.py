"""What a record went through, and before it the lot that it was split from: its quarantine and its
permits are its own too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures.gate_models import Permit, PermitStay
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
    """The newest quarantine of this stay, or of the lot it was split from before the split. What
    came back begins anew: a quarantine from before it left says nothing."""
    for animal, until in ancestry(stay.animal):
        asked = (
            sa.select(Quarantine)
            .where(Quarantine.animal_id == animal.id, Quarantine.outcome != "void")
            .where(Quarantine.began_at >= stay.began_at)
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
    return permits_of([stay], kinds)[stay.id]


def permits_of(stays: Iterable[Stay], kinds: tuple[str, ...]) -> dict[int, list[Permit]]:
    """The same for many stays at once, by the id of the stay."""
    covered = {stay.id: _covered_by(stay) for stay in stays}
    found: dict[int, list[Permit]] = {}
    query = (
        sa.select(PermitStay.stay_id, Permit)
        .join(PermitStay, PermitStay.permit_id == Permit.id)
        .where(
            PermitStay.stay_id.in_(set().union(*covered.values())),
            Permit.kind.in_(kinds),
            Permit.voided_at.is_(None),
        )
        .order_by(Permit.issued_on, Permit.id)
    )
    for stay_id, permit in db.session.execute(query):
        found.setdefault(stay_id, []).append(permit)
    return {
        stay_id: list(dict.fromkeys(p for one in ids for p in found.get(one, ())))
        for stay_id, ids in covered.items()
    }


def _covered_by(stay: Stay) -> list[int]:
    """The stays whose permits are its own."""
    if stay.number != 1:
        return [stay.id]
    before = [animal.stay for animal in lineage(stay.animal)[1:]]
    return [stay.id, *(one.id for one in before if one is not None)]


def in_force(permit: Permit, at: datetime) -> bool:
    """Whether a permit covers the day of `at`."""
    day = clock.today(at)
    return permit.issued_on <= day and (permit.expires_on is None or day <= permit.expires_on)
