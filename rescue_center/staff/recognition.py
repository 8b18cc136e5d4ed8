"""Whose account and password these are, wherever they are typed: at the door, on a phone."""

from __future__ import annotations

from datetime import datetime

from rescue_center.db import db
from rescue_center.staff import passwords, queries, throttle
from rescue_center.staff.models import Attempt, Person
from rescue_center.staff.rules import folded_account

NO_MATCH = "This account and this password do not go together. Try again."


def recognised(account: str, typed: str, *, address: str, at: datetime) -> Person | None:
    """The person, or None where the two do not go together. Commits the try. The database is let
    go while the hash is computed, which takes a good part of a second."""
    attempt_id, known = tried(account, address=address, at=at), queries.known(account)
    db.session.rollback()
    right = passwords.matches(known.password_hash if known else None, typed)
    if not right or known is None or not known.may_enter:
        return None
    person, attempt = db.session.get_one(Person, known.id), db.session.get_one(Attempt, attempt_id)
    attempt.succeeded = True
    if passwords.is_outdated(known.password_hash or ""):
        person.password_hash = passwords.hash_of(typed)
    return person


def tried(account: str, *, address: str, at: datetime) -> int:
    """Count a try at this account's password, for good, before the password is looked at."""
    attempt = throttle.begin(folded_account(account), address, at=at)
    db.session.commit()
    throttle.hold_back(attempt)
    return attempt.id
