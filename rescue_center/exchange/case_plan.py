"""What an import of cases would do, before anything is written: rows gathered into events, compared
with each other and with what is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db
from rescue_center.exchange.accounts import Accounts
from rescue_center.exchange.case_cells import COLUMNS, NEEDED, Codes
from rescue_center.exchange.case_reading import RowFacts, read_row
from rescue_center.exchange.sheet import Report, Sheet, read_sheet
from rescue_center.species.models import Code

#: Facts of the event that each of its rows repeats, and the column of each.
_SHARED = {
    "kind": "event_type", "happened_on": "date", "country": "country_iso2", "place": "place",
    "location_type": "location_type", "persons": "persons_apprehended",
}  # fmt: skip
_EMPTY: dict[str, tuple[Any, ...]] = {"location_type": ("UNK",)}


@dataclass
class Event:
    """One event of the file: its shared facts, its new rows, and the case it already is."""

    event_id: str
    facts: dict[str, Any]
    rows: list[RowFacts] = field(default_factory=list)
    agencies: dict[str, str] = field(default_factory=dict)
    case: Case | None = None
    shared_by: dict[str, int] = field(default_factory=dict)


@dataclass
class Plan(Accounts):
    """What would become of every row of a case file."""

    events: list[Event] = field(default_factory=list)

    @property
    def stored(self) -> int:
        """How many rows would be stored."""
        return sum(len(event.rows) for event in self.events)

    def all_or_nothing(self) -> None:
        """Where any row is reported, store none, and say so of the others."""
        if not self.reports:
            return
        held = [Report(row.row, "event_id", "Not stored, because other rows are reported.")
                for event in self.events for row in event.rows]  # fmt: skip
        self.reports = sorted(self.reports + held, key=lambda report: report.row)
        self.events = []


def read_cases(raw: bytes) -> Sheet:
    """The rows of a case file. Refused as a whole when it is no such table."""
    return read_sheet(raw, COLUMNS, NEEDED)


def plan_cases(sheet: Sheet, at: datetime) -> Plan:
    """What an import of these rows would do now."""
    plan = Plan(len(sheet.rows), notes=sheet.notes)
    known = _codes(at)
    good: list[RowFacts] = []
    for typed in sheet.rows:
        read = read_row(typed, known)
        if isinstance(read, list):
            plan.reports += read
        else:
            good.append(read)
    recorded = _recorded({row.event_id for row in good})
    lines = _lines(case.id for case in recorded.values())
    events: dict[str, Event] = {}
    seen: dict[str, RowFacts] = {}
    for row in good:
        if row.ref in lines:
            _weigh_known(plan, row, lines[row.ref])
        elif reason := _clashes(row, seen, events, recorded):
            plan.reports.append(reason)
        else:
            seen[row.ref] = row
            _gather(row, events, recorded)
    plan.events = list(events.values())
    plan.reports.sort(key=lambda report: report.row)
    return plan


def _codes(at: datetime) -> Codes:
    found: dict[str, set[str]] = {"location_type": set(), "specimen": set()}
    query = sa.select(Code.list, Code.code).where(Code.list.in_(found), Code.retired.is_(False))
    for name, code in db.session.execute(query):
        found[name].add(code)
    return Codes(frozenset(found["location_type"]), frozenset(found["specimen"]), clock.today(at))


def _chunks(ids: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some


def _recorded(event_ids: set[str]) -> dict[str, Case]:
    """The cases that events already are."""
    found: dict[str, Case] = {}
    for some in _chunks(sorted(event_ids)):
        for case in db.session.scalars(sa.select(Case).where(Case.external_ref.in_(some))):
            found[str(case.external_ref)] = case
    return found


def _lines(case_ids: Iterable[int]) -> dict[str, Decimal | None]:
    """What lines of those cases came from an import, struck out ones too, and their quantity."""
    found: dict[str, Decimal | None] = {}
    for some in _chunks(case_ids):
        query = sa.select(ManifestLine.external_ref, ManifestLine.quantity)
        query = query.where(ManifestLine.case_id.in_(some))
        found |= {ref: quantity for ref, quantity in db.session.execute(query) if ref}
    return found


def _weigh_known(plan: Plan, row: RowFacts, recorded: Decimal | None) -> None:
    """A row that is recorded already: there, unless it now gives another number."""
    if recorded == row.quantity:
        plan.already += 1
        return
    plan.reports.append(Report(row.row, "count", (
        f"This row is recorded already, with {_amount(recorded)}, and now says "
        f"{_amount(row.quantity)}. What is recorded is not overwritten: strike out the line and "
        "add the right one."
    )))  # fmt: skip


def _amount(quantity: Decimal | None) -> str:
    return "no number" if quantity is None else f"{quantity.normalize():f}"


def _clashes(
    row: RowFacts, seen: dict[str, RowFacts], events: dict[str, Event], recorded: dict[str, Case]
) -> Report | None:
    """Why a row cannot stand beside the rows before it and the case that is recorded."""
    if twin := seen.get(row.ref):
        if twin.quantity == row.quantity:
            return Report(row.row, "species_common_as_reported", (
                f"It says the same as row {twin.row}. If these are two lots, give them two names."
            ))  # fmt: skip
        return Report(row.row, "count", (
            f"Row {twin.row} gives {_amount(twin.quantity)} of the same animals, this row "
            f"{_amount(row.quantity)}: which is right?"
        ))  # fmt: skip
    if event := events.get(row.event_id):
        for name, column in _SHARED.items():
            told, value = event.facts[name], getattr(row, name)
            if not _blank(name, told) and not _blank(name, value) and told != value:
                return Report(row.row, column, (
                    f"Row {event.shared_by[name]} of the same event says “{told}”, "
                    f"this row “{value}”: which is right?"
                ))  # fmt: skip
    return _clashes_with_case(row, recorded.get(row.event_id))


def _clashes_with_case(row: RowFacts, case: Case | None) -> Report | None:
    if case is None:
        return None
    if case.is_void:
        return Report(
            row.row, "event_id", f"This event is case {case.number}, which is struck out."
        )
    if case.kind != row.kind:
        return Report(row.row, "event_type", f"Case {case.number} of this event is a {case.kind}.")
    if row.happened_on and case.happened_on and row.happened_on != case.happened_on:
        return Report(row.row, "date", f"Case {case.number} of this event is of "
                      f"{case.happened_text}.")  # fmt: skip
    return None


def _blank(name: str, value: Any) -> bool:
    return value in (None, "") or value in _EMPTY.get(name, ())


def _gather(row: RowFacts, events: dict[str, Event], recorded: dict[str, Case]) -> None:
    event = events.get(row.event_id)
    if event is None:
        facts = {name: getattr(row, name) for name in (*_SHARED, "precision")}
        event = events[row.event_id] = Event(row.event_id, facts, case=recorded.get(row.event_id))
        event.shared_by = dict.fromkeys(_SHARED, row.row)
    for name in _SHARED:
        if _blank(name, event.facts[name]) and not _blank(name, getattr(row, name)):
            event.facts[name], event.shared_by[name] = getattr(row, name), row.row
            if name == "happened_on":
                event.facts["precision"] = row.precision
    for agency in row.agencies:
        event.agencies.setdefault(agency.casefold(), agency)
    event.rows.append(row)


_WORDS = re.compile(r"[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+")


def named_events(rows: list[RowFacts]) -> list[str]:
    """What may be references to other events in what became of the animals, in order."""
    found: dict[str, None] = {}
    for row in rows:
        for word in _WORDS.findall(row.outcome):
            if any(c.isdigit() for c in word) and word != row.event_id and len(word) <= 60:
                found.setdefault(word)
    return list(found)
