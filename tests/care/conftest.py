"""Who opens the pages of care, and how many statements a page takes."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.db import db
from rescue_center.policy import Role
from tests.staff.makers import let_in, make_person

SignIn = Callable[..., FlaskClient]

_numbers = count(1)


@pytest.fixture
def as_(new_client: Callable[[], FlaskClient]) -> SignIn:
    """A browser in which somebody with these roles is signed in: `as_("vet")`."""

    def sign_in(*roles: Role | str, name: str = "") -> FlaskClient:
        return let_in(
            new_client(), make_person(*roles, name=name, account=f"browser{next(_numbers)}")
        )

    return sign_in


@pytest.fixture
def statements(session: object) -> Iterator[list[str]]:
    """What is asked of the database, as it is asked; clear it before what is to be counted."""
    ran: list[str] = []
    connection = db.session.connection()

    def listen(*asked: object) -> None:
        ran.append(str(asked[2]))

    sa.event.listen(connection, "before_cursor_execute", listen)
    yield ran
    sa.event.remove(connection, "before_cursor_execute", listen)
