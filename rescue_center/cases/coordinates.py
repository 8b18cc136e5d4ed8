"""Points as people write them: decimal degrees, or degrees, minutes and seconds.

`11.2641, 105.0312`, `11,2641 105,0312`, `11°15'51"N 105°01'52"E`, `N 11 15.85 E 105 1.87`.
Latitude comes first unless the letters say otherwise.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from rescue_center.measures import western

_SIX = Decimal("0.000001")
#: Typographers' minutes, seconds and minus, and the ordinal that some keyboards have for degrees.
_PLAIN = str.maketrans(
    {"\u2019": "'", "\u2032": "'", "\u201d": '"', "\u2033": '"', "\u2212": "-", "\u00ba": "°"}
)
_ANGLE = re.compile(
    r"\s*(?P<before>[NSEW])?\s*(?P<sign>[+-])?\s*(?P<d>\d{1,3}(?:[.,]\d+)?)\s*°?"
    r"(?:\s*(?P<m>\d{1,2}(?:[.,]\d+)?)\s*'?)?"
    r"(?:\s*(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|'')?)?"
    r"\s*(?P<after>[NSEW])?\s*"
)
#: Where the one number may end and the other begin, the surest first.
_SPLITS = (
    re.compile(r"\s*;\s*"),
    re.compile(r"(?<=[NSEW])\s*,?\s*(?=[\d+-])"),
    re.compile(r"(?<=\d)\s*,?\s*(?=[NSEW]\s*\d)"),
    re.compile(r"(?<=[\"'°])\s*,?\s*(?=[\d+-]+\s*°)"),
    re.compile(r"\s*,\s+|\s+"),
    re.compile(r"\s*,\s*"),
)


class Point(NamedTuple):
    """A place in decimal degrees, north and east positive, to six decimals (about 0.1 m)."""

    latitude: Decimal
    longitude: Decimal


def parse_point(text: str) -> Point:
    """The point that was typed. Raises ValueError with a sentence."""
    text = western(text).translate(_PLAIN).strip().upper()
    for split in _SPLITS:
        parts = [part for part in split.split(text) if part]
        angles = [_ANGLE.fullmatch(part) for part in parts]
        if len(angles) == 2 and angles[0] and angles[1]:
            return _in_order(_angle(angles[0]), _angle(angles[1]))
    raise ValueError(
        "Write latitude and longitude, like 11.2641, 105.0312 or 11°15'51\"N 105°01'52\"E."
    )


def point_text(point: tuple[Decimal, Decimal]) -> str:
    """`11.2641, 105.0312`: as it would be typed again."""
    return ", ".join(f"{angle.normalize():f}" for angle in point)


def _angle(found: re.Match[str]) -> tuple[Decimal, str]:
    """Degrees, and the letter that says which way, if there is one."""
    degrees, minutes, seconds = (
        Decimal((found[part] or "0").replace(",", ".")) for part in ("d", "m", "s")
    )
    if minutes >= 60 or seconds >= 60:
        raise ValueError("Minutes and seconds go up to 59.")
    if (found["m"] and degrees % 1) or (found["s"] and minutes % 1):
        raise ValueError("Only the last part of a place may have decimals.")
    letter = found["before"] or found["after"] or ""
    if found["sign"] and letter:
        raise ValueError("Write a letter (N, S, E, W) or a sign, not both.")
    whole = degrees + minutes / 60 + seconds / 3600
    south = found["sign"] == "-" or letter in ("S", "W")
    return (-whole if south else whole).quantize(_SIX), letter


def _in_order(first: tuple[Decimal, str], second: tuple[Decimal, str]) -> Point:
    if first[1] in ("E", "W") and second[1] in ("N", "S"):
        first, second = second, first
    if first[1] in ("E", "W") or second[1] in ("N", "S"):
        raise ValueError("Latitude has N or S, longitude has E or W.")
    if abs(first[0]) > 90:
        raise ValueError(f"Latitude comes first and goes to 90; {first[0].normalize():f} is more.")
    if abs(second[0]) > 180:
        raise ValueError(f"Longitude goes to 180; {second[0].normalize():f} is more.")
    return Point(first[0], second[0])
