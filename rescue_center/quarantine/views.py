"""The pages of quarantine, each written in the file of its noun; here they join the blueprint."""

from rescue_center.quarantine import (
    event_pages,
    notice_pages,
    resolution_pages,
    stay_pages,
    test_pages,
)
from rescue_center.quarantine.address import bp

__all__ = ["bp", "event_pages", "notice_pages", "resolution_pages", "stay_pages", "test_pages"]
