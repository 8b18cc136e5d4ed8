"""The number of a microchip: ISO 11784 as it can be, and others with a warning.

Domain rules 5.1. Fifteen digits: three of a country or a manufacturer, twelve of a 38-bit number.
The number has no check digit, so it is typed twice or scanned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale

from rescue_center.animals.countries import COUNTRIES
from rescue_center.errors import Refused
from rescue_center.measures import western

#: The greatest number of 38 bits.
MOST = 274_877_906_943
#: Below this weight an animal is not chipped without a vet's word (domain rules 5.1).
LEAST_G = 100


@dataclass(frozen=True)
class Chip:
    """A number that was accepted: as read, as compared, its standard, and what it says."""

    code: str
    key: str
    standard: str
    says: str
    warning: str = ""


def key_of(code: str) -> str:
    """A mark's code as it is compared: no spaces, no dashes, upper case, Western digits."""
    return re.sub(r"[\s\-‐‑–—.]", "", western(code)).upper()  # noqa: RUF001


def read(code: str, *, other_standard: bool = False) -> Chip:
    """Check a microchip's number. `other_standard`: an older chip of nine or ten characters."""
    key = key_of(code)
    if not key:
        raise Refused("Scan or type the number of the microchip.", field="code")
    if other_standard and not re.fullmatch(r"\d{15}", key):
        return _other(key)
    if not re.fullmatch(r"\d{15}", key):
        raise Refused(
            f"{_wrong(key)} If it is an older chip of 9 or 10 characters, tick “Not an ISO chip”.",
            field="code",
        )
    return Chip(key, key, "ISO", _issuer(int(key[:3]), int(key[3:])))


def _wrong(key: str) -> str:
    if key.isdigit():
        return f"A microchip has 15 digits; this is {len(key)} digits."
    return "A microchip has 15 digits; this is not digits only."


def _issuer(prefix: int, number: int) -> str:
    """Who gave the number out. Refuses what cannot be."""
    if number > MOST:
        raise Refused(
            "No chip can carry this number: its last 12 digits are greater than "
            "274 877 906 943. Scan it again.",
            field="code",
        )
    if prefix == 999:
        raise Refused("999 is for test chips only; an animal never carries one.", field="code")
    if prefix >= 900:
        shared = ", a code that several share" if prefix == 900 else ""
        return f"Manufacturer {prefix}{shared}"
    if prefix not in COUNTRIES:
        raise Refused(
            f"{prefix:03d} is no country and no manufacturer, so a digit is wrong. Scan it again.",
            field="code",
        )
    names = Locale("en").territories
    return str(names.get(COUNTRIES[prefix], COUNTRIES[prefix]))


def _other(key: str) -> Chip:
    if not re.fullmatch(r"[0-9A-Z]{9,10}", key):
        raise Refused("A chip of another standard has 9 or 10 letters and digits.", field="code")
    return Chip(
        key, key, "NON_ISO", "Not an ISO chip",
        "This is not an ISO chip: other centres' readers may not find it.",
    )  # fmt: skip
