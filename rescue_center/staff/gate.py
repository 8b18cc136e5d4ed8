"""Who is asking: the person behind a request's session cookie, found with one query."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Request, current_app, g
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import load_only
from werkzeug.wrappers import Response

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.policy import Role
from rescue_center.staff.models import Grant, Person, Session
from rescue_center.staff.sign_in import sha256

#: Roles that keep accounts or see who is accused: their sessions are left open for less long.
PRIVILEGED = frozenset({Role.ADMIN, Role.MANAGER, Role.OFFICER})
SEEN_EVERY = timedelta(minutes=1)

_WHO = (
    sa.select(Person, Session.id, Session.began_at, Session.seen_at, Grant.role)
    .options(load_only(Person.account, Person.name, Person.disabled_at, Person.version))
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
)


def person_of(request: Request) -> Person | None:
    """The person signed in, with `.roles` as they are now, or None. `g.session_id` is theirs."""
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    return _person(sha256(token), clock.now())


def _person(hashed: str, at: datetime) -> Person | None:
    rows = db.session.execute(_WHO, {"hash": hashed, "at": at}).all()
    if not rows:
        return None
    person, session_id, began, seen, _ = rows[0]
    roles = frozenset(Role(row[4]) for row in rows if row[4] is not None)
    if at - seen >= idle_limit(roles) or at - began >= _hours():
        return None
    if at - seen >= SEEN_EVERY:
        _note_seen(session_id, at)
    person.__dict__["_roles"] = roles
    g.session_id = session_id
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
