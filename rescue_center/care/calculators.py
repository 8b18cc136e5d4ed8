"""Estimates at the bedside: fluids, drops, energy, a dose scaled by size, body condition.

Pure, in `Decimal`. Each answer carries its formula with the numbers in it and where it comes from;
none is ever written into an order or an examination (domain rules 6.1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rescue_center.errors import Refused
from rescue_center.pharmacy.strength import number

_POWER = Decimal("0.75")
AAHA = "AAHA/AAFP Fluid Therapy Guidelines for Dogs and Cats, 2013"
CUSTOM = "Customary in zoo practice; check it with your formulary"
SEDGWICK = "Sedgwick, Pokras and Kaufman, Metabolic scaling, Proc. AAZV 1990"


@dataclass(frozen=True)
class Keep:
    """What a kind of animal needs of fluid in a day: ml/kg from and to, or ml for each kg^0.75."""

    words: str
    low: int
    high: int
    source: str
    by_size: bool = False
    #: Over how many hours a deficit is made good, at least and at most.
    hours: tuple[int, int] = (24, 48)


KEEP = {
    "mammal": Keep("Mammal, 40 to 60 ml/kg", 40, 60, CUSTOM),
    "dog": Keep("Dog-like mammal, 132 ml × kg^0.75", 132, 132, AAHA, by_size=True),
    "cat": Keep("Cat-like mammal, 80 ml × kg^0.75", 80, 80, AAHA, by_size=True),
    "bird": Keep("Bird, 50 ml/kg", 50, 50, CUSTOM),
    "reptile": Keep("Reptile, 10 to 30 ml/kg", 10, 30, CUSTOM, hours=(72, 96)),
}
#: Kilocalories a day for each kg^0.75.
ENERGY = {
    "passerine": ("Songbird", 129),
    "bird": ("Other bird", 78),
    "placental": ("Placental mammal", 70),
    "marsupial": ("Marsupial", 49),
    "reptile": ("Reptile at 37 °C", 10),
}
DROPS = (10, 15, 20, 60)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Estimate:
    """An answer: its lines, how each comes about, where the formula is from, what to think of."""

    lines: list[tuple[str, str, str]]
    source: str
    caution: str = ""


def per_kg(grams: int) -> Decimal:
    """Grams as kilograms."""
    return Decimal(grams) / 1000


def maintenance(keep: Keep, grams: int) -> tuple[Decimal, Decimal]:
    """ml in a day, from and to."""
    kg = per_kg(grams)
    of = kg**_POWER if keep.by_size else kg
    return keep.low * of, keep.high * of


def deficit(grams: int, dehydration_pct: Decimal) -> Decimal:
    """ml that are missing: kg × per cent × 10."""
    return per_kg(grams) * dehydration_pct * 10


def fluids(
    kind: str, grams: int, *, dehydration_pct: Decimal, hours: int, losses_ml: Decimal
) -> Estimate:
    """A plan: maintenance, the deficit over so many hours, and what goes on being lost in a day."""
    keep = KEEP[kind]
    least, most = keep.hours
    if not least <= hours <= most:
        raise Refused(
            f"A deficit is made good over {least} to {most} hours in this kind of animal.",
            field="hours",
        )
    low, high = maintenance(keep, grams)
    missing = deficit(grams, dehydration_pct)
    slow, fast = ((m + losses_ml) / 24 + missing / hours for m in (low, high))
    kg = number(per_kg(grams))
    each = f"{kg}^0.75 kg" if keep.by_size else f"{kg} kg"
    rate = number(keep.low) if low == high else f"{keep.low} to {keep.high}"
    return Estimate(
        [
            ("Maintenance", f"{span(low, high)} ml a day", f"{rate} ml × {each}"),
            ("Deficit", f"{whole(missing)} ml", f"{kg} kg × {number(dehydration_pct)} % × 10"),
            ("In all", f"{span(slow, fast, tenths)} ml an hour",
             f"(maintenance + {number(losses_ml)} ml lost) ÷ 24 + deficit ÷ {hours}"),
            ("First 24 hours", f"{span(slow * 24, fast * 24)} ml", "ml an hour × 24"),
        ],
        keep.source,
        "Look at the animal every few hours; heart and kidneys set the pace.",
    )  # fmt: skip


def drip(ml_per_hour: Decimal, drops_per_ml: int) -> Estimate:
    """Drops a minute of a giving set."""
    drops = ml_per_hour * drops_per_ml / 60
    return Estimate(
        [
            ("Drops", f"{tenths(drops)} a minute",
             f"{number(ml_per_hour)} ml/h × {drops_per_ml} drops/ml ÷ 60"),
            ("One drop every", f"{tenths(60 / drops)} seconds", "60 ÷ drops a minute"),
        ],
        "The giving set's own label says how many drops make a millilitre",
    )  # fmt: skip


def energy(kind: str, grams: int) -> Estimate:
    """Minimum energy cost: K × kg^0.75 kilocalories in a day."""
    words, k = ENERGY[kind]
    kcal = k * per_kg(grams) ** _POWER
    return Estimate(
        [("Minimum energy", f"{whole(kcal)} kcal a day",
          f"{k} × {number(per_kg(grams))}^0.75 ({words.lower()})")],
        SEDGWICK,
        "At rest. Growth, illness, cold and activity need more; begin a starved animal with less.",
    )  # fmt: skip


def scaled(dose_mg: Decimal, known_g: int, grams: int) -> Estimate:
    """A dose known in one animal, scaled to another by metabolic size: dose × (M2 ÷ M1)^0.75."""
    dose = dose_mg * (per_kg(grams) / per_kg(known_g)) ** _POWER
    return Estimate(
        [
            ("Dose", f"{significant(dose)} mg",
             f"{number(dose_mg)} mg × ({number(per_kg(grams))} ÷ "
             f"{number(per_kg(known_g))} kg)^0.75"),
            ("That is", f"{significant(dose / per_kg(grams))} mg/kg", "dose ÷ kg"),
        ],
        SEDGWICK,
        "A vet's estimate and no dose. It fails for drugs that some species break down in a way of "
        "their own, and between reptiles and warm-blooded animals.",
    )  # fmt: skip


def score_of_nine(of_five: Decimal) -> Decimal:
    """A body condition of 1 to 5 on the scale of 1 to 9."""
    return 2 * of_five - 1


def condition(score: Decimal, scale: int) -> Estimate:
    """A body condition on the other scale, for a chart alone."""
    if not 1 <= score <= scale or score * 2 % 1:
        raise Refused(f"A score of 1 to {scale}, in whole or half points.", field="score")
    if scale == 5:
        there, sum_ = score_of_nine(score), f"2 × {number(score)} − 1"
    else:
        there, sum_ = (score + 1) / 2, f"({number(score)} + 1) ÷ 2"
    return Estimate(
        [(f"On the scale of {14 - scale}", number(there), sum_)],
        "Both scales begin at 1 and end at their last point; a straight line lies between",
        "For charts. What was scored stays on the scale that it was scored on.",
    )  # fmt: skip


# --- numbers ------------------------------------------------------------------------------------


def tenths(value: Decimal) -> str:
    """To a tenth."""
    return number(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def whole(value: Decimal) -> str:
    """Without a fraction from ten on; below, to a tenth."""
    return number(value.quantize(Decimal(1), ROUND_HALF_UP)) if value >= 10 else tenths(value)


def significant(value: Decimal) -> str:
    """To three digits."""
    place = min(0, value.adjusted() - 2) if value else 0
    return number(value.quantize(Decimal(1).scaleb(place), ROUND_HALF_UP))


def span(low: Decimal, high: Decimal, shown: Callable[[Decimal], str] = whole) -> str:
    """`160 to 240`, or one number where both are the same."""
    one, other = shown(low), shown(high)
    return one if one == other else f"{one} to {other}"
