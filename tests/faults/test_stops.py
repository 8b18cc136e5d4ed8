"""A movement stop of a whole area, placed at the moment in which somebody leaves an enclosure in
it: whoever is second finds what the first one did."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.db import db, writing
from rescue_center.departures import rules, transfer
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import Quarantine
from rescue_center.staff.models import Person
from tests.faults.race import PEOPLE, found, race, size
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_group,
    make_person,
    make_ready,
    make_taxon,
    make_transfer,
    make_unit,
)

pytestmark = pytest.mark.faults

LATER = AT + 60 * DAY
#: The journal's head is locked until the end of a transaction, so its order is that of commits.
LEFT_AFTER_THE_STOP = """SELECT a.accession, late.verb FROM animal a
  JOIN journal_entry late ON late.animal_id = a.id AND late.verb IN
    ('released', 'handed over', 'moved', 'cleared quarantine')
  JOIN housing h ON h.animal_id = a.id AND h.id = (SELECT min(id) FROM housing
    WHERE animal_id = a.id)
  JOIN unit u ON u.id = h.unit_id
  JOIN journal_entry stop ON stop.unit_id = u.parent_id AND stop.verb = 'stopped movement'
  WHERE late.seq > stop.seq"""

Leave = Callable[[Animal, Person, Unit], Any]


def ready(boss: Person) -> Animal:
    animal = make_ready(until=LATER)
    enclosures.house([animal], make_unit(), by=boss, at=LATER - DAY)
    return animal


def on_a_plan(boss: Person) -> Animal:
    animal = make_animal()
    make_transfer(animal, by=boss)
    enclosures.house([animal], make_unit(), by=boss, at=AT + HOUR)
    return animal


def housed(boss: Person) -> Animal:
    animal = make_animal()
    enclosures.house([animal], make_unit(), by=boss, at=AT + HOUR)
    return animal


def behind_the_line(boss: Person) -> Animal:
    animal = make_animal(taxon=make_taxon(group=make_group()))
    quarantine.begin(animal.stays[-1], make_unit(biosecurity="quarantine"), by=boss, at=AT)
    return animal


def release(animal: Animal, by: Person, _elsewhere: Unit) -> None:
    rules.release([(animal, None)], by=by, at=LATER, place="Phnom Prich", team="Sok")


def hand_over(animal: Animal, by: Person, _elsewhere: Unit) -> None:
    which = sa.select(transfer.Transfer).join(transfer.Transfer.members)
    going = db.session.scalars(
        which.where(transfer.Transferred.stay_id == animal.stays[-1].id)
    ).one()
    transfer.hand_over(going, by=by, at=LATER)


def move(animal: Animal, by: Person, elsewhere: Unit) -> None:
    enclosures.house([animal], elsewhere, by=by, at=LATER)


def clear(animal: Animal, by: Person, _elsewhere: Unit) -> None:
    kept = db.session.scalars(sa.select(Quarantine).filter_by(animal_id=animal.id)).one()
    quarantine.clear(kept, to=Stage.REHAB, by=by, at=LATER)


@pytest.mark.parametrize(
    ("make", "leave"),
    [(ready, release), (on_a_plan, hand_over), (housed, move), (behind_the_line, clear)],
    ids=["release", "handover", "move", "clearance"],
)
def test_nobody_leaves_an_area_after_it_was_stopped(
    arena: Flask, measured: Callable[[object], None], make: Callable[[Person], Animal], leave: Leave
) -> None:
    with arena.app_context(), writing():
        boss = make_person("coordinator", "vet", "manager")
        taken = [make(boss) for _ in range(size(6, 60))]
        ids = [animal.id for animal in taken]
        areas = [enclosures.places_of([a])[a.id].unit.parent_id for a in taken]
        elsewhere, boss_id = make_unit().id, boss.id
        db.session.commit()

    def act(who: int, number: int) -> Callable[[], object]:
        def do() -> object:
            by = db.session.get_one(Person, boss_id)
            area = db.session.get_one(Unit, areas[number])
            _ = area.movement_stop_since  # as a page has read it by then
            if who == number % PEOPLE:
                enclosures.stop_movement(area, reason="Avian influenza.", by=by, at=LATER)
                return "stopped"
            animal = db.session.get_one(Animal, ids[number])
            leave(animal, by, db.session.get_one(Unit, elsewhere))
            return "left"

        return do

    people = [[act(who, number) for number in range(len(ids))] for who in range(PEOPLE)]
    tally = race(arena, *people)
    measured(f"{tally}; {tally.values.count('left')} left; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert tally.values.count("stopped") == len(ids)
    assert found(arena, LEFT_AFTER_THE_STOP) == []
