"""People, the roles they hold, their sessions, and the attempts to get in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.db import Folded, Model, never_deleted, one_of
from rescue_center.policy import Role


class Person(Model):
    """Somebody who works with the centre. Never deleted: records keep their author."""

    __table_args__ = (
        sa.CheckConstraint("account = lower(account)", name="person_account_is_lower_case"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    job_title: Mapped[str] = mapped_column(sa.String(120), default="")
    licence_no: Mapped[str] = mapped_column(sa.String(60), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    language: Mapped[str] = mapped_column(sa.String(8), default="en", server_default="en")
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    password_set_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    grants: Mapped[list[Grant]] = relationship(
        back_populates="person", foreign_keys="Grant.person_id", order_by="Grant.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_enabled(self) -> bool:
        """Whether this person may sign in at all."""
        return self.disabled_at is None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held now. The gate puts them here with the one query it makes."""
        kept: frozenset[Role] | None = self.__dict__.get("_roles")
        return self.roles_at(clock.now()) if kept is None else kept

    def roles_at(self, at: datetime) -> frozenset[Role]:
        """The roles held at a moment; an inspector's ends by itself."""
        return frozenset(Role(g.role) for g in self.grants if g.holds_at(at))


class Grant(Model):
    """One role given to one person, by whom, until when."""

    __tablename__ = "role_grant"
    __table_args__ = (
        one_of("role", Role, "role_grant_role_is_known"),
        sa.CheckConstraint(
            "role <> 'inspector' OR expires_at IS NOT NULL", name="inspector_is_time_boxed"
        ),
        sa.Index(
            "uq_role_grant_open",
            "person_id",
            "role",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(sa.String(20))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])

    @property
    def role_label(self) -> str:
        """The role in words."""
        return Role(self.role).label

    def holds_at(self, at: datetime) -> bool:
        """Whether the grant is in force."""
        ends = [end for end in (self.expires_at, self.revoked_at) if end is not None]
        return all(at < end for end in ends)


class Session(Model):
    """One sign-in. Only the hash of its token is kept; ending it takes effect at once."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(sa.String(40))
    address: Mapped[str] = mapped_column(sa.String(60), default="")
    browser: Mapped[str] = mapped_column(sa.String(200), default="")


class Attempt(Model):
    """One try at a secret (a password, a one-time link), for throttling across all workers."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        sa.Index("ix_sign_in_attempt_account_at", "account", "at"),
        sa.Index("ix_sign_in_attempt_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(Folded(60))
    address: Mapped[str] = mapped_column(sa.String(60))
    at: Mapped[datetime]
    succeeded: Mapped[bool]


class OneTimeLink(Model):
    """A link that works once: the first administrator, or a password to be set anew."""

    __table_args__ = (
        one_of("purpose", ("first_admin", "set_password"), "one_time_link_purpose_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


never_deleted("person")
never_deleted("role_grant")
