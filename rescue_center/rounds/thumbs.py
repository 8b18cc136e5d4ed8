"""Small pictures that travel with a record, ahead of its photographs: a vet sees at once what the
whole photograph shows when it comes. One that is wrong or too large is left out; its record counts
all the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy.exc import IntegrityError

from rescue_center.db import db
from rescue_center.rounds import sealing
from rescue_center.rounds.models import PhoneRecord, PhoneThumb
from rescue_center.staff.phone_models import PhoneProfile

#: The largest one, in bytes and in pixels a side, and as it travels, in characters of base64.
LARGEST = 10 * 2**10
SIDE = 512
_LONGEST = 14_000
MOST = 8
_KINDS = {"JPEG": "image/jpeg", "WEBP": "image/webp"}


def take_in(name: str, sha256: str, profile_id: int, said: Any, at: datetime) -> int:
    """Keep what came beside a record, where that was taken in, by now, as its author wrote it."""
    record = db.session.get(PhoneRecord, name) if said else None
    profile = db.session.get_one(PhoneProfile, profile_id)
    if record is None or (record.by_id, record.phone_id, record.body_sha256) != (
        profile.person_id, profile.phone_id, sha256
    ):  # fmt: skip
        return 0
    return _keep(record, profile, said, at)


def _keep(record: PhoneRecord, profile: PhoneProfile, said: Any, at: datetime) -> int:
    """Keep what came with a record of this person, one of a photograph; returns how many."""
    kept = 0
    for photo, content in _fit(record, profile, said):
        row = PhoneThumb(
            id=photo, record_id=record.id, profile_id=profile.id, content=content,
            sha256=hashlib.sha256(content).hexdigest(), arrived_at=at,
        )  # fmt: skip
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            continue  # it came before
        kept += 1
    return kept


def _fit(record: PhoneRecord, profile: PhoneProfile, said: Any) -> Iterator[tuple[str, bytes]]:
    """Those that its author sealed, that the record names by their hash, and that are pictures."""
    named = _named(record.body)
    for one in said[:MOST] if isinstance(said, list) else ():
        photo, text = (one.get(k) for k in ("photo", "sealed")) if isinstance(one, Mapping) else (
            None, None)  # fmt: skip
        if not isinstance(photo, str) or photo not in named or not isinstance(text, str):
            continue
        if len(text) > _LONGEST or db.session.get(PhoneThumb, photo) is not None:
            continue
        place = sealing.about("thumb", profile.phone.public_id, photo)
        try:
            content = sealing.opened(bytes(profile.key), sealing.of_text(text), place)
        except sealing.Unsealable:
            continue
        right = hashlib.sha256(content).hexdigest() == named[photo]
        if right and len(content) <= LARGEST and kind_of(content):
            yield photo, content


def _named(body: Mapping[str, Any]) -> dict[str, str]:
    """The hash of each small picture, by its photograph, as the author wrote them down."""
    photos, hashes = body.get("photos"), body.get("thumbs")
    if not isinstance(photos, list) or not isinstance(hashes, list):
        return {}
    return {p: h for p, h in zip(photos, hashes, strict=False)
            if isinstance(p, str) and len(p) <= 36 and isinstance(h, str)}  # fmt: skip


def kind_of(content: bytes) -> str:
    """What kind of picture it is; empty where it is none, or of too many pixels."""
    try:
        with Image.open(BytesIO(content), formats=tuple(_KINDS)) as picture:
            kind = _KINDS[str(picture.format)] if max(picture.size) <= SIDE else ""
            picture.load()
            return kind
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
