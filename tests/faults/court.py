"""Animals that are about to leave, and cases that want them held."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from rescue_center.animals import holds
from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case
from rescue_center.db import db, writing
from rescue_center.staff.models import Person
from tests.faults.race import PEOPLE, Tally, race
from tests.makers import AT, DAY, make_animal, make_case, make_person, make_taxon

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


def living(count: int) -> Callable[[Person], list[Animal]]:
    def make(boss: Person) -> list[Animal]:
        taxon = make_taxon()
        return [make_animal(taxon=taxon) for _ in range(count)]

    return make
