"""The ward board: who lies in the hospital or is under treatment, and what is due to each. Lean
statements for all of them, and the rest for one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center import clock, paging
from rescue_center.animals.models import Animal, Stay
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.care.schedule import timeliness
from rescue_center.care.sheet_queries import IN_PATIENT
from rescue_center.care.treatment_queries import LEFT_OVER
from rescue_center.db import rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.husbandry import concern_queries
from rescue_center.husbandry.concern_models import Concern
from rescue_center.pharmacy.models import Drug
from rescue_center.species.models import Taxon
from rescue_center.species.protection import RANK

#: What the board may be narrowed to.
SHOWN = {"inside": "In-patients", "treated": "Under treatment", "overdue": "Something overdue"}


@dataclass(frozen=True)
class Ahead:
    """What is due to one animal until the end of the day."""

    overdue: int = 0
    due: int = 0
    planned: int = 0
    next_at: datetime | None = None

    def and_(self, at: datetime, window_min: int, now: datetime) -> Ahead:
        """With one dose more; they come in the order of time."""
        state = timeliness(at, window_min, now)
        counts = {"overdue": self.overdue, "due": self.due, "planned": self.planned}
        counts[state] += 1
        return Ahead(**counts, next_at=self.next_at or at)


@dataclass(frozen=True)
class Patient:
    """A line of the board."""

    row: Any
    ahead: Ahead
    drugs: str
    concern: bool

    @property
    def who(self) -> str:
        """What people call the animal, or how many there are in the lot."""
        if self.row.kind == "lot":
            return f"{self.row.count:,} {self.row.name or self.row.common_name}"
        return str(self.row.name or self.row.common_name or self.row.accession)


@dataclass(frozen=True)
class Ward:
    """Who is there, how many of each, and one page of those asked for."""

    page: paging.Page[Patient]
    counts: dict[str, int]
    overdue: int
    due: int


_HERE = sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None))
_RUNS = (Prescription.stopped_at.is_(None), Prescription.voided_at.is_(None))
_DUE = (
    sa.select(Dose.animal_id, Dose.due_at, Dose.window_min)
    .join(Prescription, Prescription.id == Dose.prescription_id)
    .join(Stay, Stay.id == Prescription.stay_id)
    .where(Dose.settled_at.is_(None), Dose.cancelled_at.is_(None), *_RUNS,
           Stay.ended_at.is_(None),
           Dose.due_at > sa.bindparam("since", type_=Dose.due_at.type),
           Dose.due_at < sa.bindparam("end", type_=Dose.due_at.type))
    .order_by(Dose.due_at)
)  # fmt: skip
_BEDS = (
    sa.select(Animal.id)
    .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
    .outerjoin(Housing, _HERE)
    .outerjoin(Unit, Unit.id == Housing.unit_id)
    .where(Animal.voided_at.is_(None), IN_PATIENT)
    .order_by(Unit.walking_order, Unit.code, Animal.name_folded, Animal.id)
)
_PATIENTS = (
    sa.select(Animal.id, Animal.accession, Animal.name, Animal.kind, Animal.count,
              sa.func.coalesce(sa.func.nullif(Taxon.common_name, ""), Taxon.scientific_name)
              .label("common_name"),
              Stay.stage, Stay.stage_since, Unit.code, Unit.name.label("place"),
              RANK.label("ppe"))
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
    .outerjoin(Housing, _HERE)
    .outerjoin(Unit, Unit.id == Housing.unit_id)
    .where(Animal.id.in_(sa.bindparam("ids", expanding=True)))
)  # fmt: skip
_TREATED = (
    sa.select(Prescription.animal_id, Drug.name)
    .join(Drug, Drug.id == Prescription.drug_id)
    .join(Stay, Stay.id == Prescription.stay_id)
    .where(*_RUNS, Stay.ended_at.is_(None),
           sa.or_(Prescription.days.is_(None), Prescription.is_prn,
                  sa.exists().where(Dose.prescription_id == Prescription.id,
                                    Dose.settled_at.is_(None), Dose.cancelled_at.is_(None),
                                    Dose.due_at > sa.bindparam("since", type_=Dose.due_at.type))),
           sa.or_(sa.not_(Prescription.is_once),
                  sa.exists().where(Dose.prescription_id == Prescription.id,
                                    Dose.settled_at.is_(None), Dose.cancelled_at.is_(None))))
    .order_by(Prescription.animal_id, Drug.name)
)  # fmt: skip
_WORRIED = sa.select(Concern.animal_id).where(*concern_queries.OPEN, Concern.animal_id.is_not(None))


def ward(at: datetime, show: str, asked: int) -> Ward:
    """The board at a moment: those with something overdue first, then in walking order. Five
    statements, however many there are."""
    due = _due(at)
    beds = list(rows(_BEDS))
    drugs: dict[int, list[str]] = {}
    for animal_id, name in rows(_TREATED, since=at - LEFT_OVER):
        drugs.setdefault(animal_id, []).append(name)
    late = [key for key, ahead in due.items() if ahead.overdue]
    those = {"inside": [bed.id for bed in beds], "treated": list(drugs), "overdue": late}
    keys = sorted(those[show], key=lambda key: not _of(due, key).overdue)
    part = paging.cut(len(keys), asked)
    page = part.holding(_lines(keys[part.offset : part.offset + part.size], due, drugs))
    return Ward(
        page, {name: len(found) for name, found in those.items()},
        sum(one.overdue for one in due.values()), sum(one.due for one in due.values()),
    )  # fmt: skip


def _of(due: dict[int, Ahead], key: int) -> Ahead:
    return due.get(key, Ahead())


def _due(at: datetime) -> dict[int, Ahead]:
    found: dict[int, Ahead] = {}
    end = clock.day_bounds(clock.today(at))[1]
    for animal_id, due_at, window_min in rows(_DUE, since=at - LEFT_OVER, end=end):
        found[animal_id] = _of(found, animal_id).and_(due_at, window_min, at)
    return found


def _lines(
    keys: Sequence[int], due: dict[int, Ahead], drugs: dict[int, list[str]]
) -> list[Patient]:
    if not keys:
        return []
    worried = {row.animal_id for row in rows(_WORRIED)}
    shown = {row.id: row for row in rows(_PATIENTS, ids=list(keys))}
    return [
        Patient(shown[key], _of(due, key), _named(drugs.get(key, ())), key in worried)
        for key in keys
        if key in shown
    ]


def _named(drugs: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(drugs))


def days_in(patient: Patient, at: datetime) -> int:
    """For how many days it has been at its stage."""
    since: datetime = patient.row.stage_since
    return max(0, (at - since) // timedelta(days=1))
