"""Amounts: entered once with their unit, judged by the interval in force, amended with a reason."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.laboratory import amounts, queries, sample_rules
from rescue_center.laboratory.amounts import Amount
from rescue_center.laboratory.flags import Limits, flag
from rescue_center.laboratory.models import FLAGS, LabImport, LabResult, LabSample, LabTest
from rescue_center.laboratory.reference_models import Analyte, ReferenceInterval
from rescue_center.measures import plain
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("uq_lab_result_stands", "Somebody else has just entered this result. Look at it.")
explain("lab_result_has_a_unit", "A result has a unit: say it as well.")
explain("lab_result_is_not_negative", "An amount is not below nothing.")
explain("lab_result_facts_stay",
        "A result is never changed: amend it with the reason, and both stay.")  # fmt: skip


def enter(
    test: LabTest, analyte: Analyte, amount: Amount, *, by: Person | None, at: datetime,
    method: str = "", note: str = "", amends: LabResult | None = None,
    batch: LabImport | None = None, field: str | None = None,
) -> LabResult:  # fmt: skip
    """One amount of a panel, in the unit that it came in. `at` is when it came."""
    duty.only(by, {Role.VET}, at, "enter a result")
    open_for(test, at)
    if test.panel_id is None:
        raise Refused(f"{test.name} is a finding, not an amount.", field=field)
    kept = amounts.converted(analyte, amount.number, amount.unit, field=field)
    if (stands := standing(test, analyte.id)) is not None:
        raise Refused(f"{analyte.label} has its result, {words(stands)}. Amend it, with the "
                      "reason.", field=field)  # fmt: skip
    row = LabResult(
        test=test, analyte=analyte, censor=amount.censor, value=amount.number, kept=kept,
        unit=amounts.known_as(analyte, amount.unit), method=method.strip(), note=note.strip(),
        came_at=at, entered_by_id=by.id if by else None,
        amends_id=amends.id if amends else None, import_id=batch.id if batch else None,
        **_judged(test.sample, analyte, kept, amount.censor, method),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    if amends is None:
        sample_rules.record(
            test.sample, "entered a result", by=by, at=at, subject=row,
            after={"of": analyte.label, "result": words(row)},
        )  # fmt: skip
    return row


def open_for(test: LabTest, at: datetime) -> None:
    """Hold the tube, and refuse a result that it cannot have."""
    lock(test.sample)
    sample_rules.refuse_void(test.sample)
    if test.is_void:
        raise Refused(f"{test.name} is no longer asked for.")
    if at < test.sample.taken_at:
        raise Refused("The result is dated before the sample.", field="at")


def standing(test: LabTest, analyte_id: int | None) -> LabResult | None:
    """The result of an analyte that stands, as it is in the database now."""
    query = sa.select(LabResult).where(
        LabResult.test_id == test.id, LabResult.voided_at.is_(None),
        LabResult.analyte_id == analyte_id if analyte_id else LabResult.analyte_id.is_(None),
    )  # fmt: skip
    found: LabResult | None = db.session.scalars(query).one_or_none()
    return found


def words(row: LabResult) -> str:
    """`<0.5 mmol/L`, `negative`."""
    return row.finding or f"{row.censor}{plain(row.value or Decimal(0))} {row.unit}"


def _judged(
    tube: LabSample, analyte: Analyte, kept: Decimal, censor: str, method: str
) -> dict[str, Any]:
    """The flag, and the interval that it is by. A pool is judged by none: the intervals are those
    of single animals."""
    animal = tube.only
    if animal is None or tube.is_pool:
        return {}
    found = queries.interval_for(analyte, animal, method=method, laboratory=tube.laboratory)
    if found is None:
        return {}
    limits = limits_of(found)
    return {
        "flag": flag(kept, limits, censor), "interval_id": found.id, "low": limits.low,
        "high": limits.high, "crit_low": limits.crit_low, "crit_high": limits.crit_high,
    }  # fmt: skip


def limits_of(found: ReferenceInterval) -> Limits:
    """An interval in the unit of its analyte."""

    def kept(limit: Decimal | None) -> Decimal | None:
        return None if limit is None else amounts.converted(found.analyte, limit, found.unit)

    return Limits(kept(found.low), kept(found.high), kept(found.crit_low), kept(found.crit_high))


def amend(
    row: LabResult, amount: Amount, *, reason: str, by: Person | None, at: datetime
) -> LabResult:
    """What came was wrong: it is struck out with the reason, and the right amount stands beside
    it. When the result came stays when it came."""
    if row.analyte is None:
        raise Refused("A finding is struck out, and what is right entered anew.")
    before = words(row)
    _strike(row, reason, by=by, at=at, may="amend a result")
    right = enter(row.test, row.analyte, amount, by=by, at=row.came_at, method=row.method,
                  note=row.note, amends=row, field="amount")  # fmt: skip
    sample_rules.record(
        row.test.sample, "amended a result", by=by, at=at, reason=reason, subject=right,
        before={"of": row.analyte.label, "result": before}, after={"result": words(right)},
    )  # fmt: skip
    return right


def strike_out(row: LabResult, *, reason: str, by: Person | None, at: datetime) -> None:
    """An amount that is not to count. The test waits for another."""
    if row.analyte is None:
        raise Refused("A finding is struck out with its test.")
    _strike(row, reason, by=by, at=at, may="strike out a result")
    sample_rules.record(
        row.test.sample, "struck out a result", by=by, at=at, reason=reason, subject=row,
        before={"of": row.analyte.label, "result": words(row)},
    )  # fmt: skip


def _strike(row: LabResult, reason: str, *, by: Person | None, at: datetime, may: str) -> None:
    person = duty.only(by, {Role.VET}, at, may)
    lock(row.test.sample, row)
    if row.is_void:
        raise Refused("This result was struck out already.")
    if not reason.strip():
        raise Refused("Say what was wrong.", field="reason")
    row.voided_at, row.voided_by_id, row.void_reason = at, person.id, reason.strip()
    db.session.flush()


def flag_words(row: LabResult) -> str:
    """`High`, `Critically low`, `No range`."""
    return FLAGS[row.flag]
