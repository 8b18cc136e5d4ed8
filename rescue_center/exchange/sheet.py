"""A table as people send it: a CSV file of any common encoding and separator, read into rows.

Nothing is guessed silently: what cannot be read is reported with its row and column, counted as a
spreadsheet counts them (the header is row 1).
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rescue_center.errors import Refused

#: A cell may be as long as the file; what is too long for its column is reported there.
csv.field_size_limit(64 * 1024 * 1024)

MOST_ROWS = 100_000
MOST_COLUMNS = 500
MOST_MB = 64
_NOT_TEXT = {
    b"PK\x03\x04": "a workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"%PDF": "a PDF",
    b"\xff\xd8\xff": "a photograph",
    b"\x89PNG": "a picture",
}


@dataclass(frozen=True)
class Report:
    """Why a row was not stored: which row, which column, and a sentence."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.reason}"


class NoTable(Refused):
    """The file is refused as a whole: why, and how many rows it had where they could be counted."""

    def __init__(self, sentence: str, *, rows: int = 0):
        super().__init__(sentence, field="file")
        self.rows = rows

    @property
    def accounts(self) -> str:
        """The last line of such an import."""
        return f"rows: {self.rows}, stored: 0, already there: 0, reported: {self.rows}"


@dataclass
class Row:
    """One row: its number, its cells by column, and what is wrong with its shape."""

    number: int
    cells: dict[str, str]
    faults: list[Report] = field(default_factory=list)


@dataclass
class Sheet:
    """The rows of a file, and what a person should know of the whole."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)


def read_sheet(
    raw: bytes,
    known: tuple[str, ...],
    needed: tuple[str, ...],
    aliases: Mapping[str, str] | None = None,
) -> Sheet:
    """Read a file whose header names some of the `known` columns; `aliases` are other words for
    them. Refused as a whole when it is no table, or when a `needed` column is missing."""
    aliases = aliases or {}
    lines = _lines(_text(raw), (*known, *aliases))
    number, header = next(lines, (0, []))
    columns = [aliases.get(_column(name), _column(name)) for name in header]
    if wrong := _bad_header(columns, known, needed):
        raise NoTable(wrong, rows=sum(1 for _ in lines))
    strange = [name for name in dict.fromkeys(columns) if name not in known]
    notes = [
        f"The column “{name or '(no name)'}” is not known and was not read." for name in strange
    ]
    rows: list[Row] = []
    for number, cells in lines:
        if len(rows) == MOST_ROWS:
            raise NoTable(f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
        rows.append(_row(number, cells, columns))
    return Sheet(rows, notes)


def _text(raw: bytes) -> str:
    """The file as text: UTF-8, UTF-16 with a mark, else the code page of old spreadsheets."""
    if not raw.strip():
        raise NoTable("The file is empty.")
    if len(raw) > MOST_MB * 1024 * 1024:
        raise NoTable(f"The file is larger than {MOST_MB} MB. Send it in parts.")
    for start, kind in _NOT_TEXT.items():
        if raw.startswith(start):
            raise NoTable(f"This is {kind}. Save the table as CSV and send that.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTable("This is not a text file that we can read. Save the table as CSV (UTF-8).")


def _lines(text: str, known: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells, without the empty rows. A first line `sep=;` is a hint, not a row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    separator, skipped = "", 0
    if (
        first.strip().strip('"').casefold().startswith("sep=")
        and len(first.strip().strip('"')) == 5
    ):
        separator, text, skipped = first.strip().strip('"')[4], rest, 1
        first = rest.partition("\n")[0]
    separator = separator or max(",;\t|", key=lambda mark: _known_in(first, mark, known))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1 + skipped):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise NoTable(f"The file cannot be read as a table ({error}).") from None


def _known_in(line: str, mark: str, known: tuple[str, ...]) -> int:
    return sum(_column(name) in known for name in next(csv.reader([line], delimiter=mark), []))


def _column(name: str) -> str:
    return "_".join(name.strip().casefold().split())


def _bad_header(columns: list[str], known: tuple[str, ...], needed: tuple[str, ...]) -> str:
    """What is wrong with the header; empty when it will do."""
    missing = [name for name in needed if name not in columns]
    if missing:
        return (
            f"The first row must name the columns. Missing: {', '.join(missing)}. "
            f"Known columns: {', '.join(known)}."
        )
    if len(columns) - columns.count("") > MOST_COLUMNS:
        return f"The first row names more than {MOST_COLUMNS} columns. Is this the right file?"
    twice = sorted(name for name, times in Counter(columns).items() if name and times > 1)
    return f"A column is named twice: {', '.join(twice)}." if twice else ""


def _row(number: int, cells: list[str], columns: list[str]) -> Row:
    faults = []
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        faults.append(Report(number, columns[-1], (
            f"The row has {len(cells)} cells and the header {len(columns)}. "
            "Is a text with a comma not in quotation marks?"
        )))  # fmt: skip
    elif len(cells) < len(columns):
        faults.append(Report(number, columns[len(cells)], (
            f"The row ends after {len(cells)} of {len(columns)} cells."
        )))  # fmt: skip
    named = dict.fromkeys(columns, "") | {
        column: _clean(cell) for column, cell in zip(columns, cells, strict=False)
    }
    for column, cell in named.items():
        if reason := _odd(cell):
            faults.append(Report(number, column, reason))
    return Row(number, named, faults)


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.replace("\u00a0", " ")).strip()


def _odd(cell: str) -> str:
    """What is wrong with the characters of a cell, whatever its column."""
    if cell[:1] in ("=", "@") or (cell[:1] == "+" and not cell[1:2].isdigit()):
        return (
            f"It begins with “{cell[0]}”, like a formula of a spreadsheet. Write the text itself."
        )
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co") and c not in "\n\t" for c in cell):
        return "It has characters that are no text."
    if "\ufffd" in cell:
        return "It has characters that were lost when the file was saved (\ufffd)."
    return ""
