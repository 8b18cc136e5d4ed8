"""Animals under treatment, and the sixteen who give it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from flask import Flask

from rescue_center.care import rules as care
from rescue_center.care.order_models import Dose
from rescue_center.db import db, writing
from rescue_center.staff.models import Person
from tests.faults.race import PEOPLE
from tests.makers import AT, make_animal, make_drug, make_person, make_prescription


class Ward:
    """Animals under treatment, and who gives it."""

    def __init__(self, app: Flask, courses: int, **order: object) -> None:
        self.app = app
        with app.app_context(), writing():
            self.givers = [make_person("keeper") for _ in range(PEOPLE)]
            vet, drug = make_person("vet"), make_drug()
            self.orders = [
                make_prescription(make_animal(), drug, by=vet, **order)  # type: ignore[arg-type]
                for _ in range(courses)
            ]
            db.session.commit()
            self.people = [person.id for person in self.givers]
            self.doses = [[dose.id for dose in order.doses] for order in self.orders]
            self.order_ids = [order.id for order in self.orders]
            self.animals = [order.animal_id for order in self.orders]

    def give(self, who: int, dose: int) -> Callable[[], object]:
        def act() -> object:
            slot = db.session.get_one(Dose, dose)
            by = db.session.get_one(Person, self.people[who])
            if who % 4 == 3:
                return care.not_given(slot, "refused", by=by, at=slot.due_at).id
            return care.give(slot, by=by, at=slot.due_at).id

        return act


def record(ward: Ward, number: int, dose: int | None, *, minutes: int = 0) -> dict[str, object]:
    """The row that an application writes that asks nobody."""
    return {
        "dose_id": dose, "prescription_id": ward.order_ids[number],
        "animal_id": ward.animals[number], "ingredient": "x", "status": "given",
        "amount": Decimal(1), "amount_unit": "ml", "at": AT + timedelta(minutes=minutes),
        "recorded_at": AT, "reason": "", "too_soon_reason": "", "is_conflict": False,
        "resolution": "",
    }  # fmt: skip
