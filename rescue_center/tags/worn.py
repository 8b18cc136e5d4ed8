"""What to wear at a door: what the unit's own line asks, and what the animals behind it do."""

from __future__ import annotations

from collections.abc import Iterable

from rescue_center.tags.signs import PPE

_BY_UNIT = {
    "quarantine": ("gloves", "mask", "boots", "footbath"),
    "isolation": ("gloves", "mask", "goggles", "gown", "boots", "footbath"),
    "hospital": ("gloves",),
}
#: Domain rules 2.4, by the rank of species/protection.py.
_BY_RANK: dict[int, tuple[str, ...]] = {
    0: (), 1: ("gloves", "boots"), 2: ("gloves", "mask", "goggles", "boots"),
    3: ("gloves", "mask", "goggles", "gown", "boots"),
}  # fmt: skip


def worn_with(rank: int | None) -> tuple[str, ...]:
    """What animals of this rank of protection ask for."""
    return _BY_RANK[rank or 0]


def worn(biosecurity: str, with_animals: Iterable[str]) -> tuple[str, ...]:
    """Keys of :data:`PPE`, in its order: for the unit's own line and for the animals in it."""
    asked = {*_BY_UNIT.get(biosecurity, ()), *with_animals}
    return tuple(kind for kind in PPE if kind in asked)
