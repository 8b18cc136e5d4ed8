"""What is held as evidence does not leave, by whatever door, in whatever moment (I7)."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center.animals import holds, regroup
from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case
from rescue_center.db import db, writing
from rescue_center.departures import death, rules, transfer, voiding
from rescue_center.departures.models import Death
from rescue_center.departures.transfer_models import Transfer
from rescue_center.staff.models import Person
from tests.faults.court import HELD_AND_GONE, LATER, MISCOUNTED, Court, Leave, living
from tests.faults.race import PEOPLE, faults, found, race, size
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_lot,
    make_person,
    make_ready,
    make_taxon,
    make_transfer,
)

pytestmark = pytest.mark.faults
#: A hold was committed before the lot was parted, and the part is free.
FREE_HEIRS = """SELECT heir.accession FROM animal heir
  JOIN journal_entry parted ON parted.animal_id = heir.id
    AND parted.verb = 'came from a lot (split)'
  JOIN journal_entry held ON held.animal_id = heir.parent_id
    AND held.verb = 'placed an evidence hold' AND held.seq < parted.seq
  WHERE heir.holds = 0"""


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
        for _ in range(count):
            animal = make_animal(taxon=taxon)
            going = make_transfer(animal, by=boss)
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
