"""A phone becomes the centre's once, and nobody stays signed in on it."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.db import db
from rescue_center.staff.models import Session
from rescue_center.staff.phone_models import Phone
from tests.staff.makers import PASSWORD, make_person


def test_whoever_enrols_a_phone_is_signed_out_there(signed_in: Callable[..., Any]) -> None:
    client: FlaskClient = signed_in(make_person("manager"))
    assert client.get("/phones").status_code == 200
    told = client.post("/m/phones", json={"name": " Birds  2 "})
    assert (told.status_code, told.get_json()["name"]) == (201, "Birds 2")
    assert client.get("/phones").status_code == 303
    assert db.session.scalars(sa.select(Session)).one().ended_at is not None


def test_who_has_not_the_right_enrols_none(signed_in: Callable[..., Any]) -> None:
    for role in ("keeper", "vet", "registrar", "inspector"):
        assert signed_in(role).post("/m/phones", json={"name": "Mine"}).status_code == 403
    assert db.session.scalars(sa.select(Phone)).all() == []


def test_a_phone_without_a_name_is_refused_in_words(signed_in: Callable[..., Any]) -> None:
    client = signed_in("admin")
    for body in ({"name": "   "}, {"name": "x" * 61}, {}, {"name": 5}):
        told = client.post("/m/phones", json=body)
        assert told.status_code == 409 and told.get_json()["sentence"]
    assert db.session.scalars(sa.select(Phone)).all() == []


def test_joining_asks_for_the_right_password_and_counts_the_tries(
    handset: Any,
) -> None:
    keeper = make_person("keeper", password=PASSWORD)
    typed = {"account": keeper.account, "password": "wrong words here"}
    for _ in range(10):
        told = handset.post("/m/profiles", typed)
        assert told.status_code == 409 and "do not go together" in told.get_json()["sentence"]
    right = handset.post("/m/profiles", typed | {"password": PASSWORD})
    assert right.status_code == 429 and "too many tries" in right.get_json()["sentence"]


def test_joining_with_the_password_gives_a_key_once(handset: Any) -> None:
    keeper = make_person("keeper", password=PASSWORD)
    told = handset.post("/m/profiles", {"account": keeper.account, "password": PASSWORD})
    assert told.status_code == 201 and len(told.get_json()["key"]) == 44
    admin = make_person("admin", password=PASSWORD)
    refused = handset.post("/m/profiles", {"account": admin.account, "password": PASSWORD})
    assert refused.status_code == 409 and "work with the animals" in refused.get_json()["sentence"]
