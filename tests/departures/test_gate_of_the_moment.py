"""The gate is that of the moment which is written down, whatever way an animal came to it."""

from datetime import datetime

import pytest

from rescue_center.animals import regroup
from rescue_center.animals import rules as animals
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.animals.stages import change_stage
from rescue_center.db import db
from rescue_center.departures import death, escape, leaving, readiness, rules, transfer
from rescue_center.departures.transfer_models import Transfer
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.quarantine import rules as quarantine
from rescue_center.staff.models import Person
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_group,
    make_lot,
    make_order,
    make_person,
    make_ready,
    make_taxon,
    make_transfer,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + 60 * DAY


def release(animal: Animal, by: Person, at: datetime = LATER) -> None:
    rules.release([(animal, None)], by=by, at=at, place="Phnom Prich", team="Sok")


def planned(animal: Animal, by: Person) -> Transfer:
    return make_transfer(animal, by=by, at=LATER)


def stops_of(animal: Animal, at: datetime) -> set[str]:
    db.session.refresh(animal)
    return {stop.key for stop in readiness.gate(animal.stays[-1], at).stops}


# --- told late --------------------------------------------------------------------------------


def was_held(animal: Animal, by: Person) -> None:
    """Held for twenty days, until LATER."""
    assert animal.case is not None
    hold = animals.place_hold(
        animal.stays[-1], animal.case, by=by, at=AT + 40 * DAY, reason="Evidence"
    )
    animals.lift_hold(hold, make_order(animal.case), by=by, at=LATER)


def test_nothing_that_a_hold_forbade_is_dated_while_it_stood() -> None:
    boss = make_person("coordinator", "vet")
    ready, dead, alive = (
        make_ready(case=make_case(), until=LATER),
        make_animal(case=make_case()),
        make_animal(case=make_case()),
    )
    died = death.die(dead, by=boss, at=AT + HOUR, manner="natural")
    for animal in (ready, dead, alive):
        was_held(animal, boss)
    with pytest.raises(Refused, match=r"was held as evidence in case .* until 11 Jul 2026, 10:00"):
        release(ready, boss, LATER - DAY)
    with pytest.raises(Refused, match="was held as evidence until 11 Jul 2026, 10:00"):
        transfer.hand_over(planned(alive, boss), by=boss, at=LATER - DAY)
    with pytest.raises(Refused, match="the disposal of the carcass is refused before that"):
        death.dispose(died, "burial", by=boss, at=LATER - DAY, witness="Sok")
    with pytest.raises(Refused, match="a planned euthanasia is refused before that"):
        death.die(alive, by=boss, at=LATER - DAY, manner="euthanised", planned=True,
                  agent="Pentobarbital", euthanasia_reason="Fractures")  # fmt: skip
    release(ready, boss)


def test_of_two_holds_that_stood_the_one_lifted_last_is_named_everywhere() -> None:
    boss = make_person("coordinator", "vet")
    animal = make_ready(case=make_case(), until=LATER)
    stay, other = animal.stays[-1], make_case()
    assert animal.case is not None
    for case, lifted in ((animal.case, LATER), (other, LATER - 10 * DAY)):
        hold = animals.place_hold(stay, case, by=boss, at=AT + 40 * DAY, reason="Evidence")
        assert stay.hold_at(AT) is hold  # it stands, and forbids what is dated before it too
        animals.lift_hold(hold, make_order(case), by=boss, at=lifted)
    then, until = LATER - 11 * DAY, "until 11 Jul 2026, 10:00"
    assert leaving.held_then(animal, LATER) is None
    assert leaving.held_then(animal, AT + 39 * DAY) is None
    with pytest.raises(Refused, match=f"in case {animal.case.number} {until}"):
        release(animal, boss, then)
    with pytest.raises(Refused, match=until):
        leaving.refuse_while_held(animal, "a transfer", then)
    with pytest.raises(Refused, match=until):
        transfer.hand_over(planned(animal, boss), by=boss, at=then)


def test_no_release_is_dated_before_the_clearance_or_days_before_its_criteria() -> None:
    boss, animal = make_person("coordinator"), make_ready(until=LATER)
    with pytest.raises(Refused, match="left quarantine on 12 Jun 2026, 10:00, not before"):
        release(animal, boss, AT + 31 * DAY - HOUR)
    with pytest.raises(Refused, match="Not assessed yet: Weight"):
        release(animal, boss, AT + 31 * DAY + HOUR)
    release(animal, boss, AT + 32 * DAY - HOUR)  # the sheet was filled in later that day


def test_no_handover_is_dated_before_the_arrival() -> None:
    boss = make_person("coordinator")
    with pytest.raises(Refused, match="arrived after that"):
        transfer.hand_over(planned(make_animal(), boss), by=boss, at=AT - DAY)


