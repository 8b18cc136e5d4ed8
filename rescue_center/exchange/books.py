"""What is on the books already of what a file of animals names: its rows, chips, cases and
enclosures, each looked up for the whole file at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from rescue_center.animals.marks import carriers
from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case
from rescue_center.db import db, fold
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.unit_rules import room_at, stopping
from rescue_center.exchange.animal_reading import AnimalFacts
from rescue_center.exchange.models import OldRecord


@dataclass
class Place:
    """An enclosure that a file names: its free places, and why nobody may be housed there."""

    id: int
    code: str
    room: int
    is_quarantine: bool
    against: str = ""


class Books:
    """What is recorded of the numbers, chips, cases and enclosures that rows name."""

    def __init__(self, rows: list[AnimalFacts], at: datetime):
        self.at = at
        self.chips = {
            key: mark.animal.accession
            for key, mark in carriers(chip.code for row in rows for chip in row.chips).items()
        }
        self.cases = _cases({row.case_number for row in rows} - {""})
        self.places = {fold(unit.code): self._place(unit) for unit in _units(rows)}
        self.refs = _refs(rows)
        self.recorded = _recorded(ref for ref, _ in self.refs.values())

    def _place(self, unit: Unit) -> Place:
        against = ""
        if unit.level != "enclosure":
            against = f"{unit.code} is no enclosure"
        elif unit.closed_at is not None:
            against = f"{unit.code} is closed"
        elif stopped := stopping(unit):
            against = f"{stopped.code} is under a movement stop"
        return Place(unit.id, unit.code, room_at(unit, self.at), unit.is_quarantine, against)


def _chunks(ids: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some


def _cases(numbers: set[str]) -> dict[str, Case]:
    """The cases with these numbers, or with these references of others."""
    found: dict[str, Case] = {}
    for some in _chunks(sorted(numbers)):
        either = sa.or_(Case.number.in_(some), Case.external_ref.in_(some))
        for case in db.session.scalars(sa.select(Case).where(either)):
            if case.external_ref:
                found.setdefault(case.external_ref, case)
            found[case.number] = case
    return found


def _units(rows: list[AnimalFacts]) -> Iterator[Unit]:
    for some in _chunks(sorted({fold(row.enclosure) for row in rows} - {""})):
        yield from db.session.scalars(sa.select(Unit).where(Unit.code_folded.in_(some)))


def _refs(rows: list[AnimalFacts]) -> dict[int, tuple[str, int]]:
    """What tells each row from every other, by its row number; and for a row without a number of
    its own, whether it is the first, the second, the third that says just this."""
    said: Counter[str] = Counter()
    found = {}
    for row in rows:
        nth = 1
        if not row.number:
            said[row.said] += 1
            nth = said[row.said]
        found[row.row] = (row.ref(nth), nth)
    return found


def _recorded(refs: Iterable[str]) -> dict[str, tuple[str, dict[str, str]]]:
    """The rows that were taken in before: the accession number and what was written."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    query = sa.select(OldRecord.ref, Animal.accession, OldRecord.written)
    query = query.join(Animal, Animal.id == OldRecord.animal_id)
    for some in _chunks(refs):
        for ref, accession, written in db.session.execute(query.where(OldRecord.ref.in_(some))):
            found[ref] = (accession, written)
    return found
