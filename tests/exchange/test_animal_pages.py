"""The pages of an import of animals, as the registrar meets them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center.animals.models import Animal
from rescue_center.db import db
from tests.exchange.animal_makers import csv_of, row
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("loaded")
Open = Callable[..., Page]


@pytest.fixture
def registrar(signed_in: Callable[..., Any]) -> Any:
    return signed_in("registrar")


def sent(client: Any, text: str) -> Any:
    data = {"file": (io.BytesIO(text.encode()), "animals.csv")}
    return client.post("/imports/animals", data=data)


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count(Animal.id))) or 0


def test_a_file_is_checked_then_taken_in_and_a_second_time_nothing_is_left(
    page: Open, registrar: Any
) -> None:
    page("/imports/animals", by=registrar)
    bad = row(number="2", count="-1")
    answer = sent(registrar, csv_of(row(received_on="2019"), bad))
    assert answer.status_code == 303, answer.text
    checked = page(answer.location, by=registrar)
    assert [e.text.split()[0] for e in checked.all("div", class_="figure")] == ["2", "1", "0", "1"]
    assert [cell.text for cell in checked.all("td", data_label="Doubt")] == [
        "Of the day it came only the year is known"
    ]
    assert count() == 0
    assert registrar.post(answer.location, data={"whole": "y"}).location == answer.location
    assert count() == 0
    done = registrar.post(answer.location)
    assert done.status_code == 303
    assert "less than nothing" in page(done.location, by=registrar).text
    assert count() == 1
    assert "nothing to import" in page(answer.location, by=registrar).text
    assert "animals.csv" in page("/imports/animals", by=registrar).text
    assert "animals.csv" not in page("/imports", by=registrar).text
    animal = db.session.scalars(sa.select(Animal)).one()
    shown = page(f"/animals/{animal.accession}/moves", by=registrar).text
    assert "From the old books" in shown and "PT-0412" in shown
    assert "Of the day it came only the year is known" in shown


def test_a_file_of_cases_is_no_file_of_animals(page: Open, registrar: Any) -> None:
    typed = {"file": (io.BytesIO(b"event_id,event_type\n1,seizure\n"), "cases.csv")}
    form = page("/imports/animals", by=registrar, status=422, method="POST", data=typed)
    assert "Missing: species" in form.one("div", id="file-error").text


@pytest.mark.parametrize("kind", ["cases", "animals"])
def test_an_empty_sheet_has_the_columns(registrar: Any, kind: str) -> None:
    answer = registrar.get(f"/imports/{kind}.csv")
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff" + {"cases": "event_id,", "animals": "number,"}[kind])
    assert registrar.get("/imports/dogs.csv").status_code == 404


def test_only_the_registrar_imports(page: Open, signed_in: Callable[..., Any]) -> None:
    manager = signed_in("manager")
    assert not page("/imports/animals", by=manager).all("input", type="file")
    page("/imports/animals", by=manager, status=403, method="POST")
    page("/imports/animals", by=signed_in("keeper"), status=403)
    for method in ("GET", "POST"):
        page(f"/imports/animals/check/{'0' * 64}", by=manager, status=403, method=method)


CUT = """CREATE TRIGGER cut BEFORE INSERT ON old_record
WHEN (SELECT count(*) FROM old_record) >= 250
BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END"""


@pytest.mark.engine("sqlite")  # the fault is written for it
def test_an_import_cut_off_half_way_tells_what_stays_and_goes_on_when_sent_again(
    page: Open, registrar: Any, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    file = csv_of(*(row(number=f"PT-{n}") for n in range(260)))
    check = sent(registrar, file).location
    db.session.execute(sa.text(CUT))
    cut = page(check, by=registrar, method="POST", status=500).text
    assert "taken in and stay" in cut and "Nothing was saved" not in cut
    assert count() == 250
    db.session.execute(sa.text("DROP TRIGGER cut"))
    assert "250 rows are there already" in page(check, by=registrar).text
    assert registrar.post(check).status_code == 303
    assert count() == 260
