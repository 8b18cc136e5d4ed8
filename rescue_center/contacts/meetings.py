"""The animals that an animal met, and how: in one enclosure, in its enclosure after it, in one
consignment, as one lot, or through the same pair of hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal, Stay
from rescue_center.contacts import people
from rescue_center.contacts.window import Spell, Window
from rescue_center.db import db, rows
from rescue_center.enclosures.models import Housing, Unit

#: How two animals can have met, the likeliest to pass something on first.
WAYS = {
    "place": "Lived together", "lot": "Were one lot", "group": "Came together",
    "after": "Lived there after it", "hands": "Same hands",
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One way they met: from when to when, through which enclosure or person."""

    kind: str
    begin: datetime
    end: datetime
    through: str

    @property
    def label(self) -> str:
        """The way in words."""
        return WAYS[self.kind]

    @property
    def words(self) -> str:
        """The way with the enclosure or the person, and for how long or when."""
        days = clock.day_text(self.begin)
        if clock.local(self.end).date() != clock.local(self.begin).date():
            days = f"{days} to {clock.day_text(self.end)}"
        return f"{self.label}: {self.through}, {days}"


@dataclass
class Met:
    """An animal that it met, with every way, the strongest first."""

    animal: Animal
    ways: list[Way] = field(default_factory=list)

    @property
    def closest(self) -> Way:
        """The way that passes something on most likely."""
        return self.ways[0]

    @property
    def is_close(self) -> bool:
        """Whether they shared a place, and not only the hands that touched both."""
        return self.closest.kind != "hands"

    @property
    def since(self) -> datetime:
        """When they met first."""
        return min(way.begin for way in self.ways)

    @property
    def until(self) -> datetime:
        """When they met last."""
        return max(way.end for way in self.ways)

    @property
    def through(self) -> frozenset[str]:
        """Everything it met it through."""
        return frozenset(way.through for way in self.ways)


def spells(window: Window) -> list[Spell]:
    """Where it lived within the window, in order."""
    found = rows(
        sa.select(Unit.id, Unit.code, Unit.name, Housing.began_at, Housing.ended_at)
        .join(Housing, Housing.unit_id == Unit.id)
        .where(Housing.animal_id == window.animal.id, Housing.began_at <= window.end,
               sa.or_(Housing.ended_at.is_(None), Housing.ended_at >= window.begin))
        .order_by(Housing.began_at)
    )  # fmt: skip
    return [
        Spell(unit_id, code, name, max(began, window.begin), min(ended or window.end, window.end),
              left=ended is not None and ended <= window.end)
        for unit_id, code, name, began, ended in found
    ]  # fmt: skip


def met(window: Window, lived: Sequence[Spell]) -> list[Met]:
    """Every animal that it met within the window, the likeliest to be infected first."""
    ways: dict[int, dict[tuple[str, str], Way]] = {}
    for animal_id, way in _all(window, lived):
        kept = ways.setdefault(animal_id, {})
        key = (way.kind, way.through)
        before = kept.get(key, way)
        kept[key] = Way(way.kind, min(before.begin, way.begin), max(before.end, way.end),
                        way.through)  # fmt: skip
    rank = list(WAYS)
    found = [
        Met(animal, sorted(ways[animal.id].values(), key=lambda w: (rank.index(w.kind), w.begin)))
        for animal in _animals(ways)
    ]
    return sorted(found, key=lambda one: (rank.index(one.closest.kind), one.since,
                                          one.animal.accession))  # fmt: skip


def _animals(ids: Any) -> Sequence[Animal]:
    query = (
        sa.select(Animal)
        .where(Animal.id.in_(list(ids)), Animal.voided_at.is_(None))
        .options(sa.orm.selectinload(Animal.stays), sa.orm.joinedload(Animal.taxon))
    )
    return db.session.scalars(query).unique().all()


def _all(window: Window, lived: Sequence[Spell]) -> Iterator[tuple[int, Way]]:
    yield from _housed(window, lived)
    yield from _of_one_lot(window)
    yield from _of_one_consignment(window)
    yield from _in_the_same_hands(window)


def _housed(window: Window, lived: Sequence[Spell]) -> Iterator[tuple[int, Way]]:
    """Together with it, or in its enclosure within the days after it left."""
    if not lived:
        return
    found = rows(
        sa.select(Housing.animal_id, Housing.unit_id, Housing.began_at, Housing.ended_at)
        .where(Housing.unit_id.in_({spell.unit_id for spell in lived}),
               Housing.animal_id != window.animal.id, Housing.began_at <= window.end,
               sa.or_(Housing.ended_at.is_(None), Housing.ended_at >= window.begin))
    )  # fmt: skip
    for animal_id, unit_id, began, ended in found:
        for spell in (one for one in lived if one.unit_id == unit_id):
            begin, end = max(began, spell.begin), min(ended or window.end, spell.end)
            if begin < end:
                yield animal_id, Way("place", begin, end, spell.label)
            elif spell.left and spell.end <= began <= spell.end + window.place:
                yield animal_id, Way("after", began, min(ended or window.end, window.end),
                                     spell.label)  # fmt: skip


def _of_one_lot(window: Window) -> Iterator[tuple[int, Way]]:
    """Split from it, or merged with it."""
    it = window.animal.id
    found = rows(
        sa.select(Regroup.from_id, Regroup.to_id, Regroup.at)
        .where(sa.or_(Regroup.from_id == it, Regroup.to_id == it),
               Regroup.at.between(window.begin, window.end))
    )  # fmt: skip
    for from_id, to_id, at in found:
        if from_id != to_id:
            yield (to_id if from_id == it else from_id), Way("lot", at, at, "one lot")


def _of_one_consignment(window: Window) -> Iterator[tuple[int, Way]]:
    """Seized and carried with it, where it came within the window."""
    it = window.animal
    if it.epi_group_id is None or not window.begin <= it.admitted_at <= window.end:
        return
    found = rows(
        sa.select(Animal.id, Animal.admitted_at)
        .join(Stay, Stay.animal_id == Animal.id)
        .where(Animal.epi_group_id == it.epi_group_id, Animal.id != it.id)
        .distinct()
    )
    for animal_id, at in found:
        yield animal_id, Way("group", min(at, it.admitted_at), max(at, it.admitted_at),
                             "one consignment")  # fmt: skip


def _in_the_same_hands(window: Window) -> Iterator[tuple[int, Way]]:
    """Handled by somebody who had this one in their hands shortly before."""
    pairs = list(people.touches_after(window, people.touches_of(window)))
    names = people.names({other.who for _, other in pairs})
    for _, other in pairs:
        yield other.animal_id, Way("hands", other.at, other.at, names[other.who])
