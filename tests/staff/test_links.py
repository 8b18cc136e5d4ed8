"""One-time links: they work once, for half an hour."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.staff import links, passwords, rules
from rescue_center.staff.models import OneTimeLink, Person
from tests.pages import Page
from tests.staff.makers import PASSWORD, let_in, make_person

pytestmark = pytest.mark.usefixtures("app")
NOW = clock.now()
Pages = Callable[..., Page]
FIRST = {"account": "piseth", "name": "Ouk Piseth", "new": PASSWORD}


def test_the_first_administrator_is_made_once(page: Pages) -> None:
    address = f"/links/{links.for_first_admin(at=NOW)}"
    assert page(address).h1 == "First administrator"
    page(address, status=303, method="POST", data=FIRST)
    person = rules.by_account("piseth")
    assert person is not None
    assert person.roles == {Role.ADMIN}
    assert passwords.matches(person.password_hash, PASSWORD)
    assert "used already" in page(address, status=409).text
    page(address, status=409, method="POST", data=FIRST | {"account": "second"})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1


def test_no_first_administrator_where_there_is_one() -> None:
    token = links.for_first_admin(at=NOW)
    make_person(Role.ADMIN)
    with pytest.raises(Refused, match="administrator already"):
        links.for_first_admin(at=NOW)
    with pytest.raises(Refused, match="administrator already"):
        links.make_first_admin(
            links.usable(token, at=NOW), account="b", name="B", password=PASSWORD, at=NOW
        )


def test_a_weak_password_leaves_the_link_unused_and_what_was_typed(page: Pages) -> None:
    address = f"/links/{links.for_first_admin(at=NOW)}"
    read = page(address, status=422, method="POST", data=FIRST | {"new": "password123"})
    assert "leaked passwords" in read.text
    assert read.labelled("Your name").attrs["value"] == "Ouk Piseth"
    assert rules.by_account("piseth") is None
    page(address, status=303, method="POST", data=FIRST)


def test_a_password_link_sets_the_password_and_ends_every_session(
    page: Pages, new_client: Callable[[], FlaskClient]
) -> None:
    person = make_person("vet", password=PASSWORD)
    signed_in = let_in(new_client(), person)
    address = f"/links/{links.for_password(person, by=None, at=NOW)}"
    assert person.name in page(address).text
    page(address, status=303, method="POST", data={"new": "three tall ladders"})
    assert signed_in.get("/account").status_code == 303
    db.session.refresh(person)
    assert passwords.matches(person.password_hash, "three tall ladders")


def test_a_link_ends_after_half_an_hour_and_when_a_newer_one_is_made(page: Pages) -> None:
    person = make_person()
    first = f"/links/{links.for_password(person, by=None, at=NOW)}"
    second = f"/links/{links.for_password(person, by=None, at=NOW)}"
    page(first, status=409)
    page(second)
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        page(second, status=409)
        page(second, status=409, method="POST", data={"new": PASSWORD})


def test_an_unknown_link_says_what_a_used_one_says(page: Pages) -> None:
    page("/links/nothing", status=409)
    page("/links/" + "x" * 5000, status=409)
    page("/links/%F0%9F%90%A2", status=409)


def test_only_a_hash_of_the_link_is_kept() -> None:
    token = links.for_first_admin(at=NOW)
    db.session.flush()
    assert token not in str(db.session.execute(sa.select(OneTimeLink.token_sha256)).all())


def test_a_manager_makes_no_link_to_an_administrators_account() -> None:
    manager, admin, keeper = make_person("manager"), make_person("admin"), make_person("keeper")
    with pytest.raises(Refused, match="Only an administrator"):
        links.for_password(admin, by=manager, at=NOW)
    links.for_password(keeper, by=manager, at=NOW)


def test_a_disabled_account_gets_no_password(page: Pages) -> None:
    person = make_person()
    address = f"/links/{links.for_password(person, by=None, at=NOW)}"
    rules.disable(person, by=None, at=NOW, reason="left")
    page(address, status=422, method="POST", data={"new": PASSWORD})
    with pytest.raises(Refused, match="disabled"):
        links.for_password(person, by=None, at=NOW)
