"""Doses: what is computed, how it is rounded, what is refused, how it is written."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescue_center.care import dosing
from rescue_center.care.dosing import amount_text, measure
from rescue_center.errors import Refused
from rescue_center.pharmacy.strength import Strength, number

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def test_a_3_2_kg_animal_at_5_mg_per_kg_of_50_mg_per_ml_gets_0_32_ml() -> None:
    dose = measure(dosing.dose_mg(3200, D(5)), Strength(D(50)))
    assert dose.text == "16 mg = 0.32 ml"
    assert dose.change_pct == 0


@pytest.mark.parametrize(
    ("mg", "amount"),
    [
        ("3.456", "0.35"),  # up to 1 ml: 0.01
        ("9.96", "1"),
        ("10.4", "1"),  # up to 3 ml: 0.1
        ("23.4", "2.3"),
        ("30", "3"),
        ("31.2", "3.2"),  # above: 0.2
        ("57.1", "5.8"),
    ],
)
def test_a_volume_is_rounded_to_the_marks_of_its_syringe(mg: str, amount: str) -> None:
    assert measure(D(mg), Strength(D(10))).amount == D(amount)


def test_tablets_are_given_in_quarters() -> None:
    assert measure(D("11.25"), Strength(D(15), "tablet")).amount == D("0.75")
    with pytest.raises(Refused, match="Choose a liquid"):
        measure(D("5"), Strength(D(15), "tablet"))


def test_a_dose_too_small_to_measure_proposes_a_dilution() -> None:
    with pytest.raises(Refused) as refused:
        measure(D("0.375"), Strength(D(50)))
    assert refused.value.sentence == (
        "0.0075 ml cannot be measured: the nearest mark, 0.01 ml, changes the dose by 33.3 %. "
        "Dilute it 1 in 20, to 2.5 mg/ml, and give 0.375 mg = 0.15 ml."
    )
    assert measure(D("0.375"), Strength(D(50)), dilution=20).text == "0.375 mg = 0.15 ml"


def test_a_dose_that_rounds_to_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="changes the dose by 100 %"):
        measure(D("0.001"), Strength(D(50)), wide_margin=True)


def test_a_safe_drug_may_be_rounded_further() -> None:
    with pytest.raises(Refused, match=r"changes the dose by 5\.3 %"):
        measure(D("0.95"), Strength(D(10)))
    assert measure(D("0.95"), Strength(D(10)), wide_margin=True).amount == D("0.1")


def test_only_a_liquid_is_diluted() -> None:
    with pytest.raises(Refused, match="Only a liquid"):
        measure(D(15), Strength(D(15), "tablet"), dilution=2)


doses = st.decimals(min_value=D("0.0001"), max_value=D(100_000), places=4)
strengths = st.decimals(min_value=D("0.001"), max_value=D(1000), places=3)


@given(mg=doses, strength=strengths, per=st.sampled_from(["ml", "tablet", "g"]), wide=st.booleans(),
       dilution=st.sampled_from([1, *dosing.DILUTIONS]))  # fmt: skip
def test_rounding_never_changes_a_dose_by_more_than_its_limit(
    mg: D, strength: D, per: str, wide: bool, dilution: int
) -> None:
    try:
        dose = measure(mg, Strength(strength, per), wide_margin=wide, dilution=dilution)
    except Refused as refused:
        assert refused.field == "dilution"
        return
    assert abs(dose.given_mg - mg) <= mg * (D("0.1") if wide else D("0.05"))
    assert dose.amount > 0
    assert dose.amount % dosing.step_for(dose.amount, per) == 0


@given(mg=doses, strength=strengths)
def test_a_proposed_dilution_can_be_measured(mg: D, strength: D) -> None:
    try:
        measure(mg, Strength(strength))
    except Refused as refused:
        if "Dilute it 1 in " in refused.sentence:
            parts = int(refused.sentence.split("Dilute it 1 in ")[1].split(",")[0])
            measure(mg, Strength(strength), dilution=parts)


@given(st.decimals(min_value=0, max_value=D(10) ** 9, places=6))
def test_a_number_is_written_without_loss_trailing_zero_or_bare_point(value: D) -> None:
    text = number(value)
    assert D(text) == value
    assert "E" not in text and not text.startswith(".") and not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        ("0.50", "ml", "0.5 ml"),
        ("5.0", "ml", "5 ml"),
        ("100", "ml", "100 ml"),
        ("1", "tablet", "1 tablet"),
        ("0.25", "tablet", "¼ tablet"),
        ("1.5", "tablet", "1½ tablets"),
        ("2", "tablet", "2 tablets"),
        ("0.3", "tablet", "0.3 tablet"),
        ("12.75", "tablet", "12¾ tablets"),
        ("0.05", "g", "0.05 g"),
    ],
)
def test_amounts_are_written_with_their_unit(amount: str, unit: str, text: str) -> None:
    assert amount_text(D(amount), unit) == text


@pytest.mark.parametrize(
    ("grams", "age", "warns"),
    [
        (3200, timedelta(days=7), False),
        (3200, timedelta(days=7, minutes=1), True),
        (99, timedelta(hours=24), False),
        (99, timedelta(hours=25), True),
        (100, timedelta(days=6), False),
        (50_000, timedelta(days=8), True),
        (50_001, timedelta(days=30), False),
        (50_001, timedelta(days=31), True),
    ],
)
def test_an_old_weight_warns(grams: int, age: timedelta, warns: bool) -> None:
    assert bool(dosing.weight_warning(grams, NOON - age, NOON)) is warns


def test_the_warning_says_how_old_and_how_old_it_may_be() -> None:
    assert dosing.weight_warning(3200, NOON - timedelta(days=9), NOON) == (
        "This weight is 9 days old; at this size a dose needs one no older than 7 days."
    )
    assert dosing.weight_warning(40, NOON - timedelta(hours=30), NOON) == (
        "This weight is 30 hours old; at this size a dose needs one no older than 24 hours."
    )
