"""SQLite's writers, first come, first served.

SQLite itself lets whoever waits for the write lock try again at growing intervals, so a newcomer
overtakes those who wait longest, and under load some of them never have their turn: "database is
locked" (5 of 192 writes by 16 threads, after 15 s each). Here the writers of a process queue up,
and only the first of them tries, at short and even intervals, so that processes take turns too.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

#: How long a writer waits for its turn before it gives up.
PATIENCE_MS = 15_000
PAUSE_S = 0.002


class Queue:
    """Who waits, in the order they came; a lock of Python's lets newcomers pass."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, patience_s: float) -> Iterator[bool]:
        """Wait until everybody before us is gone. Yields whether that came to pass."""
        mine = threading.Event()
        with self._changing:
            self._waiting.append(mine)
            self._waiting[0].set()
        try:
            yield mine.wait(patience_s)
        finally:
            with self._changing:
                self._waiting.remove(mine)
                if self._waiting:
                    self._waiting[0].set()


_queues: dict[str | None, Queue] = {}


def begin_writing(connection: Connection, patience_ms: int) -> None:
    """`BEGIN IMMEDIATE` when it is our turn. The turn is over as soon as we have the lock: the next
    one waits for it while we write."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 (only SQLite's writers queue)
    patience_s = patience_ms / 1000
    deadline = time.monotonic() + patience_s
    with _queues.setdefault(connection.engine.url.database, Queue()).turn(patience_s):
        driver.execute("PRAGMA busy_timeout=0")
        try:
            while _is_busy(driver) and time.monotonic() < deadline:
                time.sleep(PAUSE_S)
            if not driver.in_transaction:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more, to say what is wrong
        finally:
            driver.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Try to begin; whether somebody else is writing."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False
