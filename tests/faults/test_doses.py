"""A dose is given once, however many thumbs come down at once (I1); none after departure (I8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals.models import Animal, Stay
from rescue_center.care import review_rules
from rescue_center.care import rules as care
from rescue_center.care.order_models import Administration, Prescription
from rescue_center.db import db, writing
from rescue_center.departures import escape
from rescue_center.errors import Refused
from rescue_center.staff.models import Person
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, faults, found, naive, race, size
from tests.faults.ward import Ward, record
from tests.makers import AT, HOUR, make_person

pytestmark = pytest.mark.faults

TWICE = """SELECT dose_id, count(*) AS times FROM administration
  WHERE dose_id IS NOT NULL AND NOT is_conflict AND voided_at IS NULL
  GROUP BY dose_id HAVING count(*) > 1"""
SETTLED_WITHOUT_RECORD = """SELECT d.id FROM dose d LEFT JOIN administration a
  ON a.dose_id = d.id AND NOT a.is_conflict AND a.voided_at IS NULL
  WHERE (d.settled_at IS NULL) <> (a.id IS NULL)"""
TOO_SOON = """SELECT a.id, b.id FROM administration a JOIN administration b
  ON a.prescription_id = b.prescription_id AND a.id < b.id
  WHERE a.dose_id IS NULL AND b.dose_id IS NULL AND a.voided_at IS NULL AND b.voided_at IS NULL"""
AFTER_IT_LEFT = """SELECT a.id FROM administration a JOIN prescription p ON p.id = a.prescription_id
  JOIN stay s ON s.id = p.stay_id WHERE s.ended_at IS NOT NULL AND a.at > s.ended_at"""
#: The journal's numbers are the order in which transactions were committed.
COMMITTED_AFTER_IT_LEFT = """SELECT dose.seq FROM journal_entry dose JOIN journal_entry gone
  ON gone.animal_id = dose.animal_id AND gone.verb = 'escaped'
  WHERE dose.verb LIKE 'dose %' AND dose.seq > gone.seq"""


def test_a_slot_is_filled_once_though_sixteen_tap_it(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    ward = Ward(arena, size(2, 125), days=5)
    slots = [dose for doses in ward.doses for dose in doses]
    tally = race(arena, *([ward.give(who, dose) for dose in slots] for who in range(PEOPLE)))
    measured(tally)
    assert not tally.other, tally
    assert tally.ok == len(slots)
    assert found(arena, TWICE) == found(arena, SETTLED_WITHOUT_RECORD) == []


def test_a_slot_that_is_taken_back_and_given_at_once_is_filled_once_or_open(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    """Half of them undo what the first one gave, half give it again."""
    ward = Ward(arena, size(1, 20), days=3)
    slots = [dose for doses in ward.doses for dose in doses]
    mine = Administration.voided_at.is_(None)

    def undo(dose: int) -> Callable[[], object]:
        def act() -> object:
            record = db.session.scalar(
                sa.select(Administration).where(Administration.dose_id == dose, mine)
            )
            if record is None:
                raise Refused("There is nothing to take back.")
            by = db.session.get_one(Person, record.by_id)
            return review_rules.undo(record, by=by, at=record.recorded_at)

        return act

    people = [
        [ward.give(0, dose) if who < 8 else undo(dose) for dose in slots for _ in range(2)]
        for who in range(PEOPLE)
    ]
    tally = race(arena, *people)
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally
    assert found(arena, TWICE) == found(arena, SETTLED_WITHOUT_RECORD) == []
    assert faults(arena) == {}


def test_an_as_needed_dose_keeps_its_interval_though_sixteen_give_it(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    ward = Ward(arena, size(4, 65), frequency="PRN", min_interval_h=6, max_per_day=4)

    def give(who: int, order: int) -> Callable[[], object]:
        def act() -> object:
            found = db.session.get_one(Prescription, order)
            by = db.session.get_one(Person, ward.people[who])
            return care.give_as_needed(found, by=by, at=AT + timedelta(minutes=who)).id

        return act

    tally = race(arena, *([give(who, order) for order in ward.order_ids] for who in range(PEOPLE)))
    measured(tally)
    assert not tally.other, tally
    assert tally.ok == len(ward.order_ids)
    assert found(arena, TOO_SOON) == []


# --- what holds it is the database -----------------------------------------------------------


def tap_unasked(ward: Ward, number: int, *, slot: bool) -> Tally:
    """Sixteen look whether the dose is open, then all write that they gave it."""
    dose = ward.doses[number][0] if slot else None
    table = Administration.__table__
    mine = table.c.dose_id == dose if slot else table.c.prescription_id == ward.order_ids[number]

    def look(connection: Connection) -> bool:
        return connection.scalar(sa.select(sa.func.count()).where(mine)) == 0

    def write(connection: Connection, is_open: bool) -> None:
        assert is_open
        connection.execute(sa.insert(table), record(ward, number, dose))

    return naive(ward.app, look, write)


def test_without_its_index_a_slot_is_filled_many_times(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    ward = Ward(arena, 2)
    kept = tap_unasked(ward, 0, slot=True)
    assert (kept.ok, dict(kept.refused)) == (1, {"uq_administration_given_once": 15}), kept
    assert found(arena, TWICE) == []
    drop(arena, "uq_administration_given_once")
    assert tap_unasked(ward, 1, slot=True).ok == PEOPLE
    (broken,) = found(arena, TWICE)
    measured(f"kept 0, dropped 1 slot of 1 filled {broken.times} times")


def test_without_its_trigger_as_needed_is_given_many_times(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    ward = Ward(arena, 2, frequency="PRN", min_interval_h=6, max_per_day=4)
    kept = tap_unasked(ward, 0, slot=False)
    assert (kept.ok, dict(kept.refused)) == (1, {"prn_keeps_its_interval": 15}), kept
    assert found(arena, TOO_SOON) == []
    drop(arena, "prn_keeps_its_interval")
    assert tap_unasked(ward, 1, slot=False).ok == PEOPLE
    broken = found(arena, TOO_SOON)
    assert broken
    measured(f"kept 0, dropped {len(broken)} pairs too near")


# --- departure -------------------------------------------------------------------------------


def test_nothing_is_given_to_an_animal_that_has_left(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    ward = Ward(arena, size(5, 65), days=5)
    with arena.app_context(), writing():
        boss = make_person("manager").id
        db.session.commit()

    def act(who: int, number: int) -> Callable[[], object]:
        if who:
            return ward.give(who, ward.doses[number][who % 5])

        def leave() -> object:
            animal = db.session.get_one(Animal, ward.animals[number])
            by = db.session.get_one(Person, boss)
            return escape.escape(animal, by=by, at=AT + HOUR / 2, circumstances="Hole").id

        return leave

    tally = race(
        arena,
        *([act(who, number) for number in range(len(ward.order_ids))] for who in range(PEOPLE)),
    )
    measured(tally)
    assert not tally.other, tally
    assert found(arena, COMMITTED_AFTER_IT_LEFT) == found(arena, TWICE) == []


def test_without_its_trigger_a_dose_is_given_after_departure(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    ward = Ward(arena, 2)

    def give_to_a_leaver(number: int) -> Tally:
        stay = Stay.__table__

        def look(connection: Connection) -> bool:
            return (
                connection.scalar(
                    sa.select(stay.c.ended_at).where(stay.c.animal_id == ward.animals[number])
                )
                is None
            )

        def write(connection: Connection, is_here: bool) -> None:
            assert is_here
            row = record(ward, number, ward.doses[number][0], minutes=5)
            connection.execute(sa.insert(Administration.__table__), row)

        # it looks, the animal leaves, it writes
        with arena.app_context(), db.engine.connect() as keeper:
            seen = look(keeper)
            if db.engine.dialect.name == "sqlite":
                keeper.rollback()
            with writing(), db.engine.begin() as office:
                office.execute(
                    sa.update(stay).where(stay.c.animal_id == ward.animals[number])
                    .values(stage="escaped", ended_at=AT, stage_since=AT)
                )  # fmt: skip
            return naive(arena, lambda _: seen, write, people=1)

    kept = give_to_a_leaver(0)
    assert dict(kept.refused) == {"no_dose_after_departure": 1}
    drop(arena, "no_dose_after_departure")
    assert give_to_a_leaver(1).ok == 1
    broken = found(arena, AFTER_IT_LEFT)
    assert len(broken) == 1
    measured(f"kept 0, dropped {len(broken)}")
