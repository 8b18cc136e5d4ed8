"""The stages that a decision of the day leads to, and those that only their own verb reaches."""

import pytest

from rescue_center.animals import life, stages
from rescue_center.animals.life import Stage
from rescue_center.errors import Refused
from rescue_center.quarantine import rules as quarantine
from tests.makers import AT, DAY, HOUR, make_animal, make_group, make_person, make_taxon, make_unit

pytestmark = pytest.mark.usefixtures("session")


def test_an_animal_goes_to_the_hospital_and_on_to_rehabilitation() -> None:
    animal, vet = make_animal(taken_over=True), make_person("vet")
    stages.change_stage(animal, Stage.HOSPITAL, by=vet, at=AT + HOUR, reason="Fracture")
    stages.change_stage(animal, Stage.REHAB, by=vet, at=AT + DAY, reason="Healed")
    assert animal.stay is not None and animal.stay.stage == Stage.REHAB
    assert stages.choices(animal.stay) == [
        Stage.HOSPITAL, Stage.PRE_RELEASE, Stage.LONG_TERM_CARE
    ]  # fmt: skip


def test_out_of_quarantine_there_is_only_the_hospital() -> None:
    animal, vet = make_animal(), make_person("vet")
    assert animal.stay is not None
    life.move(animal.stay, Stage.QUARANTINE, by=vet, at=AT + HOUR)
    with pytest.raises(Refused, match="clearing it decides"):
        stages.change_stage(animal, Stage.REHAB, by=vet, at=AT + DAY, reason="Fit")
    stages.change_stage(animal, Stage.HOSPITAL, by=vet, at=AT + DAY, reason="Fracture")


@pytest.mark.parametrize("to", [Stage.RELEASED, Stage.DEAD, Stage.VOID, Stage.QUARANTINE])
def test_nothing_departs_and_nothing_enters_quarantine_this_way(to: Stage) -> None:
    with pytest.raises(Refused, match="choose a stage from the list"):
        stages.change_stage(make_animal(), to, by=make_person("vet"), at=AT + HOUR, reason="x")


def test_a_change_needs_a_reason_and_an_animal_in_care() -> None:
    animal, vet = make_animal(), make_person("vet")
    with pytest.raises(Refused, match="Say why"):
        stages.change_stage(animal, Stage.HOSPITAL, by=vet, at=AT + HOUR, reason=" ")
    life.move(animal.stay, Stage.DEAD, by=None, at=AT + HOUR)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="no longer in our care"):
        stages.change_stage(animal, Stage.HOSPITAL, by=vet, at=AT + DAY, reason="x")


def test_from_the_hospital_an_open_quarantine_is_only_gone_back_to() -> None:
    vet, unit = make_person("vet"), make_unit(biosecurity="quarantine")
    animal = make_animal(taxon=make_taxon(group=make_group()))
    assert animal.stay is not None
    quarantine.begin(animal.stay, unit, by=vet, at=AT + HOUR)
    stages.change_stage(animal, Stage.HOSPITAL, by=vet, at=AT + DAY, reason="Fracture")
    assert stages.choices(animal.stay) == [Stage.QUARANTINE]
    with pytest.raises(Refused, match="clearing it decides what follows"):
        stages.change_stage(animal, Stage.REHAB, by=vet, at=AT + 2 * DAY, reason="Healed")
    stages.change_stage(animal, Stage.QUARANTINE, by=vet, at=AT + 2 * DAY, reason="Healed")
    assert animal.stay.in_quarantine
