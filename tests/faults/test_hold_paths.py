"""A hold placed at the moment of departure, by the paths that lead around: part of a lot, records
made out of one, news of yesterday, and an animal that got away and came back (I7)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals import holds, regroup
from rescue_center.animals.models import Animal, Hold, Stay
from rescue_center.cases.models import Case
from rescue_center.db import db, writing
from rescue_center.departures import death, escape, rules
from rescue_center.staff.models import Person
from tests.faults.court import HELD_AND_GONE, LATER, MISCOUNTED, Court, living
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, faults, found, naive, size
from tests.faults.test_holds import carcasses
from tests.makers import AT, DAY, HOUR, make_animal, make_lot, make_order, make_ready, make_taxon

pytestmark = pytest.mark.faults

#: An animal is held, on whichever stay, and left later than the hold was placed.
HELD_THROUGH_STAYS = """SELECT a.accession FROM animal a JOIN stay s ON s.animal_id = a.id
  WHERE a.holds > 0 AND s.holds = 0 AND s.number > 1
    AND (s.stage IN ('released', 'transferred', 'void') OR s.planned_euthanasia
      OR s.carcass_disposed_at IS NOT NULL)"""
#: A hold was committed before somebody was taken out of the held lot, and the heir went free.
FREE_HEIRS = """SELECT heir.accession FROM animal heir
  JOIN journal_entry parted ON parted.animal_id = heir.id
    AND parted.verb LIKE 'came from a lot%'
  JOIN journal_entry held ON held.animal_id = heir.parent_id
    AND held.verb = 'placed an evidence hold' AND held.seq < parted.seq
  WHERE heir.holds = 0"""


def ready_lots(count: int) -> Callable[[Person], list[Animal]]:
    """Lots of forty that lack nothing for their release."""

    def make(boss: Person) -> list[Animal]:
        lot = make_ready(40 * count + 1, until=LATER)
        return [regroup.split(lot, 40, by=boss, at=LATER - DAY) for _ in range(count)]

    return make


def lots(count: int) -> Callable[[Person], list[Animal]]:
    def make(boss: Person) -> list[Animal]:
        taxon = make_taxon()
        return [make_lot(40, taxon=taxon) for _ in range(count)]

    return make


def release_some(lot: Animal, by: Person) -> None:
    rules.release([(lot, 2)], by=by, at=LATER, place="Phnom Prich", team="Sok")


def release_yesterday(lot: Animal, by: Person) -> None:
    """Written down a day late, as of before any hold."""
    at = LATER - timedelta(hours=12)
    rules.release([(lot, None)], by=by, at=at, place="Phnom Prich", team="Sok")


def put_some_down(lot: Animal, by: Person) -> None:
    death.die(
        lot, by=by, at=LATER, manner="euthanised", planned=True, agent="Pentobarbital",
        euthanasia_reason="Beyond help", count=2,
    )  # fmt: skip


def dispose_yesterday(animal: Animal, by: Person) -> None:
    from rescue_center.departures.models import Death

    mine = sa.select(Death).where(Death.stay_id == animal.stays[-1].id)
    dead = db.session.scalars(mine).one()
    death.dispose(dead, "burial", by=by, at=LATER - DAY, witness="Sok")


def _both_came_first(values: list[str]) -> None:
    """Some were held before they left and some left before; of a few, chance may choose one."""
    assert values
    assert set(values) <= {"held", "left"}
    if size(0, 1):
        assert len(set(values)) == 2


@pytest.mark.parametrize(
    ("make", "leave"),
    [
        (ready_lots, release_some),
        (ready_lots, release_yesterday),
        (lots, put_some_down),
        (carcasses, dispose_yesterday),
    ],
    ids=["part of a lot", "release of yesterday", "planned deaths in a lot", "old carcass"],
)
def test_what_is_held_does_not_leave_by_a_side_door(
    arena: Flask, measured: Callable[[object], None], make: Any, leave: Callable[..., Any]
) -> None:
    court = Court(arena, make(size(2, 40)))
    tally = court.race(leave)
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    _both_came_first(tally.values)
    assert found(arena, HELD_AND_GONE) == found(arena, MISCOUNTED) == []
    assert found(arena, FREE_HEIRS) == []
    assert faults(arena) == {}


def test_one_that_is_made_an_individual_takes_the_hold_of_its_lot_along(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    court = Court(arena, lots(size(2, 40)))
    tally = court.race(lambda lot, by: regroup.individualise(lot, by=by, at=LATER))
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    _both_came_first(tally.values)
    assert found(arena, FREE_HEIRS) == found(arena, MISCOUNTED) == []
    assert faults(arena) == {}


# --- got away and came back --------------------------------------------------------------------


def away(count: int) -> Callable[[Person], list[Animal]]:
    """Animals that got away."""

    def make(boss: Person) -> list[Animal]:
        made = living(count)(boss)
        for animal in made:
            escape.escape(animal, by=boss, at=AT + HOUR, circumstances="A hole")
        return made

    return make


def test_a_hold_finds_the_animal_that_comes_back_at_the_same_moment(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    court = Court(arena, away(size(4, 60)))
    tally = court.race(lambda animal, by: escape.readmit(animal, by=by, at=LATER, reason="Found"))
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert tally.values.count("left") == len(court.animals)
    free = """SELECT a.accession FROM animal a JOIN stay s ON s.animal_id = a.id
      WHERE a.holds > 0 AND s.ended_at IS NULL AND s.holds = 0"""
    assert found(arena, free) == found(arena, MISCOUNTED) == []
    assert faults(arena) == {}


def test_one_order_lifts_the_hold_of_an_animal_that_came_back(arena: Flask) -> None:
    court = Court(arena, away(1))
    with arena.app_context(), writing():
        by, case = db.session.get_one(Person, court.boss), db.session.get_one(Case, court.cases[0])
        animal = db.session.get_one(Animal, court.animals[0])
        holds.place_hold(animal.stays[0], case, by=by, at=LATER, reason="Evidence")
        back = escape.readmit(animal, by=by, at=LATER, reason="Found")
        assert (animal.holds, [hold.stands for hold in back.open_holds]) == (2, [True])
        holds.lift_hold(back.open_holds[0], make_order(case), by=by, at=LATER)
        assert (animal.holds, back.holds, animal.stays[0].holds) == (0, 0, 0)
        db.session.rollback()


def returned(app: Flask, count: int) -> list[tuple[int, int]]:
    """Animals that came back: their first and their second stay."""
    with app.app_context(), writing():
        taxon, pairs = make_taxon(), []
        for _ in range(count):
            animal = make_animal(taxon=taxon)
            (first,) = animal.stays
            second = Stay(
                animal_id=animal.id, number=2, began_at=AT + 2 * HOUR, began_how="recapture",
                stage="admitted", stage_since=AT + 2 * HOUR,
            )  # fmt: skip
            first.stage, first.ended_at = "escaped", AT + HOUR
            db.session.flush()
            db.session.add(second)
            db.session.flush()
            pairs.append((first.id, second.id))
        db.session.commit()
        return pairs


def leave_unasked(app: Flask, stays: tuple[int, int], case: int) -> Tally:
    """The first stay is held; sixteen see no hold on the second one, and release it."""
    first, second = stays
    table = Stay.__table__
    with app.app_context(), writing(), db.engine.begin() as connection:
        row = {"stay_id": first, "case_id": case, "reason": "Evidence", "placed_at": LATER}
        connection.execute(sa.insert(Hold.__table__).values(**row))

    def look(connection: Connection) -> int:
        return int(connection.scalar(sa.select(table.c.holds).where(table.c.id == second)) or 0)

    def write(connection: Connection, standing: int) -> str:
        assert standing == 0
        gone = {"stage": "released", "ended_at": LATER}
        connection.execute(sa.update(table).where(table.c.id == second).values(**gone))
        return "left"

    return naive(app, look, write)


def test_without_its_trigger_a_hold_on_an_earlier_stay_holds_nothing(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    rule = "held_animal_stays_through_its_stays"
    court, (kept, dropped) = Court(arena, living(0)), returned(arena, 2)
    tally = leave_unasked(arena, kept, court.cases[0])
    assert (tally.ok, dict(tally.refused)) == (0, {rule: PEOPLE}), tally.other
    assert found(arena, HELD_THROUGH_STAYS) == []
    drop(arena, rule)
    assert leave_unasked(arena, dropped, court.cases[0]).ok == PEOPLE
    assert len(found(arena, HELD_THROUGH_STAYS)) == 1
    measured("kept 0, dropped 1 held on an earlier stay and released")
