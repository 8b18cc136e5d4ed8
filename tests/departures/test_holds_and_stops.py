"""Carcasses as evidence, movement stops of a whole area, and drug residues."""

import pytest

from rescue_center.animals import holds
from rescue_center.animals import rules as animals
from rescue_center.animals.models import Animal
from rescue_center.care import rules as care
from rescue_center.departures import death, queries, readiness, rules, transfer
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.staff.models import Person
from rescue_center.tags import rules as tags
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_drug,
    make_group,
    make_order,
    make_person,
    make_prescription,
    make_ready,
    make_taxon,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + 60 * DAY


def put_down(animal: Animal, vet: Person) -> death.Death:
    return death.die(
        animal, by=vet, at=LATER, manner="euthanised", planned=True, agent="Pentobarbital",
        euthanasia_reason="Fractures",
    )  # fmt: skip


def test_the_carcass_of_a_planned_euthanasia_may_become_evidence_and_is_kept() -> None:
    vet, case = make_person("vet"), make_case()
    animal = make_animal(case=case)
    made = put_down(animal, vet)
    hold = animals.place_hold(animal.stay, case, by=vet, at=LATER + HOUR, reason="Necropsy")
    with pytest.raises(Refused, match="the disposal of the carcass is refused"):
        death.dispose(made, "burial", by=vet, at=LATER + DAY, witness="Sok")
    animals.lift_hold(hold, make_order(case), by=vet, at=LATER + DAY)
    death.dispose(made, "burial", by=vet, at=LATER + DAY, witness="Sok")
    assert animal.stay.carcass_disposed_at == LATER + DAY


def test_a_case_is_held_with_the_carcass_of_a_planned_euthanasia_in_it() -> None:
    vet, case = make_person("vet"), make_case()
    dead, alive = make_animal(case=case), make_animal(case=case)
    put_down(dead, vet)
    held = holds.place_case_hold(case, by=vet, at=LATER + HOUR, reason="Trial")
    assert {hold.stay.animal_id for hold in held} == {dead.id, alive.id}


def test_a_carcass_that_is_gone_is_not_held() -> None:
    vet, case = make_person("vet"), make_case()
    animal = make_animal(case=case)
    death.dispose(put_down(animal, vet), "burial", by=vet, at=LATER + DAY, witness="Sok")
    with pytest.raises(Refused, match="was disposed of on 12 Jul 2026: there is nothing left"):
        animals.place_hold(animal.stay, case, by=vet, at=LATER + 2 * DAY, reason="Necropsy")


def test_a_movement_stop_on_an_area_or_a_site_keeps_who_lives_in_it() -> None:
    boss, unit = make_person("coordinator"), make_unit()
    animal = make_ready(until=LATER)
    enclosures.house([animal], unit, by=boss, at=LATER - HOUR)
    plan = transfer.plan(by=boss, at=LATER, to_organisation="Sanctuary")
    transfer.add_animal(plan, animal, by=boss, at=LATER)
    area = unit.parent
    assert area is not None and area.parent is not None
    for stopped in (area, area.parent):
        enclosures.stop_movement(stopped, reason="Avian influenza.", by=boss, at=LATER)
        found = readiness.gate(animal.stay, LATER)
        assert [stop.key for stop in found.stops] == ["movement_stop"]
        assert f"{stopped.label} is under a movement stop" in found.sentences[0]
        with pytest.raises(Refused, match=f"{stopped.label} is under a movement stop: Avian"):
            transfer.hand_over(plan, by=boss, at=LATER)
        enclosures.lift_movement_stop(
            stopped, reason="Negative", by=make_person("manager"), at=LATER
        )


def test_residues_of_a_drug_without_a_known_withdrawal_are_for_a_vet_to_judge() -> None:
    vet, boss = make_person("vet"), make_person("coordinator")
    animal = make_ready(until=LATER, taxon=make_taxon(edible=True, group=make_group()))
    assert readiness.gate(animal.stay, LATER).is_open
    drug = make_drug(name="Panacur", withdrawal_days=None)
    order = make_prescription(animal, drug, days=2, by=vet, at=LATER - 3 * DAY)
    care.give(order.doses[0], by=vet, at=LATER - 2 * DAY)
    found = readiness.gate(animal.stay, LATER)
    assert not found.is_open and [c.key for c in found.missing] == ["residues"]
    assert "Panacur" in found.missing[0].hint
    with pytest.raises(Refused, match="for a vet to say"):
        rules.assess(animal.stay, "residues", "met", by=boss, at=LATER, evidence="Two days")
    rules.assess(animal.stay, "residues", "met", by=vet, at=LATER - 2 * DAY + HOUR,
                 evidence="Not eaten at the site")  # fmt: skip
    assert readiness.gate(animal.stay, LATER).is_open
    care.give(order.doses[1], by=vet, at=LATER - DAY)
    assert [c.key for c in readiness.gate(animal.stay, LATER).missing] == ["residues"]


def test_animals_of_a_release_are_named_by_accession_or_tag() -> None:
    one, other = make_animal(), make_animal(count=9)
    tag = tags.tag_all([one], by=None, at=AT)[0]
    typed = f"{tag.number[:4]} {tag.number[4:]}\n{other.accession} 5"
    assert queries.picks_of(typed) == [(one, None), (other, 5)]
    with pytest.raises(Refused, match="“99999999” is no number of an animal here"):
        queries.picks_of("99999999")
