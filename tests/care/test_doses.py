"""Doses: given, partly given, not given; what the guard refuses; who may decide otherwise."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy.exc import DBAPIError

from rescue_center import journal
from rescue_center.animals.life import Stage, move
from rescue_center.animals.regroup import individualise
from rescue_center.care import dose_rules
from rescue_center.care.order_models import Administration
from rescue_center.care.rules import NOT_GIVEN, give, give_as_needed, not_given, prescribe, stop
from rescue_center.db import db
from rescue_center.errors import Refused, refusal_of
from rescue_center.journal.models import Entry
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_drug,
    make_lot,
    make_person,
    make_prescription,
    make_weight,
)

pytestmark = pytest.mark.usefixtures("session")


def test_a_dose_is_given_as_ordered() -> None:
    order, sok = make_prescription(), make_person("keeper", name="Sok")
    record = give(order.doses[0], by=sok, at=AT + HOUR, recorded_at=AT + HOUR * 2)
    db.session.expire_all()
    assert (record.status, record.amount, record.dose_mg) == ("given", D("0.32"), D(16))
    assert (record.at, record.recorded_at, record.by) == (AT + HOUR, AT + HOUR * 2, sok)
    assert order.doses[0].state(AT) == "given"
    assert not record.is_late
    journal.settle()
    entry = db.session.query(Entry).filter_by(verb="dose given").one()
    assert entry.after["amount"] == "0.3200" or D(entry.after["amount"]) == D("0.32")


def test_a_dose_after_its_window_is_late() -> None:
    order = make_prescription()
    assert order.doses[0].state(AT + HOUR * 2) == "due"
    assert order.doses[0].state(AT + HOUR * 2 + timedelta(minutes=1)) == "overdue"
    assert order.doses[1].state(AT) == "planned"
    assert give(order.doses[0], by=make_person("keeper"), at=AT + HOUR * 3).is_late


def test_part_of_a_dose_needs_a_reason_and_more_than_the_dose_is_refused() -> None:
    order, sok = make_prescription(), make_person("keeper")
    for amount in (D(0), D("-0.1"), D("0.33")):
        with pytest.raises(Refused) as refused:
            give(order.doses[0], by=sok, at=AT, amount=amount, reason="spilt")
        assert refused.value.field == "amount"
    with pytest.raises(Refused, match="Say why it was less"):
        give(order.doses[0], by=sok, at=AT, amount=D("0.2"))
    record = give(order.doses[0], by=sok, at=AT, amount=D("0.2"), reason="spilt")
    assert (record.status, record.dose_mg, record.was_taken) == ("partly", D(10), True)


def test_a_diluted_dose_counts_the_drug_in_it() -> None:
    mali = make_animal()
    make_weight(mali, 75)
    order = make_prescription(mali, make_drug("50 mg/ml"), dilution=20, frequency="STAT")
    assert (order.amount, order.dose_mg) == (D("0.15"), D("0.375"))
    record = give(order.doses[0], by=make_person("vet"), at=AT)
    assert record.dose_mg == D("0.375")


@pytest.mark.parametrize("reason", sorted(NOT_GIVEN))
def test_not_given_says_why(reason: str) -> None:
    order = make_prescription()
    record = not_given(order.doses[0], reason, by=make_person("keeper"), at=AT, note="twice")
    assert record.status in ("refused", "omitted") and "twice" in record.reason
    assert order.doses[0].state(AT) == record.status


def test_not_given_without_a_known_reason_is_refused() -> None:
    order, sok = make_prescription(), make_person("keeper")
    with pytest.raises(Refused, match="Choose why"):
        not_given(order.doses[0], "", by=sok, at=AT)
    with pytest.raises(Refused, match="Say why"):
        not_given(order.doses[0], "other", by=sok, at=AT)


def test_a_second_record_of_a_slot_says_who_was_first() -> None:
    order = make_prescription()
    give(order.doses[0], by=make_person("keeper", name="Sok"), at=AT + timedelta(minutes=12))
    with pytest.raises(Refused, match=r"^Sok already gave this at 10:12\.$"):
        give(order.doses[0], by=make_person("keeper"), at=AT + HOUR)
    with pytest.raises(Refused, match=r"^Sok already gave this on 12 May 2026, 10:12\.$"):
        not_given(order.doses[0], "away", by=make_person("keeper"), at=AT + DAY)


def test_the_database_keeps_one_record_a_slot() -> None:
    order, sok = make_prescription(), make_person("keeper")
    give(order.doses[0], by=sok, at=AT)
    db.session.commit()
    done = dose_rules.Done("given", amount=D("0.32"), dose_mg=D(16))
    with pytest.raises(DBAPIError) as error:
        dose_rules.write(order, order.doses[0], done, by=sok, at=AT, recorded_at=AT)
    refusal = refusal_of(error.value)
    assert refusal and refusal.sentence == "Somebody else has just recorded this dose."
    db.session.rollback()


@pytest.mark.parametrize(
    ("at", "sentence"),
    [(AT + DAY, "too early"), (AT + DAY * 4, "in the future")],
)
def test_a_dose_is_not_recorded_before_its_time(at: object, sentence: str) -> None:
    order = make_prescription()
    with pytest.raises(Refused, match=sentence):
        give(order.doses[4], by=make_person("keeper"), at=at, recorded_at=AT + DAY * 3)  # type: ignore[arg-type]


# --- the guard ------------------------------------------------------------------------------


def test_the_same_ingredient_less_than_three_quarters_of_the_interval_ago_is_refused() -> None:
    order, sok = make_prescription(frequency="BID"), make_person("keeper", name="Sok")
    morning, evening = order.doses[1], order.doses[2]
    give(morning, by=sok, at=morning.due_at + HOUR * 4)
    with pytest.raises(Refused) as refused:
        give(evening, by=sok, at=evening.due_at)
    assert refused.value.sentence == (
        f"Sok gave {order.drug.ingredient} at 13 May 2026, 00:00. "
        "The next is not before 13 May 2026, 09:00."
    )
    assert refused.value.field == "too_soon_reason"
    give(evening, by=sok, at=evening.due_at + HOUR)


def test_the_guard_looks_at_the_ingredient_not_at_the_order() -> None:
    mali, sok = make_animal(), make_person("keeper")
    one = make_prescription(mali, make_drug(ingredient="meloxicam"))
    other = make_prescription(mali, make_drug(ingredient="Meloxicam "), frequency="STAT")
    third = make_prescription(mali, make_drug(ingredient="enrofloxacin"))
    give(one.doses[0], by=sok, at=AT)
    with pytest.raises(Refused, match="gave meloxicam"):
        give(other.doses[0], by=sok, at=AT + HOUR)
    assert give(third.doses[0], by=sok, at=AT + HOUR)


def test_the_guard_sees_a_later_dose_too_when_an_earlier_one_is_written_down_late() -> None:
    order, sok = make_prescription(frequency="BID"), make_person("keeper")
    give(order.doses[2], by=sok, at=order.doses[2].due_at)
    with pytest.raises(Refused, match="The next is not before"):
        give(order.doses[1], by=sok, at=order.doses[2].due_at - HOUR)


def test_a_refused_dose_does_not_count_but_a_part_does() -> None:
    order, sok = make_prescription(frequency="q12h"), make_person("keeper")
    not_given(order.doses[0], "refused", by=sok, at=AT)
    give(order.doses[1], by=sok, at=order.doses[1].due_at + HOUR, amount=D("0.1"), reason="spat")
    with pytest.raises(Refused, match="The next is not before"):
        give(order.doses[2], by=sok, at=order.doses[2].due_at - HOUR * 3)


def test_only_a_vet_decides_against_the_guard_and_says_why() -> None:
    order = make_prescription(frequency="BID")
    sok, lim = make_person("keeper"), make_person("vet")
    give(order.doses[0], by=sok, at=AT + HOUR * 5)
    with pytest.raises(Refused, match="Only a vet may decide otherwise"):
        give(order.doses[1], by=sok, at=AT + HOUR * 10, too_soon_reason="the vet said so")
    record = give(order.doses[1], by=lim, at=AT + HOUR * 10, too_soon_reason="first one vomited")
    assert (record.too_soon_reason, record.too_soon_by_id) == ("first one vomited", lim.id)


def test_an_animal_taken_out_of_a_lot_was_dosed_with_the_lot() -> None:
    lot, drug, sok = make_lot(10), make_drug(), make_person("keeper")
    order = make_prescription(lot, drug)
    give(order.doses[0], by=sok, at=AT)
    heir = individualise(lot, by=None, at=AT + HOUR)
    make_weight(heir, at=AT + HOUR)
    own = prescribe(
        heir, drug, by=make_person("vet"), at=AT + HOUR, rate_mg_per_kg=D(5), route="PO",
        frequency="STAT",
    )  # fmt: skip
    with pytest.raises(Refused, match="The next is not before"):
        give(own.doses[0], by=sok, at=AT + HOUR * 2)


# --- as needed ------------------------------------------------------------------------------


def test_as_needed_keeps_its_interval_and_its_number_a_day() -> None:
    order = make_prescription(frequency="PRN", min_interval_h=4, max_per_day=3)
    sok, lim = make_person("keeper"), make_person("vet")
    give_as_needed(order, by=sok, at=AT)
    with pytest.raises(Refused, match="The next is not before 12 May 2026, 14:00"):
        give_as_needed(order, by=sok, at=AT + HOUR * 3)
    give_as_needed(order, by=sok, at=AT + HOUR * 4)
    give_as_needed(order, by=sok, at=AT + HOUR * 8)
    with pytest.raises(Refused, match="3 is the most"):
        give_as_needed(order, by=sok, at=AT + HOUR * 13)
    give_as_needed(order, by=lim, at=AT + HOUR * 13, too_soon_reason="still in pain")
    give_as_needed(order, by=sok, at=AT + HOUR * 40)


def test_a_scheduled_order_is_not_given_as_needed() -> None:
    with pytest.raises(Refused, match="fixed times"):
        give_as_needed(make_prescription(), by=make_person("keeper"), at=AT)


def test_the_database_keeps_the_interval_of_as_needed() -> None:
    order = make_prescription(frequency="PRN", min_interval_h=4, max_per_day=3)
    sok, done = make_person("keeper"), dose_rules.Done("given", amount=D("0.32"), dose_mg=D(16))
    give_as_needed(order, by=sok, at=AT)
    db.session.commit()
    for hours, refused in ((3.99, True), (-1, True), (4, False)):
        at = AT + HOUR * hours
        try:
            dose_rules.write(order, None, done, by=sok, at=at, recorded_at=at)
        except DBAPIError as error:
            sentence = refusal_of(error)
            assert refused and sentence and "too soon" in sentence.sentence
            db.session.rollback()
        else:
            assert not refused


# --- after the stay -------------------------------------------------------------------------


def test_nothing_is_given_after_the_animal_left() -> None:
    order = make_prescription()
    stay = order.animal.stay
    assert stay
    move(stay, Stage.ESCAPED, by=None, at=AT + HOUR)
    with pytest.raises(Refused, match="no longer in our care"):
        give(order.doses[0], by=make_person("keeper"), at=AT + HOUR * 2)


def test_the_database_refuses_a_dose_after_departure() -> None:
    order = make_prescription()
    stay = order.animal.stay
    assert stay
    move(stay, Stage.ESCAPED, by=None, at=AT + HOUR)
    db.session.commit()
    done = dose_rules.Done("given", amount=D("0.32"), dose_mg=D(16))
    with pytest.raises(DBAPIError) as error:
        dose_rules.write(order, order.doses[0], done, by=make_person(), at=AT, recorded_at=AT)
    refusal = refusal_of(error.value)
    assert refusal and "no longer in our care" in refusal.sentence
    db.session.rollback()
    assert db.session.query(Administration).count() == 0


def test_a_dose_given_before_the_order_was_stopped_may_be_written_down_later() -> None:
    order, lim = make_prescription(frequency="BID"), make_person("vet")
    stop(order, by=lim, at=AT + DAY, reason="cured")
    give(order.doses[0], by=lim, at=AT + HOUR, recorded_at=AT + DAY + HOUR)
    with pytest.raises(Refused, match="stopped: cured"):
        give(order.doses[1], by=lim, at=AT + DAY + HOUR)
