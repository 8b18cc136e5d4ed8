"""The evidence holds on a stay."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.cases.models import Case, CourtOrder
from rescue_center.db import Model, never_deleted, written_once
from rescue_center.staff.models import Person

if TYPE_CHECKING:
    from rescue_center.animals.models import Stay


class Hold(Model):
    """An evidence hold on a stay; lifted only by a recorded order."""

    __tablename__ = "evidence_hold"
    __table_args__ = (
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lift_order_id IS NULL)"
            " AND (lifted_at IS NULL) = (lifted_by_id IS NULL)",
            name="hold_is_lifted_by_an_order",
        ),
        sa.Index("uq_evidence_hold_open", "stay_id", "case_id", unique=True,
                 sqlite_where=sa.text("lifted_at IS NULL"),
                 postgresql_where=sa.text("lifted_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), index=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    inherited_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("evidence_hold.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    lift_order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("court_order.id"))

    stay: Mapped[Stay] = relationship(back_populates="evidence_holds")
    case: Mapped[Case] = relationship()
    lift_order: Mapped[CourtOrder | None] = relationship()
    placed_by: Mapped[Person | None] = relationship(foreign_keys=[placed_by_id])

    @property
    def stands(self) -> bool:
        """Whether it is still in force."""
        return self.lifted_at is None

    def stood_at(self, at: datetime) -> bool:
        """Whether it was in force at a moment, or is now."""
        return self.lifted_at is None or self.placed_at <= at < self.lifted_at


never_deleted("evidence_hold")
written_once("evidence_hold", "stay_id", "case_id", "reason", "placed_at", "placed_by_id")
