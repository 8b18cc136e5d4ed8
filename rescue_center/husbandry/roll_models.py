"""Roll-calls: who was there and who was not."""

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
from rescue_center.husbandry.words import RESOLUTIONS
from rescue_center.staff.models import Person


class RollCall(Voidable, Model):
    """How many were expected in an enclosure and how many were found. Where the two differ, or
    somebody was missed by name, it stays open until it is known why (domain rules 9)."""

    __table_args__ = (
        void_is_whole("roll_call"),
        one_of("resolution", RESOLUTIONS, "roll_call_resolution_is_known"),
        sa.CheckConstraint("expected >= 0 AND found >= 0", name="roll_call_is_not_negative"),
        sa.CheckConstraint("missed >= 0", name="roll_call_misses_are_not_negative"),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolution IS NULL)"
            " AND (resolved_at IS NULL) = (resolved_by_id IS NULL)",
            name="roll_call_resolution_is_whole",
        ),
        sa.CheckConstraint("resolved_at IS NULL OR expected <> found OR missed > 0",
                           name="only_mismatches_are_resolved"),
        sa.Index("ix_roll_call_unit", "unit_id", "at"),
        sa.Index("ix_roll_call_at", "at"),
        sa.Index("ix_roll_call_open", "at",
                 sqlite_where=sa.text("(expected <> found OR missed > 0)"
                                      " AND resolved_at IS NULL AND voided_at IS NULL"),
                 postgresql_where=sa.text("(expected <> found OR missed > 0)"
                                          " AND resolved_at IS NULL AND voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    at: Mapped[datetime]
    expected: Mapped[int]
    found: Mapped[int]
    missed: Mapped[int] = mapped_column(default=0)  # records that were missed by name
    note: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    resolution: Mapped[str | None] = mapped_column(sa.String(10))
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    resolution_note: Mapped[str] = mapped_column(sa.Text, default="")

    unit: Mapped[Unit] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=[resolved_by_id])
    named: Mapped[list[Called]] = relationship(back_populates="roll_call", order_by="Called.id")

    @property
    def differs(self) -> bool:
        """Whether not everybody was found, or more than were expected."""
        return self.expected != self.found or self.missed > 0

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet why it differs."""
        return self.differs and self.resolved_at is None and not self.is_void

    @property
    def resolution_label(self) -> str:
        """What became of it, in words."""
        return RESOLUTIONS.get(self.resolution or "", "")


class Called(Model):
    """An animal by name in a roll-call: seen well, or missed."""

    __tablename__ = "roll_call_animal"
    __table_args__ = (sa.UniqueConstraint("roll_call_id", "animal_id", name="called_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_call_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_call.id"))
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    missed: Mapped[bool] = mapped_column(default=False)

    roll_call: Mapped[RollCall] = relationship(back_populates="named")
    animal: Mapped[Animal] = relationship()


never_deleted("roll_call")
append_only("roll_call_animal")
written_once(
    "roll_call", "unit_id", "at", "expected", "found", "missed", "note", "by_id", "recorded_at",
    once_set=("resolution", "resolved_at"),
)  # fmt: skip
refuse(
    "roll_call_resolution_stays", "roll_call", "BEFORE UPDATE",
    "OLD.resolved_at IS NOT NULL AND (NEW.resolution_note IS DISTINCT FROM OLD.resolution_note"
    " OR NEW.resolved_by_id IS DISTINCT FROM OLD.resolved_by_id)",
)  # fmt: skip
