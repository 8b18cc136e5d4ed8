"""Quarantines for tests."""

from datetime import datetime
from typing import Any

from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.policy import Role
from rescue_center.quarantine import rules
from rescue_center.quarantine.models import Quarantine, Test
from rescue_center.species.models import ProtocolTest, Taxon, TaxonGroup
from rescue_center.staff.models import Person
from tests.enclosures.makers import (
    DAY0,
    day,
    make_animal,
    make_group,
    make_person,
    make_taxon,
    make_unit,
)

DAY2 = day(2)


def macaque() -> Taxon:
    """An Old World monkey, 90 days."""
    return make_taxon("Macaca nemestrina", group=make_group("old_world_monkey", days=90))


def loris() -> Taxon:
    """A prosimian, 84 days, of the same order."""
    return make_taxon("Nycticebus bengalensis", group=make_group("prosimian", days=84))


def otter() -> Taxon:
    """A small carnivore, 30 days, of another order."""
    return make_taxon("Aonyx cinereus", group=make_group("small_carnivore", days=30),
                      order="Carnivora")  # fmt: skip


def turtle() -> Taxon:
    """A turtle, 90 days."""
    group = make_group("freshwater_turtle", days=90, scope="class")
    return make_taxon("Cyclemys oldhamii", group=group, order="Testudines", klass="Reptilia")


def snake() -> Taxon:
    """A snake, 60 days here, of the turtles' class and another order."""
    group = make_group("snake", days=60, scope="class")
    return make_taxon("Ptyas mucosa", group=group, order="Squamata", klass="Reptilia")


def make_protocol_test(group: TaxonGroup, name: str = "TB skin test", **rest: Any) -> ProtocolTest:
    """A line of a group's protocol, on day 14 unless told otherwise."""
    given: dict[str, Any] = {"first_day": 14, "position": len(group.tests) + 1} | rest
    line = ProtocolTest(name=name, **given)
    group.tests.append(line)
    db.session.flush()
    return line


def make_q_unit(code: str = "Q1", **facts: Any) -> Unit:
    """A quarantine unit."""
    return make_unit(code, biosecurity="quarantine", **{"capacity": 200} | facts)


def make_quarantine(
    animal: Animal | None = None, unit: Unit | None = None, *, at: datetime = DAY0,
    by: Person | None = None, **rest: Any,
) -> Quarantine:  # fmt: skip
    """An animal's quarantine in Q1, begun on day 0."""
    animal = animal or make_animal(macaque())
    assert animal.stay is not None
    return rules.begin(animal.stay, unit or make_q_unit(), by=by, at=at, **rest)


def make_vet() -> Person:
    """A vet."""
    return make_person(Role.VET)


def make_sampled(q: Quarantine, name: str = "Faeces", *, at: datetime = DAY2) -> Test:
    """A test asked for and sampled."""
    test = rules.add_test(q, name, due=at.date(), by=None, at=at)
    rules.sample(test, by=None, at=at)
    return test


def clock(q: Quarantine) -> tuple[object, object]:
    """When it began to count, and the first moment it may end."""
    return (q.clock_start, q.min_end)
