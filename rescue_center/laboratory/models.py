"""A sample in its tube, whom it is of, what it is tested for, and the results.

A result is written once. What was wrong is struck out with the reason, and what is right entered
beside it. A test of a quarantine is no record of its own here: `TubeOf` joins a test of a tube to
the quarantine's test, whose result is what its tubes say.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

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
from rescue_center.laboratory.reference_models import (
    AMOUNT,
    Analyte,
    LabPanel,
    ReferenceInterval,
)
from rescue_center.quarantine.models import RESULTS
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


FLAGS = {"": "No range", "N": "In range", "L": "Low", "H": "High", "LL": "Critically low",
         "HH": "Critically high", "?": "Can't be told"}  # fmt: skip

#: What the flag of an amount must be, by the limits that were kept with it.
_FLAG = """flag IN ('', '?') OR censor <> '' OR flag = CASE
  WHEN kept < crit_low THEN 'LL' WHEN kept > crit_high THEN 'HH'
  WHEN kept < low THEN 'L' WHEN kept > high THEN 'H' ELSE 'N' END"""


class LabResult(Voidable, Model):
    """One amount, or one finding. An amount keeps the unit that it came in (`value`, `unit`), what
    it is in the analyte's own unit (`kept`), and the interval that it was judged by."""

    __table_args__ = (
        void_is_whole("lab_result"),
        sa.CheckConstraint(
            "(analyte_id IS NULL) = (value IS NULL) AND (analyte_id IS NULL) = (kept IS NULL)"
            " AND (analyte_id IS NULL) = (finding <> '')",
            name="lab_result_is_an_amount_or_a_finding",
        ),
        sa.CheckConstraint("value IS NULL OR length(unit) > 0", name="lab_result_has_a_unit"),
        sa.CheckConstraint("value IS NULL OR value >= 0", name="lab_result_is_not_negative"),
        one_of("finding", RESULTS, "lab_result_finding_is_known"),
        one_of("censor", ("", "<", ">"), "lab_result_censor_is_known"),
        one_of("flag", FLAGS, "lab_result_flag_is_known"),
        sa.CheckConstraint("(flag = '') = (interval_id IS NULL)",
                           name="lab_result_flag_has_its_interval"),
        sa.CheckConstraint("flag <> '?' OR censor <> ''", name="lab_result_doubt_is_of_a_censored"),
        sa.CheckConstraint(_FLAG, name="lab_result_flag_is_by_its_limits"),
        sa.CheckConstraint("amends_id IS NULL OR amends_id <> id",
                           name="lab_result_amends_another"),
        sa.Index("uq_lab_result_stands", "test_id", "analyte_id", unique=True,
                 sqlite_where=sa.text("voided_at IS NULL"),
                 postgresql_where=sa.text("voided_at IS NULL")),
        sa.Index("uq_lab_finding_stands", "test_id", unique=True,
                 sqlite_where=sa.text("voided_at IS NULL AND analyte_id IS NULL"),
                 postgresql_where=sa.text("voided_at IS NULL AND analyte_id IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    test_id: Mapped[int] = mapped_column(sa.ForeignKey("lab_test.id"), index=True)
    analyte_id: Mapped[int | None] = mapped_column(sa.ForeignKey("analyte.id"), index=True)
    finding: Mapped[str] = mapped_column(sa.String(14), default="")
    censor: Mapped[str] = mapped_column(sa.String(1), default="")
    value: Mapped[Decimal | None] = mapped_column(AMOUNT)
    unit: Mapped[str] = mapped_column(sa.String(24), default="")
    kept: Mapped[Decimal | None] = mapped_column(AMOUNT)
    method: Mapped[str] = mapped_column(sa.String(120), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    flag: Mapped[str] = mapped_column(sa.String(2), default="")
    interval_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reference_interval.id"))
    low: Mapped[Decimal | None] = mapped_column(AMOUNT)
    high: Mapped[Decimal | None] = mapped_column(AMOUNT)
    crit_low: Mapped[Decimal | None] = mapped_column(AMOUNT)
    crit_high: Mapped[Decimal | None] = mapped_column(AMOUNT)
    came_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    amends_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lab_result.id"), unique=True)
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lab_import.id"))

    test: Mapped[LabTest] = relationship(back_populates="results")
    analyte: Mapped[Analyte | None] = relationship()
    interval: Mapped[ReferenceInterval | None] = relationship()
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])
    voided_by: Mapped[Person | None] = relationship(foreign_keys="LabResult.voided_by_id")


class LabImport(Model):
    """A file of an analyser that was taken in, by what it held."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    rows: Mapped[int]
    stored: Mapped[int]
    there: Mapped[int]
    reported: Mapped[int]

    by: Mapped[Person] = relationship()


never_deleted("lab_sample")
written_once("lab_sample", "number", "kind", "taken_at", once_set=("sent_at",))
never_deleted("lab_sample_of")
written_once("lab_sample_of", "sample_id", "animal_id", "heads")
never_deleted("lab_test")
written_once("lab_test", "sample_id", "panel_id", "name")
never_deleted("lab_tube_of")
written_once("lab_tube_of", "test_id", "quarantine_test_id")
never_deleted("lab_result")
written_once(
    "lab_result", "test_id", "analyte_id", "finding", "censor", "value", "unit", "kept", "method",
    "note", "flag", "interval_id", "low", "high", "crit_low", "crit_high", "came_at",
    "entered_by_id", "amends_id", "import_id",
)  # fmt: skip
never_deleted("lab_import")

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
