"""What the pages about papers show."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.animals.intake_models import Intake, IntakeLine
from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import Case
from rescue_center.db import db, one_or_missing
from rescue_center.departures.models import Death
from rescue_center.departures.transfer_models import Transfer, Transferred
from rescue_center.documents.models import Issued, IssuedStay
from rescue_center.errors import Missing
from rescue_center.paging import Page, cut


def paper_or_404(number: str) -> Issued:
    """A paper by its number."""
    return one_or_missing(
        sa.select(Issued)
        .where(Issued.number == number)
        .options(
            joinedload(Issued.media),
            joinedload(Issued.issued_by),
            joinedload(Issued.supersedes),
            selectinload(Issued.stays).joinedload(IssuedStay.stay).joinedload(Stay.animal)
            .joinedload(Animal.taxon),
        )
    )  # fmt: skip


def by_code(code: str) -> Issued | None:
    """A paper by the code in its QR."""
    return db.session.scalar(sa.select(Issued).where(Issued.code == code))


def by_hash(sha256: str) -> Issued | None:
    """A paper by the hash of its file."""
    return db.session.scalar(sa.select(Issued).where(Issued.sha256 == sha256.lower()))


def newer_than(paper: Issued) -> Issued | None:
    """The paper that replaced this one."""
    return db.session.scalar(sa.select(Issued).where(Issued.supersedes_id == paper.id))


def papers(page: int, kind: str = "") -> Page[Issued]:
    """Issued papers, newest first."""
    asked = sa.select(Issued)
    if kind:
        asked = asked.where(Issued.kind == kind)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(asked.subquery())) or 0
    part = cut(total, page)
    rows = db.session.scalars(
        asked.options(joinedload(Issued.issued_by))
        .order_by(Issued.issued_at.desc(), Issued.id.desc())
        .limit(part.size)
        .offset(part.offset)
    ).all()
    return part.holding(rows)


def stay_of(accession: str) -> Stay:
    """The newest stay of an animal."""
    animal = db.session.scalars(
        sa.select(Animal)
        .where(Animal.accession == accession)
        .options(joinedload(Animal.taxon), selectinload(Animal.stays))
    ).one_or_none()
    if animal is None or animal.stay is None:
        raise Missing
    return animal.stay


def transfer_of(number: str) -> Transfer:
    """A transfer with its animals and crates."""
    return one_or_missing(
        sa.select(Transfer)
        .where(Transfer.number == number)
        .options(
            selectinload(Transfer.members).joinedload(Transferred.stay).joinedload(Stay.animal)
            .joinedload(Animal.taxon),
            selectinload(Transfer.crates),
        )
    )  # fmt: skip


def death_of(stay: Stay) -> Death:
    """The death a stay ended with."""
    found = db.session.scalar(
        sa.select(Death).where(Death.stay_id == stay.id, Death.voided_at.is_(None))
    )
    if found is None:
        raise Missing
    return found


def transfer_with(stay: Stay) -> str | None:
    """The number of the newest transfer that takes, or took, this stay's animals away."""
    asked = (
        sa.select(Transfer.number)
        .join(Transferred, Transferred.transfer_id == Transfer.id)
        .where(Transferred.stay_id == stay.id, Transfer.status != "cancelled")
        .order_by(Transfer.id.desc())
    )
    return db.session.scalar(asked.limit(1))


def arrival_with(stay: Stay) -> int | None:
    """The arrival with which this stay's animals came."""
    line = sa.or_(
        IntakeLine.alive_animal_id == stay.animal_id, IntakeLine.dead_animal_id == stay.animal_id
    )
    return db.session.scalar(sa.select(IntakeLine.intake_id).where(line).limit(1))


def intake_of(case_number: str, intake_id: int | None = None) -> Intake:
    """An arrival of a case: the newest unless one is named."""
    asked = (
        sa.select(Intake)
        .join(Case)
        .where(Case.number == case_number)
        .options(
            selectinload(Intake.lines).joinedload(IntakeLine.taxon),
            selectinload(Intake.lines).joinedload(IntakeLine.manifest_line),
        )
        .order_by(Intake.id.desc())
    )
    if intake_id:
        asked = asked.where(Intake.id == intake_id)
    found = db.session.scalars(asked.limit(1)).first()
    if found is None:
        raise Missing
    return found


def stays_of_intake(intake: Intake) -> list[Stay]:
    """The stays that an arrival began."""
    ids = [i for line in intake.lines for i in (line.alive_animal_id, line.dead_animal_id) if i]
    return list(
        db.session.scalars(
            sa.select(Stay).where(Stay.animal_id.in_(ids), Stay.number == 1).order_by(Stay.id)
        )
    )


def shown(paper: Issued) -> dict[str, Any]:
    """What the public may know of a paper, and nothing else."""
    return {
        "number": paper.number, "kind": paper.kind, "species": paper.species_text,
        "count": paper.animal_count, "issued_at": paper.issued_at,
        "valid_until": paper.valid_until, "status": paper.status,
    }  # fmt: skip
