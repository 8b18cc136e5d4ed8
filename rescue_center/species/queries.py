"""Species, names, protocols and code lists, as pages and forms show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.db import db, fold
from rescue_center.errors import Missing
from rescue_center.species.models import Code, Hazard, HazardGroup, Taxon, TaxonGroup, TaxonName

PAGE = 50


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
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


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


class TaxonPage(NamedTuple):
    """One page of the list."""

    taxa: Sequence[Taxon]
    total: int
    page: int
    pages: int


def taxa(chosen: TaxonFilter, page: int = 1) -> TaxonPage:
    """A page of the species list, by common name."""
    query = sa.select(Taxon).where(*_conditions(chosen))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    shown = db.session.scalars(
        query.options(joinedload(Taxon.group))
        .order_by(sa.func.lower(Taxon.common_name), Taxon.scientific_name)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    return TaxonPage(shown, total, page, pages)


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


# --- protocols, hazards, codes -------------------------------------------------------------------


def groups() -> list[TaxonGroup]:
    """Every quarantine group with its tests, by name."""
    query = sa.select(TaxonGroup).options(selectinload(TaxonGroup.tests))
    return list(db.session.scalars(query.order_by(TaxonGroup.label)))


def group_by_key(key: str) -> TaxonGroup:
    """A quarantine group with its tests, or Missing."""
    query = sa.select(TaxonGroup).where(TaxonGroup.key == key)
    found = db.session.scalars(query.options(selectinload(TaxonGroup.tests))).one_or_none()
    if found is None:
        raise Missing
    return found


_SEVEREST = ("critical", "high", "medium", "low", "not_zoonotic")


def hazards(group_id: int | None = None) -> list[Hazard]:
    """The hazards (of one group), the worst first."""
    worst = sa.case({level: n for n, level in enumerate(_SEVEREST)}, value=Hazard.level)
    query = sa.select(Hazard).order_by(worst, Hazard.disease)
    if group_id is None:
        return list(db.session.scalars(query.options(selectinload(Hazard.groups))))
    mine = sa.select(HazardGroup.hazard_id).where(HazardGroup.group_id == group_id)
    return list(db.session.scalars(query.where(Hazard.id.in_(mine))))


def hazard_by_id(id: int) -> Hazard:
    """A hazard with its groups, or Missing."""
    query = sa.select(Hazard).where(Hazard.id == id).options(selectinload(Hazard.groups))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def codes(name: str, *, retired: bool = False) -> list[Code]:
    """The entries of a code list, in its order."""
    query = sa.select(Code).where(Code.list == name).order_by(Code.position, Code.code)
    if not retired:
        query = query.where(Code.retired.is_(False))
    return list(db.session.scalars(query))


def code_choices(name: str) -> list[tuple[str, str]]:
    """A code list as a form offers it."""
    return [(code.code, code.label) for code in codes(name)]


def code_labels(name: str) -> dict[str, str]:
    """Every code of a list with its words, retired ones too, because records bear them."""
    return {code.code: code.label for code in codes(name, retired=True)}


def code_lists() -> list[tuple[str, int]]:
    """The code lists, with how many entries each has."""
    query = sa.select(Code.list, sa.func.count()).group_by(Code.list).order_by(Code.list)
    return [(name, number) for name, number in db.session.execute(query)]


def code_of(name: str, code: str) -> Code:
    """One entry of a code list, or Missing."""
    query = sa.select(Code).where(Code.list == name, Code.code == code)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found
