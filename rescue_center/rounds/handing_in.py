"""A phone that can't reach the centre hands in what it holds as a file: the same sealed records and
photographs that it would have sent, through the same door. Whoever carries the file can read
nothing of it and change nothing; what was sent meanwhile counts once."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.rounds import photos, taking_in
from rescue_center.rounds.facts import read
from rescue_center.staff.acts import record
from rescue_center.staff.models import Person
from rescue_center.staff.phone_models import Phone

NO_SUCH_FILE = "This is not a file that one of the centre's phones saved."
#: What one phone can hold, with room to spare.
MOST_RECORDS, MOST_PHOTOS = 5000, 500


def take_in_file(content: bytes, *, by: Person, at: datetime) -> tuple[Phone, Counter[str]]:
    """Take in what a phone saved as a file. Returns the phone, and how many records had which
    outcome; under "photos" and "bad photos" those that came and those that are of no use."""
    said = _said(content)
    phone = _phone(said)
    known_off = timedelta(milliseconds=phone.clock_offset_ms or 0)
    answers = taking_in.take_in(phone.id, said["records"], off_now=known_off, now=at)
    told = Counter(answer["outcome"] for answer in answers)
    for one in said["photos"]:
        told["photos" if _photo_taken_in(phone, one, at) else "bad photos"] += 1
    record("took in a phone's file", phone, by=by, at=at, reason=in_words(told))
    return phone, told


def _said(content: bytes) -> dict[str, Any]:
    try:
        said = read(content)
    except (ValueError, RecursionError):
        raise Refused(NO_SUCH_FILE, field="file") from None
    if not isinstance(said, dict):
        raise Refused(NO_SUCH_FILE, field="file")
    for name, most in (("records", MOST_RECORDS), ("photos", MOST_PHOTOS)):
        if not isinstance(said.get(name), list) or len(said[name]) > most:
            raise Refused(NO_SUCH_FILE, field="file")
    return said


def _phone(said: Mapping[str, Any]) -> Phone:
    name = said.get("phone")
    query = sa.select(Phone).where(Phone.public_id == name)
    phone = db.session.scalar(query) if isinstance(name, str) else None
    if phone is None:
        raise Refused(NO_SUCH_FILE, field="file")
    return phone


def _photo_taken_in(phone: Phone, said: Any, at: datetime) -> bool:
    """Whether this photograph is here now; each is saved by itself."""
    try:
        photo = _photo(phone, said, at)
    except (Refused, KeyError, TypeError, ValueError, binascii.Error):
        db.session.rollback()
        return False
    db.session.commit()
    photos.sweep(photo)
    return photo.arrived_at is not None and not photo.problem


def _photo(phone: Phone, said: Any, at: datetime) -> Any:
    name, record_id, size, sha256 = (said[key] for key in ("id", "record", "size", "sha256"))
    if not (isinstance(name, str) and taking_in.is_record_id(name)
            and isinstance(record_id, str) and taking_in.is_record_id(record_id)
            and type(size) is int and isinstance(sha256, str)):  # fmt: skip
        raise ValueError
    key = said["profile"]
    profile = next((one for one in phone.profiles if one.id == key), None)
    if profile is None:
        raise ValueError
    photo = photos.begin(name, record_id, profile=profile, size=size, sha256=sha256, at=at)
    content = base64.b64decode(said["sealed"], validate=True)
    photos.add(photo, content, start=0, at=at)
    return photo


def in_words(told: Counter[str]) -> str:
    """`12 records taken in, 1 was here before, 2 need somebody; 3 photographs.`"""
    parts = [f"{told['applied']:,} taken in"]
    if told["duplicate"]:
        parts.append(f"{told['duplicate']:,} here before")
    if needs := told["held"] + told["conflict"]:
        parts.append(f"{needs:,} for somebody to decide")
    if told["refused"]:
        parts.append(f"{told['refused']:,} refused")
    if told["later"]:
        parts.append(f"{told['later']:,} that wait for a record that is not here yet")
    words = "Records: " + ", ".join(parts) + "."
    if told["photos"]:
        words += f" Photographs: {told['photos']:,}."
    if told["bad photos"]:
        words += f" Photographs of no use: {told['bad photos']:,}."
    return words
