"""Assessments of welfare after the Five Domains (domain rules 9)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import (
    Model,
    Voidable,
    append_only,
    never_deleted,
    one_of,
    void_is_whole,
    written_once,
)
from rescue_center.husbandry.words import COMPROMISE, CONFIDENCE, DOMAINS
from rescue_center.staff.models import Person


class WelfareAssessment(Voidable, Model):
    """How an animal fares in each of five domains. Compromise and enhancement are scales of their
    own; domains are never averaged: the whole is as bad as its worst."""

    __table_args__ = (
        void_is_whole("welfare_assessment"),
        one_of("confidence", CONFIDENCE, "welfare_confidence_is_known"),
        sa.Index("ix_welfare_assessment_stay", "stay_id", "at"),
        sa.Index("ix_welfare_assessment_animal", "animal_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"))
    at: Mapped[datetime]
    confidence: Mapped[str] = mapped_column(sa.String(8))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    animal: Mapped[Animal] = relationship()
    stay: Mapped[Stay] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    grades: Mapped[list[WelfareGrade]] = relationship(
        back_populates="assessment", order_by="WelfareGrade.position"
    )

    @property
    def overall(self) -> str:
        """The worst compromise of any domain."""
        return max(grade.compromise for grade in self.grades)


class WelfareGrade(Model):
    """One domain of an assessment: compromise A (none) to E (very severe), enhancement 0 to 3, and
    what was seen."""

    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "domain", name="welfare_domain_is_graded_once"),
        one_of("domain", DOMAINS, "welfare_domain_is_known"),
        one_of("compromise", COMPROMISE, "welfare_compromise_is_known"),
        sa.CheckConstraint("enhancement BETWEEN 0 AND 3", name="welfare_enhancement_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("welfare_assessment.id"))
    position: Mapped[int]
    domain: Mapped[str] = mapped_column(sa.String(12))
    compromise: Mapped[str] = mapped_column(sa.String(1))
    enhancement: Mapped[int]
    indicators: Mapped[str] = mapped_column(sa.Text, default="")

    assessment: Mapped[WelfareAssessment] = relationship(back_populates="grades")


never_deleted("welfare_assessment")
append_only("welfare_grade")
written_once("welfare_assessment", "animal_id", "stay_id", "at", "confidence", "note", "by_id",
             "recorded_at")  # fmt: skip
