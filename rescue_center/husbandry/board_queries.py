"""The day of the centre, enclosure by enclosure in walking order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center import clock
from rescue_center.db import rows
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry import day_queries
from rescue_center.husbandry.day_queries import Doing
from rescue_center.husbandry.roll_models import RollCall

_outer = aliased(Unit)
_UNITS = (
    sa.select(Unit.id, Unit.code, Unit.name, Unit.n, Unit.biosecurity, Unit.parent_id,
              _outer.code.label("area_code"), _outer.name.label("area_name"),
              _outer.parent_id.label("site_id"))
    .join(_outer, _outer.id == Unit.parent_id)
    .where(Unit.level == "enclosure", Unit.closed_at.is_(None))
    .order_by(_outer.walking_order, _outer.code, Unit.walking_order, Unit.code)
)  # fmt: skip
_ROLLS = (
    sa.select(RollCall.id, RollCall.unit_id, RollCall.at, RollCall.expected, RollCall.found,
              RollCall.missed, RollCall.resolution, RollCall.resolved_at, RollCall.voided_at)
    .where(RollCall.voided_at.is_(None),
           RollCall.at >= sa.bindparam("begin", type_=RollCall.at.type),
           RollCall.at < sa.bindparam("end", type_=RollCall.at.type))
    .order_by(RollCall.at, RollCall.id)
)  # fmt: skip


@dataclass
class Stop:
    """An enclosure on the round: its work, its last roll-call, whether anything was written."""

    unit: Any
    doings: list[Doing] = field(default_factory=list)
    roll: Any = None
    morning: Any = None
    afternoon: Any = None
    unrecorded: bool = False

    @property
    def done(self) -> int:
        """How many of its tasks are done."""
        return sum(one.done is not None for one in self.doings)

    def late(self, at: datetime) -> list[Doing]:
        """What should have been done by now."""
        return [one for one in self.doings if one.is_late(at)]


@dataclass
class Part:
    """An area of the round."""

    id: int
    code: str
    name: str
    stops: list[Stop] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many tasks there are."""
        return sum(len(stop.doings) for stop in self.stops)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(stop.done for stop in self.stops)


def areas() -> Sequence[Any]:
    """Areas and sites to choose from."""
    return rows(sa.select(Unit.id, Unit.code, Unit.name, Unit.parent_id)
                .where(Unit.level != "enclosure", Unit.closed_at.is_(None))
                .order_by(Unit.walking_order, Unit.code))  # fmt: skip


def board(day: date, within: Collection[int]) -> list[Part]:
    """The round of a day, in these areas and sites, or everywhere where none is named."""
    begin, end = clock.day_bounds(day)
    units = [row for row in rows(_UNITS) if not within or {row.parent_id, row.site_id} & {*within}]
    called, noon = rows(_ROLLS, begin=begin, end=end), day_queries.noon_of(day)
    rolls = {row.unit_id: row for row in called}
    mornings = {row.unit_id: row for row in called if row.at < noon}
    afternoons = {row.unit_id: row for row in called if row.at >= noon}
    silent = {row.id for row in day_queries.unrecorded(day)}
    doings: dict[int, list[Doing]] = defaultdict(list)
    for one in day_queries.day_of([row.id for row in units], day):
        doings[one.task.unit_id].append(one)
    parts: dict[int, Part] = {}
    for row in units:
        if not (row.n or doings[row.id]):
            continue
        part = parts.setdefault(row.parent_id, Part(row.parent_id, row.area_code, row.area_name))
        part.stops.append(Stop(row, doings[row.id], rolls.get(row.id), mornings.get(row.id),
                               afternoons.get(row.id), row.id in silent))  # fmt: skip
    return list(parts.values())
