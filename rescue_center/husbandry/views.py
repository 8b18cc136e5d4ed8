"""The pages of husbandry, each written in the file of its noun; here they join the blueprint."""

from rescue_center.husbandry import concern_pages, roll_pages
from rescue_center.husbandry.address import bp

__all__ = ["bp", "concern_pages", "roll_pages"]
