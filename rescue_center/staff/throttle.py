"""How often a secret may be tried, counted in the database, so for all workers together.

Tries are counted before the secret is looked at, so that many at once do not slip through. A
stranger cannot lock a vet out: the short limit is per account *and* address, and the day's limit
of an account spares the addresses from which it signed in lately.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.staff.models import Attempt

WINDOW = timedelta(minutes=5)
TRIES = 10  #: wrong tries per account and address in the window
TRIES_OF_ADDRESS = 50  #: wrong tries per address in the window: an office shares one
DAY = timedelta(days=1)
TRIES_A_DAY = 100  #: wrong tries per account and day (NIST SP 800-63B 5.2.2)
KNOWN = timedelta(days=30)  #: how long an address counts as one the account signs in from
KEPT = timedelta(days=365)


class TooMany(Refused):
    """Wait before the next try (429)."""

    def __init__(self) -> None:
        super().__init__(
            "There were too many tries. Wait five minutes, then try again. "
            "If the password is lost, ask an administrator for a link."
        )


def begin(account: str, address: str, *, at: datetime) -> Attempt:
    """Count a try at `account`'s secret. Commit it, ask :func:`hold_back`, look at the secret."""
    attempt = Attempt(account=key(account), address=address[:60], at=at, succeeded=False)
    hold_back(attempt, so_far=0)
    db.session.add(attempt)
    return attempt


def hold_back(attempt: Attempt, *, so_far: int = 1) -> None:
    """Refuse when the tries are used up; `so_far` is how many of them are this one."""
    a, at = Attempt, attempt.at
    here = a.address == attempt.address
    both = sa.and_(here, a.account == attempt.account)
    if (
        _wrong(both, at - WINDOW) - so_far >= TRIES
        or _wrong(here, at - WINDOW) - so_far >= TRIES_OF_ADDRESS
        or (_wrong(a.account == attempt.account, at - DAY) - so_far >= TRIES_A_DAY
            and not _knows(both, at))
    ):  # fmt: skip
        raise TooMany


def key(account: str) -> str:
    """What is kept of the account that was typed: keyed, since some type a password there."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, account.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:40]


def forget_old(at: datetime) -> None:
    """Drop tries that are too old to matter."""
    db.session.execute(sa.delete(Attempt).where(Attempt.at < at - KEPT))


def _wrong(which: sa.ColumnElement[bool], since: datetime) -> int:
    count = sa.select(sa.func.count()).select_from(Attempt)
    found = db.session.scalar(count.where(which, Attempt.at > since, Attempt.succeeded.is_(False)))
    return found or 0


def _knows(both: sa.ColumnElement[bool], at: datetime) -> bool:
    known = sa.and_(both, Attempt.succeeded.is_(True), Attempt.at > at - KNOWN)
    return bool(db.session.scalar(sa.select(sa.exists().where(known))))
