"""Amounts of stock as whole numbers, so that a balance is exact: ten-thousandths of a millilitre,
a tablet or a gram. A dose diluted a hundred times is still a whole number of them.

Pure: no database, no clock.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from rescue_center.errors import Refused
from rescue_center.pharmacy.strength import number

PARTS = 10_000
#: More than any store here holds at once: 100 l, or 100,000 tablets.
MOST = 100_000 * PARTS


def parts_of(amount: Decimal) -> int:
    """`0.32` (ml) as 3,200 parts, to the nearest."""
    return int((amount * PARTS).quantize(Decimal(1), ROUND_HALF_UP))


def amount_of(parts: int) -> Decimal:
    """3,200 parts as `0.32`."""
    return Decimal(number(Decimal(parts) / PARTS))


def text(parts: int, per: str) -> str:
    """`0.32 ml`, `3 tablets`, `-0.5 g`."""
    plural = "s" if per == "tablet" and abs(parts) > PARTS else ""
    return f"{number(Decimal(parts) / PARTS)} {per}{plural}"


def asked(amount: Decimal | None, field: str, *, least: int = 1) -> int:
    """What was typed, as parts; refuses nothing, less than `least` parts, and the impossible."""
    if amount is None:
        raise Refused("Say how much.", field=field)
    if abs(amount) > MOST:  # of digits without end no parts can be made
        raise Refused("This is more than any store holds; check the amount.", field=field)
    parts = parts_of(amount)
    if parts < least:
        raise Refused("The amount is above zero." if least else "The amount is zero or more.",
                      field=field)  # fmt: skip
    if parts > MOST:
        raise Refused("This is more than any store holds; check the amount.", field=field)
    return parts
