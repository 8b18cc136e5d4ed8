"""`flask doctor` tells what is there and what is wrong."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask

from rescue_center import clock
from rescue_center.operations import doctor
from tests.operations.sealed import seal

Ask = Callable[[], Result]


@pytest.fixture
def ask(own_app: Flask) -> Ask:
    """Run `flask doctor` on a centre of its own."""
    return lambda: own_app.test_cli_runner().invoke(args=["doctor"])


def test_the_doctor_names_the_engine_and_how_safe_commits_are(ask: Ask, engine_name: str) -> None:
    output = ask().output
    if engine_name == "sqlite":
        assert "synchronous 2" in output
    else:
        assert "ok     PostgreSQL" in output
        assert "WRONG  The last commits may be lost in a power cut: fsync is off." in output


@pytest.mark.engine("sqlite")
def test_a_sound_centre_ends_well(ask: Ask) -> None:
    result = ask()
    assert result.exit_code == 0, result.output
    assert "The database takes writes" in result.output
    assert "No backup was made yet." in result.output


@pytest.mark.engine("sqlite")
def test_a_database_that_others_can_read_is_noted(own_app: Flask, ask: Ask) -> None:
    file = Path(own_app.config["DATABASE_URL"].removeprefix("sqlite:///"))
    file.chmod(0o644)
    file.parent.chmod(0o755)
    assert f"Other accounts of this machine can read {file}" in ask().output
    file.parent.chmod(0o700)
    assert "Other accounts" not in ask().output


def test_an_old_backup_is_wrong_and_a_new_one_is_not(own_app: Flask, ask: Ask) -> None:
    for hours, verdict in ((2, "ok    "), (48, "WRONG ")):
        with own_app.app_context():
            doctor.remember_backup(Path("b.json"), clock.now() - timedelta(hours=hours))
        assert f"{verdict} The last backup is {hours} hours old" in ask().output


def test_a_clock_behind_the_journal_is_wrong(own_app: Flask, ask: Ask) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        seal(own_app, b"a photograph")
    result = ask()
    assert "WRONG  The clock is behind the journal" in result.output
    assert result.exit_code == 1


def test_missing_fonts_are_wrong(ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    assert "WRONG  The fonts of papers and the icons are missing." in ask().output
