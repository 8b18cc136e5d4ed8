"""Everything that must hold, asked of the database and the files as they are now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from rescue_center import checks
from rescue_center.db import db
from rescue_center.journal import verification
from rescue_center.media import store
from rescue_center.media.models import Media
from rescue_center.operations import rules_in_force

#: How many offenders of one check are named.
NAMED = 20


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: checks.Check
    count: int
    named: tuple[str, ...]


def run(anchor: tuple[int, str] | None = None) -> Iterator[Finding]:
    """Every check in turn: our own, then those of the packages. `anchor` is a head of the journal
    that was kept elsewhere."""
    journal = checks.Check(
        "journal_is_whole",
        "No row of the journal was changed or removed.",
        lambda: _journal(anchor),
    )
    for check in (*_OWN, journal, *checks.declared()):
        broken = iter(check.find())
        named = tuple(islice(broken, NAMED))
        yield Finding(check, len(named) + sum(1 for _ in broken), named)
    db.session.rollback()


def _sound() -> Iterator[str]:
    """The database's own view of itself."""
    session = db.session
    if session.get_bind().dialect.name == "sqlite":
        for (line,) in session.execute(sa.text("PRAGMA integrity_check")):
            if line != "ok":
                yield str(line)
        for table, row, target, _ in session.execute(sa.text("PRAGMA foreign_key_check")):
            yield f"{table} row {row} points at a missing {target}"
        return
    unproved = (
        "SELECT conrelid::regclass || ' ' || conname FROM pg_constraint WHERE NOT convalidated"
    )
    yield from (f"{name} was never checked" for (name,) in session.execute(sa.text(unproved)))


def _journal(anchor: tuple[int, str] | None) -> Iterator[str]:
    _, broken = verification.verify(anchor)
    if broken:
        yield f"row {broken.seq}: {broken.why}"


def _media() -> Iterator[str]:
    """Sealed files that are missing, or are no longer what was sealed."""
    for sha256, size in db.session.execute(sa.select(Media.sha256, Media.size)):
        file = store.sealed(sha256)
        if not file.exists():
            yield f"{sha256} is missing"
        elif file.stat().st_size != size or digest(file) != sha256:
            yield f"{sha256} was changed"


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


_OWN = (
    checks.Check("database_is_sound", "The database finds no fault in itself.", _sound),
    checks.Check(
        "triggers_are_there", "Every rule kept by a trigger is in force.", rules_in_force.triggers
    ),
    checks.Check(
        "constraints_are_there",
        "Every rule kept by a constraint is in force.",
        rules_in_force.constraints,
    ),
    checks.Check("media_are_sealed", "Every sealed file is what was received.", _media),
)
