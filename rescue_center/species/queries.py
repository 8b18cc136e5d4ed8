"""Species by any of their names, as pages and forms show them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.db import db, fold, one_or_missing
from rescue_center.errors import Missing, Refused
from rescue_center.paging import Page, cut
from rescue_center.species.models import Taxon, TaxonGroup, TaxonName


class TaxonHit(NamedTuple):
    """A taxon that a search found, and the name it was found by."""

    id: int
    scientific_name: str
    common_name: str
    matched: str
    rank: int

    @property
    def label(self) -> str:
        """The name people say."""
        return self.common_name or self.scientific_name


def find_taxa(text: str, limit: int = 12) -> list[TaxonHit]:
    """Taxa by any name they go by, in any case and without accents: the whole name first, then
    beginnings of it, then beginnings of any of its words, then any part. One query."""
    typed = fold(text)
    if not typed:
        return []
    names = _ranked(typed).subquery()
    best = (
        sa.select(
            names.c.taxon_id,
            names.c.name,
            names.c.rank,
            sa.func.row_number()
            .over(partition_by=names.c.taxon_id, order_by=(names.c.rank, names.c.length))
            .label("place"),
            names.c.length,
        )
    ).subquery()
    query = (
        sa.select(Taxon.id, Taxon.scientific_name, Taxon.common_name, best.c.name, best.c.rank)
        .join(best, best.c.taxon_id == Taxon.id)
        .where(best.c.place == 1)
        .order_by(best.c.rank, best.c.length, Taxon.scientific_name)
        .limit(limit)
    )
    return [TaxonHit(*row) for row in db.session.execute(query)]


def _ranked(typed: str) -> sa.Select[int, str, int, int]:
    """The names that hold every word of `typed`, ranked by where."""
    whole = _escaped(typed)
    name = TaxonName.folded
    begins = [sa.or_(name == typed), name.like(f"{whole}%", escape="\\")]
    words = sa.or_(*(name.like(f"%{mark}{whole}%", escape="\\") for mark in (" ", "-", "(")))
    return sa.select(
        TaxonName.taxon_id,
        TaxonName.name,
        sa.case((begins[0], 0), (begins[1], 1), (words, 2), else_=3).label("rank"),
        sa.func.length(name).label("length"),
    ).where(*(name.like(f"%{_escaped(word)}%", escape="\\") for word in typed.split()))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def named(name: str, *, kinds: Sequence[str] = ("scientific", "synonym", "cites")) -> Taxon | None:
    """The one taxon of exactly that name; None where there is none or more than one."""
    found = db.session.scalars(
        sa.select(Taxon)
        .join(TaxonName, TaxonName.taxon_id == Taxon.id)
        .where(TaxonName.folded == fold(name), TaxonName.kind.in_(kinds))
        .distinct()
    ).all()
    accepted = [taxon for taxon in found if fold(taxon.scientific_name) == fold(name)]
    if accepted:
        return accepted[0]
    return found[0] if len(found) == 1 else None


def taxon_by_id(id: int) -> Taxon:
    """A taxon with its names, listings and protocol, or Missing."""
    query = (
        sa.select(Taxon)
        .where(Taxon.id == id)
        .options(
            selectinload(Taxon.names),
            selectinload(Taxon.listings),
            joinedload(Taxon.group).selectinload(TaxonGroup.tests),
        )
    )
    return one_or_missing(query)


def taxon_text(taxon: Taxon | TaxonHit) -> str:
    """A taxon as a field offers it: `Sun bear (Helarctos malayanus)`."""
    if not taxon.common_name:
        return taxon.scientific_name
    return f"{taxon.common_name} ({taxon.scientific_name})"


def offered() -> list[str]:
    """Every taxon as a field offers it, by name."""
    names = sa.select(Taxon.id, Taxon.scientific_name, Taxon.common_name)
    found = db.session.execute(names.order_by(Taxon.common_name == "", Taxon.common_name))
    return [taxon_text(TaxonHit(*row, "", 0)) for row in found]


def typed(text: str, *, field: str = "species") -> Taxon:
    """The one taxon that was typed or picked, or a refusal that names the likely ones."""
    inside = re.search(r"\(([^()]+)\)\s*$", text)
    scientific = named(inside[1]) if inside else None
    found = scientific or named(text) or named(text, kinds=("common",))
    if found is not None:
        return found
    likely = [taxon_text(hit) for hit in find_taxa(text, 4)]
    if not likely:
        raise Refused(f"“{text}” is no species in the list. Add it first, or leave it empty.",
                      field=field)  # fmt: skip
    raise Refused(f"“{text}” may be more than one. Write one of: {'; '.join(likely)}.", field=field)


def name_of(taxon: Taxon, name_id: int) -> TaxonName:
    """A name of this taxon, or Missing."""
    for name in taxon.names:
        if name.id == name_id:
            return name
    raise Missing


# --- the list -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class TaxonFilter:
    """What the list of species is narrowed to."""

    text: str = ""
    class_name: str = ""
    group: str = ""
    cites: str = ""
    iucn: str = ""
    doubtful: bool = False


def taxa(chosen: TaxonFilter, page: int = 1) -> Page[Taxon]:
    """A page of the species list, by common name."""
    query = sa.select(Taxon).where(*_conditions(chosen))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    part = cut(total, page)
    shown = db.session.scalars(
        query.options(joinedload(Taxon.group))
        .order_by(Taxon.common_name == "", sa.func.lower(Taxon.common_name), Taxon.scientific_name)
        .offset(part.offset)
        .limit(part.size)
    ).all()
    return part.holding(shown)


def _conditions(chosen: TaxonFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if chosen.text:
        ids = sa.select(_ranked(fold(chosen.text)).subquery().c.taxon_id)
        found.append(Taxon.id.in_(ids))
    if chosen.class_name:
        found.append(Taxon.class_name == chosen.class_name)
    if chosen.group:
        found.append(Taxon.group.has(TaxonGroup.key == chosen.group))
    if chosen.cites:
        found.append(Taxon.cites == chosen.cites)
    if chosen.iucn:
        found.append(Taxon.iucn == chosen.iucn)
    if chosen.doubtful:
        found.append(Taxon.uncertain != "")
    return found


def class_names() -> list[str]:
    """The classes that species are of."""
    return list(
        db.session.scalars(
            sa.select(Taxon.class_name)
            .where(Taxon.class_name != "")
            .distinct()
            .order_by(Taxon.class_name)
        )
    )
