"""Amounts as they are typed and converted; flags; all against tables worked by hand."""

from decimal import Decimal

import pytest

from rescue_center.errors import Refused
from rescue_center.laboratory import amounts
from rescue_center.laboratory.flags import Limits, flag
from rescue_center.laboratory.load import _rows
from rescue_center.laboratory.reference_models import Analyte, AnalyteUnit


def analyte(key: str) -> Analyte:
    """An analyte of the reference data, with its units."""
    facts = next(row for row in _rows("analytes") if row["key"] == key)
    units = [row for row in _rows("units") if row["analyte"] == key]
    return Analyte(**facts, units=[
        AnalyteUnit(unit=one["unit"], folded=amounts.folded(one["unit"]),
                    factor=Decimal(one["factor"]), source=one["source"]) for one in units
    ])  # fmt: skip


#: Worked by hand from the molar masses (g/mol) of each substance, to three figures: the table of
#: factors is another source (the AMA's), so that a slip in either shows.
#: glucose 180.16, creatinine 113.12, urea 60.06 (its nitrogen 28.01), uric acid 168.11,
#: bilirubin 584.66, cholesterol 386.65, triolein 885.43, calcium 40.08, phosphorus 30.97,
#: magnesium 24.305, lactic acid 90.08, ammonia 17.03, cortisol 362.46.
BY_MOLAR_MASS = [
    ("glu", "100", "mg/dL", 100 / 18.016), ("glu", "54", "mg/dl", 54 / 18.016),
    ("crea", "1.2", "mg/dL", 1.2 * 1e4 / 113.12), ("crea", "0.4", "mg/dL", 0.4 * 1e4 / 113.12),
    ("urea", "21", "mg/dL", 21 * 10 / 28.014), ("urea", "8", "mg/dL", 8 * 10 / 28.014),
    ("ua", "6", "mg/dL", 6 * 1e4 / 168.11), ("ua", "0.35", "mmol/L", 350),
    ("bili", "0.3", "mg/dL", 0.3 * 1e4 / 584.66), ("chol", "200", "mg/dL", 200 * 10 / 386.65),
    ("trig", "150", "mg/dL", 150 * 10 / 885.43), ("ca", "9.4", "mg/dL", 94 / 40.078),
    ("ca", "4.7", "mEq/L", 4.7 / 2), ("phos", "5", "mg/dL", 50 / 30.974),
    ("mg", "2", "mg/dL", 20 / 24.305), ("lac", "18", "mg/dL", 180 / 90.08),
    ("nh3", "60", "µg/dL", 60 * 10 / 17.031), ("cort", "12", "ug/dL", 12 * 1e4 / 362.46),
]  # fmt: skip

#: Exact: prefixes and litres alone, and 1 µkat = 60 U (BIPM: 1 U = 1 µmol/min).
EXACT = [
    ("hgb", "12.5", "g/dL", "125"), ("tp", "7.2", "g/dL", "72"), ("alb", "3.45", "g/dL", "34.5"),
    ("hct", "0.41", "L/L", "41"), ("mchc", "33.4", "g/dL", "334"), ("na", "145", "mEq/L", "145"),
    ("wbc", "13.9", "10^3/µL", "13.9"), ("wbc", "8700", "/µL", "8.7"),
    ("alt", "0.9", "µkat/L", "54"),
    ("rbc", "6.7", "x10⁶/ul", "6.7"), ("plt", "479", "10*3/uL", "479"), ("mcv", "64", "fL", "64"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "number", "unit", "true"), BY_MOLAR_MASS)
def test_what_is_converted_agrees_with_the_molar_mass(
    key: str, number: str, unit: str, true: float
) -> None:
    kept = amounts.converted(analyte(key), Decimal(number), unit)
    assert float(kept) == pytest.approx(true, rel=0.002)


@pytest.mark.parametrize(("key", "number", "unit", "kept"), EXACT)
def test_what_is_only_a_prefix_is_converted_exactly(
    key: str, number: str, unit: str, kept: str
) -> None:
    assert amounts.converted(analyte(key), Decimal(number), unit) == Decimal(kept)


