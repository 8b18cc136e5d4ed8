"""One box: tag number, chip, name, accession, old or case number, enclosure, species; who is in
care comes before who left.

Every branch is a range on an index (text in byte order), so a search over a million animals costs
what a search over a thousand does. One statement, prepared once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.sql.selectable import Select

from rescue_center.animals.chips import key_of
from rescue_center.animals.models import Animal, Mark, Stay
from rescue_center.cases.models import Case
from rescue_center.db import fold, rows
from rescue_center.enclosures.models import Unit
from rescue_center.exchange.models import OldRecord
from rescue_center.species.models import Taxon, TaxonName
from rescue_center.tags.models import Tag

EACH = 6
#: By whatever it is found, an animal stands in the answer once.
_RECORD = {"tag": "animal", "chip": "animal", "left": "animal"}
_NO_PATTERN = str.maketrans("", "", "%_\\")
_LAST = "\U0010ffff"


class Hit(NamedTuple):
    """One thing found: `kind` is animal, tag, chip, left, case, unit, revoked or species."""

    kind: str
    key: str
    title: str
    more: str
    rank: int


def _between(column: Any, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        column >= sa.bindparam(name, type_=column.type),
        column < sa.bindparam(f"{name}_end", type_=column.type),
    )


def _animals(kind: str, rank: int, *where: sa.ColumnElement[bool]) -> Any:
    return (
        sa.select(
            sa.literal(kind).label("kind"),
            Animal.accession.label("key"),
            Animal.name.label("title"),
            (Taxon.common_name + sa.literal("|") + Taxon.scientific_name).label("more"),
            sa.literal(rank).label("rank"),
        )
        .join(Taxon, Taxon.id == Animal.taxon_id)
        .where(*where)
        .limit(EACH)
    )


def _units(rank: int, *where: sa.ColumnElement[bool]) -> Any:
    return (
        sa.select(sa.literal("unit"), Unit.code, Unit.name, Unit.biosecurity, sa.literal(rank))
        .where(Unit.closed_at.is_(None), *where)
        .limit(EACH)
    )


def _numbers() -> list[Select[Any]]:
    """Who bears a tag number, or bore it."""
    worn = sa.and_(Tag.animal_id == Animal.id, Tag.status == "bound")
    door = sa.and_(Tag.unit_id == Unit.id, Tag.status == "bound")
    return [
        _animals("tag", 0, _between(Tag.number, "digits")).join(Tag, worn),
        _units(0, _between(Tag.number, "digits")).join(Tag, door),
        sa.select(
            sa.literal("revoked"),
            Tag.number,
            sa.literal(""),
            Tag.revoke_reason,
            sa.literal(9),
        ).where(_between(Tag.number, "digits"), Tag.status == "revoked").limit(EACH),
    ]  # fmt: skip


def _words() -> list[Select[Any]]:
    here = sa.exists().where(Stay.animal_id == Animal.id, Stay.ended_at.is_(None))
    named = (_between(Animal.name_folded, "text"), _between(Animal.name_rest, "text"))
    any_word = (sa.literal(" ") + Unit.name_folded).like(sa.bindparam("words"))
    return [
        _animals("chip", 1, _between(Mark.code_key, "code"), Mark.voided_at.is_(None)).join(
            Mark, Mark.animal_id == Animal.id
        ),
        _animals("animal", 2, _between(OldRecord.number_key, "code")).join(
            OldRecord, OldRecord.animal_id == Animal.id
        ),
        _animals("animal", 2, _between(Animal.accession, "number")),
        *(_animals("animal", rank, name, here) for rank, name in enumerate(named, 3)),
        sa.select(
            sa.literal("case"),
            Case.number,
            Case.title,
            Case.place,
            sa.literal(5),
        ).where(_between(Case.number, "number")).limit(EACH),
        _units(6, _between(Unit.code_folded, "text")),
        _units(7, any_word),
        *(_animals("left", 8, name, ~here) for name in named),
    ]  # fmt: skip


def _union(branches: list[Select[Any]]) -> Select[Any]:
    parts = [sa.select(branch.subquery()) for branch in branches]
    return sa.select(sa.union_all(*parts).subquery())


_FIND = _union(_words())
_FIND_NUMBER = _union([*_numbers(), *_words()])


def find(typed: str) -> list[Hit]:
    """What `typed` may mean, best first: at most a screenful."""
    text = fold(typed)
    if not text:
        return []
    facts = _parameters(typed, text)
    statement = _FIND_NUMBER if "digits" in facts else _FIND
    hits = [Hit(*row) for row in rows(statement, **facts)]
    if any(c.isalpha() for c in text):
        hits += _species(text)
    best: dict[tuple[str, str], Hit] = {}
    for hit in sorted(hits, key=lambda one: one.rank):
        best.setdefault((_RECORD.get(hit.kind, hit.kind), hit.key), hit)
    return list(best.values())


def _parameters(typed: str, text: str) -> dict[str, str]:
    digits = "".join(c for c in typed if c.isdigit())
    code = key_of(typed)
    number = typed.strip().upper()
    wanted = {
        "code": code if len(code) >= 2 else "",
        "number": number,
        "text": text,
    }
    if 3 <= len(digits) <= 8 and digits == code:
        wanted["digits"] = digits
    parameters = {}
    for name, value in wanted.items():
        parameters[name] = value or _LAST  # a range that holds nothing
        parameters[f"{name}_end"] = (value or _LAST) + _LAST if value else _LAST
    plain = text.translate(_NO_PATTERN)
    parameters["words"] = f"% {plain}%" if len(plain) >= 2 else _LAST
    if 2 <= len(code) < 4:  # a short code is meant whole
        parameters["code_end"] = code + " "
    return parameters


_SPECIES = (
    sa.select(Taxon.id, Taxon.common_name, Taxon.scientific_name, TaxonName.name, TaxonName.folded)
    .join(TaxonName, TaxonName.taxon_id == Taxon.id)
    .where(TaxonName.folded.like(sa.bindparam("within")))
    .order_by(
        sa.case((TaxonName.folded.like(sa.bindparam("begins")), 0), else_=1), TaxonName.folded
    )
    .limit(EACH * 2)
)


def _species(text: str) -> list[Hit]:
    plain = text.translate(_NO_PATTERN)
    if len(plain) < 2:
        return []
    found: dict[int, Hit] = {}
    named = rows(_SPECIES, within=f"%{plain}%", begins=f"{plain}%")
    for taxon_id, common, scientific, name, _folded in named:
        more = scientific if name in (common, scientific) else f"{name} · {scientific}"
        found.setdefault(taxon_id, Hit("species", str(taxon_id), common or scientific, more, 10))
    return list(found.values())[:EACH]
