"""Accounts from the command line."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rescue_center.policy import Role
from rescue_center.staff import demo, passwords, rules
from tests.staff.makers import PASSWORD, make_person, typed


def run(app: Flask, *words: str, status: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == status, result.output
    return result.output


def test_create_admin_prints_a_link_that_works(app: Flask, client: FlaskClient) -> None:
    said = run(app, "create-admin")
    found = re.search(r"http://127\.0\.0\.1:8000(/links/\S+)", said)
    assert found
    assert client.get(found[1]).status_code == 200


def test_create_admin_refuses_where_there_is_one(app: Flask) -> None:
    make_person(Role.ADMIN)
    assert "administrator already" in run(app, "create-admin", status=1)


def test_a_lost_password_is_set_anew(app: Flask, client: FlaskClient) -> None:
    make_person(Role.ADMIN, account="piseth")
    found = re.search(r"(/links/\S+)", run(app, "set-password-link", "PISETH"))
    assert found
    assert client.post(found[1], data={"new": PASSWORD}).status_code == 303
    assert client.post("/sign-in", data=typed("piseth", PASSWORD)).status_code == 303
    assert "no account" in run(app, "set-password-link", "nobody", status=1)


def test_the_demo_has_one_person_per_role_who_can_sign_in(app: Flask, client: FlaskClient) -> None:
    said = run(app, "demo-sign-ins")
    for role in Role:
        line = next(line for line in said.splitlines() if re.search(rf"\b{role.value}\b", line))
        password = line.split()[-1]
        assert client.post("/sign-in", data=typed(role.value, password)).status_code == 303
        person = rules.by_account(role.value)
        assert person is not None
        assert (person.roles, person.is_demo) == ({role}, True)


def test_each_start_of_the_demo_has_its_own_password_and_the_same_people(app: Flask) -> None:
    first, second = run(app, "demo-sign-ins"), run(app, "demo-sign-ins")
    assert first.split()[-1] != second.split()[-1]
    vet = rules.by_account("vet")
    assert vet is not None
    assert passwords.matches(vet.password_hash, second.split()[-1])
    assert len(vet.grants) == 1


def test_the_demo_password_may_be_chosen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "DEMO_PASSWORD", "demo")
    assert run(app, "demo-sign-ins").split()[-1] == "demo"


def test_the_demo_leaves_real_accounts_alone(app: Flask) -> None:
    real = make_person(Role.KEEPER, account="vet", password=PASSWORD)
    said = run(app, "demo-sign-ins")
    assert not re.search(r"\bvet\b", said)
    assert passwords.matches(real.password_hash, PASSWORD)
    assert real.roles == {Role.KEEPER}


def test_there_is_no_demo_in_production(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    assert "no demo accounts" in run(app, "demo-sign-ins", status=1)
    assert rules.by_account("vet") is None


def test_demo_passwords_are_readable_and_strong(app: Flask) -> None:
    for _ in range(50):
        password = demo.fresh_password()
        assert re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+-\d\d", password)
        assert len(set(password.split("-"))) == 4, "a word said twice is soon guessed"
        assert passwords.weakness(password, "vet", "Chan Sophea", "Rescue Center") is None


def test_old_tries_are_dropped(app: Flask) -> None:
    run(app, "forget-attempts")
