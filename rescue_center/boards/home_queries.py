"""What home shows: the centre in a few numbers, and what waits for whom. Each statement is written
once, when the application starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.care.models import Exam
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.cases.models import Case
from rescue_center.db import rows
from rescue_center.departures.transfer_models import Transfer
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.pharmacy.models import Drug
from rescue_center.quarantine.models import Quarantine
from rescue_center.species.models import Taxon
from rescue_center.species.protection import RANK
from rescue_center.staff.models import Person


class Today(NamedTuple):
    """The numbers on the home page."""

    in_care: int
    records: int
    held: int
    arrivals: int
    no_place: int
    stages: dict[str, int]
    doses_due: int
    doses_overdue: int
    doses_given: int
    over_full: int


def _moment(name: str) -> sa.BindParameter[datetime]:
    return sa.bindparam(name, type_=Dose.due_at.type)


def _sum_of(condition: sa.ColumnElement[bool], what: Any) -> sa.ColumnElement[Any]:
    return sa.func.sum(sa.case((condition, what), else_=0))


_LIVES_HERE = sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None))
_OPEN = sa.and_(Dose.settled_at.is_(None), Dose.cancelled_at.is_(None))
#: What nobody recorded of an order that was stopped or changed is due no more.
_RUNS = sa.and_(
    Prescription.id == Dose.prescription_id, Prescription.stopped_at.is_(None),
    Prescription.voided_at.is_(None),
)  # fmt: skip

_STAGES = (
    sa.select(
        Stay.stage,
        sa.func.sum(Animal.count).label("in_care"),
        sa.func.count().label("records"),
        _sum_of(Animal.holds > 0, Animal.count).label("held"),
        _sum_of(Stay.began_at >= _moment("begin"), Animal.count).label("arrivals"),
        _sum_of(Housing.id.is_(None), 1).label("no_place"),
    )
    .join(Animal, Animal.id == Stay.animal_id)
    .outerjoin(Housing, _LIVES_HERE)
    .where(Stay.ended_at.is_(None))
    .group_by(Stay.stage)
)
_due = (
    sa.select(sa.func.count().label("due"),
              sa.func.coalesce(_sum_of(Dose.due_at < _moment("at"), 1), 0).label("overdue"))
    .select_from(Dose)
    .join(Prescription, _RUNS)
    .where(_OPEN, Dose.due_at < _moment("end"))
    .subquery()
)  # fmt: skip
_given = (
    sa.select(sa.func.count())
    .select_from(Administration)
    .where(Administration.at >= _moment("begin"), Administration.at < _moment("end"),
           Administration.voided_at.is_(None))
    .scalar_subquery()
)  # fmt: skip
_full = sa.select(sa.func.count()).select_from(Unit).where(Unit.n > Unit.capacity)
_WORK = sa.select(_due.c.due, _due.c.overdue, _given, _full.scalar_subquery())


def today(at: datetime) -> Today:
    """The centre in a few numbers: animals by the stage of their life here, and today's work."""
    begin, end = clock.day_bounds(clock.today(at))
    by_stage = rows(_STAGES, begin=begin)
    (due, overdue, given, full) = rows(_WORK, at=at, begin=begin, end=end)[0]
    in_care, records, held, arrivals, no_place = (
        sum(int(row[i]) for row in by_stage) for i in range(1, 6)
    )
    stages = {row.stage: int(row.in_care) for row in by_stage}
    return Today(in_care, records, held, arrivals, no_place, stages, due, int(overdue), given, full)


_by_unit = (
    sa.select(Housing.unit_id, sa.func.count().label("due"),
              _sum_of(Dose.due_at < _moment("at"), 1).label("overdue"))
    .select_from(Dose)
    .join(Prescription, _RUNS)
    .join(Housing, sa.and_(Housing.animal_id == Dose.animal_id, Housing.ended_at.is_(None)))
    .where(_OPEN, Dose.due_at < _moment("end"))
    .group_by(Housing.unit_id)
    .subquery()
)  # fmt: skip
_ROUND = (
    sa.select(Unit.code, Unit.name, Unit.n, Unit.capacity, Unit.biosecurity,
              sa.func.coalesce(_by_unit.c.due, 0).label("due"),
              sa.func.coalesce(_by_unit.c.overdue, 0).label("overdue"))
    .outerjoin(_by_unit, _by_unit.c.unit_id == Unit.id)
    .where(Unit.level == "enclosure", Unit.n > 0)
    .order_by(sa.case((Unit.biosecurity == "quarantine", 1), (Unit.biosecurity == "isolation", 1),
                      else_=0),
              sa.desc("overdue"), Unit.walking_order, Unit.code)
    .limit(400)
)  # fmt: skip


