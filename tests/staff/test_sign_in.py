"""The door: who gets in, and where it leads."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.staff import passwords, rules
from rescue_center.staff.models import Session
from rescue_center.staff.views import NO_MATCH
from tests.pages import Page
from tests.staff.at_the_door import enter, is_in
from tests.staff.makers import PASSWORD, make_person, typed

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]


def test_the_door_is_a_page(page: Pages) -> None:
    assert page("/sign-in").h1 == "Sign in"


def test_the_door_of_a_new_centre_says_how_the_first_one_gets_in(page: Pages) -> None:
    assert "flask create-admin" in page("/sign-in").text
    make_person(account="chan", password=PASSWORD)
    assert "create-admin" not in page("/sign-in").text


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
