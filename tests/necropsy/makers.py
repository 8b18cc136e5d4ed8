"""Deaths, and their examinations."""

from decimal import Decimal
from typing import Any

from rescue_center.animals.models import Animal
from rescue_center.departures import death as deaths
from rescue_center.departures.models import Death
from rescue_center.necropsy import rules
from rescue_center.necropsy.models import Necropsy
from rescue_center.staff.models import Person
from tests.makers import AT, DAY, HOUR, make_animal

NEXT = AT + DAY


def dead(vet: Person, animal: Animal | None = None, **facts: Any) -> Death:
    animal = animal or make_animal()
    return deaths.die(animal, by=vet, at=AT + HOUR, manner="natural", **facts)


def facts(**changed: Any) -> dict[str, Any]:
    return {
        "at": AT + 5 * HOUR, "condition": "fresh", "safety": "not_suspected", "safety_note": "",
        "storage": "At +4 °C", "examined": 1, "weight_g": 850, "external": "Thin",
        "preliminary": "Pneumonia",
    } | changed  # fmt: skip


def begun(death: Death, vet: Person, **changed: Any) -> Necropsy:
    return rules.begin(
        death, facts(**changed), systems={"lungs": "Red, sink in water", "gut": " "},
        organs={"lungs": Decimal("9.35")}, by=vet, at=NEXT,
    )  # fmt: skip


def signed(death: Death, vet: Person, *, explains: bool = False) -> Necropsy:
    row = begun(death, vet)
    rules.sign(row, explains=explains, by=vet, at=NEXT, version=row.version)
    return row
