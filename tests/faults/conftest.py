"""Databases that races are run on: real commits, and room for all connections at once."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from rescue_center import create_app
from rescue_center.db import db
from tests.databases import Databases, settings
from tests.faults.office import office
from tests.faults.race import PEOPLE

__all__ = ["office"]  # one for all who sit in it

ROOM = {"SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": PEOPLE + 2}}


@pytest.fixture
def arena(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own, for sixteen people; no context is pushed."""
    url = databases.fresh()
    app = create_app(settings(url, tmp_path) | ROOM)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[[object], None]:
    """Adds a line to the file that RESCUE_FAULTS_TABLE names, where it names one."""

    def write(line: object) -> None:
        if file := os.environ.get("RESCUE_FAULTS_TABLE"):
            with Path(file).open("a") as out:
                out.write(f"{request.node.name:70} {line}\n")

    return write
