"""What `flask verify` proves of orders and doses, and that it sees what is broken."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from rescue_center import checks
from rescue_center.animals.life import Stage, move
from rescue_center.care.order_models import Prescription
from rescue_center.care.rules import give, give_conflict, not_given, stop_orders, undo
from rescue_center.db import db
from tests.makers import AT, HOUR, make_lot, make_person, make_prescription, make_split

pytestmark = pytest.mark.usefixtures("session")

OURS = (
    "doses_are_given_once", "settled_doses_have_a_record", "no_order_outlives_its_stay",
    "no_dose_is_dated_after_departure", "doses_follow_from_their_weights",
)  # fmt: skip


def found(name: str) -> list[str]:
    db.session.flush()
    return next(list(check.find()) for check in checks.declared() if check.name == name)


def test_a_busy_ward_is_sound() -> None:
    sok = make_person("keeper")
    order = make_prescription(make_lot(12), frequency="BID")
    give(order.doses[0], by=sok, at=AT)
    give_conflict(order.doses[0], by=sok, at=AT + HOUR)
    undo(not_given(order.doses[1], "away", by=sok, at=order.doses[1].due_at),
         by=sok, at=order.doses[1].due_at)  # fmt: skip
    make_split(order.animal, 4)
    gone = make_prescription()
    give(gone.doses[0], by=sok, at=AT + HOUR)
    stop_orders(gone.stay, by=None, at=AT, reason="died")
    move(gone.stay, Stage.DEAD, by=None, at=AT)
    assert {name: found(name) for name in OURS} == {name: [] for name in OURS}


def _settled(order: Prescription) -> None:
    order.doses[0].settled_at = AT


def _unsettled(order: Prescription) -> None:
    give(order.doses[0], by=make_person("keeper"), at=AT)
    order.doses[0].settled_at = None


def _left(order: Prescription) -> None:
    move(order.stay, Stage.ESCAPED, by=None, at=AT)


def _dated(order: Prescription) -> None:
    give(order.doses[0], by=make_person("keeper"), at=AT + HOUR)
    move(order.stay, Stage.ESCAPED, by=None, at=AT)


@pytest.mark.parametrize(
    ("breaking", "name"),
    [
        (_settled, "settled_doses_have_a_record"),
        (_unsettled, "settled_doses_have_a_record"),
        (_left, "no_order_outlives_its_stay"),
        (_dated, "no_dose_is_dated_after_departure"),
    ],
)
def test_what_is_broken_is_found(breaking: Callable[[Prescription], None], name: str) -> None:
    breaking(make_prescription())
    assert len(found(name)) == 1


def test_a_dose_that_does_not_follow_is_found() -> None:
    order = make_prescription()
    db.session.flush()
    row = {c.name: getattr(order, c.key) for c in sa.inspect(Prescription).columns}
    wrong = row | {"id": None, "amount": order.amount * 2}
    del wrong["id"]
    db.session.execute(sa.insert(Prescription.__table__), [wrong])
    assert len(found("doses_follow_from_their_weights")) == 1