def round_of(at: datetime) -> Sequence[Any]:
    """Enclosures in walking order with heads and due doses: overdue first, quarantine last."""
    return rows(_ROUND, at=at, end=clock.day_bounds(clock.today(at))[1])


_NEXT = (
    sa.select(Dose.id, Dose.due_at, Animal.accession, Animal.name, Taxon.common_name,
              Drug.name.label("drug"), Prescription.amount, Prescription.amount_unit, Unit.code,
              RANK.label("ppe"))
    .join(Animal, Animal.id == Dose.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .join(Prescription, _RUNS)
    .join(Drug, Drug.id == Prescription.drug_id)
    .outerjoin(Housing, _LIVES_HERE)
    .outerjoin(Unit, Unit.id == Housing.unit_id)
    .where(_OPEN, Dose.due_at < _moment("until"))
    .order_by(Dose.due_at)
    .limit(sa.literal_column("12"))
)  # fmt: skip


def doses_next(at: datetime) -> Sequence[Any]:
    """Doses overdue or due in the next hours, with who and where."""
    return rows(_NEXT, until=at + timedelta(hours=6))


_heads = (
    sa.select(Animal.case_id, sa.func.sum(Animal.count).label("animals"),
              _sum_of(Animal.holds > 0, Animal.count).label("held"))
    .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
    .where(Animal.case_id.is_not(None))
    .group_by(Animal.case_id)
    .subquery()
)  # fmt: skip
_CASES = (
    sa.select(Case.number, Case.title, Case.place, Case.happened_on, Case.legal_stage,
              _heads.c.animals, _heads.c.held)
    .join(_heads, _heads.c.case_id == Case.id)
    .order_by(sa.func.coalesce(Case.happened_on, sa.func.date(Case.opened_at)).desc(),
              Case.id.desc())
    .limit(8)
)  # fmt: skip


def open_cases() -> Sequence[Any]:
    """The cases that still have animals here, the last that happened first: one taken over from
    old books was opened today and happened long ago."""
    return rows(_CASES)


_ENDING = (
    sa.select(Quarantine.id, Quarantine.clock_start, Quarantine.min_end, Animal.accession,
              Animal.name, Animal.kind, Animal.count, Taxon.common_name, Unit.code)
    .join(Animal, Animal.id == Quarantine.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .join(Unit, Unit.id == Quarantine.unit_id)
    .where(Quarantine.ended_at.is_(None))
    .order_by(Quarantine.min_end)
    .limit(sa.literal_column("8"))
)  # fmt: skip


def ending_quarantines() -> Sequence[Any]:
    """Quarantines that reach their last day first."""
    return rows(_ENDING)


_CLOSE = (
    sa.select(Animal.accession, Animal.name, Animal.kind, Animal.count, Animal.holds,
              Taxon.common_name, Taxon.scientific_name, Stay.stage_since, Unit.code)
    .join(Stay, Stay.animal_id == Animal.id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .outerjoin(Unit, Unit.id == Housing.unit_id)
    .where(Stay.ended_at.is_(None), Stay.stage == Stage.PRE_RELEASE.value)
    .order_by(Stay.stage_since, Animal.id)
    .limit(10)
)  # fmt: skip


def close_to_release() -> Sequence[Any]:
    """Those in pre-release, who have been there longest first."""
    return rows(_CLOSE)


_MOVING = (
    sa.select(Transfer.number, Transfer.to_organisation, Transfer.planned_for, Transfer.status)
    .where(Transfer.status.in_(("planned", "departed")))
    .order_by(Transfer.planned_for.is_(None), Transfer.planned_for, Transfer.id)
    .limit(8)
)


def transfers_under_way() -> Sequence[Any]:
    """Transfers planned or on the road, the next first."""
    return rows(_MOVING)


_UNSIGNED = (
    sa.select(Exam.id, Exam.at, Exam.purpose, Animal.accession, Animal.name, Taxon.common_name,
              Person.name.label("by"))
    .join(Animal, Animal.id == Exam.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .outerjoin(Person, Person.id == Exam.by_id)
    .where(Exam.signed_at.is_(None), Exam.voided_at.is_(None))
    .order_by(Exam.at)
    .limit(8)
)  # fmt: skip


def exams_to_sign() -> Sequence[Any]:
    """Examinations that nobody signed yet, the oldest first."""
    return rows(_UNSIGNED)
