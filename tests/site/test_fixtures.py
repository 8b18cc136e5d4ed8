"""The ground the other tests stand on: isolation, both engines, the page checker."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from rescue_center.db import Counter, db, next_number
from tests.databases import Databases
from tests.pages import Page


@pytest.mark.parametrize("_again", [1, 2])
def test_what_a_test_commits_is_gone_after_it(
    session: scoped_session[Session], _again: int
) -> None:
    assert next_number("case", 2026) == 1
    session.commit()
    assert next_number("case", 2026) == 2


def test_the_engine_under_test_is_the_one_named(app: Flask, engine_name: str) -> None:
    assert db.session.get_bind().dialect.name == engine_name


def test_a_rollback_in_the_code_under_test_keeps_what_the_test_committed(
    session: scoped_session[Session],
) -> None:
    next_number("case", 2026)
    session.commit()
    next_number("case", 2026)
    session.rollback()
    assert session.scalar(sa.select(Counter.value)) == 1


def test_an_own_database_has_the_schema_and_no_rows(own_app: Flask, databases: Databases) -> None:
    with own_app.app_context():
        assert next_number("case", 2026) == 1
        db.session.commit()
    assert databases.fresh() != own_app.config["DATABASE_URL"]


def test_an_unknown_address_answers_with_a_page(page: Callable[..., Page]) -> None:
    assert page("/no-such-page", status=404).h1


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h1>a</h1><h1>b</h1>", "2 h1"),
        ("<p id=a></p><p id=a></p>", "id 'a' 2 times"),
        ("<input name=weight>", "<input name='weight'> has no label"),
        ("<label for=x>Weight</label>", "<label for='x'> points at nothing"),
        ("<script>alert(1)</script>", "inline <script>"),
        ("<p style='color:red'>", "<p> has an inline style"),
        ("<button></button>", "<button> {} has no name"),
        ("<div><p></div>", "</div> closes <p> (line 1)"),
    ],
)
def test_the_page_checker_sees(html: str, fault: str) -> None:
    assert fault in Page(html).faults()


def test_the_page_checker_is_content_with_a_sound_page() -> None:
    html = (
        "<html lang=en><title>Weights</title><h1>Weights</h1>"
        "<label for=w>Weight</label><input id=w><label>Note <textarea></textarea></label>"
        "<a href=/><img src=x alt=Home></a></html>"
    )
    assert Page(html).faults() == []
