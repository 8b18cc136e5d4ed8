"""Samples, amounts, amendments and the interval that each was judged by."""

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from rescue_center import checks
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.errors import Refused, constraint_of
from rescue_center.laboratory import amounts, interval_rules, result_rules, sample_rules
from rescue_center.laboratory.flags import Limits
from rescue_center.laboratory.interval_rules import Range
from rescue_center.laboratory.models import LabResult, LabTest
from rescue_center.laboratory.reference_models import Analyte
from rescue_center.laboratory.sample_rules import Asked
from rescue_center.tags import check
from tests.laboratory.makers import (
    make_analyte,
    make_interval,
    make_panel,
    make_test,
    make_tube,
)
from tests.makers import AT, DAY, HOUR, make_animal, make_lot, make_person, make_taxon

pytestmark = pytest.mark.usefixtures("session")
LATER = AT + HOUR


def enter(test: LabTest, analyte: Analyte, typed: str, **facts: Any) -> LabResult:
    """A result as a vet types it."""
    return result_rules.enter(test, analyte, amounts.read(typed), by=make_person("vet"),
                              **({"at": LATER} | facts))  # fmt: skip


# --- tubes --------------------------------------------------------------------------------------


def test_tubes_are_numbered_without_gaps_and_with_a_check_digit() -> None:
    first, second = make_tube(), make_tube()
    assert check.valid(first.number) and check.valid(second.number)
    assert int(second.number[:7]) == int(first.number[:7]) + 1
    assert first.number.startswith("26")


@pytest.mark.parametrize(
    ("heads", "pool", "sizes"),
    [(25, 5, [5] * 5), (12, 5, [5, 5, 2]), (3, 1, [1, 1, 1]), (4, 4, [4])],
)
def test_a_lot_is_sampled_in_pools_and_the_last_holds_the_rest(
    heads: int, pool: int, sizes: list[int]
) -> None:
    tubes = sample_rules.take_pools(make_lot(100), heads, pool, "swab", Asked(findings=["PCR"]),
                                    by=None, at=LATER)  # fmt: skip
    assert [one.heads for one in tubes] == sizes


