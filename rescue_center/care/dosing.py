"""How much of a drug an animal gets: `Decimal` throughout, rounded to what a syringe can measure.

Pure: no database, no clock. The rules are domain/rules 6.1; every number that is shown goes through
:func:`number`, so no dose is ever printed as `5.0 mg` or `.5 mg`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from rescue_center.errors import Refused
from rescue_center.pharmacy.strength import Strength, number

#: The marks of the syringe that holds the volume: up to 1 ml, up to 3 ml, above (domain rules 6.1).
STEPS = ((Decimal(1), Decimal("0.01")), (Decimal(3), Decimal("0.1")))
COARSE = Decimal("0.2")
QUARTER = Decimal("0.25")

#: By how much rounding may change a dose, in per cent: for most drugs, and for safe ones.
TOLERANCE = Decimal(5)
WIDE_TOLERANCE = Decimal(10)

DILUTIONS = (2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Measured:
    """A dose as it can be measured: what was asked for, what the syringe gives, and the gap."""

    dose_mg: Decimal
    amount: Decimal
    unit: str
    given_mg: Decimal
    change_pct: Decimal
    dilution: int = 1

    @property
    def text(self) -> str:
        """`16 mg = 0.32 ml`."""
        return f"{mg_text(self.given_mg)} = {amount_text(self.amount, self.unit)}"


def dose_mg(weight_g: int, rate_mg_per_kg: Decimal) -> Decimal:
    """Milligrams for an animal of `weight_g` grams at `rate_mg_per_kg`, exactly."""
    return Decimal(weight_g) * rate_mg_per_kg / 1000


def measure(
    mg: Decimal, strength: Strength, *, wide_margin: bool = False, dilution: int = 1
) -> Measured:
    """The dose as a syringe or a tablet can give it; `dilution` 10 means one part in ten.

    Refuses when rounding would change it by more than 5 % (10 % for drugs with a wide margin)
    and proposes what to do instead."""
    if mg <= 0:
        raise Refused("A dose is above zero.", field="rate")
    if dilution not in (1, *DILUTIONS):
        raise Refused("Choose a dilution from the list.", field="dilution")
    if dilution > 1 and strength.per != "ml":
        raise Refused("Only a liquid can be diluted.", field="dilution")
    found = _round(mg, strength, dilution)
    if abs(found.change_pct) > (WIDE_TOLERANCE if wide_margin else TOLERANCE):
        raise Refused(_unmeasurable(mg, found, strength, wide_margin), field="dilution")
    return found


def _round(mg: Decimal, strength: Strength, dilution: int) -> Measured:
    each = strength.mg / dilution
    exact = mg / each
    step = step_for(exact, strength.per)
    amount = (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    given = amount * each
    return Measured(mg, amount, strength.per, given, (given - mg) / mg * 100, dilution)


def step_for(amount: Decimal, unit: str) -> Decimal:
    """The smallest amount that can be measured at about this volume: a quarter of a tablet, or a
    mark of the syringe."""
    if unit == "tablet":
        return QUARTER
    return next((step for most, step in STEPS if amount <= most), COARSE)


def _unmeasurable(mg: Decimal, found: Measured, strength: Strength, wide: bool) -> str:
    exact = mg / (strength.mg / found.dilution)
    said = (
        f"{number(_short(exact, 3))} {strength.per} cannot be measured: the nearest mark, "
        f"{amount_text(found.amount, found.unit)}, changes the dose by "
        f"{number(abs(found.change_pct).quantize(Decimal('0.1'), ROUND_HALF_UP))} %."
    )
    if strength.per != "ml":
        return f"{said} Choose a liquid, or a smaller strength."
    most = WIDE_TOLERANCE if wide else TOLERANCE
    for parts in DILUTIONS:
        other = _round(mg, strength, parts)
        if parts > found.dilution and abs(other.change_pct) <= most:
            weaker = number(strength.mg / parts)
            return f"{said} Dilute it 1 in {parts}, to {weaker} mg/ml, and give {other.text}."
    return f"{said} Choose a weaker product."


# --- weights --------------------------------------------------------------------------------


def weight_lasts(weight_g: int) -> timedelta:
    """How long a weight may serve for a dose: a day under 100 g, 30 days above 50 kg, else 7."""
    if weight_g < 100:
        return timedelta(hours=24)
    return timedelta(days=30 if weight_g > 50_000 else 7)


def weight_warning(weight_g: int, weighed_at: datetime, at: datetime) -> str | None:
    """Why this weight is too old to rely on, or None."""
    lasts, age = weight_lasts(weight_g), at - weighed_at
    if age <= lasts:
        return None
    limit = "24 hours" if lasts < timedelta(days=2) else f"{lasts.days} days"
    old = f"{age.days} days" if age >= timedelta(days=2) else f"{age // timedelta(hours=1)} hours"
    return f"This weight is {old} old; at this size a dose needs one no older than {limit}."


# --- words ----------------------------------------------------------------------------------


def _short(value: Decimal, digits: int) -> Decimal:
    """At most so many significant digits, and never fewer than the whole part has."""
    place = min(0, value.adjusted() + 1 - digits) if value else 0
    return value.quantize(Decimal(1).scaleb(place), ROUND_HALF_UP)


def mg_text(mg: Decimal) -> str:
    """`16 mg`, `0.375 mg`: milligrams to four digits, which no balance here betters."""
    return f"{number(_short(mg, 4))} mg"


def amount_text(amount: Decimal, unit: str) -> str:
    """`0.32 ml`, `1 tablet`, `1½ tablets`, `0.5 g`."""
    if unit != "tablet":
        return f"{number(amount)} {unit}"
    whole, part = divmod(amount, 1)
    quarters = {Decimal("0.25"): "¼", Decimal("0.5"): "½", Decimal("0.75"): "¾"}.get(part)
    count = number(amount) if part and not quarters else f"{int(whole) or ''}{quarters or ''}"
    return f"{count or '0'} tablet{'s' if amount > 1 else ''}"


def rate_text(rate: Decimal) -> str:
    """`5 mg/kg`."""
    return f"{number(rate)} mg/kg"
