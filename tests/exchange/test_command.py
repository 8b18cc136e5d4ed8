"""`flask import cases FILE`: as a person at the keyboard meets it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center.cases.models import Case
from rescue_center.db import db
from tests.exchange.makers import csv_of, row
from tests.exchange.test_import import REAL


@pytest.fixture
def centre(own_stocked_app: Flask) -> Flask:
    """A centre of its own with the reference data, and real commits."""
    return own_stocked_app


def run(app: Flask, *args: str | Path) -> tuple[int, list[str]]:
    result = app.test_cli_runner().invoke(args=["import", "cases", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output.splitlines()


def cases(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Case)) or 0


def test_the_real_cases_come_in_once(centre: Flask) -> None:
    assert run(centre, REAL, "--check")[1] == [
        "rows: 343, stored: 343, already there: 0, reported: 0"
    ]
    assert cases(centre) == 0
    assert run(centre, REAL) == (0, ["rows: 343, stored: 343, already there: 0, reported: 0"])
    assert run(centre, REAL) == (0, ["rows: 343, stored: 0, already there: 343, reported: 0"])
    assert cases(centre) == 167


def test_a_bad_row_900_is_named_and_the_others_are_stored(centre: Flask, tmp_path: Path) -> None:
    rows = [row(event_id=f"X-{n}") for n in range(2, 1002)]
    rows[898] |= {"count": "-4", "date": "soon"}
    file = tmp_path / "cases.csv"
    file.write_text(csv_of(*rows), encoding="utf-8")
    assert run(centre, file, "--all-or-nothing")[1][-1] == (
        "rows: 1000, stored: 0, already there: 0, reported: 1000"
    )
    assert cases(centre) == 0
    code, lines = run(centre, file)
    assert code == 0
    assert lines == [
        "row 900, date: “soon” is not a day. Write it like 2026-05-12 or 12 May 2026.",
        "row 900, count: “-4” is less than nothing.",
        "rows: 1000, stored: 999, already there: 0, reported: 1",
    ]
    assert cases(centre) == 999


def test_a_file_that_is_no_table_changes_nothing(centre: Flask, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("name,number\nturtle,3\n", encoding="utf-8")
    code, lines = run(centre, file)
    assert code == 1
    assert lines[0].startswith("row 1: The first row must name the columns.")
    assert lines[-1] == "rows: 1, stored: 0, already there: 0, reported: 1"


def test_an_unknown_account_is_refused_before_anything_is_stored(centre: Flask) -> None:
    code, lines = run(centre, REAL, "--by", "nobody")
    assert (code, lines) == (1, ["Error: There is no account nobody."])
    assert cases(centre) == 0


def test_a_file_that_is_not_there_is_said(centre: Flask) -> None:
    assert run(centre, "/no/such/file.csv")[0] == 2
