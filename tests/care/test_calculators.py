"""The calculators against a table worked by hand and with the calculator bc (scale 12, kg^0.75 as
e(0.75*l(kg))), each row with the source of its formula."""

from decimal import Decimal as D
from typing import Any

import pytest

from rescue_center.care import calculators, dosing
from rescue_center.care.order_models import Prescription
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.pharmacy.strength import strength_of
from tests.makers import make_animal, make_weight

AAHA = "AAHA/AAFP 2013, table 3"
HOUSE = "domain rules 6.1, from memory: mammal 40-60, bird 50, reptile 10-30 ml/kg"
SEDGWICK = "Sedgwick et al. 1990: K = 129, 78, 70, 49, 10"
KLEIBER = "metabolic size, kg^0.75 (Kleiber 1932)"
DEFICIT = "AAHA/AAFP 2013: kg x per cent = litres"
ZUKU = "Zuku, question of 10 March 2025: 4.4 kg, 7 %, 40 ml/kg = 176 + 308 ml, 20.1 ml/h"
DRIP = "drops/min = ml/h x drops/ml / 60"
DOSE = "domain rules 6.1: kg x mg/kg / (mg/ml)"

#: Kind, grams, ml a day from and to, source.
MAINTENANCE = [
    ("dog", 400, "66", "66", AAHA), ("dog", 1000, "132", "132", AAHA),
    ("dog", 2400, "255", "255", AAHA), ("dog", 4000, "373", "373", AAHA),
    ("dog", 10_000, "742", "742", AAHA), ("dog", 25_000, "1476", "1476", AAHA),
    ("dog", 60_000, "2846", "2846", AAHA), ("cat", 400, "40", "40", AAHA),
    ("cat", 1000, "80", "80", AAHA), ("cat", 2400, "154", "154", AAHA),
    ("cat", 4000, "226", "226", AAHA), ("cat", 10_000, "450", "450", AAHA),
    ("mammal", 4000, "160", "240", HOUSE), ("mammal", 30, "1.2", "1.8", HOUSE),
    ("mammal", 60_000, "2400", "3600", HOUSE), ("bird", 400, "20", "20", HOUSE),
    ("bird", 30, "1.5", "1.5", HOUSE), ("reptile", 2400, "24", "72", HOUSE),
    ("reptile", 30, "0.3", "0.9", HOUSE),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "grams", "low", "high", "source"), MAINTENANCE)
def test_maintenance(kind: str, grams: int, low: str, high: str, source: str) -> None:
    found = calculators.maintenance(calculators.KEEP[kind], grams)
    assert tuple(calculators.whole(one) for one in found) == (low, high), source


@pytest.mark.parametrize(("grams", "pct", "ml", "source"), [
    (4000, "8", 320, "domain rules 6.1: 4 kg, 8 %"), (10_000, "8", 800, DEFICIT),
    (2400, "5", 120, DEFICIT), (30, "10", 3, DEFICIT), (60_000, "12", 7200, DEFICIT),
    (4000, "0", 0, DEFICIT), (4400, "7", 308, ZUKU),
])  # fmt: skip
def test_a_deficit(grams: int, pct: str, ml: int, source: str) -> None:
    assert calculators.deficit(grams, D(pct)) == ml, source


@pytest.mark.parametrize(("kind", "grams", "pct", "hours", "losses", "hourly", "source"), [
    # (160 to 240)/24 + 320/24 = 6.67 to 10 + 13.33
    ("mammal", 4000, "8", 24, "0", "20 to 23.3", "by hand"),
    ("mammal", 4000, "8", 48, "48", "15.3 to 18.7", "by hand: 8.67 to 12 + 6.67"),
    ("mammal", 4400, "7", 24, "0", "20.2 to 23.8", ZUKU),  # at 40 ml/kg; the page rounds its parts
    ("bird", 400, "10", 24, "0", "2.5", "by hand: 20/24 + 40/24"),
    ("reptile", 2400, "5", 72, "0", "2.7 to 4.7", "by hand: 1 to 3 + 1.67"),
    ("dog", 10_000, "8", 24, "100", "68.4", "by hand: 842.29/24 + 800/24"),
])  # fmt: skip
def test_a_plan(
    kind: str, grams: int, pct: str, hours: int, losses: str, hourly: str, source: str
) -> None:
    plan = calculators.fluids(kind, grams, dehydration_pct=D(pct), hours=hours, losses_ml=D(losses))
    assert {label: value for label, value, _ in plan.lines}["In all"] == (f"{hourly} ml an hour"), (
        source
    )


@pytest.mark.parametrize(("rate", "drops", "minute", "source"), [
    ("60", 20, "20", DRIP), ("20", 60, "20", DRIP), ("125", 15, "31.3", DRIP),
    ("23.3", 20, "7.8", DRIP), ("2.5", 60, "2.5", DRIP), ("1000", 10, "166.7", DRIP),
])  # fmt: skip
def test_a_drip(rate: str, drops: int, minute: str, source: str) -> None:
    assert calculators.drip(D(rate), drops).lines[0][1] == f"{minute} a minute", source


