"""How what is done to accounts reaches the journal, which knows the staff and so lies above it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rescue_center.staff.models import Person

#: The journal's `record`, put here when the journal is loaded.
on_act: list[Callable[..., None]] = []


def record(verb: str, subject: Any, *, by: Person | None, at: datetime, **facts: Any) -> None:
    """Have an act written in the journal. There is no centre without a journal."""
    if not on_act:
        raise RuntimeError("the journal is not loaded, so nothing may be done")
    for write in on_act:
        write(verb, subject, by=by, at=at, **facts)
