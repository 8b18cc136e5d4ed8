"""The tests of a lot as its heirs have them, and those of two lots that merge."""

from __future__ import annotations

from rescue_center.quarantine.clearance import is_settled, newest
from rescue_center.quarantine.models import Quarantine, Test

#: What is asked for, apart from what came of it.
ASKED = ("protocol_test_id", "name", "sample", "round", "mandatory", "notifiable", "due_on")


def inherit(parent: Quarantine, heir: Quarantine) -> None:
    """An heir is as well tested as the lot it came from."""
    for test in parent.tests:
        if not test.is_void:
            heir.tests.append(_copy(test))


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
    return Test(**{name: getattr(test, name) for name in _KEPT})


def _signature(test: Test) -> tuple[object, ...]:
    return (test.protocol_test_id, test.name, test.round, test.sampled_at, test.result,
            test.waived_at)  # fmt: skip
