"""The cells of a file of animals in care: what each may say, and the sentence where it cannot be
read.

Doubts that do not stand in the way are added to `doubts` and stored with the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from rescue_center import measures
from rescue_center.animals import chips
from rescue_center.animals.admission import MOST_IN_A_LOT
from rescue_center.animals.life import Stage
from rescue_center.care.weight_rules import HEAVIEST_G
from rescue_center.errors import Refused
from rescue_center.exchange.animal_words import AGE_WORDS, IN_CARE, SEXES, STAGES
from rescue_center.exchange.cell import Cells, Reader, Unreadable, key, number, quoted
from rescue_center.forms.days import PartialDate, partial_date_of

#: In which order the file writes a day such as 04/06/2016, where it tells.
Order = Literal["day first", "month first", ""]

_ABOUT = re.compile(r"(?:about|around|approx(?:\.|imately)?|ca?\.?|~)\s*(.+)", re.I)
_SLASHED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


@dataclass(frozen=True)
class Asked:
    """What the reading of a cell must know: the day it is, and how the file writes days."""

    today: date
    order: Order


class Counted(NamedTuple):
    """A count, and the sex that `2.3.0` (males, females, unknown) tells with it."""

    heads: int
    sex: str = ""


class ChipRead(NamedTuple):
    """A chip's number as compared, and whether it is of another standard than ISO."""

    code: str
    other_standard: bool


def order_of(texts: list[str]) -> Order:
    """How the days of a file are written, where one of them can be read in one way only."""
    found = [_SLASHED.match(text) for text in texts]
    first = any(one and int(one[1]) > 12 for one in found)
    second = any(one and int(one[2]) > 12 for one in found)
    if first == second:
        return ""
    return "day first" if first else "month first"


def _words(column: str) -> Callable[[Cells, list[str], Asked], str]:
    def read(cells: Cells, doubts: list[str], asked: Asked) -> str:
        return " ".join(cells[column].split())

    return read


def _species(cells: Cells, doubts: list[str], asked: Asked) -> str:
    if not cells["species"] and not cells["scientific_name"]:
        raise Unreadable("It is empty, and so is the scientific name: say what the animal is.")
    return " ".join(cells["species"].split())


def _count(cells: Cells, doubts: list[str], asked: Asked) -> Counted:
    typed = cells["count"]
    if not typed:
        if not any(cells[column] for column in ("name", "microchip", "ring", "tattoo")):
            doubts.append("the number is not said: taken as one animal; count again")
        return Counted(1)
    if parts := re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", measures.western(typed)):
        males, females, unknown = (int(part) for part in parts.groups())
        return _sexed(_checked_count(typed, Decimal(males + females + unknown)), males, females)
    about = _ABOUT.fullmatch(typed) or re.fullmatch(r"(.+?)\s*[+?]", typed)
    if about:
        doubts.append(f"the number is approximate ({quoted(typed)}); count again")
    return Counted(_checked_count(typed, number(about[1] if about else typed)))


def _checked_count(typed: str, amount: Decimal) -> int:
    if amount < 0:
        raise Unreadable(f"{quoted(typed)} is less than nothing.")
    if amount == 0:
        raise Unreadable("Zero animals are not in care. Leave the row out.")
    if amount != int(amount):
        raise Unreadable(
            f"{quoted(typed)} is not a whole number of animals. For 2 males and 3 females "
            "write 2.3.0."
        )
    if amount > MOST_IN_A_LOT:
        raise Unreadable(f"{quoted(typed)} is more than {MOST_IN_A_LOT:,}.")
    return int(amount)


def _sexed(count: int, males: int, females: int) -> Counted:
    if males and females:
        return Counted(count, "mixed")
    whole = {males: "male", females: "female"}
    return Counted(count, whole.get(count, "unknown"))


def _sex(cells: Cells, doubts: list[str], asked: Asked) -> str:
    return _listed(cells["sex"], SEXES, "sex", doubts)


def _age(cells: Cells, doubts: list[str], asked: Asked) -> str:
    return _listed(cells["age_class"], AGE_WORDS, "age", doubts)


def _listed(typed: str, known: dict[str, str], what: str, doubts: list[str]) -> str:
    found = known.get(key(typed))
    if found is None:
        doubts.append(f"the {what} is {quoted(typed)}, which is not in the list")
        return "unknown"
    return found


