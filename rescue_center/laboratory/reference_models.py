"""What is measured, in which units, what is asked for together, and what is usual for whom."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import AGES, SEXES
from rescue_center.db import Folded, Model, never_deleted, one_of, written_once
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

#: A measured amount, or a limit of one.
AMOUNT = sa.Numeric(18, 6)


class Analyte(Model):
    """What is measured, and the unit in which the centre compares it. Results keep the unit that
    they came in as well."""

    __table_args__ = (sa.CheckConstraint("length(unit) > 0", name="analyte_has_a_unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Folded(40), unique=True)
    label: Mapped[str] = mapped_column(sa.String(80))
    unit: Mapped[str] = mapped_column(sa.String(24))
    section: Mapped[str] = mapped_column(sa.String(40), default="")  # haematology, biochemistry
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)

    units: Mapped[list[AnalyteUnit]] = relationship(
        back_populates="analyte", order_by="AnalyteUnit.id"
    )


class AnalyteUnit(Model):
    """A unit in which an analyte comes too: an amount in it times `factor` is the amount in the
    analyte's own unit."""

    __table_args__ = (
        sa.UniqueConstraint("analyte_id", "folded"),
        sa.CheckConstraint("factor > 0", name="analyte_unit_factor_is_positive"),
        sa.CheckConstraint("length(source) > 0", name="analyte_unit_has_a_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    analyte_id: Mapped[int] = mapped_column(sa.ForeignKey("analyte.id"), index=True)
    unit: Mapped[str] = mapped_column(sa.String(24))
    folded: Mapped[str] = mapped_column(sa.String(24))  # as `amounts.folded` has it
    factor: Mapped[Decimal] = mapped_column(sa.Numeric(18, 9))
    source: Mapped[str] = mapped_column(sa.String(200))

    analyte: Mapped[Analyte] = relationship(back_populates="units")


class LabPanel(Model):
    """Analytes that are asked for together."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    sample: Mapped[str] = mapped_column(sa.String(20), default="")  # what it is made of, mostly
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)

    lines: Mapped[list[PanelLine]] = relationship(
        back_populates="panel", order_by="PanelLine.position"
    )


class PanelLine(Model):
    """One analyte of a panel."""

    __tablename__ = "lab_panel_line"

    panel_id: Mapped[int] = mapped_column(sa.ForeignKey("lab_panel.id"), primary_key=True)
    analyte_id: Mapped[int] = mapped_column(
        sa.ForeignKey("analyte.id"), primary_key=True, index=True
    )
    position: Mapped[int]

    panel: Mapped[LabPanel] = relationship(back_populates="lines")
    analyte: Mapped[Analyte] = relationship()


#: What an interval may be narrowed to; empty is anybody, any method, any laboratory.
_WHOM = ("analyte_id", "taxon_id", "sex", "age_class", "method", "laboratory")


class ReferenceInterval(Model):
    """What is usual for an analyte in one taxon, and beyond which limits it is critical. A row is
    never changed: a new version replaces it, and results keep the one that they were judged by."""

    __table_args__ = (
        one_of("sex", ("", *SEXES[:2]), "reference_interval_sex_is_known"),
        one_of("age_class", ("", *AGES[:6]), "reference_interval_age_is_known"),
        sa.CheckConstraint("low IS NOT NULL OR high IS NOT NULL",
                           name="reference_interval_has_a_limit"),
        sa.CheckConstraint(
            "(low IS NULL OR high IS NULL OR low < high)"
            " AND (crit_low IS NULL OR (low IS NOT NULL AND crit_low <= low))"
            " AND (crit_high IS NULL OR (high IS NOT NULL AND crit_high >= high))",
            name="reference_interval_is_ordered",
        ),
        sa.CheckConstraint("length(source) > 0", name="reference_interval_has_a_source"),
        sa.CheckConstraint("length(unit) > 0", name="reference_interval_has_a_unit"),
        sa.CheckConstraint("animals IS NULL OR animals > 0",
                           name="reference_interval_is_of_some_animals"),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason = '')",
                           name="reference_interval_end_is_whole"),
        sa.Index("uq_reference_interval_in_force", *_WHOM, unique=True,
                 sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    analyte_id: Mapped[int] = mapped_column(sa.ForeignKey("analyte.id"))
    taxon_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon.id"), index=True)
    sex: Mapped[str] = mapped_column(sa.String(10), default="")
    age_class: Mapped[str] = mapped_column(sa.String(12), default="")
    method: Mapped[str] = mapped_column(sa.String(120), default="")
    laboratory: Mapped[str] = mapped_column(sa.String(160), default="")
    low: Mapped[Decimal | None] = mapped_column(AMOUNT)
    high: Mapped[Decimal | None] = mapped_column(AMOUNT)
    crit_low: Mapped[Decimal | None] = mapped_column(AMOUNT)
    crit_high: Mapped[Decimal | None] = mapped_column(AMOUNT)
    unit: Mapped[str] = mapped_column(sa.String(24))
    animals: Mapped[int | None]  # how many it was made of
    source: Mapped[str] = mapped_column(sa.Text)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    end_reason: Mapped[str] = mapped_column(sa.Text, default="")
    replaces_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("reference_interval.id"), unique=True
    )

    analyte: Mapped[Analyte] = relationship()
    taxon: Mapped[Taxon] = relationship()
    begun_by: Mapped[Person | None] = relationship(foreign_keys=[begun_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])


never_deleted("analyte")
never_deleted("reference_interval")
written_once("analyte", "key", "unit")
written_once("analyte_unit", "analyte_id", "folded", "factor")
written_once(
    "reference_interval", *_WHOM, "low", "high", "crit_low", "crit_high", "unit", "animals",
    "source", "begun_at", "replaces_id", once_set=("ended_at",),
)  # fmt: skip
