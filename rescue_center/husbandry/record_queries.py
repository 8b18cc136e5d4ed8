"""What was written down about an animal or an enclosure, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import rows
from rescue_center.husbandry import keeping_models
from rescue_center.husbandry.keeping_models import (
    ControlDish,
    Observation,
    ObservationPhoto,
    Tending,
)
from rescue_center.husbandry.roll_models import Called, RollCall
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

#: How far back the curves go.
WEEKS = timedelta(days=28)
_BEGIN, _END = (sa.bindparam(name, type_=Tending.at.type) for name in ("begin", "end"))


def _on_the_day(model: Any) -> Any:
    return sa.and_(model.at >= _BEGIN, model.at < _END)


_TENDED = (
    sa.select(Tending.id, Tending.kind, Tending.at, Tending.offered_g, Tending.left_g,
              Tending.note, Tending.voided_at, Tending.void_reason, Person.name.label("by"),
              ControlDish.put_g, ControlDish.left_g.label("dried_g"),
              Animal.accession, Animal.name)
    .outerjoin(ControlDish, ControlDish.tending_id == Tending.id)
    .outerjoin(Person, Person.id == Tending.by_id)
    .outerjoin(Animal, Animal.id == Tending.animal_id)
    .where(_on_the_day(Tending))
    .order_by(Tending.at, Tending.id)
)  # fmt: skip
_OBSERVED = (
    sa.select(Observation.id, Observation.at, Observation.appetite, Observation.faeces,
              Observation.water, Observation.behaviour, Observation.note, Observation.voided_at,
              Observation.body_condition, Observation.body_condition_scale,
              Observation.body_condition_system, Observation.void_reason,
              Person.name.label("by"), Animal.accession, Animal.name)
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
_PHOTOS = (
    sa.select(ObservationPhoto.observation_id, Media.sha256)
    .join(Media, Media.id == ObservationPhoto.media_id)
    .where(ObservationPhoto.observation_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(ObservationPhoto.id)
)
_OFFERED = (
    sa.select(Tending.at, Tending.offered_g, Tending.left_g, ControlDish.put_g,
              ControlDish.left_g.label("dried_g"))
    .outerjoin(ControlDish, ControlDish.tending_id == Tending.id)
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
    photos: Mapping[int, Sequence[str]] = field(default_factory=dict)  # of observations

    def counted(self, noon: datetime) -> tuple[Any, Any]:
        """The last roll-call before noon and the last after it; None where there was none."""
        valid = [one for one in self.called if one.voided_at is None]
        return (next((one for one in reversed(valid) if one.at < noon), None),
                next((one for one in reversed(valid) if one.at >= noon), None))  # fmt: skip

    def eaten_of(self, meal: Any) -> int | None:
        """Grams eaten of one of its meals."""
        return eaten_of(meal)

    @property
    def offered_g(self) -> int:
        """Grams of food that were put in on the day, as far as they were weighed."""
        return sum(one.offered_g or 0 for one in self._meals)

    @property
    def left_g(self) -> int:
        """Grams left of what was weighed back."""
        return sum(one.left_g or 0 for one in self._meals)

    @property
    def eaten_g(self) -> int:
        """Grams eaten of what was weighed back."""
        return sum(eaten_of(one) or 0 for one in self._meals)

    @property
    def not_weighed_back(self) -> int:
        """Meals of which nobody knows yet what was left."""
        return sum(one.left_g is None for one in self._meals)

    @property
    def _meals(self) -> list[Any]:
        return [one for one in self.tended if one.offered_g is not None and not one.voided_at]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was."""
        return not (self.tended or self.observed or self.called)


def record(of: str, key: int, day: date) -> Record:
    """The day of an animal or an enclosure; `of` says which. Four statements at most."""
    begin, end = clock.day_bounds(day)
    tended, observed, called = (rows(_OF[of][part], key=key, begin=begin, end=end)
                                for part in ("tended", "observed", "called"))  # fmt: skip
    photos: dict[int, list[str]] = defaultdict(list)
    for row in rows(_PHOTOS, ids=[one.id for one in observed]) if observed else ():
        photos[row.observation_id].append(row.sha256)
    return Record(tended, observed, called, photos)


def eaten_of(meal: Any) -> int | None:
    """Grams eaten of a meal, as a row of a query has it."""
    return keeping_models.eaten(meal.offered_g, meal.left_g, meal.put_g, meal.dried_g)


def eaten(of: str, key: int, day: date) -> list[tuple[date, int]]:
    """Grams eaten a day in the four weeks before, where offered and left were weighed."""
    begin, end = clock.day_bounds(day)
    days: dict[date, int] = defaultdict(int)
    for row in rows(_OF[of]["offered"], key=key, begin=begin - WEEKS, end=end):
        days[clock.today(row.at)] += eaten_of(row) or 0
    return sorted(days.items())


def appetite(animal_id: int, day: date) -> list[tuple[Any, int]]:
    """The scores of four weeks."""
    begin, end = clock.day_bounds(day)
    asked = _APPETITE.where(Observation.animal_id == _KEY)
    return [(row.at, row.appetite)
            for row in rows(asked, key=animal_id, begin=begin - WEEKS, end=end)]  # fmt: skip
