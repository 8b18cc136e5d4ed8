"""What is held as evidence does not leave, by whatever door, in whatever moment (I7)."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals import holds, regroup
from rescue_center.animals.models import Animal, Hold, Stay
from rescue_center.cases.models import Case
from rescue_center.db import db, writing
from rescue_center.departures import death, rules, transfer, voiding
from rescue_center.departures.models import Death
from rescue_center.departures.transfer_models import Transfer
from rescue_center.staff.models import Person
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, faults, found, naive, race, size
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_lot,
    make_order,
    make_person,
    make_ready,
    make_taxon,
)

pytestmark = pytest.mark.faults

LATER = AT + 60 * DAY
HELD_AND_GONE = """SELECT a.accession, s.stage FROM evidence_hold h JOIN stay s ON s.id = h.stay_id
  JOIN animal a ON a.id = s.animal_id WHERE h.lifted_at IS NULL AND (
    s.stage IN ('released', 'transferred', 'void') OR s.carcass_disposed_at IS NOT NULL
    OR (s.planned_euthanasia AND (s.stage <> 'dead' OR EXISTS (SELECT 1 FROM journal_entry held
      JOIN journal_entry died ON died.animal_id = held.animal_id AND died.verb = 'died'
      WHERE held.animal_id = a.id AND held.verb = 'placed an evidence hold'
        AND held.seq < died.seq))) OR a.voided_at IS NOT NULL)"""
MISCOUNTED = """SELECT s.id FROM stay s LEFT JOIN evidence_hold h
  ON h.stay_id = s.id AND h.lifted_at IS NULL
  GROUP BY s.id, s.holds HAVING s.holds <> count(h.id)"""
#: A hold was committed before the lot was parted, and the part is free.
FREE_HEIRS = """SELECT heir.accession FROM animal heir
  JOIN journal_entry parted ON parted.animal_id = heir.id
    AND parted.verb = 'came from a lot (split)'
  JOIN journal_entry held ON held.animal_id = heir.parent_id
    AND held.verb = 'placed an evidence hold' AND held.seq < parted.seq
  WHERE heir.holds = 0"""

Leave = Callable[[Animal, Person], Any]


class Court:
    """Animals that are about to leave, and eight cases that want them held."""

    def __init__(self, app: Flask, make: Callable[[Person], Sequence[Animal]]) -> None:
        self.app = app
        with app.app_context(), writing():
            boss = make_person("coordinator", "vet", "manager")
            self.cases = [make_case().id for _ in range(PEOPLE)]
            made = make(boss)
            db.session.commit()
            self.boss, self.animals = boss.id, [animal.id for animal in made]

    def act(self, who: int, number: int, leave: Leave) -> Callable[[], object]:
        """One holds and fifteen leave, or the other way round."""
        alone = (who + number) % PEOPLE == 0
        holds_it = alone if number % 2 else not alone

        def do() -> object:
            animal = db.session.get_one(Animal, self.animals[number])
            by = db.session.get_one(Person, self.boss)
            stay = animal.stay
            assert stay is not None
            _ = stay.open_holds  # as a page has read them by then
            if not holds_it:
                leave(animal, by)
                return "left"
            case = db.session.get_one(Case, self.cases[who])
            holds.place_hold(stay, case, by=by, at=LATER, reason="Evidence")
            return "held"

        return do

    def race(self, leave: Leave) -> Tally:
        numbers = range(len(self.animals))
        people = [[self.act(who, n, leave) for n in numbers] for who in range(PEOPLE)]
        return race(self.app, *people)


def ready_ones(count: int) -> Callable[[Person], list[Animal]]:
    """Individuals of one lot that lacks nothing for its release."""

    def make(boss: Person) -> list[Animal]:
        lot = make_ready(count + 1, until=LATER)
        return [regroup.individualise(lot, by=boss, at=LATER - DAY) for _ in range(count)]

    return make


def on_the_road(count: int) -> Callable[[Person], list[Animal]]:
    """Animals handed over, each on a transfer of its own that the receiver has still to sign."""

    def make(boss: Person) -> list[Animal]:
        taxon, made = make_taxon(), []
        order = make_order(make_case(), kind="other")
        for _ in range(count):
            animal = make_animal(taxon=taxon)
            going = transfer.plan(by=boss, at=AT, to_organisation="Zoo", order_id=order.id)
            transfer.add_animal(going, animal, by=boss, at=AT)
            transfer.hand_over(going, by=boss, at=AT + HOUR)
            made.append(animal)
        return made

    return make


def carcasses(count: int) -> Callable[[Person], list[Animal]]:
    def make(boss: Person) -> list[Animal]:
        taxon = make_taxon()
        dead = [make_animal(taxon=taxon) for _ in range(count)]
        for animal in dead:
            death.die(animal, by=boss, at=AT + HOUR, manner="natural")
        return dead

    return make


def living(count: int) -> Callable[[Person], list[Animal]]:
    def make(boss: Person) -> list[Animal]:
        taxon = make_taxon()
        return [make_animal(taxon=taxon) for _ in range(count)]

    return make


def release(animal: Animal, by: Person) -> None:
    rules.release([(animal, None)], by=by, at=LATER, place="Phnom Prich", team="Sok")


def receive(animal: Animal, by: Person) -> None:
    member = sa.select(Transfer).join(Transfer.members).where(
        transfer.Transferred.stay_id == animal.stays[-1].id
    )  # fmt: skip
    going = db.session.scalars(member).one()
    transfer.receive(going, by=by, at=LATER, received_by="Dr Lim")


def put_down(animal: Animal, by: Person) -> None:
    death.die(
        animal, by=by, at=LATER, manner="euthanised", planned=True, agent="Pentobarbital",
        euthanasia_reason="Beyond help",
    )  # fmt: skip


def dispose(animal: Animal, by: Person) -> None:
    dead = db.session.scalars(sa.select(Death).where(Death.stay_id == animal.stays[-1].id)).one()
    death.dispose(dead, "burial", by=by, at=LATER, witness="Sok")


def strike_out(animal: Animal, by: Person) -> None:
    voiding.void_animal(animal, by=by, at=LATER, reason="Entered twice")


@pytest.mark.parametrize(
    ("make", "leave"),
    [
        (ready_ones, release),
        (on_the_road, receive),
        (living, put_down),
        (carcasses, dispose),
        (living, strike_out),
    ],
    ids=["release", "transfer", "planned euthanasia", "carcass", "void"],
)
def test_an_animal_is_held_or_gone_never_both(
    arena: Flask, measured: Callable[[object], None], make: Any, leave: Leave
) -> None:
    court = Court(arena, make(size(2, 125)))
    tally = court.race(leave)
    held, left = tally.values.count("held"), tally.values.count("left")
    measured(f"{tally}; held {held}, left {left}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert held + left == tally.ok >= len(court.animals)
    assert found(arena, HELD_AND_GONE) == found(arena, MISCOUNTED) == []
    assert faults(arena) == {}


def test_a_lot_that_is_parted_or_merged_takes_its_hold_along(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    count = size(2, 15)

    def make(boss: Person) -> list[Animal]:
        taxon, case = make_taxon(), make_case()
        return [make_lot(20, taxon=taxon, case=case) for _ in range(count * 2)]

    court = Court(arena, make)
    lots, others = court.animals[:count], court.animals[count:]
    court.animals = lots

    def part_or_merge(animal: Animal, by: Person) -> None:
        if animal.id % 2:
            regroup.split(animal, 1, by=by, at=LATER)
        else:
            into = db.session.get_one(Animal, others[lots.index(animal.id)])
            regroup.merge(animal, into, by=by, at=LATER)

    tally = court.race(part_or_merge)
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert found(arena, FREE_HEIRS) == found(arena, MISCOUNTED) == []
    assert faults(arena) == {}


def test_a_case_is_held_while_its_animals_leave(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    rounds = size(2, 10)
    with arena.app_context(), writing():
        boss, taxon = make_person("manager"), make_taxon()
        cases = [make_case() for _ in range(rounds)]
        herds = [[make_animal(taxon=taxon, case=c).id for _ in range(PEOPLE)] for c in cases]
        db.session.commit()
        by, case_ids = boss.id, [case.id for case in cases]

    def act(who: int, number: int) -> Callable[[], object]:
        def do() -> object:
            person = db.session.get_one(Person, by)
            case = db.session.get_one(Case, case_ids[number])
            if who == number % PEOPLE:
                return len(holds.place_case_hold(case, by=person, at=LATER, reason="Evidence"))
            animal = db.session.get_one(Animal, herds[number][who])
            return voiding.void_animal(animal, by=person, at=LATER, reason="Entered twice")

        return do

    tally = race(arena, *([act(who, n) for n in range(rounds)] for who in range(PEOPLE)))
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert found(arena, HELD_AND_GONE) == found(arena, MISCOUNTED) == []
    free = """SELECT a.accession FROM animal a JOIN stay s ON s.animal_id = a.id
      JOIN seizure_case c ON c.id = a.case_id
      WHERE c.evidence_hold AND s.ended_at IS NULL AND s.holds = 0"""
    assert found(arena, free) == []
    assert faults(arena) == {}


# --- what holds it is the database -----------------------------------------------------------

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