@pytest.mark.parametrize(
    ("key", "unit", "sentence"),
    [("glu", "", "say the unit"), ("glu", "g/L", "cannot be converted"),
     ("hgb", "mmol/L", "cannot be converted"), ("alt", "mg/dL", "cannot be converted"),
     ("ba", "mg/dL", "cannot be converted")],
)  # fmt: skip
def test_a_unit_that_nobody_gave_a_factor_for_is_refused(
    key: str, unit: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        amounts.converted(analyte(key), Decimal(1), unit)


def test_every_factor_names_its_source_and_is_told_apart() -> None:
    for row in _rows("units"):
        assert row["source"] and Decimal(row["factor"]) > 0
        others = [amounts.folded(one["unit"]) for one in _rows("units")
                  if one["analyte"] == row["analyte"]]  # fmt: skip
        own = next(one["unit"] for one in _rows("analytes") if one["key"] == row["analyte"])
        assert len({*others, amounts.folded(own)}) == len(others) + 1


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12.5", ("12.5", "", "")), ("12,5 mg/dL", ("12.5", "", "mg/dL")), ("<0.5", ("0.5", "<", "")),
     ("> 1000 U/L", ("1000", ">", "U/L")), ("0", ("0", "", "")), ("៤២%", ("42", "", "%")),
     ("6.7 10^6/µL", ("6.7", "", "10^6/µL"))],
)  # fmt: skip
def test_an_amount_is_read_as_laboratories_write_it(typed: str, read: tuple[str, str, str]) -> None:
    found = amounts.read(typed)
    assert (found.number, found.censor, found.unit) == (Decimal(read[0]), *read[1:])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("high", "not an amount"), ("≤5", "< or > alone"), ("<=5", "< or > alone"),
     ("1,500", "thousands"), ("-3", "not below nothing"), ("1.2345678", "six decimals"),
     ("1000000000", "thousand million"), ("", "not an amount"), ("1.2.3", "thousands")],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        amounts.read(typed)


#: Low 10, high 20, critical below 5 and above 40; worked by hand (a limit itself is inside).
TABLE = [
    ("4.999999", "", "LL"), ("5", "", "L"), ("9.999999", "", "L"), ("10", "", "N"), ("15", "", "N"),
    ("20", "", "N"), ("20.000001", "", "H"), ("40", "", "H"), ("40.000001", "", "HH"),
    ("5", "<", "LL"), ("4", "<", "LL"), ("10", "<", "L"), ("6", "<", "L"), ("15", "<", "?"),
    ("50", "<", "?"), ("40", ">", "HH"), ("41", ">", "HH"), ("20", ">", "H"), ("30", ">", "H"),
    ("15", ">", "?"), ("1", ">", "?"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "censor", "told"), TABLE)
def test_an_amount_is_flagged_by_its_limits(value: str, censor: str, told: str) -> None:
    limits = Limits(Decimal(10), Decimal(20), Decimal(5), Decimal(40))
    assert flag(Decimal(value), limits, censor) == told


@pytest.mark.parametrize(
    ("value", "censor", "low", "high", "told"),
    [("1", "", None, "58", "N"), ("59", "", None, "58", "H"), ("58", "<", None, "58", "N"),
     ("59", "<", None, "58", "?"), ("58", ">", None, "58", "H"), ("57", ">", None, "58", "?"),
     ("2", "", "3", None, "L"), ("4", "", "3", None, "N"), ("3", ">", "3", None, "N"),
     ("3", "<", "3", None, "L"), ("2", ">", "3", None, "?")],
)  # fmt: skip
def test_an_interval_may_have_one_limit(
    value: str, censor: str, low: str | None, high: str | None, told: str
) -> None:
    limits = Limits(Decimal(low) if low else None, Decimal(high) if high else None)
    assert flag(Decimal(value), limits, censor) == told


@pytest.mark.parametrize(
    ("kept", "text"),
    [("5.551", "5.551"), ("0.05551", "0.05551"), ("106.08", "106.1"), ("12345.6", "12346"),
     ("0", "0"), ("0.000001", "0.000001"), ("10.5", "10.5")],
)  # fmt: skip
def test_four_figures_are_shown(kept: str, text: str) -> None:
    assert amounts.shown(Decimal(kept)) == text
