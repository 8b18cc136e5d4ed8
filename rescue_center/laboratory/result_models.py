"""Results: amounts with their unit and the interval they were judged by, and findings.

A result is written once. What was wrong is struck out with the reason, and what is right entered
beside it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.db import Model, Voidable, never_deleted, one_of, void_is_whole, written_once
from rescue_center.laboratory.reference_models import AMOUNT, Analyte, ReferenceInterval
from rescue_center.quarantine.models import RESULTS
from rescue_center.staff.models import Person

if TYPE_CHECKING:
    from rescue_center.laboratory.models import LabTest

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


never_deleted("lab_result")
written_once(
    "lab_result", "test_id", "analyte_id", "finding", "censor", "value", "unit", "kept", "method",
    "note", "flag", "interval_id", "low", "high", "crit_low", "crit_high", "came_at",
    "entered_by_id", "amends_id", "import_id",
)  # fmt: skip
never_deleted("lab_import")
