"""Records from phones that wait for somebody: carried out now, kept as a note, or dismissed.

They wait because their author might not do it, the phone or the account was shut, the animal had
left, or a rule refused it. Whatever is decided, the record stays as it was written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from rescue_center import journal
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.policy import Role
from rescue_center.rounds.acts import Effect, NotYet, act
from rescue_center.rounds.models import PhoneRecord
from rescue_center.rounds.record_words import Told, told
from rescue_center.rounds.taking_in import written_of
from rescue_center.staff.models import Person

#: What a vet decides about, as they write it at the desk; a manager decides about everything.
VETS = frozenset({"dose", "weight", "observed", "concern", "incident", "correct", "crate", "tag"})

explain("phone_record_facts_stay", "Somebody else has just decided about this record.")


def may_decide(kind: str, roles: Collection[Role]) -> bool:
    """Whether records of this kind are theirs to decide."""
    return Role.MANAGER in roles or (Role.VET in roles and kind in VETS)


def carry_out(record: PhoneRecord, *, by: Person, at: datetime) -> Effect:
    """Do now what the record says, by the same act, as its author's, at its time."""
    _take(record, by, at)
    with db.session.begin_nested():
        effect = _done(record, by, at)
        if effect.outcome in ("held", "refused"):
            raise Refused(f"It can't be carried out now: {effect.sentence} Keep it as a note.")
        db.session.flush()
    record.made = f"{effect.made.__tablename__}:{effect.made.id}" if effect.made else ""
    _decide(record, "accepted", effect.sentence, by, at)
    return effect


def _done(record: PhoneRecord, by: Person, at: datetime) -> Effect:
    """Do it as its author; where whoever decides does it (a vet strikes out a dose), as that person
    does."""
    known, written = act(record.kind), written_of(record, record.by, record.received_at)
    try:
        if known.accept is not None:
            return known.accept(replace(written, now=at), by)
        return known.do(written)
    except NotYet:
        raise Refused("What it takes back is not at the centre. Keep it as a note.") from None


def keep_as_note(record: PhoneRecord, note: str, *, by: Person, at: datetime) -> None:
    """Keep what was written down where people read about the animal, without doing it."""
    _take(record, by, at)
    _decide(record, "noted", note.strip(), by, at)


def dismiss(record: PhoneRecord, reason: str, *, by: Person, at: datetime) -> None:
    """Say that it does not count, and why."""
    _take(record, by, at)
    if not reason.strip():
        raise Refused("Say why it does not count.", field="reason")
    _decide(record, "dismissed", reason.strip(), by, at)


def withdraw(record: PhoneRecord, reason: str, *, by: Person, at: datetime) -> bool:
    """Whoever wrote it takes it back before anybody has decided: it does not count any more. False
    where it was carried out, or somebody has decided."""
    lock(record)
    if record.outcome not in ("held", "refused") or record.decided_at is not None:
        return False
    _decide(record, "dismissed", f"Taken back: {reason}", by, at)
    return True


def _take(record: PhoneRecord, by: Person, at: datetime) -> None:
    lock(record)
    if record.decided_at is not None:
        who = record.decided_by.name if record.decided_by else "Somebody"
        raise Refused(f"{who} has decided about this record already.")
    if record.outcome not in ("held", "refused"):
        raise Refused("This record was carried out; there is nothing to decide.")
    if not may_decide(record.kind, by.roles_at(at)):
        raise Refused(
            "A manager decides about this record, about doses, weights and crates also a vet."
        )


def _decide(record: PhoneRecord, decision: str, note: str, by: Person, at: datetime) -> None:
    record.decided_at, record.decided_by = at, by
    record.decision, record.decision_note = decision, note
    db.session.flush()
    said = told([record])[record.id]
    for subject in _timelines(said):
        journal.record(
            _VERBS[decision], record, by=by, at=at, reason=note,
            after={"what": said.what, "wrote": record.by.name, "note": said.note,
                   "happened_at": record.happened_at}, **subject,
        )  # fmt: skip


_VERBS = {
    "accepted": "carried out a record from a phone",
    "noted": "kept a record from a phone as a note",
    "dismissed": "dismissed a record from a phone",
}


def _timelines(said: Told) -> list[dict[str, Any]]:
    """On whose timelines the decision stands: of each animal, or of the enclosure."""
    if not said.animals:
        return [{"unit": said.unit}]
    return [{"animal": animal, "unit": said.unit} for animal in said.animals]