# --- quarantine: whose clearance it is ----------------------------------------------------------


def test_whoever_comes_back_is_quarantined_anew_though_its_lot_was_cleared_once() -> None:
    boss = make_person("coordinator", "vet")
    lot = make_ready(10, until=LATER)
    one = regroup.individualise(lot, by=boss, at=LATER - DAY)
    for animal, count in ((one, 1), (lot, 9)):
        release(animal, boss)
        escape.readmit(animal, by=boss, at=LATER + DAY, count=count, reason="Sold again")
    part = regroup.split(lot, 4, by=boss, at=LATER + 2 * DAY)
    for animal in (one, lot, part):
        assert "quarantine" in stops_of(animal, LATER + 3 * DAY)


def test_an_open_quarantine_holds_an_animal_in_the_hospital_back_from_a_transfer() -> None:
    vet = make_person("vet", "coordinator")
    animal = make_animal(taxon=make_taxon(group=make_group()))
    quarantine.begin(animal.stays[-1], make_unit(biosecurity="quarantine"), by=vet, at=AT)
    change_stage(animal, Stage.HOSPITAL, by=vet, at=AT + HOUR, reason="Fractures")
    with pytest.raises(Refused, match="is in quarantine: clear it"):
        transfer.hand_over(planned(animal, vet), by=vet, at=LATER)


@pytest.mark.parametrize(
    "came", [AT + 32 * DAY, AT + 20 * DAY], ids=["after it", "before it, and told late"]
)
def test_a_newcomer_beside_a_cleared_animal_takes_its_clearance_away(came: datetime) -> None:
    vet = make_person("coordinator", "vet")
    taxon, unit = make_taxon(group=make_group()), make_unit(biosecurity="quarantine")
    lot, new = make_lot(3, taxon=taxon), make_animal(taxon=taxon)
    mate = make_animal(taxon=taxon)
    kept = quarantine.begin(lot.stays[-1], unit, by=vet, at=AT)
    quarantine.begin(mate.stays[-1], unit, by=vet, at=AT)  # it stays longer, and is no newcomer
    quarantine.clear(kept, to=Stage.PRE_RELEASE, by=vet, at=AT + 31 * DAY)
    one = regroup.individualise(lot, by=vet, at=AT + 31 * DAY + HOUR)
    assert "quarantine" not in stops_of(lot, LATER) | stops_of(one, LATER)
    quarantine.begin(new.stays[-1], unit, by=vet, at=came)
    assert "quarantine" in stops_of(lot, LATER) & stops_of(one, LATER)
    with pytest.raises(Refused, match="its clearance no longer counts"):
        transfer.hand_over(planned(one, vet), by=vet, at=LATER)


def test_who_moved_out_in_time_keeps_its_clearance_and_so_does_another_class() -> None:
    vet, unit = make_person("coordinator", "vet"), make_unit(biosecurity="quarantine")
    taxon = make_taxon(group=make_group())
    turtle, new, bird = (
        make_animal(taxon=taxon),
        make_animal(taxon=taxon),
        make_animal(
            taxon=make_taxon(group=make_group(), class_name="Aves", order_name="Gruiformes")
        ),
    )
    for animal in (turtle, bird):
        kept = quarantine.begin(animal.stays[-1], unit, by=vet, at=AT)
        quarantine.clear(kept, to=Stage.PRE_RELEASE, by=vet, at=AT + 31 * DAY)
    enclosures.house([turtle], make_unit(), by=vet, at=AT + 31 * DAY)
    quarantine.begin(new.stays[-1], unit, by=vet, at=AT + 32 * DAY)
    for animal in (turtle, bird):
        assert "quarantine" not in stops_of(animal, LATER)
        transfer.hand_over(planned(animal, vet), by=vet, at=LATER)


def test_a_cleared_lot_does_not_lend_its_clearance_to_one_that_merges_into_it() -> None:
    vet, case, taxon = make_person("vet"), make_case(), make_taxon(group=make_group())
    cleared, other = (make_lot(5, case=case, taxon=taxon) for _ in range(2))
    kept = quarantine.begin(cleared.stays[-1], make_unit(biosecurity="quarantine"), by=vet, at=AT)
    quarantine.clear(kept, to=Stage.REHAB, by=vet, at=AT + 31 * DAY)
    enclosures.vacate(cleared, by=vet, at=AT + 31 * DAY)
    for lot in (cleared, other):
        change_stage(lot, Stage.HOSPITAL, by=vet, at=AT + 32 * DAY, reason="Check")
    for source, into in ((other, cleared), (cleared, other)):
        with pytest.raises(Refused, match=r"was cleared from quarantine and .* was not"):
            regroup.merge(source, into, by=vet, at=AT + 33 * DAY)
