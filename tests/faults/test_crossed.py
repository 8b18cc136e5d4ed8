"""Two transactions wait for each other crosswise; PostgreSQL undoes one, and it is done again."""

import io
import threading
from typing import Any

import psycopg
import pytest
from flask import Flask, request

from rescue_center.db import db, next_number
from rescue_center.policy import allow


@pytest.fixture
def crossing(arena: Flask) -> tuple[Flask, list[str], threading.Barrier]:
    """An application with an address that takes a number of each series, and waits in between."""
    tries: list[str] = []
    between = threading.Barrier(2)

    @allow("public")
    def take() -> Any:
        tries.append(request.form["note"])
        read = b"".join(file.read() for file in request.files.getlist("photos")).decode()
        first = next_number("one", 2026)
        if request.form.get("save"):
            db.session.commit()
            next_number("one", 2026)
        if len(tries) == 1:
            between.wait(10)
        second = next_number("other", 2026)
        db.session.commit()
        return f"{first} {second}{read}"

    arena.add_url_rule("/crossing", "crossing", take, methods=["POST"])
    with arena.app_context():
        next_number("one", 2026)
        next_number("other", 2026)
        db.session.commit()
    return arena, tries, between


def cross(app: Flask, between: threading.Barrier) -> None:
    """Take the same rows the other way round, and be patient with it."""
    take = "UPDATE counter SET value = value + 10 WHERE series = %s"
    with psycopg.connect(app.config["DATABASE_URL"]) as other:
        other.execute("SET deadlock_timeout = '30s'")
        other.execute(take, ("other",))
        between.wait(10)
        other.execute(take, ("one",))


@pytest.mark.engine("postgresql")
def test_who_is_undone_for_crossing_is_done_again_once(crossing: Any) -> None:
    app, tries, between = crossing
    other = threading.Thread(target=cross, args=(app, between))
    other.start()
    answer = app.test_client().post("/crossing", data={"note": "as typed"})
    other.join()
    assert (answer.status_code, answer.text) == (200, "12 12")
    assert tries == ["as typed", "as typed"]


@pytest.mark.engine("postgresql")
def test_every_file_that_was_sent_is_read_again(crossing: Any) -> None:
    app, _, between = crossing
    other = threading.Thread(target=cross, args=(app, between))
    other.start()
    photos = [(io.BytesIO(name), "a.jpg") for name in (b" left", b" right", b" back")]
    answer = app.test_client().post("/crossing", data={"note": "", "photos": photos})
    other.join()
    assert (answer.status_code, answer.text) == (200, "12 12 left right back")


@pytest.mark.engine("postgresql")
def test_what_was_saved_in_part_is_not_done_again(crossing: Any) -> None:
    app, tries, between = crossing
    other = threading.Thread(target=cross, args=(app, between))
    other.start()
    answer = app.test_client().post("/crossing", data={"note": "as typed", "save": "y"})
    other.join()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "as typed" in answer.text
    assert tries == ["as typed"]
