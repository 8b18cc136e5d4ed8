"""How transactions begin: a page that only reads waits for none, whoever writes has one."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g

from rescue_center.connections import set_writing, writing
from rescue_center.db import Counter, db, next_number, rows, stop_reading

STORED = sa.select(sa.func.count()).select_from(Counter)


@pytest.fixture
def apart(own_app: Flask) -> Any:
    """An application with connections of its own, and nothing said before."""
    with own_app.app_context():
        yield own_app
        set_writing(None)


def in_transaction() -> bool:
    """Whether the database has a transaction open for us now."""
    db.session.execute(sa.text("SELECT 1"))
    driver = db.session.connection().connection.driver_connection
    if db.engine.dialect.name == "sqlite":
        return bool(driver.in_transaction)
    return driver.info.transaction_status.name == "INTRANS"


@pytest.mark.engine("postgresql")
def test_a_page_that_reads_waits_for_no_transaction(apart: Flask) -> None:
    set_writing(False)
    assert not in_transaction()
    db.session.remove()
    set_writing(True)
    assert in_transaction()


@pytest.mark.engine("postgresql")
def test_what_is_said_to_stand_by_itself_begins_no_transaction(apart: Flask) -> None:
    alone = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with writing(), alone.connect() as connection:
        connection.execute(sa.text("CREATE TABLE kept_at_once (id integer)"))
    with db.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT to_regclass('kept_at_once')")) == "kept_at_once"


@pytest.mark.parametrize("before", [False, True, None])
def test_who_writes_after_a_page_that_read_can_still_take_it_back(
    apart: Flask, before: bool | None
) -> None:
    set_writing(before)
    db.session.execute(STORED)
    db.session.remove()
    with writing():
        next_number("case", 2026)
        db.session.rollback()
        assert db.session.scalar(STORED) == 0


def test_a_request_leaves_no_promise_behind(apart: Flask) -> None:
    apart.test_client().get("/sign-in")
    next_number("case", 2026)
    assert in_transaction()
    db.session.rollback()
    assert db.session.scalar(STORED) == 0


def test_rows_show_what_the_session_has_not_written_yet(apart: Flask) -> None:
    with writing():
        db.session.add(Counter(series="case", year=2026, value=3))
        assert rows(sa.select(Counter.value).where(Counter.year == sa.bindparam("y")), y=2026) == [
            (3,)
        ]


def test_who_said_they_only_read_write_nothing(apart: Flask) -> None:
    set_writing(False)
    db.session.add(Counter(series="case", year=2026, value=3))
    with pytest.raises(RuntimeError, match="only reads"):
        db.session.flush()
    db.session.rollback()
    assert db.session.scalar(STORED) == 0


def test_a_page_that_reads_gives_its_connections_back(apart: Flask) -> None:
    client = apart.test_client()
    client.set_cookie("rc_session", "nobody's")
    for _ in range(20):  # more than the pool holds
        assert client.get("/").status_code == 303
    db.session.remove()
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_page_that_reads_goes_on_where_its_connection_broke(apart: Flask) -> None:
    set_writing(False)
    with apart.test_request_context():
        assert rows(STORED) == [(0,)]
        db.session.connection().invalidate()
        if kept := g.get("reading"):
            kept.invalidate()
        db.session.rollback()
        assert rows(STORED) == [(0,)]
        stop_reading()


def test_the_columns_of_a_result_are_named(apart: Flask) -> None:
    with db.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT 1 AS one, 'b' AS two"))
        assert list(found.keys()) == ["one", "two"]
        assert [column[0] for column in found.cursor.description] == ["one", "two"]  # type: ignore[union-attr]
        assert found.one()._mapping == {"one": 1, "two": "b"}
