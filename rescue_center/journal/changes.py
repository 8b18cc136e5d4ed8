"""What an amendment changed: set, and told as before and after."""

from collections.abc import Mapping
from typing import Any


def change(row: Any, new: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set on `row` what differs in `new`; returns those attributes before and after."""
    before = {key: getattr(row, key) for key in new if getattr(row, key) != new[key]}
    for key in before:
        setattr(row, key, new[key])
    return before, {key: new[key] for key in before}
