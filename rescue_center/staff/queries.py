"""What the pages about people show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import selectinload

from rescue_center.db import db, rows
from rescue_center.errors import Missing
from rescue_center.staff import gate
from rescue_center.staff.models import Grant, Person, Session
from rescue_center.staff.rules import folded_account


class Known(NamedTuple):
    """What a sign-in looks at."""

    id: int
    password_hash: str | None
    disabled_at: datetime | None
    is_demo: bool

    @property
    def may_enter(self) -> bool:
        """Whether the account is open. A demo's is open nowhere in production."""
        in_place = not (self.is_demo and current_app.config["PRODUCTION"])
        return self.disabled_at is None and in_place


_ANYBODY = sa.select(Person.id).limit(1)


def nobody() -> bool:
    """Whether nobody has an account yet."""
    return not rows(_ANYBODY)


def known(account: str) -> Known | None:
    """Whose account this is, as far as a sign-in needs it."""
    columns = (Person.id, Person.password_hash, Person.disabled_at, Person.is_demo)
    row = db.session.execute(
        sa.select(*columns).where(Person.account == folded_account(account))
    ).one_or_none()
    return Known(*row) if row else None


def person_or_missing(account: str) -> Person:
    """The person with this account, with their roles."""
    query = sa.select(Person).where(Person.account == account).options(selectinload(Person.grants))
    person = db.session.scalar(query)
    if person is None:
        raise Missing
    return person


def grant_or_missing(person: Person, id: int) -> Grant:
    """One of a person's roles."""
    for grant in person.grants:
        if grant.id == id:
            return grant
    raise Missing


def people() -> list[tuple[Person, datetime | None]]:
    """Everybody by name, the disabled last, and when they were last here."""
    seen = (
        sa.select(Session.person_id, sa.func.max(Session.seen_at).label("at"))
        .group_by(Session.person_id)
        .subquery()
    )
    query = (
        sa.select(Person, seen.c.at)
        .outerjoin(seen, seen.c.person_id == Person.id)
        .options(selectinload(Person.grants))
        .order_by(Person.disabled_at.is_not(None), sa.func.lower(Person.name), Person.id)
    )
    return [(person, at) for person, at in db.session.execute(query)]


def names(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these people."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return {}
    query = sa.select(Person.id, Person.name).where(Person.id.in_(wanted))
    return {row.id: row.name for row in db.session.execute(query)}


def sessions_of(person: Person, *, at: datetime) -> list[Session]:
    """The sessions in which a person is signed in, the latest used first."""
    query = (
        sa.select(Session)
        .where(
            Session.person_id == person.id,
            Session.ended_at.is_(None),
            Session.seen_at > at - gate.idle_limit(person.roles),
            Session.began_at > at - timedelta(hours=current_app.config["SESSION_HOURS"]),
        )
        .order_by(Session.seen_at.desc())
    )
    return list(db.session.scalars(query))


def session_or_missing(person: Person, id: int) -> Session:
    """One of a person's own sessions."""
    session = db.session.get(Session, id)
    if session is None or session.person_id != person.id:
        raise Missing
    return session


def browser_words(browser: str) -> str:
    """`Chrome on Android`: enough for somebody to know their own device."""
    return " on ".join(filter(None, [_first(browser, _BROWSERS), _first(browser, _SYSTEMS)])) or (
        "Unknown device"
    )


_BROWSERS: dict[str, str] = {
    "Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
    "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
_SYSTEMS: dict[str, str] = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows",
    "Mac OS": "Mac", "CrOS": "Chromebook", "Linux": "Linux",
}  # fmt: skip


def _first(browser: str, words: dict[str, Any]) -> str:
    return next((name for word, name in words.items() if word in browser), "")
