"""Issued papers: frozen facts and sealed bytes, numbered without gaps, never edited."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Stay
from rescue_center.cases.models import Case
from rescue_center.db import (
    Model,
    append_only,
    never_deleted,
    one_of,
    refusing,
    trigger,
    written_once,
)
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

#: Kind of paper -> the prefix of its number (`HS-2026-00001`).
PREFIX = {
    "health_statement": "HS",
    "release_fitness": "RF",
    "handover": "HO",
    "intake_receipt": "IR",
    "death_record": "DR",
}

#: Papers that one person answers for and another approves (rules of the trade 4.1), and where their
#: facts name the two.
SIGNED_BY_TWO = {
    "release_fitness": ("vet", "coordinator"),
    "death_record": ("pathologist", "approver"),
}


class Issued(Model):
    """One issued paper. A correction is a new paper that supersedes this one."""

    __tablename__ = "issued_document"
    __table_args__ = (
        one_of("kind", PREFIX, "issued_document_kind_is_known"),
        sa.UniqueConstraint("kind", "year", "serial", name="uq_issued_document_serial"),
        sa.CheckConstraint("serial > 0", name="issued_document_serial_is_positive"),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoke_reason IS NULL)"
                           " AND (revoked_at IS NULL) = (revoked_by_id IS NULL)",
                           name="issued_document_revoked_is_whole"),
        sa.CheckConstraint("kind NOT IN ('release_fitness', 'death_record')"
                           " OR (author <> '' AND approver <> '' AND author <> approver)",
                           name="issued_document_author_is_not_approver"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    paper_version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(sa.String(10), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media.id"))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    species_text: Mapped[str] = mapped_column(sa.Text, default="")
    animal_count: Mapped[int] = mapped_column(default=0)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    #: Who examined and who approves, folded, of the kinds that two people sign (SIGNED_BY_TWO).
    author: Mapped[str] = mapped_column(sa.String(160), default="")
    approver: Mapped[str] = mapped_column(sa.String(160), default="")
    valid_until: Mapped[date | None]
    supersedes_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("issued_document.id"), unique=True
    )
    superseded_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    revoke_reason: Mapped[str | None] = mapped_column(sa.Text)

    media: Mapped[Media] = relationship()
    case: Mapped[Case | None] = relationship()
    issued_by: Mapped[Person | None] = relationship(foreign_keys=[issued_by_id])
    supersedes: Mapped[Issued | None] = relationship(remote_side="Issued.id")
    stays: Mapped[list[IssuedStay]] = relationship(back_populates="issued")

    @property
    def status(self) -> str:
        """`valid`, `superseded` or `revoked`; expiry is a date of its own."""
        if self.revoked_at is not None:
            return "revoked"
        return "superseded" if self.superseded_at is not None else "valid"

    def standing(self, day: date) -> str:
        """The status on a day: what is `valid` is `expired` once its last day has passed."""
        return "expired" if self.status == "valid" and self.is_over(day) else self.status

    def is_over(self, day: date) -> bool:
        """Whether its last day, where it has one, has passed."""
        return self.valid_until is not None and self.valid_until < day


class IssuedStay(Model):
    """Which stays a paper speaks of."""

    __tablename__ = "issued_document_stay"

    issued_id: Mapped[int] = mapped_column(sa.ForeignKey("issued_document.id"), primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), primary_key=True, index=True)

    issued: Mapped[Issued] = relationship(back_populates="stays")
    stay: Mapped[Stay] = relationship()


_FROZEN = " OR ".join(
    f"NEW.{c} IS DISTINCT FROM OLD.{c}"
    for c in ("kind", "year", "serial", "number", "code", "sha256", "media_id", "issued_at",
              "issued_by_id", "animal_count", "species_text", "valid_until", "paper_version",
              "case_id", "supersedes_id", "author", "approver")
)  # fmt: skip
trigger(
    "issued_document_is_frozen",
    "issued_document",
    "BEFORE UPDATE",
    sqlite=f"""WHEN {_FROZEN.replace(" IS DISTINCT FROM ", " IS NOT ")} OR NEW.facts <> OLD.facts
      OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'issued_document_is_frozen'); END""",
    postgresql=f"""BEGIN IF {_FROZEN} OR NEW.facts::text <> OLD.facts::text
      OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL) THEN
      {refusing("issued_document_is_frozen")} END IF; RETURN NEW; END""",
)

# Gapless even if the counter were bypassed: a serial follows the one before it.
trigger(
    "issued_document_has_no_gap",
    "issued_document",
    "BEFORE INSERT",
    sqlite="""WHEN NEW.serial > 1 AND NOT EXISTS (SELECT 1 FROM issued_document
      WHERE kind = NEW.kind AND year = NEW.year AND serial = NEW.serial - 1)
      BEGIN SELECT RAISE(ABORT, 'issued_document_has_no_gap'); END""",
    postgresql=f"""BEGIN IF NEW.serial > 1 AND NOT EXISTS (SELECT 1 FROM issued_document
      WHERE kind = NEW.kind AND year = NEW.year AND serial = NEW.serial - 1) THEN
      {refusing("issued_document_has_no_gap")} END IF; RETURN NEW; END""",
)

never_deleted("issued_document")
written_once(
    "issued_document", once_set=("superseded_at", "revoked_at", "revoked_by_id", "revoke_reason")
)
append_only("issued_document_stay")
