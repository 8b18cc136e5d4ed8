"""Orders and doses: what a vet prescribed, when each dose is due, and what was done about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Animal, Stay
from rescue_center.care.models import Weight
from rescue_center.db import (
    Model,
    Voidable,
    one_of,
    void_is_whole,
)
from rescue_center.enclosures.models import Unit
from rescue_center.pharmacy.models import ROUTES, Drug
from rescue_center.staff.models import Person


class OrderBatch(Model):
    """One act that ordered the same treatment for many: an order for each animal or lot. It is
    undone as one too."""

    __table_args__ = (
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)",
                           name="order_batch_undoing_is_whole"),
        sa.CheckConstraint("length(whom) > 0", name="order_batch_says_for_whom"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    #: For whom, in words: `Everybody in Q2`, `Radiated tortoises in Q2`.
    whom: Mapped[str] = mapped_column(sa.String(200))
    #: Those who got no order, each with the reason, as they were named before it was ordered.
    refused: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])
    unit: Mapped[Unit] = relationship()
    orders: Mapped[list[Prescription]] = relationship(
        back_populates="batch", order_by="Prescription.id"
    )


class Prescription(Voidable, Model):
    """A vet's order. Rates and volumes are frozen as computed (care/dosing.py); a change ends it
    and makes its next edition, so doses already given never move."""

    __table_args__ = (
        void_is_whole("prescription"),
        one_of("route", ROUTES, "prescription_route_is_known"),
        sa.CheckConstraint("dose_mg > 0 AND amount > 0", name="prescription_dose_is_positive"),
        sa.CheckConstraint("is_prn OR interval_h IS NOT NULL OR is_once",
                           name="prescription_has_a_rhythm"),
        sa.CheckConstraint("NOT is_prn OR (min_interval_h IS NOT NULL AND max_per_day IS NOT NULL)",
                           name="prescription_prn_has_limits"),
        sa.CheckConstraint("(stopped_at IS NULL) = (stop_reason IS NULL)",
                           name="prescription_stop_has_reason"),
        sa.CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> ordered_by_id",
                           name="prescription_confirmed_by_another"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
                           name="prescription_confirmation_is_whole"),
        sa.CheckConstraint("dilution BETWEEN 1 AND 1000", name="prescription_dilution_is_sane"),
        sa.UniqueConstraint("replaces_id", name="order_is_replaced_once"),
        sa.CheckConstraint("edition >= 1 AND (replaces_id IS NULL) = (edition = 1)",
                           name="order_editions_are_counted"),
        sa.CheckConstraint("replaces_id IS NULL OR length(change_reason) > 0",
                           name="order_change_has_reason"),
        sa.Index("ix_prescription_animal", "animal_id"),
        # what may be given as needed, whosoever it is
        sa.Index("ix_prescription_needed", "ordered_at",
                 sqlite_where=sa.text("is_prn"), postgresql_where=sa.text("is_prn")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), index=True)
    drug_id: Mapped[int] = mapped_column(sa.ForeignKey("drug.id"))
    rate_mg_per_kg: Mapped[Decimal] = mapped_column(sa.Numeric(12, 4))
    weight_id: Mapped[int | None] = mapped_column(sa.ForeignKey("weight.id"))
    weight_g: Mapped[int]
    #: The product's strength when it was ordered: mg in one ml, tablet or gram, undiluted.
    strength_mg: Mapped[Decimal] = mapped_column(sa.Numeric(12, 4))
    dose_mg: Mapped[Decimal] = mapped_column(sa.Numeric(14, 4))
    amount: Mapped[Decimal] = mapped_column(sa.Numeric(12, 4))
    amount_unit: Mapped[str] = mapped_column(sa.String(8), default="ml")
    dilution: Mapped[int] = mapped_column(default=1)
    route: Mapped[str] = mapped_column(sa.String(4))
    frequency: Mapped[str] = mapped_column(sa.String(12))
    interval_h: Mapped[int | None]
    is_once: Mapped[bool] = mapped_column(default=False)
    is_prn: Mapped[bool] = mapped_column(default=False)
    min_interval_h: Mapped[int | None]
    max_per_day: Mapped[int | None]
    time_critical: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime]
    days: Mapped[int | None]
    indication: Mapped[str] = mapped_column(sa.Text, default="")
    instructions: Mapped[str] = mapped_column(sa.Text, default="")
    outside_limits_reason: Mapped[str] = mapped_column(sa.Text, default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    ordered_at: Mapped[datetime]
    ordered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    stopped_at: Mapped[datetime | None]
    stopped_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    stop_reason: Mapped[str | None] = mapped_column(sa.Text)
    #: The order of the lot that these animals were split off from.
    inherited_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("prescription.id"))
    #: 1, or one more than that of the order which this one replaces, and why it does.
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("prescription.id"))
    change_reason: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    #: The one act that ordered the same for many.
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("order_batch.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    animal: Mapped[Animal] = relationship()
    stay: Mapped[Stay] = relationship()
    drug: Mapped[Drug] = relationship()
    batch: Mapped[OrderBatch | None] = relationship(back_populates="orders")
    weight: Mapped[Weight | None] = relationship()
    ordered_by: Mapped[Person | None] = relationship(foreign_keys=[ordered_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    stopped_by: Mapped[Person | None] = relationship(foreign_keys=[stopped_by_id])
    doses: Mapped[list[Dose]] = relationship(back_populates="prescription", order_by="Dose.due_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def measured_mg(self) -> Decimal:
        """Milligrams in the amount that is measured."""
        return self.mg_in(self.amount)

    def mg_in(self, amount: Decimal) -> Decimal:
        """Milligrams in an amount of what is given, diluted where it is."""
        return amount * self.strength_mg / self.dilution

    @property
    def awaits_confirmation(self) -> bool:
        """Whether a second vet has still to agree to a rate outside the limits."""
        return bool(self.outside_limits_reason) and self.confirmed_at is None

    @property
    def is_open(self) -> bool:
        """Whether doses may still be given."""
        return self.stopped_at is None and not self.is_void

    @property
    def is_open_ended(self) -> bool:
        """Whether it goes on until somebody stops it."""
        return self.days is None and not self.is_once and not self.is_prn


class Dose(Model):
    """A scheduled dose, with an identity that a round on paper or a phone carries away with it."""

    __table_args__ = (
        sa.UniqueConstraint("prescription_id", "due_at"),
        sa.CheckConstraint("(cancelled_at IS NULL) = (cancel_reason IS NULL)",
                           name="dose_cancelled_with_reason"),
        sa.Index("ix_dose_due", "due_at",
                 sqlite_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
                 postgresql_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL")),
        sa.Index("ix_dose_animal", "animal_id", "due_at"),
        sa.Index("ix_dose_day", "due_at"),  # a day's sheet, recorded or not
        # what is due to one animal: otherwise PostgreSQL reads all that is due to any
        sa.Index("ix_dose_animal_open", "animal_id", "due_at",
                 sqlite_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
                 postgresql_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    prescription_id: Mapped[int] = mapped_column(sa.ForeignKey("prescription.id"))
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    due_at: Mapped[datetime]
    window_min: Mapped[int]
    settled_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(sa.Text)

    prescription: Mapped[Prescription] = relationship(back_populates="doses")
    animal: Mapped[Animal] = relationship()
    records: Mapped[list[Administration]] = relationship(
        back_populates="dose", order_by="Administration.id"
    )

    @property
    def window(self) -> timedelta:
        """How much earlier or later than `due_at` still counts as on time."""
        return timedelta(minutes=self.window_min)

    @property
    def record(self) -> Administration | None:
        """What counts as done about it: the one valid record that is no conflict."""
        return next((r for r in self.records if not r.is_void and not r.is_conflict), None)

    @property
    def is_open(self) -> bool:
        """Whether nothing has been recorded about it and nobody cancelled it."""
        return self.settled_at is None and self.cancelled_at is None

    def state(self, at: datetime) -> str:
        """`planned`, `due`, `overdue`, `cancelled`, `not_recorded` (of a stopped order), or what
        was recorded (domain rules 6.3). Not recorded is never taken for not given."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.settled_at is not None:
            return self.record.status if self.record else "recorded"
        if at > self.due_at + self.window:
            return "overdue" if self.prescription.is_open else "not_recorded"
        return "due" if at >= self.due_at - self.window else "planned"


