"""What an import of animals stored and said."""

from typing import Any

import sqlalchemy as sa

from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.exchange.models import OldRecord
from tests.exchange.animal_makers import planned, row


def one(number: str = "PT-0412") -> Animal:
    """The animal with a number of the old books."""
    query = sa.select(Animal).join(OldRecord, OldRecord.animal_id == Animal.id)
    return db.session.scalars(query.where(OldRecord.number == number)).one()


def doubts(number: str = "PT-0412") -> list[Any]:
    """What is in doubt of it."""
    query = sa.select(OldRecord.doubts).where(OldRecord.number == number)
    return db.session.scalars(query).one()


def count(model: Any) -> int:
    """How many rows there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def told(**cells: str) -> list[list[Any]]:
    """What a row with these cells is told: column and reason, of each."""
    plan = planned(row(**cells))
    assert plan.stored + plan.reported == 1
    return [[column, reason] for _, column, reason in plan.told]
