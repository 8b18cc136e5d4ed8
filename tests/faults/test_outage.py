"""The database falls over and comes back: the centre says so meanwhile, and goes on by itself."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from rescue_center.db import db, writing
from tests import postgres
from tests.conftest import unavailable
from tests.databases import Postgresql
from tests.faults.race import faults, size
from tests.faults.shift import Shift, missing, nothing_is_torn
from tests.makers import make_animal
from tests.pages import Page
from tests.server import serving
from tests.staff.makers import let_in, make_person

pytestmark = pytest.mark.faults


def test_postgresql_that_falls_over_loses_nothing_and_the_centre_goes_on(
    tmp_path: Path, measured: Callable[[object], None]
) -> None:
    try:
        server = postgres.start(durable=True)
    except postgres.Unavailable as reason:
        unavailable(f"a PostgreSQL that falls over: {reason}")
    falls, slowest = size(1, 10), 0.0
    try:
        database = Postgresql(server, tmp_path).fresh()
        with serving(database, tmp_path / "centre", workers=2) as live:
            with Shift(live) as shift:
                for _ in range(falls):
                    shift.wait_for(303, times=6)
                    server.kill()
                    shift.wait_for(503)
                    server.start_again()
                    slowest = max(slowest, shift.wait_for_more())
            with live.app.app_context():
                db.engine.dispose()  # our own connections are of before
            assert shift.odd == []
            assert set(shift.answers) <= {303, 409, 422, 503}
            assert missing(live.app, shift.told) == []
            assert nothing_is_torn(live.app), faults(live.app)
            said = live.log.read_text(errors="replace")
            assert "Traceback" not in said, said[-3000:]
    finally:
        server.stop()
    counts = {kind: len(words) for kind, words in shift.told.items()}
    measured(f"{falls} falls, at work again after {slowest:.1f} s at most; {counts}")
    assert slowest < 30


@pytest.mark.engine("sqlite")
def test_who_writes_while_another_holds_the_database_reads_so_and_keeps_the_words(
    own_app: Flask,
) -> None:
    with own_app.app_context(), writing():
        client, animal = own_app.test_client(), make_animal().accession
        let_in(client, make_person("vet"))
    other = sqlite3.connect(db_file(own_app), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with writing(patience_ms=100):
        answer = client.post(f"/animals/{animal}/edit", data={"notes": "Limps on the left"})
    other.execute("ROLLBACK")
    other.close()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    page = Page(answer.text)
    assert not page.faults()
    assert page.h1 == "The database does not answer"
    assert "Limps on the left" in [e.text for e in page.all("textarea")]
    assert client.get(f"/animals/{animal}").status_code == 200


def db_file(app: Flask) -> str:
    return str(app.config["DATABASE_URL"]).removeprefix("sqlite:///")
