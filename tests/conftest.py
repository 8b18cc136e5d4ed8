"""What every test can ask for. Those that touch the database run on SQLite and on PostgreSQL."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, scoped_session

from rescue_center import create_app
from rescue_center.db import db
from tests import postgres
from tests.databases import ENGINES, Databases, Postgresql, Sqlite, centre, settings

# A busy machine is no fault, and a run says the same as the one before.
hypothesis.settings.register_profile("ours", deadline=None, database=None, derandomize=True)
hypothesis.settings.load_profile("ours")

pytest_plugins = ("tests.clients",)

#: Each of their tests takes seconds, or one process does them all.
LONGEST = ("test_start.py", "test_walks.py", "test_two_edits.py", "test_two_people.py")

CI = os.environ.get("CI", "").lower() in ("1", "true")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=ENGINES, help="run on one database only")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("engine")
        asked = metafunc.config.getoption("--engine")
        names = marked.args if marked else [asked] if asked else ENGINES
        metafunc.parametrize("engine_name", names, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who takes longest begins, so that no process waits for another at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it is not searched for rubbish again and again, which took a
    fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def unavailable(what: str) -> None:
    """Skip, naming what is missing; on CI nothing may be skipped."""
    if CI:
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """On CI whatever was skipped, for whatever reason, fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if CI and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each reason why something was left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    for reason in sorted({report.longrepr[2] for report in skipped}):
        count = sum(report.longrepr[2] == reason for report in skipped)
        terminalreporter.write_line(f"NOT RUN ({count}): {reason.removeprefix('Skipped: ')}")


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All applications of a run share what their templates were compiled to: 2 s for each."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "templates"
    folder.mkdir(exist_ok=True)
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}


# --- databases --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """The PostgreSQL server of this run."""
    try:
        server = postgres.start()
    except postgres.Unavailable as reason:
        unavailable(f"everything on PostgreSQL: {reason}")
    path = os.environ["PATH"]
    if server.programs:  # pg_dump must not be older than the server
        os.environ["PATH"] = f"{server.programs}{os.pathsep}{path}"
    yield server
    os.environ["PATH"] = path
    server.stop()


@pytest.fixture(scope="session")
def databases(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Makes databases of the engine under test: `databases.fresh()`."""
    folder = tmp_path_factory.mktemp(engine_name)
    if engine_name == "sqlite":
        yield Sqlite(folder)
        return
    source = Postgresql(request.getfixturevalue("postgresql"), folder)
    yield source
    source.drop_all()


@pytest.fixture(scope="session")
def shared_app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on the database that all rolled-back tests share."""
    app = create_app(settings(databases.fresh(), tmp_path_factory.mktemp("instance")))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def stocked_app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The same for tests that want the reference data, which are in it already."""
    app = create_app(settings(databases.stocked(), tmp_path_factory.mktemp("instance")))
    yield app
    with app.app_context():
        db.engine.dispose()


class Lent:
    """A connection of its own, as it looks to a page: ours, which it can't close."""

    closed = invalidated = False

    def __init__(self, ours: Connection):
        self.execute = ours.execute

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def app(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application inside a transaction that is rolled back after the test.

    Commits of the code under test end savepoints. It is given our connection in place of the
    engine, which Flask-SQLAlchemy keeps in a private mapping (one line; the version is bounded in
    pyproject.toml).
    """
    stocked = "loaded" in request.fixturenames
    shared_app: Flask = request.getfixturevalue("stocked_app" if stocked else "shared_app")
    with shared_app.app_context():
        engine = db.engine
        engines = db._app_engines[shared_app]
        with engine.connect() as connection:
            outer = connection.begin()
            connection.connect = lambda: Lent(connection)  # type: ignore[attr-defined]
            engines[None] = connection  # type: ignore[assignment]
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield shared_app
            finally:
                db.session.remove()
                engines[None] = engine
                outer.rollback()


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own, with real commits; no context is pushed."""
    url = databases.fresh()
    with centre(url, tmp_path) as app:
        yield app
    databases.drop(url)


@pytest.fixture
def own_stocked_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The same with the reference data in it."""
    url = databases.stocked()
    with centre(url, tmp_path) as app:
        yield app
    databases.drop(url)


@pytest.fixture
def session(app: Flask) -> scoped_session[Session]:
    """The database session of the test, rolled back afterwards."""
    return db.session


@pytest.fixture
def loaded(session: scoped_session[Session]) -> scoped_session[Session]:
    """The session, with the reference data in it."""
    return session
