"""The pages of departures, each in the file of its noun; here they join the blueprint."""

from rescue_center.departures import (
    death_pages,
    permit_pages,
    readiness_pages,
    record_pages,
    release_pages,
)
from rescue_center.departures.address import bp

__all__ = ["bp", "death_pages", "permit_pages", "readiness_pages", "record_pages", "release_pages"]
