"""Files of animals in care for the tests of imports."""

from functools import partial
from typing import Any

from rescue_center.exchange.animal_plan import AnimalPlan, plan_animals, read_animals
from rescue_center.exchange.animal_rules import store_animals
from rescue_center.exchange.animal_words import COLUMNS
from tests.exchange import makers
from tests.makers import AT

ROW = {
    "number": "PT-0412",
    "species": "Sun bear",
    "name": "Sopheap",
    "count": "1",
    "sex": "f",
    "age_class": "adult",
    "received_on": "2019-03-04",
    "origin": "Handed in at Takeo",
    "status": "sanctuary",
}


def row(**cells: str) -> dict[str, str]:
    """A sound row, with other cells."""
    return ROW | cells


csv_of = partial(makers.csv_of, columns=COLUMNS)


def planned(*rows: dict[str, str]) -> AnimalPlan:
    """What an import of these rows would do."""
    return plan_animals(read_animals(csv_of(*rows).encode()), AT)


def imported(*rows: dict[str, str], by: Any = None) -> AnimalPlan:
    """These rows, imported."""
    raw = csv_of(*rows).encode()
    plan = plan_animals(read_animals(raw), AT)
    for _ in store_animals(plan, file_name="animals.csv", raw=raw, by=by, at=AT):
        pass
    return plan
