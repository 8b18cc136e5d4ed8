"""Addresses of animals, each in the file of its noun; here they are joined to one blueprint."""

from rescue_center.animals import (
    birth_pages,
    hold_pages,
    intake_pages,
    lot_pages,
    mark_pages,
    photo_pages,
    record_pages,
)
from rescue_center.animals.pages import bp

__all__ = [
    "birth_pages",
    "bp",
    "hold_pages",
    "intake_pages",
    "lot_pages",
    "mark_pages",
    "photo_pages",
    "record_pages",
]
