"""The door: who gets in, for how long, and what ends it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.staff import gate, passwords, rules
from rescue_center.staff.models import Session
from rescue_center.staff.views import NO_MATCH
from tests.pages import Page
from tests.staff.makers import PASSWORD, let_in, make_person, typed

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]


def enter(client: FlaskClient, account: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/sign-in", data=typed(account, password, **more)).status_code


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_door_is_a_page(page: Pages) -> None:
    assert page("/sign-in").h1 == "Sign in"


def test_the_right_password_opens_and_the_wrong_one_does_not(client: FlaskClient) -> None:
    make_person("vet", account="chan", password=PASSWORD)
    assert enter(client, "chan", "not the password") == 422
    assert not is_in(client)
    assert enter(client, " CHAN ") == 303
    assert is_in(client)


def test_what_was_typed_is_kept_but_never_the_password(page: Pages) -> None:
    make_person(account="chan", password=PASSWORD)
    read = page("/sign-in", status=422, method="POST", data=typed("chan", "wrong password"))
    assert read.labelled("Account").attrs["value"] == "chan"
    assert NO_MATCH in read.text
    assert "wrong password" not in read.html


def test_empty_boxes_are_asked_for(page: Pages) -> None:
    read = page("/sign-in", status=422, method="POST", data={})
    assert "Type your account name." in read.text
    assert "Type your password." in read.text


def test_unknown_disabled_and_passwordless_accounts_hear_the_same(
    new_client: Clients,
) -> None:
    make_person(account="chan", password=PASSWORD)
    gone = make_person(account="gone", password=PASSWORD)
    rules.disable(gone, by=None, at=clock.now(), reason="left")
    make_person(account="blank-page")
    answers = set()
    for account in ("chan", "gone", "blank-page", "who-is-it"):
        password = "wrong password" if account == "chan" else PASSWORD
        response = new_client().post("/sign-in", data=typed(account, password))
        answers.add((response.status_code, response.text.replace(account, "ACCOUNT")))
    (status, text), = answers  # fmt: skip
    assert status == 422
    assert NO_MATCH in text


def test_the_hash_is_computed_for_unknown_accounts_too(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time an answer takes must not tell which accounts exist."""
    asked: list[str | None] = []
    matches = passwords.matches
    monkeypatch.setattr(
        passwords, "matches", lambda kept, typed: (asked.append(kept), matches(kept, typed))[1]
    )
    enter(client, "nobody")
    assert asked == [None]


def test_after_ten_wrong_tries_the_right_one_waits_here_but_not_elsewhere(
    new_client: Clients,
) -> None:
    make_person(account="chan", password=PASSWORD)
    client = new_client()
    for _ in range(10):
        assert enter(client, "chan", "wrong password") == 422
    response = client.post("/sign-in", data=typed("chan", PASSWORD))
    assert response.status_code == 429
    assert "five minutes" in response.text
    other = new_client()
    other.environ_base["REMOTE_ADDR"] = "10.1.2.3"
    assert enter(other, "chan") == 303
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1), tick=False):
        assert enter(client, "chan") == 303


def test_the_cookie_is_out_of_reach(client: FlaskClient, app: Flask) -> None:
    make_person(account="chan", password=PASSWORD)
    set_cookie = client.post("/sign-in", data=typed("chan", PASSWORD)).headers["Set-Cookie"]
    assert set_cookie.startswith("rc_session=")
    assert "HttpOnly" in set_cookie
    assert "SameSite=Lax" in set_cookie
    assert "Domain" not in set_cookie
    assert "Path=/" in set_cookie
    token = client.get_cookie("rc_session")
    assert token is not None
    assert len(token.value) >= 43  # 256 bits
    assert token.value not in str(db.session.execute(sa.select(Session.token_sha256)).all())


def test_on_https_the_cookie_is_bound_to_host_and_encryption(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", "https://rescue.example")
    make_person(account="chan", password=PASSWORD)
    response = client.post(
        "/sign-in", data=typed("chan", PASSWORD), base_url="https://rescue.example"
    )
    assert response.headers["Set-Cookie"].startswith("__Host-rc_session=")
    assert "Secure" in response.headers["Set-Cookie"]


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


def test_a_demo_account_is_shut_in_production(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(account="chan", password=PASSWORD).is_demo = True
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    assert enter(client, "chan") == 422
    monkeypatch.setitem(app.config, "PRODUCTION", False)
    assert enter(client, "chan") == 303


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("/account?x=1", "/account?x=1"),
        ("/", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("\\\\evil.example/", "/"),
        ("/\t/evil.example/", "/"),
        ("/\n/evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("account", "/"),
        ("", "/"),
    ],
)
def test_after_the_door_only_our_own_pages_open(
    client: FlaskClient, asked: str, opened: str
) -> None:
    make_person(account="chan", password=PASSWORD)
    response = client.post("/sign-in", data=typed("chan", PASSWORD, next=asked))
    assert response.headers["Location"] == opened
    assert f'value="{opened}"' in client.get("/sign-in", query_string={"next": asked}).text


def test_who_asks_for_a_page_gets_there_after_signing_in(client: FlaskClient) -> None:
    make_person(account="chan", password=PASSWORD)
    response = client.get("/account?tab=sessions")
    assert (response.status_code, response.headers["Location"]) == (
        303, "/sign-in?next=/account?tab%3Dsessions",
    )  # fmt: skip


def test_what_was_typed_while_the_session_ended_is_shown_and_no_secret(page: Pages) -> None:
    typed = {"subjective": "Ate well.\nLimps <left>", "old": "my old password", "version": "3"}
    read = page("/account/password", status=401, method="POST", data=typed)
    assert read.labelled("Subjective").text == "Ate well. Limps <left>"
    assert "my old password" not in read.html
    assert len(read.all("textarea")) == 1


def test_messages_do_not_outlive_the_one_they_were_for(new_client: Clients) -> None:
    person = make_person(account="chan", password=PASSWORD)
    client = let_in(new_client(), person)
    data = {"old": PASSWORD, "new": "three tall bamboo ladders"}
    assert client.post("/account/password", data=data).status_code == 303
    client.post("/sign-out")
    assert "password is changed" not in client.get("/sign-in").text
