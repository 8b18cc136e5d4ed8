"""The record and the lots that it was split from: what they went through is its own past too."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa

from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal
from rescue_center.db import db


def lineage(animal: Animal) -> list[Animal]:
    """The record and those it was split from: an heir carries what its lot went through."""
    line = [animal]
    while (parent := line[-1].parent) is not None:
        line.append(parent)
    return line


def parted_at(animal: Animal) -> datetime | None:
    """When the record was split off another one."""
    return db.session.scalar(
        sa.select(sa.func.min(Regroup.at)).where(
            Regroup.to_id == animal.id, Regroup.from_id == animal.parent_id
        )
    )


def ancestry(animal: Animal) -> list[tuple[Animal, datetime | None]]:
    """The record, and those before it with the moment until which their past is its own."""
    line: list[tuple[Animal, datetime | None]] = [(animal, None)]
    for child, parent in pairwise(lineage(animal)):
        until = parted_at(child)
        before = line[-1][1]
        line.append((parent, min(t for t in (until, before) if t) if until or before else None))
    return line
