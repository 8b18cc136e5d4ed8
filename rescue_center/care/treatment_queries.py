"""The treatment board: what is due, in which place, what was recorded, what waits for a vet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.animals.models import Animal, Stay
from rescue_center.care.dosing import amount_text, mg_text
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.care.schedule import timeliness
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.pharmacy.models import Drug
from rescue_center.species.models import Taxon
from rescue_center.species.protection import RANK

#: A dose that nobody recorded stays on the board this long; the order's page keeps it for ever.
LEFT_OVER = timedelta(hours=48)


@dataclass(frozen=True)
class Due:
    """One dose on the board: whose, where, what, when."""

    row: Any
    at: datetime

    @property
    def state(self) -> str:
        """`overdue`, `due` or `planned`."""
        return timeliness(self.row.due_at, self.row.window_min, self.at)

    @property
    def when(self) -> str:
        """`14:00`, with the day where it is not today."""
        return clock.hour_text(self.row.due_at, self.at)

    @property
    def who(self) -> str:
        """What people call the animal, or how many there are in the lot."""
        if self.row.kind == "lot":
            return f"{self.row.count:,} {self.row.name or self.row.species}"
        return str(self.row.name or self.row.accession)

    @property
    def amount(self) -> str:
        """`0.32 ml`."""
        return amount_text(self.row.amount, self.row.amount_unit)

    @property
    def mg(self) -> str:
        """`16 mg`, what is in that amount."""
        return mg_text(self.row.amount * self.row.strength_mg / self.row.dilution)


@dataclass(frozen=True)
class Place:
    """The doses of one enclosure, the overdue first."""

    code: str
    name: str
    quarantine: bool
    order: int
    doses: list[Due] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(dose.state == "overdue" for dose in self.doses)

    @property
    def ppe(self) -> int:
        """What to wear for the worst of them, as a rank; 0 for nothing in particular."""
        return max(dose.row.ppe or 0 for dose in self.doses)

    @property
    def now(self) -> list[Due]:
        """Those that are given now: overdue or due."""
        return [dose for dose in self.doses if dose.state != "planned"]

    @property
    def later(self) -> list[list[Due]]:
        """Those that come later today, together where they are of one order."""
        orders: dict[int, list[Due]] = {}
        for dose in self.doses:
            if dose.state == "planned":
                orders.setdefault(dose.row.order_id, []).append(dose)
        return list(orders.values())


_COLUMNS = (
    Dose.id, Dose.due_at, Dose.window_min, Prescription.id.label("order_id"),
    Prescription.amount, Prescription.amount_unit, Prescription.dilution, Prescription.route,
    Prescription.instructions, Prescription.time_critical, Drug.name.label("drug"),
    Prescription.strength_mg, Drug.controlled, Animal.id.label("animal_id"), Animal.accession,
    Animal.kind, Animal.count, Animal.name,
    sa.func.coalesce(sa.func.nullif(Taxon.common_name, ""), Taxon.scientific_name)
    .label("species"),
    RANK.label("ppe"), Unit.code, Unit.name.label("place"), Unit.biosecurity, Unit.walking_order,
)  # fmt: skip

_BOARD = (
    sa.select(*_COLUMNS)
    .join(Prescription, Prescription.id == Dose.prescription_id)
    .join(Drug, Drug.id == Prescription.drug_id)
    .join(Animal, Animal.id == Dose.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .join(Stay, Stay.id == Prescription.stay_id)
    .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .outerjoin(Unit, Unit.id == Housing.unit_id)
    .where(
        Dose.settled_at.is_(None), Dose.cancelled_at.is_(None),
        Prescription.stopped_at.is_(None), Prescription.voided_at.is_(None),
        Stay.ended_at.is_(None),
    )
    .order_by(Dose.due_at, Dose.id)
)  # fmt: skip


def doses_due(
    at: datetime,
    *,
    until: datetime | None = None,
    animal_ids: Iterable[int] | None = None,
    unit_id: int | None = None,
) -> list[Due]:
    """The doses not yet recorded that are due before `until` (the end of today), the oldest
    first; of some animals or of one enclosure where asked. One query."""
    until = until or clock.day_bounds(clock.today(at))[1]
    query = _BOARD.where(Dose.due_at > at - LEFT_OVER, Dose.due_at < until)
    if animal_ids is not None:
        query = query.where(Dose.animal_id.in_(list(animal_ids)))
    if unit_id is not None:
        query = query.where(Unit.id == unit_id)
    return [Due(row, at) for row in db.session.execute(query)]


def by_place(doses: Iterable[Due]) -> list[Place]:
    """The doses by enclosure: places with something overdue first, quarantine last of its kind,
    else in walking order."""

    def key(dose: Due) -> tuple[int, str]:
        return (dose.row.walking_order or 0, dose.row.code or "")

    places = []
    for _, found in groupby(sorted(doses, key=key), key=key):
        group = sorted(found, key=lambda d: (d.state != "overdue", d.row.due_at))
        row = group[0].row
        quarantine = row.biosecurity in ("quarantine", "isolation")
        places.append(
            Place(row.code or "", row.place or "", quarantine, row.walking_order or 0, group)
        )
    return sorted(places, key=lambda p: (not p.overdue, p.quarantine, p.order, p.code))


def recorded_today(at: datetime, *, most: int = 200) -> list[Administration]:
    """What was recorded about doses today, newest first."""
    begin, end = clock.day_bounds(clock.today(at))
    query = (
        sa.select(Administration)
        .where(
            Administration.at >= begin,
            Administration.at < end,
            Administration.voided_at.is_(None),
        )
        .options(*_SHOWN)
        .order_by(Administration.at.desc(), Administration.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def to_review() -> list[Administration]:
    """The records that wait for a vet's word, oldest first."""
    query = (
        sa.select(Administration)
        .where(
            Administration.is_conflict,
            Administration.resolved_at.is_(None),
            Administration.voided_at.is_(None),
        )
        .options(*_SHOWN)
        .order_by(Administration.recorded_at)
        .limit(200)
    )
    return list(db.session.scalars(query))


def to_confirm() -> list[Prescription]:
    """The orders that wait for a second vet, oldest first."""
    query = (
        _open_orders()
        .where(Prescription.outside_limits_reason != "", Prescription.confirmed_at.is_(None))
        .order_by(Prescription.ordered_at)
    )
    return list(db.session.scalars(query))


def as_needed() -> list[Prescription]:
    """The running orders that are given as needed."""
    confirmed = sa.or_(
        Prescription.outside_limits_reason == "", Prescription.confirmed_at.is_not(None)
    )
    query = _open_orders().where(Prescription.is_prn, confirmed).order_by(Prescription.id)
    return list(db.session.scalars(query))


_SHOWN = (
    joinedload(Administration.by),
    joinedload(Administration.animal).joinedload(Animal.taxon),
    joinedload(Administration.prescription).joinedload(Prescription.drug),
    joinedload(Administration.dose),
)


def _open_orders() -> Any:
    return (
        sa.select(Prescription)
        .join(Stay, Stay.id == Prescription.stay_id)
        .where(
            Prescription.stopped_at.is_(None),
            Prescription.voided_at.is_(None),
            Stay.ended_at.is_(None),
        )
        .options(
            joinedload(Prescription.drug),
            joinedload(Prescription.ordered_by),
            joinedload(Prescription.animal).joinedload(Animal.taxon),
        )
        .limit(200)
    )
