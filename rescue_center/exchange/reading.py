"""One row of a case file, read: facts that a sensible registrar accepts, with the doubts in them;
or reports of what cannot be true."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rescue_center.db import fold
from rescue_center.exchange.cells import COLUMNS, MOST, READERS, Cells, Codes, Unreadable
from rescue_center.exchange.sheet import Report, Row

_ABOUT = r"(?:about|around|approximately|approx\.?|nearly|almost|over|more than|at least|some)"


@dataclass(frozen=True)
class RowFacts:
    """What one row says, ready to be stored."""

    row: int
    event_id: str
    kind: str
    happened_on: date | None
    precision: str
    country: str
    place: str
    location_type: str
    agencies: tuple[str, ...]
    persons: int | None
    common: str
    scientific: str
    quantity: Decimal | None
    unit: str
    condition: str
    specimen: str
    outcome: str
    source: str
    doubts: tuple[str, ...]

    @property
    def ref(self) -> str:
        """What tells this row from every other, in this file and the next."""
        parts = (fold(self.common), fold(self.scientific), self.unit, self.condition, self.specimen)
        return f"{self.event_id}#{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:24]}"


def read_row(row: Row, known: Codes) -> RowFacts | list[Report]:
    """The facts of a row, or every reason why they cannot be taken."""
    reports = list(row.faults)
    odd = {report.column for report in reports}
    cells = {column: row.cells.get(column, "") for column in COLUMNS}
    doubts: list[str] = []
    told: dict[str, Any] = {}
    for name, column, read in READERS:
        if column in odd:
            continue
        try:
            if (most := MOST.get(column)) and len(cells[column]) > most:
                raise Unreadable(f"It has {len(cells[column]):,} characters; at most {most} fit.")
            told[name] = read(cells, doubts, known)
        except ValueError as error:
            reports.append(Report(row.number, column, str(error)))
    if reports:
        return reports
    happened_on, precision = told.pop("happened")
    return RowFacts(row=row.number, happened_on=happened_on, precision=precision,
                    doubts=tuple(_weighed(cells, told, doubts)), **told)  # fmt: skip


def _weighed(cells: Cells, told: dict[str, Any], doubts: list[str]) -> list[str]:
    """The doubts of the row as a whole, added to those of its cells."""
    found = list(doubts)
    if told["unit"] == "kg" and told["condition"] == "alive":
        found.append("live animals of which only the weight is known")
    if told["condition"] == "mixed":
        found.append("live and dead were not told apart")
    if told["condition"] == "dead" and told["specimen"] == "LIV":
        found.append("called live and dead at once")
    if _is_about(told["outcome"], cells["count"]):
        found.append("the number is approximate, as the report says")
    return found


def _is_about(outcome: str, count: str) -> bool:
    """Whether the report says "about 26", "1000 or more", of this very number."""
    if not count:
        return False
    text = outcome.replace(",", "")
    number = re.escape(count)
    return bool(
        re.match(r"(?:approximately|about)\s*(?:;|$)", text, re.I)
        or re.search(rf"\b{_ABOUT}\s+{number}\b", text, re.I)
        or re.search(rf"\b{number}\s+or more\b", text, re.I)
    )
