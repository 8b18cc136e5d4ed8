"""Taking back what one wrote on a phone, with the reason: the record stays, what it made is struck
out by the verb that strikes such a thing out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from rescue_center.animals.models import Animal
from rescue_center.care import review_rules, weight_rules
from rescue_center.care.models import Weight
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Housing
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.rounds import deciding_rules
from rescue_center.rounds.acts import ACTS, Act, Effect, NotYet, Written
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff.models import Person

#: Table of what a record made -> its class, and what takes it back: made, correction, by, reason.
TAKEN_BACK: dict[str, tuple[type[Any], Callable[[Any, Written, Person, str], Effect]]] = {}

NOTHING = "There was nothing to take back."


def _correct(written: Written) -> Effect:
    return _take_back(written, written.by)


def _take_back(written: Written, by: Person) -> Effect:
    """Take back what the record made, in the name of its author or of whoever decides."""
    reason = written.facts.text("reason", longest=500)
    if not reason:
        raise Refused("Say why it is taken back.", field="reason")
    record = _corrected(written)
    if deciding_rules.withdraw(record, reason, by=by, at=written.now):
        return Effect(sentence="It is taken back: nobody carries it out.")
    made = _made(record)
    if made is None:
        return Effect(sentence=NOTHING)
    return TAKEN_BACK[made.__tablename__][1](made, written, by, reason)


def _corrected(written: Written) -> PhoneRecord:
    """The record that is taken back: one's own, which is here already."""
    record = db.session.get(PhoneRecord, written.facts.text("record", longest=36))
    if record is None:
        raise NotYet
    if record.by_id != written.by.id:
        raise Refused("This is somebody else's record. Tell a vet.")
    return record


def _made(record: PhoneRecord) -> Any:
    """What it made; None where it made nothing, or nothing that is taken back like this."""
    table, _, number = record.made.partition(":")
    if not number:
        if record.kind == "move" and _was_done(record) and len(set(_animals(record))) > 1:
            raise Refused("Several were moved at once. Move each one back by itself.")
        return None
    if table not in TAKEN_BACK:
        raise Refused("This is not taken back on the phone. Tell a vet.")
    return db.session.get(TAKEN_BACK[table][0], int(number))


def _was_done(record: PhoneRecord) -> bool:
    return record.outcome == "applied" or record.decision == "accepted"


def _animals(record: PhoneRecord) -> list[int]:
    """Whom a record that was carried out moved: then it says so, as ids."""
    return list(record.body["facts"]["animals"])


def _dose(made: Administration, written: Written, by: Person, reason: str) -> Effect:
    """A dose is struck out by a vet; a keeper's word that it was wrong waits for one."""
    if made.is_void:
        return Effect(sentence=NOTHING)
    if Role.VET not in by.roles_at(written.now):
        return Effect("held", "A vet will look at it and strike it out.")
    review_rules.void_record(made, by=by, at=written.now, reason=reason)
    return Effect(sentence="The dose is struck out.", made=made)


def _weight(made: Weight, written: Written, by: Person, reason: str) -> Effect:
    if made.is_void:
        return Effect(sentence=NOTHING)
    weight_rules.void_weight(made, by=by, at=written.now, reason=reason)
    return Effect(sentence="The weight is struck out.", made=made)


def _move(made: Housing, written: Written, by: Person, reason: str) -> Effect:
    """Back to where it was, unless it was moved on since."""
    if made.ended_at is not None:
        raise Refused(f"{made.animal.label} has left {made.unit.code} since. Look where it is.")
    before = db.session.scalar(
        sa.select(Housing)
        .where(Housing.animal_id == made.animal_id, Housing.ended_at == made.began_at,
               Housing.id != made.id)
        .order_by(Housing.id.desc())
    )  # fmt: skip
    if before is None:
        raise Refused("It was nowhere before. Move it to where it is.")
    at = max(written.at, made.began_at)
    moved = enclosures.house([made.animal], before.unit, by=by, at=at, reason=reason)
    return Effect(sentence=f"Back in {before.unit.code}.", made=moved[0])


def _its_animals(written: Written) -> Sequence[Animal]:
    """Whom it is about; nobody where the record is not here or made nothing."""
    record = db.session.get(PhoneRecord, written.facts.text("record", longest=36))
    if record is None:
        return []
    try:
        animal = getattr(_made(record), "animal", None)
    except Refused:
        return []
    return [animal] if isinstance(animal, Animal) else []


TAKEN_BACK["administration"] = (Administration, _dose)
TAKEN_BACK["weight"] = (Weight, _weight)
TAKEN_BACK["housing"] = (Housing, _move)
ACTS["correct"] = Act(_correct, "care.weigh", _its_animals, accept=_take_back)
