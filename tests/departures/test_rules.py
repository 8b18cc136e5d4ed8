"""Releases, records struck out, and what refuses them."""

from datetime import date

import pytest
import sqlalchemy as sa

from rescue_center.animals import ledger
from rescue_center.animals import rules as animals
from rescue_center.animals.life import Stage
from rescue_center.db import db
from rescue_center.departures import death, escape, readiness, rules, transfer, voiding
from rescue_center.departures.models import Death, Released
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing
from rescue_center.errors import Refused
from tests.departures.makers import LATER, planned, release
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
    vet, case = make_person("coordinator"), make_case()
    animal = make_ready(until=LATER, without="native_range", case=case)
    order = make_order(case, kind="release")
    rules.assess(animal.stay, "native_range", "overridden", by=vet, at=LATER, reason="Drowned bay",
                 approved_by=f"order-{order.id}")  # fmt: skip
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
