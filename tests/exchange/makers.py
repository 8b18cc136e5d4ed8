"""Case files for the tests of imports."""

import csv
import io
from typing import Any

from rescue_center.exchange.case_cells import COLUMNS
from rescue_center.exchange.case_plan import Plan, plan_cases, read_cases
from rescue_center.exchange.rules import store_cases
from tests.makers import AT

ROW = {
    "event_id": "KH-900",
    "event_type": "seizure",
    "date": "2016-06-04",
    "country_iso2": "KH",
    "place": "Koh Thom district",
    "location_type": "boat",
    "agency": "Forestry Administration; Customs",
    "species_common_as_reported": "giant Asian pond turtle",
    "scientific_name": "Heosemys grandis",
    "count": "21",
    "unit": "individual",
    "alive": "yes",
    "specimen": "live",
    "persons_apprehended": "0",
    "outcome_as_reported": "taken to the centre",
    "source_url": "https://example.org/a",
}


def row(**cells: str) -> dict[str, str]:
    """A sound row, with other cells."""
    return ROW | cells


def csv_of(*rows: dict[str, str], columns: Any = COLUMNS, separator: str = ",") -> str:
    """The text of a case file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def planned(*rows: dict[str, str]) -> Plan:
    """What an import of these rows would do."""
    return plan_cases(read_cases(csv_of(*rows).encode()), AT)


def imported(*rows: dict[str, str], by: Any = None) -> Plan:
    """These rows, imported."""
    raw = csv_of(*rows).encode()
    plan = plan_cases(read_cases(raw), AT)
    store_cases(plan, file_name="cases.csv", raw=raw, by=by, at=AT)
    return plan
