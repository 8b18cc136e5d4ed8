"""Which part of the centre is whose, and who works when."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.db import Model, never_deleted, one_of, written_once
from rescue_center.enclosures.models import Unit
from rescue_center.staff.models import Person

PARTS = {"morning": "Morning", "day": "Day", "evening": "Evening", "night": "Night"}


class Keepership(Model):
    """A person keeps an area or a site, from a day until another; its head plans the work there."""

    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on",
                           name="keepership_ends_after_it_began"),
        sa.CheckConstraint("(until_on IS NULL) = (ended_by_id IS NULL)",
                           name="keepership_end_is_whole"),
        sa.Index("uq_keepership_open", "person_id", "unit_id", unique=True,
                 sqlite_where=sa.text("until_on IS NULL"),
                 postgresql_where=sa.text("until_on IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    is_head: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # the last day
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship()

    def holds_on(self, day: date) -> bool:
        """Whether the area is this person's on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Shift(Model):
    """Who works in an area on a part of a day; taken back rather than removed."""

    __table_args__ = (
        one_of("part", PARTS, "shift_part_is_known"),
        sa.Index("uq_shift", "person_id", "day", "part", unique=True,
                 sqlite_where=sa.text("cancelled_at IS NULL"),
                 postgresql_where=sa.text("cancelled_at IS NULL")),
        sa.Index("ix_shift_day", "day"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    day: Mapped[date]
    part: Mapped[str] = mapped_column(sa.String(8))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship()


never_deleted("keepership")
never_deleted("shift")
written_once("keepership", "person_id", "unit_id", "is_head", "from_on", once_set=("until_on",))
written_once("shift", "person_id", "unit_id", "day", "part", once_set=("cancelled_at",))
