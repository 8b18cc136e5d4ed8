"""Drugs that may be prescribed, with their strengths and the limits per group of taxa."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from rescue_center.db import Model, never_deleted, one_of
from rescue_center.pharmacy.strength import Strength
from rescue_center.species.models import Taxon, TaxonGroup

FORMS = ("solution", "suspension", "tablet", "capsule", "powder", "paste", "drops", "other")
#: The ways in, by their code.
ROUTES = {
    "PO": "By mouth (PO)",
    "IM": "Into the muscle (IM)",
    "SC": "Under the skin (SC)",
    "IV": "Into the vein (IV)",
    "IP": "Into the belly (IP)",
    "ICe": "Into the coelom (ICe)",
    "TOP": "On the skin (TOP)",
    "INH": "Inhaled (INH)",
    "OPH": "Into the eye (OPH)",
    "PR": "Into the rectum (PR)",
    "IO": "Into the bone (IO)",
}


class Drug(Model):
    """A product: one ingredient at one strength. `strength_mg` is mg in one ml, or in one tablet.

    `strength_text` keeps what the label says (`5 %`, `mg per 5 ml`) before it was normalised."""

    __table_args__ = (
        one_of("form", FORMS, "drug_form_is_known"),
        one_of("per", ("ml", "tablet", "g"), "drug_per_is_known"),
        sa.CheckConstraint("strength_mg > 0", name="drug_strength_is_positive"),
        sa.UniqueConstraint("name", "strength_mg", "per"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    ingredient: Mapped[str] = mapped_column(sa.String(120), index=True)
    form: Mapped[str] = mapped_column(sa.String(12))
    strength_mg: Mapped[Decimal] = mapped_column(sa.Numeric(12, 4))
    per: Mapped[str] = mapped_column(sa.String(8), default="ml")
    strength_text: Mapped[str] = mapped_column(sa.String(60), default="")
    controlled: Mapped[bool] = mapped_column(default=False)
    wide_margin: Mapped[bool] = mapped_column(default=False)
    withdrawal_days: Mapped[int | None]
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.String(200), default="")
    uncertain: Mapped[str] = mapped_column(sa.String(200), default="")
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    limits: Mapped[list[DoseLimit]] = relationship(back_populates="drug", order_by="DoseLimit.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def touch(self) -> None:
        """Its limits are part of its entry: a change of one is a newer version of the drug."""
        _ = self.notes  # loaded by now, so that it can be flagged
        flag_modified(self, "notes")

    @property
    def strength(self) -> Strength:
        """Milligrams in one millilitre, tablet or gram."""
        return Strength(self.strength_mg, self.per)

    @property
    def label(self) -> str:
        """Name and strength: `Baytril 50 mg/ml`."""
        return f"{self.name} {self.strength.text}"


class DoseLimit(Model):
    """The range of mg/kg a vet here accepts for a drug in a species or a group; outside it a
    second vet confirms, and above the ceiling nobody may. `never` forbids the drug to them. The
    species goes before its group; a row without either serves all that have none of their own."""

    __table_args__ = (
        sa.UniqueConstraint("drug_id", "group_id", "route"),
        sa.UniqueConstraint("drug_id", "taxon_id", "route"),
        sa.CheckConstraint("group_id IS NULL OR taxon_id IS NULL",
                           name="dose_limit_is_of_one"),
        sa.CheckConstraint(
            "never OR (min_mg_per_kg > 0 AND min_mg_per_kg <= max_mg_per_kg"
            " AND max_mg_per_kg <= ceiling_mg_per_kg)",
            name="dose_limit_is_ordered",
        ),
        sa.CheckConstraint(
            "never = (min_mg_per_kg IS NULL) AND never = (max_mg_per_kg IS NULL)"
            " AND never = (ceiling_mg_per_kg IS NULL)",
            name="dose_limit_is_whole",
        ),
        sa.CheckConstraint("NOT never OR length(reason) > 0", name="dose_limit_never_says_why"),
        sa.Index("uq_dose_limit_everyone", "drug_id", "route", unique=True,
                 sqlite_where=sa.text("group_id IS NULL AND taxon_id IS NULL"),
                 postgresql_where=sa.text("group_id IS NULL AND taxon_id IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    drug_id: Mapped[int] = mapped_column(sa.ForeignKey("drug.id"))
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("taxon_group.id"))
    taxon_id: Mapped[int | None] = mapped_column(sa.ForeignKey("taxon.id"))
    route: Mapped[str] = mapped_column(sa.String(4), default="")
    min_mg_per_kg: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 4))
    max_mg_per_kg: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 4))
    ceiling_mg_per_kg: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 4))
    never: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.String(200), default="")
    uncertain: Mapped[str] = mapped_column(sa.String(200), default="")

    drug: Mapped[Drug] = relationship(back_populates="limits")
    group: Mapped[TaxonGroup | None] = relationship()
    taxon: Mapped[Taxon | None] = relationship()

    @property
    def whose(self) -> str:
        """Whom it is for, in words."""
        if self.taxon is not None:
            return self.taxon.label
        return self.group.label if self.group is not None else "All other groups"

    @property
    def accepted(self) -> tuple[Decimal, Decimal, Decimal] | None:
        """Least, most and ceiling in mg/kg; None where the group never gets the drug."""
        low, high, top = self.min_mg_per_kg, self.max_mg_per_kg, self.ceiling_mg_per_kg
        return None if low is None or high is None or top is None else (low, high, top)


never_deleted("drug")
