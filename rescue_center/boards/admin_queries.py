"""What an administrator looks after: people without a role, and who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from rescue_center.db import rows
from rescue_center.staff import gate
from rescue_center.staff.models import Grant, Person, Session

_AT = sa.bindparam("at", type_=Grant.expires_at.type)
_HOLDS_A_ROLE = sa.exists().where(
    Grant.person_id == Person.id,
    Grant.revoked_at.is_(None),
    sa.or_(Grant.expires_at.is_(None), Grant.expires_at > _AT),
)
_WITHOUT = (
    sa.select(Person.account, Person.name, Person.job_title, Person.created_at,
              Person.password_hash.is_not(None).label("has_entered"))
    .where(Person.disabled_at.is_(None), ~_HOLDS_A_ROLE)
    .order_by(Person.created_at.desc(), Person.id)
)  # fmt: skip
_SIGNED_IN = (
    sa.select(Person.account, Person.name, sa.func.max(Session.seen_at).label("seen_at"),
              sa.func.count().label("devices"))
    .join(Session, Session.person_id == Person.id)
    .where(Session.ended_at.is_(None),
           Session.began_at > sa.bindparam("since", type_=Session.began_at.type),
           Session.seen_at > sa.bindparam("idle_since", type_=Session.began_at.type))
    .group_by(Person.id, Person.account, Person.name)
    .order_by(sa.desc("seen_at"), Person.account)
)  # fmt: skip


def without_role(at: datetime) -> Sequence[Any]:
    """Who may sign in and do nothing yet, the newest first."""
    return rows(_WITHOUT, at=at)


def signed_in(at: datetime) -> Sequence[Any]:
    """Who is signed in, the last seen first, and on how many devices. Who did nothing for long has
    to sign in again, and is not."""
    hours, idle = current_app.config["SESSION_HOURS"], gate.idle_limit(frozenset())
    return rows(_SIGNED_IN, since=at - timedelta(hours=hours), idle_since=at - idle)
