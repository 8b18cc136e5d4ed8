"""What phones sent: each record once, as it was written, with what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.db import Model, append_only, never_deleted, one_of, written_once
from rescue_center.errors import explain
from rescue_center.staff.models import Person
from rescue_center.staff.phone_models import Phone, PhoneProfile

#: What becomes of a record. `conflict`: kept beside another, for a vet. `held`: it waits for
#: somebody who decides whether it counts. `refused`: it was not carried out; the sentence says why.
OUTCOMES = ("applied", "conflict", "held", "refused")
#: `accepted`: carried out after all. `noted`: kept where people read it, without doing it.
DECISIONS = ("accepted", "noted", "dismissed")


class PhoneRecord(Model):
    """One act written down on a phone. `id` is drawn there, so sending it again changes nothing;
    `body_sha256` tells the same record from another under its id. `happened_at` is the phone's
    time, set right by what its clock was off; `device_at` is what the phone said."""

    __table_args__ = (
        one_of("outcome", OUTCOMES, "phone_record_outcome_is_known"),
        sa.UniqueConstraint("phone_id", "seq", name="phone_record_counts_once"),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)"
            " AND (decided_at IS NULL) = (decision IS NULL)",
            name="phone_record_decision_is_whole",
        ),
        sa.CheckConstraint("decided_at IS NULL OR outcome IN ('held', 'refused')",
                           name="only_records_left_undone_are_decided"),
        one_of("decision", DECISIONS, "phone_record_decision_is_known"),
        sa.Index("ix_phone_record_waiting", "received_at",
                 sqlite_where=sa.text("outcome = 'held' AND decided_at IS NULL"),
                 postgresql_where=sa.text("outcome = 'held' AND decided_at IS NULL")),
        sa.Index("ix_phone_record_by", "by_id", "happened_at"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    phone_id: Mapped[int] = mapped_column(sa.ForeignKey("phone.id"))
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    body_sha256: Mapped[str] = mapped_column(sa.String(64))
    device_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(sa.String(60), default="")
    happened_at: Mapped[datetime]
    clock_in_doubt: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(sa.String(10))
    sentence: Mapped[str] = mapped_column(sa.Text, default="")
    made: Mapped[str] = mapped_column(sa.String(80), default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decision: Mapped[str | None] = mapped_column(sa.String(10))
    decision_note: Mapped[str] = mapped_column(sa.Text, default="")

    phone: Mapped[Phone] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide about it."""
        return self.outcome == "held" and self.decided_at is None


class PhonePhoto(Model):
    """A photograph on its way from a phone, sealed like a record; it comes in pieces. `record_id`
    is the record it belongs to, which may come before it or after."""

    __table_args__ = (
        sa.CheckConstraint("size > 0 AND have BETWEEN 0 AND size", name="phone_photo_fits"),
        sa.CheckConstraint("media_id IS NULL OR have = size", name="phone_photo_is_whole"),
        sa.Index("ix_phone_photo_record", "record_id"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("phone_profile.id"))
    record_id: Mapped[str] = mapped_column(sa.String(36))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    have: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    problem: Mapped[str] = mapped_column(sa.Text, default="")

    profile: Mapped[PhoneProfile] = relationship()


class PhoneThumb(Model):
    """A small picture of a photograph that is still on the phone, sent with its record: seen until
    the whole one arrives, and kept beside it. `id` is the photograph's."""

    __table_args__ = (
        sa.CheckConstraint("length(content) BETWEEN 1 AND 10240", name="phone_thumb_is_small"),
        sa.Index("ix_phone_thumb_record", "record_id"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    record_id: Mapped[str] = mapped_column(sa.ForeignKey("phone_record.id"))
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("phone_profile.id"))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
    arrived_at: Mapped[datetime]


explain("pk_phone_record", "This record is at the centre already.")
never_deleted("phone_record")
written_once(
    "phone_record", "phone_id", "seq", "by_id", "kind", "body_sha256", "device_at", "happened_at",
    "received_at", "outcome", once_set=("decided_at", "decision"),
)  # fmt: skip
written_once("phone_photo", "profile_id", "record_id", "size", "sha256", once_set=("media_id",))
append_only("phone_thumb")
