"""That an enclosure was cleaned and left empty, before a new batch comes in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.db import Model, append_only
from rescue_center.enclosures.models import Unit


class Cleaning(Model):
    """An enclosure was cleaned, with nobody in it (domain rules 2.1: all in, all out)."""

    __tablename__ = "unit_cleaning"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    unit: Mapped[Unit] = relationship()


append_only("unit_cleaning")
