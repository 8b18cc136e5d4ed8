"""Whether the database still holds the rules that the program declares: its triggers, word for
word, and its constraints by name. Whoever may change the schema may also lift a rule; this tells of
one that was left lifted, or replaced by one that refuses nothing."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from rescue_center.db import TRIGGERS, db

_TRIGGERS_THERE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE NOT t.tgisinternal AND t.tgenabled = 'O'""",
}
_NAMES_THERE = {
    "sqlite": "SELECT coalesce(sql, '') || ' ' || name FROM sqlite_master",
    "postgresql": """SELECT conname::text FROM pg_constraint WHERE convalidated
      UNION ALL SELECT relname::text FROM pg_class WHERE relkind = 'i'""",
}


def triggers() -> Iterator[str]:
    """Triggers that the program declares and the database lacks, or has in other words."""
    dialect = db.session.get_bind().dialect.name
    found = db.session.execute(sa.text(_TRIGGERS_THERE[dialect]))
    there = {row[0]: row[1] for row in found}
    for one in TRIGGERS:
        declared = getattr(one, dialect)
        if not declared:
            continue
        if one.name not in there:
            yield f"{one.name} on {one.table} is missing"
        elif _words(declared) not in _words(there[one.name]):
            yield f"{one.name} on {one.table} is another one"


def constraints() -> Iterator[str]:
    """Constraints and unique indexes that the program declares and the database lacks."""
    dialect = db.session.get_bind().dialect.name
    there = set(_names(db.session.scalars(sa.text(_NAMES_THERE[dialect]))))
    for table in db.metadata.sorted_tables:
        rules = [rule.name for rule in table.constraints if not _is_key(rule)]
        rules += [index.name for index in table.indexes if index.unique]
        yield from (f"{n} on {table.name} is missing" for n in rules if n and str(n) not in there)


def _is_key(rule: sa.Constraint) -> bool:
    """A key's name is not kept everywhere; no table lives without it."""
    return isinstance(rule, sa.PrimaryKeyConstraint | sa.ForeignKeyConstraint)


def _names(texts: sa.ScalarResult[str]) -> Iterator[str]:
    for text in texts:
        yield from text.replace('"', " ").replace("(", " ").replace(",", " ").split()


def _words(text: str) -> str:
    return " ".join(text.replace("%%", "%").split())