class Administration(Voidable, Model):
    """What was really done about a dose. Only one valid record may say that it was given; a second
    one is kept as a conflict for the vet (the animal may really have had it)."""

    __table_args__ = (
        void_is_whole("administration"),
        one_of("status", ("given", "partly", "refused", "omitted"),
               "administration_status_is_known"),
        sa.CheckConstraint("status NOT IN ('given','partly') OR amount > 0",
                           name="administration_given_has_amount"),
        sa.CheckConstraint("status = 'given' OR length(reason) > 0",
                           name="administration_not_given_has_reason"),
        sa.Index("uq_administration_given_once", "dose_id", unique=True,
                 sqlite_where=sa.text("NOT is_conflict AND voided_at IS NULL"),
                 postgresql_where=sa.text("NOT is_conflict AND voided_at IS NULL")),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)",
                           name="administration_resolution_is_whole"),
        sa.Index("ix_administration_animal_at", "animal_id", "at"),
        sa.Index("ix_administration_at", "at"),
        sa.Index("ix_administration_review", "recorded_at",
                 sqlite_where=sa.text("is_conflict AND resolved_at IS NULL"
                                      " AND voided_at IS NULL"),
                 postgresql_where=sa.text("is_conflict AND resolved_at IS NULL"
                                          " AND voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    dose_id: Mapped[int | None] = mapped_column(sa.ForeignKey("dose.id"), index=True)
    prescription_id: Mapped[int] = mapped_column(sa.ForeignKey("prescription.id"), index=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    ingredient: Mapped[str] = mapped_column(sa.String(120))
    status: Mapped[str] = mapped_column(sa.String(10))
    amount: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 4))
    amount_unit: Mapped[str] = mapped_column(sa.String(8), default="ml")
    dose_mg: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    #: Why a vet allowed it sooner than the guard does.
    too_soon_reason: Mapped[str] = mapped_column(sa.Text, default="")
    too_soon_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    is_conflict: Mapped[bool] = mapped_column(default=False)
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    resolution: Mapped[str] = mapped_column(sa.Text, default="")

    dose: Mapped[Dose | None] = relationship(back_populates="records")
    prescription: Mapped[Prescription] = relationship()
    animal: Mapped[Animal] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])

    @property
    def was_taken(self) -> bool:
        """Whether the animal had any of it."""
        return self.status in ("given", "partly")

    @property
    def needs_review(self) -> bool:
        """Whether a vet has still to say what it means."""
        return self.is_conflict and self.resolved_at is None and not self.is_void

    @property
    def is_late(self) -> bool:
        """Whether it was given after the dose's window."""
        return self.dose is not None and self.at > self.dose.due_at + self.dose.window
