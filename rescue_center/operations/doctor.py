"""What an operator should know of this installation, and what is wrong with it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from rescue_center import clock
from rescue_center.config import ROOT
from rescue_center.db import WAL_IS_SAFE, db
from rescue_center.journal.models import Entry
from rescue_center.operations import health

WRONG, NOTE, OK = "WRONG", "note", "ok"
#: A backup older than this is one that nobody makes any more.
BACKUP_AGE = timedelta(hours=36)
#: More than this between two clocks, and times in the journal cannot be compared.
CLOCK_DRIFT = timedelta(seconds=30)

#: What the centre says of itself, and who asks.
NEEDED_BY = {
    "CENTRE_ADDRESS": "a health statement and a handover need the centre's address.",
    "CENTRE_PHONE": "who finds a tagged animal is told no number to call.",
}

Finding = tuple[str, str]


def findings(at: datetime) -> Iterator[Finding]:
    """Verdict and sentence, one after the other."""
    yield OK, f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    for part in (_database, _health, _settings, _files, _front_end):
        yield from part()
    yield from _clock(at)
    yield from _backup(at)
    db.session.rollback()


def glance(at: datetime) -> Iterator[Finding]:
    """The same for a page that only reads: nothing is written to see whether it could be."""
    for part in (_database, _settings, _files, _front_end):
        yield from part()
    yield from ((WRONG, sentence) for sentence in health.seen())
    yield from _clock(at)
    yield from _backup(at)


def _database() -> Iterator[Finding]:
    if db.engine.dialect.name == "sqlite":
        yield from _sqlite()
    else:
        yield from _postgresql()


def _sqlite() -> Iterator[Finding]:
    mode = db.session.scalar(sa.text("PRAGMA journal_mode"))
    synchronous = db.session.scalar(sa.text("PRAGMA synchronous"))
    yield OK, f"SQLite {sqlite3.sqlite_version}, journal {mode}, synchronous {synchronous}"
    if not WAL_IS_SAFE and mode == "wal":
        yield WRONG, "Write-ahead logging is not safe in this version of SQLite."
    if synchronous != 2:
        yield WRONG, "The last commits may be lost in a power cut: synchronous is not FULL."
    file = Path(db.session.connection().engine.url.database or "")
    if file.exists() and file.stat().st_mode & 0o077 and file.parent.stat().st_mode & 0o011:
        yield NOTE, f"Other accounts of this machine can read {file}. Run: chmod 600 {file}"


def _postgresql() -> Iterator[Finding]:
    yield OK, f"PostgreSQL {db.session.scalar(sa.text('SHOW server_version'))}"
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        value = db.session.scalar(sa.text(f"SHOW {name}"))
        if value != "on":
            yield WRONG, f"The last commits may be lost in a power cut: {name} is {value}."
    found = set(db.session.scalars(sa.text("SELECT extname FROM pg_extension")))
    if "btree_gist" not in found:
        yield NOTE, "btree_gist is not installed: triggers keep intervals apart in its place."


def _health() -> Iterator[Finding]:
    broken = list(health.faults())
    yield from ((WRONG, sentence) for sentence in broken)
    if not broken:
        yield OK, f"The database takes writes and is at migration {health.expected_level()}."


def _settings() -> Iterator[Finding]:
    config = current_app.config
    yield OK, f"Address {config['BASE_URL']}, time zone {config['TIMEZONE']}"
    if not config["PRODUCTION"]:
        yield NOTE, "RESCUE_PRODUCTION is not set: unsafe settings are not refused."
    for name in ("CENTRE_ADDRESS", "CENTRE_PHONE"):
        if not config[name]:
            yield NOTE, f"RESCUE_{name} is not set: {NEEDED_BY[name]}"
    if current_app.debug:
        yield WRONG, "Debugging is on: an error page would run code for whoever sees it."


def _files() -> Iterator[Finding]:
    instance, media = (Path(current_app.config[k]) for k in ("INSTANCE_DIR", "MEDIA_DIR"))
    for folder in (instance, media):
        if folder.exists() and not os.access(folder, os.W_OK):
            yield WRONG, f"{folder} cannot be written to."
    free = shutil.disk_usage(instance).free // 2**30
    yield OK, f"Data in {instance}, files in {media}, {free} GB free"


def _front_end() -> Iterator[Finding]:
    if not (ROOT / "static" / "vendor" / "fonts").exists():
        yield WRONG, "The fonts of papers and the icons are missing. Run: make install"


def _clock(at: datetime) -> Iterator[Finding]:
    last = db.session.scalar(sa.select(sa.func.max(Entry.recorded_at)))
    if last and last > at + CLOCK_DRIFT:
        yield WRONG, f"The clock is behind the journal, whose last row is of {last:%Y-%m-%d %H:%M}."
    if db.engine.dialect.name == "postgresql":
        there = db.session.scalar(sa.select(sa.func.clock_timestamp()))
        if there and abs(there - clock.now()) > CLOCK_DRIFT:
            yield WRONG, f"The database server's clock says {there:%Y-%m-%d %H:%M:%S %Z}."


def remember_backup(manifest: Path, at: datetime) -> None:
    """Note where and when the last backup was made, for :func:`findings`."""
    note = {"made_at": at.isoformat(), "manifest": str(manifest.resolve())}
    _backup_note().write_text(json.dumps(note) + "\n")


def _backup_note() -> Path:
    return Path(current_app.config["INSTANCE_DIR"]) / "last_backup.json"


def _backup(at: datetime) -> Iterator[Finding]:
    if not _backup_note().exists():
        yield NOTE, "No backup was made yet. Run: flask backup --to DIR"
        return
    note = json.loads(_backup_note().read_text())
    age = at - datetime.fromisoformat(note["made_at"])
    verdict = WRONG if age > BACKUP_AGE else OK
    yield (
        verdict,
        f"The last backup is {age.total_seconds() / 3600:.0f} hours old: {note['manifest']}",
    )
