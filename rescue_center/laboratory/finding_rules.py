"""Findings: negative, positive, inconclusive, acceptable; and the tests of quarantines that they
answer.

The finding of a tube is entered here, once. The result of a quarantine's test is what its tubes
say together: positive as soon as one is, else the worst of them when all have come. So a result of
the laboratory is the quarantine's, with its event, its notice and its movement stop.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.laboratory import result_rules, sample_rules
from rescue_center.laboratory.models import LabResult, LabTest, TubeOf
from rescue_center.policy import Role
from rescue_center.quarantine import notice_rules, panels
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import RESULTS, DiseaseNotice
from rescue_center.quarantine.models import Test as QuarantineTest
from rescue_center.staff import duty
from rescue_center.staff.models import Person
from rescue_center.tags import check

explain("uq_lab_finding_stands", "Somebody else has just entered this result. Look at it.")
explain("quarantine_test_result_is_its_tubes",
        "This test has a tube: its result is entered with the tube.")  # fmt: skip

#: The worst first.
_WORST = ("positive", "inconclusive", "acceptable", "negative")


def find(
    test: LabTest, finding: str, *, by: Person | None, at: datetime, note: str = "",
    method: str = "", amends: LabResult | None = None,
) -> LabResult:  # fmt: skip
    """What the laboratory found in a tube; the quarantine's tests that wait for it have it too."""
    duty.only(by, {Role.VET}, at, "enter a result")
    result_rules.open_for(test, at)
    if test.panel_id is not None:
        raise Refused(f"{test.name} comes in amounts.", field="finding")
    if finding not in RESULTS or not finding:
        raise Refused("Choose what was found.", field="finding")
    if (stands := result_rules.standing(test, None)) is not None:
        raise Refused(f"{test.name} has its result, {stands.finding}. Strike it out before you "
                      "enter another.", field="finding")  # fmt: skip
    row = LabResult(
        test=test, finding=finding, note=note.strip(), method=method.strip(), came_at=at,
        entered_by_id=by.id if by else None, amends_id=amends.id if amends else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    sample_rules.record(test.sample, "entered a result", by=by, at=at, subject=row,
                        after={"of": test.name, "result": finding})  # fmt: skip
    for one in test.answers:
        _answer(one.quarantine_test, by=by, at=at, note=note)
    if test.notifiable and finding == "positive":
        for member in test.sample.members:
            notice_rules.found(member.animal, _notice_of(test), since=test.sample.taken_at, by=by,
                               at=at)  # fmt: skip
    return row


def _notice_of(test: LabTest) -> str:
    """What a notice says was found: `TB culture, tube 2600 0427`."""
    return f"{test.name}, tube {check.spoken(test.sample.number)}"


def _answer(test: QuarantineTest, *, by: Person | None, at: datetime, note: str = "") -> None:
    """The quarantine's test has its result as soon as its tubes say one. One that was waived
    meanwhile asks for none, but a positive one is never passed over."""
    lock(test)
    told = together(sample_rules.tubes_of(test))
    waived = test.waived_at is not None and told != "positive"
    if told and not (test.result or test.is_void or waived):
        quarantine.result(test, told, by=by, at=at, text=note)


def together(tubes: Iterable[LabTest]) -> str:
    """What several tubes say of those they were taken from; nothing yet while one may still turn
    out positive."""
    found = [one.finding.finding if one.finding else "" for one in live(tubes)]
    if "positive" in found:
        return "positive"
    if not found or "" in found:
        return ""
    return next(one for one in _WORST if one in found)


def live(tubes: Iterable[LabTest]) -> list[LabTest]:
    """Those that were not struck out, nor their tubes."""
    return [one for one in tubes if one.voided_at is None and one.sample.voided_at is None]


def strike_out(row: LabResult, *, reason: str, by: Person | None, at: datetime) -> None:
    """A finding that was wrong: the tube waits for the right one, and so does the quarantine's
    test where the other tubes do not say the same without it."""
    person = duty.only(by, {Role.VET}, at, "strike out a result")
    lock(row.test.sample, row)
    if row.analyte_id is not None:
        raise Refused("An amount is amended instead.")
    if row.is_void:
        raise Refused("This result was struck out already.")
    if not reason.strip():
        raise Refused("Say what was wrong.", field="reason")
    row.voided_at, row.voided_by_id, row.void_reason = at, person.id, reason.strip()
    db.session.flush()
    sample_rules.record(row.test.sample, "struck out a result", by=by, at=at, reason=reason,
                        subject=row,
                        before={"of": row.test.name, "result": row.finding})  # fmt: skip
    for one in list(row.test.answers):
        _take_back(one.quarantine_test, reason, by=by, at=at)
    open_ones = sa.select(DiseaseNotice).where(
        DiseaseNotice.what == _notice_of(row.test), DiseaseNotice.resolved_at.is_(None)
    )
    for notice in db.session.scalars(open_ones).all():
        notice_rules.resolve(notice, note=f"The result was struck out: {reason}", by=by, at=at)


def _take_back(test: QuarantineTest, reason: str, *, by: Person | None, at: datetime) -> None:
    lock(test)
    told = together(sample_rules.tubes_of(test))
    if test.is_void or not test.result or test.result == told:
        return
    again = quarantine.void_result(test, reason=reason, by=by, at=at)
    _answer(again, by=by, at=at)


def refuse_elsewhere(test: QuarantineTest, result: str) -> None:
    """A quarantine's test with a tube has its result from there."""
    tubes = live(sample_rules.tubes_of(test))
    if tubes and together(tubes) != result:
        waiting = next((one for one in tubes if one.finding is None), tubes[0])
        raise Refused(f"Tube {check.spoken(waiting.sample.number)} holds its sample: enter the "
                      "result there.", field="result")  # fmt: skip


def follow_struck_out(test: QuarantineTest, again: QuarantineTest) -> None:
    """A sample whose tube is there, or a result that its tubes still say, is struck out there;
    else they wait with the new row."""
    tubes = sample_rules.tubes_of(test)
    if not test.result:
        for one in live(tubes):
            raise Refused(f"Tube {check.spoken(one.sample.number)} holds its sample: strike the "
                          "tube out instead.")  # fmt: skip
        return
    if together(tubes) == test.result:
        said = next(one for one in tubes if one.finding and one.finding.finding == test.result)
        raise Refused(f"Tube {check.spoken(said.sample.number)} says so: strike its result out "
                      "there.")  # fmt: skip
    _join(tubes, again)


def follow_copy(test: QuarantineTest, copy: QuarantineTest) -> None:
    """An heir's test is answered by the tubes that were taken before."""
    if test.id is not None:
        _join(sample_rules.tubes_of(test), copy)


def _join(tubes: Iterable[LabTest], test: QuarantineTest) -> None:
    with db.session.no_autoflush:  # a copy has no quarantine yet
        for one in tubes:
            one.answers.append(TubeOf(quarantine_test=test))


panels.before_result.append(refuse_elsewhere)
panels.on_struck_out.append(follow_struck_out)
panels.on_copy.append(follow_copy)
