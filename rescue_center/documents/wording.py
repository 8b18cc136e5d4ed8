"""Facts in words: how dates, weights, counts and empty places read on paper.

Facts are what JSON holds: dates and times as ISO text, decimals as text, weights in whole grams.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale

#: What stands where there is nothing, so that nobody can write there later (rules.md 4.1).
NOTHING = "—"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def said(value: object) -> str:
    """`value` as text; a dash where there is none."""
    if value is True:
        return "Yes"
    if value is False:
        return "No"
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(str, value))) or NOTHING
    return str(value).strip() or NOTHING if value is not None else NOTHING


def term(code: object) -> str:
    """`dead_on_arrival` as Dead on arrival; words already written for people stay as they are."""
    text = said(code).replace("_", " ")
    return text[:1].upper() + text[1:]


def day(iso: str | None) -> str:
    """`2026-05-12` as 12 May 2026; `2026-05` as May 2026; a time of day is left out."""
    if not iso:
        return NOTHING
    year, *rest = iso[:10].split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def moment(iso: str | None) -> str:
    """`2026-05-12T14:05+07:00` as 12 May 2026, 14:05 (UTC+7); a date alone as a date."""
    if not iso or "T" not in iso:
        return day(iso)
    at = datetime.fromisoformat(iso)
    return f"{day(iso)}, {at:%H:%M}{_zone(at.utcoffset())}"


def _zone(offset: timedelta | None) -> str:
    if offset is None:
        return ""
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f" (UTC{'+' if minutes >= 0 else '−'}{hours}{f':{rest:02d}' if rest else ''})"


def period(first: str | None, last: str | None) -> str:
    """From one day to another."""
    return f"{day(first)} to {day(last)}" if first or last else NOTHING


def weight(grams: object) -> str:
    """Grams as g below one kilogram, else as kg with no digit lost."""
    if grams in (None, ""):
        return NOTHING
    value = Decimal(str(grams))
    if abs(value) < 1000:
        return f"{value.normalize():f} g"
    return f"{(value / 1000).normalize():f} kg"


@cache
def country(iso: str | None) -> str:
    """`KH` as Cambodia (KH); a code that no country has as it stands."""
    name = Locale("en").territories.get(iso or "")
    return f"{name} ({iso})" if name else said(iso)


def number(value: object) -> str:
    """1234 as 1 234: a thin grouping that is neither a comma nor a point in any country."""
    return NOTHING if value in (None, "") else f"{int(str(value)):,}".replace(",", "\u202f")


def many(count: int, one: str, more: str | None = None) -> str:
    """`1 animal`, `3 animals`."""
    return f"{number(count)} {one if count == 1 else more or one + 's'}"


def joined(*values: object, by: str = ", ") -> str:
    """The values that there are, in one line; a dash where there are none."""
    return by.join(s for v in values if (s := said(v)) != NOTHING) or NOTHING


def marks(given: Sequence[Mapping[str, Any]] | None) -> str:
    """Each mark on a line: what it is, what it says, where it sits."""
    lines = []
    for mark in given or ():
        place = f" ({mark['position']})" if mark.get("position") else ""
        lines.append(f"{said(mark.get('kind'))} {said(mark.get('number'))}{place}")
    return "\n".join(lines) or NOTHING
