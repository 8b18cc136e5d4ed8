"""Sessions: how a sign-in begins and what ends it. Only the hash of a token is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.staff.acts import record
from rescue_center.staff.models import Person, Session


def begin(
    person: Person, *, at: datetime, address: str = "", browser: str = ""
) -> tuple[Session, str]:
    """Sign somebody in, whose password was right. Returns the session and its token, which is
    nowhere else."""
    if not person.is_enabled:
        raise Refused("This account is disabled. Ask an administrator.")
    token = secrets.token_urlsafe(32)
    session = Session(
        token_sha256=sha256(token), person_id=person.id, began_at=at, seen_at=at,
        address=address[:60], browser=browser[:200],
    )  # fmt: skip
    db.session.add(session)
    record("signed in", person, by=person, at=at, after={"address": address})
    return session, token


def end(session: Session, *, by: Person, at: datetime, why: str = "signed out") -> None:
    """End one session: one's own by signing out, or one that was left open elsewhere."""
    if session.person_id != by.id:
        raise Refused("This is somebody else's sign-in.")
    if session.ended_at is None:
        close(session, at=at, why=why)
        record(why, by, by=by, at=at, after={"session": session.id})


def close(session: Session, *, at: datetime, why: str) -> None:
    """A session is over."""
    if session.ended_at is None:
        session.ended_at, session.ended_why = at, why


def end_all(person: Person, *, at: datetime, why: str, but: Session | None = None) -> None:
    """End every session of a person, perhaps but the one in use."""
    db.session.execute(
        sa.update(Session)
        .where(
            Session.person_id == person.id,
            Session.ended_at.is_(None),
            Session.id != (but.id if but else 0),
        )
        .values(ended_at=at, ended_why=why)
    )


def of_token(token: str) -> Session | None:
    """The session that a token opens."""
    return db.session.scalar(sa.select(Session).where(Session.token_sha256 == sha256(token)))


def sha256(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
