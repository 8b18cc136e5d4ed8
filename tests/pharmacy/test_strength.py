"""What a label says, and what it means in milligrams."""

from decimal import Decimal as D

import pytest

from rescue_center.errors import Refused
from rescue_center.pharmacy.strength import Strength, strength_of


@pytest.mark.parametrize(
    ("label", "mg", "per"),
    [
        ("50 mg/ml", 50, "ml"),
        ("5 %", 50, "ml"),
        ("2,5%", 25, "ml"),
        ("250 mg per 5 ml", 50, "ml"),
        ("100mg/5ml", 20, "ml"),
        ("500 µg/ml", "0.5", "ml"),
        ("500 mcg/ml", "0.5", "ml"),
        ("1 g/l", 1, "ml"),
        ("15 mg/tablet", 15, "tablet"),
        ("250 mg per capsule", 250, "tablet"),
        ("222 mg/g", 222, "g"),
    ],
)
def test_a_label_is_read_as_it_is_printed(label: str, mg: str, per: str) -> None:
    assert strength_of(label) == Strength(D(mg), per)


@pytest.mark.parametrize(
    "label", ["", "strong", "0 mg/ml", "50", "50 ml", "1.2.3 mg/ml", "5 mg/m2"]
)
def test_what_is_no_strength_is_refused(label: str) -> None:
    with pytest.raises(Refused):
        strength_of(label)


@pytest.mark.parametrize("label", ["1,000 mg/tablet", "1.000 mg per 5 ml", "10 mg/1,000 ml"])
def test_a_thousand_milligrams_are_never_taken_for_one(label: str) -> None:
    with pytest.raises(Refused, match="thousands or decimals"):
        strength_of(label)


def test_international_units_are_never_converted() -> None:
    with pytest.raises(Refused, match="International units"):
        strength_of("300 000 IU/ml")
