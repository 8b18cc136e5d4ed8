"""Between the two signatures of a transfer: the animals are in our custody, and not here."""

from collections.abc import Callable

import pytest

from rescue_center.animals import regroup
from rescue_center.animals import rules as animals
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.departures import death, escape, rules, transfer
from rescue_center.departures.transfer_models import Transfer
from rescue_center.enclosures import rules as enclosures
from rescue_center.errors import Refused
from rescue_center.staff.models import Person
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_lot,
    make_person,
    make_ready,
    make_taxon,
    make_transfer,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + 60 * DAY


def handed_over(*going: Animal, by: Person) -> Transfer:
    plan = make_transfer(*going, by=by, at=LATER)
    transfer.hand_over(plan, by=by, at=LATER)
    return plan


def house(animal: Animal, by: Person) -> None:
    enclosures.house([animal], make_unit(), by=by, at=LATER + HOUR)


def release(animal: Animal, by: Person) -> None:
    rules.release([(animal, None)], by=by, at=LATER + HOUR, place="Phnom Prich", team="Sok")


def put_on_another(animal: Animal, by: Person) -> None:
    plan = transfer.plan(by=by, at=LATER, to_organisation="Circus")
    transfer.add_animal(plan, animal, by=by, at=LATER + HOUR, count=2)


@pytest.mark.parametrize(
    "act",
    [
        lambda lot, by: regroup.split(lot, 2, by=by, at=LATER + HOUR),
        lambda lot, by: regroup.individualise(lot, by=by, at=LATER + HOUR),
        lambda lot, by: animals.recount(lot, 10, by=by, at=LATER + HOUR, reason="Counted"),
        house,
        release,
        put_on_another,
    ],
    ids=["split", "individualise", "recount", "house", "release", "another transfer"],
)
def test_what_was_handed_over_is_not_worked_on_as_if_it_were_here(
    act: Callable[[Animal, Person], object],
) -> None:
    boss, lot = make_person("coordinator", "vet"), make_ready(10, until=LATER)
    plan = handed_over(lot, by=boss)
    with pytest.raises(Refused, match=f"handed over on transfer {plan.number}: it is on its way"):
        act(lot, boss)
    transfer.cancel(plan, by=boss, at=LATER + HOUR, reason="The road is flooded")
    if act is not put_on_another:
        act(lot, boss)


def test_nothing_is_merged_into_what_was_handed_over_nor_that_into_anything() -> None:
    boss, case, taxon = make_person("coordinator"), make_case(), make_taxon()
    going, here = (make_lot(5, case=case, taxon=taxon) for _ in range(2))
    handed_over(going, by=boss)
    for source, into in ((here, going), (going, here)):
        with pytest.raises(Refused, match="it is on its way"):
            regroup.merge(source, into, by=boss, at=LATER + HOUR)


def test_who_dies_or_gets_away_on_the_road_does_not_keep_the_others_from_arriving() -> None:
    boss = make_person("coordinator", "vet")
    dead, fled, lot = make_animal(), make_animal(), make_lot(10)
    plan = handed_over(dead, fled, lot, by=boss)
    death.die(dead, by=boss, at=LATER + HOUR, manner="natural")
    death.die(lot, by=boss, at=LATER + HOUR, manner="accident", count=3)
    escape.escape(fled, by=boss, at=LATER + HOUR, circumstances="At the ferry")
    with pytest.raises(Refused, match="Fewer arrive than were handed over") as refused:
        transfer.receive(plan, by=boss, at=LATER + DAY, received_by="Dr Lim")
    assert refused.value.field == "differences"
    transfer.receive(
        plan, by=boss, at=LATER + DAY, received_by="Dr Lim", differences="4 dead, 1 escaped"
    )
    assert [a.stays[-1].stage for a in (dead, fled, lot)] == [
        Stage.DEAD, Stage.ESCAPED, Stage.TRANSFERRED,
    ]  # fmt: skip
    assert (plan.status, lot.count) == ("received", 0)


def test_a_transfer_of_which_nobody_arrives_is_called_off() -> None:
    boss, animal = make_person("coordinator"), make_animal()
    plan = handed_over(animal, by=boss)
    death.die(animal, by=boss, at=LATER + HOUR, manner="natural")
    with pytest.raises(Refused, match="None of them arrived"):
        transfer.receive(plan, by=boss, at=LATER + DAY, received_by="Dr Lim", differences="Dead")
    transfer.cancel(plan, by=boss, at=LATER + DAY, reason="It died")


def test_nobody_signs_twice_under_a_handover_or_as_the_witness_of_what_they_do() -> None:
    boss = make_person("coordinator", name="Sok Dara")
    plan = handed_over(make_animal(), by=boss)
    for facts, field in (
        ({"received_by": "sok  DARA"}, "received_by"),
        ({"received_by": "Dr Lim", "witness": "Sok Dara"}, "witness"),
        ({"received_by": "Dr Lim", "witness": "dr lim"}, "witness"),
    ):
        with pytest.raises(Refused) as refused:
            transfer.receive(plan, by=boss, at=LATER + HOUR, **facts)
        assert refused.value.field == field
    carcass = death.die(make_animal(), by=boss, at=LATER, manner="natural")
    with pytest.raises(Refused, match="somebody else than you"):
        death.dispose(carcass, "burial", by=boss, at=LATER + HOUR, witness="Sok Dara ")
