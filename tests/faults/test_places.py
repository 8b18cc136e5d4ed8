"""One enclosure for an animal at a time, its whole history without overlap (I2)."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals.models import Animal
from rescue_center.db import db, writing
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing, Unit
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, found, naive, race, size
from tests.makers import AT, HOUR, make_animal, make_taxon, make_unit

pytestmark = pytest.mark.faults

IN_TWO_PLACES = """SELECT animal_id, count(*) AS places FROM housing WHERE ended_at IS NULL
  GROUP BY animal_id HAVING count(*) > 1"""
OVERLAPS = """SELECT one.id, other.id FROM housing one JOIN housing other
  ON one.animal_id = other.animal_id AND one.id < other.id
  WHERE one.began_at < coalesce(other.ended_at, '9999-12-31')
    AND other.began_at < coalesce(one.ended_at, '9999-12-31')"""
#: What left one place and was in the next at another moment, or not at all.
GAPS = """SELECT one.id FROM housing one WHERE one.ended_at IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM housing next WHERE next.animal_id = one.animal_id
   AND next.began_at = one.ended_at)"""
DRIFT = """SELECT u.code, u.n, coalesce(sum(a.count), 0) AS heads FROM unit u
  LEFT JOIN housing h ON h.unit_id = u.id AND h.ended_at IS NULL
  LEFT JOIN animal a ON a.id = h.animal_id
  GROUP BY u.id, u.code, u.n HAVING u.n <> coalesce(sum(a.count), 0)"""


class Centre:
    """Animals and enclosures with room for them all."""

    def __init__(self, app: Flask, animals: int = 8, units: int = 5) -> None:
        self.app = app
        with app.app_context(), writing():
            taxon = make_taxon()
            made = [make_animal(taxon=taxon) for _ in range(animals)]
            places = [make_unit() for _ in range(units)]
            db.session.commit()
            self.animals = [animal.id for animal in made]
            self.stays = {a.id: a.stay.id for a in made if a.stay}
            self.units = [unit.id for unit in places]

    def move(self, animals: list[int], unit: int, at: datetime) -> Callable[[], object]:
        def act() -> object:
            herd = [db.session.get_one(Animal, key) for key in animals]
            place = db.session.get_one(Unit, unit)
            return len(enclosures.house(herd, place, by=None, at=at))

        return act

    def row(
        self, animal: int, unit: int, began: datetime, ended: datetime | None
    ) -> dict[str, object]:
        """What an application writes that asks nobody."""
        return {"animal_id": animal, "stay_id": self.stays[animal], "unit_id": unit,
                "began_at": began, "ended_at": ended, "reason": ""}  # fmt: skip


def test_random_moves_of_the_same_animals_leave_each_in_one_place(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    centre, dice = Centre(arena), random.Random(1)
    moves = [
        [
            # people's watches differ by a few minutes, and some moves are written down late
            centre.move(
                dice.sample(centre.animals, dice.choice((1, 1, 2, 3))),
                dice.choice(centre.units),
                AT + HOUR * turn + timedelta(minutes=dice.randint(-30, 30)),
            )
            for turn in range(1, size(6, 640))
        ]
        for _ in range(PEOPLE)
    ]
    tally = race(arena, *moves, together=False)
    measured(tally)
    assert not tally.other, tally
    assert tally.ok > PEOPLE
    for broken in (IN_TWO_PLACES, OVERLAPS, GAPS, DRIFT):
        assert found(arena, broken) == []


def move_unasked(centre: Centre, animal: int) -> Tally:
    """Sixteen look where an animal is (nowhere), then each puts it into some enclosure."""
    table, units = Housing.__table__, cycle(centre.units)

    def look(connection: Connection) -> object:
        return connection.scalar(
            sa.select(table.c.unit_id).where(
                table.c.animal_id == animal, table.c.ended_at.is_(None)
            )
        )

    def write(connection: Connection, place: object) -> None:
        assert place is None
        connection.execute(sa.insert(table), centre.row(animal, next(units), AT + HOUR, None))

    return naive(centre.app, look, write)


def test_the_index_and_the_triggers_each_keep_an_animal_in_one_place(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    centre = Centre(arena)
    kept = move_unasked(centre, centre.animals[0])
    assert (kept.ok, kept.other.total()) == (1, 0), kept.other
    assert set(kept.refused) <= {"uq_housing_open", "housing_never_overlaps"}

    drop(arena, "uq_housing_open")
    by_trigger = move_unasked(centre, centre.animals[1])
    assert (by_trigger.ok, dict(by_trigger.refused)) == (1, {"housing_never_overlaps": 15})
    assert found(arena, IN_TWO_PLACES) == found(arena, OVERLAPS) == []

    drop(arena, "housing_never_overlaps_insert", "housing_never_overlaps_update")
    assert move_unasked(centre, centre.animals[2]).ok == PEOPLE
    (broken,) = found(arena, IN_TWO_PLACES)
    assert broken.places == PEOPLE
    measured(f"kept 0, index dropped 0, both dropped 1 animal in {broken.places} places")


def test_without_its_triggers_history_overlaps(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    centre = Centre(arena)

    def write_late(animal: int) -> Tally:
        """Sixteen write down late where the animal was that afternoon, each somewhere else."""

        def write(connection: Connection, free: object) -> None:
            assert free == 0
            row = centre.row(animal, centre.units[0], AT + HOUR, AT + 5 * HOUR)
            connection.execute(sa.insert(Housing.__table__), row)

        return naive(
            arena,
            lambda connection: connection.scalar(
                sa.select(sa.func.count()).where(Housing.__table__.c.animal_id == animal)
            ),
            write,
        )

    kept = write_late(centre.animals[0])
    assert (kept.ok, dict(kept.refused)) == (1, {"housing_never_overlaps": 15}), kept.other
    assert found(arena, OVERLAPS) == []
    drop(arena, "housing_never_overlaps_insert", "housing_never_overlaps_update")
    assert write_late(centre.animals[1]).ok == PEOPLE
    broken = found(arena, OVERLAPS)
    assert len(broken) == PEOPLE * (PEOPLE - 1) // 2
    measured(f"kept 0, dropped {len(broken)} overlaps")
