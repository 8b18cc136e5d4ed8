"""How often a password may be tried."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.db import db
from rescue_center.staff import throttle
from rescue_center.staff.models import Attempt

pytestmark = pytest.mark.usefixtures("app")
NOW = clock.now()
MINUTE = timedelta(minutes=1)


def attempt(account: str, address: str, at: datetime, *, right: bool = False) -> None:
    made = throttle.begin(account, address, at=at)
    db.session.flush()
    throttle.hold_back(made)
    made.succeeded = right
    db.session.flush()


def is_held_back(account: str, address: str, at: datetime) -> bool:
    with db.session.begin_nested() as savepoint:
        try:
            throttle.begin(account, address, at=at)
        except throttle.TooMany:
            return True
        finally:
            savepoint.rollback()
    return False


def test_ten_wrong_tries_in_five_minutes_then_wait() -> None:
    for _ in range(10):
        attempt("vet", "10.0.0.1", NOW)
    with pytest.raises(throttle.TooMany, match="five minutes"):
        attempt("vet", "10.0.0.1", NOW + MINUTE)
    attempt("vet", "10.0.0.1", NOW + 5 * MINUTE)


def test_right_ones_do_not_count() -> None:
    for _ in range(20):
        attempt("vet", "10.0.0.1", NOW, right=True)


def test_a_stranger_elsewhere_does_not_lock_the_vet_out() -> None:
    attempt("vet", "10.0.0.1", NOW - timedelta(days=3), right=True)
    for n in range(throttle.TRIES_A_DAY):
        attempt("vet", f"192.0.2.{n // 10}", NOW)
    assert is_held_back("vet", "198.51.100.7", NOW)  # a new address: the account's day is used up
    assert not is_held_back("vet", "10.0.0.1", NOW)  # where the vet signs in
    assert not is_held_back("vet", "198.51.100.7", NOW + timedelta(days=1))


def test_one_address_may_not_try_many_accounts() -> None:
    for n in range(throttle.TRIES_OF_ADDRESS):
        attempt(f"person{n}", "192.0.2.1", NOW)
    assert is_held_back("another", "192.0.2.1", NOW)
    assert not is_held_back("another", "192.0.2.2", NOW)


def test_many_at_once_do_not_slip_through() -> None:
    """All have counted themselves before any of them is looked at."""
    facts = {"account": throttle.key("vet"), "address": "10.0.0.1", "at": NOW}
    made = [Attempt(**facts, succeeded=False) for _ in range(16)]
    db.session.add_all(made)
    db.session.flush()
    through = 0
    for one in made:
        try:
            throttle.hold_back(one)
            through += 1
        except throttle.TooMany:
            pass
    assert through == 0


def test_what_was_typed_as_account_is_not_kept() -> None:
    attempt("my secret password", "10.0.0.1", NOW)
    kept = db.session.scalars(sa.select(Attempt.account)).one()
    assert "secret" not in kept
    assert kept == throttle.key("my secret password") != throttle.key("vet")


def test_old_tries_are_forgotten() -> None:
    attempt("vet", "10.0.0.1", NOW - timedelta(days=400))
    attempt("vet", "10.0.0.1", NOW)
    throttle.forget_old(NOW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attempt)) == 1
