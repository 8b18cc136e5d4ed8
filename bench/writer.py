"""Rows into tables, as fast as each database takes them: triggers off, indexes made afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Self

import sqlalchemy as sa

from rescue_center.db import TRIGGERS, db, make_triggers


class Writer:
    """Rows into tables, as fast as each database takes them."""

    def __init__(self, connection: sa.Connection):
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"

    def __enter__(self) -> Self:
        """Triggers off, and plain indexes away: both are dearer by the row."""
        if self.is_sqlite:
            for one in TRIGGERS:
                self.connection.exec_driver_sql(one.drop("sqlite"))
        else:
            self.connection.exec_driver_sql("SET session_replication_role = replica")
        for index in _indexes():
            index.drop(self.connection)
        return self

    def __exit__(self, *failed: object) -> None:
        """All back as it was; an index that the rows break is an error here."""
        if any(failed):
            return
        for index in _indexes():
            index.create(self.connection)
        if self.is_sqlite:
            make_triggers(self.connection)
        else:
            self.connection.exec_driver_sql("SET session_replication_role = origin")
            for table in db.metadata.tables:
                self._move_sequence(table)

    def _move_sequence(self, table: str) -> None:
        name = self.connection.exec_driver_sql(
            f"SELECT pg_get_serial_sequence('{table}', 'id')"
            if "id" in db.metadata.tables[table].columns
            else "SELECT NULL"
        ).scalar()
        if name:
            self.connection.exec_driver_sql(
                f"SELECT setval('{name}', coalesce((SELECT max(id) FROM {table}), 1))"
            )

    def rows(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows of the named columns; the others take their defaults."""
        model = db.metadata.tables[table]
        given = columns.split()
        fixed = {
            c.name: c.default.arg
            for c in model.columns
            if c.name not in given and c.default is not None and c.default.is_scalar
        }
        names = [*given, *fixed]
        extra = tuple(fixed.values())
        stream = (self._values((*row, *extra)) for row in rows)
        cursor = self.connection.connection.cursor()
        if self.is_sqlite:
            marks = ", ".join("?" * len(names))
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
            while batch := list(islice(stream, 20_000)):
                cursor.executemany(statement, batch)
            return
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in stream:
                copy.write_row(row)

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns, in order."""
        return [column.name for column in db.metadata.tables[table].columns]

    def _values(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self.is_sqlite:
            return row
        return [_text(value) if isinstance(value, date) else value for value in row]


@lru_cache(maxsize=4096)
def _text(value: date) -> str:
    """A moment or a day as SQLite keeps it; most rows of an animal name the same few."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat()


def _indexes() -> list[sa.Index]:
    return [index for table in db.metadata.tables.values() for index in table.indexes]
