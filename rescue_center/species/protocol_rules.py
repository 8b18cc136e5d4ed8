"""What may happen to protocols and hazards. The vet decides; nothing that ran under the old words
changes, because a quarantine keeps the days and tests it began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.species.models import Hazard, ProtocolTest, Scope, TaxonGroup
from rescue_center.staff.models import Person

explain(
    "uq_protocol_test_group_id_position",
    "Somebody added a test to this protocol at the same moment. Please send yours again.",
)
explain("uq_hazard_disease", "That disease is in the list already.")
explain("taxon_group_is_never_deleted", "A protocol is never deleted: quarantines ran by it.")
explain("hazard_is_never_deleted", "A hazard is never deleted.")

PPE = ("standard", "enhanced", "maximum")
LEVELS = ("critical", "high", "medium", "low", "not_zoonotic")
GROUP_FACTS = frozenset({
    "label", "min_days", "restart_scope", "ppe_level", "conditional_days", "tests_text", "notes",
    "source", "uncertain", "never_fast_track",
})  # fmt: skip
TEST_FACTS = frozenset({
    "name", "sample", "first_day", "every_days", "repeats", "mandatory", "notifiable", "notes",
})  # fmt: skip
HAZARD_FACTS = frozenset({
    "disease", "agent", "level", "transmission", "typical_test", "sample_type", "ppe_level",
    "action", "source", "uncertain",
})  # fmt: skip


def amend_group(
    group: TaxonGroup, changes: Mapping[str, Any], *, by: Person | None, at: datetime, reason: str
) -> None:
    """Correct a protocol, with the reason. Quarantines that run keep the days they began with."""
    _refuse_strange(changes, GROUP_FACTS)
    _refuse_without(reason)
    before, after = journal.change(group, changes)
    if not after:
        raise Refused("Nothing was changed.")
    if not 0 <= group.min_days <= 3650:
        raise Refused("A quarantine lasts 0 to 3,650 days.", field="min_days")
    if group.restart_scope not in tuple(Scope) or group.ppe_level not in PPE:
        raise Refused("Choose from the lists.")
    journal.record("corrected a protocol", group, by=by, at=at, reason=reason,
                   before=before, after=after)  # fmt: skip
    db.session.flush()


def add_test(
    group: TaxonGroup, facts: Mapping[str, Any], *, by: Person | None, at: datetime, reason: str
) -> ProtocolTest:
    """Add a test to a protocol; quarantines that begin from now on have it."""
    _refuse_strange(facts, TEST_FACTS)
    _refuse_without(reason)
    _refuse_bad_days(facts)
    position = max((test.position for test in group.tests), default=0) + 1
    test = ProtocolTest(position=position, **facts)
    group.tests.append(test)
    flag_modified(group, "notes")
    db.session.flush()
    journal.record("added a test to a protocol", group, by=by, at=at, reason=reason,
                   after={"test": test.name, **facts})  # fmt: skip
    return test


def amend_test(
    test: ProtocolTest, changes: Mapping[str, Any], *, by: Person | None, at: datetime, reason: str
) -> None:
    """Correct a test of a protocol."""
    _refuse_strange(changes, TEST_FACTS)
    _refuse_without(reason)
    _refuse_bad_days(changes)
    name = test.name
    before, after = journal.change(test, changes)
    if not after:
        raise Refused("Nothing was changed.")
    flag_modified(test.group, "notes")
    journal.record("corrected a test of a protocol", test.group, by=by, at=at, reason=reason,
                   before={"test": name, **before}, after=after)  # fmt: skip
    db.session.flush()


def retire_test(
    test: ProtocolTest, *, retired: bool, by: Person | None, at: datetime, reason: str
) -> None:
    """Take a test out of a protocol, or back into it."""
    _refuse_without(reason)
    lock(test)
    if test.retired == retired:
        raise Refused("That is so already.")
    test.retired = retired
    flag_modified(test.group, "notes")
    verb = "took a test out of a protocol" if retired else "took a test back into a protocol"
    journal.record(verb, test.group, by=by, at=at, reason=reason, after={"test": test.name})
    db.session.flush()


def _refuse_bad_days(facts: Mapping[str, Any]) -> None:
    if not str(facts.get("name", "x")).strip():
        raise Refused("Name the test.", field="name")
    if not 1 <= facts.get("repeats", 1) <= 12:
        raise Refused("A test is taken 1 to 12 times.", field="repeats")
    if facts.get("first_day", 0) < 0 or facts.get("every_days", 0) < 0:
        raise Refused("Days are counted from the start of the clock.", field="first_day")
    if facts.get("repeats", 1) > 1 and facts.get("every_days", 1) < 1:
        raise Refused("Say how many days lie between the times it is taken.", field="every_days")


# --- hazards -------------------------------------------------------------------------------------


def add_hazard(
    facts: Mapping[str, Any], groups: Sequence[TaxonGroup], *, by: Person | None, at: datetime
) -> Hazard:
    """Add a disease or danger, and the groups that it concerns."""
    _refuse_strange(facts, HAZARD_FACTS)
    _refuse_bad_hazard(facts, groups)
    hazard = Hazard(**facts, groups=list(groups))
    db.session.add(hazard)
    db.session.flush()
    journal.record("added a hazard", hazard, by=by, at=at,
                   after={**facts, "groups": [group.key for group in groups]})  # fmt: skip
    return hazard


def amend_hazard(
    hazard: Hazard, changes: Mapping[str, Any], groups: Sequence[TaxonGroup], *,
    by: Person | None, at: datetime, reason: str,
) -> None:  # fmt: skip
    """Correct a hazard, with the reason."""
    _refuse_strange(changes, HAZARD_FACTS)
    _refuse_without(reason)
    _refuse_bad_hazard(changes, groups)
    before, after = journal.change(hazard, changes)
    was = sorted(group.key for group in hazard.groups)
    now = sorted(group.key for group in groups)
    if was != now:
        hazard.groups = list(groups)
        flag_modified(hazard, "source")
        before["groups"], after["groups"] = was, now
    if not after:
        raise Refused("Nothing was changed.")
    journal.record("corrected a hazard", hazard, by=by, at=at, reason=reason,
                   before=before, after=after)  # fmt: skip
    db.session.flush()


def _refuse_bad_hazard(facts: Mapping[str, Any], groups: Sequence[TaxonGroup]) -> None:
    if not str(facts.get("disease", "x")).strip():
        raise Refused("Name the disease or danger.", field="disease")
    if facts.get("level", "low") not in LEVELS or facts.get("ppe_level", "standard") not in PPE:
        raise Refused("Choose from the lists.", field="level")
    if not groups:
        raise Refused("Say which animals it concerns.", field="groups")


def _refuse_strange(facts: Mapping[str, Any], known: frozenset[str]) -> None:
    if wrong := facts.keys() - known:
        raise ValueError(f"not a fact of this record: {', '.join(sorted(wrong))}")


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why this is changed.", field="reason")
