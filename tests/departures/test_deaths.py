"""How animals die, and what a death keeps."""

import pytest

from rescue_center.animals import rules as animals
from rescue_center.animals.life import Stage
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.errors import Refused
from tests.makers import AT, DAY, make_case, make_lot, make_order, make_person

pytestmark = pytest.mark.usefixtures("session")


def test_a_death_in_a_lot_gets_a_record_of_its_own() -> None:
    lot = make_lot(10)
    row = death.die(lot, by=make_person("vet"), at=AT + DAY, manner="natural", count=1)
    db.session.refresh(lot)
    assert lot.count == 9
    assert row.stay.animal_id != lot.id
    assert row.stay.stage == Stage.DEAD
    assert (row.count, row.stay.animal.count) == (1, 0)


def test_a_planned_euthanasia_names_its_agent_and_reason() -> None:
    with pytest.raises(Refused, match="agent"):
        death.die(make_lot(2), by=make_person("vet"), at=AT + DAY, manner="euthanised",
                  euthanasia_reason="Pain")  # fmt: skip


def test_only_a_vet_records_a_euthanasia() -> None:
    with pytest.raises(Refused, match="by a vet"):
        death.die(make_lot(2), by=make_person("keeper"), at=AT + DAY, manner="euthanised",
                  agent="x", euthanasia_reason="y")  # fmt: skip


def test_a_held_animal_is_put_down_in_an_emergency_with_notice_and_its_carcass_is_kept() -> None:
    vet, case = make_person("vet"), make_case(evidence_hold=True)
    lot = make_lot(2, case=case)
    facts = {"manner": "euthanised", "agent": "Pentobarbital", "euthanasia_reason": "Dying"}
    with pytest.raises(Refused, match="whom you told"):
        death.die(lot, by=vet, at=AT + DAY, **facts)
    row = death.die(lot, by=vet, at=AT + DAY, authority_notified_who="Prosecutor", **facts)
    with pytest.raises(Refused, match="held as evidence"):
        death.dispose(row, "burial", by=vet, at=AT + 2 * DAY, witness="Sok")
    animals.lift_case_holds(case, make_order(case), by=vet, at=AT + 2 * DAY)
    death.dispose(row, "burial", by=vet, at=AT + 2 * DAY, witness="Sok")
    assert row.stay.carcass_disposed_at == AT + 2 * DAY


def test_the_dead_do_not_die_again() -> None:
    vet, lot = make_person("vet"), make_lot(2)
    death.die(lot, by=vet, at=AT + DAY, manner="natural")
    with pytest.raises(Refused, match="not in our care"):
        death.die(lot, by=vet, at=AT + DAY, manner="natural")


def test_a_death_is_not_dated_before_the_arrival() -> None:
    with pytest.raises(Refused, match="Check the date"):
        death.die(make_lot(2), by=make_person("vet"), at=AT - DAY, manner="natural")
