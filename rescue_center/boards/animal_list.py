"""All animals, narrowed down: one statement for the rows of a page, one for the totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import Case
from rescue_center.db import db, fold
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.media.models import Media
from rescue_center.paging import Page, cut
from rescue_center.species.models import Taxon
from rescue_center.species.queries import find_taxa

#: More species than this and a word says nothing.
MOST_TAXA = 200


@dataclass(frozen=True)
class Chosen:
    """What a person narrows the list down to."""

    where: str = "care"  # care, departed, all
    text: str = ""
    stage: str = ""
    species: str = ""
    unit: str = ""
    case: str = ""
    held: bool = False


@dataclass(frozen=True)
class Listed(Page[Any]):
    """One page of records, and how many animals all pages count."""

    heads: int = 0


def animals(chosen: Chosen, page: int = 1) -> Listed:
    """The animals that were asked for, newest first."""
    matching = _matching(chosen)
    counted = matching.with_only_columns(
        sa.func.count(), sa.func.coalesce(sa.func.sum(Animal.count), 0)
    ).order_by(None)
    records, heads = db.session.execute(counted).one()
    part = cut(records, page)
    rows = db.session.execute(
        _shown(matching).order_by(Animal.id.desc()).limit(part.size).offset(part.offset)
    ).all()
    return Listed(part.total, part.number, part.size, rows, int(heads))


def _matching(chosen: Chosen) -> sa.Select[Any]:
    query = sa.select(Animal.id).select_from(Animal).join(Stay, Stay.animal_id == Animal.id)
    later = aliased(Stay)
    if chosen.where == "care":
        query = query.where(Stay.ended_at.is_(None))
    else:
        query = query.where(
            ~sa.exists().where(later.animal_id == Animal.id, later.number > Stay.number)
        )
    if chosen.where == "departed":
        query = query.where(Stay.ended_at.is_not(None))
    return query.where(*_conditions(chosen))


def _conditions(chosen: Chosen) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if chosen.text:
        found.append(_text(chosen.text))
    if chosen.stage:
        found.append(Stay.stage == chosen.stage)
    if chosen.species:
        found.append(Animal.taxon_id.in_(_taxa(chosen.species)))
    if chosen.unit:
        found.append(_in_unit(chosen.unit))
    if chosen.case:
        number = sa.select(Case.id).where(Case.number == chosen.case.upper())
        found.append(Animal.case_id.in_(number))
    if chosen.held:
        found.append(Animal.holds > 0)
    return found


def _text(typed: str) -> sa.ColumnElement[bool]:
    """Its number or its name begins so, or it is of a species with such a name."""
    return sa.or_(
        _begins(Animal.accession, typed.strip().upper()),
        _begins(Animal.name_folded, fold(typed)),
        Animal.taxon_id.in_(_taxa(typed)),
    )


def _begins(column: Any, text: str) -> sa.ColumnElement[bool]:
    """A range in byte order, which an index serves."""
    return sa.and_(column >= text, column < text + "\U0010ffff")


def _taxa(typed: str) -> list[int]:
    return [hit.id for hit in find_taxa(typed, limit=MOST_TAXA)]


def _in_unit(code: str) -> sa.ColumnElement[bool]:
    """Housed there now, or in an enclosure below it; `none` for those housed nowhere."""
    if fold(code) == "none":
        anywhere = sa.select(Housing.animal_id).where(Housing.ended_at.is_(None))
        return Animal.id.not_in(anywhere.correlate(None))
    unit, area, one = aliased(Unit), aliased(Unit), aliased(Unit)
    named = sa.select(one.id).where(one.code_folded == fold(code)).correlate(None)
    below = (
        sa.select(unit.id)
        .outerjoin(area, area.id == unit.parent_id)
        .where(sa.or_(unit.id.in_(named), area.id.in_(named), area.parent_id.in_(named)))
    )
    housed = sa.select(Housing.animal_id).where(
        Housing.ended_at.is_(None), Housing.unit_id.in_(below.correlate(None))
    )
    return Animal.id.in_(housed.correlate(None))


_COLUMNS: tuple[Any, ...] = (
    Animal.accession, Animal.name, Animal.kind, Animal.count, Animal.sex, Animal.holds,
    Animal.voided_at, Taxon.common_name, Taxon.scientific_name, Stay.stage, Stay.began_at,
    Stay.ended_at, Unit.code.label("unit_code"), Case.number.label("case_number"),
    Media.sha256.label("photo_sha"),
)  # fmt: skip


def _shown(matching: sa.Select[Any]) -> sa.Select[Any]:
    return (
        matching.with_only_columns(*_COLUMNS)
        .join(Taxon, Taxon.id == Animal.taxon_id)
        .outerjoin(Case, Case.id == Animal.case_id)
        .outerjoin(Media, Media.id == Animal.photo_id)
        .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
        .outerjoin(Unit, Unit.id == Housing.unit_id)
    )
