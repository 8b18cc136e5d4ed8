"""Weights, examinations, prescriptions and doses: clinical records, amended and never edited."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Animal, Stay
from rescue_center.db import (
    Model,
    Voidable,
    append_only,
    never_deleted,
    one_of,
    refusing,
    trigger,
    void_is_whole,
)
from rescue_center.media.models import Media
from rescue_center.pharmacy.models import ROUTES, Drug
from rescue_center.staff.models import Person


class Weight(Voidable, Model):
    """One reading, in whole grams. For a lot it is the mean of `sample_n` animals weighed."""

    __table_args__ = (
        void_is_whole("weight"),
        sa.CheckConstraint("weight_g > 0", name="weight_is_positive"),
        one_of("method", ("weighed", "estimated"), "weight_method_is_known"),
        sa.Index("ix_weight_animal_at", "animal_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    at: Mapped[datetime]
    weight_g: Mapped[int]
    method: Mapped[str] = mapped_column(sa.String(10), default="weighed")
    sample_n: Mapped[int | None]
    unusual_confirmed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])


class Exam(Voidable, Model):
    """An examination in SOAP form. A draft may change; once signed only addenda are added."""

    __table_args__ = (
        void_is_whole("exam"),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)",
                           name="exam_signature_is_whole"),
        sa.CheckConstraint("body_condition IS NULL OR body_condition BETWEEN 1 AND "
                           "body_condition_scale", name="exam_body_condition_on_its_scale"),
        sa.CheckConstraint("dehydration_pct IS NULL OR dehydration_pct BETWEEN 0 AND 20",
                           name="exam_dehydration_is_sane"),
        sa.CheckConstraint("temperature_c IS NULL OR temperature_c BETWEEN 0 AND 50",
                           name="exam_temperature_is_sane"),
        one_of("fitness", ("not_stated", "fit_for_transport", "fit_for_release", "unfit"),
               "exam_fitness_is_known"),
        sa.Index("ix_exam_animal_at", "animal_id", "at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), index=True)
    at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(sa.String(40), default="routine")
    subjective: Mapped[str] = mapped_column(sa.Text, default="")
    objective: Mapped[str] = mapped_column(sa.Text, default="")
    assessment: Mapped[str] = mapped_column(sa.Text, default="")
    plan: Mapped[str] = mapped_column(sa.Text, default="")
    temperature_c: Mapped[Decimal | None] = mapped_column(sa.Numeric(4, 1))
    ambient_c: Mapped[Decimal | None] = mapped_column(sa.Numeric(4, 1))
    heart_rate: Mapped[int | None]
    resp_rate: Mapped[int | None]
    body_condition: Mapped[int | None]
    body_condition_scale: Mapped[int] = mapped_column(default=5)
    dehydration_pct: Mapped[int | None]
    attitude: Mapped[str] = mapped_column(sa.String(20), default="")
    fitness: Mapped[str] = mapped_column(sa.String(20), default="not_stated")
    weight_id: Mapped[int | None] = mapped_column(sa.ForeignKey("weight.id"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    animal: Mapped[Animal] = relationship()
    stay: Mapped[Stay] = relationship()
    weight: Mapped[Weight | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    addenda: Mapped[list[Addendum]] = relationship(back_populates="exam", order_by="Addendum.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_signed(self) -> bool:
        """Whether it is closed to edits."""
        return self.signed_at is not None


class Addendum(Model):
    """An amendment of a signed examination."""

    __tablename__ = "exam_addendum"

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(sa.ForeignKey("exam.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    exam: Mapped[Exam] = relationship(back_populates="addenda")
    by: Mapped[Person | None] = relationship()


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
    route: Mapped[str] = mapped_column(sa.String(4))
    frequency: Mapped[str] = mapped_column(sa.String(12))
    interval_h: Mapped[int | None]
    is_once: Mapped[bool] = mapped_column(default=False)
    is_prn: Mapped[bool] = mapped_column(default=False)
    min_interval_h: Mapped[int | None]
    max_per_day: Mapped[int | None]
    starts_at: Mapped[datetime]
    days: Mapped[int | None]
    indication: Mapped[str] = mapped_column(sa.Text, default="")
    instructions: Mapped[str] = mapped_column(sa.Text, default="")
    outside_limits_reason: Mapped[str] = mapped_column(sa.Text, default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    ordered_at: Mapped[datetime]
    ordered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    stopped_at: Mapped[datetime | None]
    stopped_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    stop_reason: Mapped[str | None] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)

    animal: Mapped[Animal] = relationship()
    stay: Mapped[Stay] = relationship()
    drug: Mapped[Drug] = relationship()
    weight: Mapped[Weight | None] = relationship()
    ordered_by: Mapped[Person | None] = relationship(foreign_keys=[ordered_by_id])
    doses: Mapped[list[Dose]] = relationship(back_populates="prescription", order_by="Dose.due_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


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
        sa.Index("ix_administration_animal_at", "animal_id", "at"),
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
    too_soon_reason: Mapped[str] = mapped_column(sa.Text, default="")
    too_soon_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    is_conflict: Mapped[bool] = mapped_column(default=False)
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    resolution: Mapped[str] = mapped_column(sa.Text, default="")

    dose: Mapped[Dose | None] = relationship(back_populates="records")
    prescription: Mapped[Prescription] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


class Attachment(Voidable, Model):
    """A file that belongs to an examination: an X-ray, a laboratory sheet."""

    __tablename__ = "exam_attachment"
    __table_args__ = (void_is_whole("exam_attachment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(sa.ForeignKey("exam.id"), index=True)
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media.id"))
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    at: Mapped[datetime]

    media: Mapped[Media] = relationship()


# A signed examination is closed: nothing of it changes but the fact that it was struck out.
_CLOSED = " OR ".join(
    f"NEW.{c} IS DISTINCT FROM OLD.{c}"
    for c in ("subjective", "objective", "assessment", "plan", "temperature_c", "heart_rate",
              "resp_rate", "body_condition", "dehydration_pct", "attitude", "fitness", "at",
              "animal_id", "stay_id", "weight_id", "by_id", "signed_at", "signed_by_id")
)  # fmt: skip
_CLOSED_SQLITE = _CLOSED.replace(" IS DISTINCT FROM ", " IS NOT ")
trigger(
    "signed_exam_is_closed",
    "exam",
    "BEFORE UPDATE",
    sqlite=f"""WHEN OLD.signed_at IS NOT NULL AND ({_CLOSED_SQLITE})
      BEGIN SELECT RAISE(ABORT, 'signed_exam_is_closed'); END""",
    postgresql=f"""BEGIN IF OLD.signed_at IS NOT NULL AND ({_CLOSED}) THEN
      {refusing("signed_exam_is_closed")} END IF; RETURN NEW; END""",
)

append_only("exam_addendum")
for _table in ("weight", "exam", "prescription", "dose", "administration"):
    never_deleted(_table)
