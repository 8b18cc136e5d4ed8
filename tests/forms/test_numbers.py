"""Weights and numbers that may be typed, and the sentence for those that may not."""

from decimal import Decimal

import pytest

from rescue_center import forms, measures
from rescue_center.forms import Form
from tests.forms.filling import refusal, typed, value

# --- weights --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("2.4 kg", 2400), ("2,4 kg", 2400), ("2400 g", 2400), ("2.4kg", 2400), ("850G", 850),
        ("0,035 kg", 35), ("៣,៥ kg", 3500), ("1250 g", 1250), ("1.250 kg", 1250),
        ("0,250 kg", 250), ("12.345 kg", 12_345), ("1234,567 kg", 1_234_567),
        ("3 t", 3_000_000), (" 12 kg ", 12_000),
    ],
)  # fmt: skip
def test_a_weight_is_read_with_either_decimal_mark(text: str, grams: int) -> None:
    assert value(forms.GramsField, text) == grams


@pytest.mark.parametrize(
    ("text", "less", "more"),
    [
        ("1,250 kg", "1.25 kg", "1250 kg"), ("12,345kg", "12.345 kg", "12345 kg"),
        ("1.000 kg", "1 kg", "1000 kg"), ("១,២៥០ kg", "1.25 kg", "1250 kg"),
        ("1,500 t", "1.5 t", "1500 t"),
    ],
)  # fmt: skip
def test_a_weight_that_could_be_either_is_refused_with_both_and_each_of_them_is_read(
    text: str, less: str, more: str
) -> None:
    said = refusal(forms.GramsField, text)
    assert f"can be read as {less} or as {more}" in said
    assert f"Write {less} or {more}." in said
    grams = [measures.parse_grams(one) for one in (less, more)]
    assert grams[1] == 1000 * grams[0]


@pytest.mark.parametrize(
    "text", ["1,250 g", "1.250 g", "1.250,5 kg", "1,250.5 kg", "1 250 kg", "1'250 g", "1,2,3 kg"]
)
def test_a_weight_with_a_thousands_mark_is_refused_not_guessed(text: str) -> None:
    assert "thousands" in refusal(forms.GramsField, text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2.4", "unit"), ("heavy", "number and a unit"), ("2.4 lb", "g or kg"),
        ("0 g", "1 g or more"), ("-3 kg", "1 g or more"),
        ("11 t", "10000 kg or less"), ("0.0004 kg", "whole gram"),
        ("", "missing"), ("kg", "number and a unit"), ("1e9 kg", "number and a unit"),
        ("NaN kg", "number and a unit"),
    ],
)  # fmt: skip
def test_an_impossible_weight_is_refused_with_the_reason(text: str, says: str) -> None:
    assert says in refusal(forms.GramsField, text)


def test_a_bare_number_takes_the_unit_of_its_field() -> None:
    assert value(forms.GramsField, "2,4", unit="kg") == 2400
    assert value(forms.GramsField, "300 g", unit="kg") == 300


def test_a_refused_weight_is_kept_as_it_was_typed() -> None:
    field = typed(forms.GramsField, "1.250,5 kg")
    assert 'value="1.250,5 kg"' in field()


def test_a_stored_weight_is_shown_as_one_would_type_it() -> None:
    form = type("F", (Form,), {"x": forms.GramsField()})(data={"x": 1_250_500})
    assert 'value="1250.5 kg"' in form.x()


# --- numbers --------------------------------------------------------------------------------


def test_a_count_is_a_whole_number_within_its_bounds() -> None:
    assert value(forms.CountField, "785") == 785
    assert value(forms.CountField, "0", least=0) == 0
    assert "whole number" in refusal(forms.CountField, "2.5")
    assert "1 or more" in refusal(forms.CountField, "-4")
    assert "100,000 or less" in refusal(forms.CountField, "9" * 30)
    assert "not a number" in refusal(forms.CountField, "many")
    assert "thousands" in refusal(forms.CountField, "1 200")


@pytest.mark.parametrize("text", ["1,000", "1.000", "25,000", "៣,០០០", "-1,000"])
def test_a_thousand_with_a_mark_is_never_taken_for_one(text: str) -> None:
    for kind in (forms.CountField, forms.DecimalField):
        assert "one or a thousand" in refusal(kind, text)


def test_a_number_whose_mark_could_part_thousands_is_refused_but_in_coordinates() -> None:
    for text in ("1,500", "12,125"):
        assert "Write 1500, or 1.5" in refusal(forms.DecimalField, text, places=4)
        assert value(forms.DecimalField, text) == Decimal(text.replace(",", "."))
    for text, read in (("1.125", "1.125"), ("0,125", "0.125"), ("1500", "1500"), ("1,50", "1.5")):
        assert value(forms.DecimalField, text, places=4) == Decimal(read)


def test_a_decimal_keeps_every_digit() -> None:
    assert value(forms.DecimalField, "0,32") == Decimal("0.32")
    assert "3 decimals" in refusal(forms.DecimalField, "0.1234", places=3)
    assert "0 or more" in refusal(forms.DecimalField, "-1", least=0)
