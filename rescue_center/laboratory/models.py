"""A sample in its tube, whom it is of, and what it is tested for.

A test of a quarantine is no record of its own here: `TubeOf` joins a test of a tube to
the quarantine's test, whose result is what its tubes say.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import (
    Folded,
    Model,
    Voidable,
    never_deleted,
    one_of,
    refusing,
    trigger,
    void_is_whole,
    written_once,
)
from rescue_center.enclosures.models import Unit
from rescue_center.laboratory.reference_models import LabPanel
from rescue_center.laboratory.result_models import FLAGS as FLAGS
from rescue_center.laboratory.result_models import LabImport as LabImport
from rescue_center.laboratory.result_models import LabResult as LabResult
from rescue_center.quarantine.models import Test as QuarantineTest
from rescue_center.staff.models import Person

KINDS = {
    "blood_edta": "Blood, EDTA", "blood_heparin": "Blood, heparin", "serum": "Serum",
    "smear": "Blood smear", "faeces": "Faeces", "urine": "Urine", "swab": "Swab",
    "feather": "Feather or hair", "skin": "Skin scraping", "tissue": "Tissue",
    "wash": "Trunk or tracheal wash", "other": "Other",
}  # fmt: skip


class LabSample(Voidable, Model):
    """One tube: of one animal, of some animals of a lot, or of several together (a pool)."""

    __table_args__ = (
        void_is_whole("lab_sample"),
        one_of("kind", KINDS, "lab_sample_kind_is_known"),
        sa.Index("ix_lab_sample_taken", "taken_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Folded(8), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    laboratory: Mapped[str] = mapped_column(sa.String(160), default="")
    lab_reference: Mapped[str] = mapped_column(sa.String(80), default="")
    sent_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    taken_by: Mapped[Person | None] = relationship(foreign_keys=[taken_by_id])
    voided_by: Mapped[Person | None] = relationship(foreign_keys="LabSample.voided_by_id")
    unit: Mapped[Unit | None] = relationship()
    members: Mapped[list[SampleOf]] = relationship(back_populates="sample", order_by="SampleOf.id")
    tests: Mapped[list[LabTest]] = relationship(back_populates="sample", order_by="LabTest.id")

    @property
    def heads(self) -> int:
        """How many animals are in the tube."""
        return sum(one.heads for one in self.members)

    @property
    def is_pool(self) -> bool:
        """Whether the tube holds more than one animal."""
        return self.heads > 1

    @property
    def only(self) -> Animal | None:
        """The animal or lot that the tube is of, where it is of one record alone."""
        return self.members[0].animal if len(self.members) == 1 else None

    @property
    def of_words(self) -> str:
        """`Mali`, `5 of KH-26-0012`, `3 animals pooled`."""
        one = self.only
        if one is None:
            return f"{self.heads} animals pooled"
        return f"{self.heads} of {one.label}" if one.is_lot else one.label


class SampleOf(Model):
    """Whom a tube is of, and how many of them."""

    __tablename__ = "lab_sample_of"
    __table_args__ = (
        sa.UniqueConstraint("sample_id", "animal_id"),
        sa.CheckConstraint("heads > 0", name="lab_sample_is_of_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(sa.ForeignKey("lab_sample.id"))
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    heads: Mapped[int] = mapped_column(default=1)

    sample: Mapped[LabSample] = relationship(back_populates="members")
    animal: Mapped[Animal] = relationship()


class LabTest(Voidable, Model):
    """What a tube is tested for: the amounts of a panel, or one finding."""

    __table_args__ = (void_is_whole("lab_test"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(sa.ForeignKey("lab_sample.id"), index=True)
    panel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lab_panel.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    #: A positive finding is told to the authority. Tests of a quarantine say so themselves.
    notifiable: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    sample: Mapped[LabSample] = relationship(back_populates="tests")
    panel: Mapped[LabPanel | None] = relationship()
    voided_by: Mapped[Person | None] = relationship(foreign_keys="LabTest.voided_by_id")
    results: Mapped[list[LabResult]] = relationship(back_populates="test", order_by="LabResult.id")
    answers: Mapped[list[TubeOf]] = relationship(back_populates="test", order_by="TubeOf.id")

    @property
    def live(self) -> list[LabResult]:
        """The results that stand."""
        return [one for one in self.results if one.voided_at is None]

    @property
    def finding(self) -> LabResult | None:
        """What was found, where it is a finding and not an amount."""
        return next((one for one in self.live if one.analyte_id is None), None)

    @property
    def waits(self) -> bool:
        """Whether nothing came yet."""
        return self.voided_at is None and self.sample.voided_at is None and not self.live


class TubeOf(Model):
    """The tube whose test answers a test of a quarantine. A lot in pools has several."""

    __tablename__ = "lab_tube_of"
    __table_args__ = (sa.UniqueConstraint("test_id", "quarantine_test_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    test_id: Mapped[int] = mapped_column(sa.ForeignKey("lab_test.id"))
    quarantine_test_id: Mapped[int] = mapped_column(sa.ForeignKey("quarantine_test.id"), index=True)

    test: Mapped[LabTest] = relationship(back_populates="answers")
    quarantine_test: Mapped[QuarantineTest] = relationship()


never_deleted("lab_sample")
written_once("lab_sample", "number", "kind", "taken_at", once_set=("sent_at",))
never_deleted("lab_sample_of")
written_once("lab_sample_of", "sample_id", "animal_id", "heads")
never_deleted("lab_test")
written_once("lab_test", "sample_id", "panel_id", "name", "notifiable")
never_deleted("lab_tube_of")
written_once("lab_tube_of", "test_id", "quarantine_test_id")
# The result of a quarantine's test that has tubes is what one of them says.
_ELSEWHERE = """NEW.result <> '' AND OLD.result = '' AND EXISTS (
    SELECT 1 FROM lab_tube_of o JOIN lab_test t ON t.id = o.test_id
    JOIN lab_sample s ON s.id = t.sample_id
    WHERE o.quarantine_test_id = NEW.id AND t.voided_at IS NULL AND s.voided_at IS NULL)
  AND NOT EXISTS (
    SELECT 1 FROM lab_tube_of o JOIN lab_test t ON t.id = o.test_id
    JOIN lab_sample s ON s.id = t.sample_id JOIN lab_result r ON r.test_id = t.id
    WHERE o.quarantine_test_id = NEW.id AND t.voided_at IS NULL AND s.voided_at IS NULL
      AND r.voided_at IS NULL AND r.finding = NEW.result)"""
_NAME = "quarantine_test_result_is_its_tubes"
trigger(
    _NAME, "quarantine_test", "BEFORE UPDATE OF result",
    sqlite=f"WHEN {_ELSEWHERE} BEGIN SELECT RAISE(ABORT, '{_NAME}'); END",
    postgresql=f"BEGIN IF {_ELSEWHERE} THEN {refusing(_NAME)} END IF; RETURN NEW; END",
)  # fmt: skip
