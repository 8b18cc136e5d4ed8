"""`flask import animals FILE`: as a person at the keyboard meets it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center.animals.models import Animal, Stay
from rescue_center.config import ROOT
from rescue_center.db import db
from rescue_center.exchange.models import ImportRun, OldRecord
from rescue_center.journal.models import Entry
from tests.exchange.animal_makers import csv_of, row
from tests.exchange.test_command import centre

__all__ = ["centre"]
THOUSAND = [row(number=str(n), name=f"Bear {n}") for n in range(2, 1002)]


def run(app: Flask, *args: str | Path) -> tuple[int, list[str]]:
    result = app.test_cli_runner().invoke(args=["import", "animals", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output.splitlines()


def count(app: Flask, model: Any = Animal) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_bad_row_900_is_named_the_others_are_stored_and_a_check_writes_nothing(
    centre: Flask, tmp_path: Path
) -> None:
    rows = [dict(one) for one in THOUSAND]
    rows[898] |= {"count": "-4", "received_on": "2099-01-01"}
    file = tmp_path / "animals.csv"
    file.write_text(csv_of(*rows), encoding="utf-8")
    before = count(centre, Entry)
    bad = [
        "row 900, count: “-4” is less than nothing.",
        "row 900, received_on: “2099-01-01” is in the future.",
    ]
    last = "rows: 1000, stored: 999, already there: 0, reported: 1"
    assert run(centre, file, "--check") == (0, [*bad, last])
    assert run(centre, file, "--all-or-nothing")[1][-1] == (
        "rows: 1000, stored: 0, already there: 0, reported: 1000"
    )
    assert (count(centre), count(centre, Entry)) == (0, before)
    assert run(centre, file) == (0, [*bad, last])
    assert (count(centre), count(centre, ImportRun)) == (999, 1)
    assert run(centre, file)[1][-1] == "rows: 1000, stored: 0, already there: 999, reported: 1"
    assert count(centre) == 999
    verified = centre.test_cli_runner().invoke(args=["verify"])
    assert verified.exit_code == 0, verified.output


def test_sheets_of_all_kinds_are_read(centre: Flask, tmp_path: Path) -> None:
    cafe = row(number="1", origin="Café Angkor", name="Bébé")
    kinds = [
        csv_of(cafe).encode("cp1252"),
        csv_of(cafe | {"number": "2"}).encode("utf-8-sig"),
        csv_of(cafe | {"number": "3"}, separator=";").encode("utf-8-sig"),
        csv_of(cafe | {"number": "4"}, separator="\t").encode("utf-16"),
        "ID;Common name;Cage;Name\r\n5;Sun bear;;Bébé\r\n".encode("cp1252"),
    ]
    file = tmp_path / "animals.csv"
    for content in kinds:
        file.write_bytes(content)
        assert run(centre, file)[1][-1] == ("rows: 1, stored: 1, already there: 0, reported: 0"), (
            content
        )
    with centre.app_context():
        assert set(db.session.scalars(sa.select(Animal.name))) == {"Bébé"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 a workbook", "This is a workbook or a zip file"),
        (b"\xff\xd8\xff\xe0 a photograph", "This is a photograph."),
        (b"name,count\nMali,1\n", "The first row must name the columns. Missing: species."),
        (b"species\nSun bear\n" * 5_400_000, "The file is larger than 64 MB."),
    ],
    ids=["empty", "workbook", "photograph", "no species", "80 MB"],
)
@pytest.mark.engine("sqlite")
def test_what_is_no_table_changes_nothing(
    centre: Flask, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "animals.csv"
    file.write_bytes(content)
    code, lines = run(centre, file)
    assert code == 1
    assert sentence in lines[0]
    assert lines[-1].endswith("stored: 0, already there: 0, reported: " + lines[-1].split()[-1])
    assert count(centre) == 0


def test_an_unknown_account_is_refused_before_anything_is_stored(
    centre: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "animals.csv"
    file.write_text(csv_of(row()), encoding="utf-8")
    assert run(centre, file, "--by", "nobody") == (1, ["Error: There is no account nobody."])
    assert count(centre) == 0


def test_a_kill_in_the_middle_leaves_whole_rows_and_the_next_import_goes_on(
    centre: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "animals.csv"
    rows = [one | {"microchip": f"116{n:012d}"} for n, one in enumerate(THOUSAND[:700])]
    file.write_text(csv_of(*rows), encoding="utf-8")
    asked = os.environ | {
        "RESCUE_DATABASE_URL": centre.config["DATABASE_URL"],
        "RESCUE_INSTANCE_DIR": centre.config["INSTANCE_DIR"],
        "RESCUE_SECRET_KEY": centre.config["SECRET_KEY"], "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "import", "animals", str(file)]
    process = subprocess.Popen(command, env=asked, cwd=ROOT, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while count(centre) == 0 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    stored = count(centre)
    assert 0 < stored < 700
    assert count(centre, OldRecord) == count(centre, Stay) == stored
    assert count(centre, ImportRun) == 0
    assert run(centre, file)[1][-1] == (
        f"rows: 700, stored: {700 - stored}, already there: {stored}, reported: 0"
    )
    verified = centre.test_cli_runner().invoke(args=["verify"])
    assert verified.exit_code == 0, verified.output
