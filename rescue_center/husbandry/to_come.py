"""Photographs that somebody took on a phone and that are not at the centre yet: whoever reads a
concern knows that there is more to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Each is asked about a concern, an incident, an observation, and says how many will follow.
COUNTED: list[Callable[[Any], int]] = []

#: Each names those of them of which a small picture is here already.
PREVIEWED: list[Callable[[Any], list[str]]] = []


def photos_to_come(row: Any) -> int:
    """How many photographs of a row are still on their way."""
    return sum(count(row) for count in COUNTED)


def previews(row: Any) -> list[str]:
    """The photographs still on their way of which a small picture came ahead."""
    return [name for previewed in PREVIEWED for name in previewed(row)]
