"""Phones that the centre knows, and the people who use each: a face and a PIN on the phone, a key
here.

A phone has a token, so that a stolen one can be shut out. A person on a phone has a key that only
their PIN opens there: what they write down is sealed with it, so that nobody else who holds the
phone can read it, change it, or write in their name (design of integrity, 2.9 and 2.26).
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.db import Model, never_deleted, written_once
from rescue_center.staff.models import Person


class Phone(Model):
    """A telephone that was enrolled once by somebody with the right. `public_id` names it in what
    it sends; of its token only the hash is kept."""

    __table_args__ = (
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by_id IS NULL)"
            " AND (revoked_at IS NULL) = (revoke_reason IS NULL)",
            name="phone_revocation_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    token_sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    enrolled_at: Mapped[datetime]
    enrolled_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    browser: Mapped[str] = mapped_column(sa.String(200), default="")
    seen_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    clock_offset_ms: Mapped[int | None] = mapped_column(sa.BigInteger)
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    revoke_reason: Mapped[str | None] = mapped_column(sa.Text)

    enrolled_by: Mapped[Person] = relationship(foreign_keys=[enrolled_by_id])
    revoked_by: Mapped[Person | None] = relationship(foreign_keys=[revoked_by_id])
    profiles: Mapped[list[PhoneProfile]] = relationship(
        back_populates="phone", order_by="PhoneProfile.id"
    )

    @property
    def is_revoked(self) -> bool:
        """Whether it gets nothing more; what it still holds it may hand in."""
        return self.revoked_at is not None


class PhoneProfile(Model):
    """A person on a phone. `key` (32 bytes) seals what they write there and what they are told;
    `renewed_at` is when they last signed in with their password."""

    __table_args__ = (
        sa.Index("uq_phone_profile_open", "phone_id", "person_id", unique=True,
                 sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
        sa.CheckConstraint("length(key) = 32", name="phone_profile_key_is_whole"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_id: Mapped[int] = mapped_column(sa.ForeignKey("phone.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    key: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    token_sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    began_at: Mapped[datetime]
    renewed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(sa.String(60))

    phone: Mapped[Phone] = relationship(back_populates="profiles")
    person: Mapped[Person] = relationship()


never_deleted("phone")
never_deleted("phone_profile")
written_once("phone", "public_id", "token_sha256", "enrolled_at", "enrolled_by_id")
written_once("phone_profile", "phone_id", "person_id", "key", "token_sha256", "began_at")
