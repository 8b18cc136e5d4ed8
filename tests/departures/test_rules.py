"""How animals leave, and what refuses it."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center.animals import ledger
from rescue_center.animals import rules as animals
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import death, escape, readiness, rules, transfer, voiding
from rescue_center.departures.models import Death, Released
from rescue_center.departures.transfer_models import Transferred
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing
from rescue_center.errors import Refused
from rescue_center.staff.models import Person
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_case,
    make_lot,
    make_order,
    make_person,
    make_ready,
    make_taxon,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + 60 * DAY


def release(animal: Animal, by: Person, count: int | None = None, **facts: Any) -> Any:
    given = {"place": "Phnom Prich", "team": "Sok, Vanna", "at": LATER}
    return rules.release([(animal, count)], by=by, **(given | facts))


def test_a_ready_animal_is_released_and_its_stay_housing_and_count_end_together() -> None:
    vet = make_person("coordinator")
    animal = make_ready(until=LATER)
    enclosures.house([animal], make_unit(), by=vet, at=LATER - HOUR)

    release(animal, vet)

    db.session.refresh(animal)
    assert (animal.count, animal.stay.stage, animal.stay.ended_at) == (0, Stage.RELEASED, LATER)
    assert db.session.scalar(sa.select(Housing.id).where(Housing.ended_at.is_(None))) is None


def test_a_release_keeps_what_the_gate_said() -> None:
    animal = make_ready(until=LATER)
    release(animal, make_person("coordinator"))
    kept = db.session.scalars(sa.select(Released)).one()
    assert kept.gate["stops"] == []
    assert kept.gate["criteria"]["weight"]["verdict"] == "met"


def test_part_of_a_lot_is_released_and_the_rest_stays() -> None:
    lot = make_ready(count=175, until=LATER)
    act = release(lot, make_person("coordinator"), count=120)
    db.session.refresh(lot)
    assert lot.count == 55
    assert [m.count for m in act.members] == [120]
    assert lot.stay.is_open


def test_more_than_the_lot_counts_cannot_leave_it() -> None:
    lot = make_ready(count=5, until=LATER)
    with pytest.raises(Refused, match="6 cannot leave"):
        release(lot, make_person("coordinator"), count=6)


def test_a_hold_refuses_release_transfer_planned_euthanasia_and_striking_out() -> None:
    boss, vet = make_person("coordinator"), make_person("vet")
    case = make_case()
    animal = make_ready(case=case, until=LATER)
    animals.place_hold(animal.stay, case, by=boss, at=LATER - HOUR, reason="Evidence")

    with pytest.raises(Refused, match="held as evidence"):
        release(animal, boss)
    plan = transfer.plan(by=boss, at=LATER, to_organisation="Sanctuary")
    with pytest.raises(Refused, match="held as evidence"):
        transfer.add_animal(plan, animal, by=boss, at=LATER)
    with pytest.raises(Refused, match="held as evidence"):
        death.die(animal, by=vet, at=LATER, manner="euthanised", planned=True,
                  agent="Pentobarbital", euthanasia_reason="Fractures")  # fmt: skip
    with pytest.raises(Refused, match="held as evidence"):
        voiding.void_animal(animal, by=boss, at=LATER, reason="Mistake")


def test_a_lifted_hold_lets_it_go() -> None:
    boss = make_person("coordinator")
    case = make_case()
    animal = make_ready(case=case, until=LATER)
    hold = animals.place_hold(animal.stay, case, by=boss, at=LATER - HOUR, reason="Evidence")
    animals.lift_hold(hold, make_order(case), by=boss, at=LATER - HOUR)
    release(animal, boss)
    assert animal.stay.stage == Stage.RELEASED


def test_nothing_is_released_before_its_quarantine_is_cleared() -> None:
    animal = make_ready(until=LATER, quarantined=False)
    found = readiness.gate(animal.stay, LATER)
    assert [stop.key for stop in found.stops] == ["quarantine"]
    with pytest.raises(Refused, match="quarantine"):
        release(animal, make_person("coordinator"))


@pytest.mark.parametrize("missing", [c.key for c in readiness.CRITERIA])
def test_every_criterion_is_needed(missing: str) -> None:
    animal = make_ready(until=LATER, without=missing)
    with pytest.raises(Refused, match=readiness.BY_KEY[missing].label):
        release(animal, make_person("coordinator"))


def test_an_override_passes_with_a_reason_and_is_refused_without() -> None:
    vet = make_person("vet")
    animal = make_ready(until=LATER, without="senses")
    with pytest.raises(Refused, match="Say why"):
        rules.assess(animal.stay, "senses", "overridden", by=vet, at=LATER)
    rules.assess(animal.stay, "senses", "overridden", by=vet, at=LATER, reason="Seen by day")
    release(animal, vet)


def test_a_criterion_is_met_only_with_evidence() -> None:
    animal = make_ready(until=LATER)
    with pytest.raises(Refused, match="seen or measured"):
        rules.assess(animal.stay, "weight", "met", by=make_person("vet"), at=LATER)


def test_a_permit_that_has_expired_does_not_count() -> None:
    animal = make_ready(until=LATER, permit_ends=date(2026, 6, 1))
    with pytest.raises(Refused, match="permit"):
        release(animal, make_person("coordinator"))


def test_outside_the_native_range_only_an_approved_kind_of_release_passes() -> None:
    vet = make_person("coordinator")
    animal = make_ready(until=LATER, without="native_range")
    rules.assess(animal.stay, "native_range", "overridden", by=vet, at=LATER, reason="Order 12")
    with pytest.raises(Refused, match="outside the native range"):
        release(animal, vet)
    release(animal, vet, kind="ACOL")


def test_a_keeper_does_not_release() -> None:
    with pytest.raises(Refused, match="coordinator"):
        release(make_ready(until=LATER), make_person("keeper"))


def test_a_part_of_a_cleared_lot_carries_its_clearance_its_permit_and_its_criteria() -> None:
    lot = make_ready(count=20, until=LATER)
    part = animals.split(lot, 5, by=None, at=LATER - HOUR)
    assert readiness.gate(part.stay, LATER).is_open


def test_a_part_split_off_before_clearance_is_not_cleared() -> None:
    lot = make_ready(count=20, until=LATER, quarantined=False)
    part = animals.split(lot, 5, by=None, at=AT + HOUR)
    assert "quarantine" in {stop.key for stop in readiness.gate(part.stay, LATER).stops}


# --- death ------------------------------------------------------------------------------------


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


# --- escape and return ------------------------------------------------------------------------


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


# --- transfer ---------------------------------------------------------------------------------


def planned(animal: Animal, by: Person, count: int | None = None) -> Any:
    plan = transfer.plan(by=by, at=AT + DAY, to_organisation="Angkor Centre")
    member = transfer.add_animal(plan, animal, by=by, at=AT + DAY, count=count)
    rules.add_permit([member.stay], by=by, at=AT + DAY, kind="movement", number=f"M{plan.id}",
                     issuer="FA", issued_on=date(2026, 5, 12))  # fmt: skip
    return plan


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
    plan = transfer.plan(by=boss, at=AT + DAY, to_organisation="Angkor Centre")
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


# --- striking out -----------------------------------------------------------------------------


def test_a_record_struck_out_leaves_every_count_and_stays_readable() -> None:
    boss, lot = make_person("manager"), make_lot(4)
    voiding.void_animal(lot, by=boss, at=AT + DAY, reason="Entered twice")
    db.session.refresh(lot)
    assert (lot.count, lot.is_void, lot.stay.stage) == (0, True, Stage.VOID)


def test_a_record_that_others_came_from_is_not_struck_out() -> None:
    boss, lot = make_person("manager"), make_lot(4)
    animals.split(lot, 1, by=boss, at=AT + HOUR)
    with pytest.raises(Refused, match="recount"):
        voiding.void_animal(lot, by=boss, at=AT + DAY, reason="Entered twice")


def test_every_count_of_a_case_adds_up_whatever_happened_to_its_animals() -> None:
    boss, vet, case = make_person("manager"), make_person("vet"), make_case()
    lot = make_lot(178, case=case, taxon=make_taxon())
    death.die(lot, by=vet, at=AT + DAY, manner="natural", count=3)
    escape.escape(lot, by=boss, at=AT + DAY, circumstances="Net", count=2)
    plan = planned(lot, boss, count=50)
    transfer.hand_over(plan, by=boss, at=AT + 2 * DAY)
    transfer.receive(plan, by=boss, at=AT + 2 * DAY, received_by="Dr Lim")
    account = ledger.total(ledger.case_account(case))
    assert account.agrees
    db.session.refresh(lot)
    assert lot.count == 178 - 3 - 2 - 50
    assert db.session.scalar(sa.select(sa.func.sum(Death.count))) == 3
