"""The journal as a page, for those who oversee the centre."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import clock, journal
from rescue_center.db import db
from rescue_center.journal import naming, queries
from rescue_center.policy import Role
from rescue_center.staff.models import Person
from tests.pages import Page
from tests.staff.makers import make_person

Pages = Callable[..., Page]
SignedIn = Callable[..., FlaskClient]
NOW = clock.now()


def write(person: Person, count: int, **facts: object) -> None:
    for n in range(count):
        at = NOW - timedelta(hours=n)
        journal.record("fed", person, by=person, at=at, animal=7, **facts)  # type: ignore[arg-type]
    db.session.commit()


@pytest.mark.usefixtures("app")
def test_coordinates_are_shown_to_those_who_may_see_them() -> None:
    write(
        make_person(),
        1,
        after={"latitude": "11.5", "place": "Koh Thom", "phone": "012", "species": "x"},
    )
    (line,) = queries.whole(verb="fed").lines
    officer = [("Latitude", None, "11.5"), ("Place", None, "Koh Thom"), ("Species", None, "x")]
    assert line.changes({Role.OFFICER}) == officer
    assert line.changes({Role.INSPECTOR}) == [("Species", None, "x")]
    assert ("Phone", None, "012") in line.changes({Role.MANAGER})


def test_the_page_is_filtered_by_person_verb_and_day(page: Pages, signed_in: SignedIn) -> None:
    person, other = make_person(name="Sok Dara"), make_person(name="Kim Vanna")
    write(person, 2)
    journal.record("weighed", other, by=other, at=NOW, reason="routine")
    manager = signed_in("manager")
    assert "routine" in page("/journal", by=manager).text
    assert "Weighed" in page(f"/journal?person={other.id}", by=manager).text
    assert "routine" not in page(f"/journal?person={person.id}", by=manager).text
    assert "routine" not in page("/journal?verb=fed", by=manager).text
    assert "routine" in page(f"/journal?day={clock.today():%Y-%m-%d}", by=manager).text
    assert "Nothing to show" in page("/journal?day=2020-01-01", by=manager).text


@pytest.mark.parametrize("asked", ["person=x", "person=999999", "verb=x", "day=x", "before=-1"])
def test_a_filter_that_is_none_is_told(page: Pages, signed_in: SignedIn, asked: str) -> None:
    page(f"/journal?{asked}", status=422, by=signed_in("manager"))


def test_older_rows_are_on_the_next_page(page: Pages, signed_in: SignedIn) -> None:
    write(make_person(name="Sok Dara"), 60)
    manager = signed_in("manager")
    first = page("/journal?verb=fed", by=manager)
    (older,) = [a.attrs["href"] for a in first.all("a") if a.text == "Older"]
    second = page(older, by=manager)
    assert first.text.count("Fed:") == 50
    assert second.text.count("Fed:") == 10
    assert not [a for a in second.all("a") if a.text == "Older"]


def test_a_case_officer_reads_what_concerns_cases(page: Pages, signed_in: SignedIn) -> None:
    person = make_person()
    journal.record("opened the case", person, by=person, at=NOW, case=3)
    journal.record("fed", person, by=person, at=NOW, animal=7)
    read = page("/journal", by=signed_in("officer"))
    assert "Opened the case:" in read.text
    assert "Fed:" not in read.text


def test_a_package_names_its_own_records(
    page: Pages, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(make_person(), 1)
    named = {7: ("Mali <b>", "/animals/2026-00001")}
    monkeypatch.setitem(naming.namers, "animal", lambda ids: named)
    read = page("/journal?verb=fed", by=signed_in("manager"))
    assert read.one("a", href="/animals/2026-00001").text == "Fed: Mali <b>"


@pytest.mark.parametrize("many", [1, 50])
def test_the_page_asks_the_same_for_one_and_for_fifty(
    page: Pages, signed_in: SignedIn, app: Flask, many: int
) -> None:
    write(make_person(), many)
    manager = signed_in("manager")
    ran: list[str] = []
    connection = db.session.connection()
    sa.event.listen(connection, "before_cursor_execute", lambda *a: ran.append(a[2]))
    page("/journal", by=manager)
    asked = [sql for sql in ran if sql.startswith(("SELECT", "WITH"))]
    assert len(asked) == 6  # who asks, who there is, which verbs, the rows, animals, people
