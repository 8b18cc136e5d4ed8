"""Sessions: how long they last, and what ends them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.staff import gate, rules
from rescue_center.staff.models import Session
from tests.pages import Page
from tests.staff.at_the_door import enter, is_in
from tests.staff.makers import PASSWORD, let_in, make_person

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]


def test_signing_out_ends_the_session_even_of_a_copied_cookie(new_client: Clients) -> None:
    person = make_person("vet")
    client, thief = let_in(new_client(), person), new_client()
    cookie = client.get_cookie("rc_session")
    assert cookie is not None
    thief.set_cookie("rc_session", cookie.value)
    assert is_in(thief)
    response = client.post("/sign-out")
    assert response.headers["Location"] == "/sign-in"
    assert "rc_session=;" in response.headers["Set-Cookie"]
    assert not is_in(client)
    assert not is_in(thief)


def test_signing_in_gives_a_new_token_and_ends_the_old_one(new_client: Clients) -> None:
    make_person(account="chan", password=PASSWORD)
    client, old = new_client(), new_client()
    enter(client, "chan")
    first = client.get_cookie("rc_session")
    assert first is not None
    old.set_cookie("rc_session", first.value)
    assert is_in(old)
    enter(client, "chan")
    second = client.get_cookie("rc_session")
    assert second is not None
    assert second.value != first.value
    assert is_in(client)
    assert not is_in(old)


def test_a_token_set_from_outside_is_not_taken_over(client: FlaskClient) -> None:
    make_person(account="chan", password=PASSWORD)
    client.set_cookie("rc_session", "planted")
    enter(client, "chan")
    cookie = client.get_cookie("rc_session")
    assert cookie is not None
    assert cookie.value != "planted"


def test_disabling_ends_it_with_the_next_request(new_client: Clients) -> None:
    person = make_person("vet")
    client = let_in(new_client(), person)
    assert is_in(client)
    rules.disable(person, by=None, at=clock.now(), reason="left")
    assert not is_in(client)


def test_a_role_taken_back_is_gone_with_the_next_request(new_client: Clients) -> None:
    make_person("admin")
    person = make_person("admin")
    client = let_in(new_client(), person)
    assert client.get("/staff").status_code == 200
    rules.revoke(person.grants[0], by=None, at=clock.now())
    assert client.get("/staff").status_code == 403


@pytest.mark.parametrize(("role", "minutes"), [("keeper", 30), ("vet", 30), ("manager", 15)])
def test_a_session_left_alone_ends(new_client: Clients, role: str, minutes: int) -> None:
    client = let_in(new_client(), make_person(role))
    start = clock.now()
    with time_machine.travel(start, tick=False) as now:
        now.shift(timedelta(minutes=minutes - 1))
        assert is_in(client)
        now.shift(timedelta(minutes=minutes - 1))
        assert is_in(client)
        now.shift(timedelta(minutes=minutes, seconds=1))
        assert not is_in(client)


def test_a_session_in_use_ends_after_twelve_hours(new_client: Clients) -> None:
    client = let_in(new_client(), make_person("keeper"))
    with time_machine.travel(clock.now(), tick=False) as now:
        for _ in range(12 * 60 // 20 - 1):
            now.shift(timedelta(minutes=20))
            assert is_in(client)
        now.shift(timedelta(minutes=20))
        assert not is_in(client)


def test_use_is_noted_at_most_once_a_minute(new_client: Clients) -> None:
    client = let_in(new_client(), make_person("keeper"))

    def seen() -> object:
        return db.session.scalar(sa.select(Session.seen_at))

    with time_machine.travel(clock.now(), tick=False) as now:
        first = seen()
        now.shift(timedelta(seconds=59))
        is_in(client)
        assert seen() == first
        now.shift(timedelta(seconds=1))
        is_in(client)
        assert seen() == clock.now()


def test_who_is_asking_costs_one_query(app: Flask) -> None:
    client = let_in(app.test_client(), make_person("vet", "keeper", account="chan"))
    cookie = client.get_cookie("rc_session")
    assert cookie is not None
    db.session.expunge_all()
    ran: list[str] = []
    connection = db.session.connection()
    sa.event.listen(connection, "before_cursor_execute", lambda *a: ran.append(a[2]))
    with app.test_request_context(headers={"Cookie": f"rc_session={cookie.value}"}) as context:
        found = gate.person_of(context.request)
        assert found is not None
        assert (found.account, found.is_enabled) == ("chan", True)
        assert {role.value for role in found.roles} == {"vet", "keeper"}
    assert len([sql for sql in ran if sql.startswith("SELECT")]) == 1


def test_messages_do_not_outlive_the_one_they_were_for(new_client: Clients) -> None:
    person = make_person(account="chan", password=PASSWORD)
    client = let_in(new_client(), person)
    data = {"old": PASSWORD, "new": "three tall bamboo ladders"}
    assert client.post("/account/password", data=data).status_code == 303
    client.post("/sign-out")
    assert "password is changed" not in client.get("/sign-in").text
