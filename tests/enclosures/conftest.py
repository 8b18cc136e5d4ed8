"""Counting the statements of a page."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from rescue_center.db import db


@pytest.fixture
def counted(session: object) -> Iterator[Callable[[], list[str]]]:
    """`ran = counted()` is the list of what is asked of the database from then on."""
    connection, ran = db.session.connection(), []  # type: ignore[var-annotated]

    def listen(*asked: object) -> None:
        if not str(asked[2]).startswith(("SAVEPOINT", "RELEASE")):
            ran.append(str(asked[2]))

    sa.event.listen(connection, "before_cursor_execute", listen)
    yield lambda: ran.clear() or ran  # type: ignore[func-returns-value]
    sa.event.remove(connection, "before_cursor_execute", listen)
