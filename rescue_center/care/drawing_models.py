"""Which rows of the stock's ledger a dose was drawn from, and which doses were not drawn at all."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.care.order_models import Administration
from rescue_center.db import Model, append_only, never_deleted, one_of, written_once
from rescue_center.errors import explain
from rescue_center.pharmacy.stock_models import StockLine
from rescue_center.staff.models import Person

#: How a dose that was not drawn from stock was put right.
SETTLED = {"drawn": "Drawn now", "elsewhere": "It came from elsewhere", "struck_out": "Struck out"}


class DoseLine(Model):
    """A dose and a row of the ledger that it was drawn by: one row is of one dose."""

    __tablename__ = "dose_line"

    line_id: Mapped[int] = mapped_column(sa.ForeignKey("stock_line.id"), primary_key=True)
    administration_id: Mapped[int] = mapped_column(sa.ForeignKey("administration.id"), index=True)

    line: Mapped[StockLine] = relationship()
    administration: Mapped[Administration] = relationship()


class UndrawnDose(Model):
    """A dose that somebody gave and no batch was drawn for: it waits until a vet puts it right.
    `controlled`: it is to be reconciled with the register."""

    __tablename__ = "undrawn_dose"
    __table_args__ = (
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)"
            " AND (settled_at IS NULL) = (how IS NULL)",
            name="undrawn_dose_settling_is_whole",
        ),
        one_of("how", SETTLED, "undrawn_dose_settling_is_known"),
        sa.CheckConstraint("how IS NULL OR how <> 'elsewhere' OR length(note) > 0",
                           name="undrawn_dose_from_elsewhere_says_why"),
        sa.Index("ix_undrawn_dose_open", "administration_id",
                 sqlite_where=sa.text("settled_at IS NULL"),
                 postgresql_where=sa.text("settled_at IS NULL")),
    )  # fmt: skip

    administration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("administration.id"), primary_key=True
    )
    controlled: Mapped[bool]
    why: Mapped[str] = mapped_column(sa.String(200), default="")
    since: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    how: Mapped[str | None] = mapped_column(sa.String(12))
    note: Mapped[str] = mapped_column(sa.Text, default="")

    administration: Mapped[Administration] = relationship()
    settled_by: Mapped[Person | None] = relationship()


append_only("dose_line")
never_deleted("undrawn_dose")
written_once(
    "undrawn_dose", "administration_id", "controlled", "why", "since",
    once_set=("settled_at", "settled_by_id", "how"),
)  # fmt: skip
explain("pk_undrawn_dose", "This dose waits to be put right already.")
