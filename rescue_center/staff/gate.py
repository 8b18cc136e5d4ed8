"""Who is asking: the person behind a request's session cookie, found with one query."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Request, current_app, g
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import load_only
from werkzeug.wrappers import Response

from rescue_center import clock
from rescue_center.crossorigin import SAFE
from rescue_center.db import db, rows, writing
from rescue_center.policy import Role
from rescue_center.staff.models import Grant, Person, Session
from rescue_center.staff.sign_in import sha256

#: Roles that keep accounts or see who is accused: their sessions are left open for less long.
PRIVILEGED = frozenset({Role.ADMIN, Role.MANAGER, Role.OFFICER})
SEEN_EVERY = timedelta(minutes=1)

#: What every page needs to know of whoever asks.
_KNOWN = (Person.account, Person.name, Person.language, Person.disabled_at, Person.version)


def _who(*facts: Any) -> sa.Select[Any]:
    """These facts of a session's person, and the session, for each role that is held."""
    return (
        sa.select(*facts, Session.id.label("session_id"), Session.began_at, Session.seen_at,
                  Grant.role)
        .select_from(Session)
        .join(Person, Person.id == Session.person_id)
        .outerjoin(
            Grant,
            sa.and_(
                Grant.person_id == Person.id,
                Grant.revoked_at.is_(None),
                sa.or_(Grant.expires_at.is_(None), Grant.expires_at > sa.bindparam("at")),
            ),
        )
        .where(
            Session.token_sha256 == sa.bindparam("hash"),
            Session.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )  # fmt: skip


_WRITER = _who(Person).options(load_only(*_KNOWN))
_READER = _who(Person.id, Person.account, Person.name, Person.language)


class Reader:
    """Whoever asks for a page that only reads: a few columns, in half the time of the record. What
    else is asked of them is asked of the record."""

    def __init__(self, row: Any, roles: frozenset[Role]):
        self.id, self.account, self.name, self.roles = row.id, row.account, row.name, roles
        self.language = row.language
        self.is_enabled = True

    def __getattr__(self, name: str) -> Any:
        return getattr(db.session.get(Person, self.id), name)


def person_of(request: Request) -> Person | Reader | None:
    """The person signed in, with `.roles` as they are now, or None. `g.session_id` is theirs."""
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    at = clock.now()
    asked = {"hash": sha256(token), "at": at}
    reads = request.method in SAFE
    found = rows(_READER, **asked) if reads else db.session.execute(_WRITER, asked).all()
    if not found:
        return None
    first = found[0]
    roles = frozenset(Role(row.role) for row in found if row.role is not None)
    if at - first.seen_at >= idle_limit(roles) or at - first.began_at >= _hours():
        return None
    if at - first.seen_at >= SEEN_EVERY:
        _note_seen(first.session_id, at)
    g.session_id = first.session_id
    if reads:
        return Reader(first, roles)
    person: Person = first.Person
    person.__dict__["_roles"] = roles
    return person


def _note_seen(session_id: int, at: datetime) -> None:
    """Write, in a transaction of its own, that the session is in use. Where that fails (the disk
    is full, a writer takes long) the page is shown all the same."""
    db.session.rollback()
    try:
        with writing():
            db.session.execute(
                sa.update(Session).where(Session.id == session_id, Session.seen_at < at)
                .values(seen_at=at)
            )  # fmt: skip
            db.session.commit()
    except OperationalError as error:
        db.session.rollback()
        current_app.logger.warning("session %s: not noted as in use: %s", session_id, error.orig)


def idle_limit(roles: frozenset[Role]) -> timedelta:
    """How long a session of somebody with these roles may lie unused."""
    privileged = "" if roles.isdisjoint(PRIVILEGED) else "_PRIVILEGED"
    return timedelta(minutes=current_app.config[f"SESSION_IDLE_MINUTES{privileged}"])


def _hours() -> timedelta:
    return timedelta(hours=current_app.config["SESSION_HOURS"])


# --- the cookie ----------------------------------------------------------------------------


def cookie_name() -> str:
    """On https the name itself binds the cookie to this host and to encryption."""
    return "__Host-rc_session" if _encrypted() else "rc_session"


def give_cookie(response: Response, token: str) -> None:
    """Let the browser keep the token, out of reach of scripts and of other sites' forms."""
    response.set_cookie(
        cookie_name(), token, max_age=_hours(), secure=_encrypted(), httponly=True, samesite="Lax"
    )


def take_cookie(response: Response) -> None:
    """Have the browser forget the token and the pages it kept."""
    response.delete_cookie(cookie_name(), secure=_encrypted(), httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'


def _encrypted() -> bool:
    return str(current_app.config["BASE_URL"]).startswith("https://")
