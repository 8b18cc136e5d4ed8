"""Weights and examinations: clinical records, amended and never edited."""

from __future__ import annotations

from datetime import date, datetime
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
    written_once,
)
from rescue_center.media.models import Media
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

    animal: Mapped[Animal] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])

    @property
    def is_estimate(self) -> bool:
        """Whether nobody put the animal on a scale."""
        return self.method == "estimated"


class Exam(Voidable, Model):
    """An examination in SOAP form. A draft may change; once signed only addenda are added."""

    __table_args__ = (
        void_is_whole("exam"),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)",
                           name="exam_signature_is_whole"),
        sa.CheckConstraint("body_condition IS NULL OR body_condition BETWEEN 1 AND "
                           "body_condition_scale", name="exam_body_condition_on_its_scale"),
        sa.CheckConstraint("body_condition * 2 = CAST(body_condition * 2 AS INTEGER)",
                           name="exam_body_condition_in_halves"),
        sa.CheckConstraint("dehydration_pct IS NULL OR dehydration_pct BETWEEN 0 AND 20",
                           name="exam_dehydration_is_sane"),
        sa.CheckConstraint("temperature_c IS NULL OR temperature_c BETWEEN 0 AND 50",
                           name="exam_temperature_is_sane"),
        one_of("fitness", ("not_stated", "fit_for_transport", "fit_for_release", "unfit"),
               "exam_fitness_is_known"),
        sa.Index("ix_exam_animal_at", "animal_id", "at"),
        sa.Index("ix_exam_recheck", "recheck_on",
                 sqlite_where=sa.text("recheck_on IS NOT NULL AND voided_at IS NULL"),
                 postgresql_where=sa.text("recheck_on IS NOT NULL AND voided_at IS NULL")),
        sa.Index("ix_exam_unsigned", "at",
                 sqlite_where=sa.text("signed_at IS NULL AND voided_at IS NULL"),
                 postgresql_where=sa.text("signed_at IS NULL AND voided_at IS NULL")),
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
    body_condition: Mapped[Decimal | None] = mapped_column(sa.Numeric(3, 1))
    body_condition_scale: Mapped[int] = mapped_column(default=5)
    dehydration_pct: Mapped[int | None]
    attitude: Mapped[str] = mapped_column(sa.String(20), default="")
    fitness: Mapped[str] = mapped_column(sa.String(20), default="not_stated")
    #: When a vet means to look again; the next examination answers it.
    recheck_on: Mapped[date | None]
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
    attachments: Mapped[list[Attachment]] = relationship(
        back_populates="exam", order_by="Attachment.id"
    )

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


class Attachment(Voidable, Model):
    """A file that belongs to an examination: an X-ray, a laboratory sheet."""

    __tablename__ = "exam_attachment"
    __table_args__ = (
        void_is_whole("exam_attachment"),
        sa.UniqueConstraint("exam_id", "media_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(sa.ForeignKey("exam.id"), index=True)
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media.id"))
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    exam: Mapped[Exam] = relationship(back_populates="attachments")
    media: Mapped[Media] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


# A signed examination is closed: nothing of it changes but the fact that it was struck out.
_CLOSED = " OR ".join(
    f"NEW.{c} IS DISTINCT FROM OLD.{c}"
    for c in ("subjective", "objective", "assessment", "plan", "temperature_c", "ambient_c",
              "heart_rate", "resp_rate", "body_condition", "body_condition_scale",
              "dehydration_pct", "attitude", "fitness", "purpose", "at", "animal_id", "stay_id",
              "weight_id", "by_id", "signed_at", "signed_by_id", "recheck_on")
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
written_once(
    "weight", "animal_id", "at", "weight_g", "method", "sample_n", "recorded_at", "recorded_by_id"
)
for _table in ("weight", "exam", "exam_attachment"):
    never_deleted(_table)
