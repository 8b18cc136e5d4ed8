"""Connections to the database and how their transactions begin.

Whoever writes says so beforehand (:func:`writing`), because SQLite's write lock must be taken at
once. On PostgreSQL we say BEGIN ourselves, so that who says that nothing is written, as every GET
does, waits for no BEGIN and no ROLLBACK: each statement sees what was committed before it, with or
without them.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from rescue_center import turns

#: Below this version, write-ahead logging can corrupt a database with two connections
#: (sqlite.org/wal.html, the WAL-reset bug), so the rollback journal is used instead.
WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)

#: How PostgreSQL plans for us. Our joins are written in a good order already: with its default of 8
#: to be ordered anew, planning an animal's banner (14 tables) takes 9 ms, with 4 it takes 2.5. What
#: we read lies in memory or on a solid disk, where a page elsewhere costs hardly more. And the plan
#: of a statement is kept, whatever it asks for: our indexes serve any value, and a search planned
#: anew each time (as PostgreSQL prefers) takes twice as long.
PLANNING = {
    "join_collapse_limit": 4, "random_page_cost": 1.1, "plan_cache_mode": "force_generic_plan",
}  # fmt: skip

#: None where nobody said: outside of requests.
_writing: ContextVar[bool | None] = ContextVar("writing", default=None)
_patience_ms: ContextVar[int] = ContextVar("patience_ms", default=turns.PATIENCE_MS)


@contextmanager
def writing(on: bool = True, *, patience_ms: int = turns.PATIENCE_MS) -> Iterator[None]:
    """Transactions that begin inside take SQLite's write lock at once, or wait for it so long.

    A deferred transaction that turns into a write fails at once with "database is locked",
    whatever the timeout; a dose would be lost. So writers say so before they begin.
    """
    token, patience = _writing.set(on), _patience_ms.set(patience_ms)
    try:
        yield
    finally:
        _patience_ms.reset(patience)
        _writing.reset(token)


def set_writing(on: bool | None) -> None:
    """The same for a whole request, which begins before a `with` block could; None at its end."""
    _writing.set(on)


def only_reads() -> bool:
    """Whether this request promised to write nothing."""
    return _writing.get() is False


class Columns(Sequence[psycopg.Column]):
    """What a result's columns are called, each read when somebody asks: SQLAlchemy knows them from
    the first time on, and psycopg spends as long on describing forty as on fetching a row."""

    def __init__(self, cursor: psycopg.Cursor[Any], count: int):
        self._cursor, self._count = cursor, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: Any) -> Any:
        return [psycopg.Column(self._cursor, i) for i in range(self._count)][index]


class Cursor(psycopg.Cursor[Any]):
    """psycopg's, with the columns above."""

    @property
    def description(self) -> Any:
        """The columns of the result; None where a statement returns no rows."""
        result = self.pgresult
        return Columns(self, result.nfields) if result and result.nfields else None


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        _prepare_sqlite(connection)
    elif isinstance(connection, psycopg.Connection):
        connection.cursor_factory = Cursor
        connection.prepare_threshold = 1  # the same statements come again and again
        connection.prepared_max = 500  # there are some hundreds of them: of 100 each evicts another
        connection.autocommit = True  # we emit BEGIN ourselves
        for name, value in PLANNING.items():
            connection.execute(f"SET {name} = {value}".encode())


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None  # we emit BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={turns.PATIENCE_MS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA journal_mode={'WAL' if WAL_IS_SAFE else 'TRUNCATE'}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA recursive_triggers=OFF")
    cursor.execute("PRAGMA cache_size=-32000")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if isinstance(driver, psycopg.Connection):
        alone = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
        if _writing.get() is not False and not alone:
            connection.exec_driver_sql("BEGIN")  # a database that is away is told of as elsewhere
    elif _writing.get():
        turns.begin_writing(connection, _patience_ms.get())
    else:
        driver.execute("BEGIN")


@event.listens_for(Session, "before_flush")
def _keep_the_promise(session: Session, *_: Any) -> None:
    """What is written without a transaction can't be taken back, so it isn't written at all."""
    if _writing.get() is False and (session.new or session.deleted or _is_changed(session)):
        raise RuntimeError("A page that said it only reads is about to write.")


def _is_changed(session: Session) -> bool:
    return any(session.is_modified(one) for one in session.dirty)
