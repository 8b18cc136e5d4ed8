"""A lot's ledger balances at every instant, whatever sixteen people do to it at once (I5)."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals import ledger, regroup
from rescue_center.animals.ledger_models import LedgerEntry, Regroup
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db, writing
from rescue_center.departures import death
from rescue_center.enclosures import rules as enclosures
from rescue_center.staff.models import Person
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, faults, found, naive, race, size
from tests.makers import AT, DAY, HOUR, make_case, make_lot, make_person, make_taxon, make_unit

pytestmark = pytest.mark.faults

BELOW_ZERO = """SELECT animal_id, at, running FROM (SELECT animal_id, at,
  sum(delta) OVER (PARTITION BY animal_id ORDER BY at) AS running FROM ledger_entry) AS series
  WHERE running < 0"""
DRIFT = """SELECT a.id, a.count, coalesce(sum(l.delta), 0) AS ledger FROM animal a
  LEFT JOIN ledger_entry l ON l.animal_id = a.id
  GROUP BY a.id, a.count HAVING a.count <> coalesce(sum(l.delta), 0)"""
ONE_SIDED = """SELECT r.id, r.count, coalesce(sum(l.delta), 0) AS sum, count(l.id) AS sides
  FROM regroup r LEFT JOIN ledger_entry l ON l.regroup_id = r.id
  GROUP BY r.id, r.count HAVING coalesce(sum(l.delta), 0) <> 0 OR count(l.id) <> 2"""
#: Received is alive or dead: nothing else was done to these.
MASS = """SELECT sum(CASE WHEN kind IN ('receive', 'birth', 'recount') THEN delta ELSE 0 END)
  AS came, -sum(CASE WHEN kind = 'death' THEN delta ELSE 0 END) AS died,
  (SELECT sum(count) FROM animal) AS alive FROM ledger_entry"""


def test_parting_merging_dying_and_late_news_of_one_lot_balance(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    with arena.app_context(), writing():
        case, unit = make_case(), make_unit(capacity=1000)
        lot = make_lot(120, case=case, taxon=make_taxon())
        vet = make_person("vet")
        enclosures.house([lot], unit, by=None, at=AT)
        db.session.commit()
        the_lot, by = lot.id, vet.id

    def act(dice: random.Random) -> Callable[[], object]:
        # half of it is news of an earlier hour
        at = AT + DAY + timedelta(minutes=dice.randint(0, 3000))
        what, count = dice.choices(range(5), (4, 3, 2, 2, 2))[0], dice.randint(1, 9)

        def do() -> object:
            lot = db.session.get_one(Animal, the_lot)
            vet = db.session.get_one(Person, by)
            match what:
                case 0:
                    return regroup.split(lot, count, by=vet, at=at).id
                case 1:
                    heirs = sa.select(Animal).join(Stay).where(
                        Animal.parent_id == the_lot, Animal.kind == "lot",
                        Stay.ended_at.is_(None),
                    )  # fmt: skip
                    heir = db.session.scalars(heirs.order_by(Animal.id).offset(count % 3)).first()
                    return heir and regroup.merge(heir, lot, by=vet, at=at)
                case 2:
                    return death.die(lot, by=vet, at=at, manner="natural", count=count).id
                case 3:
                    return regroup.individualise(lot, by=vet, at=at).id
            return ledger.post(lot, "birth", count, by=vet, at=at).id

        return do

    turns = size(6, 100)
    people = [[act(dice) for _ in range(turns)] for dice in map(random.Random, range(PEOPLE))]
    tally = race(arena, *people, together=False)
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert tally.ok > PEOPLE
    assert found(arena, BELOW_ZERO) == found(arena, DRIFT) == found(arena, ONE_SIDED) == []
    (mass,) = found(arena, MASS)
    assert mass.came == mass.died + mass.alive
    assert faults(arena) == {}


def test_the_last_of_a_lot_leaves_it_once(arena: Flask, measured: Callable[[object], None]) -> None:
    """Sixteen take three each out of ten."""
    with arena.app_context(), writing():
        taxon = make_taxon()
        lots = [make_lot(10, taxon=taxon).id for _ in range(size(3, 625))]
        db.session.commit()

    def take(who: int, lot: int) -> Callable[[], object]:
        def do() -> object:
            animal = db.session.get_one(Animal, lot)
            if who % 2:
                return regroup.split(animal, 3, by=None, at=AT + HOUR).id
            return ledger.post(animal, "death", -3, by=None, at=AT + HOUR).id

        return do

    tally = race(arena, *([take(who, lot) for lot in lots] for who in range(PEOPLE)))
    measured(tally)
    assert not tally.other, tally.other
    assert tally.ok == 3 * len(lots)
    assert found(arena, BELOW_ZERO) == found(arena, DRIFT) == found(arena, ONE_SIDED) == []
    assert faults(arena) == {}


# --- what holds it is the database -----------------------------------------------------------


def lots_of_ten(app: Flask, many: int) -> list[int]:
    """Lots of ten; ten more were born in each two days later."""
    with app.app_context(), writing():
        taxon = make_taxon()
        lots = [make_lot(10, taxon=taxon) for _ in range(many)]
        for lot in lots:
            ledger.post(lot, "birth", 10, by=None, at=AT + 2 * DAY)
        db.session.commit()
        return [lot.id for lot in lots]


def take_unasked(app: Flask, lot: int, days: int) -> Tally:
    """Sixteen see that there are enough and write that three died, `days` after they came."""
    table = LedgerEntry.__table__

    def look(connection: Connection) -> int:
        mine = sa.select(sa.func.sum(table.c.delta)).where(table.c.animal_id == lot)
        return int(connection.scalar(mine) or 0)

    def write(connection: Connection, there_are: int) -> None:
        assert there_are >= 3
        connection.execute(
            sa.insert(table).values(animal_id=lot, at=AT + days * DAY, recorded_at=AT,
                                    kind="death", delta=-3, reason="")
        )  # fmt: skip

    return naive(app, look, write)


def test_without_its_rules_a_lot_counts_less_than_nothing(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    now, now_too, late, later = lots_of_ten(arena, 4)
    kept = take_unasked(arena, now, days=3)
    assert (kept.ok, kept.refused.total(), kept.other.total()) == (6, 10, 0), kept
    kept = take_unasked(arena, late, days=1)  # ten were there then, though twenty are now
    assert (kept.ok, dict(kept.refused)) == (3, {"ledger_never_negative": 13}), kept
    assert found(arena, BELOW_ZERO) == found(arena, DRIFT) == []

    drop(arena, "animal_count_never_negative")
    kept = take_unasked(arena, now_too, days=3)  # each of the two rules holds the present
    assert (kept.ok, dict(kept.refused)) == (6, {"ledger_never_negative": 10}), kept
    assert found(arena, BELOW_ZERO) == []

    drop(arena, "ledger_never_negative")
    assert take_unasked(arena, later, days=1).ok == PEOPLE
    below, drift = found(arena, BELOW_ZERO), found(arena, DRIFT)
    assert below
    assert drift
    measured(f"kept 0, dropped {len(below)} below zero, {len(drift)} counts adrift")


def test_without_its_check_alone_the_present_is_still_guarded_by_the_series(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    """And the other way round: without the series, the check sees the present but not the past."""
    present, past = lots_of_ten(arena, 2)
    weaken_the_series(arena)
    kept = take_unasked(arena, present, days=3)
    assert (kept.ok, dict(kept.refused)) == (6, {"animal_count_never_negative": 10}), kept
    assert found(arena, BELOW_ZERO) == []
    assert take_unasked(arena, past, days=1).ok == 6
    below = found(arena, BELOW_ZERO)
    assert below
    assert found(arena, DRIFT) == []
    measured(f"kept 0, series dropped {len(below)} moments below zero")


def weaken_the_series(app: Flask) -> None:
    """The trigger counts, and no longer looks back."""
    post = "UPDATE animal SET count = count + NEW.delta WHERE id = NEW.animal_id;"
    drop(app, "ledger_never_negative")
    with app.app_context(), db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.exec_driver_sql(
                f"CREATE TRIGGER counts AFTER INSERT ON ledger_entry BEGIN {post} END"
            )
            return
        connection.exec_driver_sql(
            "CREATE FUNCTION counts() RETURNS trigger LANGUAGE plpgsql AS "
            f"$body$ BEGIN {post} RETURN NULL; END $body$"
        )
        connection.exec_driver_sql("CREATE TRIGGER counts AFTER INSERT ON ledger_entry "
                                   "FOR EACH ROW EXECUTE FUNCTION counts()")  # fmt: skip


def test_without_its_trigger_a_split_has_one_side(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    """An application that writes both sides itself stops between them: its phone went dead."""
    giving, taking = lots_of_ten(arena, 2)

    def part(connection: Connection, _: object) -> None:
        at = {"at": AT + 3 * DAY, "recorded_at": AT, "kind": "split", "reason": ""}
        made = connection.scalar(
            sa.insert(Regroup.__table__).returning(Regroup.id)
            .values(from_id=giving, to_id=taking, count=1, **at)
        )  # fmt: skip
        sides = sa.select(sa.func.count()).where(LedgerEntry.regroup_id == made)
        if not connection.scalar(sides):
            connection.execute(sa.insert(LedgerEntry.__table__).values(
                animal_id=giving, regroup_id=made, delta=-1, **at))  # fmt: skip

    assert naive(arena, lambda _: None, part).ok == PEOPLE
    assert found(arena, ONE_SIDED) == []
    drop(arena, "regroup_makes_its_pair")
    naive(arena, lambda _: None, part, people=4)
    broken = found(arena, ONE_SIDED)
    assert len(broken) == 4
    measured(f"kept 0, dropped {len(broken)}")
