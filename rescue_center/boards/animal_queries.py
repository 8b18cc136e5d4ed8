"""What an animal's page shows, each section in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center.animals.ledger_models import LedgerEntry, Regroup
from rescue_center.animals.models import Animal, Hold, Mark, Photo, Stay
from rescue_center.care.models import Exam, Weight
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.cases.models import Case, CourtOrder
from rescue_center.db import rows
from rescue_center.documents.models import Issued, IssuedStay
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.media.models import Media
from rescue_center.pharmacy.models import Drug
from rescue_center.quarantine.models import Exemption, Quarantine, Test
from rescue_center.staff.models import Person

_DUE = (
    sa.select(
        Dose.id, Dose.due_at, Dose.window_min, Drug.name.label("drug"),
        Prescription.id.label("prescription_id"), Prescription.amount, Prescription.amount_unit,
        Prescription.route, Prescription.dose_mg,
    )
    .join(Prescription, Prescription.id == Dose.prescription_id)
    .join(Drug, Drug.id == Prescription.drug_id)
    .where(
        Dose.animal_id == sa.bindparam("animal_id"),
        Dose.settled_at.is_(None),
        Dose.cancelled_at.is_(None),
        Dose.due_at < sa.bindparam("until", type_=Dose.due_at.type),
    )
    .order_by(Dose.due_at)
    .limit(12)
)  # fmt: skip


def due_doses(animal_id: int, at: datetime) -> Sequence[Any]:
    """Doses due until tomorrow, overdue ones first."""
    return rows(_DUE, animal_id=animal_id, until=at + timedelta(hours=24))


_MARKS = (
    sa.select(Mark.id, Mark.kind, Mark.code, Mark.position, Mark.status, Mark.applied_on,
              Mark.found_on_arrival, Mark.description)
    .where(Mark.animal_id == sa.bindparam("animal_id"), Mark.voided_at.is_(None))
    .order_by(Mark.status != "in_place", Mark.id)
)  # fmt: skip


def marks(animal_id: int) -> Sequence[Any]:
    """Every mark, those in place first."""
    return rows(_MARKS, animal_id=animal_id)


_PHOTOS = (
    sa.select(Photo.id, Photo.view, Photo.caption, Photo.at, Media.sha256)
    .join(Media, Media.id == Photo.media_id)
    .where(Photo.animal_id == sa.bindparam("animal_id"), Photo.voided_at.is_(None))
    .order_by(Photo.at.desc())
    .limit(12)
)


def photos(animal_id: int) -> Sequence[Any]:
    """The newest photographs."""
    return rows(_PHOTOS, animal_id=animal_id)


_HOLDS = (
    sa.select(Hold.id, Hold.reason, Hold.placed_at, Hold.lifted_at, Case.number,
              CourtOrder.authority, CourtOrder.reference, CourtOrder.issued_on)
    .join(Stay, Stay.id == Hold.stay_id)
    .join(Case, Case.id == Hold.case_id)
    .outerjoin(CourtOrder, CourtOrder.id == Hold.lift_order_id)
    .where(Stay.animal_id == sa.bindparam("animal_id"))
    .order_by(Hold.lifted_at.is_not(None), Hold.id.desc())
)  # fmt: skip


def holds(animal_id: int) -> Sequence[Any]:
    """Evidence holds, standing ones first, each with the order that lifted it."""
    return rows(_HOLDS, animal_id=animal_id)


_EXAMS = (
    sa.select(Exam.id, Exam.at, Exam.purpose, Exam.assessment, Exam.signed_at, Exam.voided_at,
              Exam.fitness, Person.name.label("by"))
    .outerjoin(Person, Person.id == Exam.by_id)
    .where(Exam.animal_id == sa.bindparam("animal_id"))
    .order_by(Exam.at.desc(), Exam.id.desc())
    .limit(10)
)  # fmt: skip


def exams(animal_id: int) -> Sequence[Any]:
    """The newest examinations."""
    return rows(_EXAMS, animal_id=animal_id)


_ORDERS = (
    sa.select(Prescription.id, Drug.name.label("drug"), Prescription.rate_mg_per_kg,
              Prescription.amount, Prescription.amount_unit, Prescription.route,
              Prescription.frequency, Prescription.starts_at, Prescription.days,
              Prescription.stopped_at, Prescription.indication)
    .join(Drug, Drug.id == Prescription.drug_id)
    .where(Prescription.animal_id == sa.bindparam("animal_id"), Prescription.voided_at.is_(None))
    .order_by(Prescription.stopped_at.is_not(None), Prescription.starts_at.desc())
    .limit(12)
)  # fmt: skip


def orders(animal_id: int) -> Sequence[Any]:
    """Prescriptions, running ones first."""
    return rows(_ORDERS, animal_id=animal_id)


_WEIGHTS = (
    sa.select(Weight.at, Weight.weight_g)
    .where(Weight.animal_id == sa.bindparam("animal_id"), Weight.voided_at.is_(None))
    .order_by(Weight.at.desc())
    .limit(60)
)


def weights(animal_id: int) -> list[tuple[datetime, int]]:
    """The newest readings, oldest first, for a curve."""
    return [(row.at, row.weight_g) for row in reversed(rows(_WEIGHTS, animal_id=animal_id))]


_PLACES = (
    sa.select(Housing.began_at, Housing.ended_at, Housing.reason, Housing.override_reason,
              Unit.code, Unit.name, Person.name.label("by"))
    .join(Unit, Unit.id == Housing.unit_id)
    .outerjoin(Person, Person.id == Housing.moved_by_id)
    .where(Housing.animal_id == sa.bindparam("animal_id"))
    .order_by(Housing.began_at.desc(), Housing.id.desc())
)  # fmt: skip


def places(animal_id: int) -> Sequence[Any]:
    """Where it has lived, newest first."""
    return rows(_PLACES, animal_id=animal_id)


_STAYS = (
    sa.select(Stay.id, Stay.number, Stay.began_at, Stay.began_how, Stay.ended_at, Stay.stage)
    .where(Stay.animal_id == sa.bindparam("animal_id"))
    .order_by(Stay.number.desc())
)


def stays(animal_id: int) -> Sequence[Any]:
    """Its stays, newest first."""
    return rows(_STAYS, animal_id=animal_id)


_other = sa.orm.aliased(Animal)
_FAMILY = (
    sa.select(Regroup.kind, Regroup.count, Regroup.at, Regroup.from_id, _other.accession,
              _other.name)
    .join(_other, _other.id == sa.case(
        (Regroup.from_id == sa.bindparam("animal_id"), Regroup.to_id), else_=Regroup.from_id))
    .where(sa.or_(Regroup.from_id == sa.bindparam("animal_id"),
                  Regroup.to_id == sa.bindparam("animal_id")))
    .order_by(Regroup.at.desc(), Regroup.id.desc())
    .limit(30)
)  # fmt: skip


def family(animal_id: int) -> Sequence[Any]:
    """Splits and merges: which record, how many, which way."""
    return rows(_FAMILY, animal_id=animal_id)


_LEDGER = (
    sa.select(LedgerEntry.at, LedgerEntry.kind, LedgerEntry.delta, LedgerEntry.reason,
              Person.name.label("by"),
              sa.func.sum(LedgerEntry.delta).over(
                  order_by=(LedgerEntry.at, LedgerEntry.id)).label("balance"))
    .outerjoin(Person, Person.id == LedgerEntry.by_id)
    .where(LedgerEntry.animal_id == sa.bindparam("animal_id"))
    .order_by(LedgerEntry.at, LedgerEntry.id)
)  # fmt: skip


def ledger(animal_id: int) -> Sequence[Any]:
    """The account of a lot, with its running balance."""
    return rows(_LEDGER, animal_id=animal_id)


_PAPERS = (
    sa.select(Issued.id, Issued.kind, Issued.number, Issued.issued_at, Issued.revoked_at,
              Issued.superseded_at, Issued.valid_until, Issued.animal_count)
    .join(IssuedStay, IssuedStay.issued_id == Issued.id)
    .join(Stay, Stay.id == IssuedStay.stay_id)
    .where(Stay.animal_id == sa.bindparam("animal_id"))
    .order_by(Issued.issued_at.desc())
)  # fmt: skip


def papers(animal_id: int) -> Sequence[Any]:
    """Issued papers that speak of it."""
    return rows(_PAPERS, animal_id=animal_id)


_QUARANTINES = (
    sa.select(Quarantine.id, Quarantine.began_at, Quarantine.clock_start, Quarantine.min_end,
              Quarantine.ended_at, Quarantine.outcome, Unit.code, Unit.name,
              sa.select(sa.func.count()).select_from(Test).where(
                  Test.quarantine_id == Quarantine.id, Test.voided_at.is_(None),
                  Test.waived_at.is_(None), Test.mandatory, Test.result == "",
              ).scalar_subquery().label("pending"))
    .join(Unit, Unit.id == Quarantine.unit_id)
    .where(Quarantine.animal_id == sa.bindparam("animal_id"), Quarantine.outcome != "void")
    .order_by(Quarantine.ended_at.is_not(None), Quarantine.id.desc())
)  # fmt: skip


def quarantines(animal_id: int) -> Sequence[Any]:
    """Its quarantines, the open one first, with how many mandatory results are pending."""
    return rows(_QUARANTINES, animal_id=animal_id)


_UNNEEDED = (
    sa.select(Stay.taken_over, Exemption.reason, Exemption.at, Person.name)
    .outerjoin(Exemption, Exemption.stay_id == Stay.id)
    .outerjoin(Person, Person.id == Exemption.by_id)
    .where(Stay.id == sa.bindparam("stay_id"))
    .where(sa.or_(Stay.taken_over, Exemption.id.is_not(None)))
    .limit(1)
)


def unneeded(stay_id: int) -> Sequence[Any]:
    """Why it needs no quarantine, if somebody said so."""
    return rows(_UNNEEDED, stay_id=stay_id)
