"""The pages of husbandry, each written in the file of its noun; here they join the blueprint."""

from rescue_center.husbandry import (
    concern_pages,
    day_pages,
    diet_pages,
    incident_pages,
    keeper_pages,
    keeping_pages,
    plan_pages,
    roll_pages,
    welfare_pages,
)
from rescue_center.husbandry.address import bp

__all__ = [
    "bp",
    "concern_pages",
    "day_pages",
    "diet_pages",
    "incident_pages",
    "keeper_pages",
    "keeping_pages",
    "plan_pages",
    "roll_pages",
    "welfare_pages",
]
