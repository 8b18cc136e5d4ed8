"""Two people put the same animals on two transfers, in opposite order, at one moment."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from rescue_center.animals.models import Animal
from rescue_center.db import db, writing
from rescue_center.departures import transfer
from rescue_center.departures.transfer_models import Transfer
from rescue_center.staff.models import Person
from tests.faults.race import faults, race, size
from tests.makers import AT, make_lot, make_person, make_unit

pytestmark = pytest.mark.faults


def test_nobody_waits_crosswise_for_the_animals_of_two_transfers(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    rounds = size(8, 60)
    with arena.app_context(), writing():
        from rescue_center.enclosures import rules as enclosures

        boss = make_person("coordinator")
        lots = [make_lot(500) for _ in range(2)]
        for lot in lots:
            enclosures.house([lot], make_unit(), by=boss, at=AT)
        plans = [transfer.plan(by=boss, at=AT, to_organisation="Sanctuary") for _ in range(4)]
        db.session.commit()
        ids, numbers, who = [lot.id for lot in lots], [plan.id for plan in plans], boss.id

    def act(person: int) -> Callable[[], Any]:
        def do() -> Any:
            by = db.session.get_one(Person, who)
            order = ids if person % 2 else ids[::-1]
            picks = [(db.session.get_one(Animal, key), 1) for key in order]
            plan = db.session.get_one(Transfer, numbers[person])
            return len(transfer.add_animals(plan, picks, by=by, at=AT))

        return do

    tally = race(arena, *([act(person)] * rounds for person in range(4)))
    measured(str(tally))
    assert not tally.other, tally.other
    assert tally.ok == 4 * rounds, tally.refused
    assert faults(arena) == {}
