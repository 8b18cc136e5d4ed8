"""One cell of a file, whatever the file is about: the words it is compared by, and how the cells of
a row are read one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from rescue_center import measures
from rescue_center.exchange.sheet import Report, Row

Known = TypeVar("Known")
Cells = dict[str, str]
#: A fact's name, the column a report names, and what reads it: (cells, doubts, known) -> fact.
Reader = tuple[str, str, Callable[[Cells, list[str], Known], Any]]


class Unreadable(ValueError):
    """A cell that cannot be read; the text is the sentence."""


@dataclass
class Reading:
    """What was read of a row: its cells, the facts in them, their doubts, and what cannot be."""

    cells: Cells
    told: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)


def read_cells(
    row: Row, columns: Sequence[str], readers: Sequence[Reader[Known]], most: Mapping[str, int],
    known: Known,
) -> Reading:  # fmt: skip
    """Read the cells of a row, each as far as it can be read by itself; `most` is how many
    characters a column holds. A fact whose cell is reported is not told."""
    found = Reading({column: row.cells.get(column, "") for column in columns})
    found.reports.extend(row.faults)
    odd = {report.column for report in row.faults}
    for name, column, read in readers:
        if column in odd:
            continue
        try:
            _refuse_long(found.cells[column], most.get(column))
            found.told[name] = read(found.cells, found.doubts, known)
        except ValueError as error:
            found.reports.append(Report(row.number, column, str(error)))
    return found


def _refuse_long(cell: str, most: int | None) -> None:
    if most and len(cell) > most:
        raise Unreadable(f"It has {len(cell):,} characters; at most {most} fit.")


def number(text: str) -> Decimal:
    """A number as people write it. Raises ValueError with a sentence."""
    if len(text) > 40:
        raise Unreadable("It is too long for a number.")
    measures.refuse_doubtful(text)
    return measures.parse_number(text)


def key(text: str) -> str:
    """A word as it is looked up: `Sub adult` -> `sub_adult`."""
    return "_".join(text.casefold().split())


def quoted(text: str) -> str:
    """What was written, in a sentence, cut where it is long."""
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"
