"""What may happen to a case: it is opened, amended, taken through its legal stages, struck out.

The manifest's lines are in manifest_rules.py, the orders in order_rules.py. A hold is placed and
lifted where the animals are (animals/rules.py); a case may begin with one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from rescue_center import clock, journal
from rescue_center.cases import manifest_rules
from rescue_center.cases.checking import refuse_bad_facts, refuse_unknown_codes
from rescue_center.cases.facts import (
    POINT,
    AgencyFacts,
    CaseFacts,
    LineFacts,
    agencies_for_journal,
    agency_facts,
    for_journal,
)
from rescue_center.cases.models import Case, CaseAgency
from rescue_center.db import db, lock, next_number
from rescue_center.errors import Refused, explain
from rescue_center.species.models import Code
from rescue_center.staff.models import Person

explain("seizure_case_point_is_on_earth", "That point is not on earth.")
explain("uq_seizure_case_external_ref", "Another case already has that reference.")
explain("uq_case_agency_case_id_name", "That agency is named twice.")
explain("seizure_case_is_never_deleted", "A case is never deleted; strike it out with a reason.")

#: Asked before a case is struck out; the packages above refuse while something depends on it.
before_void: list[Callable[[Case], None]] = []


def open_case(
    facts: CaseFacts,
    *,
    by: Person | None,
    at: datetime,
    lines: Sequence[LineFacts] = (),
    legal_stage: str = "SEIZED",
    evidence_hold: bool = False,
    number: str | None = None,
) -> Case:
    """Open a case with its manifest. It is numbered by the year of the event, where known.

    With `evidence_hold`, every animal admitted from it is held from the start.
    """
    refuse_bad_facts(facts, at)
    codes = [("location_type", facts.location_type, "location_type")]
    if facts.kind == "seizure":
        codes.append(("legal_stage", legal_stage, "legal_stage"))
    refuse_unknown_codes([*codes, *(("specimen", line.specimen, "") for line in lines)])
    if legal_stage == "EVIDENCE" and not evidence_hold:
        raise Refused("That stage goes with an evidence hold: say that it stands.",
                      field="evidence_hold")  # fmt: skip
    case = Case(
        **facts.columns(),
        number=number or next_case_number(facts, at),
        legal_stage=legal_stage if facts.kind == "seizure" else "",
        evidence_hold=evidence_hold,
        opened_at=at,
        opened_by_id=by.id if by else None,
        agencies=[_agency(one) for one in facts.agencies],
    )
    db.session.add(case)
    declared = [manifest_rules.declare(case, line) for line in lines]
    told = for_journal(facts.columns()) | {
        "number": case.number,
        "agencies": agencies_for_journal(facts.agencies),
        "manifest": [line.text for line in declared],
        "legal_stage": case.legal_stage,
        "evidence_hold": evidence_hold,
    }
    journal.record("opened the case", case, by=by, at=at, after=told)
    return case


def next_case_number(facts: CaseFacts, at: datetime) -> str:
    """The next number of the event's year (of the day it is opened where that is not known)."""
    year = case_year(facts, at)
    return case_number(year, next_number("case", year))


def case_year(facts: CaseFacts, at: datetime) -> int:
    """The year that a case is numbered by."""
    return facts.happened_on.year if facts.happened_on else clock.today(at).year


def case_number(year: int, number: int) -> str:
    """`2026-014`."""
    return f"{year}-{number:03}"


def _agency(facts: AgencyFacts) -> CaseAgency:
    return CaseAgency(name=facts.name.strip(), role=facts.role, officer=facts.officer)


def amend(case: Case, facts: CaseFacts, *, by: Person | None, at: datetime, reason: str) -> None:
    """Correct the facts of a case, with the reason; what they were stays in the journal."""
    _refuse_void(case)
    if not reason.strip():
        raise Refused("Say why the facts are corrected.", field="reason")
    refuse_bad_facts(facts, at)
    if facts.location_type != case.location_type:
        refuse_unknown_codes([("location_type", facts.location_type, "location_type")])
    _refuse_circle(case, facts.follows)
    before, after = journal.change(case, facts.columns())
    was = _set_agencies(case, facts.agencies)
    if was is not None:
        before["agencies"] = agencies_for_journal(was)
        after["agencies"] = agencies_for_journal(facts.agencies)
        flag_modified(case, "title")  # a colleague who read the old agencies is told
    if not after:
        raise Refused("Nothing was changed.")
    journal.record("corrected the case", case, by=by, at=at, reason=reason,
                   before=_apart(before), after=_apart(after))  # fmt: skip
    db.session.flush()


