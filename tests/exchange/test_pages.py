"""An import in the browser: sent, checked, taken in; by the registrar alone."""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center.cases.models import Case
from rescue_center.db import db
from tests.exchange.makers import csv_of, row
from tests.exchange.test_import import REAL
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("loaded")
Open = Callable[..., Page]


@pytest.fixture
def registrar(signed_in: Callable[..., Any]) -> Any:
    return signed_in("registrar")


def sent(client: Any, text: str | bytes, name: str = "cases.csv") -> Any:
    raw = text if isinstance(text, bytes) else text.encode()
    return client.post("/imports", data={"file": (io.BytesIO(raw), name)})


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count(Case.id))) or 0


def test_the_real_cases_are_checked_then_imported_and_a_second_time_nothing_is_left(
    page: Open, registrar: Any
) -> None:
    page("/imports", by=registrar)
    answer = sent(registrar, REAL.read_bytes(), "real_cases.csv")
    assert answer.status_code == 303, answer.text
    checked = page(answer.location, by=registrar)
    assert [e.text.split()[0] for e in checked.all("div", class_="figure")] == [
        "343", "343", "0", "0",
    ]  # fmt: skip
    assert count() == 0
    done = registrar.post(answer.location)
    assert done.status_code == 303
    assert "343" in page(done.location, by=registrar).text
    assert count() == 167
    assert "nothing to import" in page(answer.location, by=registrar).text
    again = registrar.post(answer.location)
    assert again.location == answer.location
    assert "Nothing was stored" in page(again.location, by=registrar).text
    assert "real_cases.csv" in page("/imports", by=registrar).text


def test_bad_rows_are_shown_before_anything_is_stored(page: Open, registrar: Any) -> None:
    bad = row(event_id="KH-901", count="-3", species_common_as_reported="<b>snake</b>")
    answer = sent(registrar, csv_of(row(), bad))
    checked = page(answer.location, by=registrar)
    assert [cell.text for cell in checked.all("td", data_label="Reason")] == [
        "“-3” is less than nothing."
    ]
    nothing = registrar.post(answer.location, data={"whole": "y"})
    assert nothing.location == answer.location and count() == 0
    some = registrar.post(answer.location)
    shown = page(some.location, by=registrar)
    assert "1 of" not in shown.text and "less than nothing" in shown.text
    assert count() == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "cases.csv", "is empty"),
        (b"name,number\nturtle,3\n", "cases.csv", "Missing: event_id"),
        (b"PK\x03\x04", "cases.csv", "workbook"),
        (csv_of(row()).encode(), "cases.xlsx", "is not a .csv"),
    ],
)
def test_what_is_no_case_file_is_refused_beside_the_box(
    page: Open, registrar: Any, content: bytes, name: str, words: str
) -> None:
    typed = {"file": (io.BytesIO(content), name)}
    form = page("/imports", by=registrar, status=422, method="POST", data=typed)
    assert words in form.one("div", id="file-error").text


def test_no_file_is_said(page: Open, registrar: Any) -> None:
    form = page("/imports", by=registrar, status=422, method="POST", data={})
    assert "Choose the file." in form.text


@pytest.mark.parametrize("sha", ["0" * 64, "x", "..%2F..%2Fetc%2Fpasswd"])
def test_a_file_that_does_not_wait_is_not_found(page: Open, registrar: Any, sha: str) -> None:
    page(f"/imports/check/{sha}", by=registrar, status=404)
    page(f"/imports/check/{sha}", by=registrar, status=404, method="POST")


def test_a_file_waits_for_a_day(app: Flask, registrar: Any, page: Open) -> None:
    first = sent(registrar, csv_of(row())).location
    folder = Path(app.config["INSTANCE_DIR"]) / "imports"
    yesterday = time.time() - 25 * 3600
    for file in folder.iterdir():
        os.utime(file, (yesterday, yesterday))
    sent(registrar, csv_of(row(event_id="KH-902")))
    page(first, by=registrar, status=404)


def test_only_the_registrar_imports(page: Open, signed_in: Callable[..., Any]) -> None:
    manager = signed_in("manager")
    assert not page("/imports", by=manager).all("input", type="file")
    page("/imports", by=manager, status=403, method="POST")
    page("/imports", by=signed_in("keeper"), status=403)
    page("/imports/999", by=manager, status=404)
