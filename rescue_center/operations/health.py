"""Whether this process can do its work now: the database takes writes, is of our version, and has
room. The public answer is one word; the sentences are for `flask doctor`."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from rescue_center import clock
from rescue_center.config import ROOT
from rescue_center.db import Counter, db, writing
from rescue_center.journal.models import Entry, Head

#: Less free space than this, in bytes, and a day's photographs may not fit.
LEAST_FREE = 500 * 1024 * 1024
#: How long the probe waits for its turn to write, in milliseconds.
PATIENCE_MS = 3000
#: How far clocks may differ.
AHEAD = timedelta(minutes=5)


def faults() -> Iterator[str]:
    """Why the centre cannot work now, a sentence each; none when it can."""
    try:
        with (
            writing(patience_ms=PATIENCE_MS),
            Session(db.engine, join_transaction_mode="create_savepoint") as session,
        ):
            _probe(session.connection())
            session.rollback()
            level = level_of(session.connection())
            journal = list(_journal(session)) if level == expected_level() else []
    except SQLAlchemyError as error:
        yield f"The database takes no writes: {getattr(error, 'orig', None) or error}"
    else:
        if level != expected_level():
            yield _of_another_level(level)
        yield from journal
    yield from _room()


def seen() -> Iterator[str]:
    """What is wrong that reading alone shows."""
    session = db.session()
    if (level := level_of(session.connection())) != expected_level():
        yield _of_another_level(level)
    else:
        yield from _journal(session)
    yield from _room()


def _of_another_level(level: str | None) -> str:
    return (
        f"The database is at migration {level or 'none'}, the program at "
        f"{expected_level() or 'none'}. Run: flask db upgrade"
    )


def _journal(session: Session) -> Iterator[str]:
    """What is wrong with the end of the journal: one statement sees one moment of both."""
    last = sa.select(sa.func.max(Entry.seq)).scalar_subquery()
    found = session.execute(
        sa.select(Head.seq, Head.hash, last.label("last"), Entry.hash, Entry.recorded_at)
        .select_from(Head)
        .outerjoin(Entry, Entry.seq == Head.seq)
    ).first()
    if found is None:  # it is set with the first row
        if session.scalar(sa.select(last)) is not None:
            yield "The journal has lost its head. Run: flask journal verify"
        return
    seq, ending, last_seq, entry_hash, recorded_at = found
    if seq != (last_seq or 0) or (last_seq and ending != entry_hash):
        yield (
            f"The journal's head is at row {seq}, its last row is {last_seq or 0}. "
            "Run: flask journal verify"
        )
    elif recorded_at is not None and recorded_at > clock.now() + AHEAD:
        yield (
            f"The last row of the journal is of {clock.moment_text(recorded_at)}, which lies "
            "ahead: the clock of this machine, or of the one before it, is wrong."
        )


def _probe(connection: Connection) -> None:
    """Write a row and take it back."""
    if connection.dialect.name != "sqlite":  # there the transaction waited when it began
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
    connection.execute(sa.insert(Counter).values(series="write probe", year=0, value=0))


def level_of(connection: Connection) -> str | None:
    """The migration that the database is at."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def expected_level() -> str | None:
    """The migration that this program was written for."""
    head = ROOT / "migrations" / "HEAD"
    return head.read_text().strip() if head.exists() else None


def knows(level: str) -> bool:
    """Whether there is a migration of that name here, from which an upgrade can go on."""
    names = (file.stem for file in (ROOT / "migrations" / "versions").glob("*.py"))
    return any(name.partition("_")[0] == level for name in names)


def _room() -> Iterator[str]:
    for name in ("INSTANCE_DIR", "MEDIA_DIR"):
        folder = Path(current_app.config[name])
        while not folder.exists():
            folder = folder.parent
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE:
            yield f"Only {free // 2**20} MB are free in {folder}."
