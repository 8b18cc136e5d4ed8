"""No paper finds an animal fit for release that may not go."""

from datetime import date

import pytest

from rescue_center.animals.models import Animal
from rescue_center.departures import rules as departures
from rescue_center.documents import rules
from rescue_center.documents.render import missing
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from tests.documents.composing import LATER, fitness
from tests.makers import AT, DAY, make_person, make_ready, make_unit

pytestmark = pytest.mark.usefixtures("session")


def why_not(animal: Animal) -> list[str]:
    return [gap.label for gap in missing("release_fitness", fitness(animal))
            if gap.key.startswith("stops")]  # fmt: skip


def test_one_that_may_go_has_nothing_against_it_nor_is_its_permit_asked_for() -> None:
    assert why_not(make_ready(until=LATER)) == []
    assert why_not(make_ready(until=LATER, permit_ends=date(2026, 6, 20))) == []


def test_a_movement_stop_keeps_the_paper_from_being_issued() -> None:
    animal, by = make_ready(until=LATER), make_person("manager")
    unit = make_unit()
    enclosures.house([animal], unit, by=by, at=AT + 32 * DAY)
    enclosures.stop_movement(unit, by=by, at=AT + 33 * DAY, reason="Ranavirus")
    [said] = why_not(animal)
    assert "movement stop: Ranavirus" in said
    with pytest.raises(Refused, match="Ranavirus"):
        rules.issue("release_fitness", fitness(animal), [animal.stay], by=by, at=LATER,
                    base_url="https://r")  # fmt: skip


def test_a_high_risk_of_disease_keeps_the_paper_from_being_issued() -> None:
    animal = make_ready(until=LATER)
    departures.judge_risk(animal.stay, "high", by=make_person("vet"), at=LATER - DAY,
                          evidence="Positive contact")  # fmt: skip
    assert any("disease risk to the site is high" in said for said in why_not(animal))