def _day(column: str) -> Callable[[Cells, list[str], Asked], PartialDate | None]:
    def read(cells: Cells, doubts: list[str], asked: Asked) -> PartialDate | None:
        typed = measures.western(cells[column])
        if not typed:
            return None
        if len(typed) > 40:
            raise Unreadable("It is too long for a date.")
        if about := _ABOUT.fullmatch(typed):
            doubts.append(f"{column.replace('_', ' ')} is approximate ({quoted(typed)})")
            typed = about[1]
        day = _read_day(_year_first(typed, asked.order))
        if day.day > asked.today:
            raise Unreadable(f"{quoted(cells[column])} is in the future.")
        return day

    return read


@lru_cache(maxsize=4096)
def _read_day(text: str) -> PartialDate:
    return partial_date_of(text)


def _year_first(typed: str, order: Order) -> str:
    """A day as we read it: without the midnight that a spreadsheet adds, the year in front where
    the file tells which of the others is the month."""
    typed = re.sub(r"[ T]0?0:00(?::00)?$", "", typed)
    found = _SLASHED.fullmatch(typed)
    if not found:
        return typed
    first, second, year = found.groups()
    if order == "day first":
        first, second = second, first
    elif not order and first != second:
        return typed
    return f"{year}-{int(first):02d}-{int(second):02d}"


def _chips(cells: Cells, doubts: list[str], asked: Asked) -> tuple[ChipRead, ...]:
    return tuple(_chip(typed, doubts) for typed in _several(cells["microchip"]))


def _chip(typed: str, doubts: list[str]) -> ChipRead:
    if re.fullmatch(r"\d[.,]\d+E\+?\d+", typed, re.I):
        raise Unreadable(
            f"{quoted(typed)} is a number that the spreadsheet shortened, so its last digits are "
            "lost. Format the column as text and write the number again."
        )
    code = chips.key_of(typed.replace("*", ""))
    other = len(code) in (9, 10)
    try:
        chip = chips.read(code, other_standard=other)
    except Refused as refused:
        short = f"A microchip has 15 digits, an older one 9 or 10; this has {len(code)}."
        raise Unreadable(refused.sentence if len(code) in (9, 10, 15) else short) from None
    if chip.warning:
        doubts.append(f"{chip.code} is not an ISO chip")
    return ChipRead(chip.code, other)


def _codes(column: str) -> Callable[[Cells, list[str], Asked], tuple[str, ...]]:
    def read(cells: Cells, doubts: list[str], asked: Asked) -> tuple[str, ...]:
        found = _several(cells[column])
        if any(len(code) > 60 or not chips.key_of(code) for code in found):
            raise Unreadable("It is no code of letters and digits. Write it under marks instead.")
        return found

    return read


def _several(cell: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in cell.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _weight(column: str, unit: str) -> Callable[[Cells, list[str], Asked], int | None]:
    def read(cells: Cells, doubts: list[str], asked: Asked) -> int | None:
        if not cells[column]:
            return None
        grams = measures.parse_grams(cells[column], unit=unit)
        if not 0 < grams <= HEAVIEST_G:
            raise Unreadable(f"{quoted(cells[column])} cannot be the weight of an animal.")
        return grams

    return read


def _status(cells: Cells, doubts: list[str], asked: Asked) -> Stage:
    typed = cells["status"]
    stage = STAGES.get(key(typed))
    if stage is None:
        doubts.append(f"the status is {quoted(typed)}, which is not in the list")
        return Stage.ADMITTED
    if stage not in IN_CARE:
        raise Unreadable(f"Only animals in care are taken in; this one is {quoted(typed)}.")
    return stage


def _notes(cells: Cells, doubts: list[str], asked: Asked) -> str:
    return cells["notes"]


READERS: tuple[Reader[Asked], ...] = (
    ("number", "number", _words("number")),
    ("case_number", "case_number", _words("case_number")),
    ("common", "species", _species),
    ("scientific", "scientific_name", _words("scientific_name")),
    ("name", "name", _words("name")),
    ("counted", "count", _count),
    ("sex", "sex", _sex),
    ("age_class", "age_class", _age),
    ("received", "received_on", _day("received_on")),
    ("origin", "origin", _words("origin")),
    ("chips", "microchip", _chips),
    ("rings", "ring", _codes("ring")),
    ("tattoos", "tattoo", _codes("tattoo")),
    ("marks", "marks", _words("marks")),
    ("grams", "weight_g", _weight("weight_g", "g")),
    ("kilos", "weight_kg", _weight("weight_kg", "kg")),
    ("weighed", "weighed_on", _day("weighed_on")),
    ("enclosure", "enclosure", _words("enclosure")),
    ("stage", "status", _status),
    ("since", "status_since", _day("status_since")),
    ("notes", "notes", _notes),
)
