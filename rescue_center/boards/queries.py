"""What the boards show, each page in a handful of statements whatever the size of the centre."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.ledger_models import LedgerEntry, Regroup
from rescue_center.animals.life import DEPARTED, Stage
from rescue_center.animals.models import Animal, Hold, Mark, Photo, Stay
from rescue_center.care.models import Exam, Weight
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.cases.models import Case, CourtOrder
from rescue_center.db import db
from rescue_center.departures.models import Death, Released, Transfer, Transferred
from rescue_center.documents.models import Issued, IssuedStay
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Missing
from rescue_center.media.models import Media
from rescue_center.pharmacy.models import Drug
from rescue_center.quarantine.models import Quarantine, Test
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

_IN_CARE = Stay.ended_at.is_(None)


def _rows(statement: Any, **parameters: Any) -> list[Any]:
    return list(db.session.execute(statement, parameters))


# --- the animal page ------------------------------------------------------------------------

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


def due_doses(animal_id: int, at: datetime) -> list[Any]:
    """Doses due until tomorrow, overdue ones first."""
    return _rows(_DUE, animal_id=animal_id, until=at + timedelta(hours=24))


_MARKS = (
    sa.select(Mark.id, Mark.kind, Mark.code, Mark.position, Mark.status, Mark.applied_on,
              Mark.found_on_arrival, Mark.description)
    .where(Mark.animal_id == sa.bindparam("animal_id"), Mark.voided_at.is_(None))
    .order_by(Mark.status != "in_place", Mark.id)
)  # fmt: skip


def marks(animal_id: int) -> list[Any]:
    """Every mark, those in place first."""
    return _rows(_MARKS, animal_id=animal_id)


_PHOTOS = (
    sa.select(Photo.id, Photo.view, Photo.caption, Photo.at, Media.sha256)
    .join(Media, Media.id == Photo.media_id)
    .where(Photo.animal_id == sa.bindparam("animal_id"), Photo.voided_at.is_(None))
    .order_by(Photo.at.desc())
    .limit(12)
)


def photos(animal_id: int) -> list[Any]:
    """The newest photographs."""
    return _rows(_PHOTOS, animal_id=animal_id)


_HOLDS = (
    sa.select(Hold.id, Hold.reason, Hold.placed_at, Hold.lifted_at, Case.number,
              CourtOrder.authority, CourtOrder.reference, CourtOrder.issued_on)
    .join(Stay, Stay.id == Hold.stay_id)
    .join(Case, Case.id == Hold.case_id)
    .outerjoin(CourtOrder, CourtOrder.id == Hold.lift_order_id)
    .where(Stay.animal_id == sa.bindparam("animal_id"))
    .order_by(Hold.lifted_at.is_not(None), Hold.id.desc())
)  # fmt: skip


def holds(animal_id: int) -> list[Any]:
    """Evidence holds, standing ones first, each with the order that lifted it."""
    return _rows(_HOLDS, animal_id=animal_id)


_EXAMS = (
    sa.select(Exam.id, Exam.at, Exam.purpose, Exam.assessment, Exam.signed_at, Exam.voided_at,
              Exam.fitness, Person.name.label("by"))
    .outerjoin(Person, Person.id == Exam.by_id)
    .where(Exam.animal_id == sa.bindparam("animal_id"))
    .order_by(Exam.at.desc(), Exam.id.desc())
    .limit(10)
)  # fmt: skip


def exams(animal_id: int) -> list[Any]:
    """The newest examinations."""
    return _rows(_EXAMS, animal_id=animal_id)


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


def orders(animal_id: int) -> list[Any]:
    """Prescriptions, running ones first."""
    return _rows(_ORDERS, animal_id=animal_id)


_WEIGHTS = (
    sa.select(Weight.at, Weight.weight_g)
    .where(Weight.animal_id == sa.bindparam("animal_id"), Weight.voided_at.is_(None))
    .order_by(Weight.at.desc())
    .limit(60)
)


def weights(animal_id: int) -> list[tuple[datetime, int]]:
    """The newest readings, oldest first, for a curve."""
    return [(row.at, row.weight_g) for row in reversed(_rows(_WEIGHTS, animal_id=animal_id))]


_PLACES = (
    sa.select(Housing.began_at, Housing.ended_at, Housing.reason, Housing.override_reason,
              Unit.code, Unit.name, Person.name.label("by"))
    .join(Unit, Unit.id == Housing.unit_id)
    .outerjoin(Person, Person.id == Housing.moved_by_id)
    .where(Housing.animal_id == sa.bindparam("animal_id"))
    .order_by(Housing.began_at.desc(), Housing.id.desc())
)  # fmt: skip


def places(animal_id: int) -> list[Any]:
    """Where it has lived, newest first."""
    return _rows(_PLACES, animal_id=animal_id)


_STAYS = (
    sa.select(Stay.id, Stay.number, Stay.began_at, Stay.began_how, Stay.ended_at, Stay.stage)
    .where(Stay.animal_id == sa.bindparam("animal_id"))
    .order_by(Stay.number.desc())
)


def stays(animal_id: int) -> list[Any]:
    """Its stays, newest first."""
    return _rows(_STAYS, animal_id=animal_id)


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


def family(animal_id: int) -> list[Any]:
    """Splits and merges: which record, how many, which way."""
    return _rows(_FAMILY, animal_id=animal_id)


_LEDGER = (
    sa.select(LedgerEntry.at, LedgerEntry.kind, LedgerEntry.delta, LedgerEntry.reason,
              Person.name.label("by"),
              sa.func.sum(LedgerEntry.delta).over(
                  order_by=(LedgerEntry.at, LedgerEntry.id)).label("balance"))
    .outerjoin(Person, Person.id == LedgerEntry.by_id)
    .where(LedgerEntry.animal_id == sa.bindparam("animal_id"))
    .order_by(LedgerEntry.at, LedgerEntry.id)
)  # fmt: skip


def ledger(animal_id: int) -> list[Any]:
    """The account of a lot, with its running balance."""
    return _rows(_LEDGER, animal_id=animal_id)


_PAPERS = (
    sa.select(Issued.id, Issued.kind, Issued.number, Issued.issued_at, Issued.revoked_at,
              Issued.superseded_at, Issued.valid_until, Issued.animal_count)
    .join(IssuedStay, IssuedStay.issued_id == Issued.id)
    .join(Stay, Stay.id == IssuedStay.stay_id)
    .where(Stay.animal_id == sa.bindparam("animal_id"))
    .order_by(Issued.issued_at.desc())
)  # fmt: skip


def papers(animal_id: int) -> list[Any]:
    """Issued papers that speak of it."""
    return _rows(_PAPERS, animal_id=animal_id)


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


def quarantines(animal_id: int) -> list[Any]:
    """Its quarantines, the open one first, with how many mandatory results are pending."""
    return _rows(_QUARANTINES, animal_id=animal_id)


class Left(NamedTuple):
    """How the last stay ended, and the page that tells."""

    words: str
    endpoint: str
    key: dict[str, Any]


def left(stay_id: int, stage: str) -> Left | None:
    """The record of a departure, for a stay that has ended."""
    if Stage(stage) not in DEPARTED:
        return None
    if release := db.session.scalar(
        sa.select(Released.release_id).where(Released.stay_id == stay_id)
    ):
        return Left("Released", "departures.show_release", {"release_id": release})
    if death := db.session.scalar(sa.select(Death.id).where(Death.stay_id == stay_id)):
        return Left("Died", "departures.show_death", {"death_id": death})
    number = db.session.scalar(
        sa.select(Transfer.number)
        .join(Transferred, Transferred.transfer_id == Transfer.id)
        .where(Transferred.stay_id == stay_id, Transfer.status == "received")
    )
    return Left("Transferred", "transfers.show", {"number": number}) if number else None


# --- the enclosure page ---------------------------------------------------------------------


def unit_or_404(code: str) -> Unit:
    """An enclosure, area or site by its code."""
    found = db.session.scalar(sa.select(Unit).where(Unit.code == code))
    if found is None:
        raise Missing
    return found


_ROSTER = (
    sa.select(Animal.id, Animal.accession, Animal.name, Animal.kind, Animal.count, Animal.holds,
              Animal.sex, Animal.age_class, Taxon.common_name, Taxon.scientific_name, Stay.stage,
              Housing.began_at, Housing.override_until, Media.sha256,
              Quarantine.clock_start, Quarantine.min_end)
    .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .join(Stay, Stay.id == Housing.stay_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .outerjoin(Media, Media.id == Animal.photo_id)
    .outerjoin(Quarantine, sa.and_(Quarantine.stay_id == Stay.id, Quarantine.ended_at.is_(None)))
    .where(Housing.unit_id == sa.bindparam("unit_id"))
    .order_by(Taxon.common_name, Animal.accession)
    .limit(400)
)  # fmt: skip


def roster(unit_id: int) -> list[Any]:
    """Who lives here now."""
    return _rows(_ROSTER, unit_id=unit_id)


_UNIT_DUE = (
    sa.select(Dose.id, Dose.due_at, Animal.accession, Animal.name, Drug.name.label("drug"),
              Prescription.amount, Prescription.amount_unit)
    .join(Housing, sa.and_(Housing.animal_id == Dose.animal_id, Housing.ended_at.is_(None)))
    .join(Animal, Animal.id == Dose.animal_id)
    .join(Prescription, Prescription.id == Dose.prescription_id)
    .join(Drug, Drug.id == Prescription.drug_id)
    .where(Housing.unit_id == sa.bindparam("unit_id"), Dose.settled_at.is_(None),
           Dose.cancelled_at.is_(None),
           Dose.due_at < sa.bindparam("until", type_=Dose.due_at.type))
    .order_by(Dose.due_at)
    .limit(50)
)  # fmt: skip


def unit_doses(unit_id: int, at: datetime) -> list[Any]:
    """Doses due here until tomorrow."""
    return _rows(_UNIT_DUE, unit_id=unit_id, until=at + timedelta(hours=24))


_UNIT_PAST = (
    sa.select(Housing.began_at, Housing.ended_at, Animal.accession, Animal.name, Animal.kind,
              Taxon.common_name)
    .join(Animal, Animal.id == Housing.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .where(Housing.unit_id == sa.bindparam("unit_id"), Housing.ended_at.is_not(None))
    .order_by(Housing.ended_at.desc())
    .limit(20)
)  # fmt: skip


def former(unit_id: int) -> list[Any]:
    """Who lived here last."""
    return _rows(_UNIT_PAST, unit_id=unit_id)


def children(unit_id: int) -> Sequence[Unit]:
    """The units below an area or a site."""
    return db.session.scalars(
        sa.select(Unit).where(Unit.parent_id == unit_id).order_by(Unit.walking_order, Unit.code)
    ).all()


# --- home -------------------------------------------------------------------------------------


class Today(NamedTuple):
    """The numbers on the home page."""

    in_care: int
    records: int
    held: int
    quarantine: int
    doses_due: int
    doses_overdue: int
    arrivals: int
    no_place: int
    over_full: int


def today(at: datetime) -> Today:
    """The centre in nine numbers, in one statement."""
    begin, end = clock.day_bounds(clock.today(at))
    open_dose = sa.and_(Dose.settled_at.is_(None), Dose.cancelled_at.is_(None))
    in_care = (
        sa.select(
            sa.func.coalesce(sa.func.sum(Animal.count), 0).label("in_care"),
            sa.func.count().label("records"),
            sa.func.coalesce(sa.func.sum(sa.case((Animal.holds > 0, Animal.count), else_=0)), 0)
            .label("held"),
            sa.func.coalesce(
                sa.func.sum(sa.case((Stay.stage == Stage.QUARANTINE.value, Animal.count), else_=0)),
                0).label("quarantine"),
            sa.func.coalesce(sa.func.sum(sa.case((Stay.began_at >= begin, Animal.count), else_=0)),
                             0).label("arrivals"),
            sa.func.coalesce(sa.func.sum(sa.case((Housing.id.is_(None), 1), else_=0)), 0)
            .label("no_place"),
        )
        .select_from(Stay)
        .join(Animal, Animal.id == Stay.animal_id)
        .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
        .where(_IN_CARE)
        .subquery()
    )  # fmt: skip
    doses = (
        sa.select(
            sa.func.count().label("due"),
            sa.func.coalesce(sa.func.sum(sa.case((Dose.due_at < at, 1), else_=0)), 0)
            .label("overdue"),
        )
        .where(open_dose, Dose.due_at < end)
        .subquery()
    )  # fmt: skip
    full = (
        sa.select(sa.func.count().label("n")).select_from(Unit).where(Unit.n > Unit.capacity)
        .subquery()
    )  # fmt: skip
    one_row_each = in_care.join(doses, sa.true()).join(full, sa.true())
    figures = sa.select(in_care, doses.c.due, doses.c.overdue, full.c.n)
    row = db.session.execute(figures.select_from(one_row_each)).one()
    return Today(
        in_care=row.in_care, records=row.records, held=row.held, quarantine=row.quarantine,
        doses_due=row.due, doses_overdue=row.overdue, arrivals=row.arrivals,
        no_place=row.no_place, over_full=row.n,
    )  # fmt: skip


def round_of(at: datetime, limit: int = 60) -> list[Any]:
    """Enclosures in walking order with heads and due doses: overdue first, quarantine last."""
    due = (
        sa.select(Housing.unit_id, sa.func.count().label("due"),
                  sa.func.sum(sa.case((Dose.due_at < at, 1), else_=0)).label("overdue"))
        .select_from(Dose)
        .join(Housing, sa.and_(Housing.animal_id == Dose.animal_id, Housing.ended_at.is_(None)))
        .where(Dose.settled_at.is_(None), Dose.cancelled_at.is_(None),
               Dose.due_at < clock.day_bounds(clock.today(at))[1])
        .group_by(Housing.unit_id)
        .subquery()
    )  # fmt: skip
    quarantined = Unit.biosecurity.in_(("quarantine", "isolation"))
    return _rows(
        sa.select(Unit.code, Unit.name, Unit.n, Unit.capacity, Unit.biosecurity,
                  sa.func.coalesce(due.c.due, 0).label("due"),
                  sa.func.coalesce(due.c.overdue, 0).label("overdue"))
        .outerjoin(due, due.c.unit_id == Unit.id)
        .where(Unit.level == "enclosure", Unit.n > 0)
        .order_by(sa.case((quarantined, 1), else_=0), sa.desc("overdue"), Unit.walking_order,
                  Unit.code)
        .limit(limit)
    )  # fmt: skip


def overdue(at: datetime, limit: int = 12) -> list[Any]:
    """Doses overdue or due in the next hours, with who and where."""
    return _rows(
        sa.select(Dose.id, Dose.due_at, Animal.accession, Animal.name, Taxon.common_name,
                  Drug.name.label("drug"), Prescription.amount, Prescription.amount_unit,
                  Unit.code)
        .join(Animal, Animal.id == Dose.animal_id)
        .join(Taxon, Taxon.id == Animal.taxon_id)
        .join(Prescription, Prescription.id == Dose.prescription_id)
        .join(Drug, Drug.id == Prescription.drug_id)
        .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
        .outerjoin(Unit, Unit.id == Housing.unit_id)
        .where(Dose.settled_at.is_(None), Dose.cancelled_at.is_(None),
               Dose.due_at < at + timedelta(hours=6))
        .order_by(Dose.due_at)
        .limit(limit)
    )  # fmt: skip


def open_cases(limit: int = 8) -> list[Any]:
    """The newest cases that still have animals here."""
    heads = (
        sa.select(Animal.case_id, sa.func.sum(Animal.count).label("animals"),
                  sa.func.sum(sa.case((Animal.holds > 0, Animal.count), else_=0)).label("held"))
        .join(Stay, sa.and_(Stay.animal_id == Animal.id, _IN_CARE))
        .where(Animal.case_id.is_not(None))
        .group_by(Animal.case_id)
        .subquery()
    )  # fmt: skip
    return _rows(
        sa.select(Case.number, Case.title, Case.place, Case.happened_on, Case.legal_stage,
                  heads.c.animals, heads.c.held)
        .join(heads, heads.c.case_id == Case.id)
        .order_by(Case.opened_at.desc(), Case.id.desc())
        .limit(limit)
    )  # fmt: skip


def ending_quarantines(at: datetime, limit: int = 8) -> list[Any]:
    """Quarantines that reach their last day first."""
    return _rows(
        sa.select(Quarantine.id, Quarantine.clock_start, Quarantine.min_end, Animal.accession,
                  Animal.name, Animal.kind, Animal.count, Taxon.common_name, Unit.code)
        .join(Animal, Animal.id == Quarantine.animal_id)
        .join(Taxon, Taxon.id == Animal.taxon_id)
        .join(Unit, Unit.id == Quarantine.unit_id)
        .where(Quarantine.ended_at.is_(None))
        .order_by(Quarantine.min_end)
        .limit(limit)
    )  # fmt: skip


def stages() -> list[Any]:
    """How many animals stand at each stage of their life here."""
    return _rows(
        sa.select(Stay.stage, sa.func.sum(Animal.count).label("animals"))
        .join(Animal, Animal.id == Stay.animal_id)
        .where(_IN_CARE)
        .group_by(Stay.stage)
    )


def given_today(at: datetime) -> int:
    """How many doses were recorded today."""
    begin, end = clock.day_bounds(clock.today(at))
    return int(
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Administration)
            .where(Administration.at >= begin, Administration.at < end,
                   Administration.voided_at.is_(None))
        )
        or 0
    )  # fmt: skip
