"""What a paper says of the quarantine of several animals is true of each of them."""

import pytest

from rescue_center.animals import stages
from rescue_center.animals.intake import Received, receive
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.departures import readiness
from rescue_center.enclosures import rules as enclosures
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.exemption_rules import exempt
from tests.documents.composing import LATER, cleared, examined, fitness, gaps, printed, statement
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_group,
    make_lot,
    make_person,
    make_ready,
    make_split,
    make_taxon,
    make_unit,
)
from tests.quarantine.makers import make_sampled

pytestmark = pytest.mark.usefixtures("session")


def animal(**facts: object) -> Animal:
    return make_animal(taxon=make_taxon(group=make_group()), **facts)


def test_each_quarantine_has_its_own_days_and_none_is_lent_to_another() -> None:
    early, late = animal(), animal()
    cleared(early, at=AT, code="Q1")
    cleared(late, at=AT + 10 * DAY, code="Q2")
    text = printed("health_statement", statement(early, late))
    assert "12 May 2026 to 12 June 2026\n31" in text
    assert "22 May 2026 to 22 June 2026\n31" in text
    assert "12 May 2026 to 22 June 2026" not in text


def test_an_animal_without_quarantine_is_named_beside_one_that_had_it() -> None:
    kept, loose = animal(), animal()
    cleared(kept)
    facts = statement(kept, loose)
    assert f"{loose.accession}: quarantine, cleared" in gaps("health_statement", facts)
    assert "No quarantine on record." in printed("health_statement", facts)


def test_an_open_quarantine_is_not_settled() -> None:
    one, vet = animal(), make_person("vet")
    quarantine.begin(one.stay, make_unit(biosecurity="quarantine"), by=vet, at=AT)
    assert f"{one.accession}: quarantine, cleared" in gaps("health_statement", statement(one))


def test_a_resident_of_the_old_books_has_no_quarantine_to_tell() -> None:
    one = animal(stage=Stage.LONG_TERM_CARE, at=AT - 4000 * DAY)
    facts = statement(one)
    assert not [gap for gap in gaps("health_statement", facts) if "quarantine" in gap.lower()]
    assert "In care since 30 May 2015; no quarantine on record." in printed(
        "health_statement", facts
    )


def test_what_came_through_our_gate_owes_its_quarantine_whatever_its_stage() -> None:
    taxon = make_taxon(group=make_group())
    came = receive(make_case(), by=None, at=AT, lines=[Received(taxon=taxon, alive=1)])
    one, vet = came.lines[0].alive_animal, make_person("vet")
    stages.change_stage(one, Stage.HOSPITAL, by=vet, at=AT + HOUR, reason="Wound")
    assert f"{one.accession}: quarantine, cleared" in gaps("health_statement", statement(one))


def test_a_vets_word_that_none_is_needed_stands_with_its_reason() -> None:
    one, vet = animal(), make_person("vet", name="Dr Sok")
    exempt(one, reason="Comes from the quarantine of Angkor", by=vet, at=AT)
    facts = statement(one)
    assert not [gap for gap in gaps("health_statement", facts) if "quarantine" in gap.lower()]
    said = "None needed: Comes from the quarantine of Angkor (12 May 2026, Dr Sok)"
    assert said in printed("health_statement", facts)


def test_the_fast_track_is_told_on_a_fitness_for_release_and_nowhere_else() -> None:
    one = make_ready(until=LATER, quarantined=False)
    examined(one, "fit_for_release")
    facts = fitness(one)
    assert not [gap for gap in gaps("release_fitness", facts) if "quarantine" in gap.lower()]
    assert "No quarantine: fast track" in printed("release_fitness", facts)
    assert f"{one.accession}: quarantine, cleared" in gaps("health_statement", statement(one))


def test_a_fast_track_ends_when_the_newest_examination_finds_it_unfit() -> None:
    one = make_ready(until=LATER, quarantined=False)
    examined(one, "fit_for_release", at=LATER - 2 * DAY)
    assert readiness.gate(one.stay, LATER, fast_track=True).stops == []
    examined(one, "unfit", at=LATER - DAY)
    [stop] = readiness.gate(one.stay, LATER, fast_track=True).stops
    assert "its last examination does not find it fit for release" in stop.sentence


def test_a_clearance_that_a_newcomer_undid_is_not_stated() -> None:
    taxon, vet = make_taxon(group=make_group()), make_person("vet")
    one, other = make_animal(taxon=taxon), make_animal(taxon=taxon)
    unit = make_unit(biosecurity="quarantine")
    kept = quarantine.begin(one.stay, unit, by=vet, at=AT)
    quarantine.clear(kept, to=Stage.REHAB, by=vet, at=AT + 31 * DAY)
    quarantine.begin(other.stay, unit, by=vet, at=AT + 32 * DAY)
    [gap] = [g for g in gaps("health_statement", statement(one)) if "quarantine, cleared" in g]
    assert "came into quarantine" in gap
    enclosures.vacate(one, by=vet, at=AT + 33 * DAY)


def test_the_tests_of_a_lot_are_those_of_its_part_under_its_own_number() -> None:
    lot = make_lot(10, taxon=make_taxon(group=make_group()))
    kept = quarantine.begin(
        lot.stay, make_unit(biosecurity="quarantine"), by=make_person("vet"), at=AT
    )
    quarantine.result(make_sampled(kept, "Ranavirus", at=AT + DAY), "negative",
                      by=make_person("vet"), at=AT + 2 * DAY)  # fmt: skip
    quarantine.clear(kept, to=Stage.REHAB, by=make_person("vet"), at=AT + 31 * DAY)
    part = make_split(lot, 4, at=AT + 32 * DAY)
    [test] = statement(part)["tests"]
    assert (test["animals"], test["disease"]) == (part.accession, "Ranavirus")


def test_a_result_that_was_struck_out_is_not_printed() -> None:
    one, vet = animal(), make_person("vet")
    kept = quarantine.begin(one.stay, make_unit(biosecurity="quarantine"), by=vet, at=AT)
    test = make_sampled(kept, "Ranavirus", at=AT + DAY)
    quarantine.result(test, "negative", by=vet, at=AT + 2 * DAY)
    assert [row["result"] for row in statement(one)["tests"]] == ["negative"]
    quarantine.void_result(test, reason="Another animal's swab", by=vet, at=AT + 3 * DAY)
    assert statement(one)["tests"] == []
