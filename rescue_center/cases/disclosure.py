"""How exactly the place of a case is shown, decided here for pages, exports and papers alike.

Who may see coordinates sees them as recorded. Who may see the case sees the middle of a cell of a
fixed grid, coarser the more threatened its species are (domain rules 8.2), so that asking again
never tells more. Everybody else sees none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rescue_center.cases.models import Case
from rescue_center.policy import Facts, Role, sees

#: Side of a cell in degrees, by category of Chapman 2020: 1 extreme, 2 high, 3 medium.
CELLS = {1: Decimal("1"), 2: Decimal("0.1"), 3: Decimal("0.01")}
METRES_PER_DEGREE = 111_195


@dataclass(frozen=True)
class ShownPoint:
    """A place as far as this person may know it."""

    latitude: Decimal
    longitude: Decimal
    uncertainty_m: int | None
    exact: bool
    wording: str


def shown_point(case: Case, roles: Iterable[Role] | None) -> ShownPoint | None:
    """The place of a case for somebody with `roles`; None where it is unknown or withheld.

    Reads the manifest and its taxa: load them before."""
    if case.latitude is None or case.longitude is None or roles is None:
        return None
    held = frozenset(roles)
    if sees(held, Facts.COORDINATES):
        return ShownPoint(case.latitude, case.longitude, case.uncertainty_m, True, "As recorded")
    if not sees(held, Facts.CUSTODY):
        return None
    return generalised(case.latitude, case.longitude, case.uncertainty_m, category(case))


def generalised(
    latitude: Decimal, longitude: Decimal, uncertainty_m: int | None, category: int
) -> ShownPoint:
    """The middle of the grid cell, with the radius that surely holds the true place."""
    step = CELLS[category]
    north, east = _middle(latitude, step, 90), _middle(longitude, step, 180)
    half = float(step) / 2 * METRES_PER_DEGREE
    radius = math.hypot(half, half * math.cos(math.radians(float(north))))
    return ShownPoint(
        north,
        east,
        math.ceil(radius) + (uncertainty_m or 0),
        False,
        f"Shown to a grid of {step.normalize():f}°; the exact place is recorded and withheld",
    )


def _middle(angle: Decimal, step: Decimal, most: int) -> Decimal:
    cell = (angle / step).to_integral_value("ROUND_FLOOR")
    middle = (cell + Decimal("0.5")) * step
    return min(middle, most - step / 2)


def category(case: Case) -> int:
    """How sensitive the place is: by the most threatened species that was declared.

    Species that nobody identified count as 2: they may be anything."""
    taxa = [line.taxon for line in case.open_lines if line.taxon is not None]
    if any(t.cites in ("I", "I/II") or t.iucn in ("EX", "EW", "CR", "EN") for t in taxa):
        return 1
    unsure = len(taxa) < len(case.open_lines) or not taxa
    if unsure or any(t.iucn == "VU" or t.cites == "?" for t in taxa):
        return 2
    return 3
