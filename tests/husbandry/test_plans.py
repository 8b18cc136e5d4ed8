"""Plans are made by who heads the work, ended, and never rewritten."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.husbandry import day_queries, diet_rules, keeper_rules, keeping_rules, plan_rules
from rescue_center.husbandry.diet_rules import Food
from rescue_center.husbandry.plan_models import CarePlan, Diet
from rescue_center.staff.models import Person
from tests.counting import selects
from tests.makers import AT, DAY, make_animal, make_person, make_taxon, make_unit

pytestmark = pytest.mark.usefixtures("session")
TODAY = date(2026, 5, 12)


def make_plan(unit: Unit | None = None, **facts: Any) -> CarePlan:
    """Cleaning at eight, from today on."""
    given: dict[str, Any] = {
        "kind": "clean", "times": "08:00", "from_on": TODAY, "by": make_person("manager"), "at": AT,
    }  # fmt: skip
    if not {"taxon", "animal"} & facts.keys():
        given["unit"] = unit or make_unit()
    return plan_rules.plan(**(given | facts))


def make_diet(**facts: Any) -> Diet:
    """Figs."""
    given = {"name": "Figs", "method": "self"}
    return diet_rules.add_diet(
        given | facts, [Food("Fig", 90, kcal_100g=74)], by=make_person("manager"), at=AT
    )


def head_of(unit: Unit) -> Person:
    """A keeper who heads the area that a unit stands in."""
    keeper = make_person("keeper")
    assert unit.parent is not None
    keeper_rules.give_area(keeper, unit.parent, head=True, from_on=TODAY, by=None, at=AT)
    return keeper


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("7", "07:00"), ("16:00, 7.30", "07:30 16:00"), ("7:30;07:30 8h15", "07:30 08:15")],
)
def test_times_are_kept_in_one_way(typed: str, kept: str) -> None:
    assert plan_rules.times_of(typed) == kept


@pytest.mark.parametrize("typed", ["", "25:00", "8:61", "noon", " ".join(map(str, range(13)))])
def test_times_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(Refused):
        plan_rules.times_of(typed)


def test_a_head_keeper_plans_their_area_and_no_other() -> None:
    mine, other = make_unit(), make_unit()
    head = head_of(mine)
    assert make_plan(mine, by=head).by == head
    if mine.parent_id != other.parent_id:
        with pytest.raises(Refused, match="not the head keeper of this area"):
            make_plan(other, by=head)
    with pytest.raises(Refused, match="plan for a whole species"):
        make_plan(taxon=make_taxon(), by=head)
    with pytest.raises(Refused, match="or the head keeper"):
        make_plan(mine, by=make_person("keeper"))


def test_a_plan_ends_and_stays_as_it_was() -> None:
    plan, boss = make_plan(), make_person("manager")
    with pytest.raises(Refused, match="before it began"):
        plan_rules.end(plan, on=TODAY - timedelta(days=1), by=boss, at=AT)
    plan_rules.end(plan, on=TODAY, by=boss, at=AT)
    assert (plan.until_on, plan.ended_by) == (TODAY, boss)
    with pytest.raises(Refused, match="ended on 12 May 2026"):
        plan_rules.end(plan, on=TODAY, by=boss, at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE care_plan SET times = '09:00'",
        "UPDATE care_plan SET words = 'x'",
        "DELETE FROM care_plan",
        "UPDATE care_plan SET unit_id = NULL",
        "UPDATE care_plan SET until_on = '2020-01-01'",
        "UPDATE care_plan SET taxon_id = 1",
    ],
)
def test_no_statement_rewrites_a_plan(statement: str) -> None:
    make_plan()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_a_task_is_done_once_and_again_after_it_was_struck_out() -> None:
    unit, keeper = make_unit(), make_person("keeper")
    plan = make_plan(unit)

    def clean() -> Any:
        return keeping_rules.tend("clean", unit, plan=plan, slot="0800", by=keeper, at=AT)

    first, second = clean(), clean()
    assert (first.slot, first.day, second.slot, second.day) == ("0800", TODAY, "", None)
    (doing,) = day_queries.day_of([unit.id], TODAY)
    assert doing.done == (AT, keeper.name)
    keeping_rules.void_tending(first, by=keeper, at=AT, reason="Wrong door")
    (doing,) = day_queries.day_of([unit.id], TODAY)
    assert doing.done is None and doing.is_late(AT)
    assert clean().slot == "0800"


def test_the_database_takes_a_task_once() -> None:
    unit, keeper = make_unit(), make_person("keeper")
    plan = make_plan(unit)
    for _ in range(2):
        keeping_rules.tend("clean", unit, plan=plan, slot="0800", by=keeper, at=AT)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            sa.text(
                "UPDATE tending SET plan_id = (SELECT max(id) FROM care_plan), slot = '0800',"
                " day = '2026-05-12' WHERE slot = ''"
            )
        )


def test_an_observation_settles_the_task_to_look_at_each_of_them() -> None:
    unit, living = make_unit(), [make_animal() for _ in range(2)]
    enclosures.house(living, unit, by=None, at=AT)
    make_plan(unit, kind="observe", times="08:00 16:00")
    keeper = make_person("keeper")

    def done() -> list[bool]:
        return [one.done is not None for one in day_queries.day_of([unit.id], TODAY)]

    keeping_rules.observe(living[0], appetite=4, by=keeper, at=AT)
    assert done() == [False, False]
    keeping_rules.observe(living[1], appetite=3, by=keeper, at=AT)
    assert done() == [True, False], "the second slot of a day wants a second look"


def test_the_day_of_fifty_enclosures_takes_no_more_statements_than_of_one() -> None:
    units = [make_unit() for _ in range(50)]
    diet = make_diet()
    for unit in units:
        animal = make_animal()
        enclosures.house([animal], unit, by=None, at=AT)
        make_plan(unit, kind="feed", diet=diet)
    db.session.flush()
    db.session.expire_all()
    counts = []
    for some in (units[:1], units):
        ids = [unit.id for unit in some]
        db.session.expire_all()
        with selects() as asked:
            found = day_queries.day_of(ids, TODAY)
        assert [one.task.items for one in found] == [[("Fig", 90)]] * len(ids)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


# --- diets ----------------------------------------------------------------------------------------


def test_foods_are_read_as_people_write_them() -> None:
    assert diet_rules.read_foods("Papaya 120 g | 43\n\nSweet potato 1,5 kg\nLeaves 4.5%") == [
        Food("Papaya", 120, kcal_100g=43), Food("Sweet potato", 1500),
        Food("Leaves", percent=Decimal("4.5")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "Papaya",
        "120 g",
        "Papaya x g",
        "Papaya -2 g",
        "Leaves 140 %",
        "Fig 1.5 g",
        "Fig 20 g | much",
        "Fig 20 g | 5000",
        "Fig nan g",
        "Fig 1e9 g",
    ],
)
def test_foods_without_an_amount_are_refused(typed: str) -> None:
    with pytest.raises(Refused, match="Line 1"):
        diet_rules.read_foods(typed)


def test_the_energy_of_a_meal_is_known_where_that_of_each_food_is() -> None:
    diet = make_diet()
    assert diet_rules.kcal(diet) == 67
    diet_rules.amend_diet(
        diet,
        {key: getattr(diet, key) for key in diet_rules.FACTS},
        [*diet_rules.foods_of(diet), Food("Leaves", percent=Decimal(4), kcal_100g=50)],
        by=make_person("vet"),
        at=AT,
        reason="Fibre",
    )
    assert (diet_rules.kcal(diet), diet_rules.kcal(diet, 5000)) == (None, 167)
    assert diet_rules.read_foods(diet_rules.foods_text(diet)) == diet_rules.foods_of(diet)


def test_a_second_diet_of_a_name_is_refused() -> None:
    make_diet()
    with pytest.raises(Refused, match="in the list already"):
        make_diet()


# --- pages ----------------------------------------------------------------------------------------


def test_a_head_keeper_writes_a_diet_plans_it_plans_anew_and_ends_it(
    page: Any, signed_in: Any
) -> None:
    unit = make_unit()
    enclosures.house([make_animal(at=clock.now() - DAY)], unit, by=None, at=clock.now() - DAY)
    db.session.commit()
    boss = signed_in("manager")
    page("/diets/new", by=boss)
    made = boss.post("/diets/new", data={"name": "Figs", "method": "hand", "foods": "Fig 90 g"})
    assert made.status_code == 303 and "90 g" in page(made.location, by=boss).text
    diet = db.session.scalars(sa.select(Diet)).one()
    bad = boss.post("/diets/new", data={"name": "X", "method": "hand", "foods": "Fig"})
    assert bad.status_code == 422 and "Line 1" in bad.text
    address = f"/units/{unit.code}/plans/new"
    page(address, by=boss)
    yesterday = clock.today() - timedelta(days=1)
    facts = {"kind": "feed", "times": "00:00", "weekdays": list("1234567"), "diet": str(diet.id),
             "from_on": yesterday.isoformat()}  # fmt: skip
    made = boss.post(address, data=facts)
    assert made.status_code == 303, made.text
    assert "Figs" in page(made.location, by=boss).text and unit.code in page("/plans", by=boss).text
    day = page(f"/units/{unit.code}/day", by=boss)
    assert "Fig 90 g" in day.text.replace("\xa0", " ") and "Not done" in day.text
    anew = page(f"{address}?instead={made.location.rsplit('/', 1)[-1]}", by=boss)
    assert "In place of another" in anew.text
    again = boss.post(
        f"{address}?instead={made.location.rsplit('/', 1)[-1]}",
        data=facts | {"times": "09:00", "from_on": clock.today().isoformat()},
    )
    assert again.status_code == 303, again.text
    first, second = db.session.scalars(sa.select(CarePlan).order_by(CarePlan.id))
    assert (first.until_on, second.until_on, second.times) == (yesterday, None, "09:00")
    ended = boss.post(f"{again.location}/end", data={"on": clock.today().isoformat()})
    assert ended.status_code == 303
    late = boss.post(f"{again.location}/end", data={"on": clock.today().isoformat()})
    assert late.status_code == 422 and "This plan ended on" in late.text
    assert first.subject in page("/plans?show=ended", by=boss).text
    assert boss.post(f"/diets/{diet.id}/retire", data={"reason": "No figs"}).status_code == 303
    assert "Out of use" in page("/diets", by=boss).text


def test_a_keeper_without_an_area_plans_nothing(signed_in: Any) -> None:
    unit = make_unit()
    db.session.commit()
    sent = signed_in("keeper").post(
        f"/units/{unit.code}/plans/new",
        data={
            "kind": "clean",
            "times": "8",
            "weekdays": ["1"],
            "from_on": clock.today().isoformat(),
        },
    )
    assert sent.status_code == 422 and "head keeper of an area" in sent.text
    assert db.session.scalars(sa.select(CarePlan)).all() == []


def test_areas_and_shifts_are_given_and_taken_back(page: Any, signed_in: Any) -> None:
    unit, keeper = make_unit(), make_person("keeper", name="Sok Dara")
    area = unit.parent
    assert area is not None
    db.session.commit()
    boss = signed_in("manager")
    page("/keepers/areas/new", by=boss)
    given = boss.post(
        "/keepers/areas/new",
        data={
            "person": str(keeper.id),
            "unit": str(area.id),
            "head": "y",
            "from_on": clock.today().isoformat(),
        },
    )
    assert given.status_code == 303
    twice = boss.post(
        "/keepers/areas/new",
        data={"person": str(keeper.id), "unit": str(area.id), "from_on": clock.today().isoformat()},
    )
    assert twice.status_code == 422 and "keeps" in twice.text
    shift = boss.post(
        "/keepers/shifts/new",
        data={
            "person": str(keeper.id),
            "unit": str(area.id),
            "part": "morning",
            "day": clock.today().isoformat(),
        },
    )
    assert shift.status_code == 303
    shown = page("/keepers", by=boss)
    assert "Head keeper" in shown.text and "Morning" in shown.text
    action = next(
        form.attrs["action"]
        for form in shown.all("form")
        if form.attrs.get("action", "").endswith("/cancellation")
    )
    assert boss.post(action).status_code == 303
    assert "Morning" not in page("/keepers", by=boss).text
