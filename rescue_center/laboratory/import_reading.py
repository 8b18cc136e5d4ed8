"""The file of an analyser: a CSV table, one result a row, in whatever columns it names them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from rescue_center.errors import Refused

#: Rows that are taken in at a time.
MOST = 2_000
#: Columns by the names that analysers and people give them.
NAMES = {
    "tube": ("tube", "sample", "sample id", "sampleid", "sample no", "barcode", "specimen", "id"),
    "analyte": ("analyte", "test", "parameter", "code", "item", "name"),
    "result": ("result", "value", "concentration", "reading"),
    "unit": ("unit", "units"),
    "method": ("method", "analyser", "analyzer", "instrument", "device"),
    "at": ("at", "date", "time", "date/time", "datetime", "result time"),
}
NEEDED = ("tube", "analyte", "result", "unit")


@dataclass(frozen=True)
class Line:
    """One row as it stands in the file; `number` counts as a spreadsheet does."""

    number: int
    tube: str
    analyte: str
    result: str
    unit: str
    method: str = ""
    at: str = ""


def text_of(raw: bytes) -> str:
    """The file as text; refuses what is none."""
    if raw[:4] in (b"PK\x03\x04", b"%PDF") or (b"\0" in raw[:2000] and raw[:2] not in (
        b"\xff\xfe", b"\xfe\xff"
    )):  # fmt: skip
        raise Refused("This is no table as text: save it as CSV first.", field="file")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def lines(text: str) -> list[Line]:
    """The rows of a table; refuses one without a column that is needed, or too long."""
    rows = [row for row in _rows(text) if any(cell.strip() for cell in row[1])]
    if not rows:
        raise Refused("The file is empty.", field="file")
    columns = _columns(rows[0][1])
    if len(rows) - 1 > MOST:
        raise Refused(f"At most {MOST:,} rows at a time: part the file.", field="file")
    return [_line(number, cells, columns) for number, cells in rows[1:]]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    try:
        yield from enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1)
    except csv.Error:
        raise Refused("This is no table as text: save it as CSV first.", field="file") from None


def _columns(head: list[str]) -> dict[str, int]:
    named = [" ".join(cell.split()).casefold() for cell in head]
    found: dict[str, int] = {}
    for column, names in NAMES.items():
        place = next((named.index(name) for name in names if name in named), None)
        if place is not None:
            found[column] = place
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise Refused(f"The first row names no column for {', '.join(missing)}.", field="file")
    return found


def _line(number: int, cells: list[str], columns: dict[str, int]) -> Line:
    given = {
        name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()
    }
    return Line(number, **given)
