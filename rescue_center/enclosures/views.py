"""The pages of enclosures, each written in the file of its noun; here they join the blueprint."""

from rescue_center.enclosures import cleaning_pages, move_pages, unit_pages
from rescue_center.enclosures.address import bp

__all__ = ["bp", "cleaning_pages", "move_pages", "unit_pages"]
