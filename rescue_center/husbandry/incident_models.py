"""Bites, scratches, escapes and injuries."""

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
    refuse,
    void_is_whole,
    written_once,
)
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry.words import INCIDENTS
from rescue_center.media.models import Media
from rescue_center.staff.models import Person


class Incident(Voidable, Model):
    """What happened to people or got away, with what the grave diseases of its species ask of
    whoever was hurt, as it was told then; open until somebody says how it was followed up."""

    __table_args__ = (
        void_is_whole("incident"),
        one_of("what", INCIDENTS, "incident_kind_is_known"),
        sa.CheckConstraint(
            "animal_id IS NOT NULL OR unit_id IS NOT NULL OR note <> ''",
            name="incident_says_something",
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)"
            " AND (closed_at IS NULL) = (follow_up = '')",
            name="incident_follow_up_is_whole",
        ),
        sa.Index("ix_incident_at", "at"),
        sa.Index("ix_incident_animal", "animal_id", "at"),
        sa.Index("ix_incident_unit", "unit_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(sa.String(8))
    animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    at: Mapped[datetime]
    person_hurt: Mapped[str] = mapped_column(sa.String(200), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    advice: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    follow_up: Mapped[str] = mapped_column(sa.Text, default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    animal: Mapped[Animal | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    photos: Mapped[list[IncidentPhoto]] = relationship(order_by="IncidentPhoto.id")

    @property
    def label(self) -> str:
        """What happened, in words."""
        return INCIDENTS[self.what]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a follow-up."""
        return self.closed_at is None and not self.is_void


class IncidentPhoto(Model):
    """A photograph of an incident."""

    __table_args__ = (sa.UniqueConstraint("incident_id", "media_id", name="incident_photo_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"))
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media.id"))

    media: Mapped[Media] = relationship()


never_deleted("incident")
append_only("incident_photo")
written_once(
    "incident", "what", "animal_id", "unit_id", "at", "person_hurt", "note", "advice", "by_id",
    "recorded_at", once_set=("closed_at",),
)  # fmt: skip
refuse(
    "incident_follow_up_stays", "incident", "BEFORE UPDATE",
    "OLD.closed_at IS NOT NULL AND (NEW.follow_up IS DISTINCT FROM OLD.follow_up"
    " OR NEW.closed_by_id IS DISTINCT FROM OLD.closed_by_id)",
)  # fmt: skip