def _apart(told: dict[str, Any]) -> dict[str, Any]:
    """Changed facts, the point under its own key; what was emptied is told as empty."""
    plain = {key: value for key, value in told.items() if key not in POINT}
    point = {key: told[key] for key in POINT if key in told}
    return plain | ({"coordinates": point} if point else {})


def _set_agencies(case: Case, agencies: tuple[AgencyFacts, ...]) -> tuple[AgencyFacts, ...] | None:
    """Make the case's agencies these; returns those before where they differ."""
    was = tuple(map(agency_facts, case.agencies))
    if was == agencies:
        return None
    for row in list(case.agencies):
        case.agencies.remove(row)
        db.session.delete(row)
    db.session.flush()
    case.agencies.extend(map(_agency, agencies))
    return was


def _refuse_circle(case: Case, follows: Case | None) -> None:
    seen = follows
    while seen is not None:
        if seen is case:
            raise Refused("A case cannot follow itself, nor one that follows it.", field="follows")
        seen = seen.follows


def link(case: Case, follows: Case, *, by: Person | None, at: datetime) -> None:
    """Say that `case` continues an earlier one (a release of what was seized)."""
    _refuse_circle(case, follows)
    case.follows = follows
    journal.record("linked the case to the one it follows", case, by=by, at=at,
                   after={"follows": follows.number})  # fmt: skip


def take_to(case: Case, stage: str, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Take the case to a legal stage. Back, or out of a closed case, only with a reason."""
    _refuse_void(case)
    lock(case)
    steps = {code: position for position, code in enumerate(_stages())}
    if stage not in steps:
        raise Refused("Choose one of the legal stages.", field="stage")
    if stage == case.legal_stage:
        raise Refused("The case is at that stage already.", field="stage")
    if steps[stage] < steps.get(case.legal_stage, -1) and not reason.strip():
        raise Refused("That is a step back: say why.", field="reason")
    _refuse_unready(case, stage)
    was, case.legal_stage = case.legal_stage, stage
    journal.record("took the case to another legal stage", case, by=by, at=at, reason=reason,
                   before={"legal_stage": was}, after={"legal_stage": stage})  # fmt: skip
    db.session.flush()


def _stages() -> Iterable[str]:
    return db.session.scalars(
        sa.select(Code.code)
        .where(Code.list == "legal_stage", Code.retired.is_(False))
        .order_by(Code.position, Code.code)
    )


def _refuse_unready(case: Case, stage: str) -> None:
    """What a stage asks for before it may be reached."""
    if stage == "EVIDENCE" and not case.evidence_hold:
        raise Refused("Place the evidence hold on the animals first.", field="stage")
    if stage == "CLOSED" and case.evidence_hold:
        raise Refused(
            "The evidence hold still stands. It is lifted by a recorded order, then the case "
            "can be closed.", field="stage",
        )  # fmt: skip
    kinds = {order.kind for order in case.orders if not order.is_void}
    if stage == "CONFISCATED" and "confiscation" not in kinds:
        raise Refused("Record the order of confiscation first: its number and its date.",
                      field="stage")  # fmt: skip
    if stage == "RETURNED" and not kinds:
        raise Refused("Record the order to return the animals first.", field="stage")


def void_case(case: Case, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out a case that was opened in error, while nothing depends on it."""
    _refuse_void(case)
    if not reason.strip():
        raise Refused("Say why the case is struck out.", field="reason")
    lock(case)
    if case.evidence_hold:
        raise Refused("An evidence hold stands on this case, so it cannot be struck out.")
    for ask in before_void:
        ask(case)
    case.voided_at, case.voided_by_id, case.void_reason = at, by.id, reason
    journal.record("struck out the case", case, by=by, at=at, reason=reason)
    db.session.flush()


def _refuse_void(case: Case) -> None:
    if case.is_void:
        raise Refused("This case is struck out.")
