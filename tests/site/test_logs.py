"""What the program tells of itself can be found again by the number that a page shows."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.logging import default_handler

from rescue_center import create_app, logs
from rescue_center.policy import allow
from tests.databases import settings


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to the log."""
    kept = io.StringIO()
    before = default_handler.formatter
    monkeypatch.setattr(default_handler, "emit", lambda record: kept.write(
        default_handler.format(record) + "\n"))  # fmt: skip
    yield kept
    default_handler.setFormatter(before)


def broken(folder: Path, **more: Any) -> Flask:
    """A centre with a page that breaks."""
    app = create_app(settings("sqlite:///:memory:", folder) | {"TESTING": False} | more)

    @app.get("/breaks")
    @allow("public")
    def breaks() -> str:
        raise ZeroDivisionError("the reason")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.mark.engine("sqlite")
def test_a_page_that_broke_shows_the_number_of_its_line(told: io.StringIO, tmp_path: Path) -> None:
    answer = broken(tmp_path, LOG="json").test_client().get("/breaks")
    assert answer.status_code == 500
    [line] = [json.loads(one) for one in told.getvalue().splitlines() if "breaks" in one]
    assert line["request"] in answer.text
    assert (line["endpoint"], line["level"]) == ("breaks", "error")
    assert "ZeroDivisionError: the reason" in line["trace"] and line["at"].endswith("+00:00")


@pytest.mark.engine("sqlite")
def test_no_message_begins_a_line_of_its_own(told: io.StringIO, tmp_path: Path) -> None:
    app = broken(tmp_path)
    app.logger.warning("typed: %s", "x\n2026-11-22 error somebody else did it\r!")
    assert [line[:2] for line in told.getvalue().splitlines()][1:] == ["  "]


@pytest.mark.engine("sqlite")
def test_a_form_of_the_log_that_does_not_exist_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="RESCUE_LOG"):
        broken(tmp_path, LOG="xml")


@pytest.mark.engine("sqlite")
def test_what_an_old_key_signed_still_counts(tmp_path: Path) -> None:
    old, new = "a1b2c3d4e5f6g7h8" * 3, "z9y8x7w6v5u4t3s2" * 3
    facts = settings("sqlite:///:memory:", tmp_path)
    before = create_app(facts | {"SECRET_KEY": old})
    signed = before.session_interface.get_signing_serializer(before).dumps({"said": "yes"})  # type: ignore[attr-defined]
    after = create_app(facts | {"SECRET_KEY": new, "SECRET_KEY_FALLBACKS": [old]})
    read = after.session_interface.get_signing_serializer(after)  # type: ignore[attr-defined]
    assert read.loads(signed) == {"said": "yes"}


def test_a_line_outside_of_a_request_names_none() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "started", None, None)
    assert set(json.loads(logs.Json().format(record))) == {"at", "level", "said"}
