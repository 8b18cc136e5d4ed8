"""Photographs from phones: sent in pieces, each where the last one ended, so that a line that
breaks costs one piece; sealed for good when they are whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from rescue_center.db import db, lock
from rescue_center.errors import Missing, Refused
from rescue_center.media import rules as media
from rescue_center.media import store
from rescue_center.media.models import Media
from rescue_center.rounds import sealing
from rescue_center.rounds.models import PhonePhoto, PhoneRecord
from rescue_center.staff.phone_models import Phone, PhoneProfile

#: A photograph, sealed, in bytes; phones make theirs far smaller before they keep them.
LARGEST = 12 * 2**20
PIECE = 256 * 2**10

#: Told when a photograph has arrived whose record is here: the record and the file.
on_arrival: list[Callable[[PhoneRecord, Media], None]] = []


def begin(
    name: str, record_id: str, *, profile: PhoneProfile, size: int, sha256: str, at: datetime
) -> PhonePhoto:
    """Expect a photograph; where it was begun before, that one."""
    if not 0 < size <= LARGEST:
        raise Refused(f"A photograph has at most {LARGEST // 2**20} MB.")
    photo = db.session.get(PhonePhoto, name)
    if photo is None:
        photo = PhonePhoto(id=name, profile=profile, record_id=record_id, size=size,
                           sha256=sha256, began_at=at)  # fmt: skip
        db.session.add(photo)
        db.session.flush()
    if (photo.profile_id, photo.record_id, photo.size, photo.sha256) != (
        profile.id, record_id, size, sha256
    ):  # fmt: skip
        raise Refused("Another photograph has this number already.")
    return photo


def add(photo: PhonePhoto, piece: bytes, *, start: int, at: datetime) -> None:
    """Take in a piece. One that came before changes nothing; one that leaves a gap is refused,
    and the answer says where to go on."""
    lock(photo)
    if photo.have == photo.size or start + len(piece) <= photo.have:
        return
    if start > photo.have or start + len(piece) > photo.size:
        raise Refused("This piece does not follow the last one.")
    _write(photo, piece[photo.have - start :])
    photo.have = start + len(piece)
    if photo.have == photo.size:
        _seal(photo, at)


def _file(photo: PhonePhoto) -> Path:
    return store.folder() / "parts" / photo.id


def _write(photo: PhonePhoto, piece: bytes) -> None:
    """Put a piece where it belongs, and see it on the disk before anybody is told."""
    file = _file(photo)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as out:
        out.seek(photo.have)
        out.write(piece)
        out.truncate()
        out.flush()
        os.fsync(out.fileno())


def _seal(photo: PhonePhoto, at: datetime) -> None:
    """Open what the phone sealed and keep the photograph; what is damaged begins again."""
    profile = photo.profile
    sealed = _file(photo).read_bytes()
    place = sealing.about("photo", profile.phone.public_id, photo.id)
    if hashlib.sha256(sealed).hexdigest() != photo.sha256:
        photo.have = 0
        return
    photo.arrived_at = at
    try:
        content = sealing.opened(bytes(profile.key), sealed, place)
        kept = media.seal(content, f"{photo.id}.jpg", by=profile.person, at=at, images_only=True)
    except sealing.Unsealable:
        photo.problem = "It was not sealed by its author."
        return
    except Refused as refused:
        photo.problem = refused.sentence
        return
    lock(profile.phone)  # its record waits for us, or we for it: one of us sees the other
    photo.media_id = kept.id
    db.session.flush()
    if (record := db.session.get(PhoneRecord, photo.record_id)) is not None:
        _tell(record, kept, photo)


def _tell(record: PhoneRecord, kept: Media, photo: PhonePhoto) -> None:
    if record.by_id == photo.profile.person_id and record.phone_id == photo.profile.phone_id:
        for told in on_arrival:
            told(record, kept)


def arrived(names: tuple[str, ...], by_id: int) -> list[Media]:
    """The photographs of these that are here, in the order given: for a record that comes after
    its photographs."""
    query = (
        sa.select(PhonePhoto.id, Media)
        .join(Media, Media.id == PhonePhoto.media_id)
        .join(PhoneProfile, PhoneProfile.id == PhonePhoto.profile_id)
        .where(PhonePhoto.id.in_(names), PhoneProfile.person_id == by_id)
    )
    found: dict[str, Media] = {name: kept for name, kept in db.session.execute(query)}  # noqa: C416
    return [found[name] for name in names if name in found]


def of_record(record: PhoneRecord) -> list[Media]:
    """The photographs that came with a record, whatever became of it, in the order they came."""
    query = (
        sa.select(Media)
        .join(PhonePhoto, PhonePhoto.media_id == Media.id)
        .join(PhoneProfile, PhoneProfile.id == PhonePhoto.profile_id)
        .where(PhonePhoto.record_id == record.id, PhoneProfile.phone_id == record.phone_id,
               PhoneProfile.person_id == record.by_id)
        .order_by(PhonePhoto.arrived_at, PhonePhoto.id)
    )  # fmt: skip
    return list(db.session.scalars(query))


def sweep(photo: PhonePhoto) -> None:
    """Remove what is left of a photograph on its way once it has arrived."""
    if photo.arrived_at is not None:
        _file(photo).unlink(missing_ok=True)


def photo_or_missing(name: str, phone: Phone) -> PhonePhoto:
    """A photograph that this phone began to send."""
    photo = db.session.get(PhonePhoto, name)
    if photo is None or photo.profile.phone_id != phone.id:
        raise Missing
    return photo
