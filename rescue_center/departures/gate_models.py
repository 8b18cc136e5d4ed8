"""What the gate to a release rests on: judgements of its criteria, and permits."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Stay
from rescue_center.cases.models import CourtOrder
from rescue_center.db import (
    Model,
    Voidable,
    append_only,
    never_deleted,
    one_of,
    void_is_whole,
    written_once,
)
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

#: How high the risk is that a released animal carries a disease to the site: qualitative, as
#: domain rules 3.2 score it. High blocks, medium needs a mitigation.
LEVELS = {"negligible": "Negligible", "low": "Low", "medium": "Medium", "high": "High"}


class Assessment(Voidable, Model):
    """One criterion of release readiness, with its evidence; the newest valid row counts.

    Hard stops are computed, never assessed (departures/readiness.py)."""

    __table_args__ = (
        void_is_whole("assessment"),
        one_of("verdict", ("met", "not_met", "overridden", "not_applicable"),
               "assessment_verdict_is_known"),
        one_of("level", ("", *LEVELS), "assessment_level_is_known"),
        sa.CheckConstraint("(criterion = 'disease_risk') = (level <> '')",
                           name="assessment_of_risk_has_a_level"),
        sa.CheckConstraint("level <> 'medium' OR length(mitigation) > 0",
                           name="assessment_medium_risk_is_mitigated"),
        sa.CheckConstraint("level <> 'high' OR verdict = 'not_met'",
                           name="assessment_high_risk_is_not_met"),
        sa.CheckConstraint("verdict NOT IN ('overridden','not_applicable') OR length(reason) > 0",
                           name="assessment_override_has_reason"),
        sa.CheckConstraint("criterion <> 'native_range' OR verdict <> 'overridden'"
                           " OR order_id IS NOT NULL OR permit_id IS NOT NULL",
                           name="assessment_outside_range_is_approved"),
        sa.Index("ix_assessment_stay", "stay_id", "criterion"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"))
    criterion: Mapped[str] = mapped_column(sa.String(40))
    verdict: Mapped[str] = mapped_column(sa.String(16))
    evidence: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    #: Of the disease risk only (domain rules 3.2).
    level: Mapped[str] = mapped_column(sa.String(12), default="")
    mitigation: Mapped[str] = mapped_column(sa.Text, default="")
    #: What approves an animal outside its native range: an order of its case, or a permit.
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("court_order.id"))
    permit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("permit.id"))
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    order: Mapped[CourtOrder | None] = relationship()
    permit: Mapped[Permit | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])

    @property
    def said(self) -> str:
        """What was seen, or why; of a risk its level and what is done about it too."""
        level = f"{LEVELS[self.level]}: " if self.level else ""
        if self.order is not None:
            level = f"Order {self.order.reference} of {self.order.authority}: "
        elif self.permit is not None:
            level = f"Permit {self.permit.number} of {self.permit.issuer}: "
        against = f" Mitigation: {self.mitigation}" if self.mitigation else ""
        return f"{level}{self.evidence or self.reason}{against}"


class Permit(Voidable, Model):
    """A permit of an authority: for release, for movement, CITES. Free number, issuer, dates."""

    __table_args__ = (
        void_is_whole("permit"),
        one_of("kind", ("release", "movement", "cites_export", "cites_import", "cites_reexport",
                        "health_endorsement", "other"), "permit_kind_is_known"),
        sa.CheckConstraint("expires_on IS NULL OR expires_on >= issued_on",
                           name="permit_expires_after_issue"),
        sa.Index("uq_permit_standing", "issuer", "number", unique=True,
                 sqlite_where=sa.text("voided_at IS NULL"),
                 postgresql_where=sa.text("voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    number: Mapped[str] = mapped_column(sa.String(70))
    issuer: Mapped[str] = mapped_column(sa.String(160))
    issuer_country: Mapped[str] = mapped_column(sa.String(2), default="")
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    purpose_code: Mapped[str] = mapped_column(sa.String(2), default="")
    source_code: Mapped[str] = mapped_column(sa.String(2), default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    media: Mapped[Media | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    voided_by: Mapped[Person | None] = relationship(foreign_keys="Permit.voided_by_id")


class PermitStay(Model):
    """Which stays a permit covers."""

    permit_id: Mapped[int] = mapped_column(sa.ForeignKey("permit.id"), primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), primary_key=True, index=True)

    permit: Mapped[Permit] = relationship()
    stay: Mapped[Stay] = relationship()


never_deleted("assessment")
never_deleted("permit")
written_once("permit", "kind", "number", "issuer", "issued_on", "expires_on",
             "purpose_code", "source_code")  # fmt: skip
written_once(
    "assessment", "stay_id", "criterion", "verdict", "evidence", "reason", "level", "mitigation",
    "order_id", "permit_id", "at", "by_id",
)  # fmt: skip
append_only("permit_stay")
