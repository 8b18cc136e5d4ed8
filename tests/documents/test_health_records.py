"""What a health statement says of several animals is true of each of them."""

import pytest

from rescue_center.animals import regroup, stages
from rescue_center.animals.intake import Received, receive
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.care import rules as care
from rescue_center.departures import escape, permit_rules, readiness
from rescue_center.departures import rules as departures
from rescue_center.enclosures import rules as enclosures
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.exemption_rules import exempt
from tests.documents.composing import (
    LATER,
    cleared,
    examined,
    fitness,
    gaps,
    printed,
    statement,
)
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_group,
    make_lot,
    make_person,
    make_prescription,
    make_ready,
    make_split,
    make_taxon,
    make_unit,
)
from tests.quarantine.makers import make_sampled

pytestmark = pytest.mark.usefixtures("session")


def animal(**facts: object) -> Animal:
    return make_animal(taxon=make_taxon(group=make_group()), **facts)


def unfit(*those: Animal) -> list[str]:
    return [gap for gap in gaps("health_statement", statement(*those)) if "fit for" in gap]


def test_an_animal_that_nobody_examined_is_not_covered_by_the_examination_of_another() -> None:
    seen, unseen = animal(), animal()
    examined(seen)
    assert unfit(seen, unseen) == [
        f"{unseen.accession}: examination that finds it fit for transport "
        "(not examined since it came)"
    ]


def test_the_newest_examination_counts_and_an_older_fit_one_does_not() -> None:
    one = animal()
    examined(one, at=AT + DAY)
    examined(one, "unfit", at=AT + 2 * DAY)
    assert unfit(one) == [
        f"{one.accession}: examination that finds it fit for transport "
        "(examined on 14 May 2026: not fit)"
    ]


def test_a_struck_out_or_unsigned_examination_finds_nobody_fit() -> None:
    one, vet = animal(), make_person("vet")
    wrong = examined(one, at=AT + DAY)
    care.void_exam(wrong, by=vet, at=AT + DAY, reason="The wrong animal")
    care.examine(one, {"objective": "Bright", "fitness": "fit_for_transport"}, by=vet, at=AT + DAY)
    assert len(unfit(one)) == 1


def test_an_examination_of_an_earlier_stay_says_nothing_of_this_one() -> None:
    one, keeper = animal(), make_person("keeper", "vet")
    examined(one, at=AT + DAY)
    escape.escape(one, kind="escape", by=keeper, at=AT + 2 * DAY, circumstances="A hole")
    escape.readmit(one, by=keeper, at=AT + 9 * DAY, reason="Caught")
    assert len(unfit(one)) == 1
    examined(one, at=AT + 10 * DAY)
    assert unfit(one) == []


def test_what_was_found_of_a_lot_before_the_split_was_found_of_its_part() -> None:
    lot = make_lot(10, taxon=make_taxon(group=make_group()))
    examined(lot, at=AT + HOUR / 2)
    part = make_split(lot, 4, at=AT + HOUR)
    examined(lot, "unfit", at=AT + 2 * HOUR)
    assert unfit(part) == []
    assert len(unfit(lot)) == 1


def test_examinations_on_several_days_by_several_vets_are_told_apart() -> None:
    first, second = animal(), animal()
    examined(first, at=LATER - 2 * DAY, by=make_person("vet", name="Dr Sok"), found="Thin")
    examined(second, at=LATER - DAY, by=make_person("vet", name="Dr Lim"), found="Bright")
    text = printed("health_statement", statement(first, second))
    assert f"{first.accession}\n9 July 2026\nDr Sok\nThin." in text
    assert f"{second.accession}\n10 July 2026\nDr Lim\nBright." in text
    assert "I examined" not in text
    assert "were examined on the days stated above by the veterinarians named above" in text


def test_one_vet_on_one_day_speaks_in_the_first_person() -> None:
    vet = make_person("vet", name="Dr Sok")
    both = [animal(), animal()]
    for one in both:
        examined(one, by=vet)
    text = printed("health_statement", statement(*both, by=vet))
    assert "I examined the animals listed in section 3 on 10 July 2026." in text


def test_what_was_added_to_a_signed_examination_is_told_with_it() -> None:
    one, vet = animal(), make_person("vet")
    exam = examined(one)
    care.add_addendum(exam, "Lame on the left", by=vet, at=LATER, reason="Seen later")
    assert "Added on 11 July 2026: Lame on the left." in printed("health_statement", statement(one))


# --- quarantine -------------------------------------------------------------------------------


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


# --- treatments and permits -------------------------------------------------------------------


def test_what_a_lot_was_given_its_part_was_given() -> None:
    lot = make_lot(10, taxon=make_taxon(group=make_group()))
    order = make_prescription(lot, at=LATER - 20 * DAY)
    vet = make_person("vet")
    care.give(order.doses[0], by=vet, at=order.doses[0].due_at)
    part = regroup.split(lot, 4, by=vet, at=LATER - 5 * DAY)
    care.give(order.doses[1], by=vet, at=LATER - 4 * DAY)
    [given] = statement(part)["treatments"]
    assert given["animals"] == part.accession
    assert given["given_on"] == "2026-06-21"


def test_the_permit_of_a_lot_is_that_of_its_part_and_names_whom_it_covers() -> None:
    lot, other = make_lot(10), animal()
    permit_rules.add_permit([lot.stay], by=make_person("registrar"), at=AT, kind="movement",
                          number="M 7", issuer="FA", issued_on=AT.date())  # fmt: skip
    part = make_split(lot, 4)
    [permit] = statement(part)["permits"]
    assert (permit["number"], permit["animals"]) == ("M 7", "all")
    [permit] = statement(part, other)["permits"]
    assert permit["animals"] == part.accession


# --- fitness for release ----------------------------------------------------------------------


def test_fitness_for_release_needs_the_newest_examination_to_say_so() -> None:
    one = animal()
    cleared(one)
    examined(one, "fit_for_release", at=LATER - 2 * DAY)
    assert not [gap for gap in gaps("release_fitness", fitness(one)) if "finds it fit" in gap]
    examined(one, "unfit", at=LATER - DAY)
    [gap] = [gap for gap in gaps("release_fitness", fitness(one)) if "finds it fit" in gap]
    assert "10 July 2026: not fit" in gap


def test_does_not_apply_is_not_called_an_override() -> None:
    one = animal()
    departures.assess(one.stay, "social_group", "not_applicable", by=make_person("vet"), at=AT,
                      reason="Lives alone")  # fmt: skip
    text = printed("release_fitness", fitness(one))
    assert "Does not apply\nLives alone" in text
    assert "Override\n" not in text
