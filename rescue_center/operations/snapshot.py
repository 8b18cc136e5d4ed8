"""A copy of the whole database as it was at one moment, and its way back, for each engine.

Never a copy of the file: SQLite's backup interface and pg_dump see one consistent moment while
people go on working.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from rescue_center.db import db, writing


class Failed(Exception):
    """A copy or its way back did not work, with the reason."""


def engine_name(url: URL) -> str:
    """`sqlite` or `postgresql`."""
    return url.get_backend_name()


def suffix(url: URL) -> str:
    """What the copy's file name ends in."""
    return ".sqlite3" if engine_name(url) == "sqlite" else ".pgdump"


def take(url: URL, target: Path) -> None:
    """Write a copy of the database at `url` to the file `target`."""
    if engine_name(url) == "sqlite":
        with (
            closing(sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
    else:
        _program("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", "-f", target)
    _settle(target)


def put_back(copy: Path, url: URL) -> None:
    """Make the empty database at `url` what `copy` holds, all or nothing."""
    if engine_name(url) == "sqlite":
        target = Path(url.database or "")
        draft = target.with_name(f"{target.name}.restoring")
        shutil.copyfile(copy, draft)
        draft.chmod(0o600)
        _settle(draft)
        draft.replace(target)
        _settle(target.parent)
    else:
        _program(
            "pg_restore", url, "--no-owner", "--no-privileges", "--exit-on-error",
            "--single-transaction", copy,
        )  # fmt: skip


def is_empty(url: URL) -> bool:
    """Whether there is no table in the database (or no database file) at `url`."""
    if engine_name(url) == "sqlite" and not Path(url.database or "").exists():
        return True
    engine = sa.create_engine(url)
    try:
        return not sa.inspect(engine).get_table_names()
    finally:
        engine.dispose()


@contextmanager
def elsewhere(url: URL, folder: Path) -> Iterator[URL]:
    """The address of an empty database of the same kind, gone after the block."""
    if engine_name(url) == "sqlite":
        yield url.set(database=str(folder / "proof.sqlite3"))
        return
    name = f"rescue_proof_{secrets.token_hex(4)}"
    with _administration() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield url.set(database=name)
    finally:
        with _administration() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _administration() -> Iterator[sa.Connection]:
    db.session.rollback()
    alone = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with writing(False), alone.connect() as connection:  # no BEGIN: databases are made outside
        yield connection


def _program(name: str, url: URL, *words: object) -> None:
    """Run a program of PostgreSQL on the database at `url`; the password goes by environment."""
    plain = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string(hide_password=False)
    environment = dict(os.environ)
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    command = [_found(name), f"--dbname={plain}", *(str(word) for word in words)]
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{name} failed: {done.stderr.strip()}")


def _found(name: str) -> str:
    """The newest of PostgreSQL's programs of that name: it must not be older than the server."""
    if on_path := shutil.which(name):
        return on_path
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not installed:
        raise Failed(f"{name} is missing. Run: sudo apt-get install -y postgresql-client")
    return str(max(installed, key=lambda file: int(file.parent.parent.name)))


def _settle(path: Path) -> None:
    """See a file or folder safely onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
