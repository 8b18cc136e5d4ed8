"""The work of a day follows from the plans alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rescue_center.husbandry.plan_models import CarePlan, Diet, DietItem
from rescue_center.husbandry.tasks import day_of, portions, tasks_of

HERE = ZoneInfo("Asia/Phnom_Penh")
SUNDAY = date(2026, 11, 22)


@dataclass
class Head:
    """An animal or lot at home."""

    animal_id: int
    unit_id: int = 1
    taxon_id: int = 7
    count: int = 1
    weight_g: int | None = None


def plan(id: int, kind: str = "feed", **facts: Any) -> CarePlan:
    """A plan for the whole week at eight."""
    given = {"times": "08:00", "weekdays": "1234567", "from_on": SUNDAY - timedelta(days=9)}
    return CarePlan(id=id, kind=kind, **(given | facts))


def names(plans: list[CarePlan], living: list[Head], day: date = SUNDAY) -> list[str]:
    return [task.id for task in tasks_of(plans, living, day, HERE)]


def test_a_task_has_the_same_name_whenever_it_is_computed() -> None:
    plans = [plan(3, unit_id=1, times="08:00 16:30")]
    told = ["plan:3:2026-11-22:0800", "plan:3:2026-11-22:1630"]
    assert names(plans, [Head(1)]) == names(plans, [Head(2), Head(1)]) == told


def test_a_species_is_served_in_each_of_its_homes() -> None:
    living = [Head(1, unit_id=4), Head(2, unit_id=9), Head(3, unit_id=4), Head(4, taxon_id=8)]
    found = tasks_of([plan(5, taxon_id=7)], living, SUNDAY, HERE)
    assert [(task.slot, task.unit_id, len(task.heads)) for task in found] == [
        ("0800u4", 4, 2), ("0800u9", 9, 1),
    ]  # fmt: skip


def test_the_narrower_plan_counts() -> None:
    living = [Head(1), Head(2), Head(3, unit_id=2)]
    plans = [plan(1, taxon_id=7), plan(2, unit_id=1), plan(3, animal_id=2)]
    found = {task.plan.id: [one.animal_id for one in task.heads]
             for task in tasks_of(plans, living, SUNDAY, HERE)}  # fmt: skip
    assert found == {1: [3], 2: [1], 3: [2]}
    other = tasks_of([plan(1, taxon_id=7), plan(2, "clean", unit_id=1)], living, SUNDAY, HERE)
    assert len([task for task in other if task.plan.id == 1]) == 2, "cleaning replaces no food"


def test_only_its_days_from_its_first_to_its_last() -> None:
    weekdays = plan(1, unit_id=1, weekdays="15")
    week = [SUNDAY + timedelta(days=n) for n in range(7)]
    asked = [day for day in week if names([weekdays], [Head(1)], day)]
    assert asked == [date(2026, 11, 23), date(2026, 11, 27)]
    ended = plan(2, unit_id=1, from_on=SUNDAY, until_on=SUNDAY)
    around = [SUNDAY + timedelta(days=n) for n in (-1, 0, 1)]
    assert [bool(names([ended], [Head(1)], day)) for day in around] == [False, True, False]


def test_nobody_is_fed_where_nobody_lives_but_the_cage_is_cleaned() -> None:
    plans = [plan(1, unit_id=1), plan(2, "clean", unit_id=1), plan(3, animal_id=9)]
    assert names(plans, []) == ["plan:2:2026-11-22:0800"]


def test_a_meal_is_for_all_heads_by_grams_and_by_weight() -> None:
    diet = Diet(items=[DietItem(food="Fig", grams=90),
                       DietItem(food="Leaves", percent=Decimal("2.5"))])  # fmt: skip
    heads = [Head(1, weight_g=4000), Head(2, count=10, weight_g=1000)]
    assert portions(diet, heads) == [("Fig", 990), ("Leaves", 350)]
    assert portions(diet, [*heads, Head(3)]) == [("Fig", 1080), ("Leaves", None)]


@pytest.mark.parametrize(
    ("slot", "hour", "days"),
    [("0800", 9, 0), ("0800", 19, 0), ("0600", 19, 0), ("2200", 23, 0), ("2200", 0, -1),
     ("2200", 7, -1), ("1800", 7, 0), ("0030", 23, 0)],
)  # fmt: skip
def test_what_is_done_after_midnight_was_asked_the_day_before(
    slot: str, hour: int, days: int
) -> None:
    at = datetime(2026, 11, 22, hour, 15, tzinfo=HERE)
    assert day_of(slot, at, HERE) == SUNDAY + timedelta(days=days)


def test_the_time_of_a_task_is_that_of_the_centre() -> None:
    (task,) = tasks_of([plan(1, unit_id=1)], [Head(1)], SUNDAY, HERE)
    assert task.at.isoformat() == "2026-11-22T08:00:00+07:00"
