"""Lists of tubes, and of tests that have none yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from rescue_center import paging
from rescue_center.animals.models import Animal
from rescue_center.db import db, rows
from rescue_center.enclosures.models import Housing
from rescue_center.laboratory import queries
from rescue_center.laboratory.models import LabResult, LabSample, LabTest, TubeOf
from rescue_center.paging import Page
from rescue_center.quarantine.models import Quarantine
from rescue_center.quarantine.models import Test as QuarantineTest


def there_is(number: str) -> bool:
    """Whether a tube has this number."""
    return bool(db.session.scalar(sa.select(LabSample.id).where(LabSample.number == number)))


def _length(show: str) -> int:
    inside = queries.shown(show).order_by(None).with_only_columns(LabSample.id).subquery()
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(inside)) or 0)


def counts() -> dict[str, int]:
    """How many tubes each list holds."""
    return {show: _length(show) for show in queries.SHOWN}


def page_of(show: str, asked: int) -> Page[LabSample]:
    """A page of a list of tubes."""
    cut = paging.cut(_length(show), asked)
    query = queries.shown(show).limit(cut.size).offset(cut.offset)
    return cut.holding(db.session.scalars(query).all())


#: Of such lists so many stand on the page.
MOST = 50


def to_sample(today: date) -> Sequence[QuarantineTest]:
    """Tests of running quarantines whose samples are due, the oldest first."""
    return _in_quarantine(QuarantineTest.sampled_at.is_(None), QuarantineTest.due_on <= today)


def untubed() -> Sequence[QuarantineTest]:
    """Tests of running quarantines that were sampled, have no tube here and no result: they wait
    for one all the same."""
    tube = sa.exists().where(TubeOf.quarantine_test_id == QuarantineTest.id)
    return _in_quarantine(QuarantineTest.sampled_at.is_not(None), ~tube)


def _in_quarantine(*where: sa.ColumnElement[bool]) -> Sequence[QuarantineTest]:
    query = (
        sa.select(QuarantineTest)
        .join(QuarantineTest.quarantine)
        .where(
            Quarantine.ended_at.is_(None), QuarantineTest.result == "",
            QuarantineTest.waived_at.is_(None), QuarantineTest.voided_at.is_(None), *where,
        )
        .options(joinedload(QuarantineTest.quarantine).joinedload(Quarantine.animal)
                 .joinedload(Animal.taxon),
                 joinedload(QuarantineTest.quarantine).joinedload(Quarantine.unit))
        .order_by(QuarantineTest.sampled_at, QuarantineTest.due_on, QuarantineTest.id)
        .limit(MOST)
    )  # fmt: skip
    return db.session.scalars(query).all()


_OF_QUARANTINE = (
    sa.select(LabSample.number, LabTest.id.label("test_id"), LabTest.name, LabResult.finding)
    .join(LabTest, LabTest.sample_id == LabSample.id)
    .outerjoin(LabResult, sa.and_(LabResult.test_id == LabTest.id, LabResult.voided_at.is_(None)))
    .where(
        LabSample.voided_at.is_(None), LabTest.voided_at.is_(None),
        sa.exists()
        .where(TubeOf.test_id == LabTest.id, QuarantineTest.id == TubeOf.quarantine_test_id,
               QuarantineTest.quarantine_id == sa.bindparam("quarantine_id"))
        .correlate(LabTest),
    )
    .order_by(LabSample.taken_at.desc(), LabSample.id)
    .limit(200)
)  # fmt: skip


def of_quarantine(quarantine_id: int) -> Sequence[Any]:
    """The tubes that answer the tests of a quarantine, the newest first."""
    return rows(_OF_QUARANTINE, quarantine_id=quarantine_id)


def in_unit(unit_id: int) -> Sequence[Animal]:
    """Who lives in an enclosure now."""
    query = (
        sa.select(Animal)
        .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
        .where(Housing.unit_id == unit_id)
        .options(joinedload(Animal.taxon))
        .order_by(Animal.name_folded == "", Animal.name_folded, Animal.accession)
        .limit(200)
    )
    return db.session.scalars(query).all()
