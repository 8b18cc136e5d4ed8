"""What pages show of units: the tree, who lives there and lived there, who never shares one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from rescue_center.animals.models import Animal
from rescue_center.db import db, fold, one_or_missing
from rescue_center.enclosures.models import Housing, Incompatible, Unit
from rescue_center.species.models import TaxonGroup


def unit_or_404(code: str) -> Unit:
    """The unit with that code, in any case."""
    return one_or_missing(
        sa.select(Unit)
        .where(Unit.code_folded == fold(code))
        .options(joinedload(Unit.parent).joinedload(Unit.parent))
    )


# --- the tree -----------------------------------------------------------------------------------


@dataclass
class Block:
    """A site or an area, with the enclosures that stand directly in it."""

    unit: Unit
    depth: int
    enclosures: list[Unit] = field(default_factory=list)
    heads: int = 0
    places: int = 0


def tree(*, closed: bool = False) -> list[Block]:
    """Every site and area in walking order, each with its enclosures, in one query.

    Heads and places of a block are those of everything below it."""
    query = sa.select(Unit).order_by(Unit.walking_order, Unit.code)
    if not closed:
        query = query.where(Unit.closed_at.is_(None))
    below: dict[int | None, list[Unit]] = {}
    for unit in db.session.scalars(query):
        below.setdefault(unit.parent_id, []).append(unit)
    blocks: list[Block] = []
    for site in below.get(None, ()):
        _grow(site, 0, below, blocks)
    return blocks


def _grow(unit: Unit, depth: int, below: dict[int | None, list[Unit]], into: list[Block]) -> Block:
    block = Block(unit, depth)
    into.append(block)
    for child in below.get(unit.id, ()):
        if child.level == "enclosure":
            block.enclosures.append(child)
            block.heads, block.places = block.heads + child.n, block.places + child.capacity
        else:
            inner = _grow(child, depth + 1, below, into)
            block.heads, block.places = block.heads + inner.heads, block.places + inner.places
    return block


def parents(level: str | None = None) -> Sequence[Unit]:
    """The open sites and areas that another unit may stand in."""
    query = sa.select(Unit).where(Unit.level != "enclosure", Unit.closed_at.is_(None))
    return db.session.scalars(query.order_by(Unit.walking_order, Unit.code)).all()


def open_enclosures(*, quarantine: bool | None = None) -> Sequence[Unit]:
    """The enclosures that may be moved into, with the unit they stand in, in walking order."""
    outer = aliased(Unit)
    query = (
        sa.select(Unit)
        .join(outer, Unit.parent_id == outer.id)
        .options(contains_eager(Unit.parent.of_type(outer)))
        .where(Unit.level == "enclosure", Unit.closed_at.is_(None))
        .order_by(outer.walking_order, outer.code, Unit.walking_order, Unit.code)
    )
    if quarantine is not None:
        behind = Unit.biosecurity.in_(("quarantine", "isolation"))
        query = query.where(behind if quarantine else ~behind)
    return db.session.scalars(query).all()


# --- who lives where ----------------------------------------------------------------------------


def roster(unit: Unit) -> Sequence[Housing]:
    """Who lives in a unit now, with animal and species."""
    query = (
        sa.select(Housing)
        .join(Housing.animal)
        .where(Housing.unit_id == unit.id, Housing.ended_at.is_(None))
        .options(contains_eager(Housing.animal).joinedload(Animal.taxon))
        .order_by(Animal.name_folded == "", Animal.name_folded, Animal.accession)
    )
    return db.session.scalars(query).all()


def place_of(animal_id: int) -> Housing | None:
    """Where an animal lives now."""
    query = sa.select(Housing).where(Housing.animal_id == animal_id, Housing.ended_at.is_(None))
    return db.session.scalars(query.options(joinedload(Housing.unit))).one_or_none()


def places_of(animal_ids: Iterable[int]) -> dict[int, Housing]:
    """Where these animals live now, by animal id."""
    query = (
        sa.select(Housing)
        .where(Housing.animal_id.in_(list(animal_ids)), Housing.ended_at.is_(None))
        .options(joinedload(Housing.unit))
    )
    return {housing.animal_id: housing for housing in db.session.scalars(query)}


def history(animal_id: int) -> Sequence[Housing]:
    """Everywhere an animal has lived, the present place first."""
    query = (
        sa.select(Housing)
        .where(Housing.animal_id == animal_id)
        .options(joinedload(Housing.unit), joinedload(Housing.moved_by))
        .order_by(Housing.began_at.desc(), Housing.id.desc())
    )
    return db.session.scalars(query).all()


def incompatibilities() -> list[Any]:
    """Every pair of groups that never share a unit, with the words of both."""
    one, other = aliased(TaxonGroup), aliased(TaxonGroup)
    query = (
        sa.select(Incompatible, one.label.label("one"), other.label.label("other"))
        .join(one, one.id == Incompatible.one_id)
        .join(other, other.id == Incompatible.other_id)
        .order_by(one.label, other.label)
    )
    return list(db.session.execute(query).all())
