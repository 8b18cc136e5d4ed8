"""Take a rule out of a database, as a careless migration would, to see whether it is missed."""

import re

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.db import TRIGGERS, db


def drop(app: Flask, *names: str) -> None:
    """Drop triggers, unique indexes and constraints by name, and nothing else."""
    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            sqlite = engine.dialect.name == "sqlite"
            if sqlite:  # outside a transaction, else it has no effect
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            for name in names:
                _drop_sqlite(connection, name) if sqlite else _drop_postgresql(connection, name)
            connection.commit()
        engine.dispose()


def _trigger(name: str, dialect: str) -> str | None:
    return next((t.drop(dialect) for t in TRIGGERS if t.name == name), None)


def _drop_postgresql(connection: Connection, name: str) -> None:
    table = connection.scalar(
        sa.text("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = :name"),
        {"name": name},
    )
    if table:
        leaning = "CASCADE" if name.startswith("pk_") else ""  # what points at a key goes with it
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name} {leaning}")
    else:
        connection.exec_driver_sql(_trigger(name, "postgresql") or f"DROP INDEX {name}")


def _drop_sqlite(connection: Connection, name: str) -> None:
    kind = connection.scalar(
        sa.text("SELECT type FROM sqlite_master WHERE name = :name"), {"name": name}
    )
    if kind in ("trigger", "index"):
        connection.exec_driver_sql(f"DROP {kind} {name}")
        return
    table, made = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE :like"),
        {"like": f"%CONSTRAINT {name} %"},
    ).one()
    _rebuild(connection, table, made, _without(made, name))


def _without(made: str, name: str) -> str:
    """`CREATE TABLE` without one of its constraints."""
    start = re.search(rf",\s*CONSTRAINT {name} (CHECK|UNIQUE|PRIMARY KEY|FOREIGN KEY)\s*\(", made)
    assert start is not None, f"{name} is no constraint of {made}"
    depth, at, quoted = 1, start.end(), False
    while depth:
        quoted ^= made[at] == "'"
        depth += {"(": 1, ")": -1}.get(made[at], 0) * (not quoted)
        at += 1
    rest = made[at:]
    if start[1] == "FOREIGN KEY":
        rest = re.sub(r"^\s*REFERENCES \w+\s*\([^)]*\)", "", rest)
    return made[: start.start()] + rest


def _rebuild(connection: Connection, table: str, made: str, wanted: str) -> None:
    """Replace a table by one that lacks the constraint, with its rows, indexes and triggers."""
    also = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type <> 'table'"
                " AND sql IS NOT NULL"),
        {"table": table},
    ).scalars().all()  # fmt: skip
    renamed = re.sub(rf'CREATE TABLE "?{table}"?', f"CREATE TABLE new_{table}", wanted, count=1)
    assert renamed != wanted
    connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
    for statement in (
        renamed,
        f"INSERT INTO new_{table} SELECT * FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE new_{table} RENAME TO {table}",
        *also,
    ):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("PRAGMA legacy_alter_table=OFF")
