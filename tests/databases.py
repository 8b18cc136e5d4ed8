"""Databases for tests: the schema is built once per engine and process, then copied; and the
applications on them.

`Databases.fresh()` gives the address of a database of its own to a test that needs real commits,
several connections or another process; most tests share one and are rolled back (conftest.py).
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from flask_migrate import stamp

from rescue_center import config, create_app
from rescue_center.config import ROOT
from rescue_center.db import db, writing
from rescue_center.species import load as reference
from tests.postgres import Server

ENGINES = ("sqlite", "postgresql")
#: When the reference data came: 10:00 on 12 May 2026 in Phnom Penh.
STOCKED_AT = datetime(2026, 5, 12, 3, 0, tzinfo=UTC)


def settings(url: str, folder: Path) -> dict[str, Any]:
    """The settings of a test's application: its own database and folder, a cheap password hash."""
    return {
        "TESTING": True,
        "DATABASE_URL": url,
        "INSTANCE_DIR": str(folder),
        "MEDIA_DIR": str(folder / "media"),
        "SECRET_KEY": "a key for tests only, of no use to anybody",
        "ARGON2_MEMORY_KIB": 64,
        "RELEASE_NEEDS_PAPER": False,  # asked by tests/documents/test_required.py
    }


#: Applications that nobody uses now, with what was set when they were made.
_spare: list[tuple[Flask, dict[str, Any]]] = []


@contextmanager
def centre(url: str, folder: Path) -> Iterator[Flask]:
    """The application on a database, with real commits; no context is pushed.

    One is made in a tenth of a second, so whoever is done with it leaves it to the next, who finds
    it as it was made: only its database and its folder are others.
    """
    app, first = _spare.pop() if _spare else _made(url, folder)
    app.config.clear()
    app.config.update(first | config.read(os.environ, settings(url, folder)))
    db._app_engines[app][None] = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        _spare.append((app, first))


def _made(url: str, folder: Path) -> tuple[Flask, dict[str, Any]]:
    app = create_app(settings(url, folder))
    return app, dict(app.config)


def build_schema(app: Flask) -> None:
    """Make every table, constraint and trigger in an empty database."""
    with app.app_context():
        db.create_all()
        if any((ROOT / "migrations" / "versions").glob("*.py")):
            stamp()
        db.engine.dispose()


def _stock(url: str, folder: Path) -> None:
    with centre(url, folder) as app, app.app_context(), writing():
        reference.load(at=STOCKED_AT)
        db.session.commit()


class Databases(Protocol):
    """Where databases of one engine come from."""

    def fresh(self, *, schema: bool = True) -> str: ...

    def stocked(self) -> str: ...

    def drop(self, url: str) -> None: ...


class Sqlite:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)
        self.template: Path | None = None
        self.stock: Path | None = None

    def fresh(self, *, schema: bool = True) -> str:
        """The address of a new database."""
        file = self.folder / f"{next(self.numbers)}.sqlite3"
        if schema:
            if self.template is None:
                self.template = self.folder / "template.sqlite3"
                build_schema(create_app(settings(f"sqlite:///{self.template}", self.folder)))
                _whole(self.template)
            shutil.copyfile(self.template, file)
        return f"sqlite:///{file}"

    def stocked(self) -> str:
        """The address of a new database that has the reference data."""
        if self.stock is None:
            url = self.fresh()
            _stock(url, self.folder)
            self.stock = Path(url.removeprefix("sqlite:///"))
            _whole(self.stock)
        file = self.folder / f"{next(self.numbers)}.sqlite3"
        shutil.copyfile(self.stock, file)
        return f"sqlite:///{file}"

    def drop(self, url: str) -> None:
        """Remove a database that nobody needs any more."""
        file = Path(url.removeprefix("sqlite:///"))
        for part in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
            part.unlink(missing_ok=True)


def _whole(file: Path) -> None:
    """All of a database is in its file, which is copied."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class Postgresql:
    """Databases of one server, named after this process, so that two may share the server."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.numbers = count(1)
        self.template: str | None = None
        self.stock: str | None = None
        self.made: list[str] = []

    def fresh(self, *, schema: bool = True) -> str:
        """The address of a new database."""
        if not schema:
            return self._create("template0")
        if self.template is None:
            url = self._create("template0")
            build_schema(create_app(settings(url, self.folder)))
            self.template = self.made[-1]
        return self._create(self.template)

    def stocked(self) -> str:
        """The address of a new database that has the reference data."""
        if self.stock is None:
            url = self.fresh()
            _stock(url, self.folder)
            self.stock = self.made[-1]
        return self._create(self.stock)

    def _create(self, template: str) -> str:
        name = f"rescue_test_{os.getpid()}_{next(self.numbers)}"
        self.made.append(name)
        return self.server.create(name, template=template)

    def drop(self, url: str) -> None:
        """Remove a database that nobody needs any more."""
        name = urlsplit(url).path.strip("/")
        self.made.remove(name)
        self.server.drop(name)

    def drop_all(self) -> None:
        """Remove what was made, from a server that goes on without us."""
        for name in self.made if self.server.process is None else ():
            self.server.drop(name)
