"""Who opens pages in a test: clients, people signed in, and what is checked of every page."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rescue_center.db import db
from rescue_center.staff.models import Person
from tests.pages import Page, Titles
from tests.staff.makers import let_in, make_person


class Client(FlaskClient):
    """A browser without JavaScript. What the test wrote so far is committed before each request
    (to its savepoint), because the request has a session of its own."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.commit()
        return super().open(*args, **kwargs)


@pytest.fixture
def new_client(app: Flask) -> Callable[[], FlaskClient]:
    """Makes clients: one per person, where a test has several."""
    app.test_client_class = Client
    return app.test_client


@pytest.fixture
def client(new_client: Callable[[], FlaskClient]) -> FlaskClient:
    """A client that nobody has signed in to."""
    return new_client()


@pytest.fixture
def signed_in(new_client: Callable[[], FlaskClient]) -> Callable[..., FlaskClient]:
    """A client in which somebody is signed in: `signed_in("vet")`, `signed_in(person)`. Open pages
    with it as `page("/animals", by=signed_in("keeper"))`."""

    def enter(*who: Any) -> FlaskClient:
        person = who[0] if isinstance(who[0], Person) else make_person(*who)
        return let_in(new_client(), person)

    return enter


@pytest.fixture(scope="session")
def titles() -> Titles:
    """Which endpoint has which page title; no two may share one."""
    return Titles()


@pytest.fixture
def page(client: FlaskClient, titles: Titles) -> Callable[..., Page]:
    """Open an address and check what holds of every page: `page("/animals")`.

    `status` is what is expected (200 unless told), `by` the client of whoever opens it, and
    further arguments go to the client (`method="POST", data={...}`).
    """

    def open_page(
        url: str, *, status: int = 200, by: FlaskClient | None = None, **how: Any
    ) -> Page:
        response = (by or client).open(url, **how)
        where = f"{how.get('method', 'GET')} {url}"
        assert response.status_code == status, (
            f"{where} answered {response.status_code}, not {status}\n{response.text[:2000]}"
        )
        read = Page(response.text)
        found = [] if 300 <= status < 400 else read.faults()
        if status == 200 and response.request.method == "GET":
            found += titles.faults(read.title, response.request.path, client.application)
        assert not found, f"{where}:\n- " + "\n- ".join(found)
        return read

    return open_page
