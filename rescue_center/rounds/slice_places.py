"""The places of a slice: areas to choose from, and the enclosures of those that were chosen, in
the order in which a keeper walks past them, quarantine last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from rescue_center.db import rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.tags.models import Tag

#: The most animals and lots that a phone is given at once.
MOST = 500
LINE = ("quarantine", "isolation")

_records = (
    sa.select(sa.func.count())
    .select_from(Housing)
    .where(Housing.unit_id == Unit.id, Housing.ended_at.is_(None))
    .correlate(Unit)
    .scalar_subquery()
)
_UNITS = (
    sa.select(Unit.id, Unit.parent_id, Unit.level, Unit.code, Unit.name, Unit.biosecurity,
              Unit.capacity, Unit.allowance, Unit.n, Unit.walking_order,
              Tag.number.label("tag"), _records.label("records"))
    .outerjoin(Tag, sa.and_(Tag.unit_id == Unit.id, Tag.status == "bound"))
    .where(Unit.closed_at.is_(None))
)  # fmt: skip


class Area(NamedTuple):
    """A site or an area, with the heads and the enclosures in it and in all below it."""

    row: Any
    heads: int
    enclosures: list[Any]

    @property
    def records(self) -> int:
        """How many animals and lots live in it."""
        return sum(unit.records for unit in self.enclosures)


class Places(NamedTuple):
    """What was chosen: the enclosures in walking order, and the areas that were left off."""

    enclosures: list[Any]
    left_off: list[Area]


def areas() -> list[Area]:
    """Every site and area with an enclosure somewhere in it, in walking order. One statement."""
    below: dict[int | None, list[Any]] = {}
    for unit in rows(_UNITS):
        below.setdefault(unit.parent_id, []).append(unit)
    found: list[Area] = []
    for site in sorted(below.get(None, ()), key=_walk):
        _grow(site, below, found)
    return [area for area in found if area.enclosures]


def _walk(unit: Any) -> tuple[int, str]:
    return (unit.walking_order, unit.code)


def _grow(unit: Any, below: dict[int | None, list[Any]], into: list[Area]) -> list[Any]:
    """Put a unit and those below it where they belong; its enclosures."""
    at, enclosures = len(into), []
    for child in sorted(below.get(unit.id, ()), key=_walk):
        enclosures += [child] if child.level == "enclosure" else _grow(child, below, into)
    into.insert(at, Area(unit, sum(one.n for one in enclosures), enclosures))
    return enclosures


def chosen(areas: Sequence[Area], ids: Collection[int]) -> Places:
    """The enclosures of these areas, each once, as many areas as hold :data:`MOST` records."""
    kept: dict[int, Any] = {}
    left_off = []
    for area in (one for one in areas if one.row.id in ids):
        new = [unit for unit in area.enclosures if unit.id not in kept]
        room = MOST - sum(unit.records for unit in kept.values())
        if sum(unit.records for unit in new) > room:
            left_off.append(area)
            new = [] if kept else _fitting(new)
        kept |= {unit.id: unit for unit in new}
    return Places(sorted(kept.values(), key=lambda unit: unit.biosecurity in LINE), left_off)


def _fitting(units: Sequence[Any]) -> list[Any]:
    """The first of these enclosures, as many as fit; one that alone is too large is cut itself."""
    taken: list[Any] = []
    records = 0
    for unit in units:
        if taken and records + unit.records > MOST:
            break
        taken.append(unit)
        records += unit.records
    return taken
