"""What a record went through, and before it the lot that it was split from: its quarantine, its
examination and its permits are its own too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.lineage import ancestry, lineage
from rescue_center.animals.models import Stay
from rescue_center.care.models import Exam
from rescue_center.db import db
from rescue_center.departures.gate_models import Permit, PermitStay
from rescue_center.quarantine.passage import last_quarantine

__all__ = [
    "ancestry",
    "in_force",
    "last_exam",
    "last_quarantine",
    "lineage",
    "permits",
    "permits_of",
]


def last_exam(stay: Stay, fitness: str = "") -> Exam | None:
    """The newest signed examination of this stay, or of the lot it was split from before the split.
    Only the newest counts: what an older one found fit may have fallen ill since. With a `fitness`
    the newest that states it, to be named beside the newest of all."""
    began = stay.began_at.replace(second=0, microsecond=0)  # forms know minutes only
    whose: list[sa.ColumnElement[bool]] = [Exam.stay_id == stay.id]
    for animal, until in ancestry(stay.animal)[1:]:
        there = sa.and_(Exam.animal_id == animal.id, Exam.at >= began)
        whose.append(there if until is None else sa.and_(there, Exam.at <= until))
    return db.session.scalars(
        sa.select(Exam)
        .where(sa.or_(*whose), Exam.signed_at.is_not(None), Exam.voided_at.is_(None),
               Exam.fitness == fitness if fitness else sa.true())
        .order_by(Exam.at.desc(), Exam.id.desc())
        .limit(1)
    ).first()  # fmt: skip


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
