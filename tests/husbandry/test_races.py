"""Eight keepers at one task, two vets at one concern: it is done once, and nothing is lost."""

from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry import concern_rules, keeping_rules, plan_rules
from rescue_center.husbandry.concern_models import Concern
from rescue_center.husbandry.keeping_models import Tending
from rescue_center.husbandry.plan_models import CarePlan
from rescue_center.staff.models import Person
from tests.care.test_races import arranged, race
from tests.makers import make_unit
from tests.staff.makers import make_person

pytestmark = pytest.mark.faults


def a_task() -> tuple[int, ...]:
    """A cage to clean, its plan, and eight keepers."""
    unit = make_unit()
    plan = plan_rules.plan("clean", unit=unit, times="00:00", from_on=clock.today(),
                           by=make_person("manager"), at=clock.now())  # fmt: skip
    return unit.id, plan.id, *(make_person("keeper").id for _ in range(8))


def test_a_task_that_eight_do_is_settled_once_and_all_are_kept(own_app: Flask) -> None:
    unit, plan, *people = arranged(own_app, a_task)

    def clean(person: int) -> None:
        keeping_rules.tend(
            "clean", db.session.get_one(Unit, unit), plan=db.session.get_one(CarePlan, plan),
            slot="0000", by=db.session.get_one(Person, person), at=clock.now(),
        )  # fmt: skip

    ended = race(own_app, [partial(clean, person) for person in people])
    assert ended == ["done"] * 8, ended
    with own_app.app_context():
        settled = list(db.session.scalars(sa.select(Tending.plan_id)))
    assert (len(settled), settled.count(plan)) == (8, 1)


def a_concern() -> tuple[int, ...]:
    """A concern and eight vets."""
    concern = concern_rules.raise_concern("stool", "now", unit=make_unit(), by=None,
                                          at=clock.now())  # fmt: skip
    return concern.id, *(make_person("vet").id for _ in range(8))


def test_a_concern_that_eight_answer_has_one_answer(own_app: Flask) -> None:
    concern, *people = arranged(own_app, a_concern)

    def answer(person: int) -> None:
        by = db.session.get_one(Person, person)
        concern_rules.answer(db.session.get_one(Concern, concern), f"Seen by {by.name}", by=by,
                             at=clock.now())  # fmt: skip

    ended = race(own_app, [partial(answer, person) for person in people])
    assert ended.count("done") == 1, ended
    assert all("answered already" in said for said in ended if said != "done"), ended