@pytest.mark.parametrize(
    ("heads", "pool", "sentence"),
    [(11, 1, "There are 10"), (0, 1, "There are 10"), (5, 6, "no more than are sampled"),
     (5, 0, "at least one")],
)  # fmt: skip
def test_a_pool_that_cannot_be_is_refused(heads: int, pool: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        sample_rules.take_pools(make_lot(10), heads, pool, "swab", Asked(findings=["PCR"]),
                                by=None, at=LATER)  # fmt: skip


def test_nothing_is_taken_of_nobody_for_nothing_before_it_came_or_after_it_left() -> None:
    animal, asked = make_animal(), Asked(findings=["PCR"])
    for animals, what, at, sentence in (
        ([], asked, LATER, "who is sampled"), ([animal, animal], asked, LATER, "twice"),
        ([animal], Asked(), LATER, "tested for"), ([animal], asked, AT - DAY, "not here yet"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            sample_rules.take(animals, "serum", what, by=None, at=at)
    with pytest.raises(Refused, match="what was taken"):
        sample_rules.take([animal], "soup", asked, by=None, at=LATER)


def test_a_carcass_is_sampled() -> None:
    animal = make_animal()
    death.die(animal, by=make_person("vet"), at=AT + HOUR, manner="natural")
    tube = sample_rules.take([animal], "tissue", Asked(findings=["Histology"]), by=None,
                             at=AT + 2 * HOUR)  # fmt: skip
    assert tube.heads == 1


def test_a_tube_with_results_is_not_struck_out_and_one_that_is_takes_none() -> None:
    glucose, vet = make_analyte(), make_person("vet")
    test = make_test(glucose)
    row = enter(test, glucose, "5 mmol/L")
    with pytest.raises(Refused, match="has results"):
        sample_rules.strike_out(test.sample, reason="Clotted", by=vet, at=LATER)
    result_rules.strike_out(row, reason="Of another", by=vet, at=LATER)
    sample_rules.strike_out(test.sample, reason="Clotted", by=vet, at=LATER)
    with pytest.raises(Refused, match="was struck out"):
        enter(test, glucose, "5 mmol/L")


# --- amounts ------------------------------------------------------------------------------------


def test_a_result_keeps_its_unit_is_converted_and_flagged_by_the_interval_kept_with_it() -> None:
    glucose = make_analyte("glu", "mmol/L", **{"mg/dL": "0.05551"})
    animal = make_animal()
    made = make_interval(glucose, animal.taxon, "70", "110", crit=("40", "400"), unit="mg/dl")
    row = enter(make_test(glucose, animal=animal), glucose, "30 mg/dL")
    assert (row.value, row.unit, row.kept) == (Decimal(30), "mg/dL", Decimal("1.6653"))
    assert (row.flag, row.interval_id) == ("LL", made.id)
    assert (row.low, row.crit_low) == (Decimal("3.8857"), Decimal("2.2204"))
    vet = make_person("vet")
    newer = interval_rules.replace(
        made, Range(Limits(Decimal(20), Decimal(110)), "mg/dL", "Our own"), reason="Our own 40",
        by=vet, at=LATER,
    )  # fmt: skip
    db.session.expire_all()
    assert (row.flag, row.interval_id, row.low) == ("LL", made.id, Decimal("3.8857"))
    again = enter(make_test(glucose, animal=animal, name="Second"), glucose, "30 mg/dL")
    assert (again.flag, again.interval_id) == ("N", newer.id)


def test_no_interval_of_its_own_species_means_no_flag() -> None:
    glucose, animal = make_analyte(), make_animal()
    make_interval(glucose, make_taxon("Macaca mulatta"), "3", "6")
    row = enter(make_test(glucose, animal=animal), glucose, "1 mmol/L")
    assert (row.flag, row.interval, row.low) == ("", None, None)


def test_ranges_of_people_are_refused() -> None:
    with pytest.raises(Refused, match="people"):
        make_interval(make_analyte(), make_taxon("Homo sapiens"), "3", "6")


def test_a_pool_is_judged_by_no_interval() -> None:
    glucose, lot = make_analyte(), make_lot(10)
    make_interval(glucose, lot.taxon, "3", "6")
    asked = Asked(panels=[make_panel(glucose)])
    pooled, alone = (
        sample_rules.take_pools(lot, heads, heads, "serum", asked, by=None, at=AT)[0]
        for heads in (5, 1)
    )
    assert enter(pooled.tests[0], glucose, "1 mmol/L").flag == ""
    assert enter(alone.tests[0], glucose, "1 mmol/L").flag == "L"


def test_the_narrowest_interval_counts() -> None:
    glucose, taxon = make_analyte(), make_taxon()
    animal = make_animal(taxon=taxon, sex="female", age_class="adult")
    for low, whom in (
        ("1", {}), ("2", {"sex": "female"}), ("3", {"sex": "male"}),
        ("4", {"sex": "female", "age_class": "adult"}), ("5", {"method": "VS2"}),
        ("6", {"age_class": "juvenile"}), ("7", {"method": "VS2", "sex": "female"}),
    ):  # fmt: skip
        make_interval(glucose, taxon, low, "90", **whom)
    tests = (make_test(glucose, animal=animal, name=f"Panel {n}") for n in range(3))
    used = [enter(test, glucose, "50 mmol/L", method=method).low
            for test, method in zip(tests, ("", "VS2", "HM5"), strict=True)]  # fmt: skip
    assert used == [Decimal(4), Decimal(7), Decimal(4)]


def test_of_an_animal_whose_sex_nobody_knows_only_what_holds_for_either_counts() -> None:
    glucose, taxon = make_analyte(), make_taxon()
    make_interval(glucose, taxon, "3", "6", sex="female")
    row = enter(make_test(glucose, animal=make_animal(taxon=taxon, sex="unknown")), glucose,
                "1 mmol/L")  # fmt: skip
    assert row.flag == ""


def test_what_cannot_be_a_result_is_refused_in_a_sentence() -> None:
    glucose = make_analyte("glu", "mmol/L", **{"mg/dL": "0.05551"})
    test = make_test(glucose)
    for typed, facts, sentence in (
        ("5", {}, "say the unit"), ("5 g/L", {}, "cannot be converted"),
        ("5 mmol/L", {"at": AT - HOUR}, "before the sample"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            enter(test, glucose, typed, **facts)
    with pytest.raises(Refused, match="Only a vet"):
        result_rules.enter(test, glucose, amounts.read("5 mmol/L"), by=make_person("keeper"),
                           at=LATER)  # fmt: skip
    enter(test, glucose, "90 mg/dL")
    with pytest.raises(Refused, match="has its result, 90 mg/dL"):
        enter(test, glucose, "5 mmol/L")


def test_an_amended_result_stays_struck_through_beside_the_right_one() -> None:
    glucose, vet = make_analyte(), make_person("vet")
    row = enter(make_test(glucose), glucose, "55 mmol/L")
    right = result_rules.amend(row, amounts.read("5.5 mmol/L"), reason="A slip", by=vet,
                               at=LATER + HOUR)  # fmt: skip
    assert (row.value, row.void_reason, row.voided_by_id) == (Decimal(55), "A slip", vet.id)
    assert (right.value, right.amends_id, right.came_at) == (Decimal("5.5"), row.id, LATER)
    assert right.test.live == [right]
    with pytest.raises(Refused, match="struck out already"):
        result_rules.amend(row, amounts.read("6 mmol/L"), reason="No", by=vet, at=LATER)
    with pytest.raises(Refused, match="what was wrong"):
        result_rules.amend(right, amounts.read("6 mmol/L"), reason=" ", by=vet, at=LATER)


# --- what the database itself refuses -----------------------------------------------------------


def a_result() -> LabResult:
    """5 mmol/L, in a range of 3 to 6."""
    glucose, animal = make_analyte(), make_animal()
    make_interval(glucose, animal.taxon, "3", "6")
    return enter(make_test(glucose, animal=animal), glucose, "5 mmol/L")


BROKEN = [
    ("UPDATE lab_result SET value = 4", "lab_result_facts_stay"),
    ("UPDATE lab_result SET flag = 'H'", "lab_result_facts_stay"),
    ("UPDATE lab_result SET low = 1", "lab_result_facts_stay"),
    ("DELETE FROM lab_result", "lab_result_is_never_deleted"),
    ("UPDATE lab_result SET voided_at = CURRENT_TIMESTAMP", "lab_result_void_is_whole"),
    ("UPDATE lab_sample SET number = '26999990'", "lab_sample_facts_stay"),
    ("DELETE FROM lab_sample", "lab_sample_is_never_deleted"),
    ("UPDATE lab_sample_of SET heads = 9", "lab_sample_of_facts_stay"),
    ("UPDATE lab_test SET name = 'Other'", "lab_test_facts_stay"),
    ("UPDATE reference_interval SET low = 1", "reference_interval_facts_stay"),
    ("UPDATE reference_interval SET source = 'x'", "reference_interval_facts_stay"),
    ("DELETE FROM reference_interval", "reference_interval_is_never_deleted"),
    ("UPDATE reference_interval SET ended_at = CURRENT_TIMESTAMP",
     "reference_interval_end_is_whole"),
    ("UPDATE analyte SET unit = 'g'", "analyte_facts_stay"),
]  # fmt: skip


def test_what_came_is_not_rewritten_by_a_statement() -> None:
    a_result()
    for statement, name in BROKEN:
        with pytest.raises(IntegrityError) as broken, db.session.begin_nested():
            db.session.execute(sa.text(statement))
        assert constraint_of(broken.value) == name, statement


ROWS: list[tuple[dict[str, Any], str]] = [
    ({"unit": ""}, "lab_result_has_a_unit"),
    ({"value": Decimal(-1), "kept": Decimal(-1)}, "lab_result_is_not_negative"),
    ({"censor": "~"}, "lab_result_censor_is_known"),
    ({"finding": "negative"}, "lab_result_is_an_amount_or_a_finding"),
    ({"flag": "H"}, "lab_result_flag_has_its_interval"),
]


def test_a_row_that_says_nonsense_is_not_written() -> None:
    row = a_result()
    other = make_analyte("crea", "µmol/L")
    given: dict[str, Any] = {
        "test_id": row.test_id, "analyte_id": other.id, "value": Decimal(5), "kept": Decimal(5),
        "unit": "µmol/L", "came_at": LATER,
    }  # fmt: skip
    judged = {"interval_id": row.interval_id, "low": Decimal(6), "high": Decimal(9)}
    flagged = [
        ({**judged, "flag": "N"}, "lab_result_flag_is_by_its_limits"),
        ({**judged, "flag": "?"}, "lab_result_doubt_is_of_a_censored"),
        ({**judged, "flag": "X", "censor": "<"}, "lab_result_flag_is_known"),
        ({"analyte_id": row.analyte_id}, "uq_lab_result_stands"),
    ]
    for facts, name in [*ROWS, *flagged]:
        with pytest.raises(IntegrityError) as broken, db.session.begin_nested():
            db.session.add(LabResult(**(given | facts)))
            db.session.flush()
        assert constraint_of(broken.value) == name, facts


def test_every_check_of_the_laboratory_holds_and_sees_what_breaks_it() -> None:
    a_result()
    found = {one.name: one for one in checks.declared() if "lab" in one.name}
    assert len(found) >= 4
    assert [list(one.find()) for one in found.values()] == [[]] * len(found)
    for name in ("lab_results_follow_their_samples", "lab_tubes_are_of_somebody"):
        assert found[name]
    tube = make_tube()
    db.session.execute(sa.text("DROP TRIGGER IF EXISTS lab_sample_of_is_never_deleted"
                               + ("" if db.engine.dialect.name == "sqlite" else
                                  " ON lab_sample_of")))  # fmt: skip
    db.session.execute(sa.text(f"DELETE FROM lab_sample_of WHERE sample_id = {tube.id}"))
    assert list(found["lab_tubes_are_of_somebody"].find()) == [f"tube {tube.number}"]
