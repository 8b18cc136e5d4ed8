"""Heads are counted twice a day; at its end they are compared with the books."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rescue_center import clock
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry import alerts, census_queries, keeper_rules, roll_rules
from tests.makers import AT, DAY, HOUR, make_animal, make_lot, make_person, make_split, make_unit

pytestmark = pytest.mark.usefixtures("session")


def housed(count: int = 3, at: Any = AT) -> Unit:
    """An enclosure with a lot in it."""
    unit, lot = make_unit(), make_lot(count, at=at)
    enclosures.house([lot], unit, by=None, at=at)
    return unit


def told(unit: Unit, day: date, until: datetime) -> tuple[int, int | None]:
    """Heads by the books, and what was counted more."""
    found = {one.row.code: one for one in census_queries.places(day, until)}
    return found[unit.code].row.heads, found[unit.code].difference


def test_who_was_not_counted_since_noon_is_told_in_the_evening() -> None:
    unit, boss, head = housed(), make_person("manager"), make_person("keeper")
    other = make_person("keeper")
    assert unit.parent is not None
    keeper_rules.give_area(head, unit.parent, head=True, from_on=clock.today(AT), by=None, at=AT)
    midnight = clock.start_of(clock.today(AT))
    evening = midnight + timedelta(hours=17, minutes=30)

    def named(at: datetime) -> list[list[str]]:
        return [[one.code for one in alerts.uncounted(who, at)] for who in (boss, head, other)]

    assert named(evening) == [[], [], []]  # nothing at all was written down: that alert stands
    roll_rules.call(unit, expected=3, found=3, by=other, at=midnight + 7 * HOUR)
    assert named(evening - timedelta(minutes=1)) == [[], [], []]
    assert named(evening) == [[unit.code], [unit.code], []]
    call = roll_rules.call(unit, expected=3, found=3, by=other, at=midnight + 16 * HOUR)
    assert named(evening) == [[], [], []]
    roll_rules.void_call(call, by=other, at=evening, reason="Another cage")
    assert named(evening)[0] == [unit.code]


def test_the_census_sets_the_last_count_beside_the_books() -> None:
    unit = housed(3)
    day, (begin, end) = clock.today(AT), clock.day_bounds(clock.today(AT))
    assert told(unit, day, end) == (3, None)
    keeper = make_person("keeper")
    roll_rules.call(unit, expected=3, found=3, by=keeper, at=begin + 13 * HOUR)
    roll_rules.call(unit, expected=3, found=2, by=keeper, at=begin + 16 * HOUR)
    assert told(unit, day, end) == (3, -1)
    assert told(unit, day, begin + 14 * HOUR) == (3, 0)
    assert told(unit, day + DAY, end + DAY) == (3, None)


def test_who_moved_after_midnight_is_still_where_it_was_at_midnight() -> None:
    there, animal = make_unit(), make_animal(at=AT)
    here = make_unit()
    enclosures.house([animal], here, by=None, at=AT)
    enclosures.house([animal], there, by=None, at=AT + 2 * DAY)
    day, (_, end) = clock.today(AT), clock.day_bounds(clock.today(AT))
    assert told(here, day, end) == (1, None)
    assert [one for one in census_queries.places(day, end) if one.row.code == there.code] == []
    assert told(there, day + 2 * DAY, end + 2 * DAY) == (1, None)


def test_opening_and_in_less_out_is_closing() -> None:
    lot, vet = make_lot(10, at=AT), make_person("vet")
    make_split(lot, 4, at=AT + HOUR)  # moves heads from one record to another, in and out of none
    day, (_, end) = clock.today(AT), clock.day_bounds(clock.today(AT))
    death.die(lot, by=vet, at=AT + DAY, count=1, manner="natural")
    (first,) = [r for r in census_queries.species(day, end) if lot.taxon.scientific_name in r]
    (next_,) = [r for r in census_queries.species(day + DAY, end + DAY)
                if lot.taxon.scientific_name in r]  # fmt: skip
    assert (first.opening, first.came, first.went, first.closing) == (0, 10, 0, 10)
    assert (next_.opening, next_.came, next_.went, next_.closing) == (10, 0, 1, 9)


def test_the_desk_looks_a_census_up_and_reads_both_rounds(page: Any, signed_in: Any) -> None:
    unit = housed(3, clock.now() - 3 * DAY)
    begin = clock.start_of(clock.today() - DAY)
    roll_rules.call(unit, expected=3, found=2, by=make_person("keeper"), at=begin + 16 * HOUR)
    db.session.commit()
    boss, day = signed_in("manager"), (clock.today() - DAY).isoformat()
    shown = page(f"/keeping/census?day={day}", by=boss)
    assert unit.code in shown.text and "1 missing" in shown.text
    assert "Morning: not counted. Afternoon: 2 of 3" in page(
        f"/units/{unit.code}/day?day={day}", by=boss).text  # fmt: skip
    assert "afternoon 2 of 3" in page(f"/keeping?all=1&day={day}", by=boss).text
