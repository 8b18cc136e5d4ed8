"""The record that is missing by the hour it should be there (domain rules 9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from flask import current_app

from rescue_center import clock
from rescue_center.husbandry import day_queries
from rescue_center.husbandry.heads import kept_by
from rescue_center.policy import Role
from rescue_center.staff.models import Person


def hour() -> time:
    """By when every enclosure has its record (`RESCUE_RECORD_BY`)."""
    return time.fromisoformat(current_app.config["RECORD_BY"])


def is_past_the_hour(at: datetime) -> bool:
    """Whether the day's records should be there by now."""
    return clock.local(at).time() >= hour()


def missing(person: Person, at: datetime) -> Sequence[Any]:
    """The enclosures without a record today, for a manager or the head of their area; none before
    the hour."""
    return _theirs(day_queries.unrecorded, person, at) if is_past_the_hour(at) else []


def uncounted(person: Person, at: datetime) -> Sequence[Any]:
    """The enclosures that have a record of the day, and whose heads nobody counted since noon, for
    the same people; none before `RESCUE_COUNTED_BY`."""
    if clock.local(at).time() < time.fromisoformat(current_app.config["COUNTED_BY"]):
        return []
    silent = {row.id for row in missing(person, at)}
    found = _theirs(day_queries.uncounted, person, at)
    return [row for row in found if row.id not in silent]


def _theirs(ask: Callable[[date], Sequence[Any]], person: Person, at: datetime) -> Sequence[Any]:
    day = clock.today(at)
    if Role.MANAGER in person.roles_at(at):
        return ask(day)
    heads = set(kept_by(person.id, day, head=True))
    if not heads:
        return []
    return [row for row in ask(day) if {row.parent_id, row.site_id} & heads]
