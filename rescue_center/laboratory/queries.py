"""What pages show of the laboratory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.animals.models import Animal
from rescue_center.db import db, get_or_missing, one_or_missing, rows
from rescue_center.laboratory.models import LabResult, LabSample, LabTest, SampleOf, TubeOf
from rescue_center.laboratory.reference_models import (
    Analyte,
    LabPanel,
    PanelLine,
    ReferenceInterval,
)
from rescue_center.quarantine.models import Quarantine
from rescue_center.quarantine.models import Test as QuarantineTest
from rescue_center.species.models import Taxon
from rescue_center.tongues import N_


def interval_for(
    analyte: Analyte, animal: Animal, *, method: str = "", laboratory: str = ""
) -> ReferenceInterval | None:
    """The interval in force for this animal: of its taxon, and of its sex, age, method and
    laboratory or of all; the narrowest counts. None of its taxon: none at all."""
    one = ReferenceInterval
    narrow = (
        (one.method, method.strip()), (one.laboratory, laboratory.strip()), (one.sex, animal.sex),
        (one.age_class, animal.age_class),
    )  # fmt: skip
    query = (
        sa.select(one)
        .where(one.analyte_id == analyte.id, one.taxon_id == animal.taxon_id,
               one.ended_at.is_(None))
        .where(*(column.in_({"", value}) for column, value in narrow))
        .order_by(*(column == "" for column, _ in narrow), one.id)
        .limit(1)
    )  # fmt: skip
    return db.session.scalars(query).one_or_none()


def _whole() -> sa.Select[Any]:
    """Tubes with all that a page about them names."""
    return sa.select(LabSample).options(
        selectinload(LabSample.members).joinedload(SampleOf.animal).joinedload(Animal.taxon),
        selectinload(LabSample.tests).selectinload(LabTest.results).joinedload(LabResult.analyte),
        selectinload(LabSample.tests).selectinload(LabTest.results)
        .joinedload(LabResult.interval),
        selectinload(LabSample.tests).selectinload(LabTest.results)
        .joinedload(LabResult.entered_by),
        selectinload(LabSample.tests).joinedload(LabTest.panel),
        selectinload(LabSample.tests).selectinload(LabTest.answers)
        .joinedload(TubeOf.quarantine_test).joinedload(QuarantineTest.quarantine)
        .joinedload(Quarantine.animal),
        joinedload(LabSample.taken_by), joinedload(LabSample.unit),
    )  # fmt: skip


def tube_or_404(number: str) -> LabSample:
    """A tube by its number."""
    found: LabSample = one_or_missing(_whole().where(LabSample.number == number))
    return found


def test_or_404(test_id: int) -> LabTest:
    """A test of a tube."""
    return get_or_missing(LabTest, test_id)


def result_or_404(result_id: int) -> LabResult:
    """A result."""
    return get_or_missing(LabResult, result_id)


def _waits() -> sa.ColumnElement[bool]:
    """Of a tube: a test asked for that has nothing yet."""
    came = sa.exists().where(LabResult.test_id == LabTest.id, LabResult.voided_at.is_(None))
    return sa.exists().where(
        LabTest.sample_id == LabSample.id, LabTest.voided_at.is_(None), ~came
    )  # fmt: skip


SHOWN = {
    "waiting": N_("Results waiting"), "here": N_("Not sent yet"), "back": N_("Results back"),
    "all": N_("All"),
}  # fmt: skip


def shown(show: str) -> sa.Select[Any]:
    """The tubes of a list: `waiting`, `here`, `back` or `all`."""
    query = _whole()
    if show != "all":
        query = query.where(LabSample.voided_at.is_(None))
    if show in ("waiting", "here"):
        query = query.where(_waits())
    if show == "here":
        query = query.where(LabSample.sent_at.is_(None))
    if show == "back":
        return query.where(~_waits()).order_by(LabSample.taken_at.desc(), LabSample.id.desc())
    if show == "all":
        return query.order_by(LabSample.taken_at.desc(), LabSample.id.desc())
    return query.order_by(LabSample.taken_at, LabSample.id)


_TUBES_OF = (
    sa.select(LabSample.number, LabSample.kind, LabSample.taken_at, LabTest.id.label("test_id"),
              LabTest.name, LabResult.finding, LabResult.censor, LabResult.value, LabResult.unit,
              LabResult.kept, LabResult.flag, LabResult.low, LabResult.high, LabResult.came_at,
              Analyte.label.label("analyte"), Analyte.key, Analyte.unit.label("own_unit"))
    .join(SampleOf, SampleOf.sample_id == LabSample.id)
    .join(LabTest, LabTest.sample_id == LabSample.id)
    .outerjoin(LabResult, sa.and_(LabResult.test_id == LabTest.id, LabResult.voided_at.is_(None)))
    .outerjoin(Analyte, Analyte.id == LabResult.analyte_id)
    .where(SampleOf.animal_id == sa.bindparam("animal_id"), LabSample.voided_at.is_(None),
           LabTest.voided_at.is_(None))
    .order_by(LabSample.taken_at.desc(), LabSample.id.desc(), LabTest.id, Analyte.position)
    .limit(120)
)  # fmt: skip


def of_animal(animal_id: int) -> Sequence[Any]:
    """The tubes of an animal, newest first, a row for each result or waiting test."""
    return rows(_TUBES_OF, animal_id=animal_id)


def analyte_or_404(key: str) -> Analyte:
    """An analyte by its key."""
    return one_or_missing(
        sa.select(Analyte).where(Analyte.key == key).options(selectinload(Analyte.units))
    )


_TREND = (
    sa.select(LabSample.taken_at, LabSample.number, LabResult.kept, LabResult.censor,
              LabResult.value, LabResult.unit, LabResult.flag, LabResult.low, LabResult.high,
              LabResult.method, LabSample.laboratory)
    .join(LabTest, LabTest.id == LabResult.test_id)
    .join(LabSample, LabSample.id == LabTest.sample_id)
    .join(SampleOf, SampleOf.sample_id == LabSample.id)
    .where(SampleOf.animal_id == sa.bindparam("animal_id"), LabResult.voided_at.is_(None),
           LabSample.voided_at.is_(None), LabTest.voided_at.is_(None),
           LabResult.analyte_id == sa.bindparam("analyte_id"))
    .order_by(LabSample.taken_at, LabResult.id)
)  # fmt: skip


def trend(animal_id: int, analyte_id: int) -> Sequence[Any]:
    """Every amount of an analyte that stands, oldest first."""
    return rows(_TREND, animal_id=animal_id, analyte_id=analyte_id)


def panels() -> Sequence[LabPanel]:
    """The panels that may be asked for, with their analytes."""
    query = sa.select(LabPanel).where(~LabPanel.retired).order_by(LabPanel.position, LabPanel.id)
    lines = selectinload(LabPanel.lines).joinedload(PanelLine.analyte)
    return db.session.scalars(query.options(lines)).all()


def analytes() -> Sequence[Analyte]:
    """Everything that is measured here, with the units it comes in."""
    query = sa.select(Analyte).where(~Analyte.retired).options(selectinload(Analyte.units))
    return db.session.scalars(query.order_by(Analyte.position, Analyte.label)).all()


def tests_to_sample(animal_ids: Sequence[int]) -> Sequence[QuarantineTest]:
    """The tests of running quarantines that wait for a sample or a result and have no tube, the
    one due first before the others."""
    query = (
        sa.select(QuarantineTest)
        .join(QuarantineTest.quarantine)
        .where(
            Quarantine.ended_at.is_(None), Quarantine.animal_id.in_(animal_ids),
            QuarantineTest.result == "", QuarantineTest.waived_at.is_(None),
            QuarantineTest.voided_at.is_(None),
            ~sa.exists().where(TubeOf.quarantine_test_id == QuarantineTest.id),
        )
        .options(joinedload(QuarantineTest.quarantine).joinedload(Quarantine.animal))
        .order_by(QuarantineTest.due_on, QuarantineTest.id)
    )  # fmt: skip
    return db.session.scalars(query).all()


def intervals(taxon_id: int | None = None, *, ended: bool = False) -> sa.Select[Any]:
    """Intervals in force, by taxon and analyte; with `ended` those too that were replaced."""
    query = (
        sa.select(ReferenceInterval)
        .join(ReferenceInterval.taxon)
        .join(ReferenceInterval.analyte)
        .options(joinedload(ReferenceInterval.taxon), joinedload(ReferenceInterval.analyte),
                 joinedload(ReferenceInterval.begun_by), joinedload(ReferenceInterval.ended_by))
        .order_by(Taxon.scientific_name, Analyte.position, Analyte.label,
                  ReferenceInterval.sex, ReferenceInterval.age_class, ReferenceInterval.id.desc())
    )  # fmt: skip
    if not ended:
        query = query.where(ReferenceInterval.ended_at.is_(None))
    return query if taxon_id is None else query.where(ReferenceInterval.taxon_id == taxon_id)


def interval_or_404(interval_id: int) -> ReferenceInterval:
    """An interval."""
    return get_or_missing(ReferenceInterval, interval_id)
