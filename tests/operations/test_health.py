"""/healthz and /readyz: one word for the public, the reasons for the doctor."""

import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import clock, journal
from rescue_center.db import Counter, db, writing
from rescue_center.journal.models import Head
from rescue_center.operations import health
from tests.makers import make_taxon


def test_healthz_answers_without_the_database(client: FlaskClient, app: Flask) -> None:
    asked: list[str] = []
    connection = db.session.connection()
    sa.event.listen(connection, "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert client.get("/healthz").text == "ok\n"
    assert [query for query in asked if "SAVEPOINT" not in query] == []


def test_readyz_says_ok_and_writes_nothing(own_app: Flask) -> None:
    response = own_app.test_client().get("/readyz")
    assert (response.status_code, response.text) == (200, "ok\n")
    with own_app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Counter)) == 0


def test_readyz_says_fail_and_nothing_else_when_the_tables_are_gone(own_app: Flask) -> None:
    with own_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE counter")
    response = own_app.test_client().get("/readyz")
    assert (response.status_code, response.text) == (503, "fail\n")


def test_readyz_fails_while_the_database_is_of_another_version(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "expected_level", lambda: "9999")
    assert own_app.test_client().get("/readyz").status_code == 503
    with own_app.app_context():
        assert any("flask db upgrade" in sentence for sentence in health.faults())


def test_readyz_fails_when_the_disk_is_full(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 10**12, 10**6))
    assert own_app.test_client().get("/readyz").status_code == 503


@pytest.mark.engine("sqlite")
def test_readyz_fails_when_another_holds_the_database(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE_MS", 50)
    file = own_app.config["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert own_app.test_client().get("/readyz").status_code == 503
        other.execute("ROLLBACK")
    assert own_app.test_client().get("/readyz").status_code == 200


def test_readyz_fails_when_the_head_of_the_journal_is_not_its_last_row(own_app: Flask) -> None:
    with own_app.app_context():
        _note(clock.now())
        with db.engine.begin() as connection:
            connection.execute(sa.update(Head).values(seq=Head.seq + 1))
    response = own_app.test_client().get("/readyz")
    assert (response.status_code, response.text) == (503, "fail\n")
    with own_app.app_context():
        assert any("flask journal verify" in sentence for sentence in health.faults())


def test_readyz_fails_when_another_hash_stands_at_the_head(own_app: Flask) -> None:
    with own_app.app_context():
        _note(clock.now())
        assert list(health.faults()) == []
        with db.engine.begin() as connection:
            connection.execute(sa.update(Head).values(hash="f" * 64))
        assert any("flask journal verify" in sentence for sentence in health.faults())


def test_readyz_fails_when_the_journal_ends_in_the_future(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_app.app_context():
        later = clock.now() + timedelta(hours=2)
        with monkeypatch.context() as ahead:
            ahead.setattr(clock, "now", lambda: later)
            _note(later)
            assert list(health.faults()) == []
        assert any("lies ahead" in sentence for sentence in health.faults())
    assert own_app.test_client().get("/readyz").status_code == 503


def _note(at: datetime) -> None:
    """Leave a row in the journal."""
    with writing():
        journal.record("noted", make_taxon(), by=None, at=at)
        db.session.commit()
