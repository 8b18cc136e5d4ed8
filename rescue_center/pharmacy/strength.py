"""What a label says of a product's strength, normalised to milligrams; and how numbers are written.

Pure. One per cent is 10 mg in a millilitre; international units are never converted (domain
rules 6.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rescue_center import measures
from rescue_center.errors import Refused

_EACH = re.compile(
    r"(?P<n>[\d.,]+)\s*(?P<unit>g|mg|µg|μg|ug|mcg)\s*(?:/|per)\s*"
    r"(?P<per>[\d.,]*)\s*(?P<of>ml|l|g|tablet|tab|capsule|cap)s?",
    re.I,
)
#: Milligrams are kept to this.
FINEST = Decimal("0.0001")
_PERCENT = re.compile(r"(?P<n>[\d.,]+)\s*%")
_MG = {"g": Decimal(1000), "mg": Decimal(1)} | dict.fromkeys(
    ("µg", "μg", "ug", "mcg"), Decimal("0.001")
)
_WORDS = {"l": "ml", "tab": "tablet", "capsule": "tablet", "cap": "tablet"}


@dataclass(frozen=True)
class Strength:
    """How many milligrams are in one millilitre, one tablet or one gram of a product."""

    mg: Decimal
    per: str = "ml"

    @property
    def text(self) -> str:
        """`50 mg/ml`, `15 mg per tablet`."""
        return f"{number(self.mg)} mg{' per ' if self.per == 'tablet' else '/'}{self.per}"


def strength_of(text: str) -> Strength:
    """What a label says: `5 %`, `50 mg/ml`, `250 mg per 5 ml`, `500 µg/ml`, `15 mg/tablet`."""
    text = text.strip()
    if re.search(r"\b(m?iu|units?)\b", text, re.I):
        raise Refused(
            "International units cannot be turned into milligrams. Enter the strength in mg.",
            field="strength_text",
        )
    if found := _PERCENT.fullmatch(text):
        return Strength(_positive(found["n"]) * 10)
    if not (found := _EACH.fullmatch(text)):
        raise Refused(
            f"“{text}” is not a strength. Write it like 50 mg/ml, 5 %, 250 mg per 5 ml "
            "or 15 mg/tablet.",
            field="strength_text",
        )
    of = found["of"].lower()
    each = _positive(found["per"] or "1") * (1000 if of == "l" else 1)
    mg = (_positive(found["n"]) * _MG[found["unit"].lower()] / each).quantize(FINEST)
    if not mg:
        raise Refused("This is weaker than 0.0001 mg; check the unit.", field="strength_text")
    return Strength(mg, _WORDS.get(of, of))


def _positive(text: str) -> Decimal:
    try:
        measures.refuse_doubtful(text)
    except measures.Unreadable as doubt:
        raise Refused(str(doubt), field="strength_text") from None
    text = text.replace(",", ".")
    if not re.fullmatch(r"\d*\.?\d+", text) or Decimal(text) == 0:
        raise Refused("A strength is a number above zero.", field="strength_text")
    return Decimal(text)


def number(value: Decimal | int) -> str:
    """A number as it is written on an order: no trailing zero, a zero before the point."""
    text = format(Decimal(value), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
