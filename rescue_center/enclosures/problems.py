"""What needs attention in the enclosures: stops, units too full, overrides that ran out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Unit


@dataclass(frozen=True)
class Problem:
    """Something about a unit, or about who lives in it, that should not last."""

    kind: str
    unit: Unit
    sentence: str
    animal: Animal | None = None


def problems(at: datetime) -> list[Problem]:
    """Movement stops, units over their capacity, allowances and overrides that have run out."""
    return [*_unit_problems(at), *_override_problems(at)]


def _unit_problems(at: datetime) -> Iterable[Problem]:
    query = sa.select(Unit).where(
        sa.or_(
            Unit.movement_stop_since.is_not(None),
            Unit.n > Unit.capacity,
            Unit.allowance_until <= at,
        )
    )
    for unit in db.session.scalars(query.order_by(Unit.walking_order, Unit.code)):
        if unit.movement_stop_since is not None:
            since = clock.day_text(unit.movement_stop_since)
            yield Problem("stop", unit, f"Movement stop since {since}: {unit.movement_stop_reason}")
        over, until = unit.n - unit.capacity, unit.allowance_until
        if over > 0 and until is not None and until > at:
            yield Problem("over", unit, f"{over} over its capacity, allowed until "
                          f"{clock.moment_text(until)}: {unit.allowance_reason}")  # fmt: skip
        elif over > 0:
            ended = f"; the allowance ended {clock.moment_text(until)}" if until else ""
            yield Problem("overdue", unit, f"{over} over its capacity{ended}.")
        elif until is not None and until <= at:
            yield Problem("note", unit, f"An allowance of {unit.allowance} ended "
                          f"{clock.moment_text(until)} and can be taken back.")  # fmt: skip


def _override_problems(at: datetime) -> Iterable[Problem]:
    query = (
        sa.select(Housing)
        .where(Housing.ended_at.is_(None), Housing.override_until.is_not(None))
        .options(joinedload(Housing.animal), joinedload(Housing.unit))
        .order_by(Housing.override_until, Housing.id)
    )
    for housing in db.session.scalars(query):
        until = housing.override_until
        if until is None:
            continue
        run_out = until <= at
        verb = "ended" if run_out else "ends"
        sentence = (f"Housed by an override that {verb} {clock.moment_text(until)}: "
                    f"{housing.override_reason}")  # fmt: skip
        yield Problem("overdue" if run_out else "over", housing.unit, sentence, housing.animal)
