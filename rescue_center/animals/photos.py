"""Photographs of an animal: sealed as they are, shown as derivatives; one is the cover."""

from __future__ import annotations

from datetime import datetime

from rescue_center import journal
from rescue_center.animals.admission import refuse_void
from rescue_center.animals.models import Animal, Photo
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

#: The views of an evidence set first (domain rules 1.4), in the order they are asked for.
VIEWS = ("whole", "left", "right", "front", "back", "face", "mark", "wound", "container", "other")


def add_photo(
    animal: Animal,
    media: Media,
    *,
    by: Person | None,
    at: datetime,
    view: str = "whole",
    caption: str = "",
    cover: bool = False,
) -> Photo:
    """Put a sealed photograph on an animal's record. The first one becomes the cover."""
    refuse_void(animal)
    if view not in VIEWS:
        raise Refused("Choose the view from the list.", field="view")
    if any(p.media_id == media.id and not p.is_void for p in animal.photos):
        raise Refused(f"This photograph is on the record of {animal.label} already.",
                      field="photos")  # fmt: skip
    photo = Photo(animal=animal, media=media, view=view, caption=caption, at=at,
                  by_id=by.id if by else None)  # fmt: skip
    db.session.add(photo)
    if cover or animal.photo_id is None:
        animal.photo = media
    db.session.flush()
    journal.record("added a photograph", photo, by=by, at=at, animal=animal,
                   after={"view": view, "sha256": media.sha256})  # fmt: skip
    return photo


def choose_cover(photo: Photo, *, by: Person, at: datetime) -> None:
    """Show this photograph first, wherever the animal is shown."""
    if photo.is_void:
        raise Refused("This photograph was struck out.")
    photo.animal.photo = photo.media
    db.session.flush()
    journal.record("chose the cover", photo, by=by, at=at, animal=photo.animal)


def void_photo(photo: Photo, *, by: Person, at: datetime, reason: str) -> None:
    """Strike out a photograph that is of something else. The sealed file stays."""
    if photo.is_void:
        raise Refused("This photograph was struck out already.")
    if not reason.strip():
        raise Refused("Say why the photograph is struck out.", field="reason")
    photo.voided_at, photo.voided_by_id, photo.void_reason = at, by.id, reason.strip()
    animal = photo.animal
    if animal.photo_id == photo.media_id:
        left = [p for p in animal.photos if not p.is_void]
        animal.photo = left[0].media if left else None
    db.session.flush()
    journal.record("struck out a photograph", photo, by=by, at=at, reason=reason, animal=animal)
