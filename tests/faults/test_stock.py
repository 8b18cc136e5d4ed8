"""A balance is the sum of its rows and never below nothing, however many draw at once (I4); nobody
witnesses their own draw (I12)."""

from collections.abc import Callable
from itertools import count as counting
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals.models import Animal
from rescue_center.db import db, writing
from rescue_center.pharmacy import register_rules, stock_rules
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.register_rules import Drawn
from rescue_center.pharmacy.stock_models import StockBatch, StockLine
from rescue_center.pharmacy.stock_rules import For
from rescue_center.staff.models import Person
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, faults, found, naive, race, size
from tests.makers import AT, make_animal, make_drug, make_person
from tests.pharmacy.store import make_batch, make_vial

pytestmark = pytest.mark.faults

DRIFT = """SELECT b.id, b.balance, sum(l.qty) FROM stock_batch b JOIN stock_line l
  ON l.batch_id = b.id GROUP BY b.id, b.balance HAVING sum(l.qty) <> b.balance"""
BELOW_ZERO = "SELECT id FROM stock_line WHERE bal_after < 0"
FORKED = """SELECT batch_id, prev_seq FROM stock_line WHERE prev_seq IS NOT NULL
  GROUP BY batch_id, prev_seq HAVING count(*) > 1"""
OWN_WITNESS = "SELECT id FROM stock_line WHERE witness_id = by_id"
LINES = StockLine.__table__


class Cupboard:
    """Vials of a controlled drug, lots of another, and sixteen who draw, each with a witness."""

    def __init__(self, app: Flask, vials: int, parts: int) -> None:
        with app.app_context(), writing():
            people = [make_person("keeper") for _ in range(PEOPLE)]
            drug, plain = make_drug("100 mg/ml", controlled=True), make_drug()
            kept = [make_vial(drug, parts / 10_000, vial=f"V{n}") for n in range(vials)]
            lots = [make_batch(plain, parts / 10_000, lot=f"L{n}") for n in range(vials)]
            animal = make_animal()
            db.session.commit()
            self.people = [one.id for one in people]
            self.vials, self.lots = [one.id for one in kept], [one.id for one in lots]
            self.plain, self.animal = plain.id, animal.id

    def draw(self, who: int, vial: int, qty: int) -> Callable[[], object]:
        """A dose from a vial, witnessed by the next person."""

        def act() -> object:
            by, witness = (
                db.session.get_one(Person, self.people[n % PEOPLE]) for n in (who, who + 1)
            )
            batch = db.session.get_one(StockBatch, vial)
            whom = For(db.session.get_one(Animal, self.animal))
            draw = Drawn(batch, qty, witness, qty)
            return register_rules.use(draw, whom=whom, by=by, at=AT).id

        return act

    def take(self, who: int, qty: int) -> Callable[[], object]:
        """A dose of what is not controlled, from whichever lot comes first."""

        def act() -> object:
            by = db.session.get_one(Person, self.people[who])
            drug = db.session.get_one(Drug, self.plain)
            whom = For(db.session.get_one(Animal, self.animal))
            lines = stock_rules.draw(drug, drug.strength_mg, drug.per, qty, whom=whom, by=by, at=AT)
            return len(lines or [])

        return act


