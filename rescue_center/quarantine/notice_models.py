"""The authority is to be told of a notifiable disease: a task, until somebody was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.db import Model, never_deleted, written_once
from rescue_center.staff.models import Person

if TYPE_CHECKING:
    from rescue_center.quarantine.models import Test


class DiseaseNotice(Model):
    """Opened by a positive result of a notifiable disease; done when it says whom of the authority
    somebody told, when and how (domain rules 2.4)."""

    __table_args__ = (
        sa.CheckConstraint(
            "(told_at IS NULL) = (told_whom = '') AND (told_at IS NULL) = (told_by_id IS NULL)",
            name="disease_notice_is_whole",
        ),
        sa.CheckConstraint("told_at IS NULL OR told_at >= opened_at",
                           name="disease_notice_follows_its_result"),
        sa.Index("ix_disease_notice_open", "id", sqlite_where=sa.text("told_at IS NULL"),
                 postgresql_where=sa.text("told_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    test_id: Mapped[int] = mapped_column(sa.ForeignKey("quarantine_test.id"), unique=True)
    opened_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_whom: Mapped[str] = mapped_column(sa.String(200), default="")
    told_how: Mapped[str] = mapped_column(sa.String(300), default="")
    told_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    test: Mapped[Test] = relationship()
    told_by: Mapped[Person | None] = relationship()


never_deleted("disease_notice")
written_once("disease_notice", "test_id", "opened_at", once_set=("told_at",))
