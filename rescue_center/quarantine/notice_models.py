"""The authority is to be told of a notifiable disease: a task, until somebody was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Animal
from rescue_center.db import Model, never_deleted, written_once
from rescue_center.enclosures.models import Unit
from rescue_center.staff.models import Person

if TYPE_CHECKING:
    from rescue_center.quarantine.models import Test


class DiseaseNotice(Model):
    """Opened by a positive result of a notifiable disease; done when it says whom of the authority
    somebody told, when and how (domain rules 2.4). It is of a test of a quarantine, or says `what`
    was found in an animal without one: that stands in the way of a release until it is resolved."""

    __table_args__ = (
        sa.CheckConstraint(
            "(told_at IS NULL) = (told_whom = '') AND (told_at IS NULL) = (told_by_id IS NULL)",
            name="disease_notice_is_whole",
        ),
        sa.CheckConstraint("told_at IS NULL OR told_at >= opened_at",
                           name="disease_notice_follows_its_result"),
        sa.CheckConstraint(
            "(test_id IS NULL) = (what <> '') AND (test_id IS NULL) = (animal_id IS NOT NULL)",
            name="disease_notice_is_of_a_test_or_a_finding",
        ),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)"
            " AND (resolved_at IS NULL) = (resolution = '')"
            " AND (resolved_at IS NULL OR (test_id IS NULL AND resolved_at >= opened_at))",
            name="disease_notice_resolution_is_whole",
        ),
        sa.Index("ix_disease_notice_open", "id", sqlite_where=sa.text("told_at IS NULL"),
                 postgresql_where=sa.text("told_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    test_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quarantine_test.id"), unique=True)
    animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    what: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    opened_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_whom: Mapped[str] = mapped_column(sa.String(200), default="")
    told_how: Mapped[str] = mapped_column(sa.String(300), default="")
    told_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    resolution: Mapped[str] = mapped_column(sa.Text, default="", server_default="")

    test: Mapped[Test | None] = relationship()
    animal: Mapped[Animal | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    told_by: Mapped[Person | None] = relationship(foreign_keys=[told_by_id])
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=[resolved_by_id])

    @property
    def label(self) -> str:
        """What was found."""
        return self.test.label if self.test is not None else self.what

    @property
    def whose(self) -> Animal:
        """In whom it was found."""
        found = self.test.quarantine.animal if self.test is not None else self.animal
        assert found is not None  # noqa: S101 (disease_notice_is_of_a_test_or_a_finding)
        return found

    @property
    def where(self) -> Unit | None:
        """In which enclosure; none where the animal had left by then."""
        return self.test.quarantine.unit if self.test is not None else self.unit


never_deleted("disease_notice")
written_once(
    "disease_notice", "test_id", "animal_id", "unit_id", "what", "opened_at",
    once_set=("told_at", "resolved_at"),
)  # fmt: skip
