"""Who gets away, and comes back."""

import pytest

from rescue_center.animals.life import Stage
from rescue_center.db import db
from rescue_center.departures import escape
from rescue_center.errors import Refused
from tests.makers import AT, DAY, make_case, make_lot, make_person

pytestmark = pytest.mark.usefixtures("session")


def test_a_recapture_is_a_new_stay_of_the_same_animal() -> None:
    keeper, lot = make_person("keeper"), make_lot(3)
    escape.escape(lot, by=keeper, at=AT + DAY, circumstances="Roof", count=None)
    stay = escape.readmit(lot, by=keeper, at=AT + 2 * DAY, count=2)
    db.session.refresh(lot)
    assert (stay.number, stay.stage, lot.count) == (2, Stage.ADMITTED, 2)
    with pytest.raises(Refused, match="in our care already"):
        escape.readmit(lot, by=keeper, at=AT + 3 * DAY, count=1)


def test_no_more_come_back_than_had_left() -> None:
    keeper, lot = make_person("keeper"), make_lot(3)
    escape.escape(lot, by=keeper, at=AT + DAY, circumstances="Roof")
    with pytest.raises(Refused, match="3 had left"):
        escape.readmit(lot, by=keeper, at=AT + 2 * DAY, count=4)


def test_a_hold_follows_an_escaped_animal_home() -> None:
    keeper, case = make_person("keeper"), make_case(evidence_hold=True)
    lot = make_lot(3, case=case)
    escape.escape(lot, by=keeper, at=AT + DAY, circumstances="Roof")
    stay = escape.readmit(lot, by=keeper, at=AT + 2 * DAY, count=3)
    assert stay.holds == 1
