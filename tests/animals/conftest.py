"""Who opens the pages, and how many statements a page takes."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from tests.staff.makers import let_in, make_person

Clients = Callable[[], FlaskClient]


@pytest.fixture
def statements(session: scoped_session[Session]) -> Iterator[Callable[[], int]]:
    """Tells how many statements have been run so far."""
    ran: list[str] = []

    def listen(*args: object) -> None:
        ran.append(str(args[2]))

    connection = session.get_bind()
    sa.event.listen(connection, "before_cursor_execute", listen)
    yield lambda: len(ran)
    sa.event.remove(connection, "before_cursor_execute", listen)


@pytest.fixture
def registrar(new_client: Clients) -> FlaskClient:
    """A registrar at work."""
    return let_in(new_client(), make_person("registrar"))


@pytest.fixture
def officer(new_client: Clients) -> FlaskClient:
    """A case officer at work."""
    return let_in(new_client(), make_person("officer"))
