"""What was done and seen on a day, what is missing, and who is told of it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.husbandry import (
    alerts,
    diet_rules,
    incident_rules,
    keeper_rules,
    keeping_rules,
    photographs,
    plan_rules,
    record_queries,
    roll_rules,
)
from rescue_center.husbandry.incident_models import Incident
from rescue_center.husbandry.keeping_models import Observation, Tending
from tests.animals.test_photos import sealed
from tests.makers import AT, DAY, HOUR, make_animal, make_person, make_unit

pytestmark = pytest.mark.usefixtures("session")


def housed(at: Any = AT) -> tuple[Unit, Animal]:
    """An animal in an enclosure."""
    unit, animal = make_unit(), make_animal(name="Mali", at=at)
    enclosures.house([animal], unit, by=None, at=at)
    return unit, animal


def test_eaten_is_offered_less_left_weighed_at_once_or_later() -> None:
    unit, animal = housed()
    keeper = make_person("keeper")
    row = keeping_rules.tend("feed", unit, animal=animal, offered_g=500, by=keeper, at=AT)
    assert row.eaten_g is None
    with pytest.raises(Refused, match="weigh again"):
        keeping_rules.weigh_back(row, 600, by=keeper, at=AT + HOUR)
    keeping_rules.weigh_back(row, 120, by=keeper, at=AT + HOUR)
    assert row.eaten_g == 380
    with pytest.raises(Refused, match="120 g were left, it says already"):
        keeping_rules.weigh_back(row, 10, by=keeper, at=AT + HOUR)


@pytest.mark.parametrize(("left", "dish", "eaten"), [
    (120, (200, 150), 340), (120, (200, 200), 380), (480, (200, 100), 0), (0, (200, 150), 500),
])  # fmt: skip
def test_what_dried_away_was_not_eaten(left: int, dish: tuple[int, int], eaten: int) -> None:
    """200 g of the same food out of reach weigh 150 g afterwards: 120 g left were 160 g."""
    unit, animal = housed()
    keeper = make_person("keeper")
    row = keeping_rules.tend("feed", unit, animal=animal, offered_g=500, by=keeper, at=AT)
    keeping_rules.weigh_back(row, left, by=keeper, at=AT + HOUR, control=dish)
    assert row.eaten_g == eaten
    day = record_queries.record("animal", animal.id, clock.today(AT))
    assert (day.offered_g, day.left_g, day.eaten_g) == (500, left, eaten)
    assert record_queries.eaten("unit", unit.id, clock.today(AT)) == [(clock.today(AT), eaten)]


@pytest.mark.parametrize("dish", [(200, 210), (200, 0), (0, 0)])
def test_a_control_dish_only_dries(dish: tuple[int, int]) -> None:
    unit, _ = housed()
    keeper = make_person("keeper")
    row = keeping_rules.tend("feed", unit, offered_g=500, by=keeper, at=AT)
    with pytest.raises(Refused, match="only dries"):
        keeping_rules.weigh_back(row, 10, by=keeper, at=AT + HOUR, control=dish)


@pytest.mark.parametrize("statement", [
    "UPDATE control_dish SET left_g = 1", "DELETE FROM control_dish",
    "DELETE FROM observation_photo",
    "UPDATE tending SET left_g = 501", "UPDATE tending SET offered_g = 400",
    "UPDATE tending SET kind = 'clean'", "DELETE FROM tending", "UPDATE tending SET slot = '0800'",
    "UPDATE observation SET appetite = 5", "UPDATE observation SET appetite = 1",
    "DELETE FROM observation", "UPDATE incident SET advice = ''", "DELETE FROM incident",
    "UPDATE incident SET follow_up = 'x'",
])  # fmt: skip
def test_no_statement_rewrites_what_keepers_wrote(statement: str) -> None:
    unit, animal = housed()
    keeper = make_person("keeper")
    keeping_rules.tend("feed", unit, offered_g=500, by=keeper, at=AT)
    dried = keeping_rules.tend("feed", unit, offered_g=300, by=keeper, at=AT)
    keeping_rules.weigh_back(dried, 10, by=keeper, at=AT, control=(200, 150))
    seen = keeping_rules.observe(animal, appetite=4, by=keeper, at=AT)
    photographs.show(seen, sealed("a" * 64), by=keeper, at=AT)
    incident_rules.report("bite", animal=animal, by=keeper, at=AT)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_a_missing_record_is_told_to_the_manager_and_the_head_of_the_area_after_the_hour(
    page: Any, signed_in: Any
) -> None:
    unit, _ = housed()
    assert unit.parent is not None
    boss, head, other = make_person("manager"), make_person("keeper"), make_person("keeper")
    keeper_rules.give_area(head, unit.parent, head=True, from_on=clock.today(AT), by=None, at=AT)
    keeper_rules.give_area(other, unit.parent, from_on=clock.today(AT), by=None, at=AT)
    ten = clock.start_of(clock.today(AT)) + 10 * HOUR
    early = ten - timedelta(minutes=1)

    def told(at: Any) -> list[list[str]]:
        return [[one.code for one in alerts.missing(who, at)] for who in (boss, head, other)]

    assert told(early) == [[], [], []]
    assert told(ten) == [[unit.code], [unit.code], []]
    roll_rules.call(unit, expected=1, found=1, by=other, at=ten)
    assert told(ten) == [[], [], []]
    tomorrow = ten + DAY
    assert told(tomorrow)[0] == [unit.code]


def test_home_lists_the_enclosures_without_a_record(
    page: Any, signed_in: Any, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, _ = housed()
    db.session.commit()
    boss = signed_in("manager")
    monkeypatch.setitem(app.config, "RECORD_BY", "00:00")
    assert "No record yet today" in page("/", by=boss).text
    board = page("/keeping?all=1", by=boss)
    assert unit.code in board.text and "No record" in board.text
    roll_rules.call(unit, expected=1, found=1, by=make_person("keeper"), at=clock.now())
    db.session.commit()
    assert "No record yet today" not in page("/", by=boss).text
    assert "All there" in page("/keeping?all=1", by=boss).text


def test_a_keeper_at_a_desk_writes_the_day_of_an_enclosure_and_an_animal(
    page: Any, signed_in: Any
) -> None:
    unit, animal = housed(clock.now() - DAY)
    db.session.commit()
    keeper, now = signed_in("keeper"), f"{clock.local(clock.now()):%Y-%m-%d %H:%M}"
    page(f"/units/{unit.code}/tending/new", by=keeper)
    fed = keeper.post(f"/units/{unit.code}/tending/new", data={
        "kind": "feed", "animal": str(animal.id), "offered": "500 g", "at": now})  # fmt: skip
    assert fed.status_code == 303
    row = db.session.scalars(sa.select(Tending)).one()
    page(f"/tending/{row.id}/left", by=keeper)
    half = keeper.post(f"/tending/{row.id}/left", data={"left": "120 g", "control": "200 g"})
    assert half.status_code == 422 and "before and now" in half.text
    assert keeper.post(f"/tending/{row.id}/left", data={"left": "120 g"}).status_code == 303
    day = page(fed.location, by=keeper).text
    assert "500 g offered, 120 g left, 380 g eaten" in day
    seen_at = f"/animals/{animal.accession}/observations/new"
    page(seen_at, by=keeper)
    assert keeper.post(seen_at, data={"at": now, "water": "unknown"}).status_code == 422
    seen = keeper.post(seen_at, data={"appetite": "0", "water": "not", "at": now})
    assert seen.status_code == 303
    shown = page(seen.location, by=keeper)
    assert "Appetite 0, nothing" in shown.text and "380 g eaten" in shown.text
    look = db.session.scalars(sa.select(Observation)).one()
    assert look.appetite == 0
    for address in (f"/observations/{look.id}/void", f"/tending/{row.id}/void"):
        page(address, by=keeper)
        assert keeper.post(address, data={"reason": "Another animal"}).status_code == 303
    assert "Another animal" in page(fed.location, by=keeper).text
    assert "Today" not in page("/units/" + unit.code + "/day?day=2026-01-05", by=keeper).text


def test_a_bite_says_what_to_do_and_waits_for_its_follow_up(page: Any, signed_in: Any) -> None:
    unit, animal = housed(clock.now() - DAY)
    db.session.commit()
    keeper, vet = signed_in("keeper"), signed_in("vet")
    address = f"/units/{unit.code}/incidents/new"
    page(address, by=keeper)
    made = keeper.post(address, data={
        "what": "bite", "animal": str(animal.id), "person_hurt": "Sok Dara",
        "at": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}"})  # fmt: skip
    assert made.status_code == 303
    assert "soap and running water" in page(made.location, by=keeper).text
    assert "incident to follow up" in page("/", by=vet).text
    page(f"/animals/{animal.accession}/incidents/new", by=keeper)
    closed = vet.post(f"{made.location}/follow-up", data={"follow_up": "Vaccinated on the day"})
    assert closed.status_code == 303
    assert "Followed up" in page("/incidents", by=keeper).text
    assert not db.session.scalars(sa.select(Incident)).one().is_open


def test_an_incident_is_followed_up_once() -> None:
    row = incident_rules.report("bite", unit=make_unit(), by=make_person("keeper"), at=AT)
    vet = make_person("vet")
    incident_rules.follow_up(row, "Washed and vaccinated", by=vet, at=AT + HOUR)
    with pytest.raises(Refused, match="closed already"):
        incident_rules.follow_up(row, "Nothing", by=vet, at=AT + HOUR)
    assert row.follow_up == "Washed and vaccinated"


def test_a_plan_is_settled_by_what_it_asks_for_alone() -> None:
    unit, keeper = make_unit(), make_person("keeper")
    plan = plan_rules.plan("clean", unit=unit, times="08:00", from_on=clock.today(AT),
                           by=make_person("manager"), at=AT)  # fmt: skip
    with pytest.raises(Refused, match="asks for something else"):
        keeping_rules.tend("water", unit, plan=plan, slot="0800", by=keeper, at=AT)


@pytest.mark.parametrize(("days", "may"), [(0, True), (1, True), (2, False)])
def test_a_plan_ends_yesterday_at_the_earliest(days: int, may: bool) -> None:
    """What was due before was due: it does not come undone."""
    manager = make_person("manager")
    plan = plan_rules.plan("clean", unit=make_unit(), times="08:00", by=manager, at=AT,
                           from_on=clock.today(AT - 9 * DAY))  # fmt: skip
    if may:
        plan_rules.end(plan, on=clock.today(AT - days * DAY), by=manager, at=AT)
    else:
        with pytest.raises(Refused, match="yesterday at the earliest"):
            plan_rules.end(plan, on=clock.today(AT - days * DAY), by=manager, at=AT)
    assert (plan.until_on is not None) is may


def test_a_diet_out_of_use_is_planned_no_more() -> None:
    manager, foods = make_person("manager"), [diet_rules.Food("Fig", 90)]
    diet = diet_rules.add_diet({"name": "Figs", "method": "self"}, foods, by=manager, at=AT)
    diet_rules.retire(diet, by=manager, at=AT, reason="No figs")
    with pytest.raises(Refused, match="diet that is in use"):
        plan_rules.plan("feed", unit=make_unit(), times="08:00", diet=diet, by=manager, at=AT,
                        from_on=clock.today(AT))  # fmt: skip
