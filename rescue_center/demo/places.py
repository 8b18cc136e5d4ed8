"""The demo centre's tree: one site, its areas, 150 enclosures in walking order."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from rescue_center.enclosures import rules
from rescue_center.enclosures.models import Unit
from rescue_center.staff.models import Person

#: Area, its name, what its enclosures are, their biosecurity, how many, places in each.
AREAS = (
    ("P", "Primates", "cage", "standard", 20, 8),
    ("C", "Carnivores", "paddock", "standard", 22, 7),
    ("B", "Bears", "paddock", "standard", 8, 8),
    ("E", "Elephants", "paddock", "standard", 2, 6),
    ("N", "Nocturnal house", "box", "standard", 20, 12),
    ("U", "Deer park", "paddock", "standard", 6, 24),
    ("A", "Aviaries", "aviary", "standard", 21, 45),
    ("R", "Raptors", "aviary", "standard", 6, 8),
    ("T", "Turtle ponds", "pool", "standard", 12, 60),
    ("S", "Reptile house", "terrarium", "standard", 14, 60),
    ("X", "Crocodiles", "pool", "standard", 2, 20),
    ("G", "Pre-release", "pen", "clean", 2, 80),
    ("H", "Hospital", "box", "hospital", 3, 40),
    ("Q", "Quarantine", "room", "quarantine", 12, 90),
)
HYGIENE = "Last on the round. Own boots and gloves; foot bath in and out; own tools."


class Places:
    """Which enclosure takes whom: one species to an enclosure, solitary ones alone."""

    def __init__(self, by: Person, at: datetime):
        site = rules.open_unit(
            level="site", code="PT", name="The centre", by=by, at=at, walking_order=0
        )
        self.units: dict[str, list[Unit]] = defaultdict(list)
        self.kept: dict[int, str] = {}
        self.free: dict[int, int] = {}
        for order, (code, name, kind, biosecurity, count, places) in enumerate(AREAS):
            area = rules.open_unit(
                level="area", code=code, name=name, parent=site, by=by, at=at,
                walking_order=order * 100,
            )  # fmt: skip
            for n in range(1, count + 1):
                unit = rules.open_unit(
                    level="enclosure", code=f"{code}{n:02d}", parent=area, kind=kind,
                    name=f"{name} {n}", biosecurity=biosecurity, capacity=places, by=by, at=at,
                    walking_order=order * 100 + n,
                    hygiene=HYGIENE if biosecurity == "quarantine" else "",
                )  # fmt: skip
                self.units[code].append(unit)
                self.free[unit.id] = places

    def find(self, area: str, species: str, heads: int, *, alone: bool) -> Unit:
        """An enclosure of the area with room for them."""
        for unit in self.units[area]:
            taken = self.kept.get(unit.id)
            fits = self.free[unit.id] >= heads
            if fits and (taken is None or (taken == species and not alone)):
                self.kept[unit.id] = species
                self.free[unit.id] -= heads
                return unit
        shared = max(self.units[area], key=lambda unit: self.free[unit.id])
        self.free[shared.id] -= heads
        return shared
