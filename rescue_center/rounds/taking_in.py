"""Taking in what a phone sends: each record once, each in a transaction of its own, so that a bad
one stops no other and a line that breaks leaves nothing half done.

The row that says a record was taken in is written with what the record did, or with why it was not
done. Records of one phone are taken in one after another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from rescue_center import tongues
from rescue_center.db import db, lock
from rescue_center.errors import Refused, Stale, is_crossed, refusal_of
from rescue_center.retold import retold
from rescue_center.rounds import moments, sealing, thumbs
from rescue_center.rounds.acts import Effect, NotYet, Written, act
from rescue_center.rounds.facts import NOT_SO, Facts, read
from rescue_center.rounds.models import PhoneRecord
from rescue_center.staff.models import Person
from rescue_center.staff.phone_models import Phone, PhoneProfile

#: How many records travel at once, and how long one may be, in characters of base64.
BATCH = 50
LONGEST = 20_000
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TRIES = 3
#: The kind of a record whose envelope (kind, time, zone) is not what it should be.
UNREAD = "unknown"


class Unreadable(Exception):
    """Nothing is known of who wrote it, so nothing of it is kept; the phone keeps it."""


@dataclass(frozen=True)
class Opened:
    """A record with its seal broken: what it is, and whose."""

    id: str
    seq: int
    profile: PhoneProfile
    body: dict[str, Any]
    sha256: str


def take_in(
    phone_id: int, envelopes: list[Any], *, off_now: timedelta, now: datetime
) -> list[dict[str, Any]]:
    """Take in records, in the order given. Returns an answer for each: its id, its outcome in one
    word, and under the author's seal the sentence that goes with it."""
    return [_answer(phone_id, envelope, off_now, now) for envelope in envelopes]


def _answer(phone_id: int, envelope: Any, off_now: timedelta, now: datetime) -> dict[str, Any]:
    try:
        opened = _open(phone_id, envelope)
    except Unreadable:
        name = envelope.get("id") if isinstance(envelope, Mapping) else None
        return {"id": name if isinstance(name, str) else "", "outcome": "refused", "sealed": None}
    phone_name, profile_id, key = (
        opened.profile.phone.public_id, opened.profile.id, bytes(opened.profile.key)
    )  # fmt: skip
    language = tongues.of(opened.profile.person)
    told = _taken_in(phone_id, profile_id, opened, off_now, now)
    thumbs.take_in(opened.id, opened.sha256, profile_id, envelope.get("thumbs"), now)
    db.session.commit()
    told["sentence"] = retold(told["sentence"], language) or told["sentence"]
    place = sealing.about("answer", phone_name, opened.id)
    return {"id": opened.id, "outcome": told["outcome"],
            "sealed": sealing.sealed_facts(key, told, place)}  # fmt: skip


# --- reading ------------------------------------------------------------------------------------


