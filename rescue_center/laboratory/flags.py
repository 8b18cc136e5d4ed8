"""Whether an amount is low or high for its kind (domain rules 6.1).

Below the low limit is L, above the high one H; outside the critical limits LL and HH. A value on a
limit is inside. What is only known to be below or above something is flagged where that is enough
to tell, and is in doubt (`?`) where it is not. Without an interval there is no flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Limits:
    """What is usual, and beyond which limits it is critical, all in one unit."""

    low: Decimal | None = None
    high: Decimal | None = None
    crit_low: Decimal | None = None
    crit_high: Decimal | None = None


def flag(value: Decimal, limits: Limits, censor: str = "") -> str:
    """L, H, LL, HH, N (inside) or ? (cannot be told)."""
    if censor == "<":
        return _below(value, limits)
    if censor == ">":
        return _above(value, limits)
    if limits.crit_low is not None and value < limits.crit_low:
        return "LL"
    if limits.crit_high is not None and value > limits.crit_high:
        return "HH"
    if limits.low is not None and value < limits.low:
        return "L"
    if limits.high is not None and value > limits.high:
        return "H"
    return "N"


def _below(value: Decimal, limits: Limits) -> str:
    """Less than `value`, by how much nobody knows."""
    if limits.crit_low is not None and value <= limits.crit_low:
        return "LL"
    if limits.low is not None:
        return "L" if value <= limits.low else "?"
    return "N" if limits.high is None or value <= limits.high else "?"


def _above(value: Decimal, limits: Limits) -> str:
    """More than `value`, by how much nobody knows."""
    if limits.crit_high is not None and value >= limits.crit_high:
        return "HH"
    if limits.high is not None:
        return "H" if value >= limits.high else "?"
    return "N" if limits.low is None or value >= limits.low else "?"
