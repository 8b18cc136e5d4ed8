"""What an import of animals in care would do, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from rescue_center import clock
from rescue_center.exchange.accounts import Accounts
from rescue_center.exchange.animal_cells import Asked, order_of
from rescue_center.exchange.animal_meaning import Meaning, Meant, Wrong
from rescue_center.exchange.animal_reading import AnimalFacts, read_animal
from rescue_center.exchange.animal_words import ALIASES, COLUMNS, NEEDED
from rescue_center.exchange.sheet import Report, Row, Sheet, read_sheet

_DAYS = ("received_on", "weighed_on", "status_since")


@dataclass
class AnimalPlan(Accounts):
    """What would become of every row of a file of animals."""

    rows: list[Meant] = field(default_factory=list)
    run_id: int | None = None

    @property
    def stored(self) -> int:
        """How many rows would be stored, or were."""
        return len(self.rows)

    @property
    def doubtful(self) -> int:
        """How many rows are stored with a doubt."""
        return sum(bool(row.doubts) for row in self.rows)

    @property
    def heads(self) -> int:
        """How many animals these rows are."""
        return sum(row.facts.count for row in self.rows)

    def all_or_nothing(self) -> None:
        """Where any row is reported, store none, and say so of the others."""
        if not self.reports:
            return
        held = [Report(row.facts.row, "species", "Not stored, because other rows are reported.")
                for row in self.rows]  # fmt: skip
        self.reports = sorted(self.reports + held, key=lambda report: report.row)
        self.rows = []

    def most_frequent_doubts(self, most: int = 12) -> list[tuple[str, int]]:
        """The doubts with how many rows have each, the most frequent first."""
        return Counter(doubt for row in self.rows for doubt in row.doubts).most_common(most)


def read_animals(raw: bytes) -> Sheet:
    """The rows of a file of animals. Refused as a whole when it is no such table."""
    return read_sheet(raw, COLUMNS, NEEDED, ALIASES)


def plan_animals(sheet: Sheet, at: datetime) -> AnimalPlan:
    """What an import of these rows would do now."""
    plan = AnimalPlan(len(sheet.rows), notes=list(sheet.notes))
    good = list(_read(sheet.rows, plan, at))
    meaning = Meaning(good, at)
    for facts in good:
        if (known := meaning.recorded(facts)) is not None:
            _weigh_known(plan, facts, *known)
            meaning.see(facts)
            continue
        try:
            row = meaning.of(facts)
        except Wrong as wrong:
            plan.reports.append(Report(facts.row, wrong.column, str(wrong)))
            continue
        meaning.see(facts)
        meaning.settle(row)
        plan.rows.append(row)
    plan.reports.sort(key=lambda report: report.row)
    return plan


def _read(rows: list[Row], plan: AnimalPlan, at: datetime) -> Iterator[AnimalFacts]:
    order = order_of([row.cells.get(column, "") for row in rows for column in _DAYS])
    if order:
        plan.notes.append(f"Days like 04/06/2016 are read with the {order}, as others here show.")
    asked = Asked(clock.today(at), order)
    for typed in rows:
        read = read_animal(typed, asked)
        if isinstance(read, list):
            plan.reports += read
        else:
            yield read


def _weigh_known(
    plan: AnimalPlan, facts: AnimalFacts, accession: str, written: dict[str, str]
) -> None:
    """A row that is recorded already: there, unless it now says something else."""
    name = facts.number or "It"
    same = True
    for column in COLUMNS:
        was, now = written.get(column, ""), facts.written.get(column, "")
        if was != now:
            same = False
            plan.reports.append(Report(facts.row, column, (
                f"{name} is recorded already as {accession}. It said “{was or 'nothing'}” and now "
                f"says “{now or 'nothing'}”: change that on the animal's page."
            )))  # fmt: skip
    plan.already += same
