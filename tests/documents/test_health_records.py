"""What a health statement says of several animals is true of each of them."""

import pytest

from rescue_center.animals import regroup
from rescue_center.animals.models import Animal
from rescue_center.care import rules as care
from rescue_center.departures import escape, permit_rules
from rescue_center.departures import rules as departures
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
    make_group,
    make_lot,
    make_person,
    make_prescription,
    make_split,
    make_taxon,
)

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


def test_an_examination_that_states_nothing_leaves_the_one_before_in_doubt_and_names_it() -> None:
    one = animal()
    examined(one, at=AT + DAY)
    examined(one, "not_stated", at=AT + 2 * DAY, found="Lame")
    assert unfit(one) == [
        f"{one.accession}: examination that finds it fit for transport (examined on 14 May 2026: "
        "nothing stated; that of 13 May 2026 said so, but is older)"
    ]


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


def test_a_dose_that_was_struck_out_was_not_given() -> None:
    order, vet = make_prescription(at=LATER - 20 * DAY), make_person("vet")
    record = care.give(order.doses[0], by=vet, at=order.doses[0].due_at)
    assert len(statement(order.animal)["treatments"]) == 1
    care.void_record(record, by=vet, at=LATER - 19 * DAY, reason="Another animal had it")
    assert statement(order.animal)["treatments"] == []


def test_a_release_permit_that_has_run_out_is_not_printed() -> None:
    one, by = animal(), make_person("registrar")
    facts = {"by": by, "at": AT, "kind": "release", "issuer": "FA", "issued_on": AT.date()}
    permit_rules.add_permit([one.stay], number="R 1", expires_on=(LATER - DAY).date(), **facts)
    assert fitness(one)["law"]["permit"] is None
    permit_rules.add_permit([one.stay], number="R 2", **facts)
    assert fitness(one)["law"]["permit"] == "R 2, FA"


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
