"""A quarantine and its tests as heirs have them, and the tests of two lots that merge."""

from __future__ import annotations

from collections.abc import Callable

from rescue_center.animals.models import Stay
from rescue_center.db import db
from rescue_center.quarantine.clearance import is_settled, newest
from rescue_center.quarantine.models import Quarantine, Test

#: Called with a test and the row in which an heir, or the merged lot, goes on with it.
on_copy: list[Callable[[Test, Test], None]] = []
#: Asked before a result is recorded, with the test and the result: refuses one that comes from
#: elsewhere.
before_result: list[Callable[[Test, str], None]] = []
#: Called when a sample or a result is struck out, with the test and the row that waits instead.
on_struck_out: list[Callable[[Test, Test], None]] = []

#: What is asked for, apart from what came of it.
ASKED = ("protocol_test_id", "name", "sample", "round", "mandatory", "notifiable", "due_on")


#: What goes on in the quarantine of an heir, or after a death that was struck out.
_GOES_ON = ("unit_id", "group_reason", "scope_key", "min_days", "began_at",
            "clock_start", "min_end", "began_by_id")  # fmt: skip


def go_on(q: Quarantine, stay: Stay) -> Quarantine:
    """The same quarantine for another stay, or for its own again: its clock, its protocol, and as
    well tested as it was."""
    facts = {name: getattr(q, name) for name in _GOES_ON}
    own = Quarantine(stay=stay, animal=stay.animal, group=q.group, **facts)
    db.session.add(own)
    for test in q.tests:
        if not test.is_void:
            own.tests.append(_copy(test))
    db.session.flush()
    return own


def unite(source: Quarantine, into: Quarantine) -> None:
    """A merged lot asks for every test that either of the two still asked for: of one round the
    worse finding counts, so it is the newer one."""
    have = {_signature(t) for t in into.tests if not t.is_void}
    ours, theirs = _worst_first(into), _worst_first(source)
    for test in source.tests:
        if test.is_void or _signature(test) in have:
            continue
        key = _round(test)
        if key not in ours or theirs[key] <= ours[key]:
            into.tests.append(_copy(test))


def _worst_first(q: Quarantine) -> dict[tuple[object, int], int]:
    """How the row that counts of each round stands: positive, not clear, asked for, settled."""
    return {_round(test): _GRADES.index(_grade(test)) for test in newest(q.tests)}


_GRADES = ("positive", "inconclusive", "open", "settled")


def _grade(test: Test) -> str:
    if is_settled(test):
        return "settled"
    return test.result or "open"


def _round(test: Test) -> tuple[object, int]:
    return test.protocol_test_id or test.name.casefold(), test.round


_KEPT = (*ASKED, "sampled_at", "sampled_n", "pool_size", "method", "laboratory", "lab_reference",
         "resulted_at", "result", "result_text", "waived_at", "waived_by_id", "waive_reason",
         "resolved_at", "resolved_by_id", "resolution", "recorded_by_id", "media_id")  # fmt: skip


def _copy(test: Test) -> Test:
    copy = Test(**{name: getattr(test, name) for name in _KEPT})
    for follow in on_copy:
        follow(test, copy)
    return copy


def _signature(test: Test) -> tuple[object, ...]:
    return (test.protocol_test_id, test.name, test.round, test.sampled_at, test.result,
            test.waived_at)  # fmt: skip
