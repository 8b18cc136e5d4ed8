"""Rules that only a trigger can hold, in both dialects.

A trigger is declared beside its table with :func:`trigger` and made anew after every migration,
because rebuilding a table on SQLite silently drops its triggers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection


@dataclass(frozen=True)
class Trigger:
    """One rule that the database keeps itself, in both dialects."""

    name: str
    table: str
    when: str
    sqlite: str
    postgresql: str

    def create(self, dialect: str) -> list[str]:
        """The statements that make it."""
        if dialect == "sqlite":
            return [f"CREATE TRIGGER {self.name} {self.when} ON {self.table} {self.sqlite}"]
        each = "STATEMENT" if "TRUNCATE" in self.when else "ROW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$body$ {self.postgresql} $body$",
            f"CREATE TRIGGER {self.name} {self.when} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, dialect: str) -> str:
        """The statement that removes it."""
        if dialect == "sqlite":
            return f"DROP TRIGGER IF EXISTS {self.name}"
        return f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"


TRIGGERS: list[Trigger] = []


def trigger(name: str, table: str, when: str, *, sqlite: str, postgresql: str) -> None:
    """Declare a trigger. `when` reads `BEFORE UPDATE OF stage`; `sqlite` is the rest of the
    statement from an optional `WHEN` to `END`; `postgresql` the body of a plpgsql function.
    An empty text leaves it out of that database."""
    TRIGGERS.append(Trigger(name, table, when, sqlite, postgresql))


def refusing(name: str) -> str:
    """plpgsql that refuses with a constraint's name, as `RAISE(ABORT, 'name')` does on SQLite."""
    return f"RAISE EXCEPTION '{name}' USING ERRCODE='23514', CONSTRAINT='{name}';"


def append_only(table: str) -> None:
    """Rows of `table` are written once: no update, no delete, no truncate."""
    name = f"{table}_is_append_only"
    for verb in ("UPDATE", "DELETE"):
        trigger(
            f"{name}_{verb.lower()}",
            table,
            f"BEFORE {verb}",
            sqlite=f"BEGIN SELECT RAISE(ABORT, '{name}'); END",
            postgresql=f"BEGIN {refusing(name)} END",
        )
    trigger(
        f"{name}_truncate",
        table,
        "BEFORE TRUNCATE",
        sqlite="",
        postgresql=f"BEGIN {refusing(name)} END",
    )


def never_deleted(table: str) -> None:
    """Rows of `table` may be amended by their verbs but are never deleted."""
    name = f"{table}_is_never_deleted"
    trigger(
        name,
        table,
        "BEFORE DELETE",
        sqlite=f"BEGIN SELECT RAISE(ABORT, '{name}'); END",
        postgresql=f"BEGIN {refusing(name)} END",
    )
    _never_truncated(table)


def _never_truncated(table: str) -> None:
    """PostgreSQL can empty a table without deleting its rows."""
    name = f"{table}_is_never_truncated"
    trigger(name, table, "BEFORE TRUNCATE", sqlite="", postgresql=f"BEGIN {refusing(name)} END")


def written_once(table: str, *columns: str, once_set: Iterable[str] = ()) -> None:
    """What these columns of a row say is never rewritten; `once_set` are empty at first."""
    name = f"{table}_facts_stay"
    changed = [f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns]
    changed += [f"(OLD.{c} IS NOT NULL AND NEW.{c} IS DISTINCT FROM OLD.{c})" for c in once_set]
    refuse(name, table, "BEFORE UPDATE", " OR ".join(changed))


def refuse(name: str, table: str, when: str, condition: str) -> None:
    """Refuse a change of a row under a condition on OLD and NEW, in PostgreSQL's words. `when`
    may name two verbs, as in `BEFORE UPDATE OR DELETE`: SQLite has a trigger for each."""
    verbs = when.removeprefix("BEFORE ").split(" OR ")
    for verb in verbs:
        row = "OLD" if verb == "DELETE" else "NEW"
        trigger(
            name if len(verbs) == 1 else f"{name}_{verb.split()[0].lower()}",
            table,
            f"BEFORE {verb}",
            sqlite=f"WHEN {condition.replace(' IS DISTINCT FROM ', ' IS NOT ')} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END",
            postgresql=f"BEGIN IF {condition} THEN {refusing(name)} END IF; RETURN {row}; END",
        )


def make_triggers(connection: Connection) -> None:
    """Make every declared trigger whose table exists, replacing older ones."""
    dialect = connection.dialect.name
    tables = set(sa.inspect(connection).get_table_names())
    for one in TRIGGERS:
        if one.table in tables and getattr(one, dialect):
            connection.exec_driver_sql(one.drop(dialect))
            for statement in one.create(dialect):
                connection.exec_driver_sql(statement.replace("%", "%%"))


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger there is, those too that are no longer declared: before tables change."""
    if connection.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.exec_driver_sql(found).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    found = (
        "SELECT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND p.pronamespace = current_schema()::regnamespace"
    )
    for name in {row[0] for row in connection.exec_driver_sql(found)}:
        connection.exec_driver_sql(f"DROP FUNCTION {name}() CASCADE")
