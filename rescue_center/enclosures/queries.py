"""What pages show of units: the tree with who lives there, what needs attention, where to go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from rescue_center import clock
from rescue_center.animals.models import Animal, Mark, Stay
from rescue_center.db import db, fold
from rescue_center.enclosures.models import Housing, Incompatible, Unit
from rescue_center.errors import Missing
from rescue_center.species.models import TaxonGroup

#: Asked for the animals behind numbers that this package does not know: tags. Each is given the
#: numbers (upper case, no spaces) and returns animal ids by number.
finders: list[Callable[[Sequence[str]], dict[str, int]]] = []


def unit_or_404(code: str) -> Unit:
    """The unit with that code, in any case."""
    unit = db.session.scalars(
        sa.select(Unit)
        .where(Unit.code_folded == fold(code))
        .options(joinedload(Unit.parent).joinedload(Unit.parent))
    ).one_or_none()
    if unit is None:
        raise Missing
    return unit


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


# --- what needs attention -----------------------------------------------------------------------


@dataclass(frozen=True)
class Problem:
    """Something about a unit, or about who lives in it, that should not last."""

    kind: str
    unit: Unit
    sentence: str
    animal: Animal | None = None


def problems(at: datetime) -> list[Problem]:
    """Movement stops, units over their capacity, allowances and overrides that have run out."""
    return [*_unit_problems(at), *_override_problems(at)]


def _unit_problems(at: datetime) -> Iterable[Problem]:
    query = sa.select(Unit).where(
        sa.or_(
            Unit.movement_stop_since.is_not(None),
            Unit.n > Unit.capacity,
            Unit.allowance_until <= at,
        )
    )
    for unit in db.session.scalars(query.order_by(Unit.walking_order, Unit.code)):
        if unit.movement_stop_since is not None:
            since = clock.day_text(unit.movement_stop_since)
            yield Problem("stop", unit, f"Movement stop since {since}: {unit.movement_stop_reason}")
        over, until = unit.n - unit.capacity, unit.allowance_until
        if over > 0 and until is not None and until > at:
            yield Problem("over", unit, f"{over} over its capacity, allowed until "
                          f"{clock.moment_text(until)}: {unit.allowance_reason}")  # fmt: skip
        elif over > 0:
            ended = f"; the allowance ended {clock.moment_text(until)}" if until else ""
            yield Problem("overdue", unit, f"{over} over its capacity{ended}.")
        elif until is not None and until <= at:
            yield Problem("note", unit, f"An allowance of {unit.allowance} ended "
                          f"{clock.moment_text(until)} and can be taken back.")  # fmt: skip


def _override_problems(at: datetime) -> Iterable[Problem]:
    query = (
        sa.select(Housing)
        .where(Housing.ended_at.is_(None), Housing.override_until.is_not(None))
        .options(joinedload(Housing.animal), joinedload(Housing.unit))
        .order_by(Housing.override_until, Housing.id)
    )
    for housing in db.session.scalars(query):
        until = housing.override_until
        if until is None:
            continue
        run_out = until <= at
        verb = "ended" if run_out else "ends"
        sentence = (f"Housed by an override that {verb} {clock.moment_text(until)}: "
                    f"{housing.override_reason}")  # fmt: skip
        yield Problem("overdue" if run_out else "over", housing.unit, sentence, housing.animal)


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


# --- finding many at once -----------------------------------------------------------------------


@dataclass
class Found:
    """The animals behind typed or scanned numbers, and what nobody answers to."""

    animals: list[Animal]
    unknown: list[str]


def find_animals(typed: str) -> Found:
    """The animals in care behind numbers or names, one per line or separated by commas: accession,
    tag or chip number, or the house name where only one has it."""
    words = [w for w in (part.strip() for part in _split(typed)) if w]
    keys = {word: _key(word) for word in words}
    by_number = _by_number(set(keys.values())) | _by_name(words)
    ids: dict[int, None] = {}
    unknown = []
    for word in words:
        key = by_number.get(keys[word]) or by_number.get(fold(word))
        if key is None:
            unknown.append(word)
        else:
            ids[key] = None
    return Found(animals_of(ids), unknown)


def animal_by_number(typed: str) -> Animal | None:
    """The animal with this accession, tag or chip number, in our care or not."""
    key = _key(typed)
    found = _by_number({key}).get(key) if key else None
    return db.session.get(Animal, found) if found is not None else None


def animals_of(ids: Iterable[int]) -> list[Animal]:
    """These animals with species and stays, in the order given."""
    wanted = list(ids)
    query = (
        sa.select(Animal)
        .where(Animal.id.in_(wanted))
        .options(joinedload(Animal.taxon), selectinload(Animal.stays))
    )
    found = {animal.id: animal for animal in db.session.scalars(query)}
    return [found[one] for one in wanted if one in found]


def _split(typed: str) -> Iterable[str]:
    """Lines and commas part numbers; spaces do too, unless they stand inside one number."""
    for line in typed.replace(",", "\n").replace(";", "\n").splitlines():
        digits = line.replace(" ", "")
        if (digits.isdigit() and len(digits) in (8, 15)) or not any(c.isdigit() for c in line):
            yield line
        else:
            yield from line.split()


def _by_number(keys: set[str]) -> dict[str, int]:
    accessions = {_accession(key): key for key in keys}
    found: dict[str, int] = {}
    chips = sa.select(Mark.code_key, Mark.animal_id).where(
        Mark.code_key.in_(keys), Mark.voided_at.is_(None)
    )
    found.update(db.session.execute(chips).all())
    for ask in finders:
        found.update(ask(sorted(keys)))
    rows = sa.select(Animal.accession, Animal.id).where(Animal.accession.in_(accessions))
    found.update({accessions[number]: id for number, id in db.session.execute(rows)})
    return found


def _key(word: str) -> str:
    """A number as it is compared; of a scanned address its last part."""
    return "".join(word.rsplit("/", 1)[-1].split()).replace("-", "").upper()


def _accession(key: str) -> str:
    """`202600123` as it is written: `2026-00123`."""
    return f"{key[:4]}-{key[4:]}" if key.isdigit() and len(key) > 8 else key


def _by_name(words: Sequence[str]) -> dict[str, int]:
    names = {fold(word) for word in words} - {""}
    query = (
        sa.select(Animal.name_folded, sa.func.min(Animal.id))
        .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.ended_at.is_(None)))
        .where(Animal.name_folded.in_(names))
        .group_by(Animal.name_folded)
        .having(sa.func.count() == 1)
    )
    return dict(db.session.execute(query).all())
