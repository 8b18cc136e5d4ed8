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
    never_deleted,
    one_of,
    refusing,
    trigger,
    void_is_whole,
)
from rescue_center.pharmacy.models import ROUTES, Drug
from rescue_center.staff.models import Person


class Prescription(Voidable, Model):
    """A vet's order. Rates and volumes are frozen as computed (care/dosing.py); a change is a stop
    and a new order, so doses already given never move."""

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
        sa.Index("ix_prescription_animal", "animal_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), index=True)
    drug_id: Mapped[int] = mapped_column(sa.ForeignKey("drug.id"))
    rate_mg_per_kg: Mapped[Decimal] = mapped_column(sa.Numeric(12, 4))
    weight_id: Mapped[int | None] = mapped_column(sa.ForeignKey("weight.id"))
    weight_g: Mapped[int]
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
    version: Mapped[int] = mapped_column(default=1)

    animal: Mapped[Animal] = relationship()
    stay: Mapped[Stay] = relationship()
    drug: Mapped[Drug] = relationship()
    weight: Mapped[Weight | None] = relationship()
    ordered_by: Mapped[Person | None] = relationship(foreign_keys=[ordered_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    stopped_by: Mapped[Person | None] = relationship(foreign_keys=[stopped_by_id])
    doses: Mapped[list[Dose]] = relationship(back_populates="prescription", order_by="Dose.due_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

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
        sa.Index("ix_administration_review", "recorded_at",
                 sqlite_where=sa.text("is_conflict AND resolved_at IS NULL"
                                      " AND voided_at IS NULL"),
                 postgresql_where=sa.text("is_conflict AND resolved_at IS NULL"
                                          " AND voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    dose_id: Mapped[int | None] = mapped_column(sa.ForeignKey("dose.id"))
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


# Nothing is given to an animal that has left (a late report is kept for the vet to review). The
# stay's row is locked, so that on PostgreSQL a departure that commits meanwhile is seen.
trigger(
    "no_dose_after_departure",
    "administration",
    "BEFORE INSERT",
    sqlite="""WHEN NOT NEW.is_conflict AND EXISTS (SELECT 1 FROM prescription p
        JOIN stay s ON s.id = p.stay_id WHERE p.id = NEW.prescription_id AND s.ended_at IS NOT NULL)
      BEGIN SELECT RAISE(ABORT, 'no_dose_after_departure'); END""",
    postgresql=f"""DECLARE ended timestamptz; BEGIN
      SELECT s.ended_at INTO ended FROM stay s JOIN prescription p ON p.stay_id = s.id
        WHERE p.id = NEW.prescription_id FOR SHARE OF s;
      IF ended IS NOT NULL AND NOT NEW.is_conflict THEN
        {refusing("no_dose_after_departure")} END IF; RETURN NEW; END""",
)

# As needed has no slot that a unique key could guard: the order's row is locked, then the last
# record is read.
_GUARDED = (
    "NEW.dose_id IS NULL AND NOT NEW.is_conflict AND NEW.too_soon_reason = ''"
    " AND NEW.status IN ('given', 'partly')"
)
_TOO_NEAR = """EXISTS (SELECT 1 FROM administration a
  JOIN prescription p ON p.id = a.prescription_id
  WHERE a.prescription_id = NEW.prescription_id AND a.voided_at IS NULL
    AND a.status IN ('given', 'partly') AND {apart} < p.min_interval_h * 3600)"""
_APART_SQLITE = "abs(julianday(NEW.at) - julianday(a.at)) * 86400 + 1"
_APART_POSTGRESQL = "abs(extract(epoch FROM NEW.at - a.at)) + 1"
trigger(
    "prn_keeps_its_interval",
    "administration",
    "BEFORE INSERT",
    sqlite=f"""WHEN {_GUARDED} AND {_TOO_NEAR.format(apart=_APART_SQLITE)}
      BEGIN SELECT RAISE(ABORT, 'prn_keeps_its_interval'); END""",
    postgresql=f"""BEGIN IF {_GUARDED} THEN
      PERFORM 1 FROM prescription WHERE id = NEW.prescription_id FOR NO KEY UPDATE;
      IF {_TOO_NEAR.format(apart=_APART_POSTGRESQL)} THEN
        {refusing("prn_keeps_its_interval")} END IF;
      END IF; RETURN NEW; END""",
)

# An order is never rewritten: a change is a stop and a new order.
_FROZEN = (
    "animal_id", "stay_id", "drug_id", "rate_mg_per_kg", "weight_g", "dose_mg", "amount",
    "amount_unit", "dilution", "route", "frequency", "interval_h", "is_once", "is_prn",
    "min_interval_h", "max_per_day", "starts_at", "days", "ordered_at", "ordered_by_id",
)  # fmt: skip
_REWRITTEN = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _FROZEN)
trigger(
    "order_is_never_rewritten",
    "prescription",
    "BEFORE UPDATE",
    sqlite=f"""WHEN {_REWRITTEN.replace(" IS DISTINCT FROM ", " IS NOT ")}
      BEGIN SELECT RAISE(ABORT, 'order_is_never_rewritten'); END""",
    postgresql=f"""BEGIN IF {_REWRITTEN} THEN {refusing("order_is_never_rewritten")} END IF;
      RETURN NEW; END""",
)

for _table in ("prescription", "dose", "administration"):
    never_deleted(_table)
