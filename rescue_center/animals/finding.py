"""Whom numbers and names mean: typed or scanned, one or many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.animals.models import Animal, Mark, Stay
from rescue_center.db import db, fold

#: Asked for the animals behind numbers that this package does not know: tags. Each is given the
#: numbers (upper case, no spaces) and returns animal ids by number.
finders: list[Callable[[Sequence[str]], dict[str, int]]] = []


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
