"""One row of a case file, read: facts that a sensible registrar accepts, with the doubts in them;
or reports of what cannot be true."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rescue_center.db import fold
from rescue_center.exchange.case_cells import COLUMNS, MOST, READERS, Codes
from rescue_center.exchange.cell import Reading, read_cells
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
    found = read_cells(row, COLUMNS, READERS, MOST, known)
    if found.reports:
        return found.reports
    told = found.told
    happened_on, precision = told.pop("happened")
    return RowFacts(row=row.number, happened_on=happened_on, precision=precision,
                    doubts=tuple(_weighed(found)), **told)  # fmt: skip


def _weighed(row: Reading) -> list[str]:
    """The doubts of the row as a whole, added to those of its cells."""
    told, found = row.told, list(row.doubts)
    if told["unit"] == "kg" and told["condition"] == "alive":
        found.append("live animals of which only the weight is known")
    if told["condition"] == "mixed":
        found.append("live and dead were not told apart")
    if told["condition"] == "dead" and told["specimen"] == "LIV":
        found.append("called live and dead at once")
    if _is_about(told["outcome"], row.cells["count"]):
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
