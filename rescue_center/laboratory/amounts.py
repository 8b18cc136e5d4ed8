"""An amount as a laboratory writes it: `12.5`, `<0.5`, `>1000 U/L`; and the same in another unit.

Amounts are converted by the factor of their analyte, never by their text (domain rules 6.1): what
10 mg/dl is in mmol/l depends on what was measured.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from rescue_center.errors import Refused
from rescue_center.laboratory.reference_models import Analyte
from rescue_center.measures import Unreadable, parse_number, plain, refuse_doubtful, western

#: Decimals that are kept, and the largest amount.
STEP = Decimal("0.000001")
MOST = Decimal(1_000_000_000)

_TYPED = re.compile(r"(?P<censor>[<>]=?|[≤≥])?\s*(?P<number>[+-]?\d[\d.,]*)\s*(?P<unit>\D.*)?")


@dataclass(frozen=True)
class Amount:
    """A number with what stood before it (`<` or `>`), and the unit after it, if any did."""

    number: Decimal
    censor: str = ""
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.censor}{plain(self.number)} {self.unit}".strip()


def read(typed: str, *, field: str | None = None) -> Amount:
    """What somebody typed or an analyser wrote. Refuses `≤`, a number with marks between its
    thousands, one below nothing, and more decimals than are kept."""
    text = western(" ".join(typed.split()))
    found = _TYPED.fullmatch(text)
    if found is None:
        raise Refused(f"“{typed}” is not an amount: write 12.5, <0.5 or >1000.", field=field)
    censor = found["censor"] or ""
    if censor not in ("", "<", ">"):
        raise Refused(f"“{typed}”: write < or > alone.", field=field)
    try:
        refuse_doubtful(found["number"])
        number = parse_number(found["number"])
    except Unreadable as why:
        raise Refused(str(why), field=field) from None
    if number < 0:
        raise Refused("An amount is not below nothing.", field=field)
    if number >= MOST or number != number.quantize(STEP):
        raise Refused("At most six decimals are kept, and nothing from a thousand million on.",
                      field=field)  # fmt: skip
    return Amount(number, censor, (found["unit"] or "").strip())


def folded(unit: str) -> str:
    """A unit as it is compared: `10^9/L`, `x10⁹/l` and `10*9 / L` are the same, so are the two
    signs for micro and the letter u."""
    text = unicodedata.normalize("NFKC", unit).casefold().replace("\u03bc", "u")
    text = text.replace("\u00b5", "u").replace("mcmol", "umol").replace("mcg", "ug")
    return re.sub(r"[\s^*\u00d7\u00b7.]|x(?=10)", "", text)


def factor_of(analyte: Analyte, unit: str, *, field: str | None = None) -> Decimal:
    """What an amount in `unit` is multiplied by to be in the analyte's own. Refuses a unit that
    is missing, or that nobody gave a factor for."""
    if not unit.strip():
        raise Refused(f"{analyte.label}: say the unit as well.", field=field)
    asked = folded(unit)
    if asked == folded(analyte.unit):
        return Decimal(1)
    for one in analyte.units:
        if one.folded == asked:
            return one.factor
    known = ", ".join([analyte.unit, *(one.unit for one in analyte.units)])
    raise Refused(f"{analyte.label} cannot be converted from “{unit.strip()}”. Known: {known}.",
                  field=field)  # fmt: skip


def known_as(analyte: Analyte, unit: str) -> str:
    """The unit as the centre writes it."""
    asked = folded(unit)
    for name in (analyte.unit, *(one.unit for one in analyte.units)):
        if folded(name) == asked:
            return name
    return unit


def converted(analyte: Analyte, number: Decimal, unit: str, *, field: str | None = None) -> Decimal:
    """The amount in the analyte's own unit, to six decimals."""
    kept = (number * factor_of(analyte, unit, field=field)).quantize(STEP)
    if kept >= MOST:
        raise Refused(f"{analyte.label}: this is too much to be kept.", field=field)
    return kept


def shown(kept: Decimal | None) -> str:
    """An amount for people: four figures of it, more only before the decimal point."""
    if kept is None:
        return ""
    if not kept:
        return "0"
    places = max(0, 3 - kept.adjusted())
    return plain(kept.quantize(Decimal(1).scaleb(-min(places, 6))))