def _open(phone_id: int, envelope: Any) -> Opened:
    """Break the seal. A record that its author did not seal, on this phone, under this id and at
    this place in the sequence, is nobody's."""
    if not isinstance(envelope, Mapping):
        raise Unreadable
    name, seq, whose = (envelope.get(part) for part in ("id", "seq", "profile"))
    text = envelope.get("sealed")
    if not isinstance(name, str) or not _UUID7.fullmatch(name) or not _is_id(seq, 2**53):
        raise Unreadable
    if not _is_id(whose, 2**31 - 1) or not isinstance(text, str) or len(text) > LONGEST:
        raise Unreadable
    profile = db.session.scalar(
        sa.select(PhoneProfile)
        .where(PhoneProfile.id == whose, PhoneProfile.phone_id == phone_id)
        .options(joinedload(PhoneProfile.phone))
    )
    if profile is None:
        raise Unreadable
    place = sealing.about("record", profile.phone.public_id, name, seq)
    try:
        content = sealing.opened(bytes(profile.key), sealing.of_text(text), place)
        body = read(content)
    except (sealing.Unsealable, ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(body, dict):
        raise Unreadable
    return Opened(name, seq, profile, body, hashlib.sha256(content).hexdigest())


def is_record_id(text: str) -> bool:
    """Whether this is an id as phones draw them: UUIDv7 (RFC 9562), in small letters."""
    return _UUID7.fullmatch(text) is not None


def _is_id(number: Any, most: int) -> TypeGuard[int]:
    return isinstance(number, int) and not isinstance(number, bool) and 0 < number <= most


# --- carrying out -------------------------------------------------------------------------------


def _taken_in(
    phone_id: int, profile_id: int, opened: Opened, off_now: timedelta, now: datetime
) -> dict[str, Any]:
    """What became of it, now or when it came before."""
    db.session.rollback()
    for attempt in range(_TRIES):
        try:
            told = _once(phone_id, profile_id, opened, off_now, now)
            db.session.commit()
            return told
        except NotYet:
            db.session.rollback()
            return _told_nothing("later", "It waits for the record that it is about.")
        except DBAPIError as error:
            db.session.rollback()
            if attempt == _TRIES - 1 or not (is_crossed(error) or _came_twice(error)):
                raise
    raise AssertionError("unreachable")


def _came_twice(error: DBAPIError) -> bool:
    """Whether another worker took the same record in meanwhile."""
    return "phone_record" in str(error.orig)


def _once(
    phone_id: int, profile_id: int, opened: Opened, off_now: timedelta, now: datetime
) -> dict[str, Any]:
    phone = db.session.get_one(Phone, phone_id)
    lock(phone)
    if (earlier := db.session.get(PhoneRecord, opened.id)) is not None:
        return _told_before(earlier, phone, opened)
    if _place_is_taken(phone, opened.seq):
        return _told_nothing("refused", "Another record has this place in the sequence already.")
    profile = db.session.get_one(PhoneProfile, profile_id)
    record = _row(phone, profile, opened, off_now, now)
    effect = _carried_out(record, phone, profile, now)
    record.outcome, record.sentence = effect.outcome, effect.sentence
    record.made = f"{effect.made.__tablename__}:{effect.made.id}" if effect.made else ""
    db.session.add(record)
    db.session.flush()
    return _told(record)


def _place_is_taken(phone: Phone, seq: int) -> bool:
    query = sa.select(PhoneRecord.id).where(
        PhoneRecord.phone_id == phone.id, PhoneRecord.seq == seq
    )
    return db.session.scalar(query) is not None


def _told_nothing(outcome: str, sentence: str) -> dict[str, Any]:
    """The answer to a record that leaves no trace here; the phone keeps it."""
    return {"outcome": outcome, "sentence": sentence, "made": ""}


def _told(record: PhoneRecord) -> dict[str, Any]:
    return {
        "outcome": record.outcome, "sentence": record.sentence, "made": record.made,
        "at": record.happened_at.isoformat(), "clock_in_doubt": record.clock_in_doubt,
    }  # fmt: skip


def _told_before(record: PhoneRecord, phone: Phone, opened: Opened) -> dict[str, Any]:
    """The answer that it had, or may not have reached the phone; another record under its id is
    another's, and is refused."""
    same = (record.phone_id == phone.id and record.by_id == opened.profile.person_id
            and record.body_sha256 == opened.sha256)  # fmt: skip
    if not same:
        return _told_nothing("refused", "Another record has this number already.")
    return _told(record) | {"outcome": "duplicate", "first": record.outcome}


def _row(
    phone: Phone, profile: PhoneProfile, opened: Opened, off_now: timedelta, now: datetime
) -> PhoneRecord:
    body = opened.body
    facts = Facts(body)
    try:
        device_at, off_then = facts.moment("at"), facts.span_or_none("offset_ms")
        kind, zone = facts.text("kind", longest=20), facts.text("zone", longest=60)
    except Refused:
        device_at, off_then, kind, zone = now - off_now, None, UNREAD, ""
    when = moments.happened(device_at, off_now=off_now, off_then=off_then, now=now)
    return PhoneRecord(
        id=opened.id, phone_id=phone.id, seq=opened.seq, by_id=profile.person_id, kind=kind,
        body=body, body_sha256=opened.sha256, device_at=device_at, zone=zone,
        happened_at=when.at, clock_in_doubt=when.in_doubt, received_at=now, outcome="refused",
    )  # fmt: skip


def _carried_out(record: PhoneRecord, phone: Phone, profile: PhoneProfile, now: datetime) -> Effect:
    """Do what the record says, or say why not; what it did is undone where it is refused."""
    if record.kind == UNREAD:
        return Effect("refused", NOT_SO)
    try:
        written = written_of(record, profile.person, now)
        known = act(record.kind)
        if why := _whose(record, phone, profile, known.admits(profile.person, record.happened_at)):
            return Effect("held", why)
        with db.session.begin_nested():
            return known.do(written)
    except Refused as refused:
        return _refused(record, refused, profile.person, now)
    except StaleDataError:
        return Effect("refused", Stale().sentence)
    except DBAPIError as error:
        if (by_database := refusal_of(error)) is None or is_crossed(error):
            raise
        return _refused(record, by_database, profile.person, now)


def written_of(record: PhoneRecord, by: Person, now: datetime) -> Written:
    """The record as an act reads it."""
    body = record.body
    photos = body.get("photos") or []
    if not isinstance(photos, list) or not all(
        isinstance(p, str) and _UUID7.fullmatch(p) for p in photos
    ):
        raise Refused(NOT_SO)
    return Written(record.id, record.kind, Facts(body.get("facts")), by, record.happened_at, now,
                   tuple(photos[:8]))  # fmt: skip


def _whose(record: PhoneRecord, phone: Phone, profile: PhoneProfile, admitted: bool) -> str:
    """Why somebody has to look at it first, whoever wrote it; empty where nobody has to."""
    if phone.is_revoked:
        return "This phone was revoked. Somebody at the centre decides about what was on it."
    if not profile.person.is_enabled:
        return "This account is disabled. Somebody at the centre decides about it."
    if not admitted:
        return "This is not among your tasks. Somebody at the centre decides about it."
    return ""


def _refused(record: PhoneRecord, refused: Refused, by: Person, now: datetime) -> Effect:
    """A refusal is the keeper's to mend, unless the animal is gone: then somebody else looks."""
    try:
        animals = act(record.kind).about(written_of(record, by, now))
    except Refused:
        return Effect("refused", refused.sentence)
    gone = any(a.stay is None or a.stay.ended_at is not None for a in animals)
    return Effect("held" if gone else "refused", refused.sentence)
