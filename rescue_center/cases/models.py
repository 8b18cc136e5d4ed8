"""Seizures and the other events that bring or take animals: facts as first declared.

What was declared is never overwritten by what was received; the two are compared (animals/intake).
Parties, custody, court and contraband join as tables of their own that point here.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.db import (
    Folded,
    Model,
    Voidable,
    never_deleted,
    one_of,
    void_is_whole,
    written_once,
)
from rescue_center.measures import quantity_text
from rescue_center.media.models import Media
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

KINDS = ("seizure", "intake", "release", "transfer", "birth", "death_report")
PRECISIONS = ("day", "month", "year", "unknown")
CONDITIONS = ("alive", "dead", "mixed", "unknown")
UNITS = ("individual", "kg", "pieces", "litres", "m3")
ORDER_KINDS = ("place_hold", "lift_hold", "release", "transfer", "euthanasia", "disposal",
               "confiscation", "other")  # fmt: skip


class Case(Voidable, Model):
    """One event: mostly a seizure. `happened_on` is the first day of what is known, and
    `precision` says how much of it is."""

    __tablename__ = "seizure_case"
    __table_args__ = (
        void_is_whole("seizure_case"),
        one_of("kind", KINDS, "seizure_case_kind_is_known"),
        one_of("precision", PRECISIONS, "seizure_case_precision_is_known"),
        sa.CheckConstraint(
            "(happened_on IS NULL) = (precision = 'unknown')", name="seizure_case_date_is_whole"
        ),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)"
            " AND (latitude IS NULL OR latitude BETWEEN -90 AND 90)"
            " AND (longitude IS NULL OR longitude BETWEEN -180 AND 180)",
            name="seizure_case_point_is_on_earth",
        ),
        sa.CheckConstraint("uncertainty_m IS NULL OR uncertainty_m > 0",
                           name="seizure_case_uncertainty_is_positive"),
        sa.CheckConstraint("persons_apprehended IS NULL OR persons_apprehended >= 0",
                           name="seizure_case_persons_not_negative"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Folded(20), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16), default="seizure")
    title: Mapped[str] = mapped_column(sa.String(160), default="")
    happened_on: Mapped[date | None]
    precision: Mapped[str] = mapped_column(sa.String(8), default="day")
    happened_at: Mapped[datetime | None]
    country: Mapped[str] = mapped_column(sa.String(2), default="")
    place: Mapped[str] = mapped_column(sa.String(300), default="")
    latitude: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 6))
    longitude: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 6))
    uncertainty_m: Mapped[int | None]
    location_type: Mapped[str] = mapped_column(sa.String(20), default="UNK")
    legal_stage: Mapped[str] = mapped_column(sa.String(20), default="SEIZED")
    evidence_hold: Mapped[bool] = mapped_column(default=False)
    persons_apprehended: Mapped[int | None]
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    doubts: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    external_ref: Mapped[str | None] = mapped_column(sa.String(60), unique=True)
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seizure_case.id"))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    agencies: Mapped[list[CaseAgency]] = relationship(
        back_populates="case", order_by="CaseAgency.id", cascade="all"
    )
    lines: Mapped[list[ManifestLine]] = relationship(
        back_populates="case", order_by="ManifestLine.position"
    )
    orders: Mapped[list[CourtOrder]] = relationship(back_populates="case", order_by="CourtOrder.id")
    follows: Mapped[Case | None] = relationship(remote_side="Case.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def label(self) -> str:
        """What people call it: its title, else its place, else its number."""
        return self.title or self.place or self.number

    @property
    def happened_text(self) -> str:
        """The day as far as it is known: `4 Jun 2016`, `June 2016`, `2016`, `Not known`."""
        return clock.partial_text(self.happened_on, self.precision)

    @property
    def open_lines(self) -> list[ManifestLine]:
        """The manifest without what was struck out."""
        return [line for line in self.lines if not line.is_void]


class CaseAgency(Model):
    """An agency that took part."""

    __table_args__ = (sa.UniqueConstraint("case_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    role: Mapped[str] = mapped_column(sa.String(60), default="")
    officer: Mapped[str] = mapped_column(sa.String(120), default="")

    case: Mapped[Case] = relationship(back_populates="agencies")


class ManifestLine(Voidable, Model):
    """What the seizure declared: a species as first named, a specimen, a quantity and a unit.

    A blank quantity is a fact ("not published", "not counted"), and so is a doubt."""

    __table_args__ = (
        void_is_whole("manifest_line"),
        one_of("condition", CONDITIONS, "manifest_line_condition_is_known"),
        one_of("unit", UNITS, "manifest_line_unit_is_known"),
        sa.CheckConstraint("quantity IS NULL OR quantity > 0",
                           name="manifest_line_quantity_is_positive"),
        sa.CheckConstraint("unit <> 'individual' OR quantity IS NULL OR quantity = round(quantity)",
                           name="manifest_line_individuals_are_whole"),
        sa.UniqueConstraint("case_id", "position"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    position: Mapped[int]
    taxon_id: Mapped[int | None] = mapped_column(sa.ForeignKey("taxon.id"), index=True)
    declared_name: Mapped[str] = mapped_column(sa.String(300))
    declared_scientific: Mapped[str] = mapped_column(sa.String(300), default="")
    qualifier: Mapped[str] = mapped_column(sa.String(20), default="")
    specimen: Mapped[str] = mapped_column(sa.String(20), default="LIV")
    quantity: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 3))
    unit: Mapped[str] = mapped_column(sa.String(12), default="individual")
    condition: Mapped[str] = mapped_column(sa.String(8), default="alive")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    doubts: Mapped[str] = mapped_column(sa.Text, default="")
    external_ref: Mapped[str | None] = mapped_column(sa.String(120), unique=True)

    case: Mapped[Case] = relationship(back_populates="lines")
    taxon: Mapped[Taxon | None] = relationship()

    @property
    def amount(self) -> str:
        """`468`, `13.8 kg`, `1,026 pieces`; `not counted`, `weight not known` where blank."""
        if self.quantity is None:
            return "not counted" if self.unit in ("individual", "pieces") else "weight not known"
        return quantity_text(self.quantity, self.unit)

    @property
    def heads(self) -> int | None:
        """How many animals it declares, where it counts animals and says how many."""
        counted = self.unit == "individual" and self.quantity is not None
        return int(self.quantity) if counted and self.quantity is not None else None

    @property
    def text(self) -> str:
        """The line in words, as the journal keeps it."""
        science = f" ({self.declared_scientific})" if self.declared_scientific else ""
        return f"{self.amount} {self.declared_name}{science}, {self.condition}"


class CourtOrder(Voidable, Model):
    """An order of a court, prosecutor or authority: the only thing that lifts a hold, permits a
    placement or an early exit."""

    __table_args__ = (
        void_is_whole("court_order"),
        one_of("kind", ORDER_KINDS, "court_order_kind_is_known"),
        sa.Index("uq_court_order_case_id_authority_reference",
                 "case_id", "authority", "reference", unique=True,
                 sqlite_where=sa.text("voided_at IS NULL"),
                 postgresql_where=sa.text("voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    authority: Mapped[str] = mapped_column(sa.String(160))
    reference: Mapped[str] = mapped_column(sa.String(80))
    issued_on: Mapped[date]
    signed_by: Mapped[str] = mapped_column(sa.String(120), default="")
    scope: Mapped[str] = mapped_column(sa.Text, default="")
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    case: Mapped[Case] = relationship(back_populates="orders")
    media: Mapped[Media | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])


never_deleted("seizure_case")
never_deleted("manifest_line")
never_deleted("court_order")
written_once("court_order", "case_id", "kind", "authority", "reference", "issued_on")
