"""Whom a vet means to look at again: the day stands on an examination; the next one answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center.animals.models import Animal, Stay
from rescue_center.care.models import Exam
from rescue_center.db import rows
from rescue_center.species.models import Taxon

_later = aliased(Exam)
_LOOKED_AGAIN = sa.exists().where(
    _later.animal_id == Exam.animal_id, _later.at > Exam.at, _later.voided_at.is_(None)
)
_DUE = (
    sa.select(Exam.id, Exam.recheck_on, Exam.assessment, Animal.id.label("animal_id"),
              Animal.accession, Animal.name, Animal.kind, Animal.count, Taxon.common_name)
    .join(Animal, Animal.id == Exam.animal_id)
    .join(Taxon, Taxon.id == Animal.taxon_id)
    .join(Stay, Stay.id == Exam.stay_id)
    .where(Exam.recheck_on.is_not(None), Exam.voided_at.is_(None), Stay.ended_at.is_(None),
           Exam.recheck_on <= sa.bindparam("today", type_=Exam.recheck_on.type), ~_LOOKED_AGAIN)
    .order_by(Exam.recheck_on, Exam.id)
)  # fmt: skip


def rechecks_due(today: date) -> Sequence[Any]:
    """The animals to look at again by a day, the longest awaited first."""
    return rows(_DUE, today=today)
