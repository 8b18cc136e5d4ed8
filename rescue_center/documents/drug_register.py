"""The register of controlled drugs on paper: what the drugs' inspector reads.

First the reconciliation: of each vial all that went in and out since its receipt, and what is
there. Then each vial's rows, with the names of the two who signed. Its last line carries the
checksum of its last row, so that a later print that differs is found out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import Flowable, Spacer

from rescue_center import clock
from rescue_center.documents import blocks
from rescue_center.documents.paper import Sheet, print_sheet
from rescue_center.documents.text import Span, strong
from rescue_center.measures import weight_text
from rescue_center.pharmacy.quantity import text
from rescue_center.pharmacy.stock_models import StockIncident, StockLine
from rescue_center.pharmacy.stock_queries import Page

FOOTER = "Register of controlled drugs. Rows are never changed; a mistake is reversed by a row."
SUMMED = (
    ("receipt", "Received"), ("given", "Given"), ("wasted", "Wasted at a dose"),
    ("return", "Came back"), ("waste", "Wasted"), ("breakage", "Broken"),
    ("transfer", "Went elsewhere"), ("count", "Differences"), ("reversal", "Reversed"),
)  # fmt: skip


@dataclass(frozen=True)
class Printed(Sheet):
    """A print of what stands in the register: no paper with a number, and no draft either."""

    printed: str = ""

    @property
    def draft(self) -> bool:
        return False

    @property
    def name(self) -> str:
        return f"Printed {self.printed}"


def printed(
    pages: Sequence[Page],
    *,
    centre: Mapping[str, Any],
    at: datetime,
    incidents: Sequence[StockIncident] = (),
) -> bytes:
    """The register as a PDF, landscape."""
    sheet = Printed(
        title="Controlled drugs", footer=FOOTER, centre=centre, size=landscape(A4),
        printed=clock.moment_text(at),
    )  # fmt: skip
    story = [*blocks.letterhead(sheet), *_reconciliation(sheet, pages)]
    shown = {page.batch.id for page in pages}
    if mine := [one for one in incidents if one.batch_id in shown]:
        story += _incidents(sheet, mine)
    for n, page in enumerate(pages, 3 if mine else 2):
        story += _vial(sheet, page, n)
    story += [Spacer(0, 14), *_signed(sheet)]
    return print_sheet(sheet, story)


def _reconciliation(sheet: Sheet, pages: Sequence[Page]) -> list[Flowable]:
    """From the first receipt to now: a line a vial, and whether it adds up."""
    head = ("Drug and vial", *(words for _, words in SUMMED), "Should be there", "In the book")
    rows = []
    for page in pages:
        per, sums = page.batch.per, page.sums
        agrees = text(page.batch.balance, per) + ("" if page.agrees else " - does not add up")
        rows.append(
            (_named(page), *(_signed_text(sums.of[key], per) for key, _ in SUMMED),
             text(sums.balance, per), agrees)
        )  # fmt: skip
    widths = (4.2, *[1.5] * len(SUMMED), 1.6, 1.6)
    numeric = tuple(range(1, len(SUMMED) + 3))
    return [
        *blocks.heading(1, "Reconciliation, from the first receipt to now"),
        blocks.table(sheet, head, rows, widths, numeric=numeric),
    ]


def _named(page: Page) -> tuple[str | Span, ...]:
    batch = page.batch
    return (strong(f"{batch.drug.name} {batch.strength.text}"), f"\n{batch.label}")


def _signed_text(parts: int, per: str) -> str:
    return text(parts, per) if parts else "0"


def _incidents(sheet: Sheet, incidents: Sequence[StockIncident]) -> list[Flowable]:
    rows = [
        (
            f"{one.batch.drug.name}, {one.batch.label}", clock.moment_text(one.opened_at),
            text(one.difference, one.batch.per),
            f"{one.explanation} ({one.closed_by.name}, {clock.moment_text(one.closed_at)})"
            if one.closed_by else "Open: nobody has explained it yet",
        )
        for one in incidents
    ]  # fmt: skip
    head = ("Vial", "Counted", "Difference", "What was found")
    return [
        *blocks.heading(2, "Differences that counts found"),
        blocks.table(sheet, head, rows, (5, 3, 2, 8), numeric=(2,)),
    ]


def _vial(sheet: Sheet, page: Page, number: int) -> list[Flowable]:
    """One vial: its facts, its rows, its last checksum."""
    batch = page.batch
    title = f"{batch.drug.name} {batch.strength.text}, {batch.label}"
    facts = (
        f"Good until {clock.day_text(batch.expires_on)}"
        f"{', from ' + batch.supplier if batch.supplier else ''}. "
        f"Last counted: {clock.moment_text(page.counted_at) if page.counted_at else 'not yet'}."
    )
    head = ("No.", "When", "What", "For whom, and why", "Drawn up", "Given", "Wasted",
            "Put back", "In or out", "There", "Given by", "Witness")  # fmt: skip
    rows = [_row(line, batch.per) for line in page.lines]
    widths = (0.8, 2.3, 1.6, 4.4, 1.4, 1.3, 1.3, 1.3, 1.5, 1.5, 2.4, 2.4)
    last = page.lines[-1].hash if page.lines else ""
    return [
        *blocks.heading(number, title),
        blocks.paragraph(facts),
        blocks.table(sheet, head, rows, widths, numeric=(0, 4, 5, 6, 7, 8, 9)),
        blocks.paragraph(f"Checksum of the last row: {last}", style=blocks.SMALL),
    ]


def _row(line: StockLine, per: str) -> tuple[object, ...]:
    return (
        str(line.seq), clock.moment_text(line.at), line.words, _about(line),
        text(line.drawn, per) if line.drawn is not None else "",
        text(line.given, per) if line.given else "",
        text(line.wasted, per) if line.wasted else "",
        text(line.returned, per) if line.returned else "",
        text(line.qty, per) if line.qty else "agrees", text(line.bal_after, per), line.by.name,
        line.witness.name if line.witness else "",
    )  # fmt: skip


def _about(line: StockLine) -> str:
    told = []
    if line.animal is not None:
        animal = f"{line.animal.accession} {line.animal.label}".strip()
        told.append(animal if line.animal.label != line.animal.accession else line.animal.accession)
    if line.weight_g and line.kind == "use":
        told.append(weight_text(line.weight_g))
    if line.vet is not None:
        told.append(f"ordered by {line.vet.name}")
    if line.reason:
        told.append(line.reason)
    return ", ".join(told)


def _signed(sheet: Sheet) -> list[Flowable]:
    """Room for the inspector's name."""
    return blocks.fields(sheet, [[("Inspected by, day, signature", " "), ("Remarks", " ")]])
