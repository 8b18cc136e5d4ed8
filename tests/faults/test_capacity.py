"""An enclosure never holds more than it has room for, and its head count never drifts (I3)."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals import ledger, regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db, writing
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing, Unit
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, found, naive, race, size
from tests.faults.test_places import DRIFT, Centre
from tests.makers import AT, HOUR, make_lot, make_taxon, make_unit

pytestmark = pytest.mark.faults

OVERFULL = "SELECT code, n, capacity FROM unit WHERE n > capacity + allowance OR n < 0"
#: Not by the count that is kept, but by the heads themselves.
CROWDED = """SELECT u.code, u.capacity, sum(a.count) AS heads FROM unit u
  JOIN housing h ON h.unit_id = u.id AND h.ended_at IS NULL JOIN animal a ON a.id = h.animal_id
  GROUP BY u.id, u.code, u.capacity, u.allowance HAVING sum(a.count) > u.capacity + u.allowance"""


def nothing_is_overfull(app: Flask) -> bool:
    return found(app, OVERFULL) == found(app, CROWDED) == found(app, DRIFT) == []


def test_sixteen_arrivals_for_the_last_places_fill_them_exactly(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    rounds, places = size(4, 625), 5
    with arena.app_context(), writing():
        units = [make_unit(capacity=places).id for _ in range(rounds)]
        db.session.commit()
    herd = Centre(arena, animals=PEOPLE, units=1)
    moves = [
        [herd.move([animal], unit, AT + HOUR * (turn + 1)) for turn, unit in enumerate(units)]
        for animal in herd.animals
    ]
    tally = race(arena, *moves)
    measured(tally)
    assert not tally.other, tally
    assert tally.ok == rounds * places
    assert nothing_is_overfull(arena)


def test_lots_that_move_grow_shrink_and_part_never_overfill_a_unit(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    with arena.app_context(), writing():
        taxon = make_taxon()
        units = [make_unit(capacity=30).id for _ in range(3)]
        lots = [make_lot(4, taxon=taxon).id for _ in range(PEOPLE)]
        db.session.commit()

    def act(who: int, turn: int) -> Callable[[], object]:
        def do() -> object:
            lot = db.session.get_one(Animal, lots[(who * 7 + turn) % PEOPLE])
            at = AT + HOUR * (turn + 1)
            match (who + turn) % 4:
                case 0:
                    return ledger.post(lot, "birth", 3, by=None, at=at).id
                case 1:
                    return ledger.post(lot, "death", -2, by=None, at=at).id
                case 2 if turn > 4:
                    return regroup.split(lot, 1, by=None, at=at).id
            unit = db.session.get_one(Unit, units[(who + turn) % 3])
            return len(enclosures.house([lot], unit, by=None, at=at))

        return do

    turns = size(6, 64)
    tally = race(arena, *([act(who, turn) for turn in range(turns)] for who in range(PEOPLE)))
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally
    assert tally.ok > PEOPLE
    assert nothing_is_overfull(arena)


def arrive_unasked(app: Flask, herd: Centre, unit: int) -> Tally:
    """Sixteen look whether there is room for one more (there is), then all put an animal in."""
    table, animals = Unit.__table__, list(herd.animals)

    def look(connection: Connection) -> bool:
        return bool(connection.scalar(sa.select(table.c.n < table.c.capacity)
                                      .where(table.c.id == unit)))  # fmt: skip

    def write(connection: Connection, has_room: bool) -> None:
        assert has_room
        row = herd.row(animals.pop(), unit, AT + HOUR, None)
        connection.execute(sa.insert(Housing.__table__), row)

    return naive(app, look, write)


def test_without_its_check_a_unit_is_overfilled(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    with arena.app_context(), writing():
        units = [make_unit(capacity=3).id for _ in range(2)]
        db.session.commit()
    kept = arrive_unasked(arena, Centre(arena, PEOPLE, 1), units[0])
    assert (kept.ok, dict(kept.refused)) == (3, {"unit_has_room": 13}), kept.other
    assert nothing_is_overfull(arena)
    drop(arena, "unit_has_room")
    assert arrive_unasked(arena, Centre(arena, PEOPLE, 1), units[1]).ok == PEOPLE
    (crowded,) = found(arena, CROWDED)
    measured(f"kept 0, dropped 1 unit for 3 holds {crowded.heads}")


def test_without_its_trigger_the_head_count_drifts(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    """An application that counts for itself reads the number, adds one and writes it."""
    drop(arena, "unit_counts_arrivals")
    herd = Centre(arena, PEOPLE, 1)
    animals, table = list(herd.animals), Unit.__table__

    def write(connection: Connection, n: int) -> None:
        row = herd.row(animals.pop(), herd.units[0], AT + HOUR, None)
        connection.execute(sa.insert(Housing.__table__), row)
        connection.execute(sa.update(table).where(table.c.id == herd.units[0]).values(n=n + 1))

    def look(connection: Connection) -> int:
        return int(connection.scalar(sa.select(table.c.n).where(table.c.id == herd.units[0])) or 0)

    tally = naive(arena, look, write)
    assert tally.ok == PEOPLE, tally.other
    (drift,) = found(arena, DRIFT)
    assert (drift.n, drift.heads) == (1, PEOPLE)
    measured(f"kept 0, dropped counts {drift.n} of {drift.heads}")
