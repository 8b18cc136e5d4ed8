"""What the tag pages show."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import Case
from rescue_center.db import db, get_or_missing, one_or_missing, rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.paging import Page, cut
from rescue_center.species.models import Taxon
from rescue_center.species.protection import RANK
from rescue_center.tags import check
from rescue_center.tags.models import Batch, Finding, Tag

PAGE = 30


_NEXT = aliased(Tag)
_SCANNED = (
    sa.select(Tag.number, Tag.status, Tag.animal_id, Tag.batch_id, Tag.revoke_reason,
              Tag.revoked_at, Unit.code.label("unit_code"), Unit.name.label("unit_name"),
              _NEXT.number.label("next_number"))
    .outerjoin(Unit, Unit.id == Tag.unit_id)
    .outerjoin(_NEXT, _NEXT.id == Tag.replaced_by_id)
    .where(Tag.number == sa.bindparam("number"))
)  # fmt: skip


def scanned(typed: str) -> Any:
    """What a scan needs to know of a tag: its state and its bearer; None where there is none."""
    found = rows(_SCANNED, number=check.tidy(typed))
    return found[0] if found else None


def by_number(typed: str) -> Tag | None:
    """The tag with this number, blanks and spaces forgiven."""
    return db.session.scalar(
        sa.select(Tag)
        .where(Tag.number == check.tidy(typed))
        .options(joinedload(Tag.animal).joinedload(Animal.taxon), joinedload(Tag.unit))
    )


def batch_or_404(batch_id: int) -> Batch:
    """A roll."""
    return get_or_missing(Batch, batch_id)


def tags_of(batch: Batch) -> list[Tag]:
    """The tags of a roll in the order they were made."""
    return list(
        db.session.scalars(
            sa.select(Tag)
            .where(Tag.batch_id == batch.id)
            .options(joinedload(Tag.animal).joinedload(Animal.taxon), joinedload(Tag.unit))
            .order_by(Tag.id)
        )
    )


def batches() -> list[Any]:
    """Rolls, newest first, with how many are still blank."""
    blank = sa.func.sum(sa.case((Tag.status == "blank", 1), else_=0)).label("blank")
    return list(
        db.session.execute(
            sa.select(Batch, Case.number, blank)
            .outerjoin(Case, Case.id == Batch.case_id)
            .outerjoin(Tag, Tag.batch_id == Batch.id)
            .group_by(Batch.id, Case.number)
            .order_by(Batch.id.desc())
            .limit(PAGE)
        )
    )


def case_or_404(number: str) -> Case:
    """A case by its number."""
    return one_or_missing(sa.select(Case).where(Case.number == number))


def in_care_of(case: Case) -> list[Animal]:
    """The animals and lots of a case that are still here."""
    return list(
        db.session.scalars(
            sa.select(Animal)
            .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
            .where(Animal.case_id == case.id)
            .options(joinedload(Animal.taxon), joinedload(Animal.case))
            .order_by(Animal.accession)
        )
    )


def live_tags(animals: list[Animal]) -> list[Tag]:
    """The tags these animals wear."""
    return list(
        db.session.scalars(
            sa.select(Tag)
            .where(Tag.animal_id.in_([a.id for a in animals]), Tag.status == "bound")
            .options(joinedload(Tag.animal).joinedload(Animal.taxon))
            .order_by(Tag.animal_id)
        )
    )


def untagged(limit: int = 40) -> list[Animal]:
    """The newest records in care without a tag: what a blank one is likely to be meant for."""
    worn = sa.exists().where(Tag.animal_id == Animal.id, Tag.status == "bound")
    return list(
        db.session.scalars(
            sa.select(Animal)
            .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
            .where(~worn)
            .options(joinedload(Animal.taxon))
            .order_by(Stay.began_at.desc(), Animal.id.desc())
            .limit(limit)
        )
    )


def findings(page: int) -> Page[Finding]:
    """What members of the public told us: what is still to be looked after first, then the
    newest."""
    total = db.session.scalar(sa.select(sa.func.count(Finding.id))) or 0
    part, tag = cut(total, page), joinedload(Finding.tag)
    query = (
        sa.select(Finding)
        .options(tag.joinedload(Tag.animal).joinedload(Animal.taxon), tag.joinedload(Tag.unit),
                 joinedload(Finding.answered_by))
        .order_by(Finding.answered_at.is_not(None), Finding.id.desc())
        .offset(part.offset)
        .limit(part.size)
    )  # fmt: skip
    return part.holding(db.session.scalars(query).all())


def protection_in(unit_id: int) -> int:
    """The highest rank of protection (species/protection.py) that those who live here ask for."""
    query = (
        sa.select(RANK)
        .select_from(Housing)
        .join(Animal, Animal.id == Housing.animal_id)
        .join(Taxon, Taxon.id == Animal.taxon_id)
        .where(Housing.unit_id == unit_id, Housing.ended_at.is_(None))
    )
    return max((rank or 0 for rank in db.session.scalars(query)), default=0)
