"""What is refused of the facts of a case, whatever door they come through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from babel import Locale

from rescue_center import clock
from rescue_center.cases.facts import CaseFacts, LineFacts
from rescue_center.cases.models import CONDITIONS, KINDS, UNITS
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.species.models import Code

#: Unknown is a country too (ISO 3166 leaves XX to its users).
COUNTRIES = {
    str(code): str(name)
    for code, name in sorted(Locale("en").territories.items(), key=lambda one: str(one[1]))
    if re.fullmatch("[A-Z]{2}", str(code)) and code not in ("EU", "EZ", "QO", "UN", "XA", "XB")
} | {"XX": "Not known"}

MOST_ANIMALS = 10_000_000
MOST_UNCERTAINTY_M = 1_000_000
EARLIEST_YEAR = 1900


def refuse_bad_facts(facts: CaseFacts, at: datetime) -> None:
    """Refuse facts that cannot be true: a day to come, a point off the earth, no such country."""
    if facts.kind not in KINDS:
        raise Refused("Say what happened: a seizure, an intake, a release …", field="kind")
    _refuse_bad_date(facts, at)
    _refuse_bad_point(facts)
    if facts.country and facts.country not in COUNTRIES:
        raise Refused("Write the country as its two letters, like KH.", field="country")
    persons = facts.persons_apprehended
    if persons is not None and not 0 <= persons <= 10_000:
        raise Refused("The number of people apprehended cannot be right.",
                      field="persons_apprehended")  # fmt: skip
    names = [agency.name.strip().casefold() for agency in facts.agencies]
    if not all(names):
        raise Refused("An agency has no name.", field="agencies")
    if len(set(names)) < len(names):
        raise Refused("An agency is named twice.", field="agencies")


def _refuse_bad_date(facts: CaseFacts, at: datetime) -> None:
    day, precise = facts.happened_on, facts.precision
    if precise not in ("day", "month", "year", "unknown") or (day is None) != (
        precise == "unknown"
    ):
        raise Refused("Write the day as well as it is known, or leave it empty.", field="happened")
    if day is not None and day > clock.today(at):
        raise Refused("The day of the event is in the future.", field="happened")
    if day is not None and day.year < EARLIEST_YEAR:
        raise Refused(f"The year must be {EARLIEST_YEAR} or later.", field="happened")
    if facts.happened_at is None:
        return
    if precise != "day" or clock.today(facts.happened_at) != day:
        raise Refused("The time does not fall on the day of the event.", field="happened_at")
    if facts.happened_at > at:
        raise Refused("The time of the event is in the future.", field="happened_at")


def _refuse_bad_point(facts: CaseFacts) -> None:
    north, east, metres = facts.latitude, facts.longitude, facts.uncertainty_m
    if (north is None) != (east is None):
        raise Refused("Give both latitude and longitude, or neither.", field="point")
    if north is not None and east is not None:
        if abs(north) > 90:
            raise Refused("Latitude goes from -90 to 90 and comes first.", field="point")
        if abs(east) > 180:
            raise Refused("Longitude goes from -180 to 180.", field="point")
        if north == 0 and east == 0:
            raise Refused("0, 0 is in the sea off Africa. Leave it empty where it is not known.",
                          field="point")  # fmt: skip
    if metres is not None and not 0 < metres <= MOST_UNCERTAINTY_M:
        raise Refused("The uncertainty is 1 m to 1,000 km.", field="uncertainty_m")
    if metres is not None and north is None:
        raise Refused("There is an uncertainty but no point.", field="uncertainty_m")


def refuse_bad_line(line: LineFacts) -> None:
    """Refuse a manifest line that cannot be true."""
    if not line.declared_name.strip() and not line.declared_scientific.strip():
        raise Refused("A line of the manifest says no species.", field="declared_name")
    if line.unit not in UNITS or line.condition not in CONDITIONS:
        raise Refused("Choose the unit and whether alive or dead from the lists.", field="unit")
    quantity = line.quantity
    if quantity is None:
        return
    if quantity <= 0:
        raise Refused("The quantity must be more than zero; leave it empty where it is not known.",
                      field="quantity")  # fmt: skip
    if quantity > MOST_ANIMALS:
        raise Refused(f"The quantity must be {MOST_ANIMALS:,} or less.", field="quantity")
    if line.unit == "individual" and quantity != int(quantity):
        raise Refused("Animals are counted in whole numbers.", field="quantity")


def refuse_unknown_codes(codes: Sequence[tuple[str, str, str]]) -> None:
    """Refuse a code that is not in its list, or retired: (list, code, field) each."""
    wanted = {(name, code): field for name, code, field in codes}
    query = sa.select(Code.list, Code.code).where(
        sa.tuple_(Code.list, Code.code).in_(list(wanted)), Code.retired.is_(False)
    )
    missing = wanted.keys() - {(name, code) for name, code in db.session.execute(query)}
    for name, code in sorted(missing):
        raise Refused(f"“{code}” is not in the list of {name.replace('_', ' ')}s.",
                      field=wanted[name, code])  # fmt: skip
