"""Arrivals: what was received against what was declared, and the differences, signed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import Model, append_only, never_deleted, written_once
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person


class Intake(Model):
    """One arrival: who brought the animals, how, and who received them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    arrived_at: Mapped[datetime]
    delivered_by: Mapped[str] = mapped_column(sa.String(160), default="")
    agency: Mapped[str] = mapped_column(sa.String(200), default="")
    transport_hours: Mapped[Decimal | None] = mapped_column(sa.Numeric(6, 1))
    container: Mapped[str] = mapped_column(sa.String(200), default="")
    temperature_c: Mapped[Decimal | None] = mapped_column(sa.Numeric(4, 1))
    seals: Mapped[str] = mapped_column(sa.String(200), default="")
    condition: Mapped[str] = mapped_column(sa.Text, default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    received_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    case: Mapped[Case | None] = relationship()
    received_by: Mapped[Person | None] = relationship()
    lines: Mapped[list[IntakeLine]] = relationship(
        back_populates="intake", order_by="IntakeLine.id"
    )

    @property
    def dead_animals(self) -> list[Animal]:
        """The records of what was dead on arrival."""
        return [line.dead_animal for line in self.lines if line.dead_animal is not None]


class IntakeLine(Model):
    """Received alive and dead, of one species; the lots it made name it."""

    __table_args__ = (
        sa.CheckConstraint("alive >= 0 AND dead >= 0 AND alive + dead > 0",
                           name="intake_line_received_something"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = mapped_column(sa.ForeignKey("intake.id"), index=True)
    manifest_line_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("manifest_line.id"), index=True
    )
    taxon_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon.id"))
    alive: Mapped[int]
    dead: Mapped[int]
    alive_animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"))
    dead_animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"))
    note: Mapped[str] = mapped_column(sa.Text, default="")

    intake: Mapped[Intake] = relationship(back_populates="lines")
    manifest_line: Mapped[ManifestLine | None] = relationship()
    taxon: Mapped[Taxon] = relationship()
    alive_animal: Mapped[Animal | None] = relationship(foreign_keys=[alive_animal_id])
    dead_animal: Mapped[Animal | None] = relationship(foreign_keys=[dead_animal_id])


class Discrepancy(Model):
    """An explained and signed difference between what was declared and what was received.

    `declared` and `received` are the figures at the time of signing; a later one is a new row."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    manifest_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("manifest_line.id"))
    taxon_id: Mapped[int | None] = mapped_column(sa.ForeignKey("taxon.id"))
    declared: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 3))
    received_alive: Mapped[int]
    received_dead: Mapped[int]
    explanation: Mapped[str] = mapped_column(sa.Text)
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    signed_by: Mapped[Person | None] = relationship()


never_deleted("intake")
written_once("intake", "case_id", "arrived_at", "received_by_id")
append_only("intake_line")
append_only("discrepancy")
