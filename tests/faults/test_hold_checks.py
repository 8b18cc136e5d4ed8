"""What holds an animal as evidence is the database: with its checks, and without each (I7)."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals.models import Animal, Hold, Stay
from rescue_center.db import db, writing
from tests.faults.court import HELD_AND_GONE, LATER, MISCOUNTED, Court, living
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, found, naive

pytestmark = pytest.mark.faults

STAY, ANIMAL = Stay.__table__, Animal.__table__
#: How it leaves, the rules that refuse it while a hold stands (and a second time), and what it is
#: before.
WAYS: dict[str, tuple[tuple[str, ...], sa.Table, dict[str, Any], dict[str, Any]]] = {
    "released": (
        ("held_animal_stays",), STAY, {"stage": "released", "ended_at": LATER}, {},
    ),
    "carcass disposed of": (
        ("held_carcass_is_kept",), STAY, {"carcass_disposed_at": LATER},
        {"stage": "dead", "ended_at": LATER},
    ),
    "put down by plan": (
        ("held_animal_is_not_put_down_by_plan", "nobody_held_is_put_down_by_plan"), STAY,
        {"planned_euthanasia": True}, {},
    ),
    "struck out": (
        ("held_animal_is_not_voided", "animal_void_is_final"), ANIMAL,
        {"voided_at": LATER, "voided_by_id": 1, "void_reason": "Entered twice"}, {},
    ),
}  # fmt: skip


def leave_unasked(court: Court, number: int, way: str) -> Tally:
    """Eight see that no hold stands and let it go; eight see that it is here and hold it."""
    _, table, gone, before = WAYS[way]
    animal = court.animals[number]
    mine = table.c.id == animal if table is ANIMAL else table.c.animal_id == animal
    cases = list(court.cases)
    with court.app.app_context(), writing(), db.engine.begin() as connection:
        stay = connection.scalar(sa.select(STAY.c.id).where(STAY.c.animal_id == animal))
        if before:
            connection.execute(sa.update(STAY).where(STAY.c.id == stay).values(**before))
    standing = sa.select(sa.func.count()).where(Hold.stay_id == stay, Hold.lifted_at.is_(None))
    turns = iter(range(PEOPLE))

    def look(connection: Connection) -> tuple[bool, int | None]:
        leaves = next(turns) % 2 == 0
        return leaves, connection.scalar(standing)

    def write(connection: Connection, seen: tuple[bool, int | None]) -> str:
        leaves, holding = seen
        assert holding == 0
        if leaves:
            connection.execute(sa.update(table).where(mine).values(**gone))
            return "left"
        connection.execute(
            sa.insert(Hold.__table__).values(
                stay_id=stay, case_id=cases.pop(), reason="Evidence", placed_at=LATER
            )
        )
        return "held"

    return naive(court.app, look, write)


def test_without_its_checks_a_held_animal_leaves_by_every_door(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    court = Court(arena, living(2 * len(WAYS)))
    for number, (way, (named, *_)) in enumerate(WAYS.items()):
        kept = leave_unasked(court, number, way)
        assert len(set(kept.values)) == 1, (way, kept)
        assert set() < set(kept.refused) <= set(named), (way, kept)
        assert found(arena, HELD_AND_GONE) == []
    for number, (way, (named, *_)) in enumerate(WAYS.items()):
        drop(arena, *named)
        assert leave_unasked(court, len(WAYS) + number, way).ok == PEOPLE, way
        assert len({row.accession for row in found(arena, HELD_AND_GONE)}) == number + 1, way
    measured(f"kept 0 of {len(WAYS)}, dropped {len(WAYS)} of {len(WAYS)} held and gone")


def test_without_its_trigger_a_hold_holds_nothing(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    court = Court(arena, living(1))
    drop(arena, "hold_counts_when_placed")
    assert leave_unasked(court, 0, "released").ok == PEOPLE
    assert found(arena, HELD_AND_GONE)
    assert found(arena, MISCOUNTED)
    measured("dropped 1 held and released")
