"""What becomes of the rows of a file: `total = stored + already + reported`, whatever they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError

from rescue_center.errors import Refused, refusal_of
from rescue_center.exchange.sheet import Report


@dataclass
class Accounts:
    """The rows of a file, those that are there already, and why others are not stored."""

    total: int
    already: int = 0
    reports: list[Report] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def stored(self) -> int:
        """How many rows would be stored, or were."""
        raise NotImplementedError

    @property
    def reported(self) -> int:
        """How many rows are reported; a row may have several reports."""
        return len({report.row for report in self.reports})

    @property
    def told(self) -> list[list[Any]]:
        """The reports as they are shown and kept: row, column, reason."""
        return [[report.row, report.column, report.reason] for report in self.reports]

    @property
    def sentence(self) -> str:
        """The last line of an import."""
        return (
            f"rows: {self.total}, stored: {self.stored}, "
            f"already there: {self.already}, reported: {self.reported}"
        )


def refusal(error: Refused | DBAPIError) -> Refused:
    """Why a row is not stored, whether a rule says so or the database; a fault of ours goes on."""
    refused = refusal_of(error) if isinstance(error, DBAPIError) else error
    if refused is None:
        raise error
    return refused
