"""The tests of a quarantine: drawn up by protocol, sampled, with results that are only added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center import clock, journal
from rescue_center.db import db, lock
from rescue_center.enclosures import rules as housing_rules
from rescue_center.errors import Refused, explain
from rescue_center.media.models import Media
from rescue_center.policy import Role
from rescue_center.quarantine import event_rules, homes, notice_rules
from rescue_center.quarantine.models import RESULTS, Quarantine, Test
from rescue_center.quarantine.panels import ASKED, before_result, on_struck_out
from rescue_center.species.models import ProtocolTest
from rescue_center.staff import duty
from rescue_center.staff.models import Person

explain("quarantine_test_result_stands",
        "A result is never changed: strike it out with the reason and enter it anew.")  # fmt: skip
explain("quarantine_test_sample_is_positive", "A sample is taken of at least one animal.")


def draw_up(q: Quarantine) -> None:
    """Make the tests of the protocol, each round on its day."""
    for line in q.group.tests:
        if line.retired:
            continue
        for number in range(1, line.repeats + 1):
            q.tests.append(Test(
                protocol_test_id=line.id, name=line.name, sample=line.sample, round=number,
                mandatory=line.mandatory, notifiable=line.notifiable,
                due_on=due_on(q, line, number),
            ))  # fmt: skip


def due_on(q: Quarantine, line: ProtocolTest, number: int) -> date:
    """The day of a round, counted from the start of the clock."""
    days = line.first_day + line.every_days * (number - 1)
    return clock.local(q.clock_start + timedelta(days=days)).date()


def shift(quarantines: Iterable[Quarantine]) -> None:
    """Move the tests not sampled yet to their days on a clock that has changed."""
    by_id = {q.id: q for q in quarantines}
    query = (
        sa.select(Test)
        .where(
            Test.quarantine_id.in_(by_id),
            Test.sampled_at.is_(None),
            Test.waived_at.is_(None),
            Test.voided_at.is_(None),
        )
        .options(joinedload(Test.protocol_test))
    )
    for test in db.session.scalars(query):
        if test.protocol_test is not None:
            test.due_on = due_on(by_id[test.quarantine_id], test.protocol_test, test.round)


def add_test(
    q: Quarantine,
    name: str,
    *,
    due: date,
    by: Person | None,
    at: datetime,
    sample: str = "",
    mandatory: bool = True,
    notifiable: bool = False,
) -> Test:
    """Ask for a test beyond the protocol."""
    _refuse_ended(q)
    if not name.strip():
        raise Refused("Name the test.", field="name")
    same = [t.round for t in q.tests if t.name.casefold() == name.strip().casefold()]
    test = Test(name=name.strip(), sample=sample, round=max(same, default=0) + 1, due_on=due,
                mandatory=mandatory, notifiable=notifiable)  # fmt: skip
    q.tests.append(test)
    db.session.flush()
    _write_down("asked for a test", test, by=by, at=at, after={"test": name, "due": due})
    return test


def sample(
    test: Test,
    *,
    by: Person | None,
    at: datetime,
    sampled_n: int | None = None,
    pool_size: int | None = None,
    method: str = "",
    laboratory: str = "",
    lab_reference: str = "",
) -> None:
    """Record that a sample was taken. Of a lot: of how many animals, and how many in a pool."""
    lock(test)
    _refuse_void(test)
    _refuse_ended(test.quarantine)
    if test.sampled_at is not None:
        raise Refused(f"{test.label} was sampled on {clock.day_text(test.sampled_at)} already.")
    if test.waived_at is not None:
        raise Refused(f"{test.label} was waived.")
    if at < test.quarantine.began_at:
        raise Refused("The sample is dated before its quarantine began.", field="at")
    heads = test.quarantine.animal.count
    if sampled_n is not None and not 1 <= sampled_n <= heads:
        raise Refused(f"There are {heads} to sample.", field="sampled_n")
    if pool_size is not None and not 1 <= pool_size <= (sampled_n or heads):
        raise Refused("A pool holds at least one, and no more than were sampled.",
                      field="pool_size")  # fmt: skip
    test.sampled_at, test.sampled_n, test.pool_size = at, sampled_n, pool_size
    test.method, test.laboratory, test.lab_reference = method, laboratory, lab_reference
    test.recorded_by_id = by.id if by else None
    db.session.flush()
    _write_down("sampled", test, by=by, at=at,
                after={"test": test.label, "animals": sampled_n, "at": laboratory})  # fmt: skip


def result(
    test: Test,
    result: str,
    *,
    by: Person | None,
    at: datetime,
    text: str = "",
    media: Media | None = None,
) -> None:
    """Add a result. A positive one opens an adverse event; that of a notifiable disease stops all
    movement of the unit."""
    lock(test)
    _refuse_void(test)
    if result not in RESULTS or not result:
        raise Refused("Choose the result.", field="result")
    if test.sampled_at is None:
        raise Refused(f"{test.label} has not been sampled.")
    if test.result:
        raise Refused(f"{test.label} has its result: {test.result}. "
                      "Strike it out before you enter another.")  # fmt: skip
    if at < test.sampled_at:
        raise Refused("The result is dated before the sample.", field="at")
    for ask in before_result:
        ask(test, result)
    test.result, test.resulted_at, test.result_text, test.media = result, at, text, media
    db.session.flush()
    _write_down("result came", test, by=by, at=at, after={"test": test.label, "result": result})
    if result == "positive":
        _answer_positive(test, by=by, at=at)


def _answer_positive(test: Test, *, by: Person | None, at: datetime) -> None:
    q = test.quarantine
    what = f"{test.label} of {q.animal.accession} was positive."
    if test.notifiable:
        notice_rules.open_notice(test, at=at)
    for unit in housing_rules.lock_units([q.unit, *homes.of_the_sampled(test)]):
        event_rules.report_event(unit, kind="positive", by=by, at=at, animal=q.animal,
                                 description=what)  # fmt: skip
        if test.notifiable:
            housing_rules.stop_movement(
                unit, reason=f"{what} The disease is notifiable: tell the authority.", by=by, at=at
            )


def waive(test: Test, *, reason: str, by: Person | None, at: datetime) -> None:
    """A vet does without a test, with the reason."""
    person = duty.only(by, {Role.VET}, at, "waive a test")
    lock(test)
    _refuse_void(test)
    _refuse_ended(test.quarantine)
    if not reason.strip():
        raise Refused("Say why the test is not needed.", field="reason")
    if test.result == "positive":
        raise Refused(f"{test.label} was positive, so it cannot be waived.")
    if test.waived_at is not None:
        raise Refused(f"{test.label} was waived already.")
    test.waived_at, test.waived_by_id, test.waive_reason = at, person.id, reason.strip()
    db.session.flush()
    _write_down("waived a test", test, by=by, at=at, reason=reason, after={"test": test.label})


def repeat(test: Test, *, due: date, reason: str, by: Person | None, at: datetime) -> Test:
    """Take a test of the same round again: the newer result counts, the older one stays."""
    duty.only(by, {Role.VET}, at, "repeat a test")
    lock(test)
    _refuse_void(test)
    _refuse_ended(test.quarantine)
    if not test.result:
        raise Refused(f"{test.label} has no result to repeat.")
    again = _same(test)
    again.due_on = due
    db.session.flush()
    _write_down("repeated a test", again, by=by, at=at, reason=reason, after={"test": test.label})
    return again


def void_result(test: Test, *, reason: str, by: Person | None, at: datetime) -> Test:
    """Strike out a wrong result; the sample stays, and waits for the right one."""
    person = duty.only(by, {Role.VET}, at, "strike out a result")
    lock(test)
    _refuse_void(test)
    if not reason.strip():
        raise Refused("Say what was wrong.", field="reason")
    if test.sampled_at is None and test.waived_at is None:
        raise Refused(f"{test.label} has nothing to strike out.")
    test.voided_at, test.voided_by_id, test.void_reason = at, person.id, reason.strip()
    again = _same(test)
    if test.result:
        for name in ("sampled_at", "sampled_n", "pool_size", "method", "laboratory",
                     "lab_reference"):  # fmt: skip
            setattr(again, name, getattr(test, name))
    db.session.flush()
    for follow in on_struck_out:
        follow(test, again)
    _write_down("struck out a result", test, by=by, at=at, reason=reason,
                before={"test": test.label, "result": test.result})  # fmt: skip
    return again


def _same(test: Test) -> Test:
    """The same test and round once more, to be done."""
    again = Test(**{name: getattr(test, name) for name in ASKED})
    test.quarantine.tests.append(again)
    return again


def _refuse_void(test: Test) -> None:
    if test.is_void:
        raise Refused(f"{test.label} was struck out.")


def _refuse_ended(q: Quarantine) -> None:
    if not q.is_open:
        raise Refused(f"The quarantine of {q.animal.label} has ended.")


def _write_down(
    verb: str, test: Test, *, by: Person | None, at: datetime, reason: str = "", **facts: object
) -> None:
    q = test.quarantine
    journal.record(verb, test, by=by, at=at, reason=reason, animal=q.animal, unit=q.unit,
                   **facts)  # type: ignore[arg-type]  # fmt: skip
