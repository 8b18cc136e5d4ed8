"""Taking in an analyser's file: every row is stored, was there already, or is reported with why.

The same file twice adds nothing: a result that stands with the same amount is there already, one
with another is reported, because only a vet amends a result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from rescue_center import clock, journal
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.laboratory import amounts, queries, result_rules
from rescue_center.laboratory.amounts import Amount
from rescue_center.laboratory.import_reading import Line
from rescue_center.laboratory.models import LabImport, LabResult, LabSample, LabTest
from rescue_center.laboratory.reference_models import Analyte
from rescue_center.policy import Role
from rescue_center.staff import duty
from rescue_center.staff.models import Person
from rescue_center.tags import check


@dataclass(frozen=True)
class Told:
    """What becomes of a row: `stored` (or would be), `there` already, or `reported` with why."""

    line: Line
    kind: str
    words: str


@dataclass(frozen=True)
class _Meant:
    """What a row says, understood."""

    test: LabTest
    analyte: Analyte
    amount: Amount
    at: datetime


def looked_at(lines: Sequence[Line], *, at: datetime) -> list[Told]:
    """What would become of each row; nothing is written."""
    return [told for told, _ in _plan(lines, at)]


def take_in(
    lines: Sequence[Line], *, name: str, content: str, by: Person | None, at: datetime
) -> LabImport:
    """Store what can be stored. A row that is reported keeps no other waiting."""
    person = duty.only(by, {Role.VET}, at, "import results")
    plan = _plan(lines, at)
    kinds = [told.kind for told, _ in plan]
    if "stored" not in kinds:
        raise Refused("No row of it is new and can be stored.")
    batch = LabImport(
        name=name[:200], sha256=hashlib.sha256(content.encode()).hexdigest(), at=at,
        by_id=person.id, rows=len(lines), stored=kinds.count("stored"),
        there=kinds.count("there"), reported=kinds.count("reported"),
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    for told, meant in plan:
        if told.kind == "stored" and meant is not None:
            result_rules.enter(meant.test, meant.analyte, meant.amount, by=by, at=meant.at,
                               method=told.line.method[:120], batch=batch)  # fmt: skip
    journal.record(
        "imported results", batch, by=by, at=at, after={
            "file": batch.name, "rows": batch.rows, "stored": batch.stored,
            "already there": batch.there, "reported": batch.reported,
        },
    )  # fmt: skip
    return batch


def _plan(lines: Sequence[Line], at: datetime) -> list[tuple[Told, _Meant | None]]:
    """Each row with what it means, in as many statements for a thousand rows as for one."""
    tubes = _tubes({_number(one.tube) for one in lines})
    analytes = _by_name()
    seen: dict[tuple[int, int], Amount] = {}
    plan: list[tuple[Told, _Meant | None]] = []
    for line in lines:
        try:
            meant = _meaning(line, tubes, analytes, at)
            there = _there(meant, seen)
        except Refused as why:
            plan.append((Told(line, "reported", why.sentence), None))
            continue
        seen[meant.test.id, meant.analyte.id] = meant.amount
        words = f"{meant.analyte.label} {meant.amount}"
        plan.append((Told(line, "there" if there else "stored", words), meant))
    return plan


def _number(typed: str) -> str:
    return check.tidy(typed).upper().removeprefix("S")


def _tubes(numbers: set[str]) -> dict[str, LabSample]:
    """The tubes with their tests and results, as they are now."""
    tests = selectinload(LabSample.tests)
    query = sa.select(LabSample).where(LabSample.number.in_(numbers)).options(
        tests.selectinload(LabTest.results).joinedload(LabResult.analyte),
        tests.joinedload(LabTest.panel), selectinload(LabSample.members),
    )  # fmt: skip
    return {one.number: one for one in db.session.scalars(query)}


def _by_name() -> dict[str, Analyte]:
    """Analytes by their short name and by their whole one."""
    found: dict[str, Analyte] = {}
    for one in queries.analytes():
        found |= {one.label.casefold(): one, one.key: one}
    return found


def _meaning(
    line: Line, tubes: dict[str, LabSample], analytes: dict[str, Analyte], at: datetime
) -> _Meant:
    """What a row says. Refuses with the sentence that is reported."""
    tube = tubes.get(_number(line.tube))
    if tube is None:
        raise Refused(_unknown(line.tube))
    if tube.is_void:
        raise Refused("The tube was struck out.")
    analyte = analytes.get(line.analyte.casefold())
    if analyte is None:
        raise Refused(f"“{line.analyte}” is no analyte of the list.")
    test = _test_for(tube, analyte)
    read = amounts.read(line.result)
    amount = Amount(read.number, read.censor, line.unit or read.unit)
    amounts.converted(analyte, amount.number, amount.unit)
    came = _moment(line.at) if line.at else at
    if came < tube.taken_at:
        raise Refused("The result is dated before the sample.")
    if came > at:
        raise Refused("The result is dated in the future.")
    return _Meant(test, analyte, amount, came)


def _unknown(typed: str) -> str:
    if check.valid(_number(typed)):
        return f"No tube has the number {typed}."
    return f"“{typed}” is no number of a tube: a digit is wrong, or one is missing."


def _test_for(tube: LabSample, analyte: Analyte) -> LabTest:
    """The panel of the tube that has the analyte, else its first."""
    open_ones = [one for one in tube.tests if one.panel is not None and not one.is_void]
    for test in open_ones:
        if test.panel and any(line.analyte_id == analyte.id for line in test.panel.lines):
            return test
    if not open_ones:
        raise Refused("No panel was asked for of this tube.")
    return open_ones[0]


def _moment(typed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise Refused(f"“{typed}” is no time: write 2026-05-12 14:30.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.zone())


def _there(meant: _Meant, seen: dict[tuple[int, int], Amount]) -> bool:
    """Whether the same result stands. Another is refused: a vet amends it."""
    for one in meant.test.live:
        if one.analyte_id == meant.analyte.id and one.value is not None:
            return _same(Amount(one.value, one.censor, one.unit), meant)
    if (before := seen.get((meant.test.id, meant.analyte.id))) is not None:
        return _same(before, meant)
    return False


def _same(before: Amount, meant: _Meant) -> bool:
    same = before.censor == meant.amount.censor and amounts.converted(
        meant.analyte, before.number, before.unit
    ) == amounts.converted(meant.analyte, meant.amount.number, meant.amount.unit)
    if not same:
        raise Refused(f"{meant.analyte.label} has its result, {before}. A vet amends it by hand.")
    return True
