"""The pages on which accounts are kept."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from rescue_center.db import db
from rescue_center.policy import Role
from rescue_center.staff import rules
from tests.pages import Page
from tests.staff.makers import make_person

Pages = Callable[..., Page]
SignedIn = Callable[..., FlaskClient]
NEW = {"name": "សុខ ដារា", "account": "dara", "job_title": "Keeper", "licence_no": "", "phone": ""}


def test_a_person_is_added_given_a_role_and_a_password(page: Pages, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    page("/staff/new", by=admin)
    page("/staff/new", status=303, method="POST", by=admin, data=NEW)
    assert "No password yet" in page("/staff/dara", by=admin).text
    page("/staff/dara/roles", status=303, method="POST", by=admin, data={"role": "keeper"})
    read = page("/staff/dara/password-link", method="POST", by=admin)
    link = read.one("input", id="address").attrs["value"]
    assert link.startswith("http://127.0.0.1:8000/links/")
    page(link.removeprefix("http://127.0.0.1:8000"))
    assert "Keeper" in page("/staff", by=admin).text


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": " "}, "Type the person's name."),
        ({"account": "Sok Dara"}, "2 to 60 Latin letters"),
        ({"account": "taken"}, "already has this account name"),
        ({"name": "x" * 121}, "at most 120"),
    ],
)
def test_a_refused_person_keeps_what_was_typed(
    page: Pages, signed_in: SignedIn, change: dict[str, str], why: str
) -> None:
    make_person(account="taken")
    data = NEW | change
    read = page("/staff/new", status=422, method="POST", by=signed_in("admin"), data=data)
    assert why in read.text
    assert read.labelled("Job title (optional)").attrs["value"] == "Keeper"


def test_facts_are_changed_and_a_stale_page_is_refused(page: Pages, signed_in: SignedIn) -> None:
    admin, person = signed_in("admin"), make_person(account="dara", name="Dara")
    read = page("/staff/dara/facts", by=admin)
    version = read.one("input", name="version").attrs["value"]
    data = {"name": "Sok Dara", "job_title": "Vet", "version": version}
    page("/staff/dara/facts", status=303, method="POST", by=admin, data=data)
    db.session.refresh(person)
    assert (person.name, person.job_title) == ("Sok Dara", "Vet")
    late = data | {"name": "Late"}
    read = page("/staff/dara/facts", status=422, method="POST", by=admin, data=late)
    assert "Somebody changed this account" in read.text
    assert read.labelled("Name").attrs["value"] == "Late"


def test_roles_are_given_until_a_day_and_taken_back(page: Pages, signed_in: SignedIn) -> None:
    admin, person = signed_in("admin"), make_person(account="marie")
    roles = "/staff/marie/roles"
    read = page(roles, status=422, method="POST", by=admin, data={"role": "inspector"})
    assert "Say which" in read.text
    read = page(roles, status=422, method="POST", by=admin, data={"role": "pope"})
    assert "choose one of the list" in read.text
    data = {"role": "inspector", "until": "2000-01-01"}
    assert "over already" in page(roles, status=422, method="POST", by=admin, data=data).text
    page(roles, status=303, method="POST", by=admin, data={"role": "vet", "until": "2099-12-31"})
    db.session.expire_all()
    assert person.roles == {Role.VET}
    ending = f"/staff/marie/roles/{person.grants[0].id}/revocation"
    page(ending, status=303, method="POST", by=admin)
    page(ending, status=409, method="POST", by=admin)
    db.session.expire_all()
    assert person.roles == frozenset()


def test_a_role_of_somebody_else_is_not_found_under_this_person(
    page: Pages, signed_in: SignedIn
) -> None:
    make_person(account="marie")
    other = make_person("vet")
    address = f"/staff/marie/roles/{other.grants[0].id}/revocation"
    page(address, status=404, method="POST", by=signed_in("admin"))


def test_an_account_is_disabled_with_a_reason_and_enabled(page: Pages, signed_in: SignedIn) -> None:
    admin, person = signed_in("admin"), make_person(account="dara")
    page("/staff/dara/disabling", status=422, method="POST", by=admin, data={"reason": ""})
    page("/staff/dara/disabling", status=303, method="POST", by=admin, data={"reason": "Left"})
    assert "Left" in page("/staff/dara", by=admin).text
    page("/staff/dara/enabling", status=303, method="POST", by=admin)
    db.session.refresh(person)
    assert person.is_enabled


def test_a_manager_sees_an_administrator_without_the_buttons(
    page: Pages, signed_in: SignedIn
) -> None:
    make_person("admin", account="piseth")
    manager, here = signed_in("manager"), "/staff/piseth"
    assert not page(here, by=manager).all("form", action=f"{here}/disabling")
    data = {"reason": "x"}
    page(f"{here}/disabling", status=422, method="POST", by=manager, data=data)
    page(f"{here}/password-link", status=409, method="POST", by=manager)
    for role in ("admin", "manager", "vet"):
        page(f"{here}/roles", status=422, method="POST", by=manager, data={"role": role})


def test_one_cannot_promote_oneself_by_the_form(page: Pages, signed_in: SignedIn) -> None:
    manager = make_person("manager", account="helen")
    data = {"role": "vet"}
    page("/staff/helen/roles", status=422, method="POST", by=signed_in(manager), data=data)
    assert manager.roles == {Role.MANAGER}


def test_unknown_people_are_missing(page: Pages, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    for address in ("/staff/nobody", "/staff/nobody/facts", "/staff/%00"):
        page(address, status=404, by=admin)


@pytest.mark.parametrize("many", [1, 50])
def test_the_list_asks_the_same_for_one_and_for_fifty(
    page: Pages, signed_in: SignedIn, app: Flask, many: int
) -> None:
    admin = signed_in("admin")
    for _ in range(many):
        make_person("keeper", "vet")
    db.session.commit()
    ran: list[str] = []
    connection = db.session.connection()
    sa.event.listen(connection, "before_cursor_execute", lambda *a: ran.append(a[2]))
    page("/staff", by=admin)
    assert len([sql for sql in ran if sql.startswith("SELECT")]) == 3  # who asks, people, roles


def test_names_are_shown_as_text(page: Pages, signed_in: SignedIn) -> None:
    make_person(account="x1", name="<script>alert(1)</script>")
    read = page("/staff/x1", by=signed_in("admin"))
    assert "<script>alert(1)" not in read.html
    assert rules.by_account("x1") is not None
