"""What happened in a unit, and what an animal was exposed to."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import (
    Model,
    Voidable,
    append_only,
    never_deleted,
    one_of,
    void_is_whole,
    written_once,
)
from rescue_center.enclosures.models import Unit

EVENT_KINDS = {"illness": "Illness", "death": "Death", "positive": "Positive test",
               "escape": "Escape", "other": "Incident"}  # fmt: skip


class AdverseEvent(Voidable, Model):
    """An illness, an unexplained death or a positive test in a unit; open until explained."""

    __table_args__ = (
        void_is_whole("adverse_event"),
        one_of("kind", EVENT_KINDS, "adverse_event_kind_is_known"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)",
                           name="adverse_event_closed_is_whole"),
        sa.Index("ix_adverse_event_unit", "unit_id", "at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime]
    description: Mapped[str] = mapped_column(sa.Text)
    explained: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closing_note: Mapped[str] = mapped_column(sa.Text, default="")

    unit: Mapped[Unit] = relationship()
    animal: Mapped[Animal | None] = relationship()

    @property
    def label(self) -> str:
        """Its kind in words."""
        return EVENT_KINDS[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an explanation."""
        return self.closed_at is None and self.voided_at is None


class Exposure(Model):
    """Contact with a source of infection; heirs of a lot inherit it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    source: Mapped[str] = mapped_column(sa.String(200))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    inherited_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("exposure.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    decision: Mapped[ExposureDecision | None] = relationship(back_populates="exposure")


class ExposureDecision(Model):
    """What a vet made of an exposure: it stays until `not_before` at least, so many days after the
    last contact, or no longer than without it. Copied with the exposure to heirs."""

    __tablename__ = "quarantine_exposure_decision"
    __table_args__ = (
        one_of("kind", ("prolong", "dismiss"), "exposure_decision_kind_is_known"),
        sa.CheckConstraint("(kind = 'prolong') = (not_before IS NOT NULL)",
                           name="exposure_decision_prolongs_until"),
        sa.CheckConstraint("length(reason) > 0", name="exposure_decision_has_reason"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    exposure_id: Mapped[int] = mapped_column(sa.ForeignKey("exposure.id"), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    days: Mapped[int | None]
    not_before: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    exposure: Mapped[Exposure] = relationship(back_populates="decision")


append_only("exposure")
append_only("quarantine_exposure_decision")
never_deleted("adverse_event")
written_once(
    "adverse_event", "unit_id", "animal_id", "kind", "at", "description", once_set=("closed_at",)
)
