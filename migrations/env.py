"""How a migration runs: in one transaction, alone, with every trigger made anew at its end.

Whatever fails takes everything back. On SQLite a table is rebuilt to be altered, which drops its
triggers without a word and would follow foreign keys, so these are off meanwhile and checked
before the commit.
"""

from contextlib import contextmanager

from alembic import context
from flask import current_app

from rescue_center.db import Folded, UtcDateTime, db, drop_triggers, make_triggers, writing

#: Any number; PostgreSQL's migrations wait for each other on it.
ADVISORY_LOCK = 7236


def run_migrations() -> None:
    """Bring the database to the revision asked for."""
    with writing(), db.engine.connect() as connection, unchecked_references(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=rendered,
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            alone(connection)
            drop_triggers(connection)
            context.run_migrations()
            make_triggers(connection)
            check_references(connection)


@contextmanager
def unchecked_references(connection):
    """SQLite's foreign keys off meanwhile; inside a transaction the pragma has no effect."""
    if connection.dialect.name != "sqlite":
        yield
        return
    pragma = connection.connection.driver_connection.execute
    pragma("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        pragma("PRAGMA foreign_keys=ON")


def alone(connection) -> None:
    """No second migration beside this one. SQLite's BEGIN IMMEDIATE has seen to it."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")


def check_references(connection) -> None:
    """Refuse, and so take back, a migration that left a row pointing at nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"Rows point at nothing after the migration: {broken[:5]}")


def rendered(kind, thing, autogen_context):
    """Our column types in the words of SQLAlchemy, so that a migration stands on its own."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Folded):
        size = thing.impl.length
        first, both = (f"{size}", f"{size}, ") if size else ("", "")
        return f'sa.String({first}).with_variant(sa.String({both}collation="C"), "postgresql")'
    return False


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database; there is no offline mode.")
run_migrations()