def test_sixteen_draw_from_one_vial_and_none_draws_what_is_not_there(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    """Each vial holds ten draws; sixteen want one each at the same moment."""
    rounds = size(2, 625)
    cupboard = Cupboard(arena, rounds, 1000)
    tally = race(
        arena,
        *([cupboard.draw(who, vial, 100) for vial in cupboard.vials] for who in range(PEOPLE)),
    )
    measured(tally)
    assert not tally.other, tally
    assert (tally.ok, tally.refused.total()) == (10 * rounds, 6 * rounds)
    for broken in (DRIFT, BELOW_ZERO, FORKED, OWN_WITNESS):
        assert found(arena, broken) == []
    assert faults(arena) == {}


def test_sixteen_doses_at_once_empty_the_lots_one_after_another(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    """Two lots of ten doses: every dose is drawn or finds too little, none is drawn twice."""
    cupboard = Cupboard(arena, 2, 1000)
    rounds = size(2, 625)
    tally = race(arena, *([cupboard.take(who, 100)] * rounds for who in range(PEOPLE)))
    measured(tally)
    assert not tally.other, tally
    assert not tally.refused, tally
    assert sum(made > 0 for made in tally.values) == 20
    assert found(arena, DRIFT) == found(arena, BELOW_ZERO) == found(arena, FORKED) == []


# --- what happens without the rules --------------------------------------------------------------


def write_unasked(app: Flask, batch: int, qty: int, **facts: Any) -> Tally:
    """Sixteen look at the last row and write the one behind it, each another amount, asking
    nobody."""
    number = counting()

    def look(connection: Connection) -> Any:
        last = sa.select(LINES).where(LINES.c.batch_id == batch).order_by(LINES.c.seq.desc())
        return connection.execute(last.limit(1)).one()

    def write(connection: Connection, last: Any) -> None:
        n = next(number)
        row = {
            "batch_id": batch, "controlled": last.controlled, "seq": last.seq + 1,
            "prev_seq": last.seq, "kind": "waste", "qty": -qty - n, "bal_before": last.bal_after,
            "bal_after": last.bal_after - qty - n, "at": AT, "recorded_at": AT,
            "by_id": last.by_id, "reason": "Spilt", "prev_hash": last.hash, "hash": f"{n:064}",
        }  # fmt: skip
        connection.execute(sa.insert(LINES).values(row | facts))

    return naive(app, look, write)


def test_without_its_chain_a_lot_is_drawn_from_twice_and_its_balance_drifts(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    kept, forked = Cupboard(arena, 2, 1000).lots
    tally = write_unasked(arena, kept, 10)
    assert (tally.ok, tally.refused.total(), tally.other.total()) == (1, 15, 0), tally
    assert found(arena, DRIFT) == found(arena, FORKED) == []
    drop(arena, "stock_incident_has_its_count")  # which leans on the chain
    drop(arena, "stock_line_has_one_next", "stock_line_counts_on")
    assert write_unasked(arena, forked, 10).ok > 1
    drift, forks = found(arena, DRIFT), found(arena, FORKED)
    measured(f"kept 0, dropped {len(drift)} adrift, {len(forks)} forks")
    assert drift
    assert forks
    assert "stock_balance_is_the_sum_of_its_rows" in faults(arena)


def test_without_its_checks_a_vial_holds_less_than_nothing(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    kept, spent = Cupboard(arena, 2, 1000).lots
    tally = write_unasked(arena, kept, 2000)
    assert (tally.ok, tally.refused.total(), tally.other.total()) == (0, 16, 0), tally
    assert found(arena, BELOW_ZERO) == []
    drop(arena, "stock_line_never_negative", "stock_batch_never_negative")
    assert write_unasked(arena, spent, 2000).ok
    below = found(arena, BELOW_ZERO)
    measured(f"kept 0, dropped {len(below)} below zero")
    assert below


def test_without_its_check_somebody_witnesses_their_own_draw(arena: Flask) -> None:
    cupboard = Cupboard(arena, 2, 1000)
    with arena.app_context():
        by = db.session.scalars(sa.select(LINES.c.by_id).where(
            LINES.c.batch_id == cupboard.vials[0])).one()  # fmt: skip
    tally = write_unasked(arena, cupboard.vials[0], 10, witness_id=by)
    assert dict(tally.refused).keys() <= {"stock_witness_is_another"}, tally
    assert tally.ok == 0
    drop(arena, "stock_witness_is_another")
    assert write_unasked(arena, cupboard.vials[0], 10, witness_id=by).ok
    assert found(arena, OWN_WITNESS)
    assert "controlled_drugs_are_signed_by_two" in faults(arena)
