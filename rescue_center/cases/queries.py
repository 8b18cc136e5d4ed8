"""Cases, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.cases.models import Case, CaseAgency, CourtOrder, ManifestLine
from rescue_center.db import db, one_or_missing
from rescue_center.errors import Missing
from rescue_center.paging import Page, cut
from rescue_center.species.models import Taxon


def whole_case(number: str) -> Case:
    """A case with all that its page shows, or Missing."""
    query = (
        sa.select(Case)
        .where(Case.number == number)
        .options(
            selectinload(Case.agencies),
            selectinload(Case.lines).joinedload(ManifestLine.taxon),
            selectinload(Case.orders).options(
                joinedload(CourtOrder.media), joinedload(CourtOrder.recorded_by)
            ),
            joinedload(Case.follows),
        )
    )
    return one_or_missing(query)


def followers(case: Case) -> Sequence[Case]:
    """The cases that continue this one."""
    query = sa.select(Case).where(Case.follows_id == case.id, Case.voided_at.is_(None))
    return db.session.scalars(query.order_by(Case.happened_on, Case.id)).all()


def line_of(case: Case, position: int) -> ManifestLine:
    """A line of this case's manifest, or Missing."""
    for line in case.lines:
        if line.position == position:
            return line
    raise Missing


def order_of(case: Case, order_id: int) -> CourtOrder:
    """An order of this case, or Missing."""
    for order in case.orders:
        if order.id == order_id:
            return order
    raise Missing


# --- the list -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseFilter:
    """What the list is narrowed to."""

    text: str = ""
    kind: str = ""
    stage: str = ""
    year: int | None = None
    held: bool = False


class CaseRow(NamedTuple):
    """One case in the list, with the animals it declares (None where nobody counted them)."""

    number: str
    kind: str
    title: str
    place: str
    happened_on: date | None
    precision: str
    external_ref: str | None
    legal_stage: str
    evidence_hold: bool
    is_void: bool
    lines: int
    heads: int | None

    @property
    def label(self) -> str:
        """What people call it."""
        return self.title or self.place or self.number


def cases(chosen: CaseFilter, page: int = 1) -> Page[CaseRow]:
    """A page of cases, the latest event first, those without a day last."""
    conditions = _conditions(chosen)
    total = db.session.scalar(sa.select(sa.func.count(Case.id)).where(*conditions)) or 0
    part = cut(total, page)
    shown = (
        sa.select(Case.id)
        .where(*conditions)
        .order_by(Case.happened_on.is_(None), Case.happened_on.desc(), Case.id.desc())
        .offset(part.offset)
        .limit(part.size)
    ).subquery()
    counted = sa.case((ManifestLine.unit == "individual", ManifestLine.quantity))
    query = (
        sa.select(
            Case.number, Case.kind, Case.title, Case.place, Case.happened_on, Case.precision,
            Case.external_ref, Case.legal_stage, Case.evidence_hold, Case.voided_at.is_not(None),
            sa.func.count(ManifestLine.id), sa.func.sum(counted),
        )
        .join(shown, shown.c.id == Case.id)
        .outerjoin(
            ManifestLine,
            sa.and_(ManifestLine.case_id == Case.id, ManifestLine.voided_at.is_(None)),
        )
        .group_by(Case.id)
        .order_by(Case.happened_on.is_(None), Case.happened_on.desc(), Case.id.desc())
    )  # fmt: skip
    return part.holding([CaseRow._make(row) for row in db.session.execute(query)])


def _conditions(chosen: CaseFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    for word in chosen.text.split():
        found.append(_says(word))
    if chosen.kind:
        found.append(Case.kind == chosen.kind)
    if chosen.stage:
        found.append(Case.legal_stage == chosen.stage)
    if chosen.year:
        found.append(Case.happened_on.between(date(chosen.year, 1, 1), date(chosen.year, 12, 31)))
    if chosen.held:
        found.append(Case.evidence_hold.is_(True))
    return found


def _says(word: str) -> sa.ColumnElement[bool]:
    """Whether a case says this word anywhere a person would look for it."""

    def has(column: sa.SQLColumnExpression[Any]) -> sa.ColumnElement[bool]:
        return column.icontains(word, autoescape=True)

    line = sa.exists().where(
        ManifestLine.case_id == Case.id,
        ManifestLine.voided_at.is_(None),
        sa.or_(
            has(ManifestLine.declared_name),
            has(ManifestLine.declared_scientific),
            ManifestLine.taxon_id.in_(
                sa.select(Taxon.id).where(
                    sa.or_(has(Taxon.common_name), has(Taxon.scientific_name))
                )
            ),
        ),
    )
    agency = sa.exists().where(CaseAgency.case_id == Case.id, has(CaseAgency.name))
    own = (Case.number, Case.external_ref, Case.title, Case.place)
    return sa.or_(*(has(column) for column in own), line, agency)
