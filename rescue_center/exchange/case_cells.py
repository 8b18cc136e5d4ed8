"""The cells of a case file: what each may say, and the sentence where it cannot be read.

Doubts that do not stand in the way are added to `doubts` and stored with the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rescue_center import measures
from rescue_center.cases.checking import COUNTRIES, MOST_ANIMALS
from rescue_center.cases.models import CONDITIONS, KINDS
from rescue_center.exchange.cell import Cells, Reader, Unreadable, key, number, quoted
from rescue_center.forms import partial_date_of

COLUMNS = (
    "event_id", "event_type", "date", "country_iso2", "place", "location_type", "agency",
    "species_common_as_reported", "scientific_name", "count", "unit", "alive", "specimen",
    "persons_apprehended", "outcome_as_reported", "source_url",
)  # fmt: skip
NEEDED = ("event_id", "event_type", "species_common_as_reported")

MOST = {
    "event_id": 60, "place": 300, "species_common_as_reported": 300, "scientific_name": 300,
    "outcome_as_reported": 5000, "source_url": 2000, "agency": 1000,
}  # fmt: skip
_LOCATIONS = {
    "road_checkpoint": "ROADBLOCK", "private_home": "RESIDENCE", "rescue_center": "RESCUE",
    "rescue_centre": "RESCUE", "other": "OTHER", "forest": "WILD", "unknown": "UNK", "": "UNK",
    "seaport": "SEAPORT", "airport": "AIRPORT", "boat": "VESSEL", "market": "MARKET",
    "restaurant": "RESTAURANT", "border_checkpoint": "LANDBORDER", "farm": "FARM",
    "online": "ONLINE",
}  # fmt: skip
_SPECIMENS = {
    "live": "LIV", "body": "BOD", "meat": "MEA", "scales": "SCA", "horn": "HOR", "ivory": "IVP",
    "skin": "SKI", "egg": "EGG", "eggs": "EGG", "other": "OTH",
}  # fmt: skip
_CONDITIONS = {"yes": "alive", "no": "dead", "": "unknown"}
_UNITS = {"individual": "individual", "individuals": "individual", "kg": "kg", "pieces": "pieces",
          "piece": "pieces", "litres": "litres", "m3": "m3"}  # fmt: skip


@dataclass(frozen=True)
class Codes:
    """The codes that lists hold, and the day it is."""

    locations: frozenset[str]
    specimens: frozenset[str]
    today: date


def _event_id(cells: Cells, doubts: list[str], known: Codes) -> str:
    if not cells["event_id"]:
        raise Unreadable("It is empty: every row names its event.")
    return cells["event_id"]


def _kind(cells: Cells, doubts: list[str], known: Codes) -> str:
    kind = key(cells["event_type"])
    if kind not in KINDS:
        raise Unreadable(f"{quoted(cells['event_type'])} is none of {', '.join(KINDS)}.")
    return kind


def _happened(cells: Cells, doubts: list[str], known: Codes) -> tuple[date | None, str]:
    if not cells["date"]:
        return None, "unknown"
    if len(cells["date"]) > 40:
        raise Unreadable("It is too long for a date.")
    day, precision = partial_date_of(measures.western(cells["date"]))
    if day > known.today:
        raise Unreadable(f"{quoted(cells['date'])} is in the future.")
    return day, precision


def _country(cells: Cells, doubts: list[str], known: Codes) -> str:
    code = cells["country_iso2"].upper()
    if code and code not in COUNTRIES:
        raise Unreadable(f"{quoted(code)} is not a country's two letters.")
    return code


def _place(cells: Cells, doubts: list[str], known: Codes) -> str:
    return " ".join(cells["place"].split())


def _location(cells: Cells, doubts: list[str], known: Codes) -> str:
    typed = cells["location_type"]
    code = _LOCATIONS.get(key(typed), typed.upper())
    if code in known.locations:
        return code
    doubts.append(f"the kind of place is {quoted(typed)}, which is not in the list")
    return "OTHER"


def _agencies(cells: Cells, doubts: list[str], known: Codes) -> tuple[str, ...]:
    names = {" ".join(name.split()): None for name in cells["agency"].split(";") if name.strip()}
    if any(len(name) > 200 for name in names):
        raise Unreadable("The name of an agency has more than 200 characters.")
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return tuple(seen.values())


def _persons(cells: Cells, doubts: list[str], known: Codes) -> int | None:
    if not cells["persons_apprehended"]:
        return None
    amount = number(cells["persons_apprehended"])
    if amount != int(amount) or not 0 <= amount <= 10_000:
        raise Unreadable(f"{quoted(cells['persons_apprehended'])} is not a number of people.")
    return int(amount)


def _common(cells: Cells, doubts: list[str], known: Codes) -> str:
    if not cells["species_common_as_reported"] and not cells["scientific_name"]:
        raise Unreadable("It is empty, and so is the scientific name: say what the animals are.")
    return " ".join((cells["species_common_as_reported"] or cells["scientific_name"]).split())


def _scientific(cells: Cells, doubts: list[str], known: Codes) -> str:
    return " ".join(cells["scientific_name"].split())


def _quantity(cells: Cells, doubts: list[str], known: Codes) -> Decimal | None:
    if not cells["count"]:
        doubts.append("the number was not published")
        return None
    amount = number(cells["count"])
    if amount < 0:
        raise Unreadable(f"{quoted(cells['count'])} is less than nothing.")
    if amount == 0:
        raise Unreadable("Zero animals: leave it empty where the number is not known.")
    if amount > MOST_ANIMALS:
        raise Unreadable(f"{quoted(cells['count'])} is more than {MOST_ANIMALS:,}.")
    if -int(amount.as_tuple().exponent) > 3:
        raise Unreadable("At most three decimals fit.")
    if key(cells["unit"]) in ("individual", "individuals", "") and amount != int(amount):
        raise Unreadable(f"{quoted(cells['count'])} is not a whole number of animals.")
    return amount


def _unit(cells: Cells, doubts: list[str], known: Codes) -> str:
    typed = key(cells["unit"])
    if not typed:
        doubts.append("the unit was not said: taken as animals")
        return "individual"
    if typed not in _UNITS:
        raise Unreadable(f"{quoted(cells['unit'])} is none of individual, kg, pieces.")
    return _UNITS[typed]


def _condition(cells: Cells, doubts: list[str], known: Codes) -> str:
    typed = key(cells["alive"])
    condition = _CONDITIONS.get(typed, typed)
    if condition not in CONDITIONS:
        raise Unreadable(f"{quoted(cells['alive'])} is none of yes, no, mixed, unknown.")
    return condition


def _specimen(cells: Cells, doubts: list[str], known: Codes) -> str:
    typed = key(cells["specimen"])
    if not typed:
        return "LIV" if key(cells["alive"]) in ("yes", "alive", "mixed") else "UNK"
    code = _SPECIMENS.get(typed, typed.upper())
    if typed == "ivory" and "tusk" in cells["species_common_as_reported"].casefold():
        return "TUS"
    if code in known.specimens:
        return code
    doubts.append(f"the specimen is {quoted(cells['specimen'])}, which is not in the list")
    return "OTH"


def _outcome(cells: Cells, doubts: list[str], known: Codes) -> str:
    return cells["outcome_as_reported"]


def _source(cells: Cells, doubts: list[str], known: Codes) -> str:
    return cells["source_url"]


READERS: tuple[Reader[Codes], ...] = (
    ("event_id", "event_id", _event_id),
    ("kind", "event_type", _kind),
    ("happened", "date", _happened),
    ("country", "country_iso2", _country),
    ("place", "place", _place),
    ("location_type", "location_type", _location),
    ("agencies", "agency", _agencies),
    ("persons", "persons_apprehended", _persons),
    ("common", "species_common_as_reported", _common),
    ("scientific", "scientific_name", _scientific),
    ("quantity", "count", _quantity),
    ("unit", "unit", _unit),
    ("condition", "alive", _condition),
    ("specimen", "specimen", _specimen),
    ("outcome", "outcome_as_reported", _outcome),
    ("source", "source_url", _source),
)
