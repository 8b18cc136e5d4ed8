"""The second person who signs: with an account and a password of their own, on the first one's
device. Tries are throttled like those at the door, and a wrong one is written in the journal."""

from __future__ import annotations

from datetime import datetime

from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.staff.acts import record
from rescue_center.staff.models import Person
from rescue_center.staff.recognition import recognised
from rescue_center.staff.rules import folded_account


def signed(account: str, typed: str, *, by: Person, address: str, at: datetime) -> Person:
    """Whoever signed. Commits the try and lets go of the database while the hash is computed, so
    ask it before anything is changed."""
    if not account:
        raise Refused("Choose who signs as the witness.", field="witness")
    if folded_account(account) == by.account:
        raise Refused("The witness is somebody else than you.", field="witness")
    if not typed:
        raise Refused("The witness signs with their own password.", field="password")
    person = recognised(account, typed, address=address, at=at)
    if person is None:
        record("failed to sign as witness", by, by=by, at=at, after={"account": account[:60]})
        db.session.commit()
        raise Refused("This is not the witness's password. Nothing was saved.", field="password")
    return person
