"""What receipts, handovers and death records say, composed from real records."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rescue_center.animals import photos
from rescue_center.animals import rules as animals
from rescue_center.animals.differences import explain_difference
from rescue_center.animals.intake import Received, receive
from rescue_center.animals.intake_models import Intake
from rescue_center.animals.models import Animal
from rescue_center.departures import death, transfer
from rescue_center.departures.models import Death
from rescue_center.documents import compose
from rescue_center.media import rules as media
from rescue_center.staff.models import Person
from tests.animals.makers import picture
from tests.documents.composing import LATER, fitness, printed
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_line,
    make_lot,
    make_order,
    make_person,
    make_split,
    make_taxon,
    make_weight,
)

pytestmark = pytest.mark.usefixtures("session")


def receipt(intake: Intake, **typed: Any) -> dict[str, Any]:
    return compose.intake_receipt(intake, typed, by=make_person("registrar"), at=LATER)


def arrived(case: Any, *lines: Received, **facts: Any) -> Intake:
    return receive(case, by=make_person("registrar"), at=AT, lines=lines, **facts)


# --- the receipt ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("precision", "said"),
    [("day", "1 May 2016"), ("month", "May 2016"), ("year", "2016"), ("unknown", "—")],
)
def test_a_seizure_is_dated_as_precisely_as_it_is_known(precision: str, said: str) -> None:
    day = None if precision == "unknown" else date(2016, 5, 1)
    case = make_case(happened_on=day, precision=precision)
    text = printed("intake_receipt", receipt(arrived(case, Received(taxon=make_taxon(), alive=1))))
    assert f"Seized on\n{said}\nPlace" in text


def test_what_was_declared_by_weight_is_not_a_number_of_heads() -> None:
    case, snakes, turtles = make_case(), make_taxon(), make_taxon()
    weighed = make_line(case, snakes, Decimal("13.8"), unit="kg")
    counted = make_line(case, turtles, 3)
    intake = arrived(case, Received(line=weighed, alive=7), Received(line=counted, alive=3))
    text = printed("intake_receipt", receipt(intake))
    assert f"{snakes.scientific_name}\n13.8 kg\n7\n0" in text
    assert f"{turtles.scientific_name}\n3\n3\n0" in text
    assert "Together\n—\n10\n0" in text


def test_what_was_declared_once_is_counted_once_though_two_species_came_of_it() -> None:
    case, first, second = make_case(), make_taxon(), make_taxon()
    line = make_line(case, first, 20)
    intake = arrived(case, Received(line=line, alive=12),
                     Received(line=line, taxon=second, alive=8))  # fmt: skip
    text = printed("intake_receipt", receipt(intake))
    assert "As above\n8\n0" in text and "Together\n20\n20\n0" in text


def test_the_photographs_of_what_arrived_are_counted() -> None:
    intake = arrived(make_case(), Received(taxon=make_taxon(), alive=2, dead=1))
    by, [line] = make_person("keeper"), intake.lines
    for one in (line.alive_animal, line.alive_animal, line.dead_animal, make_animal()):
        file, name = picture()
        sealed = media.seal(file.read(), name, by=by, at=AT, images_only=True)
        photos.add_photo(one, sealed, by=by, at=AT)
    assert "Photographs taken\n3" in printed("intake_receipt", receipt(intake))


def test_only_the_differences_of_this_arrival_that_still_stand_are_told() -> None:
    case, mine, other, settled = make_case(), make_taxon(), make_taxon(), make_taxon()
    lines = [make_line(case, taxon, 10) for taxon in (mine, other, settled)]
    manager = make_person("manager")
    arrived(case, Received(line=lines[1], alive=9))
    arrived(case, Received(line=lines[2], alive=6))
    explain_difference(case, line=lines[1], explanation="One fled", by=manager, at=AT)
    explain_difference(case, line=lines[2], explanation="Four follow", by=manager, at=AT)
    intake = arrived(case, Received(line=lines[0], alive=8), Received(line=lines[2], alive=4))
    explain_difference(case, line=lines[0], explanation="Two fled", by=manager, at=AT)
    told = receipt(intake)["differences"]
    assert "Two fled" in told
    assert "One fled" not in told and "Four follow" not in told


def test_a_receipt_invents_no_number_of_a_container() -> None:
    intake = arrived(make_case(), Received(taxon=make_taxon(), alive=1), container="Net bag")
    assert "—\nNet bag\n—\n—" in printed("intake_receipt", receipt(intake))


def test_a_receipt_names_the_officers_badge_and_phone_and_the_documents() -> None:
    intake = arrived(make_case(), Received(taxon=make_taxon(), alive=1))
    text = printed("intake_receipt", receipt(
        intake, officer="Chea", badge="WRRT-17", officer_phone="+855 12 1", agency="WRRT",
        documents="Seizure report 88\n\nBoat papers"))  # fmt: skip
    assert "Chea\nBadge WRRT-17\nWRRT\n+855 12 1" in text
    assert "Seizure report 88\nBoat papers" in text


# --- the handover -----------------------------------------------------------------------------


def handed(*those: Animal) -> str:
    by = make_person("manager")
    plan = transfer.plan(by=by, at=LATER, to_organisation="Angkor Centre")
    for animal in those:
        transfer.add_animal(plan, animal, by=by, at=LATER)
    return printed("handover", compose.handover(plan, {}, by=by, at=LATER))


def test_the_weight_of_a_lot_is_its_mean_times_its_count_and_said_to_be_about() -> None:
    lot, one = make_lot(20), make_animal()
    make_weight(lot, 500, sample_n=5)
    make_weight(one, 3200)
    text = handed(lot, one)
    assert "500 g\nmean" in text
    assert "Weight together\nabout 13.2 kg" in text


def test_the_evidence_status_of_each_is_told_where_it_differs() -> None:
    case = make_case()
    held, free = make_animal(case=case), make_animal()
    officer = make_person("officer")
    animals.place_hold(held.stay, case, by=officer, at=AT, reason="Evidence")
    order = make_order(case, reference="No. 9")
    animals.lift_case_holds(case, order, by=officer, at=AT + DAY)
    text = handed(held, free)
    assert f"{held.accession}: Hold lifted by No. 9 of 2 May 2026, Prosecutor of Kandal" in text
    assert f"{free.accession}: None" in text


def test_part_of_a_lot_shows_the_order_that_lifted_the_hold_of_the_lot() -> None:
    case, officer = make_case(evidence_hold=True), make_person("officer")
    lot = make_lot(10, case=case)
    order = make_order(case, reference="No. 9")
    animals.lift_case_holds(case, order, by=officer, at=AT + DAY)
    part = make_split(lot, 4, at=AT + 2 * DAY)
    law = fitness(part)["law"]
    assert (law["evidence_hold"], law["order_number"]) == ("Lifted", "No. 9")


# --- the death record -------------------------------------------------------------------------


def test_a_keeper_who_found_it_dead_is_not_who_examined_it() -> None:
    keeper, vet = make_person("keeper", name="Dara"), make_person("vet", name="Dr Sok")
    row = death.die(make_animal(), by=keeper, at=AT + HOUR, manner="natural")
    facts = compose.death_record(row, {"approver": "Helen"}, by=vet, at=LATER)
    assert "Examined by\nDr Sok" in printed("death_record", facts)
    facts = compose.death_record(row, {"pathologist": "Dr Chan, Pasteur"}, by=vet, at=LATER)
    assert "Examined by\nDr Chan, Pasteur" in printed("death_record", facts)


def test_a_record_says_that_there_was_no_necropsy_and_that_the_authority_waits() -> None:
    vet, held = make_person("vet"), make_animal(case=make_case(evidence_hold=True))
    row = death.die(held, by=vet, at=AT + HOUR, manner="natural", authority_not_told=True)
    assert "Notice to\nNot told yet" in printed("death_record", record(row, vet))
    death.add_note(row, "Burnt at once", by=vet, at=AT + DAY, necropsy="waived",
                   reason="Rabies suspected")  # fmt: skip
    assert "Necropsy\nDone without: Burnt at once" in printed("death_record", record(row, vet))


def record(row: Death, by: Person) -> dict[str, Any]:
    return compose.death_record(row, {}, by=by, at=LATER)


def test_later_findings_and_what_became_of_the_carcass_are_on_the_record() -> None:
    vet = make_person("vet", name="Dr Sok")
    row = death.die(make_animal(), by=vet, at=AT + HOUR, manner="natural")
    death.add_note(row, "Histology: hepatitis", by=vet, at=AT + DAY, reason="Laboratory")
    death.dispose(row, "burial", by=vet, at=AT + 2 * DAY, witness="Chan", note="Pit 4, behind P1")
    text = printed("death_record", compose.death_record(row, {}, by=vet, at=LATER))
    assert "Histology: hepatitis\nLaboratory\nDr Sok" in text
    assert "Pit 4, behind P1" in text
