"""Carrying out an import of cases: the plan made and stored in one transaction, by the same verbs
that the forms call."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.cases import manifest_rules
from rescue_center.cases import rules as cases
from rescue_center.cases.facts import AgencyFacts, CaseFacts, LineFacts
from rescue_center.cases.models import Case
from rescue_center.db import db, next_number
from rescue_center.errors import Refused, explain
from rescue_center.exchange.case_plan import Event, Plan, named_events
from rescue_center.exchange.case_reading import RowFacts
from rescue_center.exchange.models import ImportRun
from rescue_center.exchange.taxa import Taxa
from rescue_center.staff.models import Person

explain("import_run_is_append_only", "What an import did is never changed.")

#: An event of these kinds continues the one that its outcome names; a seizure that names a later
#: release does not.
CONTINUING = ("intake", "release", "transfer", "birth", "death_report")
_IMPRECISE = {
    "unknown": "the day was not published",
    "year": "only the year is known",
    "month": "only the month is known",
}


def store_cases(
    plan: Plan, *, file_name: str, raw: bytes, by: Person | None, at: datetime
) -> ImportRun | None:
    """Store what the plan says, and what became of each row. None where there is nothing new."""
    if not plan.events:
        return None
    taxa = Taxa(by=by, at=at)
    new = [event for event in plan.events if event.case is None]
    numbers = _numbers(new, at)
    with db.session.no_autoflush:  # all at once: a hundred times fewer statements
        for event in plan.events:
            _store(event, taxa, numbers, file_name=file_name, by=by, at=at)
    db.session.flush()
    _link(new, by=by, at=at)
    run = ImportRun(
        kind="cases", file_name=file_name[:200], sha256=hashlib.sha256(raw).hexdigest(), at=at,
        by_id=by.id if by else None, total=plan.total, stored=plan.stored, already=plan.already,
        reported=plan.reported,
        reports=plan.told,
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    journal.record("imported cases", run, by=by, at=at, reason=run.file_name,
                   after={"rows": plan.sentence, "sha256": run.sha256})  # fmt: skip
    return run


def _store(
    event: Event, taxa: Taxa, numbers: dict[int, Iterator[str]], *,
    file_name: str, by: Person | None, at: datetime,
) -> None:  # fmt: skip
    """Open the event's case with its lines, or add them to the case that it is."""
    lines = [_line(row, taxa) for row in event.rows]
    if event.case is not None:
        for line in lines:
            manifest_rules.add_line(event.case, line, by=by, at=at, reason=f"from {file_name}")
        return
    facts = _case(event)
    number = next(numbers[cases.case_year(facts, at)])
    event.case = cases.open_case(facts, by=by, at=at, lines=lines, number=number)


def _numbers(events: list[Event], at: datetime) -> dict[int, Iterator[str]]:
    """Case numbers for all new events, taken year by year so that two imports never wait for each
    other crosswise."""
    wanted = Counter(cases.case_year(_case(event), at) for event in events)
    found: dict[int, Iterator[str]] = {}
    for year, count in sorted(wanted.items()):
        first = next_number("case", year, count=count)
        found[year] = iter([cases.case_number(year, n) for n in range(first, first + count)])
    return found


def _case(event: Event) -> CaseFacts:
    facts = event.facts
    doubts = [_IMPRECISE[facts["precision"]]] if facts["precision"] in _IMPRECISE else []
    return CaseFacts(
        kind=facts["kind"],
        happened_on=facts["happened_on"],
        precision=facts["precision"],
        country=facts["country"],
        place=facts["place"],
        location_type=facts["location_type"],
        persons_apprehended=facts["persons"],
        summary="\n".join(dict.fromkeys(row.outcome for row in event.rows if row.outcome)),
        source="\n".join(dict.fromkeys(row.source for row in event.rows if row.source)),
        doubts="; ".join(doubts),
        external_ref=event.event_id,
        agencies=tuple(AgencyFacts(name) for name in event.agencies.values()),
    )


def _line(row: RowFacts, taxa: Taxa) -> LineFacts:
    taxon, qualifier, doubts = taxa.of(row)
    return LineFacts(
        declared_name=row.common,
        declared_scientific=row.scientific,
        taxon=taxon,
        qualifier=qualifier,
        specimen=row.specimen,
        quantity=row.quantity,
        unit=row.unit,
        condition=row.condition,
        note=row.outcome,
        doubts="; ".join([*row.doubts, *doubts]),
        external_ref=row.ref,
    )


def _link(events: list[Event], *, by: Person | None, at: datetime) -> None:
    """Let a release, a transfer, a death follow the event that its outcome names."""
    naming = {
        event.event_id: named_events(event.rows)
        for event in events
        if event.facts["kind"] in CONTINUING
    }
    known = _known({word for words in naming.values() for word in words})
    for event in events:
        found = [known[word] for word in naming.get(event.event_id, []) if word in known]
        if not found or event.case is None:
            continue
        try:
            cases.link(event.case, found[0], by=by, at=at)
        except Refused:
            found = [found[0], *found]
        if len(found) > 1:
            also = ", ".join(case.external_ref or case.number for case in found[1:])
            said = f"the report also names {also}"
            event.case.doubts = "; ".join(filter(None, (event.case.doubts, said)))


def _known(refs: set[str]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    wanted = sorted(refs)
    for start in range(0, len(wanted), 500):
        query = sa.select(Case).where(Case.external_ref.in_(wanted[start : start + 500]))
        found |= {str(case.external_ref): case for case in db.session.scalars(query)}
    return found