@pytest.mark.parametrize(("kind", "grams", "kcal", "source"), [
    ("passerine", 30, "9.3", SEDGWICK), ("passerine", 400, "65", SEDGWICK),
    ("bird", 400, "39", SEDGWICK), ("bird", 2400, "150", SEDGWICK),
    ("placental", 1000, "70", SEDGWICK), ("placental", 2400, "135", SEDGWICK),
    ("placental", 4000, "198", SEDGWICK), ("placental", 10_000, "394", SEDGWICK),
    ("placental", 60_000, "1509", SEDGWICK), ("marsupial", 2400, "94", SEDGWICK),
    ("reptile", 2400, "19", SEDGWICK), ("reptile", 30, "0.7", SEDGWICK),
])  # fmt: skip
def test_energy(kind: str, grams: int, kcal: str, source: str) -> None:
    assert calculators.energy(kind, grams).lines[0][1] == f"{kcal} kcal a day", source


@pytest.mark.parametrize(("dose", "known", "grams", "mg", "source"), [
    ("100", 30_000, 4000, "22.1", KLEIBER), ("5", 4000, 400, "0.889", KLEIBER),
    ("50", 10_000, 60_000, "192", KLEIBER), ("12", 400, 30, "1.72", KLEIBER),
    ("200", 25_000, 2400, "34.5", KLEIBER), ("1", 1000, 1000, "1", KLEIBER),
])  # fmt: skip
def test_a_dose_scaled_by_size(dose: str, known: int, grams: int, mg: str, source: str) -> None:
    assert calculators.scaled(D(dose), known, grams).lines[0][1] == f"{mg} mg", source


@pytest.mark.parametrize(("score", "scale", "other"), [
    ("1", 5, "1"), ("2", 5, "3"), ("2.5", 5, "4"), ("3", 5, "5"), ("5", 5, "9"),
    ("1", 9, "1"), ("5", 9, "3"), ("8", 9, "4.5"), ("9", 9, "5"),
])  # fmt: skip
def test_a_body_condition_on_the_other_scale(score: str, scale: int, other: str) -> None:
    assert calculators.condition(D(score), scale).lines[0][1] == other, "b9 = 2 x b5 - 1"


@pytest.mark.parametrize(("grams", "rate", "strength", "amount", "source"), [
    (3200, "5", "50 mg/ml", "0.32", "domain rules 6.1, the worked value"),
    (2400, "5", "20 mg/ml", "0.6", "interface 7.4"), (30, "10", "1 %", "0.03", DOSE),
    (60_000, "0.1", "1.5 mg/ml", "4", DOSE), (450, "20", "250 mg per 5 ml", "0.18", DOSE),
    (5800, "15", "240 mg per 5 ml", "1.8", DOSE), (4000, "7.5", "15 mg/tablet", "2", DOSE),
    (1200, "0.03", "300 µg/ml", "0.12", DOSE), (25_000, "50", "10 %", "12.6", DOSE),
])  # fmt: skip
def test_a_dose(grams: int, rate: str, strength: str, amount: str, source: str) -> None:
    found = dosing.measure(dosing.dose_mg(grams, D(rate)), strength_of(strength))
    assert found.amount == D(amount), source


def test_a_deficit_is_made_good_over_hours_that_suit_the_animal() -> None:
    for kind, hours in (("reptile", 24), ("mammal", 72), ("bird", 96)):
        with pytest.raises(Refused) as refused:
            calculators.fluids(kind, 1000, dehydration_pct=D(5), hours=hours, losses_ml=D(0))
        assert refused.value.field == "hours"
    for score, scale in (("5.5", 5), ("0.5", 9), ("2.2", 5)):
        with pytest.raises(Refused):
            calculators.condition(D(score), scale)


@pytest.mark.usefixtures("session")
def test_the_page_shows_the_sum_and_its_source_and_fills_nothing_in(
    page: Any, signed_in: Any
) -> None:
    mali, vet = make_animal(name="Mali"), signed_in("vet")
    make_weight(mali, 4000)
    db.session.commit()
    url = f"/calculators?animal={mali.accession}"
    opened = page(url, by=vet)
    assert not opened.one("input", id="fluids-weight").attrs.get("value")
    (use,) = (a for a in opened.all("a") if a.attrs["href"].startswith("/calculators?what=energy"))
    filled = page(use.attrs["href"].partition("#")[0], by=vet)
    assert filled.one("input", id="energy-weight").attrs["value"] == "4 kg"
    assert "kcal a day" not in filled.text, "asked for, not worked out"
    asked = ("&what=fluids&work=y&fluids-kind=mammal&fluids-weight=4+kg&fluids-dehydration=8"
             "&fluids-hours=24")  # fmt: skip
    told = page(f"{url}{asked}", by=vet).one("section", id="fluids").text
    for words in ("Estimate", "320 ml", "4 kg × 8 % × 10", "Source:", "20 to 23.3 ml an hour"):
        assert words in told
    refused = page(f"{url}{asked[:-2]}96", by=vet, status=422)
    assert "made good over 24 to 48 hours" in refused.text
    assert db.session.query(Prescription).count() == 0
    page("/calculators?what=nothing&work=y", by=signed_in("manager"))
    page("/calculators?animal=none", by=vet, status=404)
