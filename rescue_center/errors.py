"""What a person is told when something may not happen.

Rules raise :class:`Refused` with a sentence for the person; the database refuses with the name of a
constraint. :func:`refusal_of` turns the second into the first, so that two people who press the
same button at the same moment both read a sentence and never a stack trace.
"""

import re
import sqlite3
from functools import cache

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError


class Refused(Exception):
    """A plain sentence: why this may not happen. `field` names the input it belongs beside."""

    def __init__(self, sentence: str, *, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Missing(Exception):
    """Not there, or not yours to see: the same answer for both (404)."""


class Stale(Refused):
    """Somebody else changed the record since this person opened it (409)."""

    def __init__(self, what: str = "this record"):
        super().__init__(
            f"Somebody changed {what} while you were working on it. "
            "Look at the newer version, then make your change again."
        )


_SENTENCES: dict[str, str] = {}

#: SQLite's faults that pass: they lie with the disk or with whoever else writes.
PASSING = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM,
}  # fmt: skip


def explain(constraint: str, sentence: str) -> None:
    """Give the sentence a person reads when the database refuses with `constraint`."""
    _SENTENCES[constraint] = sentence


def explained() -> dict[str, str]:
    """Every constraint that has a sentence, for the tests that compare it with the schema."""
    return dict(_SENTENCES)


@cache
def _unique_names() -> dict[str, str]:
    """`table.a, table.b` -> name: SQLite names the columns of a broken unique rule."""
    from rescue_center.db import db

    names = {}
    for table in db.metadata.tables.values():
        for index in table.indexes:
            if index.unique:
                names[", ".join(f"{table.name}.{c.name}" for c in index.columns)] = str(index.name)
        for rule in table.constraints:
            if isinstance(rule, UniqueConstraint):
                names[", ".join(f"{table.name}.{c.name}" for c in rule.columns)] = str(rule.name)
    return names


def constraint_of(error: DBAPIError) -> str | None:
    """The name of the constraint or trigger that refused, on either database; None if unknown."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if named:
        return str(named)
    text = str(error.orig)
    if broken := re.match(r"UNIQUE constraint failed: (?:index '(\w+)'|(.+))$", text):
        return broken[1] or _unique_names().get(broken[2])
    if broken := re.match(r"CHECK constraint failed: (\w+)", text):
        return broken[1]
    if broken := re.match(r"(\w+)$", text.strip()):  # RAISE(ABORT, 'name_of_the_trigger')
        return broken[1]
    return None


def refusal_of(error: DBAPIError) -> Refused | None:
    """The refusal that explains `error`, or None when it is a fault of ours and must surface."""
    name = constraint_of(error)
    if name in _SENTENCES:
        return Refused(_SENTENCES[name])
    if isinstance(error, IntegrityError) and name is not None:
        return Refused(
            "This does not fit with what is already recorded, so nothing was saved. "
            f"(Rule: {name.replace('_', ' ')}.)"
        )
    return None


def is_away(error: DBAPIError) -> bool:
    """Whether the database could not serve for now: gone, starting, busy, or its disk is full.
    What is wrong with a statement of ours is not among it."""
    if not isinstance(error.orig, sqlite3.Error):
        return error.connection_invalidated or isinstance(error, OperationalError)
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in PASSING


#: PostgreSQL undid a transaction that crossed another's way: it may simply be done again.
CROSSED = ("40P01", "40001")


def is_crossed(error: DBAPIError) -> bool:
    """Whether two transactions waited for each other crosswise and this one was undone."""
    return getattr(error.orig, "sqlstate", None) in CROSSED
