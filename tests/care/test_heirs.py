"""A lot under treatment that is split or merged."""

import pytest

from rescue_center.animals.models import Animal
from rescue_center.animals.regroup import individualise, merge
from rescue_center.care.order_models import Prescription
from rescue_center.care.rules import extend_doses, give, stop
from rescue_center.db import db
from rescue_center.errors import Refused
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_drug,
    make_lot,
    make_person,
    make_prescription,
    make_split,
)

pytestmark = pytest.mark.usefixtures("session")


def orders_of(animal: Animal) -> list[Prescription]:
    return db.session.query(Prescription).filter_by(animal_id=animal.id).all()


def test_an_heir_goes_on_with_the_doses_of_its_lot() -> None:
    lot = make_lot(20)
    order = make_prescription(lot, frequency="BID", days=2)
    give(order.doses[0], by=make_person("keeper"), at=AT)
    heir = make_split(lot, 5, at=AT + HOUR)
    (own,) = orders_of(heir)
    assert [d.due_at for d in own.doses] == [d.due_at for d in order.doses[1:]]
    assert (own.amount, own.inherited_from_id, own.ordered_by_id) == (
        order.amount, order.id, order.ordered_by_id,
    )  # fmt: skip
    give(own.doses[0], by=make_person("keeper"), at=own.doses[0].due_at)
    assert order.doses[1].is_open
    assert individualise(lot, by=None, at=AT + HOUR * 2)


def test_an_open_ended_order_of_an_heir_is_written_out_from_the_split_on() -> None:
    lot = make_lot(20)
    order = make_prescription(lot, frequency="q28d", days=None)
    give(order.doses[0], by=make_person("keeper"), at=AT)
    heir = make_split(lot, 5, at=AT + DAY)
    (own,) = orders_of(heir)
    assert own.doses == []
    extend_doses(at=AT + DAY * 20)
    db.session.expire_all()
    assert [d.due_at for d in own.doses] == [AT + DAY * 28]


def test_what_is_over_is_not_inherited() -> None:
    lot = make_lot(20)
    over = make_prescription(lot, frequency="STAT")
    give(over.doses[0], by=make_person("keeper"), at=AT)
    stopped = make_prescription(lot)
    stop(stopped, by=make_person("vet"), at=AT + HOUR, reason="cured")
    assert orders_of(make_split(lot, 5, at=AT + HOUR * 2)) == []


def test_as_needed_is_inherited_with_its_limits() -> None:
    lot = make_lot(20)
    make_prescription(lot, frequency="PRN", min_interval_h=6, max_per_day=2)
    (own,) = orders_of(make_split(lot, 5))
    assert (own.is_prn, own.min_interval_h, own.max_per_day, own.doses) == (True, 6, 2, [])


def test_lots_with_different_treatment_are_not_merged() -> None:
    lot = make_lot(20)
    part = make_split(lot, 5)
    make_prescription(lot, make_drug(ingredient="fenbendazole"), at=AT + HOUR * 2)
    with pytest.raises(Refused, match="is being treated with fenbendazole, the other lot is not"):
        merge(part, lot, by=None, at=AT + HOUR * 3)
    with pytest.raises(Refused, match="is being treated with fenbendazole"):
        merge(lot, part, by=None, at=AT + HOUR * 3)


def test_lots_with_the_same_treatment_are_merged_and_go_on_once() -> None:
    lot = make_lot(20)
    order = make_prescription(lot)
    part = make_split(lot, 5)
    merge(part, lot, by=None, at=AT + HOUR * 3)
    (ended,) = orders_of(part)
    assert ended.stop_reason == f"Merged into {lot.accession}"
    assert not any(dose.is_open for dose in ended.doses[1:])
    assert order.is_open
