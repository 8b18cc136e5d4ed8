"""What sixteen people may do to a small centre in one afternoon, and that centre."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from rescue_center.animals import holds, ledger, regroup, stages
from rescue_center.animals import rules as animals
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Hold, Stay
from rescue_center.care import rules as care
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.departures import death, escape, reversal, rules, transfer, voiding
from rescue_center.departures.models import Death
from rescue_center.departures.transfer_models import Transfer
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Refused
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import Quarantine
from rescue_center.staff.models import Person
from tests.makers import (
    AT,
    DAY,
    make_animal,
    make_case,
    make_drug,
    make_group,
    make_lot,
    make_movement_permit,
    make_order,
    make_person,
    make_prescription,
    make_ready,
    make_taxon,
    make_transfer,
    make_unit,
)

Row = TypeVar("Row", bound=Any)
BEGIN = AT + 40 * DAY


class Afternoon:
    """What sixteen people may do to a small centre; `dice` decides, and the time runs on."""

    def __init__(self, dice: random.Random, boss: int, at: datetime) -> None:
        self.dice, self.boss, self.at = dice, boss, at

    @property
    def by(self) -> Person:
        return db.session.get_one(Person, self.boss)

    def some(self, model: type[Row], *where: Any) -> Row:
        """A random row, as somebody picks one from a list."""
        key: Any = model.id
        ids = list(db.session.scalars(sa.select(key).where(*where).order_by(key)))
        if not ids:
            raise Refused("There is none.")
        return db.session.get_one(model, self.dice.choice(ids))

    def animal(self) -> Animal:
        found = self.some(Animal, Animal.count > 0)
        assert found.stay is not None
        _ = found.stay.open_holds
        return found

    def lot(self) -> Animal:
        return self.some(Animal, Animal.kind == "lot", Animal.count > 1)

    def herd(self) -> list[Animal]:
        return list(
            {a.id: a for a in (self.animal() for _ in range(self.dice.randint(1, 3)))}.values()
        )

    def move(self) -> None:
        unit = self.some(Unit, Unit.level == "enclosure")
        enclosures.house(
            self.herd(), unit, by=self.by, at=self.at,
            override_reason="Storm", override_until=self.at + DAY,
        )  # fmt: skip

    def part(self) -> None:
        regroup.split(self.animal(), self.dice.randint(1, 3), by=self.by, at=self.at)

    def individualise(self) -> None:
        regroup.individualise(self.animal(), by=self.by, at=self.at)

    def merge(self) -> None:
        lot = self.lot()
        alike = self.some(
            Animal, Animal.kind == "lot", Animal.count > 0, Animal.case_id == lot.case_id,
            Animal.id != lot.id,
        )  # fmt: skip
        regroup.merge(lot, alike, by=self.by, at=self.at)

    def recount(self) -> None:
        lot = self.lot()
        animals.recount(
            lot, lot.count + 1, by=self.by, at=self.at, reason="Counted",
            second_by=self.some(Person, Person.id != self.boss),
        )  # fmt: skip

    def be_born(self) -> None:
        ledger.post(self.animal(), "birth", 1, by=self.by, at=self.at)

    def die(self) -> None:
        odd = self.dice.random() < 0.3
        death.die(
            self.animal(), by=self.by, at=self.at, manner="natural", unexplained=odd,
            count=self.dice.choice((None, 1)), authority_not_told=True,
        )  # fmt: skip

    def reverse_death(self) -> None:
        reversal.reverse_death(
            self.some(Death, Death.voided_at.is_(None)), by=self.by, at=self.at, reason="Storm"
        )

    def escape(self) -> None:
        escape.escape(self.animal(), by=self.by, at=self.at, circumstances="Hole", count=1)

    def release(self) -> None:
        ready = sa.select(Stay.animal_id).where(Stay.stage == Stage.PRE_RELEASE.value)
        herd = {self.some(Animal, Animal.count > 0, Animal.id.in_(ready)) for _ in range(2)}
        picks = [(a, self.dice.choice((None, 1)) if a.is_lot else None) for a in herd]
        rules.release(picks, by=self.by, at=self.at, place="Phnom Prich", team="Sok")

    def strike_out(self) -> None:
        voiding.void_animal(self.animal(), by=self.by, at=self.at, reason="Twice")

    def admit(self) -> None:
        case = self.some(Case)
        like = self.animal()
        animals.admit(taxon=like.taxon, count=3, case=case, by=self.by, at=self.at)

    def hold(self) -> None:
        animal = self.animal()
        assert animal.stay is not None
        holds.place_hold(animal.stay, self.some(Case), by=self.by, at=self.at, reason="Storm")

    def hold_case(self) -> None:
        holds.place_case_hold(self.some(Case), by=self.by, at=self.at, reason="Storm")

    def lift(self) -> None:
        hold = self.some(Hold, Hold.lifted_at.is_(None))
        holds.lift_hold(hold, make_order(hold.case, at=self.at), by=self.by, at=self.at)

    def lift_case(self) -> None:
        case = self.some(Case)
        holds.lift_case_holds(case, make_order(case, at=self.at), by=self.by, at=self.at)

    def plan(self) -> None:
        going = make_transfer(by=self.by, at=self.at)
        animal = self.animal()  # one a transaction, as the page has it
        count = 1 if animal.is_lot else None
        member = transfer.add_animal(going, animal, by=self.by, at=self.at, count=count)
        make_movement_permit(member.stay, by=self.by, at=self.at)

    def hand_over(self) -> None:
        going = self.some(Transfer, Transfer.status == "planned")
        transfer.hand_over(going, by=self.by, at=self.at)

    def receive(self) -> None:
        going = self.some(Transfer, Transfer.status == "departed")
        transfer.receive(going, by=self.by, at=self.at, received_by="Dr Lim")

    def quarantine(self) -> None:
        stay = self.some(Stay, Stay.ended_at.is_(None))
        unit = self.some(Unit, Unit.biosecurity == "quarantine")
        quarantine.begin(stay, unit, by=self.by, at=self.at)

    def leave_quarantine(self) -> None:
        q = self.some(Quarantine, Quarantine.ended_at.is_(None))
        quarantine.early_exit(
            q, to=Stage.REHAB, by=self.by, at=self.at, reason="Storm", authority="FA"
        )

    def change_stage(self) -> None:
        stages.change_stage(
            self.animal(), self.dice.choice(stages.DECIDED), by=self.by, at=self.at, reason="Storm"
        )

    def weigh(self) -> None:
        animal = self.animal()
        care.weigh(
            animal, 3000 + self.dice.randint(0, 300), by=self.by, at=self.at,
            unusual_confirmed=True, sample_n=1 if animal.is_lot else None,
        )  # fmt: skip

    def give(self) -> None:
        dose = self.some(Dose, Dose.settled_at.is_(None), Dose.cancelled_at.is_(None))
        care.give(dose, by=self.by, at=dose.due_at)

    def stop(self) -> None:
        order = self.some(Prescription, Prescription.stopped_at.is_(None))
        care.stop(order, by=self.by, at=self.at, reason="Storm")

    def rename(self) -> None:
        animals.amend(self.animal(), {"notes": f"{self.at}"}, by=self.by, at=self.at)


#: How often each is done, roughly as in life, but nothing is rare.
DEEDS: dict[str, int] = {
    "move": 8, "part": 4, "individualise": 3, "merge": 3, "recount": 2, "be_born": 2, "die": 3,
    "escape": 1, "release": 4, "strike_out": 1, "admit": 2, "hold": 3, "hold_case": 1, "lift": 3,
    "reverse_death": 2,
    "lift_case": 1, "plan": 3, "hand_over": 3, "receive": 3, "quarantine": 4,
    "leave_quarantine": 3, "change_stage": 2, "weigh": 3, "give": 4, "stop": 1, "rename": 2,
}  # fmt: skip


def build() -> int:
    """A small centre: two cases, a ready lot, six units, twelve records, some under treatment."""
    boss = make_person("manager", "vet", "coordinator", "officer")
    make_person("keeper")
    taxon = make_taxon(group=make_group(min_days=30))
    cases: Sequence[Case] = [make_case() for _ in range(3)]
    ready = make_ready(60, until=BEGIN + 90 * DAY, taxon=taxon, case=cases[0])
    units = [make_unit(capacity=60) for _ in range(4)]
    units += [make_unit(capacity=60, biosecurity="quarantine") for _ in range(2)]
    drug = make_drug()
    for number in range(8):
        make = make_lot if number % 2 else make_animal
        animal = (
            make(20, taxon=taxon, case=cases[number % 3])
            if number % 2
            else make(taxon=taxon, case=cases[number % 3])
        )
        enclosures.house([animal], units[number % 4], by=boss, at=AT)
        if number < 3:
            make_prescription(animal, drug, by=boss)
    for number in range(6):
        heir = regroup.split(ready, 8, by=boss, at=AT + 35 * DAY)
        enclosures.house([heir], units[number % 4], by=boss, at=AT + 35 * DAY)
    return boss.id
