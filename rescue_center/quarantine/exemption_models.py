"""A vet's word that an animal needs no quarantine here."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.db import Model, append_only
from rescue_center.staff.models import Person


class Exemption(Model):
    """No quarantine needed, and why: it comes from that of another centre, say. A release rests on
    it too. Never taken back: a quarantine that is begun later counts instead. Heirs of a lot have
    it as well."""

    __tablename__ = "quarantine_exemption"
    __table_args__ = (
        sa.CheckConstraint("length(reason) > 0", name="quarantine_exemption_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), index=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    inherited_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quarantine_exemption.id"))

    stay: Mapped[Stay] = relationship()
    by: Mapped[Person | None] = relationship()


append_only("quarantine_exemption")
