"""What the pages about animals show."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.animals.intake_models import Intake, IntakeLine
from rescue_center.animals.ledger import Account, case_account, total
from rescue_center.animals.ledger_models import LedgerEntry, Regroup
from rescue_center.animals.models import Animal, Hold, Identification, Mark, Photo, Stay
from rescue_center.cases.models import Case, CourtOrder
from rescue_center.db import db, one_or_missing
from rescue_center.errors import Missing, Refused
from rescue_center.policy import Role
from rescue_center.species.models import Taxon
from rescue_center.species.queries import find_taxa
from rescue_center.staff.models import Grant, Person


def animal_or_404(accession: str) -> Animal:
    """The animal with this accession number, with its species, case and stays."""
    query = (
        sa.select(Animal)
        .where(Animal.accession == accession)
        .options(joinedload(Animal.taxon), joinedload(Animal.case), selectinload(Animal.stays))
    )
    return one_or_missing(query)


def case_or_404(number: str) -> Case:
    """The case with this number."""
    query = sa.select(Case).where(Case.number == number, Case.voided_at.is_(None))
    return one_or_missing(query)


def mark_or_404(animal: Animal, mark_id: int) -> Mark:
    """A mark of this animal."""
    mark = db.session.get(Mark, mark_id)
    if mark is None or mark.animal_id != animal.id:
        raise Missing
    return mark


def photo_or_404(animal: Animal, photo_id: int) -> Photo:
    """A photograph of this animal."""
    photo = db.session.get(Photo, photo_id)
    if photo is None or photo.animal_id != animal.id:
        raise Missing
    return photo


def intake_or_404(case: Case, intake_id: int) -> Intake:
    """An arrival of this case, with its lines and the records they made."""
    query = (
        sa.select(Intake)
        .where(Intake.id == intake_id, Intake.case_id == case.id)
        .options(
            joinedload(Intake.received_by),
            selectinload(Intake.lines).options(
                joinedload(IntakeLine.taxon),
                joinedload(IntakeLine.manifest_line),
                joinedload(IntakeLine.alive_animal),
                joinedload(IntakeLine.dead_animal),
            ),
        )
    )
    return one_or_missing(query)


def arrivals_of(case: Case) -> list[tuple[Intake, int, int]]:
    """The arrivals of a case, newest first, with how many came alive and dead."""
    query = (
        sa.select(Intake, sa.func.sum(IntakeLine.alive), sa.func.sum(IntakeLine.dead))
        .join(IntakeLine, IntakeLine.intake_id == Intake.id)
        .where(Intake.case_id == case.id)
        .group_by(Intake.id)
        .order_by(Intake.arrived_at.desc(), Intake.id.desc())
        .options(joinedload(Intake.received_by))
    )
    return [(one, int(alive), int(dead)) for one, alive, dead in db.session.execute(query)]


def account_of(case: Case) -> list[Account]:
    """The account of a case with its total as the last row; empty when nothing came."""
    rows = case_account(case)
    return [*rows, total(rows)] if rows else []


def marks_of(animal: Animal) -> Sequence[Mark]:
    """The marks of an animal, those in place first, struck out last."""
    query = (
        sa.select(Mark)
        .where(Mark.animal_id == animal.id)
        .order_by(Mark.voided_at.is_not(None), Mark.status != "in_place", Mark.id)
        .options(joinedload(Mark.media))
    )
    return db.session.scalars(query).all()


def photos_of(animal: Animal) -> Sequence[Photo]:
    """The photographs of an animal that were not struck out, newest first."""
    query = (
        sa.select(Photo)
        .where(Photo.animal_id == animal.id, Photo.voided_at.is_(None))
        .order_by(Photo.id.desc())
        .options(joinedload(Photo.media))
    )
    return db.session.scalars(query).all()


def identifications_of(animal: Animal) -> Sequence[Identification]:
    """What it was said to be, newest first."""
    query = (
        sa.select(Identification)
        .where(Identification.animal_id == animal.id)
        .order_by(Identification.id.desc())
        .options(joinedload(Identification.taxon), joinedload(Identification.by))
    )
    return db.session.scalars(query).all()


def open_holds_of(animal: Animal) -> Sequence[Hold]:
    """The holds in force on an animal, on any of its stays."""
    query = (
        sa.select(Hold)
        .join(Stay, Stay.id == Hold.stay_id)
        .where(Stay.animal_id == animal.id, Hold.lifted_at.is_(None))
        .order_by(Hold.id)
        .options(joinedload(Hold.case), joinedload(Hold.placed_by), joinedload(Hold.stay))
    )
    return db.session.scalars(query).all()


def orders_of(case: Case, kinds: Sequence[str] = ()) -> Sequence[CourtOrder]:
    """The orders of a case that stand, of these kinds (any, unless told), newest first."""
    query = sa.select(CourtOrder).where(
        CourtOrder.case_id == case.id, CourtOrder.voided_at.is_(None)
    )
    if kinds:
        query = query.where(CourtOrder.kind.in_(kinds))
    return db.session.scalars(query.order_by(CourtOrder.id.desc())).all()


def mergeable(lot: Animal) -> Sequence[Animal]:
    """The lots that this one could be merged into: of the same species, case, epidemiological
    group and stage, and in our care."""
    stay = lot.stay
    if stay is None or not stay.is_open:
        return []
    query = (
        sa.select(Animal)
        .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
        .where(
            Animal.kind == "lot", Animal.id != lot.id, Animal.voided_at.is_(None),
            Animal.taxon_id == lot.taxon_id, Animal.qualifier == lot.qualifier,
            Animal.epi_group_id == lot.epi_group_id, Stay.stage == stay.stage,
            Animal.case_id.is_(None) if lot.case_id is None else Animal.case_id == lot.case_id,
        )
        .order_by(Animal.id)
    )  # fmt: skip
    return db.session.scalars(query).all()


def colleagues(person: Person) -> list[tuple[int, str]]:
    """Everybody else who is enabled and has a role: who may have counted too."""
    query = (
        sa.select(Person.id, Person.name)
        .where(Person.disabled_at.is_(None), Person.id != person.id)
        .where(sa.exists().where(Grant.person_id == Person.id, Grant.revoked_at.is_(None),
                                 Grant.role.not_in((Role.ADMIN.value, Role.INSPECTOR.value))))
        .order_by(Person.name)
    )  # fmt: skip
    return [(row.id, row.name) for row in db.session.execute(query)]


def taxon_named(typed: str, *, field: str | None = None) -> Taxon:
    """The taxon a person means by any name it goes by: the whole name, else the only one that has
    it in it. Refuses a name that none has, and one that several have; `field` is its box."""
    hits = find_taxa(typed, limit=5)
    found = [hit for hit in hits if hit.rank == 0] or hits
    if not found:
        raise Refused(
            f"No species here is called “{typed}”. Try another of its names, or its genus.",
            field=field,
        )
    if len(found) > 1:
        some = ", ".join(hit.scientific_name for hit in found)
        raise Refused(f"“{typed}” can mean several: {some}. Write one of these.", field=field)
    return db.session.get_one(Taxon, found[0].id)


def species_names() -> list[tuple[str, str]]:
    """Scientific and common name of every taxon, for the list behind a species box."""
    query = sa.select(Taxon.scientific_name, Taxon.common_name).order_by(Taxon.common_name)
    return [(row.scientific_name, row.common_name) for row in db.session.execute(query)]


def ledger_of(animal: Animal) -> list[tuple[LedgerEntry, int, Animal | None]]:
    """The rows of a record's ledger in the order of time, each with the balance after it and the
    record on the other side."""
    other = sa.orm.aliased(Animal)
    query = (
        sa.select(LedgerEntry, other)
        .outerjoin(Regroup, Regroup.id == LedgerEntry.regroup_id)
        .outerjoin(
            other,
            other.id
            == sa.case((Regroup.from_id == LedgerEntry.animal_id, Regroup.to_id),
                       else_=Regroup.from_id),
        )
        .where(LedgerEntry.animal_id == animal.id)
        .order_by(LedgerEntry.at, LedgerEntry.id)
        .options(joinedload(LedgerEntry.by))
    )  # fmt: skip
    rows: list[tuple[LedgerEntry, int, Animal | None]] = []
    running = 0
    for entry, one in db.session.execute(query):
        running += entry.delta
        rows.append((entry, running, one))
    return rows
