"""Concerns: what a keeper saw that somebody else has to look at."""

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
from rescue_center.husbandry.words import URGENCY, WHAT
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

_WAITING = "answered_at IS NULL AND voided_at IS NULL"


class Concern(Voidable, Model):
    """What worries a keeper about an animal or an enclosure, and how soon somebody has to look;
    open until a vet or a manager answers with words."""

    __table_args__ = (
        void_is_whole("concern"),
        one_of("what", WHAT, "concern_is_of_a_kind"),
        one_of("urgency", URGENCY, "concern_urgency_is_known"),
        sa.CheckConstraint("animal_id IS NOT NULL OR unit_id IS NOT NULL",
                           name="concern_is_about_something"),
        sa.CheckConstraint("what <> 'dead' OR animal_id IS NOT NULL",
                           name="who_was_found_dead_is_named"),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)"
            " AND (answered_at IS NULL) = (answer = '')",
            name="concern_answer_is_whole",
        ),
        sa.Index("ix_concern_animal", "animal_id", "at"),
        sa.Index("ix_concern_unit", "unit_id", "at"),
        sa.Index("ix_concern_waiting", "at", sqlite_where=sa.text(_WAITING),
                 postgresql_where=sa.text(_WAITING)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    what: Mapped[str] = mapped_column(sa.String(12))
    urgency: Mapped[str] = mapped_column(sa.String(6))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    animal: Mapped[Animal | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    photos: Mapped[list[ConcernPhoto]] = relationship(order_by="ConcernPhoto.id")

    @property
    def label(self) -> str:
        """What it is about, in words."""
        return WHAT[self.what]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_at is None and not self.is_void


class ConcernPhoto(Model):
    """A photograph of what worries."""

    __table_args__ = (sa.UniqueConstraint("concern_id", "media_id", name="concern_photo_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(sa.ForeignKey("concern.id"))
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media.id"))

    media: Mapped[Media] = relationship()


never_deleted("concern")
append_only("concern_photo")
written_once(
    "concern", "animal_id", "unit_id", "what", "urgency", "note", "at", "by_id", "recorded_at",
    once_set=("answered_at",),
)  # fmt: skip
refuse(
    "concern_answer_stays", "concern", "BEFORE UPDATE",
    "OLD.answered_at IS NOT NULL AND (NEW.answer IS DISTINCT FROM OLD.answer"
    " OR NEW.answered_by_id IS DISTINCT FROM OLD.answered_by_id)",
)  # fmt: skip
