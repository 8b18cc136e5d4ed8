"""One-time links: the first administrator's, and a password to be set anew."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff import passwords, rules
from rescue_center.staff.acts import record
from rescue_center.staff.models import OneTimeLink, Person
from rescue_center.staff.sign_in import sha256

LASTS = timedelta(minutes=30)
FIRST_ADMIN, SET_PASSWORD = "first_admin", "set_password"
OVER = "This link was used already or has ended. Ask for a new one."


def for_first_admin(*, at: datetime) -> str:
    """The token of a link that makes the first administrator; refused when there is one."""
    _refuse_second_admin(at)
    return _make(FIRST_ADMIN, None, at)


def for_password(person: Person, *, by: Person | None, at: datetime) -> str:
    """The token of a link with which a person sets a password. Earlier links end."""
    rules.may_keep(by, person)
    if not person.is_enabled:
        raise Refused(f"{person.name}'s account is disabled. Enable it first.")
    token = _make(SET_PASSWORD, person, at)
    record("made a password link", person, by=by, at=at)
    return token


def usable(token: str, *, at: datetime) -> OneTimeLink:
    """The link with this token, while it may still be used. Tries are not counted: nobody
    guesses 256 bits."""
    link = db.session.scalar(
        sa.select(OneTimeLink).where(OneTimeLink.token_sha256 == sha256(token))
    )
    if link is None or link.used_at is not None or at >= link.expires_at:
        raise Refused(OVER)
    return link


def person_of(link: OneTimeLink) -> Person | None:
    """Whose password the link sets; None for the first administrator's."""
    return db.session.get(Person, link.person_id) if link.person_id else None


def make_first_admin(
    link: OneTimeLink, *, account: str, name: str, password: str, at: datetime
) -> Person:
    """Use the link: the first administrator gets an account and a password."""
    _use(link, FIRST_ADMIN, at)
    _refuse_second_admin(at)
    person = rules.add_person(account=account, name=name, by=None, at=at)
    db.session.flush()
    rules.grant(person, Role.ADMIN, by=None, at=at)
    passwords.set_password(person, password, by=person, at=at)
    return person


def set_password(link: OneTimeLink, password: str, *, at: datetime) -> Person:
    """Use the link: its person gets a new password, and their sessions end."""
    person = person_of(link)
    if person is None or not person.is_enabled:
        raise Refused(OVER)
    _use(link, SET_PASSWORD, at)
    passwords.set_password(person, password, by=person, at=at)
    return person


def _make(purpose: str, person: Person | None, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    whose = OneTimeLink.person_id == person.id if person else OneTimeLink.person_id.is_(None)
    unused = sa.and_(whose, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > at)
    db.session.execute(sa.update(OneTimeLink).where(unused).values(expires_at=at))
    db.session.add(
        OneTimeLink(
            token_sha256=sha256(token), purpose=purpose, made_at=at, expires_at=at + LASTS,
            person_id=person.id if person else None,
        )
    )  # fmt: skip
    return token


def _use(link: OneTimeLink, purpose: str, at: datetime) -> None:
    """Take the link; of two at the same moment one gets it."""
    take = sa.update(OneTimeLink).where(
        OneTimeLink.id == link.id,
        OneTimeLink.purpose == purpose,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > at,
    )
    if db.session.execute(take.values(used_at=at)).rowcount != 1:  # type: ignore[attr-defined]
        raise Refused(OVER)


def _refuse_second_admin(at: datetime) -> None:
    if db.session.scalar(rules.enabled_admins(at).limit(1)) is not None:
        raise Refused(
            "There is an administrator already. If the password is lost, run: "
            "flask set-password-link ACCOUNT"
        )
