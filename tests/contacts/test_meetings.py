"""Whom an animal met is told from where animals lived, who handled them, and what they were."""

from datetime import timedelta

import pytest

from rescue_center.animals import regroup
from rescue_center.animals.models import Animal
from rescue_center.care import rules as care
from rescue_center.contacts import graph, meetings, people, rules
from rescue_center.contacts.meetings import Met
from rescue_center.contacts.window import Window
from rescue_center.db import db
from rescue_center.enclosures.rules import house
from rescue_center.errors import Refused
from rescue_center.husbandry import incident_rules, roll_rules
from rescue_center.quarantine import event_queries
from tests.enclosures.makers import (
    day,
    make_animal,
    make_epi_group,
    make_person,
    make_taxon,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def macaque() -> Animal:
    return make_animal(make_taxon("Macaca leonina", order="Primates", klass="Mammalia"))


def around(animal: Animal, begin: float = 0, end: float = 20, **reach: timedelta) -> Window:
    return Window(animal, day(begin), day(end), **reach)


def met(window: Window) -> list[Met]:
    return meetings.met(window, meetings.spells(window))


def told(window: Window) -> list[tuple[str, str]]:
    """Each animal that it met, and the closest way."""
    return [(one.animal.accession, one.closest.kind) for one in met(window)]


def test_those_who_lived_with_it_met_it_for_as_long_as_both_were_there(macaque: Animal) -> None:
    mate, unit = make_animal(at=day(2)), make_unit("Q1")
    house([macaque], unit, by=None, at=day(1))
    house([mate], unit, by=None, at=day(3))
    house([macaque], make_unit("Q2"), by=None, at=day(6))
    (one,) = met(around(macaque))
    assert one.animal is mate
    assert (one.since, one.until) == (day(3), day(6))
    assert one.closest.words.startswith("Lived together: Q1")


def test_who_left_before_it_came_did_not_meet_it(macaque: Animal) -> None:
    before, unit = make_animal(), make_unit("Q1")
    house([before], unit, by=None, at=day(1))
    house([before], make_unit("Q2"), by=None, at=day(4))
    house([macaque], unit, by=None, at=day(4))
    assert met(around(macaque)) == []


@pytest.mark.parametrize(("came", "kinds"), [(9, ["after"]), (13.5, [])])
def test_who_moves_in_within_the_days_after_it_left_met_what_it_left(
    came: float, kinds: list[str], macaque: Animal
) -> None:
    later, unit = make_animal(at=day(1)), make_unit("Q1")
    house([macaque], unit, by=None, at=day(1))
    house([macaque], make_unit("Q2"), by=None, at=day(6))
    house([later], unit, by=None, at=day(came))
    assert [kind for _, kind in told(around(macaque, place=timedelta(days=7)))] == kinds


def test_only_the_days_that_are_asked_for_count(macaque: Animal) -> None:
    mate, unit = make_animal(), make_unit("Q1")
    house([macaque, mate], unit, by=None, at=day(1))
    house([mate], make_unit("Q2"), by=None, at=day(5))
    assert told(around(macaque, 5, 9)) == []
    assert told(around(macaque, 4, 9)) == [(mate.accession, "place")]


def test_a_lot_that_was_split_off_was_one_with_it() -> None:
    lot = make_animal(heads=20)
    house([lot], make_unit("Q1", capacity=50), by=None, at=day(1))
    part = regroup.split(lot, 5, by=None, at=day(3))
    (one,) = met(around(lot, 2))
    assert one.animal is part and [way.kind for way in one.ways] == ["place", "lot"]


def test_those_of_one_consignment_came_with_it_where_it_came_in_these_days() -> None:
    boat = make_epi_group()
    first, second = make_animal(epi_group=boat), make_animal(epi_group=boat)
    assert told(around(first, -1, 3)) == [(second.accession, "group")]
    assert told(around(first, 2, 9)) == []


@pytest.mark.parametrize(("later", "kinds"), [(2, ["hands"]), (9, [])])
def test_hands_carry_it_for_so_many_hours(later: float, kinds: list[str], macaque: Animal) -> None:
    other, vet = make_animal(), make_person("vet")
    care.weigh(macaque, 5200, by=vet, at=day(3))
    care.weigh(other, 900, by=vet, at=day(3) + timedelta(hours=later))
    assert [kind for _, kind in told(around(macaque, hands=timedelta(hours=8)))] == kinds


def test_hands_carry_nothing_backwards_nor_what_is_struck_out(macaque: Animal) -> None:
    other, vet = make_animal(), make_person("vet")
    care.weigh(other, 900, by=vet, at=day(3))
    own = care.weigh(macaque, 5200, by=vet, at=day(3) + timedelta(hours=1))
    late = care.weigh(other, 910, by=vet, at=day(3) + timedelta(hours=2))
    assert told(around(macaque)) == [(other.accession, "hands")]
    assert met(around(macaque))[0].since == late.at
    care.void_weight(own, reason="Another animal", by=vet, at=day(4))
    assert told(around(macaque)) == []


def test_people_are_told_by_what_they_did_those_who_handled_it_first(macaque: Animal) -> None:
    vet, keeper = make_person("vet", name="Lim"), make_person("keeper", name="Sok")
    unit = make_unit("Q1")
    house([macaque], unit, by=None, at=day(1))
    roll_rules.call(unit, expected=1, found=1, by=keeper, at=day(2))
    care.weigh(macaque, 5200, by=vet, at=day(3))
    care.weigh(macaque, 5300, by=vet, at=day(5))
    incident_rules.report(
        "bite", animal=macaque, person_hurt="Chan, a visitor", by=keeper, at=day(4)
    )
    near = people.workers(around(macaque))
    assert [(one.person.name, one.words) for one in near] == [
        ("Lim", "weighed it (2 times)"),
        ("Sok", "called the roll there, told of a bite or an injury"),
    ]
    assert (near[0].first, near[0].last) == (day(3), day(5))
    assert [one.person_hurt for one in people.hurt(around(macaque))] == ["Chan, a visitor"]
    house([macaque], make_unit("Q2"), by=None, at=day(6))
    roll_rules.call(unit, expected=0, found=0, by=make_person("keeper", name="Late"), at=day(7))
    assert "Late" not in {one.person.name for one in people.workers(around(macaque))}


def test_the_exposure_of_those_chosen_is_written_down_once(macaque: Animal) -> None:
    mate, other, unit = make_animal(), make_animal(), make_unit("Q1")
    house([macaque, mate, other], unit, by=None, at=day(1))
    vet, window = make_person("vet"), around(macaque, 0, 9)
    found = met(window)
    (row,) = rules.expose(window, found, [mate.id], " Tuberculosis ", by=vet, at=day(9))
    assert row.source == f"Tuberculosis: {macaque.accession} ({macaque.accession})"
    assert (row.since, row.until) == (day(1), day(9))
    assert rules.expose(window, found, [mate.id], "Tuberculosis", by=vet, at=day(9)) == []
    assert rules.exposed(window) == {mate.id: ["Tuberculosis"]}
    rules.expose(window, found, [mate.id, other.id], "Herpes B", by=vet, at=day(9))
    assert rules.exposed(window) == {mate.id: ["Tuberculosis", "Herpes B"],
                                     other.id: ["Herpes B"]}  # fmt: skip
    assert len(event_queries.exposures_of(mate.id)) == 2


@pytest.mark.parametrize(
    ("role", "disease", "who", "words"),
    [("keeper", "Rabies", "mate", "Only a vet"), ("vet", " ", "mate", "which disease"),
     ("vet", "Rabies", "", "Tick"), ("vet", "Rabies", "stranger", "did not meet it")],
)  # fmt: skip
def test_an_exposure_is_refused_in_words(
    role: str, disease: str, who: str, words: str, macaque: Animal
) -> None:
    mate, stranger = make_animal(), make_animal()
    house([macaque, mate], make_unit("Q1"), by=None, at=day(1))
    chosen = {"mate": [mate.id], "stranger": [stranger.id], "": []}[who]
    window = around(macaque, 0, 9)
    with pytest.raises(Refused, match=words):
        rules.expose(window, met(window), chosen, disease, by=make_person(role), at=day(9))
    db.session.flush()
    assert rules.exposed(window) == {}


def test_those_who_met_it_alike_share_a_box_and_many_boxes_become_one(macaque: Animal) -> None:
    unit = make_unit("Q1", capacity=40)
    mates = [make_animal() for _ in range(5)]
    house([macaque, *mates], unit, by=None, at=day(1))
    drawn = graph.drawing("Mali", met(around(macaque)))
    own, place, others = drawn.boxes
    assert (own.kind, place.kind) == ("self", "place")
    assert others.lines[0] == "5 animals" and others.lines[1].endswith(" and 4 more")
    assert {(edge.start, edge.end) for edge in drawn.edges} == {(own, place), (place, others)}
    vets = [make_person("vet", name=f"Vet {n:02}") for n in range(15)]
    for n, vet in enumerate(vets):
        care.weigh(macaque, 5200, by=vet, at=day(2) + timedelta(minutes=n))
        care.weigh(make_animal(), 900, by=vet, at=day(2) + timedelta(minutes=30 + n))
    drawn = graph.drawing("Mali", met(around(macaque)))
    columns = {x: [b for b in drawn.boxes if b.x == x] for x, _ in graph.COLUMNS}
    assert all(len(boxes) <= graph.MOST for boxes in columns.values())
    assert columns[330][-1].lines[0] == "5 more"
    assert all(b.y >= 0 and b.y + b.height <= drawn.height for b in drawn.boxes)
