"""Which notifiable diseases were found in an animal and are not resolved (domain rules 3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center.care.queries import kin_of
from rescue_center.db import db
from rescue_center.quarantine.models import DiseaseNotice, Quarantine, Test


def unresolved(animal_id: int, at: datetime) -> list[str]:
    """The notifiable tests of an animal, and of the lot it was split from, whose newest result was
    positive and is not resolved at a moment."""
    kin = kin_of(animal_id)
    found = db.session.execute(
        sa.select(Test.protocol_test_id, Test.name, Test.round, Test.result, Test.resolved_at)
        .join(Quarantine, Test.quarantine_id == Quarantine.id)
        .join(kin, kin.c.id == Quarantine.animal_id)
        .where(Test.sampled_at <= kin.c.until, Test.notifiable, Test.voided_at.is_(None))
        .where(Test.result != "", sa.or_(Test.result == "positive", Test.resulted_at <= at))
        .order_by(Test.sampled_at, Test.id)
    )
    tested = [
        row.name
        for row in _newest(found)
        if row.result != "negative" and (row.resolved_at is None or row.resolved_at > at)
    ]
    return [*tested, *_found_elsewhere(animal_id, at)]


def _found_elsewhere(animal_id: int, at: datetime) -> list[str]:
    """What was found by no test of a quarantine, and is not resolved."""
    kin, one = kin_of(animal_id), DiseaseNotice
    query = (
        sa.select(one.what)
        .join(kin, kin.c.id == one.animal_id)
        .where(one.opened_at <= at, sa.or_(one.resolved_at.is_(None), one.resolved_at > at))
        .order_by(one.id)
    )
    return list(db.session.scalars(query))


def _newest(rows: Iterable[Any]) -> list[Any]:
    """Of each test and round the newest result; what came inconclusive after a positive one leaves
    that one standing."""
    kept: dict[tuple[object, int], Any] = {}
    for row in rows:
        key = row.protocol_test_id or row.name.casefold(), row.round
        if row.result in ("positive", "negative"):
            kept[key] = row
    return list(kept.values())
