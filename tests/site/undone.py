"""What is done to see what comes of it, and then did not happen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.staff import gate, sign_in
from rescue_center.staff.models import Person


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not."""
    db.session.commit()
    db.session.remove()
    connection: Any = db.engine
    nested = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        nested.rollback()


class Visitor:
    """Somebody, or nobody, who asks for things that are undone as soon as they are answered: each
    time as if they had just signed in."""

    def __init__(self, client: FlaskClient, person: Person | None) -> None:
        self.client = client
        self.token = sign_in.begin(person, at=clock.now())[1] if person else ""

    def ask(self, url: str, **how: Any) -> Any:
        """The answer."""
        self.client._cookies = {}  # type: ignore[assignment]
        if self.token:
            self.client.set_cookie(gate.cookie_name(), self.token)
        with undone():
            return self.client.open(url, **how)
