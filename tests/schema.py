"""What a database really holds: one line a column, constraint, index and trigger."""

import re

import sqlalchemy as sa
from sqlalchemy.engine import Connection

NOT_OURS = {"alembic_version"}

POSTGRESQL = (
    # columns
    "SELECT c.relname || ' column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)"
    " || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END"
    " || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')"
    " || coalesce(' collate ' || nullif(l.collname, 'default'), '')"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
    " LEFT JOIN pg_collation l ON l.oid = a.attcollation"
    " WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
    " AND c.relnamespace = current_schema()::regnamespace",
    # constraints: check, foreign and primary key, unique, exclusion
    "SELECT c.relname || ' constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)"
    " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
    " WHERE k.connamespace = current_schema()::regnamespace AND k.contype <> 'n'",
    # indexes
    "SELECT tablename || ' index ' || indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    # triggers, and what they do
    "SELECT c.relname || ' trigger ' || pg_get_triggerdef(t.oid) || ' ' || p.prosrc"
    " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
    " WHERE NOT t.tgisinternal AND p.pronamespace = current_schema()::regnamespace",
)


def described(connection: Connection) -> set[str]:
    """Everything the database enforces."""
    lines = _postgresql(connection) if connection.dialect.name == "postgresql" else None
    found = lines if lines is not None else _sqlite(connection)
    return {_tight(line) for line in found if line.split(" ", 1)[0] not in NOT_OURS}


def _postgresql(connection: Connection) -> list[str]:
    return [str(row[0]) for query in POSTGRESQL for row in connection.exec_driver_sql(query)]


def _sqlite(connection: Connection) -> list[str]:
    lines = []
    inspector = sa.inspect(connection)
    for table in inspector.get_table_names():
        for _, name, kind, required, default, key, _ in connection.exec_driver_sql(
            f"PRAGMA table_xinfo({table})"
        ):
            lines.append(f"{table} column {name} {kind} {required} {default} {key}")
        for rule in inspector.get_check_constraints(table):
            lines.append(f"{table} check {rule['name']} {rule['sqltext']}")
        for unique in inspector.get_unique_constraints(table):
            lines.append(f"{table} unique {unique['name']} {unique['column_names']}")
        for key in inspector.get_foreign_keys(table):
            to = (key["referred_table"], key["referred_columns"], key["options"])
            lines.append(f"{table} foreign key {key['name']} {key['constrained_columns']} {to}")
    made = (
        "SELECT tbl_name, type, sql FROM sqlite_master WHERE type IN ('index', 'trigger', 'view')"
    )
    rows = connection.exec_driver_sql(f"{made} AND sql IS NOT NULL")
    return lines + [f"{table} {kind} {sql}" for table, kind, sql in rows]


def _tight(line: str) -> str:
    """Without the quotes and spaces that differ from one writer to another."""
    return re.sub(r"\s+", " ", re.sub(r'"(\w+)"', r"\1", line)).strip()
