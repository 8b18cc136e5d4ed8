"""Sixteen people at once: a dose is given once, as needed keeps its interval, nobody doses what
has left."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from rescue_center.animals.life import Stage, move
from rescue_center.animals.models import Stay
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.care.rules import give, give_as_needed, stop_orders
from rescue_center.db import db, lock, writing
from rescue_center.errors import Refused, refusal_of
from rescue_center.staff.models import Person
from tests.makers import AT, HOUR, make_person, make_prescription

pytestmark = pytest.mark.faults

PEOPLE = 16


def race(app: Flask, acts: list[Callable[[], Any]]) -> list[str]:
    """Run the acts at the same moment, each in a transaction of its own; returns how each ended."""
    gate, ended = Barrier(len(acts)), [""] * len(acts)

    def run(n: int) -> None:
        with app.app_context(), writing():
            gate.wait()
            try:
                acts[n]()
                db.session.commit()
                ended[n] = "done"
            except Refused as refused:
                db.session.rollback()
                ended[n] = refused.sentence
            except DBAPIError as error:
                db.session.rollback()
                refused_by_database = refusal_of(error)
                ended[n] = refused_by_database.sentence if refused_by_database else repr(error)

    threads = [Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def arranged(app: Flask, make: Callable[[], tuple[int, ...]]) -> tuple[int, ...]:
    with app.app_context(), writing():
        ids = make()
        db.session.commit()
        return ids


def counted(app: Flask, *conditions: Any) -> int:
    with app.app_context():
        query = sa.select(sa.func.count()).select_from(Administration).where(*conditions)
        found = int(db.session.scalar(query) or 0)
        db.session.rollback()
        return found


def test_sixteen_keepers_give_one_dose_once(own_app: Flask) -> None:
    def make() -> tuple[int, ...]:
        order = make_prescription()
        return (order.doses[0].id, make_person("keeper").id)

    for _ in range(2):
        dose_id, keeper_id = arranged(own_app, make)

        def tap(dose_id: int = dose_id, keeper_id: int = keeper_id) -> None:
            dose, keeper = db.session.get_one(Dose, dose_id), db.session.get_one(Person, keeper_id)
            give(dose, by=keeper, at=AT)

        ended = race(own_app, [tap] * PEOPLE)
        assert ended.count("done") == 1
        assert all("already gave this" in e for e in ended if e != "done"), ended
        assert counted(own_app, Administration.dose_id == dose_id) == 1


def test_as_needed_is_given_once_in_its_interval(own_app: Flask) -> None:
    def make() -> tuple[int, ...]:
        order = make_prescription(frequency="PRN", min_interval_h=6, max_per_day=4)
        return (order.id, make_person("keeper").id)

    order_id, keeper_id = arranged(own_app, make)

    def tap() -> None:
        order = db.session.get_one(Prescription, order_id)
        give_as_needed(order, by=db.session.get_one(Person, keeper_id), at=AT)

    ended = race(own_app, [tap] * PEOPLE)
    assert ended.count("done") == 1
    assert counted(own_app, Administration.prescription_id == order_id) == 1


def test_nobody_doses_an_animal_that_is_leaving(own_app: Flask) -> None:
    def make() -> tuple[int, ...]:
        order = make_prescription(frequency="q4h")
        return (order.stay_id, make_person("keeper").id, *(d.id for d in order.doses[:8]))

    for _ in range(2):
        stay_id, keeper_id, *doses = arranged(own_app, make)

        def leave(stay_id: int = stay_id) -> None:
            stay = db.session.get_one(Stay, stay_id)
            lock(stay.animal, stay)
            at: datetime = AT + HOUR * 40
            stop_orders(stay, by=None, at=at, reason="escaped")
            move(stay, Stage.ESCAPED, by=None, at=at)

        def tap(dose_id: int, keeper_id: int) -> None:
            dose, keeper = db.session.get_one(Dose, dose_id), db.session.get_one(Person, keeper_id)
            give(dose, by=keeper, at=dose.due_at)

        ended = race(own_app, [leave, *(partial(tap, dose, keeper_id) for dose in doses)])
        assert ended[0] == "done", ended
        allowed = ("done", "no longer in our care", "was stopped", "cancelled")
        assert all(any(word in e for word in allowed) for e in ended), ended
        assert counted(own_app, Administration.dose_id.in_(doses)) == ended.count("done") - 1
