"""The manifest: what the seizure declared. A line is never edited, only struck out and written
anew, so that what was declared first can always be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rescue_center import journal
from rescue_center.cases.checking import refuse_bad_line, refuse_unknown_codes
from rescue_center.cases.facts import LineFacts
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.staff.models import Person

explain("manifest_line_quantity_is_positive", "The quantity must be more than zero.")
explain("manifest_line_individuals_are_whole", "Animals are counted in whole numbers.")
explain(
    "uq_manifest_line_case_id_position",
    "Somebody added a line to this manifest at the same moment. Please send yours again.",
)
explain("uq_manifest_line_external_ref", "That line of the manifest is recorded already.")
explain("manifest_line_is_never_deleted", "A line is never deleted; strike it out with a reason.")

#: Asked before a line is struck out; the packages above refuse while something depends on it.
before_strike: list[Callable[[ManifestLine], None]] = []


def declare(case: Case, facts: LineFacts) -> ManifestLine:
    """Put a line at the end of the manifest of a case being opened."""
    refuse_bad_line(facts)
    told = facts.columns() | {"declared_name": facts.declared_name or facts.declared_scientific}
    line = ManifestLine(**told, position=_next_position(case))
    case.lines.append(line)
    return line


def _next_position(case: Case) -> int:
    return max((line.position for line in case.lines), default=0) + 1


def add_line(
    case: Case, facts: LineFacts, *, by: Person | None, at: datetime, reason: str = ""
) -> ManifestLine:
    """Add a line to the manifest of an open case."""
    if case.is_void:
        raise Refused("This case is struck out.")
    lock(case)
    refuse_unknown_codes([("specimen", facts.specimen, "specimen")])
    line = declare(case, facts)
    db.session.flush()
    journal.record("added a line to the manifest", line, case=case, by=by, at=at, reason=reason,
                   after={"line": line.position, "says": line.text})  # fmt: skip
    return line


def strike_line(line: ManifestLine, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out a line that was written in error. A corrected one is a new line."""
    if line.is_void:
        raise Refused("This line is struck out already.")
    if not reason.strip():
        raise Refused("Say why the line is struck out.", field="reason")
    lock(line)
    for ask in before_strike:
        ask(line)
    line.voided_at, line.voided_by_id, line.void_reason = at, by.id, reason
    journal.record("struck out a line of the manifest", line, case=line.case, by=by, at=at,
                   reason=reason, before={"line": line.position, "says": line.text})  # fmt: skip
    db.session.flush()
