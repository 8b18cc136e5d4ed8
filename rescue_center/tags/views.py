"""The pages of tags, each written in the file of its noun; here they join the blueprint."""

from rescue_center.tags import (
    bearer_pages,
    crate_pages,
    door_pages,
    finder_pages,
    label_pages,
    scan_pages,
)
from rescue_center.tags.address import bp

__all__ = [
    "bearer_pages", "bp", "crate_pages", "door_pages", "finder_pages", "label_pages", "scan_pages",
]  # fmt: skip
