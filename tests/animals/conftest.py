"""How many statements a page takes."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session


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
