"""People for tests, made through the real verbs, and browsers in which they are signed in."""

from datetime import UTC, datetime, timedelta
from itertools import count

from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.policy import Role
from rescue_center.staff import gate, passwords, rules, sign_in
from rescue_center.staff.models import Person

AT = datetime(2026, 5, 12, 3, 0, tzinfo=UTC)
PASSWORD = "a gibbon sings at dawn"

_numbers = count(1)


def make_person(
    *roles: Role | str,
    account: str = "",
    name: str = "",
    password: str | None = None,
    at: datetime | None = None,
) -> Person:
    """Somebody with roles; an inspector's lasts 30 days. Without `password` nobody can sign in
    with one."""
    n, at = next(_numbers), at or clock.now()
    person = rules.add_person(
        account=account or f"person{n}", name=name or f"Person {n}", by=None, at=at
    )
    db.session.flush()
    for role in map(Role, roles):
        until = at + timedelta(days=30) if role is Role.INSPECTOR else None
        rules.grant(person, role, by=None, at=at, until=until)
    if password:
        passwords.set_password(person, password, by=None, at=at)
    db.session.flush()
    return person


def let_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Sign somebody in to a client, past the door."""
    _, token = sign_in.begin(person, at=clock.now())
    db.session.commit()
    client.set_cookie(gate.cookie_name(), token)
    return client


def typed(account: str, password: str, **more: str) -> dict[str, str]:
    """What somebody types at the door."""
    return {"name": account, "password": password} | more
