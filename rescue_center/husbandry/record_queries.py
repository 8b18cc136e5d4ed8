"""What was written down about an animal or an enclosure, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import rows
from rescue_center.husbandry.keeping_models import Observation, Tending
from rescue_center.husbandry.roll_models import Called, RollCall
from rescue_center.staff.models import Person

#: How far back the curves go.
WEEKS = timedelta(days=28)
_BEGIN, _END = (sa.bindparam(name, type_=Tending.at.type) for name in ("begin", "end"))


def _on_the_day(model: Any) -> Any:
    return sa.and_(model.at >= _BEGIN, model.at < _END)


_TENDED = (
    sa.select(Tending.id, Tending.kind, Tending.at, Tending.offered_g, Tending.left_g,
              Tending.note, Tending.voided_at, Tending.void_reason, Person.name.label("by"),
              Animal.accession, Animal.name)
    .outerjoin(Person, Person.id == Tending.by_id)
    .outerjoin(Animal, Animal.id == Tending.animal_id)
    .where(_on_the_day(Tending))
    .order_by(Tending.at, Tending.id)
)  # fmt: skip
_OBSERVED = (
    sa.select(Observation.id, Observation.at, Observation.appetite, Observation.faeces,
              Observation.water, Observation.behaviour, Observation.note, Observation.voided_at,
              Observation.void_reason, Person.name.label("by"), Animal.accession, Animal.name)
    .outerjoin(Person, Person.id == Observation.by_id)
    .join(Animal, Animal.id == Observation.animal_id)
    .where(_on_the_day(Observation))
    .order_by(Observation.at, Observation.id)
)  # fmt: skip
_CALLED = (
    sa.select(RollCall.id, RollCall.at, RollCall.expected, RollCall.found, RollCall.missed,
              RollCall.resolution, RollCall.resolved_at, RollCall.voided_at,
              Person.name.label("by"))
    .outerjoin(Person, Person.id == RollCall.by_id)
    .where(_on_the_day(RollCall))
    .order_by(RollCall.at, RollCall.id)
)  # fmt: skip
_OFFERED = (
    sa.select(Tending.at, Tending.offered_g, Tending.left_g)
    .where(Tending.kind == "feed", Tending.voided_at.is_(None), Tending.offered_g.is_not(None),
           Tending.left_g.is_not(None), _on_the_day(Tending))
)  # fmt: skip
_APPETITE = (
    sa.select(Observation.at, Observation.appetite)
    .where(Observation.voided_at.is_(None), Observation.appetite.is_not(None),
           _on_the_day(Observation))
    .order_by(Observation.at)
)  # fmt: skip
_KEY: Any = sa.bindparam("key")
_BY_NAME = sa.select(Called.id).where(
    Called.roll_call_id == RollCall.id, Called.animal_id == _KEY
).exists()  # fmt: skip
_OF: dict[str, dict[str, Any]] = {
    "unit": {"tended": _TENDED.where(Tending.unit_id == _KEY),
             "observed": _OBSERVED.where(Observation.unit_id == _KEY),
             "called": _CALLED.where(RollCall.unit_id == _KEY),
             "offered": _OFFERED.where(Tending.unit_id == _KEY)},
    "animal": {"tended": _TENDED.where(Tending.animal_id == _KEY),
               "observed": _OBSERVED.where(Observation.animal_id == _KEY),
               "called": _CALLED.where(_BY_NAME),
               "offered": _OFFERED.where(Tending.animal_id == _KEY)},
}  # fmt: skip


@dataclass(frozen=True)
class Record:
    """What was written down on a day."""

    tended: Sequence[Any]
    observed: Sequence[Any]
    called: Sequence[Any]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was."""
        return not (self.tended or self.observed or self.called)


def record(of: str, key: int, day: date) -> Record:
    """The day of an animal or an enclosure; `of` says which. Three statements."""
    begin, end = clock.day_bounds(day)
    return Record(*(rows(_OF[of][part], key=key, begin=begin, end=end)
                    for part in ("tended", "observed", "called")))  # fmt: skip


def eaten(of: str, key: int, day: date) -> list[tuple[date, int]]:
    """Grams eaten a day in the four weeks before, where offered and left were weighed."""
    begin, end = clock.day_bounds(day)
    days: dict[date, int] = defaultdict(int)
    for row in rows(_OF[of]["offered"], key=key, begin=begin - WEEKS, end=end):
        days[clock.today(row.at)] += row.offered_g - row.left_g
    return sorted(days.items())


def appetite(animal_id: int, day: date) -> list[tuple[Any, int]]:
    """The scores of four weeks."""
    begin, end = clock.day_bounds(day)
    asked = _APPETITE.where(Observation.animal_id == _KEY)
    return [(row.at, row.appetite)
            for row in rows(asked, key=animal_id, begin=begin - WEEKS, end=end)]  # fmt: skip
