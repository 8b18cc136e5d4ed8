"""The work of a day, computed from the plans. The same plans and day make the same tasks, under the
same names, wherever they are computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from rescue_center.husbandry.plan_models import CarePlan, Diet

#: A slot is met until so long before the next day's: what is written down at night is yesterday's.
HALF_A_DAY = timedelta(hours=12)


class Living(Protocol):
    """An animal or lot at home."""

    @property
    def animal_id(self) -> int: ...
    @property
    def unit_id(self) -> int: ...
    @property
    def taxon_id(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def weight_g(self) -> int | None: ...


@dataclass(frozen=True)
class Task:
    """Something to be done: `plan:<id>:<day>:<slot>` names it for good."""

    plan: CarePlan
    day: date
    slot: str
    at: datetime
    unit_id: int
    heads: Sequence[Living]

    @property
    def id(self) -> str:
        """Its name."""
        return f"plan:{self.plan.id}:{self.day.isoformat()}:{self.slot}"

    @property
    def key(self) -> tuple[int, date, str]:
        """What settles it: plan, day and slot."""
        return self.plan.id, self.day, self.slot

    @property
    def items(self) -> list[tuple[str, int | None]]:
        """Foods and grams for all heads; None where somebody's weight is not known."""
        return portions(self.plan.diet, self.heads) if self.plan.diet else []


def tasks_of(
    plans: Iterable[CarePlan], living: Sequence[Living], day: date, zone: ZoneInfo
) -> list[Task]:
    """What is to be done on a day, in the order of its times.

    The narrower plan counts: who has a plan of their own is left out of that of their enclosure,
    and an enclosure with a plan of its own out of that of its species."""
    due = [plan for plan in plans if plan.holds_on(day)]
    at_home = {one.animal_id: one for one in living}
    alone: set[tuple[str, int | None]] = {(p.kind, p.animal_id) for p in due if p.animal_id}
    own: set[tuple[str, int | None]] = {(p.kind, p.unit_id) for p in due if p.unit_id}
    found = []
    for plan in due:
        for unit_id, heads in _where(plan, living, at_home, alone, own):
            for moment in plan.times.split():
                name = moment.replace(":", "") + (f"u{unit_id}" if plan.taxon_id else "")
                at = datetime.combine(day, time.fromisoformat(moment), zone)
                found.append(Task(plan, day, name, at, unit_id, heads))
    return sorted(found, key=lambda task: (task.at, task.unit_id, task.plan.id))


def _where(
    plan: CarePlan, living: Sequence[Living], at_home: dict[int, Living],
    alone: set[tuple[str, int | None]], own: set[tuple[str, int | None]],
) -> Iterator[tuple[int, list[Living]]]:  # fmt: skip
    if plan.animal_id is not None:
        if (one := at_home.get(plan.animal_id)) is not None:
            yield one.unit_id, [one]
        return
    others = [one for one in living if (plan.kind, one.animal_id) not in alone]
    if plan.unit_id is not None:
        here = [one for one in others if one.unit_id == plan.unit_id]
        if here or plan.kind == "clean":  # nobody is fed where nobody lives
            yield plan.unit_id, here
        return
    homes: dict[int, list[Living]] = defaultdict(list)
    for one in others:
        if one.taxon_id == plan.taxon_id and (plan.kind, one.unit_id) not in own:
            homes[one.unit_id].append(one)
    yield from sorted(homes.items())


def portions(diet: Diet, heads: Sequence[Living]) -> list[tuple[str, int | None]]:
    """Foods and grams of a meal for these; a share of the weight is None where one is not known."""
    n = sum(one.count for one in heads)
    weights = [one.weight_g for one in heads]
    mass = sum((one.weight_g or 0) * one.count for one in heads)
    return [
        (
            item.food,
            item.grams * n if item.grams is not None
            else None if None in weights or item.percent is None
            else round(mass * item.percent / 100),
        )
        for item in diet.items
    ]  # fmt: skip


def day_of(slot: str, at: datetime, zone: ZoneInfo) -> date:
    """The day whose slot was done at `at`: today's, or that of yesterday evening after midnight."""
    here = at.astimezone(zone)
    due = datetime.combine(here.date(), time(int(slot[:2]), int(slot[2:4])), zone)
    return here.date() - timedelta(days=1) if due - here > HALF_A_DAY else here.date()


def is_slot_of(plan: CarePlan, slot: str, day: date, unit_id: int) -> bool:
    """Whether a plan has such a slot on a day in this enclosure."""
    moment, _, unit = slot.partition("u")
    known = moment in {one.replace(":", "") for one in plan.times.split()}
    here = unit == (str(unit_id) if plan.taxon_id else "") and plan.unit_id in (None, unit_id)
    return known and here and plan.holds_on(day)
