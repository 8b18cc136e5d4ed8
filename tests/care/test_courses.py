"""Courses: written out, extended, stopped, kept as they were; and their withdrawal."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy.exc import DBAPIError

from rescue_center import clock
from rescue_center.care import queries
from rescue_center.care.rules import extend_doses, give, stop, stop_orders, write_out
from rescue_center.db import db
from rescue_center.errors import Refused, refusal_of
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_drug,
    make_lot,
    make_person,
    make_prescription,
)

pytestmark = pytest.mark.usefixtures("session")


def test_an_open_ended_order_is_written_out_for_14_days_and_extended_without_drift() -> None:
    order = make_prescription(frequency="BID", days=None)
    first = [d.due_at for d in order.doses]
    assert max(first) < AT + DAY * 14
    assert extend_doses(at=AT) == 0
    assert extend_doses(at=AT + DAY * 10) == 20
    assert extend_doses(at=AT + DAY * 10) == 0
    db.session.expire(order)
    due = [d.due_at for d in order.doses]
    assert due[: len(first)] == first
    assert {f"{clock.local(at):%H:%M}" for at in due[1:]} == {"08:00", "20:00"}
    assert len(set(due)) == len(due)


def test_giving_a_dose_of_an_open_ended_order_keeps_it_written_out() -> None:
    order = make_prescription(frequency="SID", days=None)
    last = order.doses[-1].due_at
    give(order.doses[2], by=make_person("keeper"), at=order.doses[2].due_at)
    db.session.expire(order)
    assert order.doses[-1].due_at > last


def test_a_course_with_an_end_is_never_extended() -> None:
    order = make_prescription(days=3)
    assert extend_doses(at=AT + DAY * 2) == 0
    assert len(order.doses) == 3
    assert write_out(order, at=AT + DAY) == []


def test_a_stopped_order_keeps_what_was_and_cancels_what_was_to_come() -> None:
    order = make_prescription(frequency="BID", days=3)
    lim = make_person("vet")
    give(order.doses[0], by=lim, at=AT)
    with pytest.raises(Refused, match="Say why"):
        stop(order, by=lim, at=AT + DAY, reason=" ")
    stop(order, by=lim, at=AT + DAY, reason="cured")
    states = [d.state(AT + DAY * 2) for d in order.doses]
    assert states == ["given", "not_recorded", "not_recorded", *["cancelled"] * 3]
    with pytest.raises(Refused, match="stopped before"):
        stop(order, by=lim, at=AT + DAY, reason="cured")
    with pytest.raises(Refused, match="cancelled: cured"):
        give(order.doses[-1], by=lim, at=order.doses[-1].due_at)
    assert extend_doses(at=AT + DAY * 3) == 0


def test_a_stay_that_ends_stops_its_orders() -> None:
    mali = make_animal()
    one, other = make_prescription(mali), make_prescription(mali, days=None)
    assert mali.stay
    assert stop_orders(mali.stay, by=None, at=AT + DAY, reason="died") == 2
    assert stop_orders(mali.stay, by=None, at=AT + DAY, reason="died") == 0
    assert (one.stop_reason, other.is_open) == ("died", False)
    assert not any(d.is_open and d.due_at > AT + DAY for d in (*one.doses, *other.doses))


def test_a_dose_recorded_after_the_moment_it_left_waits_for_review() -> None:
    order = make_prescription()
    first = give(order.doses[0], by=make_person("keeper"), at=AT)
    second = give(order.doses[1], by=make_person("keeper"), at=order.doses[1].due_at)
    stop_orders(order.stay, by=None, at=AT + HOUR, reason="found dead, since yesterday")
    assert (first.needs_review, second.needs_review) == (False, True)


def test_an_order_keeps_the_strength_it_was_written_with() -> None:
    order = make_prescription(drug=make_drug("50 mg/ml"))
    order.drug.strength_mg = D(100)
    assert order.measured_mg == D(16)
    assert give(order.doses[0], by=make_person("keeper"), at=AT).dose_mg == D(16)


def test_an_order_is_never_rewritten_even_by_the_database() -> None:
    order = make_prescription()
    db.session.commit()
    order.amount = D(5)
    with pytest.raises(DBAPIError) as error:
        db.session.commit()
    assert refusal_of(error.value) or "order_is_never_rewritten" in str(error.value)
    db.session.rollback()


def test_the_database_refuses_a_second_vet_who_is_the_first() -> None:
    order = make_prescription()
    db.session.commit()
    order.confirmed_by_id, order.confirmed_at = order.ordered_by_id, AT
    with pytest.raises(DBAPIError) as error:
        db.session.commit()
    refusal = refusal_of(error.value)
    assert refusal and "second vet" in refusal.sentence
    db.session.rollback()


# --- withdrawal -----------------------------------------------------------------------------


def test_the_withdrawal_of_the_last_dose_counts() -> None:
    mali = make_animal()
    assert queries.withdrawal_ends(mali) is None
    long, short = make_drug(withdrawal_days=28), make_drug(withdrawal_days=7)
    one, other = make_prescription(mali, long), make_prescription(mali, short)
    keeper = make_person("keeper")
    give(one.doses[0], by=keeper, at=AT)
    give(other.doses[0], by=keeper, at=AT)
    give(other.doses[1], by=keeper, at=other.doses[1].due_at)
    assert queries.withdrawal_ends(mali) == AT + timedelta(days=28)
    assert queries.without_withdrawal(mali) == []


def test_part_of_a_lot_carries_the_withdrawal_of_the_lot() -> None:
    from tests.makers import make_split

    lot = make_lot(40)
    order = make_prescription(lot, make_drug(withdrawal_days=None, name="Panacur"))
    give(order.doses[0], by=make_person("keeper"), at=AT)
    heir = make_split(lot, 10, at=AT + HOUR)
    give(order.doses[1], by=make_person("keeper"), at=order.doses[1].due_at)
    assert queries.without_withdrawal(heir) == ["Panacur"]
    assert queries.withdrawal_ends(heir) is None
