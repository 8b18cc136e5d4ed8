"""One row of a file of animals in care, read: facts that a sensible registrar accepts, with the
doubts in them; or reports of what cannot be true."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.db import fold
from rescue_center.exchange.animal_cells import READERS, Asked, ChipRead
from rescue_center.exchange.animal_words import COLUMNS, MOST
from rescue_center.exchange.cell import read_cells
from rescue_center.exchange.sheet import Report, Row
from rescue_center.forms.days import PartialDate


@dataclass(frozen=True)
class AnimalFacts:
    """What one row says of an animal or a lot, ready to be stored."""

    row: int
    written: dict[str, str]
    number: str
    case_number: str
    common: str
    scientific: str
    name: str
    count: int
    sex: str
    age_class: str
    received: PartialDate | None
    origin: str
    chips: tuple[ChipRead, ...]
    rings: tuple[str, ...]
    tattoos: tuple[str, ...]
    marks: str
    weight_g: int | None
    weighed: PartialDate | None
    enclosure: str
    stage: Stage
    since: PartialDate | None
    notes: str
    doubts: tuple[str, ...]

    @property
    def said(self) -> str:
        """Everything the row says, as one line: what tells it from a row that says otherwise."""
        return fold("|".join(f"{column}={cell}" for column, cell in sorted(self.written.items())))

    def ref(self, nth: int = 1) -> str:
        """What tells this animal from every other, in this file and the next: its number in the
        old books; without one, the `nth` row that says just this."""
        if self.number:
            return f"no:{fold(self.number)}"
        return f"row:{hashlib.sha256(self.said.encode()).hexdigest()[:24]}#{nth}"


def read_animal(row: Row, asked: Asked) -> AnimalFacts | list[Report]:
    """The facts of a row, or every reason why they cannot be taken."""
    found = read_cells(row, COLUMNS, READERS, MOST, asked)
    told, doubts = found.told, found.doubts
    reports = found.reports or [Report(row.number, column, why) for column, why in _at_odds(told)]
    if reports:
        return reports
    _weigh(told, doubts)
    written = {column: cell for column, cell in found.cells.items() if cell}
    return AnimalFacts(row=row.number, written=written, doubts=tuple(doubts), **told)


def _at_odds(told: dict[str, Any]) -> list[tuple[str, str]]:
    """What cannot be true together."""
    found = []
    if told["counted"].heads > 1 and told["chips"]:
        found.append(("microchip", (
            f"{told['counted'].heads} animals cannot have one chip. Give each chipped animal a "
            "row of its own."
        )))  # fmt: skip
    if told["grams"] and told["kilos"]:
        found.append(("weight_kg", "The weight is given twice: write it in one of the columns."))
    for name, column in (("weighed", "weighed_on"), ("since", "status_since")):
        day, came = told[name], told["received"]
        if day and came and day.day < came.day and last_day(day) < came.day:
            found.append((column, f"That is before it came ({clock.partial_text(*came)})."))
    return found


def last_day(day: PartialDate) -> date:
    """The last day it could be."""
    if day.precision == "year":
        return day.day.replace(month=12, day=31)
    if day.precision == "month":
        return day.day.replace(day=monthrange(day.day.year, day.day.month)[1])
    return day.day


def _weigh(told: dict[str, Any], doubts: list[str]) -> None:
    """Join what several cells tell, and say what is in doubt of the row as a whole."""
    counted = told.pop("counted")
    told["count"] = counted.heads
    if counted.sex and told["sex"] == "unknown":
        told["sex"] = counted.sex
    for name in ("sex", "age_class"):
        if counted.heads == 1 and told[name] == "mixed":
            doubts.append(f"one animal of mixed {name.partition('_')[0]}")
            told[name] = "unknown"
    told["weight_g"] = told.pop("grams") or told.pop("kilos", None)
    told.pop("kilos", None)
    _doubt_days(told, doubts)
    if told["weight_g"] and counted.heads > 1:
        doubts.append("the weight is taken as the mean of all in the group")


def _doubt_days(told: dict[str, Any], doubts: list[str]) -> None:
    came = told["received"]
    if came is None:
        doubts.append("the day it came is not known: the day of the import stands")
    elif came.precision != "day":
        doubts.append(f"of the day it came only the {came.precision} is known")
    if told["weight_g"] and told["weighed"] is None:
        doubts.append("the day of the weighing is not said: taken as the day it came")
