"""Transfers: planned, handed over, signed by the receiver."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center.animals import rules as animals
from rescue_center.animals.life import Stage
from rescue_center.db import db
from rescue_center.departures import transfer
from rescue_center.departures.transfer_models import Transferred
from rescue_center.errors import Refused
from tests.departures.makers import planned
from tests.makers import AT, DAY, HOUR, make_case, make_lot, make_person, make_transfer

pytestmark = pytest.mark.usefixtures("session")


def test_a_transfer_needs_two_signatures_and_only_the_second_ends_the_stay() -> None:
    boss, lot = make_person("manager"), make_lot(4)
    plan = planned(lot, boss)
    transfer.hand_over(plan, by=boss, at=AT + 2 * DAY)
    assert lot.stay.is_open
    transfer.receive(plan, by=boss, at=AT + 2 * DAY + HOUR, received_by="Dr Lim")
    db.session.refresh(lot)
    assert (lot.stay.stage, lot.count, plan.status) == (Stage.TRANSFERRED, 0, "received")


@pytest.mark.parametrize(
    "change", ["UPDATE transferred_stay SET condition = 'ill'", "DELETE FROM transferred_stay"]
)
def test_the_database_keeps_the_animals_of_a_transfer_once_it_is_received(change: str) -> None:
    boss = make_person("manager")
    plan = transfer.plan(by=boss, at=AT, to_organisation="Elsewhere")
    member = transfer.add_animal(plan, make_lot(2), by=boss, at=AT + HOUR)
    transfer.remove_animal(plan, member, by=boss, at=AT + HOUR, reason="Too weak")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Transferred)) == 0
    signed = planned(make_lot(4), boss)
    transfer.hand_over(signed, by=boss, at=AT + 2 * DAY)
    transfer.receive(signed, by=boss, at=AT + 2 * DAY, received_by="Dr Lim")
    with pytest.raises(IntegrityError, match="signed_transfer_keeps_its_animals"):
        db.session.execute(sa.text(change))


def test_a_transfer_is_not_received_before_it_was_handed_over() -> None:
    boss = make_person("manager")
    with pytest.raises(Refused, match="giver signs first"):
        transfer.receive(planned(make_lot(4), boss), by=boss, at=AT + DAY, received_by="Lim")


def test_without_a_permit_or_an_order_nothing_is_handed_over() -> None:
    boss = make_person("manager")
    plan = make_transfer(by=boss, at=AT + DAY)
    transfer.add_animal(plan, make_lot(4), by=boss, at=AT + DAY)
    with pytest.raises(Refused, match="no permit"):
        transfer.hand_over(plan, by=boss, at=AT + DAY)


def test_a_hold_placed_on_the_way_stops_the_second_signature() -> None:
    boss, case = make_person("manager"), make_case()
    lot = make_lot(4, case=case)
    plan = planned(lot, boss)
    transfer.hand_over(plan, by=boss, at=AT + 2 * DAY)
    animals.place_hold(lot.stay, case, by=boss, at=AT + 2 * DAY, reason="Evidence")
    with pytest.raises(Refused, match="held as evidence"):
        transfer.receive(plan, by=boss, at=AT + 2 * DAY + HOUR, received_by="Dr Lim")


def test_an_animal_is_on_one_transfer_at_a_time() -> None:
    boss, lot = make_person("manager"), make_lot(4)
    planned(lot, boss)
    other = transfer.plan(by=boss, at=AT + DAY, to_organisation="Elsewhere")
    with pytest.raises(Refused, match="already on transfer"):
        transfer.add_animal(other, lot, by=boss, at=AT + DAY)
